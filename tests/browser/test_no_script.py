"""The coach's registration and the manager's decision without script."""

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.models import Application, Case
from decisions.models import Decision
from tests.browser.conftest import TILDA
from tests.browser.hands import Hand
from tests.world import OWN_WORDS, World

TOO_LONG = "2027-12-31"


def error_summary(page: Page) -> Locator:
    return page.locator("[data-error-summary]")


@pytest.fixture
def proposed(world: World) -> Case:
    """Waits for decision, with nothing that stands in its way."""
    assert world.chef
    return world.proposed(TILDA)


def test_a_coach_registers_without_javascript(world: World, open_page):
    assert world.coach
    page = open_page(java_script_enabled=False)
    page.goto("/")
    hand = Hand(page)
    hand.sign_in("coach-farsta")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    hand.click("link", "Ny ansökan", page.locator("#innehall"))
    hand.fill("Personnummer", TILDA)
    hand.fill("Med den sökandes egna ord", OWN_WORDS)
    hand.click("button", "Registrera ansökan")
    error_summary(page).get_by_role("link", name="Ange förnamn.").click()
    hand.fill("Förnamn", "Tilda")
    hand.fill("Efternamn", "Provström")
    hand.choose("Kanal", "Muntlig")
    hand.select("Nåddes via", "Uppsökande – Insatser")
    hand.select("Målgrupp", "UVAS")
    hand.click("button", "Registrera ansökan")
    expect(page.get_by_role("status").first).to_contain_text("Ansökan är registrerad.")
    assert Application.objects.get().own_words == OWN_WORDS


def test_a_manager_decides_without_javascript(world: World, proposed: Case, open_page):
    page = open_page(world.chef, java_script_enabled=False)
    page.goto("/")
    hand = Hand(page)
    hand.click("link", "Tilda Provström")
    hand.click("link", "Fatta beslut")
    until = hand.field("Till och med").input_value()
    hand.fill("Till och med", TOO_LONG)
    hand.click("button", "Förhandsgranska brev")
    expect(error_summary(page)).to_contain_text("Perioden får vara högst 6 månader")
    expect(hand.field("Till och med")).to_have_value(TOO_LONG)
    hand.fill("Till och med", until)
    hand.click("button", "Förhandsgranska brev")
    expect(page.get_by_title("Beslutsbrevet")).to_be_visible()
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Fatta beslut")
    expect(page.get_by_role("link", name="Öppna brevet (pdf)")).to_be_visible()
    assert Decision.objects.get().application.case == proposed
