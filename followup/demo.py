"""Insatser in the demo city: given, taken on, planned, carried out, followed up and closed."""

from datetime import date, datetime, time, timedelta
from itertools import cycle

from cases.conflicts import declare
from cases.models import Case
from cases.models.conflict import Declaration
from decisions.demo.days import Days
from decisions.demo.staff import Staff
from decisions.executing import note_execution
from followup.assigning import give_assignment, take_on
from followup.assigning_rules import AssignmentData
from followup.closing import close_insats
from followup.closing_rules import ClosingData
from followup.following import follow_up
from followup.following_rules import FollowUpData
from followup.insats import Insats, insats_of
from followup.meeting_rules import MeetingData
from followup.meetings import plan_meeting
from followup.noting import note_attendance, note_event
from followup.noting_rules import AttendanceData, EventData
from followup.planning import save_plan
from followup.planning_rules import ActivityData, GoalData, PlanData
from jobbtorg import clock
from jobbtorg.deadlines import next_working_day, roll
from jobbtorg.organisation.models import CHEFER, Function, User
from jobbtorg.rulebook.models import Code

PLANNED = "Jobbtorg Farsta"  # where plans are made and days noted, and not only the uppdrag
LEFT = 2  # the latest of them: one to be given, one to be taken on
WEEK = timedelta(days=7)
GOALS = (
    ("Ett arbete på minst halvtid.", "Jag vill ha något att gå till. Gärna med djur eller mat."),
    ("Börja på komvux efter sommaren.", "Jag vill bli färdig med gymnasiet. Matten är svårast."),
    (
        "En praktikplats som kan bli ett arbete.",
        "Jag vill visa vad jag kan och slippa skriva.",
    ),
)
OUTCOMES = ("narvarande", "narvarande", "sen", "giltig", "narvarande", "ogiltig")
ENDS = (
    ("arbete", "uppnatt", "Har fått arbete i en butik.", "Börjar arbeta på måndag."),
    ("komvux", "uppnatt", "Har börjat på komvux.", "Läser matematik och svenska."),
    ("egen_begaran", "inte", "Målet är inte uppnått.", "Vill söka arbete på egen hand."),
)


def carry_out(staff: Staff, days: Days) -> None:
    """Every insats that runs, the oldest first; the two latest at the showing unit wait."""
    cases = [row for row in Case.objects.filter(status="pagar").order_by("pk") if _coach(row)]
    shown = [row for row in cases if row.unit.name == PLANNED and not row.person.is_protected]
    ends = cycle(ENDS)
    for n, case in enumerate(cases):
        insats = insats_of(case)
        if insats is None or case in shown[-1:]:
            continue
        _give(insats, days)
        if case in shown[-LEFT:]:
            continue
        began = _take(insats, days)
        _begin(case, days)
        if case in shown:
            _work(case, began, days)
        elif n % 3 == 0 and began + WEEK < days.day(0):
            _end(case, next(ends), days)


def _coach(case: Case) -> User | None:
    """The case's coach, who still is one there."""
    coach = case.coach
    return coach if coach and coach.holds(Function.COACH, unit=case.unit) else None


def _chef(case: Case) -> User:
    """A chef of the unit."""
    held = {"appointments__function__in": CHEFER, "appointments__unit": case.unit}
    barred = Declaration.objects.barring().filter(case=case).values("user")
    return User.objects.filter(**held).exclude(pk__in=barred).order_by("pk")[0]


def _on(day: date, days: Days, hour: int = 10) -> datetime:
    """That moment of the day, but never later than the staff has worked."""
    worked = min(day, days.day(0))
    early = worked == days.today
    return datetime.combine(worked, time(9, 56) if early else time(hour), clock.STOCKHOLM)


def _give(insats: Insats, days: Days) -> None:
    """The day after the decision."""
    case, coach = insats.case, _coach(insats.case)
    assert coach is not None
    with clock.at(_on(next_working_day(insats.decision.decided_on), days)):
        first = min(clock.today() + 6 * WEEK, max(insats.last_day, clock.today()))
        told = AssignmentData(coach, GOALS[case.pk % 3][0], "Mål, resultat och synpunkter.", first)
        give_assignment(case, told, by=_chef(case))


