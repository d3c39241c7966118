"""A note by the key N, in three movements; and phrases."""

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


def test_n_opens_a_note_and_is_a_letter_in_a_field(page):
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny anteckning")
    expect(page.get_by_label("Rubrik")).to_be_focused()
    page.keyboard.type("Samtal den 23 februari")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny anteckning")
    expect(page.get_by_label("Rubrik")).to_have_value("Samtal den 23 februari")


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
