"""Rätta beslutet: an evident slip, by a decision that takes the place of the old. FL 36 §."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.models import Case, Status
from decisions import changing, formal
from decisions.differences import rulings_of
from decisions.formal_rules import Formal
from decisions.later_rules import Why
from decisions.models import Decision, Service
from decisions.service_rules import Received, appeal_until, appealable
from decisions.serving import dispatch, note_service
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
    SLIP,
    put_right,
    raw,
    restated,
    shorter,
    url,
    with_last_day,
    withdrawn,
)
from tests.decisions.test_decide import form_of

pytestmark = pytest.mark.usefixtures("empowered")


DAY = timedelta(days=1)


class TestWhatItIs:
    def test_it_takes_the_place_of_the_old_which_stays_as_it_was(self, world):
        old = world.decided()
        bytes_before, said = bytes(old.letter.pdf), rulings_of(old)
        new = changing.correct(old, put_right(old), SLIP, by=world.chef)
        assert (new.kind, new.changes, new.application) == ("rattelse", old, old.application)
        old.refresh_from_db()
        assert rulings_of(old) == said and bytes(old.letter.pdf) == bytes_before
        assert Decision.objects.in_force().get() == new
        assert rulings_of(new).right == put_right(old).right
        as_if_committed()

    def test_the_journal_tells_what_stood_and_what_stands(self, world):
        old = world.decided()
        new = changing.correct(old, put_right(old), SLIP, by=world.chef)
        entry = old.application.case.journal.first()
        assert entry.title == f"Beslut {new.number} rättade beslut {old.number}"
        assert SLIP.explanation in entry.text
        assert "Rätten till stöd: skäl:" in entry.text and "2024" in entry.text

    def test_its_letter_is_to_be_sent_and_the_insats_goes_on(self, world):
        case = world.running()
        old = Decision.objects.get()
        new = changing.correct(old, put_right(old), SLIP, by=world.chef)
        assert Case.objects.get(pk=case.pk).status == Status.BESLUTAD
        dispatch(new, "brev", clock.today(), by=world.registrator)
        assert Case.objects.get(pk=case.pk).status == Status.PAGAR

    def test_it_is_corrected_again_by_the_next(self, world):
        old = world.decided()
        first = changing.correct(old, put_right(old), SLIP, by=world.chef)
        second = changing.correct(first, put_right(first, " Och 2025."), SLIP, by=world.chef)
        assert Decision.objects.in_force().get() == second
        with refused("replaced"):
            changing.correct(old, put_right(old), SLIP, by=world.chef)

    def test_an_application_for_more_is_left_alone(self, world):
        case = world.continued()
        before = case.status
        old = Decision.objects.get()
        changing.correct(old, put_right(old), SLIP, by=world.chef)
        assert Case.objects.get(pk=case.pk).status == before


class TestTheTimeToAppeal:
    def test_of_what_stands_as_it_stood_is_the_first_decisions(self, world):
        with in_days(-3):
            old = world.decided()
            dispatch(old, "brev", clock.today(), by=world.registrator)
            told = Received(Service.Evidence.OWN_WORD, clock.today(), "Hen berättade det.")
            note_service(old, told, by=world.registrator)
        until = appeal_until(old)
        new = changing.correct(old, put_right(old), SLIP, by=world.chef)
        assert not appealable(new) and until is not None
        assert appeal_until(Decision.objects.get(pk=old.pk)) == until


class TestWhatItMayNot:
    def test_another_outcome_is_an_andring(self, world):
        old = world.decided()
        with refused("outcome", "may_not_needed"):
            right = replace(
                rulings_of(old).right,
                outcome="bifall",
                period_from=clock.today(),
                period_to=clock.today() + 30 * DAY,
            )
            changing.correct(old, replace(rulings_of(old), right=right), SLIP, by=world.chef)

    def test_a_shorter_period_is_worse_and_no_slip(self, world):
        old = world.decided()
        with refused("worse", "proposed_days"):
            changing.correct(old, shorter(old), SLIP, by=world.chef)

    def test_a_longer_one_is_put_right_only_to_what_was_proposed(self, world):
        case = world.proposed()
        today = clock.today()
        short = world.rulings(period=(today, today + 90 * DAY))
        old = world.decide(case, short)
        with refused("proposed_days"):
            changing.correct(old, with_last_day(old, lambda last: last + DAY), SLIP, by=world.chef)
        proposed = case.application.investigation.summary.period_to
        new = with_last_day(old, lambda last: proposed)
        assert changing.correct(old, new, SLIP, by=world.chef)

    def test_it_says_what_was_wrong(self, world):
        old = world.decided()
        with refused("explanation"):
            changing.correct(old, put_right(old), Why(" "), by=world.chef)

    @pytest.mark.parametrize("who", ["registrator", "chef_city", "granskare"])
    def test_it_is_by_the_delegation_for_it(self, world, who):
        user, old = getattr(world, who), world.decided()
        with refused("delegation"):
            changing.correct(old, put_right(old), SLIP, by=user)

    def test_a_matter_of_form_is_not_put_right_so(self, world):
        old = formal.discontinue(
            withdrawn(world), Formal("avskrivning", "Du ringde.", "aterkallad"), by=world.chef
        )
        with refused("formal"):
            changing.correct(old, rulings_of(old), SLIP, by=world.chef)


class TestThePage:
    def test_begins_with_the_decision_as_it_stands_and_ends_in_the_new(self, world):
        old = world.decided()
        shown = text_of(get(world.chef, url(old, "ratta")))
        assert old.rulings.first().reasons[:40] in shown
        told = form_of(put_right(old), explanation=SLIP.explanation)
        response = post(world.chef, url(old, "ratta"), **told)
        assert response.status_code == 302
        new = Decision.objects.get(changes=old)
        page = text_of(get(world.chef, response["Location"]))
        assert f"I stället för beslut {old.number}" in page and "Du har sökt arbete" in page
        home = old.application.case.get_absolute_url()
        before = text_of(get(world.chef, f"{home}beslutet/{old.pk}/"))
        assert "Beslutet gäller inte längre" in before and new.number in before

    def test_keeps_what_was_written_when_it_is_refused(self, world):
        old = world.decided()
        told = form_of(put_right(old, " Ett särskilt ord."), explanation="")
        response = post(world.chef, url(old, "ratta"), **told)
        assert response.status_code == 422
        assert "Ett särskilt ord." in text_of(response)
        assert "Skriv vad som har blivit fel" in text_of(response)

    def test_is_offered_to_who_may_and_to_nobody_else(self, world):
        old = world.decided()
        page = f"{old.application.case.get_absolute_url()}beslutet/"
        assert url(old, "ratta") in text_of(get(world.chef, page))
        assert url(old, "ratta") not in text_of(get(world.coach, page))
        assert get(world.coach, url(old, "ratta")).status_code == 403
        assert get(world.chef_city, url(old, "ratta")).status_code == 404


class TestTheDatabase:
    def test_refuses_another_outcome_or_a_shorter_period(self, world):
        old = world.decided()
        words = "En rättelse ändrar inte utfallet och gör inget sämre"
        earlier = old.granted.period_to - DAY
        with refused_by_database(words):
            rulings = restated(old, may={"period_to": earlier})
            raw(world, old.application, "rattelse", changes=old, riktlinje=old.riktlinje,
                rulings=rulings, amended={})  # fmt: skip
        with refused_by_database(words):
            none = {"outcome": "avslag", "period_from": None, "period_to": None}
            raw(world, old.application, "rattelse", changes=old, riktlinje=old.riktlinje,
                rulings=restated(old, may=none), amended={})  # fmt: skip

    def test_refuses_one_without_a_word_of_why(self, world):
        old = world.decided()
        with refused_by_database("säger inte varför det ändrar ett annat"):
            raw(world, old.application, "rattelse", changes=old, riktlinje=old.riktlinje,
                rulings=restated(old))  # fmt: skip

    def test_refuses_two_in_the_place_of_one(self, world):
        old = world.decided()
        changing.correct(old, put_right(old), SLIP, by=world.chef)
        with refused_by_database("changes"):
            raw(world, old.application, "rattelse", changes=old, riktlinje=old.riktlinje,
                rulings=restated(old), amended={})  # fmt: skip

    def test_refuses_one_that_points_at_nothing(self, world):
        old = world.decided()
        with refused_by_database():
            raw(world, old.application, "rattelse", riktlinje=old.riktlinje,
                rulings=restated(old), amended={})  # fmt: skip
