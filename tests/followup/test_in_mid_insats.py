"""What happens in the middle of an insats: protection, a coach who leaves, any order of steps."""

import io
from contextlib import suppress
from datetime import date, timedelta

import pikepdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import persons
from cases.actions import assign
from cases.models import Case, Status
from followup.assigning import give_assignment, take_on
from followup.insats import insats_of
from followup.models import Closing, JobPlan
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.files.text import text_in
from jobbtorg.organisation.models import Function
from tests.cases.helpers import in_days, on, signed_in, undone
from tests.followup.helpers import page
from tests.world import World


def test_who_becomes_protected_is_seen_by_the_named_alone_and_the_plan_tells_no_address(
    world: World,
):
    case = world.taken_on(street="Provvägen 12", postcode="12345", city="Farsta")
    persons.protect(case, "skyddad_folkbokforing", clock.today(), "Skatteverket", by=world.coach)
    case = Case.objects.get(pk=case.pk)
    plan = world.save_plan(case)
    printed = text_in(io.BytesIO(bytes(plan.pdf)), "pdf")
    assert "hunddagis" in printed
    assert "Provvägen" not in printed
    assert case.number not in page(signed_in(world.colleague).get("/insatser/?flik=alla"))
    assert case.number in page(signed_in(world.coach).get("/insatser/?flik=alla"))


def test_a_coach_who_leaves_leaves_no_insats_behind(world: World):
    gone = world.staff("gone-away", Function.COACH, until=clock.today())
    case = world.planned()
    assign(case, gone, by=world.chef)
    with in_days(1):
        shown = page(signed_in(world.chef).get("/"))
        assert case.number in shown
        assert "Fördela ärendet" in shown
        assign(case, world.colleague, by=world.chef)
        world.clear(case, world.colleague)
        assert "Ta emot uppdrag" in page(signed_in(world.colleague).get("/"))
        take_on(case, by=world.colleague)
        world.save_plan(case, seen=1, by=world.colleague)
    assert JobPlan.objects.first().written_by == world.colleague


def test_a_period_that_ends_on_a_holiday_ends_that_day_and_is_closed_after_it(world: World):
    with on(date(2026, 6, 7)):
        case = world.planned()
        last = world.last_day(case)
    assert last == date(2026, 12, 6)  # a Sunday, the second in Advent
    with on(date(2026, 12, 7)):
        row = world.close(case, closed_on=last, own_wish="", own_wish_on=None)
    assert row.closed_on == last


def test_the_print_is_a_pdf_with_its_title_and_without_an_author(world: World):
    world.planned()
    plan = JobPlan.objects.get()
    with pikepdf.open(io.BytesIO(bytes(plan.pdf))) as document:
        assert "Jobbplan" in str(document.docinfo["/Title"])
        assert "/Author" not in document.docinfo


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["give", "take", "plan", "attend", "follow", "close", "close_early"]),
        st.integers(0, 60),
    ),
    max_size=9,
)


def step(world: World, case: Case, name: str) -> None:
    """One step, or its refusal."""
    acts = {
        "give": lambda: give_assignment(case, world.assignment(), by=world.chef),
        "take": lambda: take_on(case, clock.today(), by=world.coach),
        "plan": lambda: world.save_plan(case, seen=JobPlan.objects.count()),
        "attend": lambda: world.attendance(case),
        "follow": lambda: world.follow_up(case),
        "close": lambda: world.close(case),
        "close_early": lambda: world.close(case, own_wish="", own_wish_on=None),
    }
    with suppress(RuleBroken):
        acts[name]()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_in_any_order_nothing_ends_against_the_persons_will_and_nothing_is_lost(
    world: World, steps
):
    assert world.chef
    case = Case.objects.filter(status=Status.PAGAR).first() or world.running()
    with undone():
        passed = 0
        for name, days in steps:
            passed += days
            with in_days(passed):
                step(world, case, name)
        case = Case.objects.get(pk=case.pk)
        insats = insats_of(case)
        closing = Closing.objects.first()
        assert insats
        assert (case.status == Status.AVSLUTAD) == (closing is not None)
        assert (case.due_on is None) == (closing is not None)
        if closing:
            early = closing.closed_on < insats.last_day
            assert bool(closing.own_wish) == early
            assert closing.closed_on <= insats.last_day
        if insats.plan:
            assert insats.assignment and insats.assignment.acceptances.exists()
        assert insats.last_day - insats.first_day <= timedelta(days=184)
