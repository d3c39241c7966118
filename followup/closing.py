"""The acts of closing an insats, with which its case is closed, and of putting that right.

law.md §6.3 (avslut).
"""

from typing import Any

from cases.journal import record
from cases.models import Case, Draft, Status
from followup import closing_rules as rules
from followup.assigning import locked_insats
from followup.closing_rules import ClosingData
from followup.due import due_in
from followup.insats import Insats
from followup.models import Closing
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

DRAFT, CORRECTING, REOPENING = "avslut", "ratta-avslut", "oppna-insats"


@act
def close_insats(case: Case, told: ClosingData, *, by: User) -> Closing:
    """Avsluta insats: the reason, the result, and where the participant goes. Raises RuleBroken.

    SoL 14 kap. 9 §, FL 37 §.
    """
    insats = locked_insats(case)
    refuse(rules.against_ending(insats, by), rules.against_closing(insats, told))
    row = _write(insats, told, by)
    Draft.objects.filter(case=case).exclude(form="anteckning").delete()
    _close_case(insats.case)
    _record(insats.case, f"Insatsen avslutades: {row.reason}", row, by)
    return row


@act
def correct_closing(case: Case, told: ClosingData, why: str, *, by: User) -> Closing:
    """Rätta avslutet: noted anew, in the place of what was noted wrong. Raises RuleBroken."""
    insats = locked_insats(case)
    refuse(rules.against_correcting(insats, by))
    refuse(rules.against_reason(why), rules.against_closing(insats, told))
    row = _write(insats, told, by, replaces=insats.closing, why_replaced=why.strip())
    Draft.objects.filter(case=case, form=CORRECTING).delete()
    _record(insats.case, f"Rättat avslut: {row.reason}", row, by)
    return row


@act
def reopen_insats(case: Case, why: str, *, by: User) -> Closing:
    """Öppna insatsen igen: the closing was a mistake and is struck. Raises RuleBroken."""
    insats = locked_insats(case)
    refuse(rules.against_reopening(insats, by), rules.against_reason(why))
    old = Closing.objects.standing().get(application=insats.application)
    told = {
        field.attname: getattr(old, field.attname)
        for field in Closing._meta.concrete_fields
        if not field.primary_key
    }
    told |= {"noted_by_id": by.pk, "noted_at": clock.now(), "strikes": True}
    row = Closing.objects.create(**(told | {"replaces_id": old.pk, "why_replaced": why.strip()}))
    Draft.objects.filter(case=case, form=REOPENING).delete()
    reopened = insats.case
    reopened.status, reopened.due_on = Status.PAGAR, due_in(reopened)
    reopened.save()
    title = "Insatsen öppnades igen: avslutet var fel"
    record(reopened, title, by=by, text=f"Avslutet {old.closed_on} är struket. {row.why_replaced}")
    return row


def _write(insats: Insats, told: ClosingData, by: User, **more: Any) -> Closing:
    """The row; what the participant wished is kept where it ended early."""
    early = told.closed_on < insats.last_day
    return Closing.objects.create(
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
        **more,
    )


def _record(case: Case, title: str, row: Closing, by: User) -> None:
    """The journal's line."""
    text = f"{row.get_result_display()}. {row.result_text}"
    text += f"\nVart deltagaren går: {row.where_to}" if row.where_to else ""
    text += f"\nDeltagaren ville avsluta: {row.own_wish}" if row.own_wish else ""
    text += f"\nRättelse: {row.why_replaced}" if row.why_replaced else ""
    record(case, title, by=by, text=text, event_on=row.closed_on)


def _close_case(case: Case) -> None:
    """Nothing runs in the case any more."""
    if case.status == Status.PAGAR:
        case.status, case.due_on = Status.AVSLUTAD, None
        case.save()
