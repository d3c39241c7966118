"""What is to happen in each case of the demo city, and on which day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from cases.models import Part
from decisions.demo.days import Days
from jobbtorg.deadlines import last_day_of_grant

FULL = [Part.Name.CRITERIA, Part.Name.ASSESSMENT, Part.Name.AF, Part.Name.SUMMARY]
# the most working days between a step and the one before it
GAPS = {
    "assign": 1, "start": 2, Part.Name.CRITERIA: 3, Part.Name.ASSESSMENT: 3, Part.Name.AF: 4,
    Part.Name.SUMMARY: 4, "communicate": 2, "reply": 7, "meet": 2, "wait": 14, "hand_over": 2,
    "propose": 2, "return": 3, "again": 2, "decide": 4, "dispatch": 1,
    "refer": 2, "namnd": 9,
}  # fmt: skip
DECIDING = ("decide", "namnd")
LEAST = {"reply": 2, "wait": 12, "return": 1, "namnd": 5}


@dataclass
class Plan:
    """One case: where, who, how far it comes and when."""

    unit: str
    ending: str
    group: str = "uvas"
    age: int = 24
    woman: bool = True
    outcomes: tuple[str, str] = ("avslag", "bifall")
    ground: str = ""
    months: int = 6
    depth: int = 4
    returns: int = 0
    answered: bool = True
    unassigned: bool = False
    handed_over: bool = False
    referred: bool = False
    coach: str = ""
    digits: str = ""
    name: tuple[str, str] = ("", "")
    protection: str = ""
    back: int | None = None  # working days since the last step
    ago: int | None = None  # days since the application came in
    steps: list[tuple[datetime, str]] = field(default_factory=list)
    arrived_on: date = date.min
    written: bool = False
    period: tuple[date, date] | None = None
    reply_by: date | None = None

    @property
    def granting(self) -> bool:
        """Whether anything is to be given."""
        return self.outcomes != ("avslag", "avslag")

    @property
    def communicated(self) -> bool:
        """Whether the person is to see the basis first: not all that was asked for is given."""
        return "bifall" not in self.outcomes


def names_of_steps(plan: Plan) -> list[str]:
    """The acts in order; `wait` is a step in which the days to reply run out."""
    begin = ["register", *(["assign"] if plan.unassigned and plan.ending != "ofordelad" else [])]
    if plan.ending in ("aktualiserad", "ofordelad"):
        return begin
    parts: list[str] = [*begin, "start", *FULL[: plan.depth]]
    if plan.handed_over:
        parts.insert(-1, "hand_over")
    if plan.ending == "utreds":
        return parts
    if plan.communicated:
        parts.append("communicate")
        if plan.ending == "vantar_svar":
            return parts
        parts += ["reply", "meet"] if plan.answered else ["wait"]
    parts.append("propose")
    for turn in range(plan.returns):
        last = plan.ending == "aterlamnad" and turn == plan.returns - 1
        parts += ["return"] if last else ["return", "again", "propose"]
    parts += ["refer"] if plan.referred else []
    decide = "namnd" if plan.referred else "decide"
    ends = {"beslutad": [decide], "pagar": [decide, "dispatch"]}
    return parts + (ends | {"avslutad": ends["pagar"]}).get(plan.ending, [])


def schedule(plan: Plan, days: Days, rng: Random) -> None:
    """Gives each step its moment, and the case its arrival, its days to reply and its period."""
    names = names_of_steps(plan)
    gaps = [rng.randint(LEAST.get(n, 0), GAPS.get(n, 0)) for n in names]
    plan.written = rng.random() < 0.35
    if plan.ago is not None:
        plan.arrived_on = min(days.today - timedelta(days=plan.ago), days.day(0))
        first = days.back_to(plan.arrived_on)
        plan.written |= days.day(first) != plan.arrived_on
        backs = [max(0, first - sum(gaps[: n + 1])) for n in range(len(gaps))]
    else:
        backs = [(plan.back or 0) + sum(gaps[n + 1 :]) for n in range(len(gaps))]
        early = rng.randint(0, 2) if plan.written else 0
        plan.arrived_on = days.day(backs[0]) - timedelta(days=early)
    moments = days.moments(backs, rng)
    plan.steps = [(m, n) for m, n in zip(moments, names, strict=True) if n != "wait"]
    for moment, name in plan.steps:
        if name == "communicate":
            plan.reply_by = moment.date() + timedelta(days=14)
    if plan.granting:
        plan.period = _period(plan, days.today, rng)


def _period(plan: Plan, today: date, rng: Random) -> tuple[date, date]:
    """From soon after the decision, or soon after today where there is none yet."""
    decided = next((moment.date() for moment, name in plan.steps if name in DECIDING), today)
    first = decided + timedelta(days=rng.randint(2, 7))
    first += timedelta(days=-first.weekday() % 7)  # a Monday
    return first, last_day_of_grant(first, months=plan.months)
