"""The coach's registration and the manager's decision: by keyboard alone, and without script."""

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.models import Application, Case
from decisions.models import Decision
from tests.browser.conftest import TILDA, Hand, sign_in
from tests.world import OWN_WORDS, World

FOCUS = """() => {
    const stop = document.activeElement;
    const style = getComputedStyle(stop);
    const box = stop.getBoundingClientRect();
    return {
        what: stop.outerHTML.slice(0, 150),
        page: stop === document.body,
        frame: stop.localName === "iframe",
        marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""
TOO_LONG = "2027-12-31"


class Keyboard:
    """Someone without a mouse, who must see where the focus is at every stop."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)

    def reach(self, target: Locator) -> None:
        """Tab until the focus is there."""
        expect(target).to_be_visible()
        for _ in range(80):
            if target.evaluate("found => found === document.activeElement"):
                return
            self.press("Tab")
            self.look()
        raise AssertionError(f"Tabb når inte {target}")

    def look(self) -> None:
        """The focus is in sight and marked, unless it is outside of the page."""
        stop = self.page.evaluate(FOCUS)
        if not (stop["page"] or stop["frame"]):
            assert stop["marked"], f"Fokus syns inte på {stop['what']}"
            assert stop["seen"], f"Fokus är utanför fönstret på {stop['what']}"

    def go(self, role, name: str) -> None:
        """To a link or a button, and Enter."""
        self.reach(self.page.locator("main").get_by_role(role, name=name, exact=True))
        self.press("Enter")

    def write(self, label: str, text: str) -> None:
        """To a field, and what stands there is replaced."""
        self.reach(self.page.get_by_role("textbox", name=label))
        self.press("Control+A")
        self.page.keyboard.type(text)

    def pick(self, label: str, start: str) -> None:
        """To a list, and the choice that begins so."""
        self.reach(self.page.get_by_role("combobox", name=label))
        self.page.keyboard.type(start)

    def tick_first(self, group: str) -> None:
        """To a group of radio buttons, and the first of them."""
        first = self.page.get_by_role("group", name=group).get_by_role("radio").first
        self.reach(first)
        self.press("Space")
        expect(first).to_be_checked()
        self.look()

    def tick_second(self, group: str) -> None:
        """To a group of radio buttons, and the second of them."""
        radios = self.page.get_by_role("group", name=group).get_by_role("radio")
        self.reach(radios.first)
        self.press("Space")
        self.press("ArrowDown")
        expect(radios.nth(1)).to_be_checked()
        self.look()

    def skip(self) -> None:
        """Past the head of the page."""
        self.page.wait_for_load_state()
        self.press("Tab")
        link = self.page.get_by_role("link", name="Hoppa till innehållet")
        expect(link).to_be_focused()
        self.look()
        self.press("Enter")
        expect(self.page.locator("#innehall")).to_be_focused()


def error_summary(page: Page) -> Locator:
    return page.locator("[data-error-summary]")


@pytest.fixture
def proposed(world: World) -> Case:
    """Waits for decision, with nothing that stands in its way."""
    assert world.chef
    return world.proposed(TILDA)


def test_a_coach_registers_with_the_keyboard_alone(world: World, open_page):
    assert world.coach
    page = open_page()
    page.goto("/")
    keyboard = Keyboard(page)
    keyboard.write("Användarnamn", "coach-farsta")
    keyboard.write("Lösenord", "hemligt")
    keyboard.go("button", "Logga in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Min arbetslista")
    keyboard.skip()
    keyboard.go("link", "Ny ansökan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny ansökan")
    keyboard.skip()
    keyboard.write("Personnummer", TILDA)
    keyboard.go("button", "Registrera ansökan")
    expect(error_summary(page)).to_be_focused()
    expect(page).to_have_title("Fel: Ny ansökan – Jobbtorg")
    keyboard.go("link", "Ange förnamn.")
    expect(page.get_by_role("textbox", name="Förnamn")).to_be_focused()
    keyboard.write("Förnamn", "Tilda")
    keyboard.write("Efternamn", "Provström")
    keyboard.tick_second("Kanal")
    keyboard.pick("Nåddes via", "U")
    keyboard.pick("Målgrupp", "UVAS")
    keyboard.write("Med den sökandes egna ord", OWN_WORDS)
    keyboard.go("button", "Registrera ansökan")
    expect(page.get_by_role("status").first).to_contain_text("Ansökan är registrerad.")
    row = Application.objects.get()
    assert (row.channel, row.reached_by.code) == ("muntlig", "insatser")
    assert (row.target_group.code, row.own_words) == ("uvas", OWN_WORDS)


def test_a_manager_decides_with_the_keyboard_alone(world: World, proposed: Case, open_page):
    page = open_page(world.chef)
    page.goto("/")
    keyboard = Keyboard(page)
    keyboard.skip()
    keyboard.go("link", "Tilda Provström")
    expect(page.get_by_role("heading", level=1)).to_have_text("Översikt")
    keyboard.go("link", "Fatta beslut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beslut")
    keyboard.skip()
    until = page.get_by_role("textbox", name="Till och med").input_value()
    keyboard.write("Till och med", TOO_LONG)
    keyboard.go("button", "Fatta beslut")
    expect(error_summary(page)).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Till och med")).to_be_focused()
    keyboard.write("Till och med", until)
    keyboard.go("button", "Förhandsgranska brev")
    expect(page.get_by_role("heading", level=1)).to_have_text("Förhandsgranska brev")
    keyboard.tick_first("Är du jävig i ärendet?")
    keyboard.go("button", "Fatta beslut")
    expect(page.get_by_role("link", name="Öppna brevet (pdf)")).to_be_visible()
    assert Decision.objects.get().application.case == proposed


def test_a_coach_registers_without_javascript(world: World, open_page):
    assert world.coach
    page = open_page(java_script_enabled=False)
    page.goto("/")
    sign_in(page, "coach-farsta")
    hand = Hand(page)
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
