"""Jäv on the pages: where it is asked, how it is reported, and what then happens."""

import pytest

from cases import actions
from cases.conflicts import declare
from cases.models import Declaration, Draft
from jobbtorg import clock
from tests.cases.helpers import (
    as_posted,
    get,
    page_of,
    post,
    signed_in,
    text_of,
)
from tests.cases.jav import KIN, OTHER, PRIVATE, UNANSWERED, is_barred, url


@pytest.fixture
def case(world):
    """The coach's, with a chef and a colleague at the unit."""
    assert world.chef and world.colleague
    return world.registered()


class TestTheQuestionOnThePages:
    def test_taking_asks_with_nothing_chosen(self, world, case):
        html = text_of(get(world.colleague, case.get_absolute_url()))
        assert "Är du jävig i ärendet?" in html
        assert "checked" not in html
        answer = post(
            world.colleague, f"{case.get_absolute_url()}fordela/", coach=world.colleague.pk
        )
        assert answer.status_code == 422
        assert "Svara på frågan ”Är du jävig i ärendet?”." in text_of(answer)
        case.refresh_from_db()
        assert case.coach == world.coach

    @pytest.mark.parametrize("address", ["fordela/", "inled/", "jav/svar/"])
    def test_yes_leads_to_the_page_jav_and_nothing_has_happened(self, world, case, address):
        user = world.coach if address != "fordela/" else world.colleague
        answer = post(user, case.get_absolute_url() + address, coach=user.pk, conflict="ja")
        assert (answer.status_code, answer.url) == (302, url(case))
        case.refresh_from_db()
        assert (case.coach, case.status) == (world.coach, "aktualiserad")
        assert not Declaration.objects.exists()

    def test_no_is_noted_with_the_act(self, world, case):
        root = case.get_absolute_url()
        answer = post(world.colleague, f"{root}fordela/", coach=world.colleague.pk, conflict="nej")
        assert answer.status_code == 302
        case.refresh_from_db()
        assert case.coach == world.colleague
        assert Declaration.objects.get().user == world.colleague

    def test_whoever_has_answered_is_not_asked_again(self, world, case):
        world.clear(case, world.coach)
        assert "Är du jävig i ärendet?" not in text_of(get(world.coach, case.get_absolute_url()))
        assert post(world.coach, f"{case.get_absolute_url()}inled/").status_code == 302
        assert Declaration.objects.count() == 1

    def test_beginning_asks_in_the_same_form(self, world, case):
        root = case.get_absolute_url()
        assert "Är du jävig i ärendet?" in text_of(get(world.coach, root))
        assert post(world.coach, f"{root}inled/").status_code == 422
        assert post(world.coach, f"{root}inled/", conflict="nej").status_code == 302
        case.refresh_from_db()
        assert case.status == "utreds"

    def test_an_answer_of_who_may_not_begin_is_not_noted(self, world, case):
        answer = post(world.colleague, f"{case.get_absolute_url()}inled/", conflict="nej")
        assert answer.status_code == 403
        assert not Declaration.objects.exists()

    def test_in_the_middle_the_question_is_the_next_step_and_stands_in_place_of_the_controls(
        self, world
    ):
        assert world.chef
        case = world.investigated()
        actions.assign(case, world.colleague, by=world.chef)
        root = case.get_absolute_url()
        assert "Svara på frågan om jäv" in text_of(get(world.colleague, "/"))
        for page in ("", "utredning/", "utredning/kriterier/"):
            html = text_of(get(world.colleague, root + page))
            assert "Är du jävig i ärendet?" in html, page
            assert f'action="{url(case, "svar/")}"' in html
            assert "Spara kriterier" not in html and "Lämna till beslut</button>" not in html
        sent = post(world.colleague, url(case, "svar/"), conflict="nej")
        assert (sent.status_code, sent.url) == (302, f"{root}utredning/")
        assert "Lämna till beslut</button>" in text_of(get(world.colleague, f"{root}utredning/"))

    def test_in_the_middle_the_post_says_where_to_answer_and_the_text_stays(self, world):
        assert world.chef
        case = world.investigated()
        actions.assign(case, world.colleague, by=world.chef)
        root = f"{case.get_absolute_url()}utredning/"
        values = world.values(case, "samlad-bedomning", facts="Ny fakta som jag skrev.")
        answer = post(world.colleague, f"{root}samlad-bedomning/", seen=1, **as_posted(values))
        assert answer.status_code == 422
        assert UNANSWERED in text_of(answer)
        assert page_of(answer).written("facts") == "Ny fakta som jag skrev."
        refusal = post(world.colleague, f"{root}lamna/")
        assert refusal.status_code == 422
        assert UNANSWERED in text_of(refusal)

    def test_others_are_not_asked_of_a_case_that_is_not_theirs(self, world):
        assert world.chef
        case = world.started()
        for user in (world.chef, world.registrator):
            html = text_of(get(user, case.get_absolute_url()))
            assert "Är du jävig" not in html

    def test_the_chef_is_not_offered_a_coach_who_is_javig(self, world, case):
        declare(case, world.colleague, KIN, by=world.colleague)
        html = text_of(get(world.chef, case.get_absolute_url()))
        assert ">Coach Farsta</option>" in html
        assert ">Kollega Farsta</option>" not in html


