"""What the tests of Öppna med skäl share: a closed case, and a case opened with a reason."""

from datetime import date
from typing import Any

from cases import noting
from cases.models import Case, Opening
from cases.opening import open_with_reason
from cases.opening_rules import Reason, openable
from jobbtorg import clock
from jobbtorg.organisation.models import Unit, User
from jobbtorg.rulebook.models import Code
from tests.cases.helpers import in_days
from tests.world import TP1, World

FORM = "/oppna-med-skal/"
LIST = "/oppnade-med-skal/"
WHY = "Personen ringde mig om sitt möte i morgon."


def reason(code: str = "personen_fragar", text: str = WHY, hours: int = 2) -> Reason:
    """Why, as the form tells it."""
    return Reason(Code.objects.on().get(list="oppningsskal", code=code), text, hours)


def opened(case: Case, by: User, **told: Any) -> Opening:
    """The case opened by the user, to whom everyone else's is closed."""
    return open_with_reason(openable(case.number, by), reason(**told), by=by)


def posted(case: Any, **told: Any) -> dict[str, Any]:
    """The form of Öppna med skäl as it is sent."""
    code = told.pop("code", "personen_fragar")
    number = case if isinstance(case, str) else case.number
    key = Code.objects.on().get(list="oppningsskal", code=code).pk
    return {"number": number, "reason": key, "text": WHY, "hours": "2"} | told


def closed(world: World, digits: str = TP1, ago: int = 0, **told: Any) -> Case:
    """A case that was closed so many days ago, since the application was withdrawn."""
    with in_days(-ago):
        case = world.registered(digits, **told)
        noting.withdraw(
            case,
            withdrawn_on=clock.today(),
            how="telefon",
            by_whom="Tilda Provström",
            text="Har fått jobb.",
            by=world.coach,
        )
    return Case.objects.get(pk=case.pk)


def another_namnd(world: World) -> tuple[Unit, User, User]:
    """A unit under another nämnd of the city, with its coach and its registrator."""
    top = Unit.objects.create(name="Socialförvaltningen", kind=Unit.Kind.FORVALTNING)
    unit = Unit.objects.create(name="Enhet Norr", kind=Unit.Kind.JOBBTORG, part_of=top)
    coach = world.staff("coach-norr", "coach", unit.name)
    registrator = world.staff("registrator-soc", "registrator", top.name)
    return unit, coach, registrator


def moved(case: Case, unit: Unit) -> Case:
    """The case as if it were the unit's."""
    case.unit, case.coach = unit, None
    case.save()
    return case


BORN = date(1999, 1, 1)
