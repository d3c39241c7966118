"""Every page that can be reached, in every role: WCAG 2.2 AA, reading order, 320 px, Swedish.

The HTML of each page that a role reaches is read. A browser then opens those on which there is
something that no page of the same address has had yet, in this role or another: two pages that are
made of the same have the same faults.
"""

from collections import defaultdict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase, override_settings
from playwright.sync_api import Page

from tests import conftest
from tests.addresses import TABLE
from tests.browser.conftest import OpenContext
from tests.browser.crawl import FILES, Reached, crawl
from tests.browser.looking import Looker
from tests.browser.whole_city import build
from tests.cases.helpers import signed_in
from tests.world import World

ROLES = [
    "coach", "registrator", "delegationsadmin", "sekreterare", "granskare", "chef", "bitr",
    "coach_insatser", "forvaltningschef",
]  # fmt: skip
# To the search leads the form in each page's head; to the other the dialog that asks to sign in.
BY_NO_LINK = ["/sok/", "/inloggad/"]
SHOWN: dict[str, set[object]] = defaultdict(set)  # per address, in this process


@pytest.fixture(scope="module", autouse=True)
def settings_of_tests() -> Iterator[None]:
    """As in every test, for as long as the city stands."""
    changed = SimpleNamespace(STORAGES=settings.STORAGES)
    conftest.set_for_tests(changed)
    with override_settings(**vars(changed)):
        yield


@pytest.fixture(scope="module", autouse=True)
def letters_are_printed_once(printed_letters: dict[Any, bytes]) -> Iterator[None]:
    """As in every test, for as long as the city stands."""
    with pytest.MonkeyPatch.context() as patch:
        conftest.print_once(patch, printed_letters)
        yield


@pytest.fixture(scope="module")
def city(
    settings_of_tests, letters_are_printed_once, chromium, base_rows, django_db_blocker
) -> Iterator[World]:
    """The city, built once: to look at it changes nothing that another role sees."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        world = World()
        try:
            world.shown = build(world)
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: None)
            yield world
        finally:
            patch.undo()
            TransactionTestCase._fixture_teardown(None)


def shows_more(page: Reached) -> bool:
    """Whether there is something on it that no page of its address has shown."""
    new = page.ingredients() - SHOWN[page.name]
    SHOWN[page.name] |= new
    return bool(new)


def titles_that_two_have(pages: list[Reached]) -> list[str]:
    """Each title that pages of different addresses share: nobody can tell their tabs apart."""
    names: dict[str, set[str]] = defaultdict(set)
    for page in pages:  # a case's latest decision has two addresses, and is one page
        names[page.title].add("decision" if page.name == "one_decision" else page.name)
    return [f"{title}: titel på {sorted(n)}" for title, n in names.items() if len(n) > 1]


@pytest.mark.slow
def test_every_page_in_every_role(city: World, open_context: OpenContext):
    """One test, so that one process builds the city and knows what it has shown."""
    faults, left = [], with_a_page() - FILES
    for role in ROLES:
        user = getattr(city, role)
        pages = list(crawl(signed_in(user), "/", [*city.shown, *BY_NO_LINK]))
        assert len(pages) > 20
        faults += [f"{role}, {fault}" for fault in faults_of(pages, open_context(user).new_page())]
        left -= {page.name for page in pages}
    assert faults == [], "\n".join(["", *faults])
    assert left == set(), "no link leads there"


def with_a_page() -> set[str]:
    """The addresses that show somebody something, by the table of addresses."""
    return {key[0] for key, met in TABLE.items() if key[2] == "get" and 200 in met.values()}


def faults_of(pages: list[Reached], tab: Page) -> Iterator[str]:
    """What is wrong with what a role reaches: as it came, and in the browser where it is new."""
    yield from (f"{page.url}: {fault}" for page in pages for fault in page.faults())
    yield from titles_that_two_have(pages)
    look = Looker(tab)
    for page in (page for page in pages if page.url == "/" or shows_more(page)):
        yield from (f"{page.url}: {fault}" for fault in look.faults_at(page.url))


@pytest.mark.slow
def test_the_pages_before_one_has_signed_in(base, open_context: OpenContext):
    look = Looker(open_context().new_page())
    faults = look.faults_at("/login/")
    assert faults == [], "\n".join(["", *faults])
