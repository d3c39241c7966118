"""What no person asks for: page ten thousand, a million rows, an endless address, a storm."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.views import inbox, worklist
from jobbtorg import clock
from jobbtorg.organisation.models import User
from jobbtorg.signin import rates
from jobbtorg.ui.middleware import LONGEST
from tests.addresses import TABLE
from tests.cases.helpers import signed_in
from tests.test_urls_by_role import address, case_in
from tests.world import test_number

PAGES = ["10000", "-1", "0", "abc", "1e9", "9" * 1800]
GETS = sorted({(key[0], key[1], key[3]) for key in TABLE if key[2] == "get"})
STATES = ["proposed", "decided"]
SOME = 8  # questions: what is asked once a session, or of one page more


def asked(browser, url, told):
    """The status, how many questions it took and how long the answer is."""
    with CaptureQueriesContext(connection) as questions:
        response = browser.get(url, told)
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, len(questions), len(body)


def let_in(name, extra, state):
    """A role that meets 200 there, if any."""
    row = TABLE[(name, extra, "get", state)]
    return next((role for role in sorted(row) if row[role] == 200), None)


@pytest.mark.parametrize("state", STATES)
def test_a_page_or_a_number_of_rows_that_no_list_has_costs_no_more_than_the_first(world, state):
    case, wrong = case_in(world, state), []
    for n, (name, extra, of) in enumerate(GETS):
        role = let_in(name, extra, of) if of == state else None
        if role is None:
            continue
        url, browser = address(world, case, name, extra), Client()
        browser.force_login(User.objects.get(pk=getattr(world, role).pk))
        browser.get(url)
        status, questions, length = asked(browser, url, {})
        page = PAGES[n % len(PAGES)]
        told = dict.fromkeys(("page", "sida"), page)
        told |= dict.fromkeys(("rows", "rader", "per_page", "limit"), "1000000")
        found = asked(browser, url, told)
        bad = found[0] not in (status, 422)  # a form of the address may say that it is no page
        if bad or found[1] > questions + SOME or found[2] > 2 * length + 10_000:
            wrong.append((url, page[:10], (status, questions, length), found))
    assert wrong == []


@pytest.mark.parametrize("page", PAGES)
def test_a_worklist_page_that_is_not_there_is_one_that_is(world, monkeypatch, page):
    monkeypatch.setattr(worklist, "ROWS", 2)
    for n in range(3):
        world.started(test_number(clock.today().replace(year=1990 + n, day=1)))
    shown = signed_in(world.coach).get("/", {"page": page, "flik": "mina"})
    assert shown.status_code == 200
    assert shown.context["page"].number in (1, 2)
    assert len(shown.context["rows"]) <= 2 and shown.context["rows"]


@pytest.mark.parametrize("page", PAGES)
def test_an_inbox_of_any_size_is_shown_a_page_at_a_time_the_oldest_first(world, monkeypatch, page):
    monkeypatch.setattr(inbox, "ROWS", 2)
    papers = [world.paper(name=f"brev-{n}.txt") for n in range(3)]
    browser = signed_in(world.registrator)
    assert list(browser.get("/inkorg/").context["papers"]) == papers[:2]
    assert list(browser.get("/inkorg/", {"page": 2}).context["papers"]) == papers[2:]
    shown = browser.get("/inkorg/", {"page": page, "rows": "1000000"})
    assert shown.status_code == 200 and 1 <= len(shown.context["papers"]) <= 2
    assert "av 3 handlingar" in shown.content.decode()


@pytest.mark.parametrize("term", ["a", "Å", " b ", "%", "_", "*", "'", "a b c"])
def test_a_search_for_one_letter_is_refused_and_asks_nothing_of_the_register(world, term):
    world.started()
    with CaptureQueriesContext(connection) as questions:
        shown = signed_in(world.coach).post(reverse("find"), {"term": term})
    assert shown.status_code == 422
    assert "minst två bokstäver" in shown.content.decode()
    assert not [q for q in questions if 'FROM "cases_person"' in q["sql"]]


def test_a_search_for_a_whole_book_is_a_search_for_its_first_words(world):
    world.started()
    assert (
        signed_in(world.coach).post(reverse("find"), {"term": "ord " * 50_000}).status_code == 200
    )


@pytest.mark.parametrize("path", ["/", "/login/", "/finns-inte/"])
def test_an_endless_address_is_refused_before_anything_is_asked(db, path):
    with CaptureQueriesContext(connection) as questions:
        refused = Client().get(f"{path}?x={'å' * LONGEST}")
    assert (refused.status_code, len(questions)) == (414, 0)
    assert "Adressen är för lång" in refused.content.decode()
    assert "Content-Security-Policy" in refused.headers


def test_the_longest_address_of_ours_is_let_through(world):
    keys = "&".join(f"papper={n}" for n in range(10**9, 10**9 + 50))
    assert len(keys) < LONGEST
    answer = signed_in(world.registrator).get(f"{reverse('inbox_sort')}?{keys}")
    assert answer.status_code != 414


def test_a_thousand_parameters_are_refused_in_swedish(world):
    query = "&".join("a=" for _ in range(1000))
    refused = signed_in(world.coach).get(f"/?{query}")
    assert refused.status_code in (400, 413)
    assert "Inget har sparats" in refused.content.decode()


class TestAStorm:
    @pytest.fixture(autouse=True)
    def limits(self, settings):
        """Three dear ones a minute, and many pages; nobody else counts here."""
        settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}
        settings.RATE_LIMITS = {"dear": 3, "page": 100}
        with clock.at(clock.now()):
            yield

    @pytest.mark.parametrize("url", ["/statistik/", "/statistik/inflode/csv/", "/frister/csv/"])
    def test_on_what_is_dear_is_refused_kindly_and_pages_are_not(self, world, url):
        browser = signed_in(world.chef)
        found = [browser.get(url) for _ in range(5)]
        assert [answer.status_code for answer in found] == [200, 200, 200, 429, 429]
        assert "Vänta en stund" in found[-1].content.decode()
        assert 1 <= int(found[-1]["Retry-After"]) <= rates.MINUTE
        assert browser.get("/").status_code == 200
        assert signed_in(world.chef_city).get(url).status_code == 200

    def test_is_over_with_the_minute(self, world):
        browser = signed_in(world.chef)
        for _ in range(4):
            refused = browser.get("/statistik/")
        with clock.at(clock.now() + timedelta(seconds=int(refused["Retry-After"]))):
            assert browser.get("/statistik/").status_code == 200

    def test_asks_the_figures_of_nothing_once_it_is_refused(self, world):
        browser = signed_in(world.chef)
        for _ in range(3):
            browser.get("/statistik/")
        with CaptureQueriesContext(connection) as questions:
            assert browser.get("/statistik/").status_code == 429
        assert not [q for q in questions if "WITH known AS" in q["sql"]]


def test_every_dear_address_is_one_of_ours():
    named = {key[0] for key in TABLE}
    dear = {name for name, kind in rates.KIND_OF.items() if kind == "dear"}
    assert dear and dear <= named
