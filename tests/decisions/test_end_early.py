"""Avsluta i förtid: at the person's own request, or on a ground of FL 37 §. SoL 14 kap. 9 §."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.models import Case, Status
from decisions import changing
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
from tests.decisions.later import FALSE, heard, raw, restated, url

pytestmark = pytest.mark.usefixtures("empowered")


DAY = timedelta(days=1)


def asked(days=0):
    """The person asked for it, today unless told."""
    return Why("Du har fått arbete.", "egen_begaran", clock.today() + days * DAY)


def end(world, decision, days=20, why=None, *, by=None):
    day = clock.today() + days * DAY
    return changing.end_early(decision, day, why or asked(), by=by or world.chef)


class TestAtTheirOwnRequest:
    def test_the_insats_ends_on_an_earlier_day_by_a_decision_of_its_own(self, world):
        old = world.decided()
        new = end(world, old)
        assert (new.kind, new.changes, new.amendment.adverse) == ("upphorande", old, False)
        assert new.granted.period_to == clock.today() + 20 * DAY
        assert old.granted.period_to > new.granted.period_to
        assert new.ground_on == clock.today()
        as_if_committed()

    def test_the_insats_goes_on_until_that_day(self, world):
        world.running()
        new = end(world, Decision.objects.get())
        dispatch(new, "brev", clock.today(), by=world.registrator)
        case = Case.objects.get()
        assert case.status == Status.PAGAR
        assert case.due_on is not None and case.due_on <= new.granted.period_to

    @pytest.mark.parametrize("days", [-1, 1])
    def test_the_day_of_the_request_is_from_the_decision_to_today(self, world, days):
        old = world.decided()
        with refused("ground_on"):
            end(world, old, why=asked(days))

    def test_it_is_told_when_they_asked(self, world):
        with refused("ground_on"):
            end(world, world.decided(), why=replace(asked(), ground_on=None))

    def test_what_the_right_gave_is_not_appealed_when_they_asked(self, world):
        assert not appealable(end(world, world.decided(right="bifall", may="")))


class TestAgainstTheirWill:
    LIED = Why("Du har haft ett arbete hela tiden.", FALSE)

    def test_takes_a_ground_of_law(self, world):
        old = world.decided()
        with refused("ground"):
            end(world, old, why=Why("Du kom inte på mötena.", "felaktigt"))
        with refused("ground"):
            end(world, old, why=Why("Du kom inte på mötena."))

    def test_and_that_they_have_been_heard(self, world):
        with refused("unheard"):
            end(world, world.decided(), why=self.LIED)

    def test_then_it_can_be_appealed(self, world):
        with in_days(-12):
            old = world.decided(right="bifall", may="")
        heard(world, old)
        new = end(world, old, why=self.LIED)
        assert new.amendment.adverse and appealable(new)
        as_if_committed()


class TestTheDay:
    @pytest.mark.parametrize("days", [-1, 400])
    def test_is_from_today_and_before_the_last_day(self, world, days):
        old = world.decided()
        with refused("ends_on"):
            end(world, old, days)

    def test_is_not_the_last_day_itself(self, world):
        old = world.decided()
        with refused("ends_on"):
            changing.end_early(old, old.granted.period_to, asked(), by=world.chef)

    def test_nothing_is_ended_that_was_refused(self, world):
        with refused("over"):
            end(world, world.decided(may="avslag"))

    def test_nor_what_has_ended_already(self, world):
        with in_days(-200):
            old = world.decided()
        with refused("over"):
            end(world, old)


class TestWho:
    @pytest.mark.parametrize("who", ["coach", "registrator", "chef_city"])
    def test_only_who_has_that_delegation(self, world, who):
        user, old = getattr(world, who), world.decided()
        codes = ["delegation", "own_case"] if who == "coach" else ["delegation"]
        with refused(*codes):
            end(world, old, by=user)


class TestThePage:
    def test_ends_it_and_says_so(self, world):
        old = world.decided()
        told = {"ground": "egen_begaran", "ground_on": clock.today(), "do": "decide"}
        told |= {"ends_on": clock.today() + 20 * DAY, "explanation": "Du har fått arbete."}
        response = post(world.chef, url(old, "avsluta"), conflict="nej", **told)
        assert response.status_code == 302
        assert "Avslut i förtid" in text_of(get(world.chef, response["Location"]))

    def test_refuses_without_a_ground_and_keeps_the_text(self, world):
        old = world.decided()
        told = {"ends_on": clock.today() + 20 * DAY, "explanation": "Ett särskilt skäl."}
        response = post(world.chef, url(old, "avsluta"), conflict="nej", do="decide", **told)
        assert response.status_code == 422 and "Ett särskilt skäl." in text_of(response)
        assert "Ange grunden." in text_of(response)

    def test_is_not_offered_where_nothing_was_granted(self, world):
        old = world.decided(may="avslag")
        page = text_of(get(world.chef, f"{old.application.case.get_absolute_url()}beslutet/"))
        assert url(old, "andra") in page and url(old, "avsluta") not in page


class TestTheDatabase:
    def row(self, world, old, rulings, amended=None, **told):
        why = {"ground": "egen_begaran", "ground_on": clock.today()} | told
        return raw(world, old.application, "upphorande", changes=old, riktlinje=old.riktlinje,
                   rulings=rulings, amended=amended or {}, **why)  # fmt: skip

    def test_takes_an_earlier_last_day_and_nothing_else(self, world):
        old = world.decided()
        words = "ändrar bara den sista dagen"
        with refused_by_database(words):
            self.row(world, old, restated(old))
        with refused_by_database(words):
            none = {"outcome": "avslag", "period_from": None, "period_to": None}
            self.row(world, old, restated(old, may=none))

    def test_refuses_it_without_ground(self, world):
        old = world.decided()
        earlier = restated(old, may={"period_to": old.granted.period_to - DAY})
        with refused_by_database("ground_is_of_its_kind"):
            self.row(world, old, earlier, ground="", ground_on=None)

    def test_refuses_a_ground_of_law_without_hearing(self, world):
        old = world.decided()
        earlier = restated(old, may={"period_to": old.granted.period_to - DAY})
        with refused_by_database("till nackdel för personen"):
            self.row(world, old, earlier, ground=FALSE, ground_on=None)
