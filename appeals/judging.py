"""The official acts on what comes from the courts: note it, note a judgment, note it executed."""

from datetime import date
from typing import Any

from django.utils.formats import date_format

from appeals import court_rules as rules
from appeals.court_rules import EventData, JudgmentData
from appeals.mal import Mal
from appeals.models import Appeal, CourtEvent, Judgment, JudgmentExecution
from appeals.remitting import reopen
from appeals.remitting_rules import against_reopening
from cases.actions import lock_case, unname_secretaries
from cases.journal import record
from cases.models import Draft, JournalEntry
from jobbtorg import clock
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.deadlines import last_day
from jobbtorg.organisation.models import User

Kind = CourtEvent.Kind


def fresh(appeal: Appeal) -> Appeal:
    """The appeal with all that has come from the courts by now; its case is locked."""
    return Appeal.objects.whole().get(pk=appeal.pk)


@act
def note_event(appeal: Appeal, told: EventData, *, by: User) -> CourtEvent:
    """Notes what a court has told or been asked: in its order, never changed. Raises RuleBroken."""
    case = lock_case(appeal.case)
    appeal = fresh(appeal)
    refuse(rules.against_noting(appeal, by), _against(appeal, by, told))
    row = write_event(appeal, told, Mal(appeal, told.way).latest, by)
    Draft.objects.filter(user=by, case=case, form=f"fran-ratten-{appeal.pk}").delete()
    title = f"{row.get_instance_display()}, {appeal.dnr}: {row.get_kind_display().lower()}"
    text = f"{in_words(row)}\n{row.text}".strip()
    record(case, title, by=by, text=text, event_on=row.event_on, kind=JournalEntry.Kind.DOCUMENT)
    return row


def write_event(
    appeal: Appeal, told: EventData, judgment: Judgment | None, by: User, **corrects: Any
) -> CourtEvent:
    """Only what belongs to its kind is kept: `judgment` is what is appealed, if anything is."""
    appealed = told.kind == Kind.APPEALED
    return CourtEvent.objects.create(
        appeal=appeal,
        way=told.way,
        instance=told.instance,
        kind=told.kind,
        event_on=told.event_on,
        case_number=told.case_number.strip() if told.kind == Kind.NUMBER else "",
        reply_by=told.reply_by if told.kind == Kind.ORDERED else None,
        by=told.by if appealed else "",
        judgment=judgment if appealed else None,
        document=told.document,
        text=told.text.strip(),
        noted_by=by,
        noted_at=clock.now(),
        **corrects,
    )


def _against(appeal: Appeal, by: User, told: EventData | JudgmentData) -> list[Rule]:
    """What is wrong with what is told, asked once the court has the appeal."""
    if rules.against_noting(appeal, by):
        return []
    if isinstance(told, EventData):
        return rules.against_event(appeal, told)
    return rules.against_judgment(appeal, told)


def in_words(row: CourtEvent) -> str:
    """What the event tells beside its kind."""
    if row.case_number:
        return f"Mål {row.case_number}."
    if row.reply_by:
        return f"Rätten vill ha yttrande senast {date_format(row.reply_by)}."
    if row.kind == Kind.APPEALED:
        return f"{row.get_by_display()} har överklagat domen till {row.court}."
    return ""


@act
def judge(appeal: Appeal, told: JudgmentData, *, by: User) -> Judgment:
    """Notes a judgment; what it sends back is taken up again at once, if nothing is in the way.

    Raises RuleBroken.
    """
    case = lock_case(appeal.case)
    appeal = fresh(appeal)
    refuse(rules.against_noting(appeal, by), _against(appeal, by, told))
    row = write_judgment(appeal, told, by)
    Draft.objects.filter(user=by, case=case, form=f"dom-{appeal.pk}").delete()
    note_judgment(row, f"Dom från {row.court}, {appeal.dnr}: {row.short.lower()}", by=by)
    return taken_up(row, by=by)


def note_judgment(row: Judgment, title: str, *, by: User) -> None:
    """Tells the journal when it came, until when it can be appealed, and what it says."""
    text = (
        f"Domen kom in {date_format(row.arrived_on)}. Sista dag för er att överklaga den är "
        f"{date_format(row.last_day)}.\n{row.text}"
    )
    if row.reason:
        text = f"{text}\nRättelse: {row.reason}"
    kind = JournalEntry.Kind.DECISION
    record(row.appeal.case, title, by=by, text=text, event_on=row.judged_on, kind=kind)


def taken_up(row: Judgment, *, by: User) -> Judgment:
    """The judgment; what it sends back is under investigation again, if nothing is in the way."""
    case = row.appeal.case
    if row.appeal.decision.by_namnd and case.person.is_protected:
        unname_secretaries(case)  # the nämnd has spoken
    row = Judgment.objects.get(pk=row.pk)  # with what it has made of the appeal
    if not against_reopening(row, by):
        reopen(row, by=by)
    return row


def write_judgment(appeal: Appeal, told: JudgmentData, by: User, **corrects: Any) -> Judgment:
    """With the last day to appeal it, counted from when it came."""
    return Judgment.objects.create(
        appeal=appeal,
        way=told.way,
        instance=told.instance,
        outcome=told.outcome,
        judged_on=told.judged_on,
        arrived_on=told.arrived_on,
        last_day=last_day(told.arrived_on, weeks=3),
        document=told.document,
        text=told.text.strip(),
        noted_by=by,
        noted_at=clock.now(),
        **corrects,
    )


@act
def execute(judgment: Judgment, done_on: date, how: str, *, by: User) -> JudgmentExecution:
    """Notes that what the court decided has been done. SoL 35 kap. 5 §, KL 13 kap. 15 §.

    Raises RuleBroken.
    """
    case = lock_case(judgment.appeal.case)
    judgment = Judgment.objects.get(pk=judgment.pk)
    refuse(rules.against_executing(judgment, by), rules.against_execution(judgment, done_on, how))
    row = JudgmentExecution.objects.create(
        judgment=judgment, done_on=done_on, how=how.strip(), noted_by=by, noted_at=clock.now()
    )
    Draft.objects.filter(case=case, form=f"verkstall-{judgment.pk}").delete()
    record(
        case,
        f"Domen i {judgment.appeal.dnr} verkställdes",
        by=by,
        text=row.how,
        event_on=row.done_on,
        kind=JournalEntry.Kind.DECISION,
    )
    return row
