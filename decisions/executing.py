"""The acts of verkställighet: that the insats began, or why it has not. SoL 34 kap. 1 §."""

from datetime import date

from django.utils.formats import date_format

from cases.actions import lock_case
from cases.journal import record
from decisions import execution_rules as rules
from decisions.models import Execution, Ruling, Unexecuted
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User


@act
def note_execution(ruling: Ruling, started_on: date, *, by: User) -> Execution:
    """Notes the day on which the insats began: the ruling is then verkställd."""
    case = lock_case(ruling.decision.application.case)
    refuse(rules.against_execution(ruling, started_on, by))
    row = Execution.objects.create(
        ruling=ruling, started_on=started_on, noted_by=by, noted_at=clock.now()
    )
    record(case, f"Insatsen började {date_format(started_on)}", by=by, event_on=started_on)
    return row


@act
def note_unexecuted(ruling: Ruling, reason: str, text: str = "", *, by: User) -> Unexecuted:
    """Notes why the ruling is not verkställd; what was noted before still stands."""
    case = lock_case(ruling.decision.application.case)
    refuse(rules.against_unexecuted(ruling, reason, text, by))
    row = Unexecuted.objects.create(
        ruling=ruling, reason=reason, text=text.strip(), noted_by=by, noted_at=clock.now()
    )
    title = f"Beslutet är inte verkställt: {row.get_reason_display().lower()}"
    record(case, title, by=by, text=row.text)
    return row
