"""The rows of a decision, of whatever kind: written once, in the transaction of its act."""

from dataclasses import asdict
from typing import Any

from cases.actions import next_number
from cases.journal import record
from cases.models import Application, Case, JournalEntry, LetterPreview, Status
from cases.rulings import RulingDraft, Rulings
from decisions.deciders import Decider
from decisions.models import Decision, Letter, Ruling
from jobbtorg import clock
from jobbtorg.deadlines import next_working_day
from jobbtorg.letters.stored import Printed
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Provision


def write_row(application: Application, decider: Decider, **more: Any) -> Decision:
    """The row that says when, and by whom by which chain or by the nämnd where. FL 31 §."""
    year = decider.day.year
    return Decision.objects.create(
        number=f"{year}:{next_number('Beslut', year)}",
        application=application,
        unit=application.case.unit,
        decided_on=decider.day,
        decided_at=clock.now(),
        **more,
        **decider.columns(),
    )


def write_rulings(decision: Decision, rulings: Rulings) -> None:
    """The right, and the may-insats where it is ruled on."""
    for basis, ruling in (("ratt", rulings.right), ("befogenhet", rulings.may)):
        if ruling.outcome:
            write_ruling(decision, basis, basis, ruling)


def write_ruling(decision: Decision, basis: str, key: str, ruling: RulingDraft) -> Ruling:
    """One ruling under the provision in force that day; the period only where it grants."""
    provision = Provision.objects.on(decision.decided_on).get(key=key)
    return Ruling.objects.create(
        decision=decision,
        basis=basis,
        provision=provision,
        lagrum=provision.cited,
        **asdict(ruling.as_ruled()),
    )


def write_letter(decision: Decision, made: Printed) -> Letter:
    """The letter's bytes with their hash; the previews have done their work."""
    LetterPreview.objects.filter(application=decision.application).delete()
    return Letter.objects.create(decision=decision, **made.columns())


def await_letter(case: Case) -> None:
    """The locked case is decided, and its letter is to be sent the next working day.

    A closed case stays closed where the person has another one open, and an application that is
    under way is for the caller to leave alone.
    """
    others = Case.objects.open().filter(person=case.person).exclude(pk=case.pk)
    if case.status == Status.AVSLUTAD and others.exists():
        return
    case.status = Status.BESLUTAD
    case.returned = False
    case.due_on = next_working_day(clock.today())
    case.save()


def note_decided(case: Case, decision: Decision, title: str, *, by: User, text: str = "") -> None:
    """The decision in the journal: what it is, what it says, and by which chain."""
    record(
        case,
        title + (" av nämnden" if decision.by_namnd else ""),
        by=by,
        text="\n".join(part for part in (text, in_words(decision)) if part),
        event_on=decision.decided_on,
        kind=JournalEntry.Kind.DECISION,
    )


def in_words(decision: Decision) -> str:
    """The rulings in a line each, and what the decision rests on."""
    lines = []
    for ruling in decision.rulings.all():
        line = f"{ruling.lagrum}: {ruling.get_outcome_display().lower()}"
        if ruling.period_from and ruling.period_to:
            line += f", {ruling.period_from}–{ruling.period_to}"
        lines.append(line)
    return "\n".join([*lines, decision.rests_on])
