"""Avskriva: an application that is withdrawn, or whose person has died, and no other."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Case, Status
from decisions import formal
from decisions.formal_rules import Formal
from decisions.models import Decision
from decisions.serving import dispatch
from jobbtorg import clock
from tests.cases.helpers import (
    as_if_committed,
    get,
    post,
    refused,
    refused_by_database,
    text_of,
)
from tests.decisions.later import raw, withdrawn

pytestmark = pytest.mark.usefixtures("empowered")


SAID = "Du ringde och sa att du har fått arbete."
WITHDRAWN = Formal("avskrivning", SAID, "aterkallad")


def deceased(days=0, reasons="Skatteverket har meddelat dödsfallet."):
    return Formal("avskrivning", reasons, "avliden", clock.today() + timedelta(days=days))


def url(case):
    return reverse("formal_decision", args=[case.slug, "avskriv"])


class TestAWithdrawnApplication:
    def test_is_discontinued_by_a_decision_dated_by_the_withdrawal(self, world):
        decision = formal.discontinue(withdrawn(world), WITHDRAWN, by=world.chef)
        assert (decision.kind, decision.ground) == ("avskrivning", "aterkallad")
        assert decision.ground_on == clock.today()
        assert decision.rulings.get().outcome == "avskrivs"
        as_if_committed()

    def test_its_case_opens_to_send_the_letter_and_is_closed_again(self, world):
        case = withdrawn(world)
        assert case.status == Status.AVSLUTAD
        decision = formal.discontinue(case, WITHDRAWN, by=world.chef)
        assert Case.objects.get(pk=case.pk).status == Status.BESLUTAD
        dispatch(decision, "brev", clock.today(), by=world.registrator)
        assert Case.objects.get(pk=case.pk).status == Status.AVSLUTAD

    def test_its_case_stays_closed_where_the_person_has_applied_anew(self, world):
        case = withdrawn(world)
        world.registered()
        formal.discontinue(case, WITHDRAWN, by=world.chef)
        assert Case.objects.get(pk=case.pk).status == Status.AVSLUTAD

    def test_is_offered_on_the_page_with_the_withdrawal_told(self, world):
        case = withdrawn(world)
        page = text_of(get(world.chef, case.get_absolute_url() + "ansokan/"))
        assert url(case) in page
        assert "Ansökan återkallades den" in text_of(get(world.chef, url(case)))
        told = {"ground": "aterkallad", "reasons": SAID, "conflict": "nej", "do": "decide"}
        assert post(world.chef, url(case), **told).status_code == 302
        assert Decision.objects.get().kind == "avskrivning"

    def test_is_discontinued_once(self, world):
        case = withdrawn(world)
        formal.discontinue(case, WITHDRAWN, by=world.chef)
        with refused("ended"):
            formal.discontinue(Case.objects.get(pk=case.pk), WITHDRAWN, by=world.chef)


class TestADeceasedPersons:
    def test_application_is_discontinued_and_the_letter_goes_to_the_estate(self, world):
        case = world.started()
        world.clear(case, world.chef)
        decision = formal.discontinue(case, deceased(), by=world.chef)
        assert decision.ground_on == clock.today()
        as_if_committed()

    @pytest.mark.parametrize(("days", "code"), [(1, "ground_on"), (None, "ground_on")])
    def test_day_is_known_and_has_been(self, world, days, code):
        case = world.started()
        world.clear(case, world.chef)
        made = Formal("avskrivning", SAID, "avliden") if days is None else deceased(days)
        with refused(code):
            formal.discontinue(case, made, by=world.chef)


class TestNothingElse:
    def test_an_application_that_stands_is_not_discontinued(self, world):
        case = world.started()
        world.clear(case, world.chef)
        with refused("not_withdrawn"):
            formal.discontinue(case, WITHDRAWN, by=world.chef)

    def test_nor_on_a_ground_of_ones_own(self, world):
        case = world.started()
        world.clear(case, world.chef)
        with refused("ground"):
            formal.discontinue(case, Formal("avskrivning", SAID, "forbehall"), by=world.chef)

    def test_nor_what_is_decided(self, world):
        case = world.decided().application.case
        with refused("ended"):
            formal.discontinue(Case.objects.get(pk=case.pk), deceased(), by=world.chef)

    def test_nor_by_the_coach(self, world):
        case = withdrawn(world)
        with refused("delegation", "own_case"):
            formal.discontinue(case, WITHDRAWN, by=world.coach)
        assert get(world.coach, url(case)).status_code == 403
        assert url(case) not in text_of(get(world.coach, case.get_absolute_url() + "ansokan/"))


class TestTheDatabase:
    RULED = [("formell", "avskrivning", {"outcome": "avskrivs", "reasons": SAID})]

    def test_refuses_it_without_a_withdrawal_of_that_day(self, world):
        case = world.started()
        world.clear(case, world.chef)
        told = {"ground": "aterkallad", "ground_on": clock.today()}
        with refused_by_database("väntar inte på det beslutet"):
            raw(world, case.application, "avskrivning", rulings=self.RULED, **told)
        other = withdrawn(world, digits="200102152392")
        told["ground_on"] -= timedelta(days=1)
        with refused_by_database("väntar inte på det beslutet"):
            raw(world, other.application, "avskrivning", rulings=self.RULED, **told)

    @pytest.mark.parametrize("told", [{}, {"ground": "forbehall"}, {"ground": "avliden"}])
    def test_refuses_it_without_its_ground_and_day(self, world, told):
        case = withdrawn(world)
        with refused_by_database():
            raw(world, case.application, "avskrivning", rulings=self.RULED, letter=False, **told)

    def test_refuses_to_open_a_closed_case_without_a_letter_to_send(self, world):
        case = withdrawn(world)
        case.status = "beslutad"
        with refused_by_database("inget nytt beslut att skicka"):
            case.save()
