"""Fatta beslut and jäv: the question at each decision, and who decides when nobody is left."""

import re
import subprocess
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from guardian.shortcuts import assign_perm

from cases.actions import propose
from cases.conflicts import declare, lift
from cases.models import Case, Declaration
from decisions import actions
from decisions.models import Decision
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import Function
from tests.decisions.test_decide import codes, form_of, post, raw_decision, undo_raw
from tests.world import LONG


class TestJav:
    """KL 7 kap. 4 §: whoever decides has answered, at each decision, and is not jävig."""

    def test_the_page_asks_with_nothing_chosen_and_the_post_needs_the_answer(self, world, client):
        case = world.proposed()
        client.force_login(world.chef)
        page = client.get(reverse("decide", args=[case.slug])).content.decode()
        assert "Är du jävig i ärendet?" in page
        radios = re.findall(r'<input type="radio"[^>]*name="conflict"[^>]*>', page)
        assert len(radios) == 2 and not any("checked" in radio for radio in radios)
        data = form_of(world.rulings())
        del data["conflict"]
        response = post(client, world.chef, case, **data)
        assert response.status_code == 422
        assert "Svara på frågan ”Är du jävig i ärendet?”." in response.content.decode()
        assert LONG[:40] in response.content.decode()
        assert not Decision.objects.exists()

    def test_the_answer_is_noted_with_the_decision_or_not_at_all(self, world, client):
        case = world.proposed()
        own = Declaration.objects.filter(case=case, user=world.chef)
        post(client, world.chef, case, **form_of(world.rulings("", "bifall")))
        assert not own.exists()
        assert post(client, world.chef, case, **form_of(world.rulings())).status_code == 302
        assert own.get().ground == ""

    def test_a_preview_asks_for_no_answer_and_its_page_asks_anew(self, world, client):
        case = world.proposed()
        data = form_of(world.rulings(), do="preview")
        shown = client.get(post(client, world.chef, case, **data).url)
        assert "conflict" not in dict(shown.context["fields"])
        assert "Är du jävig i ärendet?" in shown.content.decode()
        fields = dict(shown.context["fields"]) | {"do": "decide"}
        assert post(client, world.chef, case, **fields).status_code == 422
        assert post(client, world.chef, case, **fields, conflict="nej").status_code == 302

    @pytest.mark.parametrize("do", ["decide", "preview"])
    def test_yes_leads_to_the_page_jav_and_what_was_written_is_kept(self, world, client, do):
        case = world.proposed()
        data = form_of(world.rulings(), conflict="ja", do=do, right_reasons="Halvskrivna skäl.")
        response = post(client, world.chef, case, **data)
        assert (response.status_code, response.url) == (302, reverse("conflict", args=[case.slug]))
        assert not Decision.objects.exists()
        page = client.get(reverse("decide", args=[case.slug])).content.decode()
        assert "Halvskrivna skäl." in page
        assert not re.search(r'name="conflict"[^>]*checked', page)

    def test_the_act_refuses_who_has_not_answered(self, world):
        case = world.proposed()
        with pytest.raises(RuleBroken) as refusal:
            actions.decide(case, world.rulings(), by=world.chef)
        assert codes(refusal) == {"unanswered"}
        world.clear(case, world.bitr)
        with pytest.raises(RuleBroken):
            actions.decide(case, world.rulings(), by=world.chef)

    def test_that_the_namnd_has_lifted_it_is_not_ones_own_answer(self, world):
        case = world.proposed()
        declare(case, world.chef, "tillsyn", by=world.chef)
        lift(case, world.chef, "AMF 2026/1", clock.today(), by=world.bitr)
        with pytest.raises(RuleBroken) as refusal:
            actions.decide(case, world.rulings(), by=world.chef)
        assert codes(refusal) == {"unanswered"}
        assert world.decide(case, world.rulings()).decided_by == world.chef

    def test_the_database_wants_the_answer_in_time_by_the_decider_in_that_case(self, world):
        case, other = world.proposed(), world.proposed("200103042382")
        world.clear(other, world.chef)
        world.clear(case, world.bitr)
        with pytest.raises(IntegrityError, match="inte svarat på frågan om jäv"):
            raw_decision(case, world.chef, declared=False)
        early = clock.now() - timedelta(minutes=5)
        world.clear(case, world.chef)
        with pytest.raises(IntegrityError, match="inte svarat på frågan om jäv"):
            raw_decision(case, world.chef, declared=False, decided_at=early)
        assert raw_decision(case, world.chef, declared=False)
        undo_raw()

    def test_who_is_javig_is_refused_by_the_act_and_the_table(self, world):
        case = world.proposed()
        world.clear(case, world.chef)
        declare(case, world.chef, "tillsyn", by=world.chef)
        with pytest.raises(RuleBroken) as refusal:
            actions.decide(case, world.rulings(), by=world.chef)
        assert codes(refusal) == {"barred"}
        with pytest.raises(IntegrityError, match="är jävig"):
            raw_decision(case, world.chef, declared=False)

    def test_what_someone_javig_has_prepared_goes_back_to_another_coach(self, world, client):
        case = world.proposed()
        declare(case, world.coach, "part_eller_narstaende", by=world.coach)
        response = post(client, world.chef, case, **form_of(world.rulings()))
        assert response.status_code == 409
        client.force_login(world.chef)
        page = client.get(reverse("decide", args=[case.slug])).content.decode()
        assert "som lämnade ärendet till beslut, är jävig" in page
        assert "Fatta beslut</button>" not in page
        with pytest.raises(IntegrityError, match="är jävig"):
            raw_decision(case, world.chef)
        sent = client.post(reverse("return", args=[case.slug]), {"comment": "x"}, follow=True)
        assert "Ärendet är återlämnat och behöver fördelas." in sent.content.decode()
        case = world.take(case, world.colleague)
        decision = world.decide(propose(case, by=world.colleague), world.rulings())
        assert decision.presented_by == world.colleague


