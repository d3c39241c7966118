"""The acts of naming a colleague on a protected person's case, and of taking that away again."""

from guardian.shortcuts import assign_perm

from cases import naming_rules as rules
from cases.actions import lock_case
from cases.journal import record
from cases.models import Case, CaseUserObjectPermission, Draft, JournalEntry, Naming, NamingEnd
from cases.naming import unname
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

DRAFT = "namnge"
ASSIGNMENT = JournalEntry.Kind.ASSIGNMENT


@act
def name(case: Case, told: rules.Told, *, by: User) -> Naming:
    """Namnge en kollega, through a day: who is named sees the case as one of the few.

    Raises RuleBroken. Lag (2001:454) 10 §.
    """
    case = lock_case(case)
    refuse(rules.against_naming(case, by), rules.against_told(case, told))
    assert told.user is not None and told.until is not None
    row = Naming.objects.create(
        case=case,
        user=told.user,
        reason=told.reason.strip(),
        until=told.until,
        named_by=by,
        named_at=clock.now(),
    )
    assign_perm("open_case", told.user, case)
    grants = CaseUserObjectPermission.objects.filter(user=told.user, content_object=case)
    grants.update(naming=row)
    Draft.objects.filter(user=by, case=case, form=DRAFT).delete()
    title = f"{row.user} namngavs på ärendet till och med {row.until}"
    record(case, title, by=by, text=row.reason, kind=ASSIGNMENT)
    return row


@act
def end(row: Naming, *, by: User) -> NamingEnd:
    """Takes the naming away before its last day. Raises RuleBroken."""
    case = lock_case(row.case)
    row = Naming.objects.select_related("case__unit", "user").get(pk=row.pk)
    refuse(rules.against_unnaming(row, by))
    unname(case, row.user)
    ended = NamingEnd.objects.create(naming=row, ended_by=by, ended_at=clock.now())
    record(case, f"{row.user} är inte längre namngiven på ärendet", by=by, kind=ASSIGNMENT)
    return ended
