"""How many cases of each kind the demo city has, at which units, with which outcomes."""

from random import Random

from decisions.demo.days import Days
from decisions.demo.plans import Plan

UNITS = {
    "Farsta": 20, "City": 16, "Kista": 15, "Skärholmen": 15, "Vällingby": 12,
    "unga Globen": 12, "Kista unga": 10,
}  # fmt: skip
FOR_THE_YOUNG = ("unga Globen", "Kista unga")
ENDINGS = {
    "pagar": 40, "utreds": 100, "aktualiserad": 74, "vantar": 26, "avslutad": 15, "beslutad": 12,
    "ofordelad": 14, "aterlamnad": 8, "vantar_svar": 6,
}  # fmt: skip
REFUSED = ("avslag", "avslag")
OUTCOMES = {
    "avslutad": [REFUSED],
    "vantar_svar": [REFUSED],
    "pagar": [*[("avslag", "bifall")] * 11, ("bifall", ""), ("avslag", "delvis"),
              ("avslag", "bifall"), ("delvis", "avslag")],
    "beslutad": [*[("avslag", "bifall")] * 4, REFUSED, ("avslag", "bifall"), ("bifall", ""),
                 ("avslag", "delvis")],
    "": [*[("avslag", "bifall")] * 6, REFUSED, ("avslag", "bifall")],
}  # fmt: skip
GROUNDS = ("forsorjningsstod", "sysselsattning", "stadsdel", "nadd", "malgrupp")
# how far back the last step lies: newest and oldest, in working days
LAST_STEP = {"pagar": (0, 118), "avslutad": (1, 190)}


def ordinary(count: int, days: Days, rng: Random) -> list[Plan]:
    """The plans of the ordinary cases, each kind by its share and none left out."""
    total = sum(ENDINGS.values())
    kinds = list(ENDINGS) if count >= len(ENDINGS) else []
    rest = [e for e, share in ENDINGS.items() for _ in range(share)]
    kinds += [rest[n * total // max(1, count)] for n in range(count - len(kinds))]
    return [_plan(kind, n, days, rng) for n, kind in enumerate(kinds[:count])]


def _plan(ending: str, n: int, days: Days, rng: Random) -> Plan:
    unit = rng.choices(list(UNITS), list(UNITS.values()))[0]
    outcomes = OUTCOMES.get(ending, OUTCOMES[""])
    plan = Plan(unit, ending, outcomes=outcomes[n % len(outcomes)])
    plan.unassigned = ending == "ofordelad" or rng.random() < 0.12
    plan.returns = 1 if ending == "aterlamnad" or rng.random() < 0.06 else 0
    plan.answered = rng.random() < 0.7
    plan.months = 3 if "delvis" in plan.outcomes else rng.choices([6, 4, 5], [8, 1, 1])[0]
    if plan.outcomes == REFUSED:
        plan.ground = GROUNDS[n % len(GROUNDS)]
    _who(plan, rng)
    _when(plan, n, days, rng)
    return plan


def _who(plan: Plan, rng: Random) -> None:
    """A young person or a woman further from work; a man over thirty is outside both groups."""
    if plan.ground == "malgrupp":
        plan.group, plan.woman, plan.age = "annan", False, rng.randint(31, 52)
    elif plan.unit in FOR_THE_YOUNG or rng.random() < 0.6:
        plan.group, plan.woman, plan.age = "uvas", rng.random() < 0.5, rng.randint(19, 29)
    else:
        plan.group, plan.woman, plan.age = "kvinnor", True, rng.randint(30, 60)


def _when(plan: Plan, n: int, days: Days, rng: Random) -> None:
    """Some late, some due today, some ahead, by the ending's own measure."""
    if plan.ending == "aktualiserad":
        plan.ago = rng.choice([0, 0, 0, 1, 1, 1, 2, 2, 3, 6])
    elif plan.ending == "ofordelad":
        plan.ago = rng.choice([0, 1, 1, 2, 3, 6])
    elif plan.ending == "utreds":
        plan.ago = 30 if n % 12 == 0 else rng.choice([*range(4, 30), *range(4, 30), 34, 38, 45])
        plan.depth = min(rng.choice([0, 0, 1, 1, 2, 3, 4]), plan.ago // 5)
    elif plan.ending == "vantar_svar":
        plan.back = rng.randint(1, 8)
    elif plan.ending == "vantar":
        plan.back = _due_in(days, rng, 5)
    elif plan.ending == "aterlamnad":
        plan.back = _due_in(days, rng, 3)
    elif plan.ending == "beslutad":
        plan.back = rng.choice([0, 0, 0, 0, 1, 1, 2])
    else:
        plan.back = rng.randint(*LAST_STEP[plan.ending])


def _due_in(days: Days, rng: Random, term: int) -> int:
    """How far back the step lies that is to be followed within so many days."""
    from_today = rng.choice([term, term, *range(term), *range(term), term + 3])
    return next(b for b in range(99) if (days.today - days.day(b)).days >= from_today)
