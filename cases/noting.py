"""What is noted beside an application until it is decided: each act locks, refuses and records."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.formats import date_format

from cases import application_rules as rules
from cases import running
from cases.actions import lock_case
from cases.journal import record
from cases.models import (
    Application,
    Case,
    Clarification,
    CompletionAnswer,
    CompletionRequest,
    DecisionRequest,
    DelayNotice,
    Draft,
    JournalEntry,
    Status,
    Withdrawal,
)
from jobbtorg import clock
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.deadlines import last_day
from jobbtorg.organisation.models import User


def noted(by: User) -> dict[str, Any]:
    """Who notes it, and when."""
    return {"noted_by": by, "noted_at": clock.now()}


def _begin(case: Case, by: User, *against: Iterable[Rule]) -> Case:
    """The case, locked, if this user may note something about its application now."""
    case = lock_case(case)
    refuse(rules.against_noting(case, by), *against)
    return case


def _forget_draft(case: Case, by: User, form: str) -> None:
    """What was written has become a row."""
    Draft.objects.filter(user=by, case=case, form=form).delete()


@act
def clarify(case: Case, said_on: date, how: str, text: str, *, by: User) -> Clarification:
    """Notes what the person has made clear; the application stays as it came. FL 20 §.

    Raises RuleBroken.
    """
    application = case.application
    case = _begin(
        case,
        by,
        rules.against_day(application, said_on, "said_on"),
        rules.against_text(text, "Skriv vad den sökande har förtydligat.", "text"),
    )
    row = Clarification.objects.create(
        application=application, said_on=said_on, how=how, text=text.strip(), **noted(by)
    )
    _forget_draft(case, by, "fortydligande")
    title = f"Den sökande förtydligade ansökan ({row.get_how_display().lower()})"
    record(case, title, by=by, text=row.text, event_on=said_on)
    return row


@dataclass(frozen=True)
class Lack:
    """What an application lacks, how and when it was asked for, and by when."""

    asked_on: date
    how: str
    lacking: str
    reply_by: date
    binding: bool = False


@act
def ask_for_completion(case: Case, lack: Lack, *, by: User) -> CompletionRequest:
    """Begär komplettering: help first; binding only where it cannot be tried without. FL 20 §.

    Raises RuleBroken.
    """
    application = case.application
    case = _begin(
        case,
        by,
        rules.against_day(application, lack.asked_on, "asked_on"),
        rules.against_reply_by(lack.asked_on, lack.reply_by),
        rules.against_text(lack.lacking, "Skriv vad som saknas.", "lacking"),
    )
    told = {field.name: getattr(lack, field.name) for field in fields(lack)}
    row = CompletionRequest.objects.create(application=application, **told, **noted(by))
    _forget_draft(case, by, "komplettering")
    title = f"Komplettering begärdes, svar senast {date_format(row.reply_by)}"
    text = row.lacking
    if row.binding:
        text += "\nAnsökan går inte att pröva utan kompletteringen."
    record(case, title, by=by, text=text, event_on=row.asked_on, kind=JournalEntry.Kind.LETTER)
    return row


@act
def note_completion(
    request: CompletionRequest, came_on: date, text: str, enough: bool, *, by: User
) -> CompletionAnswer:
    """Notes what came, and whether it was enough to try the application. Raises RuleBroken."""
    case = _begin(
        request.application.case,
        by,
        rules.against_answering_completion(request, came_on, text),
    )
    row = CompletionAnswer.objects.create(
        request=request, came_on=came_on, text=text.strip(), enough=enough, **noted(by)
    )
    _forget_draft(case, by, "kompletteringssvar")
    came = "räcker för att pröva ansökan" if enough else "räcker inte"
    title = f"Komplettering kom in {date_format(came_on)}, {came}"
    record(case, title, by=by, text=row.text, event_on=came_on)
    return row


@act
def withdraw(
    case: Case, withdrawn_on: date, how: str, by_whom: str, text: str = "", *, by: User
) -> Withdrawal:
    """Återkallelse: the application ends without decision, and with it the case, unless an insats
    runs. Raises RuleBroken.
    """
    application = case.application
    case = _begin(
        case,
        by,
        rules.against_day(application, withdrawn_on, "withdrawn_on"),
        rules.against_withdrawing(application, by_whom),
    )
    row = Withdrawal.objects.create(
        application=application,
        withdrawn_on=withdrawn_on,
        how=how,
        by_whom=by_whom.strip(),
        text=text.strip(),
        **noted(by),
    )
    end_application(case)
    Draft.objects.filter(case=case).exclude(form="anteckning").delete()
    title = f"Ansökan återkallades av {row.by_whom} ({row.get_how_display().lower()})"
    record(case, title, by=by, text=row.text, event_on=withdrawn_on)
    return row


def end_application(case: Case) -> None:
    """What becomes of the locked case when its application gives nothing more: it is closed,
    unless an insats that was granted is not closed yet, also when its period is over.
    """
    runs = Application.objects.unclosed().filter(case=case).exists()
    case.returned = False
    case.status = Status.PAGAR if runs else Status.AVSLUTAD
    case.due_on = running.due_in(case) if runs else None
    case.save()


@act
def hasten(case: Case, arrived_on: date, written: bool, *, by: User) -> DecisionRequest:
    """Begäran om avgörande: decide, or refuse it by decision, within four weeks. FL 12 §.

    Raises RuleBroken.
    """
    application = case.application
    case = _begin(
        case,
        by,
        rules.against_day(application, arrived_on, "arrived_on"),
        rules.against_hastening(application, arrived_on, written),
    )
    row = DecisionRequest.objects.create(
        application=application,
        arrived_on=arrived_on,
        due_on=last_day(arrived_on, weeks=4),
        **noted(by),
    )
    if case.due_on is None or case.due_on > row.due_on:
        case.due_on = row.due_on
        case.save()
    title = f"Den sökande begärde att ärendet avgörs, senast {date_format(row.due_on)}"
    record(case, title, by=by, event_on=arrived_on)
    return row


@act
def tell_of_delay(
    case: Case, told_on: date, how: str, reason: str, expected_on: date, *, by: User
) -> DelayNotice:
    """Underrättelse om dröjsmål: why the decision is much delayed. FL 11 §. Raises RuleBroken."""
    application = case.application
    case = _begin(
        case,
        by,
        rules.against_day(application, told_on, "told_on"),
        rules.against_text(reason, "Skriv varför beslutet dröjer.", "reason"),
        rules.against_expecting(expected_on),
    )
    row = DelayNotice.objects.create(
        application=application,
        told_on=told_on,
        how=how,
        reason=reason.strip(),
        expected_on=expected_on,
        **noted(by),
    )
    _forget_draft(case, by, "drojsmal")
    title = f"Den sökande underrättades om att beslutet dröjer ({row.get_how_display().lower()})"
    text = f"{row.reason}\nBeslut väntas senast {date_format(expected_on)}."
    record(case, title, by=by, text=text, event_on=told_on)
    return row
