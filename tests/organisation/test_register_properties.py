"""Whatever is done to the register, no decision becomes valid that no chain supported that day.

Random changes on random days by its own acts. Beside the register stands what it gave each
afternoon; in the end every person tries a decision of every one of those days, in plain SQL.
"""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases.models import Declaration
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import Appointment, Course, Delegation, Function
from jobbtorg.organisation.register import actions
from jobbtorg.organisation.staff import actions as staffing
from jobbtorg.organisation.staff.rules import NEEDED_TRAINING, AppointmentData
from tests.cases.helpers import as_if_committed, undone
from tests.decisions.test_decide import raw_decision
from tests.organisation.helpers import pass_on, row_of
from tests.rulebook.helpers import change_to, published

START = date(2026, 2, 16)
PEOPLE = ("chef", "bitr", "ny")
FUNCTIONS = (Function.ENHETSCHEF, Function.BITRADANDE)

changes = st.lists(
    st.tuples(
        st.integers(0, 2),  # days since the change before
        st.sampled_from(["pass on", "replace", "end", "end the ground", "withdraw", "appoint",
                         "end appointment", "require", "note training"]),
        st.sampled_from(FUNCTIONS),
        st.integers(-1, 4),  # days from today that it is about
        st.one_of(st.none(), st.integers(0, 4)),  # days that it then lasts
    ),
    min_size=3,
    max_size=8,
)  # fmt: skip


class Register:
    """One sequence of changes, with what the register gave each afternoon."""

    def __init__(self, world):
        self.world, self.day = world, START
        self.people = {"chef": world.chef, "bitr": world.bitr, "ny": world.ny}
        self.gave = {}

    def change(self, wait, what, function, first, lasts):
        """Waits, and does it in the morning; what the rules refuse is not done."""
        for _ in range(wait):
            self.afternoon()
            self.day += timedelta(days=1)
        since = self.day + timedelta(days=first)
        until = None if lasts is None else since + timedelta(days=lasts)
        with clock_at(self.day, 9), suppress(RuleBroken):
            self.do(what, function, since, until)

    def do(self, what, function, since, until):
        """The change, by the act that its page uses."""
        world, admin = self.world, self.world.delegationsadmin
        if what in ("pass on", "replace"):
            days = {"valid_from": since, "valid_to": until}
            replace = what == "replace"
            pass_on(world, function=function, replace=replace, confirmed=True, **days)
        elif what in ("end", "end the ground"):
            row = self.latest(function)
            row = row.ground if what == "end the ground" else row
            actions.end(row, since, by=admin, seen=row.version, confirmed=True)
        elif what == "withdraw":
            row = self.latest(function)
            actions.withdraw(row, by=admin, seen=row.version)
        elif what == "require":
            codes = [] if until else [course.code for course in world.courses]
            published(world, change_to("installningar", NEEDED_TRAINING, value=codes))
        elif what == "note training":  # completed earlier than it is noted
            staffing.note_training(world.chef, world.courses[0], START, by=admin)
        else:
            self.staff(what, function, since, until)

    def staff(self, what, function, since, until):
        """Someone is appointed, or no longer."""
        admin, user = self.world.delegationsadmin, self.people["ny"]
        if what == "appoint":
            kind = Appointment.Kind.VIKARIE
            told = AppointmentData(user, function, self.world.unit(), kind, since, until)
            staffing.appoint(told, by=admin, confirmed=True)
            return
        row = Appointment.objects.filter(user__in=self.people.values()).latest("pk")
        staffing.end_appointment(row, since, by=admin, seen=row.version, confirmed=True)

    def latest(self, function):
        rows = Delegation.objects.filter(
            power__code="insats_ratt", function=function, unit=self.world.unit()
        )
        return rows.select_related("ground").latest("pk")

    def afternoon(self):
        """Notes who may decide today."""
        with clock_at(self.day, 15):
            self.gave[self.day] = {
                name
                for name, user in self.people.items()
                if user.may("insats_ratt", self.world.unit())
            }

    def go_through(self, case):
        """Afterwards, each tries a decision of each day: as it was given then, and not else."""
        for day, gave in self.gave.items():
            for name, user in self.people.items():
                assert inserted(case, user, day) is (name in gave), (name, day)


def clock_at(day, hour):
    return time_machine.travel(datetime.combine(day, time(hour), clock.STOCKHOLM), tick=False)


def inserted(case, user, day):
    """Whether the table takes a decision that says it was taken in the afternoon of the day."""
    appointments = Appointment.objects.filter(user=user).order_by("-pk")
    rows = Delegation.objects.filter(power__code="insats_ratt", unit=case.unit)
    at = datetime.combine(day, time(15), clock.STOCKHOLM)
    told = {"decided_on": day, "decided_at": at}
    with undone():
        Declaration.objects.create(case=case, user=user, declared_by=user, declared_at=at)
        for appointment in appointments:
            for row in rows:
                told |= {"appointment": appointment, "delegation_id": row.pk}
                try:
                    with undone(), transaction.atomic():
                        raw_decision(case, user, declared=False, **told)
                    return True
                except DatabaseError:
                    continue
    return False


@pytest.fixture
def staffed(world):
    """A case that waits in Farsta since before the first change, and someone without a function."""
    with clock_at(START - timedelta(days=3), 9):
        assert world.chef and world.bitr
        world.ny = world.staff("ny-farsta", Function.COACH, until=START - timedelta(days=1))
        world.case = world.proposed()
        world.courses = Course.objects.filter(code="delegation")
        admin = world.delegationsadmin
        staffing.note_training(world.bitr, world.courses[0], clock.today(), by=admin)
    assert row_of(world, day=START)
    return world


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(changes)
def test_no_change_of_the_register_reaches_backwards(staffed, plan):
    with undone():
        register = Register(staffed)
        for change in plan:
            register.change(*change)
        register.afternoon()
        register.go_through(staffed.case)
        as_if_committed()
