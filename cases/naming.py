"""Who is named on a case so that somebody who may decide it sees it."""

from collections.abc import Iterable

from guardian.shortcuts import assign_perm, remove_perm

from cases.conflict_rules import is_barred
from cases.journal import record
from cases.models import Case, CaseUserObjectPermission, JournalEntry
from cases.rules import took_part
from jobbtorg.organisation.delegation import deciders
from jobbtorg.organisation.models import CHEFER, Appointment, Function, User

CARRIES = "insats_ratt"  # the power that every decision on an application rests on
CONFLICT = JournalEntry.Kind.CONFLICT


def unname(case: Case, user: User) -> None:
    """Takes away the grant that names the user on the case, if there is one."""
    remove_perm("open_case", user, case)


def by_function(case: Case, users: Iterable[User]) -> None:
    """Who is named by function is so for as long as they have it, also if it was by hand first."""
    grants = CaseUserObjectPermission.objects.filter(content_object=case, user__in=users)
    grants.exclude(naming=None).update(naming=None)


def name_deciders(case: Case, *, by: User, without: User | None = None) -> None:
    """Sees to it that whoever may decide the case sees it: first at the unit, then the top.

    The förvaltningschef has the nämnd's own delegation for every unit. `without` is someone who
    is about to be jävig. KL 7 kap. 4 §: who is jävig does not decide.
    """
    everyone = deciders(CARRIES, case.unit)
    others = [user for user in everyone if user != without]
    if any(_may_decide(case, user) and _sees(user, case) for user in others):
        return
    free = [user for user in others if _may_decide(case, user)]
    at_unit = [user for user in free if user.holds(*CHEFER, unit=case.unit)]
    for user in at_unit or free:
        assign_perm("open_case", user, case)
    by_function(case, at_unit or free)
    if free:
        names = " och ".join(str(user) for user in at_unit or free)
        record(case, f"{names} namngavs på ärendet för att kunna besluta", by=by, kind=CONFLICT)
    elif everyone:
        title = "Ingen med delegation kan besluta: nämnden behöver besluta i ärendet"
        record(case, title, by=by, kind=CONFLICT)


def release_the_top(case: Case) -> None:
    """The förvaltningschef is named no longer than the unit cannot decide. Lag 2001:454 10 §."""
    chefer = (u for u in deciders(CARRIES, case.unit) if u.holds(*CHEFER, unit=case.unit))
    if any(_may_decide(case, user) and _sees(user, case) for user in chefer):
        top = Appointment.objects.on().filter(function=Function.FORVALTNINGSCHEF)
        for user in User.objects.filter(pk__in=top.values("user")):
            unname(case, user)


def _sees(user: User, case: Case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def _may_decide(case: Case, user: User) -> bool:
    """Neither jävig nor one of those who investigated."""
    return not is_barred(case, user) and not took_part(case, user)
