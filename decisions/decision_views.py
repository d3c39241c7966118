"""The decided case: the decision, its letter, how it went and when it arrived."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from cases.access import get_case
from cases.models import Case
from cases.rounds import rounds_of
from cases.views.common import page, pdf
from decisions import service_rules as rules
from decisions import serving
from decisions.legal_force import Standing, standing_of
from decisions.models import Decision, Dispatch, Ruling, governing
from decisions.service_forms import ControlForm, DispatchForm, ServiceForm, UndeliveredForm
from decisions.service_rules import Received
from jobbtorg.acts import RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from jobbtorg.ui.forms import Form


def decision(request: StaffRequest, slug: str) -> HttpResponse:
    """The decision taken, its letter, and how the letter went; posted to, the letter is sent."""
    case = get_case(request.user, slug, "Beslutet")
    found = _decision_of(case)
    if request.method != "POST":
        return _page(request, case, found)
    form = DispatchForm(request.POST, decision=found)
    return _tried(
        request,
        found,
        ("dispatch_form", form),
        lambda: serving.dispatch(found, **form.cleaned_data, by=request.user),
        "Antecknat: brevet är skickat.",
    )


@require_POST
def control(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """The kontrollmeddelande of a förenklad delgivning."""
    found = _decision_of(get_case(request.user, slug, "Beslutet: kontrollmeddelande"))
    sent = _sending_of(found, pk)
    form = ControlForm(request.POST)
    return _tried(
        request,
        found,
        ("control_form", form),
        lambda: serving.note_control(sent, form.cleaned_data["control_on"], by=request.user),
        f"Kontrollmeddelandet är antecknat. Delfående {sent.served_on}.",
    )


@require_POST
def undelivered(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """The letter did not arrive."""
    found = _decision_of(get_case(request.user, slug, "Beslutet: brevet kom inte fram"))
    sent = _sending_of(found, pk)
    form = UndeliveredForm(request.POST)
    return _tried(
        request,
        found,
        ("undelivered_form", form),
        lambda: serving.note_undelivered(sent, **form.cleaned_data, by=request.user),
        "Antecknat: brevet kom inte fram. Skicka det på nytt.",
    )


@require_POST
def service(request: StaffRequest, slug: str) -> HttpResponse:
    """Registrera delfående."""
    found = _decision_of(get_case(request.user, slug, "Beslutet: delfående"))
    form = ServiceForm(request.POST, request.FILES, decision=found)

    def note() -> None:
        told = dict(form.cleaned_data)
        file, replaces = told.pop("document"), told.pop("replaces", None)
        receipt = (file, file.name) if file else None
        serving.note_service(
            found, Received(**told), by=request.user, replaces=replaces, receipt=receipt
        )

    return _tried(request, found, ("service_form", form), note, "Delfåendet är registrerat.")


def _sending_of(decision: Decision, pk: int) -> Dispatch:
    found = Dispatch.objects.select_related("letter__decision__application__case__person")
    return get_object_or_404(found, letter__decision=decision, pk=pk)


def _tried(
    request: StaffRequest,
    found: Decision,
    bound: tuple[str, Form],
    act: Callable[[], Any],
    done: str,
) -> HttpResponse:
    """Back to the page when it is done; else the page again with what stands in the way."""
    case = found.application.case
    against = rules.against_sender(found, request.user)
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    status = carry_out(bound[1], act)
    if status:
        return _page(request, case, found, bound, status)
    messages.success(request, done)
    return redirect("decision", slug=case.slug)


def _page(
    request: StaffRequest,
    case: Case,
    found: Decision,
    bound: tuple[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `bound` is the form that was not accepted, by its name in the template."""
    forms: dict[str, Form] = {
        "dispatch_form": DispatchForm(decision=found),
        "control_form": ControlForm(),
        "undelivered_form": UndeliveredForm(),
        "service_form": ServiceForm(decision=found),
    }
    sent = found.letter.dispatch
    services = list(found.services.all())
    context = page(request, case, "decision") | {
        "decision": found,
        "rounds": rounds_of(case, found.application.investigation, least=2),
        "rulings": [(ruling, _standing(found, ruling)) for ruling in found.rulings.all()],
        "letter": found.letter,
        "dispatch": sent,
        "control_day": rules.control_day(sent) if sent else None,
        "service": governing(services),
        "services": services,
        "appealable": rules.appealable(found),
        "appeal_until": rules.appeal_until(found),
        "may_dispatch": not rules.against_sender(found, request.user),
        "refused_forms": [bound[1]] if bound else [],
    }
    context |= forms | dict([bound] if bound else [])
    return render(request, "decisions/decision.html", context, status=status)


def _standing(decision: Decision, ruling: Ruling) -> Standing | None:
    """Each ruling gains laga kraft by a way of its own."""
    if ruling.basis == Ruling.Basis.MAY:
        return standing_of(decision)
    return rules.right_standing(decision)


def letter(request: StaffRequest, slug: str) -> HttpResponse:
    """The stored letter, byte for byte, logged as printed."""
    case = get_case(request.user, slug, "Beslutsbrevet", action=AccessLog.Action.PRINT)
    return pdf(bytes(_decision_of(case).letter.pdf), f"Beslut-{slug}.pdf")


def _decision_of(case: Case) -> Decision:
    """The case's decision, or 404 before there is one."""
    found = (
        Decision.objects.filter(application__case=case)
        .select_related(
            "decided_by", "registered_by", "presented_by", "unit", "application__case__person",
            "application__case__unit", "letter", "report_row__report_list", "minute",
        )
        .prefetch_related(
            "rulings",
            "letter__dispatches__undelivered",
            "letter__dispatches__control_message",
            "letter__dispatches__representative",
            "services__dispatch__undelivered",
            "services__replaced_by",
            "services__document",
        )
        .last()
    )  # fmt: skip
    if found is None:
        raise Http404
    return found
