"""users.md P6, "Ärendet på en sida": what matters is in sight without scrolling at 1366×768."""

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import LAPTOP
from tests.world import World


def value_of(page: Page, term: str) -> Locator:
    """What a summary list says about the term."""
    return page.locator("dl.summary > div").filter(has=page.get_by_text(term, exact=True)).first


def in_sight(found: Locator) -> bool:
    """All of it within the window."""
    box = found.bounding_box()
    return (
        box is not None
        and box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= LAPTOP["width"]
        and box["y"] + box["height"] <= LAPTOP["height"]
    )


@pytest.mark.parametrize("point", ["registered", "started", "proposed", "decided"])
def test_the_case_page_shows_what_matters_without_scrolling(world: World, open_page, point):
    assert world.chef
    long = {"first_name": "Anna-Karin Elisabeth", "last_name": "Provström-Testdalsson"}
    made = getattr(world, point)(**long)
    case = made.application.case if point == "decided" else made
    case.refresh_from_db()
    for user in (world.coach, world.chef):
        page = open_page(user)
        page.goto(f"/arenden/{case.slug}/")
        newest = page.locator(".timeline > li").first
        sought = {
            "status": page.get_by_role("region", name="Ärendet gäller").get_by_text(
                case.get_status_display(), exact=True
            ),
            "nästa steg": value_of(page, "Att göra"),
            "frist": value_of(page, "Frist"),
            "coach": value_of(page, "Coach"),
            "enhet": value_of(page, "Enhet"),
            "senaste händelsens rubrik": newest.locator(".timeline-head"),
        }
        hidden = [what for what, found in sought.items() if not in_sight(found)]
        assert hidden == [], f"{user}, {case.get_status_display()}: syns inte"