def _take(insats: Insats, days: Days) -> date:
    """The coach, the same afternoon."""
    case = Case.objects.get(pk=insats.case.pk)
    coach = _coach(case)
    assert coach is not None
    with clock.at(_on(next_working_day(insats.decision.decided_on), days, 14)):
        if not Declaration.objects.clearing().filter(case=case, user=coach).exists():
            declare(case, coach, by=coach)
        begins = clock.today() if insats.first_day <= clock.today() else None
        take_on(case, begins, by=coach)
        return clock.today()


def _begin(case: Case, days: Days) -> None:
    """On the first day of a period that came later than the uppdrag."""
    insats, coach = insats_of(case), _coach(Case.objects.get(pk=case.pk))
    if insats is None or coach is None or insats.begun or insats.first_day > days.day(0):
        return
    with clock.at(_on(roll(insats.first_day), days)):
        for ruling in insats.rulings:
            note_execution(ruling, clock.today(), by=coach)


def _work(case: Case, began: date, days: Days) -> None:
    """A plan in the first week, attendance each week, and what happened."""
    coach = _coach(case)
    assert coach is not None
    with clock.at(_on(next_working_day(began), days, 15)):
        save_plan(case, _plan(case), 0, by=coach)
    day = began + WEEK
    for outcome in OUTCOMES:
        if day >= days.day(0):
            break
        with clock.at(_on(next_working_day(day), days, 16)):
            _attend(case, outcome, coach)
        day += WEEK
    _agree(case, coach, days)
    if day > began + 2 * WEEK:
        with clock.at(_on(days.day(0), days, 16)):
            _follow(case, coach)


def _code(list_: str, code: str) -> Code:
    return Code.objects.on().get(list=list_, code=code)


def _plan(case: Case) -> PlanData:
    goal, words = GOALS[case.pk % 3]
    insats = insats_of(case)
    assert insats is not None
    first = case.person.first_name
    doing = (
        ActivityData(_code("aktivitet", "coachning"), "Vi ses varje vecka.", first, "tisdagar"),
        ActivityData(_code("aktivitet", "arbetsgivare"), "", f"{case.coach}", "den här månaden"),
    )
    day = min(clock.today() + 5 * WEEK, max(insats.last_day, clock.today()))
    return PlanData(clock.today(), (GoalData(goal, doing),), words, "enig", "", day)


def _agree(case: Case, coach: User, days: Days) -> None:
    """A meeting that has not been held yet: next week, if the insats still runs then."""
    insats = insats_of(case)
    day = next_working_day(days.day(0) + WEEK)
    if insats is None or insats.last_day < day:
        return
    moment = datetime.combine(day, time(13 + case.pk % 3), clock.STOCKHOLM)
    told = MeetingData(
        moment, _code("aktivitet", "coachning"), "besok", case.unit.address, "Vi går igenom veckan."
    )
    with clock.at(_on(days.day(0), days, 15)):
        plan_meeting(case, told, by=coach)


def _attend(case: Case, outcome: str, coach: User) -> None:
    text = "Ringde på morgonen och var sjuk." if outcome == "giltig" else ""
    told = AttendanceData(clock.today(), _code("aktivitet", "coachning"), outcome, text)
    note_attendance(case, told, by=coach)
    if outcome == "ogiltig":
        happened = EventData(
            clock.today(), "avvikelse", "Kom inte till mötet.", "Vi ringer i morgon."
        )
        note_event(case, happened, by=coach)


def _follow(case: Case, coach: User) -> None:
    insats = insats_of(case)
    assert insats is not None
    told = FollowUpData(
        held_on=clock.today(),
        how="mote",
        result="Kommer till de flesta möten och har skickat två ansökningar.",
        views="Det känns bättre nu när jag vet vad jag ska göra.",
        conclusion="fortsatter",
        next_on=min(clock.today() + 4 * WEEK, max(insats.last_day, clock.today())),
    )
    follow_up(case, "coach", told, by=coach)


def _end(case: Case, end: tuple[str, str, str, str], days: Days) -> None:
    """Early, as the participant wished."""
    code, result, text, where_to = end
    coach = _coach(case)
    assert coach is not None
    with clock.at(_on(days.day(0), days, 16)):
        told = ClosingData(
            clock.today(), _code("avslutsorsak", code), result, text, where_to, "mote",
            own_wish="Sa vid mötet att stödet inte behövs längre.", own_wish_on=clock.today(),
        )  # fmt: skip
        close_insats(case, told, by=coach)
