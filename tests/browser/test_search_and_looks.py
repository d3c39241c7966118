"""From any page to a person by the keyboard alone, and pages in the colours that one chooses."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.examiner import Examiner
from tests.browser.hands import Keyboard

NAME, ID = "Sök person eller ärende", "sok-arende"


@pytest.mark.parametrize(
    "digits", ["200202152385", "199001612382"], ids=["personnummer", "samordningsnummer"]
)
def test_ctrl_k_a_number_and_enter_lead_to_the_case(open_page, world, digits):
    case = world.started(digits)
    page = open_page(world.coach)
    for term in (case.number, case.person.formatted):
        page.goto("/kortkommandon/")
        page.keyboard.press("Control+k")
        expect(page.get_by_role("searchbox", name=NAME)).to_be_focused()
        page.keyboard.type(term)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"{case.get_absolute_url()}$"))


def test_ctrl_k_a_name_and_enter_twice_lead_to_the_first_hit(open_page, world):
    case = world.started()
    page = open_page(world.coach)
    page.goto("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("tilda")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=case.person.name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".identity")).to_contain_text(case.number)


def test_another_tab_of_the_list_leaves_the_focus_at_the_content(open_page, world):
    hand = Keyboard(open_page(world.coach))
    hand.page.goto("/")
    expect(hand.page.locator("body")).to_be_focused()  # nobody has come from anywhere
    hand.click("link", re.compile("^Mina ärenden"))
    expect(hand.page.get_by_text("Du har inga öppna ärenden")).to_be_visible()
    expect(hand.page.locator("#innehall")).to_be_focused()


def test_a_question_mark_shows_the_keys_unless_they_are_off_or_one_writes(open_page, world):
    page = open_page(world.coach)
    page.goto("/sok/")
    page.get_by_label("Namn eller nummer").press("?")
    expect(page.get_by_label("Namn eller nummer")).to_have_value("?")
    page.locator("h1").focus()
    page.keyboard.press("?")
    expect(page.locator("h1")).to_have_text("Kortkommandon")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_follow_the_computer_until_one_chooses(open_page, world, scheme):
    page = open_page(world.coach, color_scheme=scheme)
    page.goto("/utseende/")
    white = "rgb(255, 255, 255)"
    sheet = expect(page.locator(".topbar"))
    (sheet.to_have_css if scheme == "light" else sheet.not_to_have_css)("background-color", white)
    page.get_by_label("Ljust").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".topbar")).to_have_css("background-color", white)


def test_in_kompakt_nothing_is_too_small_to_press(open_page, world):
    world.coach.density = "kompakt"
    world.coach.save()
    case = world.planned().application.case
    look = Examiner(open_page(world.coach))
    for path in ("/", "/sok/", "/utseende/", case.get_absolute_url(), "/ny-ansokan/"):
        look.visit(path)
    for page in ("journal/", "beslutet/", "jobbplan/"):
        look.visit(case.get_absolute_url() + page)
    assert look.problems == []


def test_what_the_menu_has_no_room_for_stands_under_mer(open_page, world):
    page = open_page(world.chef)
    page.goto("/")
    menu = page.get_by_role("navigation", name="Huvudmeny")
    more = menu.locator("summary")
    expect(menu.get_by_role("link", name="Fraser")).to_be_hidden()
    more.press("Enter")
    expect(menu.get_by_role("link", name="Fraser")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Fraser")).to_be_hidden()
    expect(more).to_be_focused()
    more.click()
    menu.get_by_role("link", name="Fraser").click()
    expect(page.locator("h1")).to_have_text("Fraser")
    assert page.evaluate("document.querySelector('.topbar nav').offsetHeight") < 50