class TestThePage:
    def test_the_case_page_leads_there_and_it_says_what_jav_is(self, world, case):
        assert url(case) in page_of(get(world.coach, case.get_absolute_url())).links
        html = text_of(get(world.coach, url(case)))
        for ground in Declaration.Ground:
            assert ground.label in html
        assert "uppenbart saknar betydelse" in html
        assert "Vem gäller det?" not in html

    def test_declaring_oneself_leads_to_the_worklist_with_a_message(self, world, case):
        client = signed_in(world.coach)
        answer = client.post(url(case), {"ground": KIN}, follow=True)
        assert answer.redirect_chain == [("/", 302)]
        assert f"Du har anmält jäv i ärende {case.number}." in text_of(answer)
        assert client.get(case.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({}, "Välj grund."),
            ({"ground": "slump"}, "slump"),
            ({"ground": OTHER, "comment": " "}, "Beskriv kort vilken omständighet det gäller."),
        ],
    )
    def test_what_is_missing_is_said_and_what_was_written_stays(self, world, case, data, sentence):
        answer = post(world.coach, url(case), **({"comment": PRIVATE} | data))
        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert page_of(answer).written("comment") == data.get("comment", PRIVATE)
        assert not Declaration.objects.exists()

    def test_a_chef_chooses_whom_it_concerns_and_stays(self, world, case):
        html = text_of(get(world.chef, url(case)))
        assert f'<option value="{world.chef.pk}" selected>' in html
        assert ">Coach Farsta</option>" in html
        answer = post(world.chef, url(case), user=world.coach.pk, ground=KIN)
        assert (answer.status_code, answer.url) == (302, url(case))
        assert is_barred(case, world.coach)

    def test_a_coach_who_names_another_declares_only_themself(self, world, case):
        post(world.colleague, url(case), user=world.coach.pk, ground=KIN)
        assert is_barred(case, world.colleague)
        assert not is_barred(case, world.coach)

    def test_only_chefs_see_what_has_been_declared(self, world, case):
        declare(case, world.colleague, OTHER, PRIVATE, by=world.colleague)
        chefs = text_of(get(world.chef, url(case)))
        assert "Annan omständighet" in chefs and "Kollega Farsta" in chefs and PRIVATE in chefs
        coachs = text_of(get(world.coach, url(case)))
        assert PRIVATE not in coachs and "<table" not in coachs

    def test_a_chef_notes_what_the_namnd_has_found(self, world, case):
        assert "Nämnden har prövat" not in text_of(get(world.chef, url(case)))
        declare(case, world.coach, KIN, by=world.coach)
        assert "Nämnden har prövat frågan" in text_of(get(world.chef, url(case)))
        told = {"user": world.coach.pk, "namnd_dnr": "AMF 2026/77", "namnd_on": "2020-01-01"}
        answer = post(world.chef, url(case, "namnden/"), **told)
        assert answer.status_code == 422
        assert "då jävet anmäldes" in text_of(answer)
        assert 'value="AMF 2026/77"' in text_of(answer)
        told["namnd_on"] = str(clock.today())
        assert post(world.chef, url(case, "namnden/"), **told).status_code == 302
        assert get(world.coach, case.get_absolute_url()).status_code == 200

    def test_the_comment_keeps_a_draft_which_is_gone_when_jav_is_declared(self, world, case):
        address = f"{case.get_absolute_url()}utkast/jav/"
        assert post(world.coach, address, revision=0, comment=PRIVATE).status_code == 200
        assert page_of(get(world.coach, url(case))).written("comment") == PRIVATE
        post(world.coach, url(case), ground=KIN, comment=PRIVATE)
        assert not Draft.objects.filter(form="jav").exists()
