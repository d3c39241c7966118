"""Each long text in the product keeps itself: every page is fetched, every text area looked at."""

import pytest
from django.urls import resolve

from tests.cases.helpers import get, page_of, post

PARTS = [
    "kriterier",
    "initial-bedomning",
    "barn",
    "arbetsformedlingen",
    "samlad-bedomning",
]

CRAWLED = {}  # once in a session: the rows are the same each time


def kind_of(url):
    """What page it is: each of a case's own, but one of a kind among the rows of the register."""
    found = resolve(url)
    return url if "slug" in found.kwargs else found.url_name


def crawl(user, *first):
    """Every kind of page that the user comes to by links from the first ones."""
    seen, left, kinds = {}, list(first), set()
    while left:
        url = left.pop().partition("#")[0].partition("?")[0]
        if not url.startswith("/") or url.endswith((".pdf", ".csv")) or kind_of(url) in kinds:
            continue
        kinds.add(kind_of(url))
        answer = get(user, url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            seen[url] = page_of(answer)
            left += seen[url].links
    return seen


@pytest.fixture
def pages(world):
    """A coach's, a chef's and the nämndsekreterare's pages: a case under investigation, one that
    waits, and one that the nämnd has."""
    with_reply = world.sent("200102152392")
    world.reply(with_reply)
    world.signposted(with_reply)
    world.proposed()
    world.referred("200103042382")
    if not CRAWLED:
        CRAWLED.update(crawl(world.coach, "/", "/ny-ansokan/"))
        CRAWLED.update(crawl(world.chef, "/", "/?flik=beslut"))
        CRAWLED.update(crawl(world.sekreterare, "/"))
    return CRAWLED


def test_every_text_area_that_can_be_written_in_keeps_a_draft(pages):
    areas = [
        (url, area["name"], form)
        for url, page in pages.items()
        for area, form in page.areas
        if "disabled" not in area
    ]
    lacking = {name for _, name, form in areas if not form or "data-draft-url" not in form}
    assert lacking == set()
    assert len(areas) > 15


def test_the_crawl_has_been_on_every_page_with_a_form(pages):
    under = "/arenden/JT-2026-0001/utredning/"
    expected = {"/", "/ny-ansokan/", under, *(f"{under}{part}/" for part in PARTS)}
    assert expected <= set(pages)
    assert "/arenden/JT-2026-0001/kommunicering/" in pages
    assert "/arenden/JT-2026-0002/beslut/" in pages
    assert "/arenden/JT-2026-0003/namndens-beslut/" in pages


def test_every_draft_address_on_a_page_takes_a_draft(world, pages):
    forms = [form for page in pages.values() for form in page.forms if "data-draft-url" in form]
    addresses = {form["data-draft-url"] for form in forms}
    assert len(addresses) >= 21
    for address in addresses:
        chefs = address.endswith(("/beslut/", "/aterlamna/", "/hanskjut/", "/jav/"))
        user = world.chef if chefs else world.coach
        if "JT-2026-0003" in address:
            user = world.sekreterare
        assert post(user, address, text="x", revision=0).status_code == 200
