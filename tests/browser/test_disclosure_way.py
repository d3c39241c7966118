"""users.md script 9.4 step 9: begäran om utlämnande, masked with the mouse and by keys alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from disclosure.models import Disclosure, Given, MaskedCopy
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

WHY = "Uppgifterna rör en annan person."


def test_the_registrator_masks_with_the_mouse_and_gives(world, open_page):
    case = world.started()
    filed(world, case)
    page = open_page(world.registrator)
    hand = Hand(page)
    page.goto(f"/arenden/{case.slug}/utlamnanden/")
    hand.click("link", "Registrera begäran")
    hand.choose("Vem begär uppgifterna?", "Någon annan")
    hand.choose("Hur begäran kom in", "Telefon")
    hand.fill("Vad som begärs", "Brevet som kom in till er.")
    hand.click("button", "Registrera")
    page.locator("main").get_by_role("link", name="Välj handlingar och maska").first.click()
    page.get_by_role("checkbox", name="Handling 1").check()
    hand.click("button", "Spara valet")
    words_are_masked(hand)
    page.get_by_role("link", name="Öppna sidorna").click()
    the_line_is_drawn_over(page)
    hand.click("link", "Klar med handlingen")
    hand.click("button", "Skapa maskad kopia")
    hand.click("link", re.compile("^Öppna Maskad kopia"))
    it_is_looked_through_and_given(hand)
    nothing_masked_is_in_it()


def words_are_masked(hand: Hand) -> None:
    """A name, wherever it stands."""
    hand.fill("Ord eller namn", SECRET)
    hand.page.get_by_label("Stöd").select_option(value="osl-26-1")
    hand.click("button", "Maska ordet")
    expect(hand.page.get_by_text("2 ord i texten")).to_be_visible()


def the_line_is_drawn_over(page: Page) -> None:
    """The first lines of the page, from corner to corner."""
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
    page.get_by_label("Stöd").select_option(value="osl-26-1")
    page.get_by_role("button", name="Maska området").click()
    expect(page.get_by_text("Område 1: 26 kap. 1 § OSL")).to_be_visible()


def it_is_looked_through_and_given(hand: Hand) -> None:
    """The copy is on the page before the button."""
    expect(hand.page.get_by_role("heading", name="Gå igenom kopian")).to_be_visible()
    hand.page.wait_for_load_state("networkidle")
    hand.fill("Varför det maskade inte lämnas ut", WHY)
    hand.click("button", "Godkänn för utlämnande")
    hand.page.locator("main").get_by_role("link", name="Lämna ut kopian").first.click()
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


def test_the_area_is_told_and_the_copy_made_by_the_keyboard_alone(world, open_page):
    found = asked(world)
    page = open_page(world.registrator)
    hand = Keyboard(page)
    page.goto(f"{found.get_absolute_url()}maska/")
    hand.check("Journalen")
    hand.click("button", "Spara valet")
    hand.click("link", "Öppna sidorna i Journalen")
    for label, value in (
        ("Från vänster", "10"), ("Uppifrån", "10"), ("Bredd", "50"), ("Höjd", "20"),
    ):  # fmt: skip
        hand.write(page.get_by_role("spinbutton", name=label), value)
    rect = page.locator("[data-new]")
    assert rect.get_attribute("width") == "500" and rect.get_attribute("y") == "100"
    field = page.get_by_label("Stöd")
    field.focus()
    page.keyboard.press("ArrowDown")
    hand.click("button", "Maska området")
    expect(page.get_by_text("Område 1:")).to_be_visible()
    hand.click("link", "Klar med handlingen")
    hand.click("button", "Skapa maskad kopia")
    hand.click("link", re.compile("^Öppna Maskad kopia"))
    expect(page.get_by_role("heading", name="Gå igenom kopian")).to_be_visible()
    assert MaskedCopy.objects.get().masks == 1


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
