"""Ändra beslutet: another in its place; what is worse only on a ground of law. FL 37–38 §§, G12."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.models import Case, Status
from decisions import changing
from decisions.differences import rulings_of
from decisions.hearing import note_hearing_reply
from decisions.later_rules import Why
from decisions.models import Decision
from decisions.service_rules import appealable
from decisions.serving import dispatch
from jobbtorg import clock
from tests.cases.helpers import (
    as_if_committed,
    get,
    in_days,
    post,
    refused,
    refused_by_database,
    text_of,
)
from tests.decisions.later import (
    FALSE,
    by_right,
    heard,
    raw,
    restated,
    shorter,
    url,
    with_last_day,
)
from tests.decisions.test_decide import form_of

pytestmark = pytest.mark.usefixtures("empowered")


DAY = timedelta(days=1)
WRONG = Why("Vi har fått ett intyg som visar att du har rätt till stödet.", "felaktigt")
LIED = Why("Du har haft ett arbete hela tiden och berättade det inte.", FALSE)


def refusing(decision):
    """Nothing any more."""
    old = rulings_of(decision)
    none = {"period_from": None, "period_to": None, "scope": ""}
    return replace(old, may=replace(old.may, outcome="avslag", **none))


class TestForTheBetter:
    def test_it_gives_what_was_refused_and_stands_in_place_of_the_old(self, world):
        old = world.decided()
        new = changing.change_decision(old, by_right(old), WRONG, by=world.chef)
        assert [(r.basis, r.outcome) for r in new.rulings.all()] == [("ratt", "bifall")]
        assert (new.ground, new.amendment.adverse) == ("felaktigt", False)
        assert Decision.objects.in_force().get() == new
        as_if_committed()

    def test_a_closed_case_opens_and_the_insats_begins(self, world):
        old = world.decided(may="avslag")
        dispatch(old, "brev", clock.today(), by=world.registrator)
        rulings = world.rulings("bifall", "")
        new = changing.change_decision(old, rulings, WRONG, by=world.chef)
        assert Case.objects.get().status == Status.BESLUTAD
        dispatch(new, "brev", clock.today(), by=world.registrator)
        assert Case.objects.get().status == Status.PAGAR

    def test_it_never_prolongs(self, world):
        old = world.decided()
        with refused("prolonged", "period_long"):
            rulings = with_last_day(old, lambda last: last + DAY)
            changing.change_decision(old, rulings, WRONG, by=world.chef)

    def test_it_changes_something(self, world):
        old = world.decided()
        with refused("unchanged"):
            changing.change_decision(old, rulings_of(old), WRONG, by=world.chef)

    def test_what_it_gives_is_appealed_as_its_rulings_say(self, world):
        old = world.decided()
        assert not appealable(changing.change_decision(old, by_right(old), WRONG, by=world.chef))


class TestForTheWorse:
    @pytest.mark.parametrize("ground", ["felaktigt", "uppenbart_felaktigt"])
    def test_needs_a_ground_of_law(self, world, ground):
        old = world.decided()
        with refused("detriment") as rules:
            changing.change_decision(old, shorter(old), replace(LIED, ground=ground), by=world.chef)
        assert "Stödet slutar tidigare än förut" in rules[0].sentence

    def test_needs_that_the_person_has_been_heard(self, world):
        old = world.decided()
        with refused("unheard"):
            changing.change_decision(old, shorter(old), LIED, by=world.chef)

    def test_and_has_had_time_to_reply(self, world):
        with in_days(-12):
            old = world.decided()
        heard(world, old, ago=3)
        with refused("reply_time"):
            changing.change_decision(old, refusing(old), LIED, by=world.chef)

    def test_and_that_the_reply_is_met(self, world):
        with in_days(-12):
            old = world.decided()
        hearing = heard(world, old, ago=3)
        note_hearing_reply(hearing, clock.today(), "Det stämmer inte.", by=world.registrator)
        with refused("reply_unmet"):
            changing.change_decision(old, refusing(old), LIED, by=world.chef)
        met = replace(LIED, reply_met=True)
        new = changing.change_decision(old, refusing(old), met, by=world.chef)
        assert new.amendment.hearing == hearing and new.presented_by == hearing.sent_by
        as_if_committed()

    def test_ends_the_insats_and_closes_the_case(self, world):
        with in_days(-12):
            old = Decision.objects.get(application__case=world.running())
        heard(world, old)
        new = changing.change_decision(old, refusing(old), LIED, by=world.chef)
        dispatch(new, "brev", clock.today(), by=world.registrator)
        assert Case.objects.get().status == Status.AVSLUTAD

    def test_is_not_by_who_sent_the_basis(self, world):
        with in_days(-12):
            old = world.decided()
        heard(world, old, by=world.chef)
        with refused("own_hearing"):
            changing.change_decision(old, refusing(old), LIED, by=world.chef)
        world.clear(old.application.case, world.bitr)
        assert changing.change_decision(old, refusing(old), LIED, by=world.bitr)

    def test_what_the_decider_calls_worse_is_worse(self, world):
        old = world.decide(world.proposed(refused=True), world.rulings("avslag", "delvis"))
        may = replace(rulings_of(old).may, scope="Bara coaching.")
        told = replace(WRONG, adverse=True)
        with refused("detriment"):
            changing.change_decision(old, replace(rulings_of(old), may=may), told, by=world.chef)

    def test_of_a_right_is_appealed_to_the_court(self, world):
        with in_days(-12):
            old = world.decided(right="bifall", may="")
        heard(world, old)
        new = changing.change_decision(old, shorter(old), LIED, by=world.chef)
        assert appealable(new)


class TestThePage:
    def test_asks_whether_it_is_worse_and_keeps_the_text(self, world):
        old = world.decided()
        told = form_of(by_right(old), explanation=WRONG.explanation, ground="felaktigt")
        response = post(world.chef, url(old, "andra"), **told)
        assert response.status_code == 422 and WRONG.explanation in text_of(response)
        response = post(world.chef, url(old, "andra"), adverse="nej", **told)
        assert response.status_code == 302
        assert Decision.objects.get(changes=old).kind == "andring"

    def test_refuses_a_shorter_period_in_words(self, world):
        old = world.decided()
        told = form_of(shorter(old), explanation="Så.", ground="felaktigt", adverse="nej")
        response = post(world.chef, url(old, "andra"), **told)
        assert response.status_code == 422
        assert "Stödet slutar tidigare än förut" in text_of(response)

    def test_shows_what_the_person_has_replied(self, world):
        with in_days(-12):
            old = world.decided()
        hearing = heard(world, old, ago=3)
        note_hearing_reply(hearing, clock.today(), "Det stämmer inte alls.", by=world.registrator)
        assert "Det stämmer inte alls." in text_of(get(world.chef, url(old, "andra")))


class TestTheDatabase:
    def row(self, world, old, amended=None, **changed):
        told = {"ground": "felaktigt", "changes": old, "riktlinje": old.riktlinje}
        rulings = changed.pop("rulings")
        return raw(
            world, old.application, "andring", rulings=rulings, amended=amended or {},
            **(told | changed),
        )  # fmt: skip

    def worse(self, old):
        return restated(old, may={"period_to": old.granted.period_to - DAY})

    def test_refuses_what_is_worse_and_not_called_so(self, world):
        old = world.decided()
        with refused_by_database("till nackdel för personen"):
            self.row(world, old, rulings=self.worse(old))

    def test_refuses_what_is_worse_without_a_ground_of_law(self, world):
        with in_days(-12):
            old = world.decided()
        hearing = heard(world, old)
        with refused_by_database("Grunden för en ändring till nackdel saknas"):
            self.row(world, old, {"adverse": True, "hearing": hearing}, rulings=self.worse(old))

    def test_refuses_what_the_person_has_not_been_heard_about(self, world):
        old = world.decided()
        with refused_by_database("adverse_only_after_hearing"):
            self.row(world, old, {"adverse": True}, rulings=self.worse(old), ground=FALSE)

    def test_refuses_it_while_there_is_time_to_reply(self, world):
        with in_days(-12):
            old = world.decided()
        hearing = heard(world, old, ago=3)
        told = {"adverse": True, "hearing": hearing}
        with refused_by_database("tid kvar att svara"):
            self.row(world, old, told, rulings=self.worse(old), ground=FALSE)

    def test_refuses_it_by_who_sent_the_basis(self, world):
        with in_days(-12):
            old = world.decided()
        hearing = heard(world, old, by=world.chef)
        told = {"adverse": True, "hearing": hearing}
        with refused_by_database("inte kommunicerad"):
            self.row(world, old, told, rulings=self.worse(old), ground=FALSE)

    def test_refuses_a_reply_that_is_not_met(self, world):
        with in_days(-12):
            old = world.decided()
        hearing = heard(world, old)
        note_hearing_reply(hearing, clock.today(), "Nej.", by=world.registrator)
        told = {"adverse": True, "hearing": hearing}
        with refused_by_database("inte bemött"):
            self.row(world, old, told, rulings=self.worse(old), ground=FALSE)

    def test_refuses_to_prolong(self, world):
        old = world.decided()
        later = restated(old, may={"period_to": old.granted.period_to + DAY})
        with refused_by_database():
            self.row(world, old, rulings=later)

    def test_refuses_what_changes_nothing(self, world):
        old = world.decided()
        with refused_by_database("Ändringen ändrar inget"):
            self.row(world, old, rulings=restated(old))

    def test_refuses_to_change_a_decision_in_another_matter(self, world):
        old, other = world.decided(), world.decided("200102152392")
        world.clear(other.application.case, world.chef)
        with refused_by_database("ändrar inte ett beslut om insats i samma ärende"):
            told = {"changes": old, "riktlinje": old.riktlinje, "ground": "felaktigt"}
            raw(world, other.application, "andring", rulings=restated(old), amended={}, **told)

    def test_takes_a_lawful_one(self, world):
        with in_days(-12):
            old = world.decided()
        hearing = heard(world, old)
        told = {"adverse": True, "hearing": hearing}
        assert self.row(world, old, told, rulings=self.worse(old), ground=FALSE)
        as_if_committed()
