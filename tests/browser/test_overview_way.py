"""users.md script 9.2, steps 14 and 15: the month's log, and cases shared out when one is away."""

from datetime import date, timedelta

from playwright.sync_api import expect

from cases.models import Case, JournalEntry
from jobbtorg.organisation.staff.actions import note_absence
from review.models import LogReview
from tests.browser.conftest import SitDown
from tests.browser.hands import Hand
from tests.browser.test_log_review_in_ten_minutes import a_month
from tests.world import World, test_number

BORN = date(1990, 1, 1)


def test_ten_cases_are_shared_out_in_five_clicks(world: World, sit_down: SitDown, at):
    at("2026-03-12 10:00")
    assert world.chef and world.colleague
    for n in range(10):
        world.registered(test_number(BORN + timedelta(days=n)))
    note_absence(world.coach, world.colleague, date(2026, 3, 12), date(2026, 3, 20), by=world.coach)
    hand = sit_down(world.chef)
    hand.page.goto("/")
    hand.count = 0
    hand.click("link", "Lägesbild")
    who_stands_in_is_shown(hand)
    hand.open_row("Coach Farsta")
    hand.check("Välj alla")
    hand.select("Ny coach", "Kollega Farsta")
    hand.click("button", "Fördela om")
    expect(hand.page.get_by_role("status").first).to_contain_text("10 ärenden är fördelade")
    assert hand.count <= 5
    assert set(Case.objects.values_list("coach", flat=True)) == {world.colleague.pk}
    assert JournalEntry.objects.filter(kind="fordelning").count() >= 10
    page = sit_down(world.colleague).page
    page.goto("/")
    expect(page.get_by_text("10 ärenden har fördelats till dig")).to_be_visible()


def who_stands_in_is_shown(hand: Hand) -> None:
    row = hand.page.locator("tbody tr").filter(has_text="Coach Farsta").first
    expect(row).to_contain_text("Frånvarande. Ersättare: Kollega Farsta")


def test_a_chef_reviews_the_months_log_and_is_told_which_is_next(
    world: World, sit_down: SitDown, at
):
    at("2026-04-01 09:00")
    a_month(world)
    hand = sit_down(world.chef)
    page = hand.page
    page.goto("/")
    hand.unfold("Mer")
    hand.click("link", "Logguppföljning")
    hand.open_row("Jobbtorg Farsta")
    hand.click("button", "Börja")
    flagged = page.locator("tbody tr").filter(has_text="Utan uppdrag")
    expect(flagged).to_have_count(3)
    hand.check("Välj alla i listan")
    hand.click("button", "Behörig")
    expect(page.get_by_text("Allt i den här listan är klart.")).to_be_visible()
    hand.click("button", "Signera rapporten")
    told = page.get_by_role("status").first
    expect(told).to_contain_text("Nästa månad att följa upp är april 2026 från och med 1 maj.")
    review = LogReview.objects.get()
    assert review.drawn == 25 + 3 and review.report.signed_by == world.chef
