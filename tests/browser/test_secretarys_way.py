"""users.md script 9.5: the nämndsekreterare reports decisions and notes the anslag."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from decisions.models import Decision, ReportList
from tests.browser.conftest import SitDown
from tests.browser.hands import Hand
from tests.browser.test_managers_way import pdf_of
from tests.decisions.reporting import decided_on
from tests.world import World, test_number

COLUMNS = [
    "Löpnr", "Beslutsdatum", "Ärendenummer", "Beslutstyp", "Lagrum", "Utfall", "Punkt", "Enhet",
    "Delegat",
]  # fmt: skip
RUNS = "Laglighetsprövning t.o.m. fredag 17 april 2026"


def test_a_secretary_reports_what_is_decided_and_notes_the_anslag(
    world: World, sit_down: SitDown, at
):
    at("2026-03-01 10:00")
    assert world.sekreterare
    decided = [decided_on(world, date(2026, 3, 3), 1), by_the_deputy(world, at)]
    at("2026-03-16 09:00")
    hand = sit_down(world.sekreterare)
    the_list_holds_each_decision_and_no_name(hand, decided)
    it_is_fixed_and_nothing_is_reported_twice(hand)
    late = decided_on(world, date(2026, 3, 14), 3)
    at("2026-03-27 13:00")
    the_anslag_is_noted(sit_down(world.sekreterare), sit_down(world.chef).page, decided[0])
    at("2026-04-13 09:00")
    hand = sit_down(world.sekreterare)
    what_came_late_stands_in_the_next_list(hand, late)
    the_months_appeals_are_printed(hand)


def by_the_deputy(world: World, at) -> Decision:
    """On the last day of the deputy's delegation."""
    at("2026-03-09 16:00")
    case = world.proposed(test_number(date(1999, 1, 2)))
    return world.decide(case, world.rulings(), by=world.bitr)


def ask(hand: Hand, first: str, last: str) -> None:
    """Which decisions of these days are to be reported."""
    hand.fill("Från och med", first)
    hand.fill("Till och med", last)
    hand.click("button", "Visa besluten")


def the_list_holds_each_decision_and_no_name(hand: Hand, decided: list[Decision]) -> None:
    """Step 1."""
    page = hand.page
    page.goto("/")
    hand.click("link", "Anmälan av delegationsbeslut")
    ask(hand, "2026-02-16", "2026-03-15")
    table = page.get_by_role("region", name="Besluten i nästa lista")
    expect(table.get_by_role("columnheader")).to_have_text(COLUMNS)
    for decision in decided:
        expect(table).to_contain_text(decision.application.case.number)
    expect(table).to_contain_text("Bitr Farsta")
    assert "Provström" not in page.content()


def it_is_fixed_and_nothing_is_reported_twice(hand: Hand) -> None:
    """Step 2."""
    page = hand.page
    hand.click("button", "Fastställ lista")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lista 2026:1")
    expect(page.locator(".lead")).to_contain_text("och låst")
    files = page.locator(".file-links")
    pdf_of(page, files.get_by_role("link", name="Listan som pdf").get_attribute("href"))
    csv = page.request.get(files.get_by_role("link", name="csv").get_attribute("href"))
    assert csv.body().startswith(b"\xef\xbb\xbf")
    assert ReportList.objects.get().total == Decision.objects.count() == 2
    hand.click("link", "Anmälan av delegationsbeslut", page.get_by_role("main"))
    ask(hand, "2026-02-16", "2026-03-15")
    expect(page.locator("main")).to_contain_text("Inga nya beslut")
    expect(page.get_by_role("button", name="Fastställ lista")).to_have_count(0)


def the_anslag_is_noted(hand: Hand, chef: Page, decision: Decision) -> None:
    """Step 4: from the anslag the time for laglighetsprövning runs."""
    page = hand.page
    page.goto("/anmalan/")
    hand.open_row("2026:1")
    hand.fill("Sammanträdesdag", "2026-03-24")
    hand.fill("Paragraf", "§ 12")
    hand.fill("Justerat", "2026-03-26")
    hand.fill("Anslagsdag", "2026-03-27")
    hand.click("button", "Registrera anslag")
    expect(page.locator("main")).to_contain_text("24 mars 2026, § 12")
    expect(page.get_by_text(RUNS).first).to_be_visible()
    chef.goto(f"{decision.application.case.get_absolute_url()}beslutet/")
    expect(chef.get_by_text(RUNS)).to_have_count(1)


def what_came_late_stands_in_the_next_list(hand: Hand, late: Decision) -> None:
    """Step 3."""
    hand.page.goto("/anmalan/")
    ask(hand, "2026-03-16", "2026-04-12")
    rows = hand.page.get_by_role("region", name="Besluten i nästa lista").locator("tbody tr")
    row = rows.filter(has_text=late.application.case.number)
    expect(row).to_contain_text("Fattat före perioden")
    expect(rows.filter(has_text=re.compile(r"JT 2026-\d"))).to_have_count(1)


def the_months_appeals_are_printed(hand: Hand) -> None:
    """Step 5."""
    hand.click("link", "Överklaganden")
    heading = hand.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Pågående överklaganden")
    link = hand.page.get_by_role("link", name="Skriv ut (pdf)")
    pdf_of(hand.page, link.get_attribute("href"))
