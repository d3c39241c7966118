"""May this person take this kind of decision for this unit on this day, and by which chain?"""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from decisions.rules import against_decider
from jobbtorg import clock
from jobbtorg.organisation.delegation import chain_for
from jobbtorg.organisation.models import Delegation, Function, Power, Unit

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 2, 23), date(2026, 3, 9)


@pytest.mark.parametrize(
    ("day", "may"),
    [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_function_carries_the_delegation_from_its_first_to_its_last_day(world, day, may):
    vikarie = world.staff("vikarie-farsta", Function.BITRADANDE, since=FIRST, until=LAST)
    assert vikarie.may("insats_ratt", world.unit(), day) is may


@pytest.mark.parametrize("power", ["insats_ratt", "insats_befogenhet", "yttrande"])
@pytest.mark.parametrize("unit", ["Kista", "Kista unga", "City", "Vällingby", "unga Globen"])
def test_a_chef_decides_for_the_own_unit_alone(world, power, unit):
    assert world.chef.may(power, world.unit("Farsta"))
    assert not world.chef.may(power, world.unit(unit))


@pytest.mark.parametrize(
    "who",
    ["coach", "coach_insatser", "registrator", "granskare", "sekreterare", "delegationsadmin"],
)
def test_no_other_function_decides_anything_anywhere(world, who):
    user = getattr(world, who)
    assert not any(
        user.may(power.code, unit) for power in Power.objects.all() for unit in Unit.objects.all()
    )


def test_the_forvaltningschef_decides_by_the_namnds_own_delegation_for_every_unit(world):
    assert world.forvaltningschef.may("insats_ratt", world.unit("City"))
    assert world.forvaltningschef.may("riktlinje", world.unit("City"))


def test_what_the_namnd_did_not_let_pass_on_stays_with_the_forvaltningschef(world):
    assert not world.chef.may("riktlinje", world.unit())


def test_a_user_who_has_left_decides_nothing_the_same_day(world):
    world.chef.is_active = False
    world.chef.save()
    assert not world.chef.may("insats_ratt", world.unit())


def test_has_perm_speaks_the_same_truth(world):
    assert world.chef.has_perm("organisation.may_insats_ratt", world.unit())
    assert not world.chef.has_perm("organisation.may_insats_ratt", world.unit("City"))
    assert not world.coach.has_perm("organisation.may_insats_ratt", world.unit())


def test_the_chain_is_told_from_the_namnd_down_to_the_function(world):
    chain = chain_for(world.chef, "insats_ratt", world.unit())
    assert "AMF 2025/211" in chain.text
    assert chain.text.index("Arbetsmarknadsnämndens") < chain.text.index("förvaltningschefen")
    assert chain.text.index("förvaltningschefen") < chain.text.index("enhetschef, Jobbtorg Farsta")


def test_a_ground_that_lapses_carries_nothing_below_it(world):
    for top in Delegation.objects.on().filter(ground=None, power__code="insats_ratt"):
        top.valid_to = clock.today() - DAY
        top.save()
    assert not world.chef.may("insats_ratt", world.unit())
    assert world.chef.may("insats_befogenhet", world.unit())


def test_what_was_delegated_under_the_old_law_ended_with_it(world):
    old, new = (
        chain_for(world.chef, "insats_ratt", world.unit(), day)
        for day in (date(2025, 6, 30), date(2025, 7, 1))
    )
    assert "AMF 2023/303" in old.text
    assert "AMF 2025/211" in new.text


class TestTheRefusalNamesWhatIsMissing:
    def sentence(self, world, user):
        return against_decider(world.proposed(), user)[0].sentence

    def test_the_unit(self, world):
        assert self.sentence(world, world.chef_city) == (
            "Du har inte delegation för Jobbtorg Farsta."
        )

    def test_the_day_when_the_appointment_ended(self, world):
        with time_machine.travel("2026-03-10 09:00+01:00", tick=False):
            bitr = world.staff("bitr2-farsta", Function.BITRADANDE, until=LAST)
            assert self.sentence(world, bitr) == (
                "Din delegation upphörde 2026-03-09: "
                "då slutade ditt förordnande på Jobbtorg Farsta."
            )

    def test_the_day_when_the_delegation_ended(self, world):
        with time_machine.travel("2026-03-10 09:00+01:00", tick=False):
            rows = Delegation.objects.filter(
                unit=world.unit(), function=Function.BITRADANDE, valid_to=None
            )
            for row in rows:
                row.valid_to = LAST
                row.save()
            assert self.sentence(world, world.bitr) == "Din delegation upphörde 2026-03-09."

    def test_the_day_when_the_appointment_begins(self, world):
        with time_machine.travel("2026-02-20 09:00+01:00", tick=False):
            bitr = world.staff("bitr2-farsta", Function.BITRADANDE, since=FIRST)
            assert self.sentence(world, bitr) == (
                "Ditt förordnande på Jobbtorg Farsta börjar 2026-02-23."
            )


class TestTheDatabaseKeepsTheRegister:
    def give(self, **changed):
        top = Delegation.objects.get(ground=None, power__code="insats_ratt", valid_to=None)
        values = {
            "power": top.power,
            "function": Function.ENHETSCHEF,
            "unit": Unit.objects.get(name="Jobbtorg City"),
            "ground": top,
            "point": "V 1",
            "valid_from": date(2020, 1, 1),
        }
        with transaction.atomic():
            return Delegation.objects.create(**(values | changed))

    def test_two_rows_for_the_same_never_overlap(self, world):
        with pytest.raises(IntegrityError, match="delegation_never_twice"):
            self.give(valid_from=date(2026, 1, 1))

    def test_nothing_is_passed_on_to_a_function_the_namnd_did_not_name(self, world):
        with pytest.raises(IntegrityError, match="inte medgett"):
            self.give(function=Function.COACH, valid_from=date(2026, 1, 1))

    def test_nothing_is_passed_on_to_a_unit_that_does_not_decide(self, world):
        with pytest.raises(IntegrityError, match="fattar inte beslut"):
            self.give(unit=Unit.objects.get(name="Insatser"), valid_from=date(2026, 1, 1))

    def test_nothing_is_passed_on_twice(self, world):
        below = Delegation.objects.filter(ground__isnull=False, valid_to=None).first()
        with pytest.raises(IntegrityError, match="ett steg"):
            self.give(ground=below, power=below.power, valid_from=date(2026, 1, 1))

    def test_nothing_is_passed_on_before_it_was_given(self, world):
        with pytest.raises(IntegrityError, match="före sin grund"):
            self.give(valid_from=date(2020, 1, 1))

    def test_the_days_are_in_order(self, world):
        with pytest.raises(IntegrityError):
            world.appoint(
                world.coach,
                Function.ENHETSCHEF,
                "City",
                since=date(2026, 3, 2),
                until=date(2026, 3, 1),
            )

    def test_no_one_holds_the_same_function_twice_at_once(self, world):
        with pytest.raises(IntegrityError, match="appointment_never_twice"):
            world.appoint(world.coach, Function.COACH, "Farsta", since=date(2026, 1, 1))

    def test_a_row_is_ended_but_never_deleted(self, world):
        with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
            Delegation.objects.filter(unit=world.unit()).first().delete()
        with connection.cursor() as cursor, pytest.raises(Exception, match="Cannot delete"):
            cursor.execute("DELETE FROM organisation_namnddecision")
