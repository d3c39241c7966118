"""The official acts about jäv: declaring it, answering no, noting that the nämnd has lifted it.

KL 7 kap. 4 § with 6 kap. 28–32 §§.
"""

from datetime import date

from django.utils.formats import date_format

from cases import conflict_rules as rules
from cases.actions import lock_case, name_on_case
from cases.journal import record
from cases.models import Case, Declaration, Draft, JournalEntry, Status
from cases.naming import name_deciders, release_the_top, unname
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User


@act
def declare(
    case: Case, user: User, ground: str = "", comment: str = "", *, by: User
) -> Declaration:
    """Jävsförsäkran: without a ground the user is not jävig; with one they leave the case.

    The journal tells of jäv and its ground, not of the private relation. That someone is not
    jävig stands among the declarations alone. Raises RuleBroken. KL 7 kap. 4 §.
    """
    case = lock_case(case)
    refuse(rules.against_declaring(case, user, ground, comment, by))
    row = Declaration(
        case=case,
        user=user,
        declared_at=clock.now(),
        declared_by=by,
        ground=ground,
        comment=comment.strip(),
    )
    if ground:
        _leave(case, row)  # first, since who is jävig writes no journal
        Draft.objects.filter(user=by, case=case, form="jav").delete()
    row.save()
    return row


def _leave(case: Case, row: Declaration) -> None:
    """The user has the case no longer and is not named on it; someone who may decide is."""
    user, by = row.user, row.declared_by
    text = f"Grund: {row.get_ground_display().lower()}."
    if case.coach == user:
        case.coach = None
        case.save()
        if case.status != Status.AVSLUTAD:
            text += f"\n{user} är jävig; ärendet behöver fördelas om."
    title = f"{by} anmälde jäv" if user == by else f"{by} antecknade att {user} är jävig"
    record(case, title, by=by, text=text, kind=JournalEntry.Kind.CONFLICT)
    unname(case, user)
    if case.status == Status.VANTAR:
        name_deciders(case, by=by, without=user)


@act
def lift(case: Case, user: User, namnd_dnr: str, namnd_on: date, *, by: User) -> Declaration:
    """Notes that the nämnd has found that the user is not jävig. KL 6 kap. 28–32 §§.

    Raises RuleBroken.
    """
    case = lock_case(case)
    refuse(rules.against_lifting(case, user, namnd_dnr, namnd_on, by))
    row = Declaration.objects.create(
        case=case,
        user=user,
        declared_at=clock.now(),
        declared_by=by,
        namnd_dnr=namnd_dnr.strip(),
        namnd_on=namnd_on,
    )
    record(
        case,
        f"Nämnden har prövat frågan om jäv: {user} är inte jävig",
        by=by,
        text=f"Nämndens beslut {date_format(namnd_on)}, dnr {row.namnd_dnr}.",
        kind=JournalEntry.Kind.CONFLICT,
    )
    if case.person.is_protected:
        name_on_case(case)
    release_the_top(case)
    return row
