"""Avvisa: only what cannot be tried, after a föreläggande whose days have passed. FL 20 §."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases import noting
from cases.models import Case, Status
from decisions import formal
from decisions.models import Decision, Ruling
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
from tests.decisions.later import ordered, raw
from tests.world import LONG

FORMAL = [("formell", "avvisning", {"outcome": "avvisas", "reasons": LONG})]


pytestmark = pytest.mark.usefixtures("empowered")


def url(case):
    return reverse("formal_decision", args=[case.slug, "avvisa"])


class TestWhatItIs:
    def test_it_is_a_decision_of_its_own_with_number_chain_and_letter(self, world):
        case = ordered(world)
        decision = formal.dismiss(case, LONG, by=world.chef)
        ruling = decision.rulings.get()
        assert (decision.kind, decision.riktlinje, decision.changes) == ("avvisning", None, None)
        assert "punkt 1" in decision.chain
        assert (ruling.basis, ruling.outcome) == ("formell", "avvisas")
        assert ruling.lagrum == "20 § förvaltningslagen (2017:900)"
        assert decision.presented_by == world.coach
        assert decision.letter.title.startswith("Beslut om avvisning")
        as_if_committed()

    def test_the_case_waits_for_its_letter_and_is_closed_when_it_has_gone(self, world):
        case = ordered(world)
        decision = formal.dismiss(case, LONG, by=world.chef)
        assert Case.objects.get(pk=case.pk).status == Status.BESLUTAD
        dispatch(decision, "brev", clock.today(), by=world.registrator)
        assert Case.objects.get(pk=case.pk).status == Status.AVSLUTAD

    def test_the_journal_tells(self, world):
        case = ordered(world)
        decision = formal.dismiss(case, LONG, by=world.chef)
        entry = case.journal.first()
        assert entry.title == f"Ansökan avvisades, beslut {decision.number}"
        assert LONG in entry.text


class TestWhen:
    def test_not_before_the_applicant_has_been_told_what_is_missing(self, world):
        case = world.started()
        with refused("not_asked"):
            formal.dismiss(case, LONG, by=world.chef)

    def test_not_by_a_mere_question(self, world):
        case = world.started()
        day = clock.today()
        lack = noting.Lack(day, "telefon", "Vad du söker.", day + timedelta(days=9))
        noting.ask_for_completion(case, lack, by=world.coach)
        with refused("not_asked"):
            formal.dismiss(case, LONG, by=world.chef)

    def test_not_while_there_is_time_to_complete_it(self, world):
        case = ordered(world, days=9)
        with refused("reply_time"):
            formal.dismiss(case, LONG, by=world.chef)

    def test_not_when_it_has_been_completed(self, world):
        case = ordered(world)
        request = case.application.completionrequests.get()
        noting.note_completion(request, clock.today(), "Det kom.", True, by=world.coach)
        with refused("completed"):
            formal.dismiss(case, LONG, by=world.chef)

    def test_but_when_what_came_was_not_enough(self, world):
        case = ordered(world, days=3)
        request = case.application.completionrequests.get()
        noting.note_completion(request, clock.today(), "Något annat.", False, by=world.coach)
        assert formal.dismiss(case, LONG, by=world.chef)

    def test_not_what_waits_for_decision_or_is_decided(self, world):
        case = world.decided().application.case
        with refused("status"):
            formal.dismiss(Case.objects.get(pk=case.pk), LONG, by=world.chef)

    @pytest.mark.parametrize(("reasons", "code"), [("", "reasons"), ("För lite.", "own_reasons")])
    def test_not_without_own_reasons(self, world, reasons, code):
        with refused(code):
            formal.dismiss(ordered(world), reasons, by=world.chef)


class TestWho:
    @pytest.mark.parametrize("who", ["coach", "registrator", "chef_city", "coach_insatser"])
    def test_only_who_has_that_delegation(self, world, who):
        case, user = ordered(world), getattr(world, who)
        with refused(*(["delegation", "own_case"] if who == "coach" else ["delegation"])) as rules:
            formal.dismiss(case, LONG, by=user)
        assert "Avvisa en ansökan" in rules[0].sentence or who == "coach"
        assert not Decision.objects.exists()

    def test_not_without_answering_about_jav(self, world):
        case = ordered(world)
        with refused("unanswered"):
            formal.dismiss(case, LONG, by=world.bitr)


class TestThePage:
    def test_is_offered_when_the_days_have_passed_and_leads_to_the_letter(self, world):
        case = ordered(world)
        page = text_of(get(world.chef, case.get_absolute_url() + "ansokan/"))
        assert url(case) in page
        response = post(world.chef, url(case), do="decide", reasons=LONG, conflict="nej")
        assert response.status_code == 302
        decision = Decision.objects.get()
        assert response["Location"].endswith(f"/beslutet/{decision.pk}/")
        assert "Avvisning av ansökan" in text_of(get(world.chef, response["Location"]))

    def test_is_not_offered_before_nor_to_the_coach(self, world):
        case = ordered(world)
        assert url(case) not in text_of(get(world.coach, case.get_absolute_url() + "ansokan/"))
        assert get(world.coach, url(case)).status_code == 403
        fresh = world.started("200102152392")
        assert url(fresh) not in text_of(get(world.chef, fresh.get_absolute_url() + "ansokan/"))
        assert get(world.chef, url(fresh)).status_code == 409

    def test_says_what_is_missing_and_keeps_what_was_written(self, world):
        case = ordered(world)
        response = post(world.chef, url(case), do="decide", reasons="Kort.", conflict="nej")
        assert response.status_code == 422
        assert "Skriv minst 200 tecken" in text_of(response) and "Kort." in text_of(response)

    def test_shows_the_letter_first_and_stores_the_same_bytes(self, world):
        case = ordered(world)
        response = post(world.chef, url(case), do="preview", reasons=LONG)
        shown = get(world.chef, response["Location"])
        sha256 = response["Location"].rpartition("=")[2]
        assert "Fatta beslut" in text_of(shown)
        post(world.chef, url(case), do="decide", reasons=LONG, conflict="nej")
        assert Decision.objects.get().letter.sha256 == sha256


class TestTheDatabase:
    def test_refuses_it_before_the_days_have_passed(self, world):
        case = ordered(world, days=9)
        with refused_by_database("väntar inte på det beslutet"):
            raw(world, case.application, "avvisning", rulings=FORMAL)

    def test_refuses_it_without_saying_what_is_decided(self, world):
        world.decided("200102152392")
        with refused_by_database("säger inte vad som beslutas"):
            raw(world, ordered(world).application, "avvisning")

    def test_refuses_a_ruling_on_the_insats_in_it(self, world):
        world.decided("200102152392")
        right = [("ratt", "ratt", {"outcome": "avslag", "circumstances": LONG, "reasons": LONG})]
        with refused_by_database("något annat än det är till för"):
            raw(world, ordered(world).application, "avvisning", rulings=right)

    def test_refuses_two_ends_of_one_application(self, world):
        decision = formal.dismiss(ordered(world), LONG, by=world.chef)
        withdrawal = {"ground": "aterkallad", "ground_on": clock.today()}
        with refused_by_database():
            raw(world, decision.application, "avskrivning", **withdrawal)

    def test_never_changes_it(self, world):
        decision = formal.dismiss(ordered(world), LONG, by=world.chef)
        with refused_by_database("Cannot update"):
            Ruling.objects.filter(decision=decision).update(reasons="Annat.")
