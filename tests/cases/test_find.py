"""Sök: a person or case by the four lawful terms alone. Förordning (2001:637) 15 §."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.finding import SHOWN, called, find
from cases.models.person import starting
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import MEN, get, post, sql, text_of
from tests.world import TP1

URL = "/sok/"


def hits(response):
    return [row["case"] for row in response.context["rows"]]


class TestANumber:
    @pytest.mark.parametrize("term", ["20020215-2385", "0202152385", TP1])
    def test_opens_the_persons_case_at_once(self, world, term):
        case = world.started()
        assert post(world.coach, URL, term=term)["Location"] == case.get_absolute_url()

    def test_of_a_case_opens_it_however_it_is_written(self, world):
        case = world.started()
        term = f"  {case.number.lower().replace(' ', '-')} "
        assert post(world.coach, URL, term=term)["Location"] == case.get_absolute_url()

    def test_of_a_person_with_two_cases_gives_the_open_one_first(self, world):
        decision = world.decided(may="avslag")
        dispatch(decision, "brev", clock.today(), by=world.chef)
        case = world.started()
        assert hits(post(world.coach, URL, term=TP1)) == [case, decision.application.case]

    @pytest.mark.parametrize("term", ["20020215-2386", "butik 24", "JT 26-1"])
    def test_that_is_none_is_told_with_what_can_be_written(self, world, term):
        response = post(world.coach, URL, term=term)
        assert response.status_code == 422
        assert "Numret stämmer inte." in text_of(response)
        assert f'value="{term}"' in text_of(response)


class TestAName:
    @pytest.mark.parametrize("term", ["tilda", "Provst", "prov TIL", "Tilda Provström"])
    def test_is_found_by_how_each_of_its_words_begins(self, world, term):
        case = world.started()
        assert hits(post(world.coach, URL, term=term)) == [case]

    @pytest.mark.parametrize("term", ["ilda", "ström", "tilda strand"])
    def test_is_not_found_by_what_stands_within_it(self, world, term):
        world.started()
        response = post(world.coach, URL, term=term)
        assert hits(response) == []
        assert "Inget ärende som du får se stämmer" in text_of(response)

    @pytest.mark.parametrize("term", ["", "t", "%", "_", "' --"])
    def test_of_one_letter_or_none_is_kindly_refused(self, world, term):
        response = post(world.coach, URL, term=term)
        assert response.status_code == 422
        assert "Skriv minst två bokstäver" in text_of(response)

    def test_that_many_have_shows_the_first_and_says_so(self, world, monkeypatch):
        monkeypatch.setattr("cases.views.finding.SHOWN", 1)
        world.started()
        world.started(MEN[0])
        response = post(world.coach, URL, term="Provström")
        assert len(hits(response)) == 1
        assert "Skriv mer av namnet" in text_of(response)


class TestWhatIsShown:
    def test_is_what_the_user_may_see(self, world):
        world.started()
        world.registered(MEN[0], protection="fingerade")
        assert hits(post(world.coach_city, URL, term="Provström")) == []
        assert len(hits(post(world.colleague, URL, term="Provström"))) == 1

    def test_is_by_nothing_else_than_names_and_numbers(self, world):
        world.started(own_words="Jag vill arbeta i butik.")
        for term in ("butik", "Farsta", "kvinna", "Provgatan"):
            assert hits(post(world.coach, URL, term=term)) == []

    def test_costs_as_many_queries_with_many_hits_as_with_one(self, world):
        world.started()
        with CaptureQueriesContext(connection) as one:
            post(world.coach, URL, term="Provström")
        for man in MEN:
            world.started(man)
        with CaptureQueriesContext(connection) as many:
            post(world.coach, URL, term="Provström")
        assert len(many) == len(one)


class TestTheLog:
    def test_has_each_search_its_term_and_what_it_showed(self, world):
        case = world.started()
        post(world.coach, URL, term="Provström")
        row = AccessLog.objects.filter(action=AccessLog.Action.SEARCH).get()
        assert row.user == world.coach
        assert row.what == "Sökte ärende på namn"
        assert row.reason == "Sökte: Provström"
        assert row.shown == [case.number]

    def test_has_those_that_gave_nothing_too(self, world):
        post(world.coach, URL, term=TP1)
        row = AccessLog.objects.filter(action=AccessLog.Action.SEARCH).get()
        assert row.what == "Sökte ärende på nummer"
        assert row.reason == f"Sökte: {TP1}"
        assert row.shown == []

    def test_is_not_written_for_the_empty_form(self, world):
        assert get(world.coach, URL).status_code == 200
        assert not AccessLog.objects.exists()


class TestTheHead:
    def test_of_every_page_has_the_search_for_those_who_work_with_cases(self, world):
        for user in (world.coach, world.chef, world.registrator, world.sekreterare):
            assert 'id="sok-arende"' in text_of(get(user, "/kortkommandon/"))
        assert 'id="sok-arende"' not in text_of(get(world.delegationsadmin, "/kortkommandon/"))

    def test_sends_the_term_in_no_address(self, world):
        assert f'method="post" action="{URL}" role="search"' in text_of(get(world.coach, "/"))


def test_a_sign_that_stands_for_any_letter_stands_for_itself(world):
    world.started()
    assert find("Ti_da", world.coach, SHOWN).cases == []
    assert len(find("Tild", world.coach, SHOWN).cases) == 1
    assert starting("a_b%\\") == r"% A\_B\%\\%"


def test_names_are_found_by_their_index(world):
    """A million names are not read one by one."""
    sql("SET LOCAL enable_seqscan = off")
    assert "person_spelt" in called(starting("Provström"), starting("Til")).explain()


def test_no_more_are_read_than_are_shown(world):
    with CaptureQueriesContext(connection) as asked:
        find("Provström", world.coach, SHOWN)
    assert any(f"LIMIT {SHOWN + 1}" in query["sql"] for query in asked)
