"""Ansökan: as it came, what has been noted beside it, and the pages that note it."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format

from cases import noting
from cases.access import get_case
from cases.application_rules import UNDECIDED, against_noting, warnings_of
from cases.contacting import against_answering, answer_contact
from cases.forms import noting as forms
from cases.models import Application, Case, CompletionRequest, ContactRequest, Status
from cases.steps import is_chef_at
from cases.views.common import page
from cases.views.writing import Writing, write
from jobbtorg import clock
from jobbtorg.deadlines import roll
from jobbtorg.organisation.delegation import deciders
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.rulebook.models import setting

WRITINGS = {
    "fortydligande": Writing(
        title="Förtydliga ansökan",
        lead="Ansökan står kvar som den kom in. Här skriver du vad den sökande har lagt till "
        "eller gjort tydligare.",
        button="Spara förtydligandet",
        done="Förtydligandet är sparat.",
        draft="fortydligande",
        form=forms.ClarificationForm,
        act=lambda case, data, by: noting.clarify(case, **data, by=by),
        against=against_noting,
        initial=lambda case: forms.today("said_on"),
    ),
    "komplettering": Writing(
        title="Begär komplettering",
        lead="Hjälp först den sökande till rätta. Bara om ansökan inte går att pröva får du "
        "förelägga den sökande att komplettera den, och skriva vad som annars händer (20 § FL).",
        button="Spara begäran",
        done="Begäran om komplettering är sparad.",
        draft="komplettering",
        form=forms.CompletionForm,
        act=lambda case, data, by: noting.ask_for_completion(case, noting.Lack(**data), by=by),
        against=against_noting,
        initial=lambda case: forms.today("asked_on") | {"reply_by": _reply_by()},
    ),
    "aterkallelse": Writing(
        title="Ansökan återkallas",
        lead="En ansökan avslutas bara genom beslut eller genom att den sökande återkallar den. "
        "Är du osäker på vad personen vill: fråga igen.",
        button="Anteckna återkallelsen",
        done="Återkallelsen är antecknad.",
        draft="aterkallelse",
        form=forms.WithdrawalForm,
        act=lambda case, data, by: noting.withdraw(case, **data, by=by),
        against=against_noting,
        back="case",
        initial=lambda case: forms.today("withdrawn_on") | {"by_whom": case.person.name},
    ),
    "begaran": Writing(
        title="Begäran om avgörande",
        lead="När sex månader har gått kan den sökande skriftligt begära att ärendet avgörs. Då "
        "har ni fyra veckor på er. Det går en gång i ärendet (12 § FL).",
        button="Registrera begäran",
        done="Begäran är registrerad.",
        draft="begaran",
        form=forms.HastenForm,
        act=lambda case, data, by: noting.hasten(case, **data, by=by),
        against=against_noting,
        initial=lambda case: forms.today("arrived_on"),
    ),
    "drojsmal": Writing(
        title="Underrätta om dröjsmål",
        lead="Blir beslutet väsentligt försenat ska den sökande få veta det, och varför (11 § FL).",
        button="Spara underrättelsen",
        done="Underrättelsen är sparad.",
        draft="drojsmal",
        form=forms.DelayForm,
        act=lambda case, data, by: noting.tell_of_delay(case, **data, by=by),
        against=against_noting,
        initial=lambda case: forms.today("told_on"),
    ),
}


def _reply_by() -> Any:
    """The day that a completion is asked for, unless another is chosen."""
    return roll(clock.today() + timedelta(days=setting("kompletteringsfrist_dagar")))


def application(request: StaffRequest, slug: str) -> HttpResponse:
    """The application as it was received, and beside it what has been made clear since."""
    case = get_case(request.user, slug, "Ansökan")
    shown = case.application
    decided = set(shown.decisions.values_list("kind", flat=True))
    context = page(request, case, "application") | {
        "application": shown,
        "rows": _as_received(shown),
        "earlier": case.applications.exclude(pk=shown.pk).order_by("-pk"),
        "clarifications": shown.clarifications.select_related("noted_by"),
        "completions": shown.completionrequests.select_related("answer"),
        "delays": shown.delaynotices.all(),
        "withdrawn_text": _withdrawn(shown),
        "decision_request": getattr(shown, "decision_request", None),
        "warnings": warnings_of(shown),
        "writes": not against_noting(case, request.user),
        "hastens": clock.today() >= shown.may_be_hastened_from,
        "request_refused": "avslag_avgorande" in decided,
        "ways": _formal_ways(case, shown, decided, request.user),
    }
    return render(request, "cases/application.html", context)


def _formal_ways(case: Case, shown: Application, decided: set[str], by: User) -> dict[str, str]:
    """Where this user decides a matter of form now: what can be, by whoever has the delegation."""
    open_ = case.status in UNDECIDED
    lack = shown.completionrequests.select_related("answer").last()
    untried = (
        lack and lack.binding and (lack.is_late or not lack.is_open and not lack.answer.enough)
    )
    gone = hasattr(shown, "withdrawal")
    offered = {
        "avvisa": ("avvisa_ansokan", untried and open_ and case.status != Status.VANTAR),
        "avskriv": ("avskrivning", (gone or open_) and not decided & {"avskrivning", "insats"}),
        "avgors-inte": (
            "avsla_avgorande",
            open_ and hasattr(shown, "decision_request") and "avslag_avgorande" not in decided,
        ),
    }
    return {
        name.replace("-", "_"): reverse("formal_decision", args=[case.slug, name])
        for name, (power, possible) in offered.items()
        if possible and (by.may(power, case.unit) or _hands_on(power, case, by))
    }


def _hands_on(power: str, case: Case, by: User) -> bool:
    """A chef hands to the nämnd what nobody at the unit has the delegation for. law.md §5.2."""
    return is_chef_at(by, case) and not deciders(power, case.unit)


def _as_received(shown: Application) -> list[dict[str, Any]]:
    """What is known of how it came, the empty left out."""
    how = shown.get_delivery_display() or shown.get_channel_display()
    rows = [
        ("Kom in", date_format(shown.arrived_on)),
        ("Hur", how),
        ("Ni fick den", date_format(shown.noticed_on) if shown.delivery else ""),
        ("Skäl för ankomstdagen", shown.arrival_reason),
        ("Gjordes av", shown.made_by or shown.case.person.name),
        ("Togs emot av", shown.received_by),
        ("Nåddes via", shown.reached_by),
        ("Målgrupp", shown.target_group),
        ("Registrerad", date_format(clock.day_of(shown.registered_at))),
    ]
    return [{"label": label, "value": str(value)} for label, value in rows if value]


def _withdrawn(shown: Application) -> str:
    """How and when the application was withdrawn, if it was."""
    row = getattr(shown, "withdrawal", None)
    if row is None:
        return ""
    told = f"{date_format(row.withdrawn_on)} av {row.by_whom} ({row.get_how_display().lower()})."
    return f"{told} {row.text}".strip()


def note(request: StaffRequest, slug: str, what: str) -> HttpResponse:
    """One of the pages that note something beside the application."""
    if what not in WRITINGS:
        raise Http404
    return write(request, slug, WRITINGS[what])


def contact(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """What was done about another unit's request for contact."""
    case = get_case(request.user, slug, "Begäran om kontakt", action=None)
    asked = get_object_or_404(ContactRequest, pk=pk, case=case)
    answering = Writing(
        title="Begäran om kontakt",
        lead=f"{asked.asked_by}, {asked.asked_as}, skrev: {asked.text}",
        button="Spara svaret",
        done="Svaret är sparat.",
        draft="kontakt",
        form=forms.ContactAnswerForm,
        act=lambda case, data, by: answer_contact(asked, data["text"], by=by),
        against=lambda case, by: against_answering(asked, by),
        back="case",
    )
    return write(request, slug, answering)


def completion(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """What came in answer to a request for completion."""
    case = get_case(request.user, slug, "Komplettering", action=None)
    asked = get_object_or_404(CompletionRequest, pk=pk, application__case=case)

    def act(case: Case, data: dict[str, Any], by: User) -> Any:
        return noting.note_completion(asked, **data, by=by)

    answering = Writing(
        title="Komplettering som kom in",
        lead=f"Ni begärde {asked.asked_on}: {asked.lacking}",
        button="Spara kompletteringen",
        done="Kompletteringen är sparad.",
        draft="kompletteringssvar",
        form=forms.CompletionAnswerForm,
        act=act,
        against=against_noting,
        initial=lambda case: forms.today("came_on"),
    )
    return write(request, slug, answering)
