"""Återförvisning: what a court has sent back is investigated anew, with a link to why."""

from typing import Any

from django.utils.formats import date_format

from appeals.mal import Mal
from appeals.models import Appeal, Judgment, Remission
from appeals.remitting_rules import against_reopening, case_for
from cases.actions import lock_case, name_on_case
from cases.journal import record
from cases.models import Application, Case, JournalEntry, Status
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.arrivals import Delivery
from jobbtorg.deadlines import next_working_day
from jobbtorg.organisation.models import User


@act
def reopen(judgment: Judgment, *, by: User) -> Remission:
    """Takes up what the court has sent back: an application in the case, as when the first came.

    Raises RuleBroken.
    """
    own = lock_case(judgment.appeal.case)
    judgment = Judgment.objects.select_related("appeal").get(pk=judgment.pk)
    refuse(against_reopening(judgment, by))
    case = lock_case(case_for(judgment))
    application = _write_application(judgment, case, by)
    row = Remission.objects.create(judgment=judgment, application=application)
    case.status, case.due_on = Status.AKTUALISERAD, next_working_day(judgment.arrived_on)
    case.save()  # after its application, by which a closed case is taken up
    if case.person.is_protected:
        name_on_case(case)
    _note(row, case, own, by=by)
    return row


def _write_application(judgment: Judgment, case: Case, by: User) -> Application:
    """What the person asked for, in the same words; it came with the judgment."""
    first = judgment.appeal.decision.application
    told: dict[str, Any] = {
        name: getattr(first, name) for name in ("own_words", "reached_by", "target_group")
    }
    return Application.objects.create(
        case=case,
        noticed_on=judgment.arrived_on,
        arrived_on=judgment.arrived_on,
        arrival_reason="Dagen då domen kom in.",
        channel=Application.Channel.WRITTEN,
        delivery=Delivery.HANDED,
        made_by=source_of(judgment),
        remitted=True,
        received_by=by,
        registered_at=clock.now(),
        registered_by=by,
        **told,
    )


def source_of(judgment: Judgment) -> str:
    """Återförvisat av förvaltningsrätten, mål 4711-26."""
    appeal = Appeal.objects.whole().get(pk=judgment.appeal_id)
    number = Mal(appeal, judgment.way).number or f"dnr {appeal.dnr}"
    told = number if number.startswith("dnr") else f"mål {number}"
    return f"Återförvisat av {judgment.court}, {told}"


def _note(row: Remission, case: Case, own: Case, *, by: User) -> None:
    """In the journal of the case that goes on, and of the one that was appealed if another."""
    judgment, application = row.judgment, row.application
    decision = judgment.appeal.decision
    text = (
        f"Gäller ansökan {date_format(decision.application.arrived_on)} och beslut "
        f"{decision.number}. Ärendet utreds på nytt.\n{application.own_words}"
    )
    day, kind = judgment.arrived_on, JournalEntry.Kind.APPLICATION
    record(case, application.made_by, by=by, text=text, event_on=day, kind=kind)
    if own != case:
        title = f"Det som är återförvisat utreds i ärende {case.number}"
        record(own, title, by=by, event_on=day, kind=kind)