class TestWhenNobodyAtTheUnitMayDecide:
    """The förvaltningschef has the nämnd's own delegation for every unit."""

    @pytest.fixture
    def case(self, world):
        assert world.forvaltningschef and world.chef and world.bitr
        case = world.proposed()
        for chef in (world.chef, world.bitr):
            declare(case, chef, "tillsyn", by=chef)
        return case

    def test_the_forvaltningschef_is_named_when_the_last_one_leaves(self, world):
        assert world.forvaltningschef and world.chef and world.bitr
        case = world.proposed()
        declare(case, world.chef, "tillsyn", by=world.chef)
        assert not Case.objects.visible_to(world.forvaltningschef).exists()
        declare(case, world.bitr, "tillsyn", by=world.bitr)
        assert Case.objects.visible_to(world.forvaltningschef).get() == case
        title = "Forvaltningschef  namngavs på ärendet för att kunna besluta"
        assert case.journal.first().title.split() == title.split()

    def test_the_forvaltningschef_is_named_when_the_proposal_is_made(self, world):
        assert world.forvaltningschef and world.chef
        case = world.investigated()
        declare(case, world.chef, "tillsyn", by=world.chef)
        assert not Case.objects.visible_to(world.forvaltningschef).exists()
        propose(case, by=world.coach)
        assert Case.objects.visible_to(world.forvaltningschef).exists()

    def test_the_forvaltningschef_is_named_no_longer_when_the_unit_decides_again(self, world, case):
        helper = world.staff("bitr2-farsta", Function.BITRADANDE)
        lift(case, world.chef, "AMF 2026/1", clock.today(), by=helper)
        assert not Case.objects.visible_to(world.forvaltningschef).exists()
        assert world.decide(case, world.rulings()).decided_by == world.chef

    def test_of_a_protected_case_the_enhetschef_sees_it_again_and_the_top_no_more(self, world):
        assert world.forvaltningschef and world.chef and world.bitr
        case = world.proposed(protection="fingerade")
        declare(case, world.chef, "tillsyn", by=world.chef)
        declare(case, world.bitr, "tillsyn", by=world.bitr)
        helper = world.staff("bitr2-farsta", Function.BITRADANDE)
        assign_perm("open_case", helper, case)
        assert Case.objects.visible_to(world.forvaltningschef).exists()
        lift(case, world.chef, "AMF 2026/1", clock.today(), by=helper)
        assert Case.objects.visible_to(world.chef).exists()
        assert not Case.objects.visible_to(world.forvaltningschef).exists()

    def test_of_a_protected_case_another_chef_at_the_unit_comes_first(self, world):
        assert world.forvaltningschef and world.chef and world.bitr
        case = world.proposed(protection="fingerade")
        declare(case, world.chef, "tillsyn", by=world.chef)
        assert Case.objects.visible_to(world.bitr).exists()
        assert not Case.objects.visible_to(world.forvaltningschef).exists()

    def test_when_nobody_at_all_is_left_the_journal_says_that_the_namnd_decides(self, world, case):
        declare(case, world.forvaltningschef, "tillsyn", by=world.forvaltningschef)
        assert "nämnden behöver besluta" in case.journal.first().title

    def test_the_worklist_and_the_case_page_lead_to_the_decision(self, world, client, case):
        client.force_login(world.forvaltningschef)
        page = client.get("/?flik=beslut").content.decode()
        assert case.number in page
        assert "Fatta beslut" in page and "Förvaltningschefen" in page
        assert case.number in client.get("/").content.decode()
        own = client.get(case.get_absolute_url()).content.decode()
        assert own.count(reverse("decide", args=[case.slug])) >= 2  # the button and the sub-page
        assert "Förvaltningschefen" in own

    def test_a_case_that_the_unit_decides_is_not_on_that_list(self, world, client, case):
        other = world.proposed("200103042382")
        client.force_login(world.forvaltningschef)
        assert other.number not in client.get("/?flik=beslut").content.decode()
        assert client.get(other.get_absolute_url()).status_code == 404

    def test_the_decision_works_from_the_page_and_the_letter_names_the_office(
        self, world, client, case
    ):
        data = form_of(world.rulings())
        assert post(client, world.forvaltningschef, case, **data).status_code == 302
        decision = Decision.objects.get()
        assert decision.decider_title == "Förvaltningschef, Arbetsmarknadsförvaltningen"
        assert "→ förvaltningschef, Arbetsmarknadsförvaltningen" in decision.chain
        read = subprocess.run(
            ["pdftotext", "-layout", "-", "-"],
            input=bytes(decision.letter.pdf),
            capture_output=True,
            check=True,
        )
        assert "förvaltningschef" in read.stdout.decode()

    def test_the_letter_is_sent_by_who_decided_when_nobody_else_sees_the_case(self, world, client):
        assert world.forvaltningschef and world.chef
        case = world.proposed(protection="fingerade")
        declare(case, world.chef, "tillsyn", by=world.chef)
        decision = world.decide(case, world.rulings(), by=world.forvaltningschef)
        client.force_login(world.forvaltningschef)
        assert case.number in client.get("/").content.decode()
        assert dispatch(decision, "formedling", clock.today(), by=world.forvaltningschef)

    def test_the_forvaltningschef_may_send_it_back(self, world, case):
        assert actions.return_to_coach(case, "Skriv mer.", by=world.forvaltningschef).returned
