"""users.md script 9.4 step 9: begäran om utlämnande, masked with the mouse and by keys."""

import re

import pytest
from playwright.sync_api import Page, expect

from disclosure.models import Disclosure, Given
from tests.browser.conftest import SitDown
from tests.browser.hands import Hand, Keyboard
from tests.disclosure.helpers import (
    OTHER,
    SECRET,
    asked,
    everything_in,
    filed,
    pictures_in,
    text_in,
)

GROUND = "26 kap. 1 § OSL: personliga förhållanden i socialtjänsten"
AREA = {"Från vänster": "5", "Uppifrån": "5", "Bredd": "90", "Höjd": "15"}
WHY = "Uppgifterna rör en annan person."


def test_the_registrator_masks_and_gives(world, sit_down: SitDown):
    case = world.started()
    filed(world, case)
    hand = sit_down(world.registrator)
    page = hand.page
    page.goto(f"/arenden/{case.slug}/utlamnanden/")
    hand.click("link", "Registrera begäran")
    hand.choose("Vem begär uppgifterna?", "Någon annan")
    hand.choose("Hur begäran kom in", "Telefon")
    hand.fill("Vad som begärs", "Brevet som kom in till er.")
    hand.click("button", "Registrera")
    mask = page.locator("main").get_by_role("link", name="Välj handlingar och maska")
    hand.press(mask.first)
    hand.check("Handling 1")
    hand.click("button", "Spara valet")
    words_are_masked(hand)
    hand.press(page.get_by_role("link", name="Öppna sidorna"))
    the_lines_are_masked(hand)
    hand.click("link", "Klar med handlingen")
    hand.click("button", "Skapa maskad kopia")
    hand.click("link", re.compile("^Öppna Maskad kopia"))
    it_is_looked_through_and_given(hand)
    nothing_masked_is_in_it()


def words_are_masked(hand: Hand) -> None:
    """A name, wherever it stands."""
    hand.fill("Ord eller namn", SECRET)
    hand.select("Stöd", GROUND)
    hand.click("button", "Maska ordet")
    expect(hand.page.get_by_text("2 ord i texten")).to_be_visible()


def the_lines_are_masked(hand: Hand) -> None:
    """The first lines of the page: drawn over with the mouse, or told in per cent."""
    if isinstance(hand, Keyboard):
        for label, value in AREA.items():
            hand.write(hand.page.get_by_role("spinbutton", name=label), value)
        assert hand.page.locator("[data-new]").get_attribute("width") == "900"
    else:
        draw(hand.page)
    hand.select("Stöd", GROUND)
    hand.click("button", "Maska området")
    expect(hand.page.get_by_text("Område 1: 26 kap. 1 § OSL")).to_be_visible()


def draw(page: Page) -> None:
    """From corner to corner."""
    sheet = page.locator("[data-sheet]")
    expect(sheet.locator("img")).to_have_js_property("complete", True)
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.05, box["y"] + box["height"] * 0.05)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + box["height"] * 0.2, steps=5)
    page.mouse.up()
    width = page.get_by_label("Bredd, procent").input_value()
    assert 88 < float(width) < 92


def it_is_looked_through_and_given(hand: Hand) -> None:
    """The copy is on the page before the button."""
    expect(hand.page.get_by_role("heading", name="Gå igenom kopian")).to_be_visible()
    hand.page.wait_for_load_state("networkidle")
    hand.fill("Varför det maskade inte lämnas ut", WHY)
    hand.click("button", "Godkänn för utlämnande")
    hand.press(hand.page.locator("main").get_by_role("link", name="Lämna ut kopian").first)
    hand.choose("Hur kopian lämnas ut", "Överlämnat personligen")
    hand.fill("Till", "Okänd besökare")
    hand.click("button", "Anteckna som utlämnat")
    expect(hand.page.locator(".lead").get_by_text("Utlämnat")).to_be_visible()


def nothing_masked_is_in_it() -> None:
    """Neither what the words told of nor what was drawn over."""
    row = Given.objects.get().release.copy
    searched = text_in(bytes(row.pdf)) + everything_in(bytes(row.pdf))
    assert SECRET not in searched and OTHER not in searched
    page = pictures_in(bytes(row.pdf))[1].convert("L")
    assert sum(page.histogram()[:20]) > 0.05 * page.width * page.height
    assert Disclosure.objects.waiting().count() == 0


@pytest.mark.parametrize("number", ["", "101"])
def test_a_number_that_is_no_part_of_the_page_is_told_of(world, open_page, number):
    found = asked(world)
    page = open_page(world.registrator)
    page.goto(f"{found.get_absolute_url()}maska/")
    page.get_by_role("checkbox", name="Journalen").check()
    page.get_by_role("button", name="Spara valet").click()
    page.get_by_role("link", name="Öppna sidorna").click()
    page.get_by_label("Från vänster").fill(number)
    page.get_by_role("button", name="Maska området").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
