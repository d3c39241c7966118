"""Avslå begäran om avgörande: a decision of its own, once; the application goes on. FL 12 §."""

import pytest
from django.urls import reverse

from cases import noting
from cases.actions import propose
from cases.models import Case, Status
from decisions import formal
from decisions.models import Decision
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
from tests.decisions.later import hastened, raw
from tests.world import LONG

pytestmark = pytest.mark.usefixtures("empowered")


def url(case):
    return reverse("formal_decision", args=[case.slug, "avgors-inte"])


class TestWhatItIs:
    def test_it_leaves_the_application_where_it_is(self, world):
        case = hastened(world)
        decision = formal.refuse_request(case, LONG, by=world.chef)
        assert decision.rulings.get().outcome == "avgors_inte_an"
        assert decision.rulings.get().lagrum.startswith("12 §")
        assert Case.objects.get(pk=case.pk).status == Status.UTREDS
        as_if_committed()

    def test_its_letter_goes_without_moving_the_case(self, world):
        case = hastened(world)
        decision = formal.refuse_request(case, LONG, by=world.chef)
        dispatch(decision, "brev", clock.today(), by=world.registrator)
        assert Case.objects.get(pk=case.pk).status == Status.UTREDS

    def test_then_the_application_is_decided_as_any_other(self, world):
        with in_days(-220):
            case = world.started()
        world.complete(case)
        noting.hasten(case, clock.today(), True, by=case.coach)
        world.clear(case, world.chef)
        formal.refuse_request(Case.objects.get(pk=case.pk), LONG, by=world.chef)
        propose(Case.objects.get(pk=case.pk), by=case.coach)
        decision = world.decide(Case.objects.get(pk=case.pk), world.rulings("bifall", ""))
        assert decision.kind == "insats"
        as_if_committed()

    def test_the_decision_page_is_then_still_there(self, world):
        with in_days(-220):
            case = world.started()
        world.complete(case)
        noting.hasten(case, clock.today(), True, by=case.coach)
        propose(case, by=case.coach)
        world.clear(case, world.chef)
        formal.refuse_request(Case.objects.get(pk=case.pk), LONG, by=world.chef)
        page = get(world.chef, reverse("decide", args=[case.slug]))
        assert page.status_code == 200 and "Fatta beslut" in text_of(page)

    def test_the_four_weeks_no_longer_hold_when_it_is_refused(self, world):
        case = hastened(world)
        formal.refuse_request(case, LONG, by=world.chef)
        page = text_of(get(world.chef, case.get_absolute_url() + "ansokan/"))
        assert "Avslagen genom beslut" in page


class TestWhen:
    def test_only_when_it_has_been_asked_for(self, world):
        with refused("not_requested"):
            formal.refuse_request(world.started(), LONG, by=world.chef)

    def test_once(self, world):
        case = hastened(world)
        formal.refuse_request(case, LONG, by=world.chef)
        with refused("refused"):
            formal.refuse_request(case, LONG, by=world.chef)

    @pytest.mark.parametrize("who", ["registrator", "chef_city"])
    def test_by_the_delegation_for_it(self, world, who):
        with refused("delegation"):
            formal.refuse_request(hastened(world), LONG, by=getattr(world, who))

    def test_in_own_words(self, world):
        with refused("own_reasons"):
            formal.refuse_request(hastened(world), "Vi hinner inte.", by=world.chef)


class TestThePage:
    def test_stands_beside_the_request(self, world):
        case = hastened(world)
        assert url(case) in text_of(get(world.chef, case.get_absolute_url() + "ansokan/"))
        told = {"reasons": LONG, "conflict": "nej", "do": "decide"}
        assert post(world.chef, url(case), **told).status_code == 302
        assert Decision.objects.get().kind == "avslag_avgorande"
        assert url(case) not in text_of(get(world.chef, case.get_absolute_url() + "ansokan/"))

    def test_asks_about_jav_and_keeps_the_text(self, world):
        case = hastened(world)
        response = post(world.chef, url(case), reasons=LONG, do="decide")
        assert response.status_code == 422 and LONG[:40] in text_of(response)
        assert not Decision.objects.exists()


class TestTheDatabase:
    RULED = [("formell", "avslag_avgorande", {"outcome": "avgors_inte_an", "reasons": LONG})]

    def test_refuses_it_when_nobody_has_asked(self, world):
        case = world.started()
        world.clear(case, world.chef)
        with refused_by_database("väntar inte på det beslutet"):
            raw(world, case.application, "avslag_avgorande", rulings=self.RULED)

    def test_refuses_a_second(self, world):
        case = hastened(world)
        formal.refuse_request(case, LONG, by=world.chef)
        with refused_by_database("not_yet_once"):
            raw(world, case.application, "avslag_avgorande", rulings=self.RULED)

    def test_does_not_let_it_end_the_application(self, world):
        case = hastened(world)
        formal.refuse_request(case, LONG, by=world.chef)
        with refused_by_database("Ansökan avslutas bara genom beslut"):
            row = Case.objects.get(pk=case.pk)
            row.status = "beslutad"
            row.save()
