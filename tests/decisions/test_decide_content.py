"""Fatta beslut: what a decision must say, and for how long it may grant."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from cases.actions import propose
from decisions.models import Ruling
from jobbtorg.acts import RuleBroken
from jobbtorg.rulebook.models import Provision
from tests.decisions.test_decide import codes, form_of, post, raw_decision, undo_raw
from tests.world import LONG, last_of_period


class TestWhatItMustSay:
    def refused_for(self, world, **changed):
        case = world.proposed(refused=True)
        with pytest.raises(RuleBroken) as refusal:
            world.decide(case, world.rulings("avslag", "avslag", **changed), by=world.chef)
        return codes(refusal)

    def test_an_avslag_says_what_was_decisive(self, world):
        assert "circumstances" in self.refused_for(world, circumstances=" \n")

    def test_an_avslag_says_why(self, world):
        assert "reasons" in self.refused_for(world, reasons="")

    def test_a_phrase_is_no_motivation(self, world):
        assert self.refused_for(world, circumstances="Kort.", reasons="Kort.") == {"own_reasons"}

    def test_the_database_wants_reasons_for_every_refusal(self, world):
        decision = raw_decision(world.proposed(), world.chef)
        with pytest.raises(IntegrityError, match="refusal_is_reasoned"), transaction.atomic():
            Ruling.objects.create(
                decision=decision,
                basis="ratt",
                lagrum="x",
                outcome="avslag",
                provision=Provision.objects.on().get(key="ratt"),
                circumstances=" ",
                reasons="b",
            )
        undo_raw()

    def test_a_partial_grant_says_what_it_gives(self, world):
        case = world.proposed(refused=True)
        with pytest.raises(RuleBroken) as refusal:
            world.decide(case, world.rulings("avslag", "delvis", scope=""), by=world.chef)
        assert "scope" in codes(refusal)

    def test_no_reasons_are_too_long(self, world):
        decision = world.decide(world.proposed(), world.rulings(reasons=LONG * 60), by=world.chef)
        assert decision.letter.pages > 5

    def test_no_avslag_before_the_person_has_had_the_basis(self, world):
        with pytest.raises(RuleBroken) as refusal:
            world.decide(world.proposed(), world.rulings("avslag", "avslag"), by=world.chef)
        assert "communication" in codes(refusal)

    def test_forsorjningsstod_bars_the_may_insats_but_not_the_right(self, world):
        case = world.investigated(refused=True)
        world.save(case, "kriterier", forsorjningsstod_answer="inte_uppfyllt")
        world.signposted(case)
        propose(case, by=world.coach)
        with pytest.raises(RuleBroken) as refusal:
            world.decide(case, world.rulings("avslag", "bifall"), by=world.chef)
        assert codes(refusal) == {"forsorjningsstod"}
        assert world.decide(case, world.rulings("bifall", ""), by=world.chef).granted


class TestThePeriod:
    @pytest.mark.parametrize(
        ("first", "last", "lawful"),
        [
            (date(2026, 3, 3), date(2026, 9, 2), True),
            (date(2026, 3, 3), date(2026, 9, 3), False),
            (date(2026, 12, 1), date(2027, 5, 31), True),
            (date(2026, 8, 31), date(2027, 2, 27), True),
            (date(2026, 8, 31), date(2027, 2, 28), False),
            (date(2027, 9, 1), date(2028, 2, 29), True),
            (date(2026, 3, 2), date(2026, 4, 1), False),
            (date(2026, 4, 2), date(2026, 4, 1), False),
        ],
    )
    def test_it_is_at_most_six_months_from_today_or_later(self, world, first, last, lawful):
        with time_machine.travel("2026-03-03 09:00+01:00", tick=False):
            case = world.proposed()
            rulings = world.rulings(period=(first, last))
            if lawful:
                granted = world.decide(case, rulings, by=world.chef).granted
                assert (granted.period_from, granted.period_to) == (first, last)
            else:
                with pytest.raises(RuleBroken):
                    world.decide(case, rulings, by=world.chef)
                self.refused_by_the_table(world, case, first, last)

    def refused_by_the_table(self, world, case, first, last):
        decision = raw_decision(case, world.chef)
        with pytest.raises(IntegrityError), transaction.atomic():
            Ruling.objects.create(
                decision=decision,
                basis="ratt",
                lagrum="x",
                outcome="bifall",
                reasons="b",
                provision=Provision.objects.on().get(key="ratt"),
                period_from=first,
                period_to=last,
            )
        undo_raw()

    def test_the_sentence_names_the_last_lawful_day(self, world, client):
        with time_machine.travel("2026-03-03 09:00+01:00", tick=False):
            case = world.proposed()
            rulings = world.rulings(period=(date(2026, 3, 3), date(2026, 10, 3)))
            page = post(client, world.chef, case, **form_of(rulings))
        assert page.status_code == 422
        assert "högst 6 månader: till och med 2026-09-02" in page.content.decode()


def test_the_period_helper_is_six_months():
    assert last_of_period(date(2026, 3, 3)) == date(2026, 9, 2)
