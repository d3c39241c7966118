"""users.md script 9.1, step 8, and the phrases: a note by the key N, signed, and corrected."""

import pytest
from playwright.sync_api import Page, expect

from cases.models import JournalEntry
from cases.phrases import make_phrase
from tests.browser.hands import Hand
from tests.browser.test_text_is_never_lost import facts

PHRASE = "Jag har försökt nå den sökande per telefon två gånger utan att få svar."
MARK = "Infogad fras som inte är ändrad: Försökt nå"


@pytest.fixture
def page(world, open_page, at) -> Page:
    at("2026-03-02 09:20")
    make_phrase("Försökt nå", PHRASE, by=world.coach)
    make_phrase("Bokad tid", "Vi har bokat en tid på jobbtorget.", by=world.coach)
    page = open_page(world.coach)
    page.goto(f"{world.started().get_absolute_url()}historik/")
    return page


def test_n_opens_a_note_that_is_signed_at_once_and_then_corrected(page):
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny anteckning")
    expect(page.get_by_label("Rubrik")).to_be_focused()
    page.keyboard.type("Samtal den 23 februari")  # with an n: in a field the key is a letter
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny anteckning")
    page.get_by_label("Händelsedatum").fill("2026-02-23")
    page.get_by_role("textbox", name="Text").fill("Tilda ringde.")
    page.get_by_role("button", name="Spara och signera").click()
    entry = page.locator(".timeline > li").filter(has_text="Samtal den 23 februari")
    expect(entry).to_contain_text("Skrivet i efterhand")
    expect(entry).to_contain_text("23 februari 2026")
    expect(entry).to_contain_text("Skrivet 2026-03-02 09:2")
    expect(entry.get_by_role("link", name="Ändra")).to_have_count(0)
    entry.get_by_role("link", name="Rätta").click()
    page.get_by_label("Varför rättas anteckningen?").fill("Det var hennes syster.")
    page.get_by_role("textbox", name="Det som ska stå").fill("Tildas syster ringde.")
    page.get_by_role("button", name="Rätta").click()
    old = page.locator(".timeline > .corrected")
    expect(old).to_contain_text("Tilda ringde.")
    expect(old.locator(".timeline-text")).to_have_css("text-decoration-line", "line-through")
    expect(old.get_by_role("link", name="till rättelsen")).to_be_visible()
    assert JournalEntry.objects.get(kind="rattelse").text == "Tildas syster ringde."


def test_a_note_takes_three_movements(page):
    hand = Hand(page)
    hand.shortcut("n")
    hand.fill("Text", "Tilda ringde.")
    hand.click("button", "Spara och signera")
    expect(page.get_by_role("status").first).to_have_text("Anteckningen är signerad.")
    assert hand.count <= 3
    assert JournalEntry.objects.get(kind="anteckning").text == "Tilda ringde."


def test_a_phrase_is_inserted_by_keys_and_marked_until_it_is_edited(page):
    page.goto(page.url.replace("historik/", "utredning/samlad-bedomning/"))
    facts(page).fill("Vi har väntat.")
    button = page.get_by_role("button", name="Infoga fras i Fakta")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Infoga fras")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("telefon")
    expect(dialog.get_by_role("button", name="Bokad tid")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(facts(page)).to_have_value(f"Vi har väntat. {PHRASE}")
    expect(page.get_by_text(MARK)).to_be_visible()
    expect(page.locator("[data-draft-status]")).to_contain_text("Sparat")
    page.reload()
    expect(page.get_by_text(MARK)).to_be_visible()
    page.get_by_role("button", name="Visa frasen Försökt nå i texten").click()
    assert page.evaluate("String(getSelection())") == PHRASE
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Backspace")
    expect(page.get_by_text(MARK)).to_have_count(0)
