"""A month's log review is a job of ten minutes: how many clicks and pages it takes. S17, P19."""

from datetime import timedelta

from cases.models import Case
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from review.models import LogReview
from tests.browser.hands import Hand
from tests.review.helpers import at, last_month, reads
from tests.world import TP1

FLAGGED, OWN = 3, 60  # what a month at a jobbtorg is: a few that stand out among the daily work
SECONDS_A_PAGE = 20  # to read a page of the log and decide


def a_month(world):
    """The coach opens sixty of their own, over the month; the colleague three that are not."""
    standing = log.Standing(AccessLog.Assignment.COACH, unit=world.unit().pk)
    for n in range(OWN):
        with at(1 + n % 20, n):
            number = f"JT 2026-{9000 + n}"
            log.record(world.coach, "las", "Journalen", case_number=number, standing=standing)
    cases = [world.started(digits) for digits in (TP1, "200102152392", "200203152390")]
    for case, times in zip(cases, (20, 1, 2), strict=True):
        reads(world.colleague, case, times=times)
    assert Case.objects.count() == FLAGGED


def test_a_month_is_reviewed_in_two_clicks_a_flag_and_six_more(world, open_page):
    a_month(world)
    page, shown = open_page(world.granskare), []
    page.on("framenavigated", lambda frame: frame.parent_frame or shown.append(frame.url))
    hand = Hand(page)
    page.goto("/")
    hand.click("link", "Logguppföljning")
    hand.open_row("Jobbtorg Farsta")
    hand.click("button", "Börja")
    for _ in range(FLAGGED):
        hand.open_row("Utan uppdrag")
        page.get_by_role("heading", name="I loggen").wait_for()
        hand.click("button", "Behörig")
    page.get_by_role("heading", name="Rapporten").wait_for()
    assert page.locator("tbody tr").count() == 25  # the sample: the flagged ones are done
    hand.check("Välj alla i listan")
    hand.click("button", "Behörig")
    hand.click("button", "Signera rapporten")
    page.get_by_text("är undertecknad").first.wait_for()
    review = LogReview.objects.get(month=last_month())
    assert review.drawn == 25 + FLAGGED and hasattr(review, "report")
    assert hand.count == 6 + 2 * FLAGGED
    assert len(shown) == hand.count  # the first page for the tick that leads to none
    assert timedelta(seconds=SECONDS_A_PAGE * len(shown)) < timedelta(minutes=10)
