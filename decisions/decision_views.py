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
from decisions.differences import Difference, differences, rulings_of
from decisions.legal_force import Standing, ruling_is_new, standing_of
from decisions.models import Decision, Dispatch, Referral, Ruling, governing
from decisions.service_forms import ControlForm, DispatchForm, ServiceForm, UndeliveredForm
from decisions.service_rules import Received
from decisions.ways import ways_on
from jobbtorg.acts import RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused
from jobbtorg.ui.forms import Form


def decision(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """A decision of the case, the latest unless told, and how its letter went; a POST sends it."""
    case = get_case(request.user, slug, "Beslutet")
    found = _decision_of(case, pk)
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
    case = get_case(request.user, slug, "Beslutet: kontrollmeddelande")
    sent = _sending_of(case, pk)
    found = _decision_of(case, sent.letter.decision_id)
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
    case = get_case(request.user, slug, "Beslutet: brevet kom inte fram")
    sent = _sending_of(case, pk)
    found = _decision_of(case, sent.letter.decision_id)
    form = UndeliveredForm(request.POST)
    return _tried(
        request,
        found,
        ("undelivered_form", form),
        lambda: serving.note_undelivered(sent, **form.cleaned_data, by=request.user),
        "Antecknat: brevet kom inte fram. Skicka det på nytt.",
    )


@require_POST
def service(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Registrera delfående."""
    found = _decision_of(get_case(request.user, slug, "Beslutet: delfående"), pk)
    form = ServiceForm(request.POST, request.FILES, decision=found)

    def note() -> None:
        told = dict(form.cleaned_data)
        file, replaces = told.pop("document"), told.pop("replaces", None)
        receipt = (file, file.name) if file else None
        serving.note_service(
            found, Received(**told), by=request.user, replaces=replaces, receipt=receipt
        )

    return _tried(request, found, ("service_form", form), note, "Delfåendet är registrerat.")


def _sending_of(case: Case, pk: int) -> Dispatch:
    found = Dispatch.objects.select_related("letter__decision__application__case__person")
    return get_object_or_404(found, letter__decision__application__case=case, pk=pk)


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
    return redirect("one_decision", slug=case.slug, pk=found.pk)


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
        "rounds": _rounds(case, found),
        "decisions": _decisions(case),
        "changed": _changed(found),
        "ways": ways_on(found, request.user),
        "referral": Referral.objects.open().of(case).filter(concerns=found).first(),
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


def _rounds(case: Case, found: Decision) -> Any:
    """How often the investigation behind this decision went back."""
    begun = getattr(found.application, "investigation", None)
    return rounds_of(case, begun, least=2) if begun and found.changes is None else []


def _decisions(case: Case) -> list[Decision]:
    """Every decision in the case, the latest first, where there are several."""
    rows = list(Decision.objects.of(case).select_related("changed_by"))
    return rows if len(rows) > 1 else []


def _changed(found: Decision) -> list[Difference]:
    """What the decision says otherwise than the one whose place it takes."""
    if found.changes is None:
        return []
    return differences(rulings_of(found.changes), rulings_of(found))


def _standing(decision: Decision, ruling: Ruling) -> Standing | None:
    """Each ruling gains laga kraft by a way of its own; one that stands as it stood has had it."""
    if not ruling_is_new(decision, ruling):
        return None
    if ruling.basis == Ruling.Basis.MAY:
        return standing_of(decision)
    return rules.right_standing(decision)


def letter(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """The stored letter, byte for byte, logged as printed."""
    case = get_case(request.user, slug, "Beslutsbrevet", action=AccessLog.Action.PRINT)
    return pdf(bytes(_decision_of(case, pk).letter.pdf), f"Beslut-{slug}.pdf")


def _decision_of(case: Case, pk: int | None) -> Decision:
    """This decision of the case, or its latest; 404 where there is none."""
    asked = {} if pk is None else {"pk": pk}
    found = (
        Decision.objects.of(case)
        .filter(**asked)
        .select_related(
            "decided_by", "registered_by", "presented_by", "unit", "application__case__person",
            "application__case__unit", "letter", "report_row__report_list", "minute",
            "changes", "changed_by", "amendment__hearing",
        )
        .prefetch_related(
            "rulings",
            "changes__rulings",
            "hearings__replies",
            "hearings__sent_by",
            "letter__dispatches__undelivered",
            "letter__dispatches__control_message",
            "letter__dispatches__representative",
            "services__dispatch__undelivered",
            "services__replaced_by",
            "services__document",
        )
        .first()
    )  # fmt: skip
    if found is None:
        raise Http404
    return found
