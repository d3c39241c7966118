"""Omprövning: changed only where FL 38 § demands it, and until it is handed over. FL 38–39 §§."""

from datetime import timedelta

import pytest
from django.urls import reverse

from appeals import reviewing, trying
from appeals.models import Review
from appeals.standing import Stage, pace_of, stage_of
from cases.rulings import RulingDraft, Rulings
from decisions import changing, later_rules
from decisions.later_rules import Why
from tests.appeals.helpers import (
    LAST,
    WHY,
    appealed,
    fresh,
    handed_over,
    let_on,
    refusal,
    reviewed,
)
from tests.cases.helpers import get, on, post, refused, refused_by_database, text_of
from tests.decisions.later import NOTHING
from tests.world import LONG, last_of_period

pytestmark = pytest.mark.usefixtures("empowered")
OBVIOUS = Why("Vi hade räknat fel på åldern.", ground="uppenbart_felaktigt")


def url(appeal):
    return reverse("review_appeal", args=[appeal.case.slug, appeal.pk])


def changed(world, appeal, *, whole, why=OBVIOUS, day=LAST):
    """The appealed decision changed: the right given, or the may-insats only."""
    days = (day, last_of_period(day))
    given = RulingDraft("bifall", LONG, LONG, *days)
    refused_right = RulingDraft("avslag", LONG, LONG)
    rulings = Rulings(given, NOTHING) if whole else Rulings(refused_right, given)
    with on(day):
        return changing.change_decision(appeal.decision, rulings, why, by=world.chef)


class TestUnchanged:
    def test_is_noted_with_reasons_and_goes_on_to_the_court(self, world):
        appeal = reviewed(world, let_on(world, appealed(world, refusal(world))))
        assert appeal.review.outcome == "andras_inte" and appeal.review.reasons
        assert stage_of(appeal) == Stage.HAND_OVER

    def test_not_before_the_time_is_tried(self, world):
        with refused("untried"):
            reviewed(world, appealed(world, refusal(world)))

    def test_not_what_is_turned_away(self, world):
        day = LAST + timedelta(days=1)
        appeal = appealed(world, refusal(world), day)
        with on(day):
            trying.reject(appeal, WHY, by=world.chef)
        with refused("rejected"):
            reviewed(world, fresh(appeal))

    @pytest.mark.parametrize(
        ("outcome", "reasons", "code"),
        [("", "Nej.", "outcome"), ("andras_inte", " ", "reasons")],
    )
    def test_not_without_outcome_and_reasons(self, world, outcome, reasons, code):
        appeal = let_on(world, appealed(world, refusal(world)))
        with on(LAST), refused(code):
            reviewing.review(appeal, outcome, reasons, by=world.chef)

    @pytest.mark.parametrize("who", ["coach", "registrator", "chef_city"])
    def test_by_the_delegate_only(self, world, who):
        appeal = let_on(world, appealed(world, refusal(world)))
        with on(LAST), refused("delegation"):
            reviewing.review(appeal, "andras_inte", "Nej.", by=getattr(world, who))


class TestChanged:
    def test_wholly_as_asked_ends_it_here(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        decision = changed(world, appeal, whole=True)
        appeal = reviewed(world, appeal, "helt")
        assert appeal.review.decision == decision
        assert stage_of(appeal) == Stage.CHANGED

    def test_partly_goes_on_and_the_clock_with_it(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        before = pace_of(appeal, LAST + timedelta(days=6))
        changed(world, appeal, whole=False)
        appeal = reviewed(world, appeal, "delvis")
        assert stage_of(appeal) == Stage.HAND_OVER
        assert pace_of(appeal, LAST + timedelta(days=6)) == before

    def test_partly_is_never_called_wholly(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        changed(world, appeal, whole=False)
        with refused("not_wholly"):
            reviewed(world, appeal, "helt")

    def test_nothing_is_called_changed_that_no_decision_has_changed(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        with refused("unchanged"):
            reviewed(world, appeal, "helt")

    def test_nor_unchanged_what_one_has(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        changed(world, appeal, whole=False)
        with refused("changed"):
            reviewed(world, appeal)


class TestWhileItIsAppealed:
    def test_a_decision_is_changed_only_where_it_is_evidently_wrong(self, world):
        appeal = appealed(world, refusal(world))
        with refused("appealed"):
            changed(world, appeal, whole=True, why=Why("Ny uppgift.", ground="felaktigt"))

    def test_and_not_once_it_is_handed_over(self, world):
        appeal = handed_over(world, appealed(world, refusal(world)))
        with refused("at_court"):
            changed(world, appeal, whole=True)

    def test_but_freely_again_when_it_was_turned_away(self, world):
        day = LAST + timedelta(days=1)
        appeal = appealed(world, refusal(world), day)
        with on(day):
            trying.reject(appeal, WHY, by=world.chef)
        why = Why("Ny uppgift.", ground="felaktigt")
        assert changed(world, appeal, whole=True, why=why, day=day)

    def test_postgresql_refuses_the_same(self, world, monkeypatch):
        appeal = appealed(world, refusal(world))
        monkeypatch.setattr(later_rules, "against_appealed", lambda *told: [])
        with refused_by_database("Beslutet är överklagat"):
            changed(world, appeal, whole=True, why=Why("Ny uppgift.", ground="felaktigt"))

    def test_postgresql_refuses_what_is_at_the_court(self, world, monkeypatch):
        appeal = handed_over(world, appealed(world, refusal(world)))
        monkeypatch.setattr(later_rules, "against_appealed", lambda *told: [])
        with refused_by_database("Beslutet är överklagat"):
            changed(world, appeal, whole=True)

    def test_the_decision_page_says_that_it_is_appealed_and_not_laga_kraft(self, world):
        appeal = appealed(world, refusal(world))
        page = text_of(get(world.chef, f"{appeal.case.get_absolute_url()}beslutet/"))
        assert "Överklagat" in page and "AMF 2026/412" in page


class TestThePage:
    def test_leads_to_the_change_and_back_to_the_omprovning(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        page = text_of(get(world.chef, url(appeal)))
        way = reverse("later_decision", args=[appeal.case.slug, appeal.decision_id, "andra"])
        assert way in page

    def test_saves(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        told = {"outcome": "andras_inte", "reasons": "Inget nytt.", "conflict": "nej"}
        assert post(world.chef, url(appeal), do="review", **told).status_code == 302
        assert Review.objects.get().reasons == "Inget nytt."

    def test_keeps_what_was_written_when_something_is_missing(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        response = post(world.chef, url(appeal), do="review", reasons="Inget nytt.", conflict="nej")
        assert response.status_code == 422
        assert "Ange vad omprövningen har lett till." in text_of(response)
        assert "Inget nytt." in text_of(response)

    def test_asks_about_jav(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        response = post(world.bitr, url(appeal), do="review", outcome="andras_inte", reasons="Nej.")
        assert response.status_code == 422 and not Review.objects.exists()
        assert "Är du jävig" in text_of(response)
