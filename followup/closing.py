"""The act of closing an insats: the case is then closed with it. law.md §6.3 (avslut)."""

from cases.journal import record
from cases.models import Case, Draft, Status
from followup import closing_rules as rules
from followup.assigning import locked_insats
from followup.closing_rules import ClosingData
from followup.models import Closing
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

DRAFT = "avslut"


@act
def close_insats(case: Case, told: ClosingData, *, by: User) -> Closing:
    """Avsluta insats: the reason, the result, and where the participant goes. Raises RuleBroken.

    SoL 14 kap. 9 §, FL 37 §.
    """
    insats = locked_insats(case)
    refuse(rules.against_ending(insats, by), rules.against_closing(insats, told))
    early = told.closed_on < insats.last_day
    row = Closing.objects.create(
        application=insats.application,
        closed_on=told.closed_on,
        reason=told.reason,
        result=told.result,
        result_text=told.result_text.strip(),
        where_to=told.where_to.strip(),
        own_wish=told.own_wish.strip() if early else "",
        own_wish_on=told.own_wish_on if early else None,
        informed=told.informed,
        wants_more=told.wants_more,
        noted_by=by,
        noted_at=clock.now(),
    )
    Draft.objects.filter(case=case).exclude(form="anteckning").delete()
    _close_case(insats.case)
    text = f"{row.get_result_display()}. {row.result_text}"
    text += f"\nVart deltagaren går: {row.where_to}" if row.where_to else ""
    text += f"\nDeltagaren ville avsluta: {row.own_wish}" if row.own_wish else ""
    title = f"Insatsen avslutades: {row.reason}"
    record(insats.case, title, by=by, text=text, event_on=row.closed_on)
    return row


def _close_case(case: Case) -> None:
    """Nothing runs in the case any more."""
    if case.status == Status.PAGAR:
        case.status, case.due_on = Status.AVSLUTAD, None
        case.save()
