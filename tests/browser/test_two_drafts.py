"""Two tabs, one form: the later is told, both texts are compared, and the writer chooses."""

import re

import pytest
from playwright.sync_api import Page, expect

from cases.models import Assessment, Case, Draft
from tests.browser.test_text_is_never_lost import (
    MORE,
    PATIENCE,
    SAVED,
    TEXT,
    facts,
    kept,
    open_part,
    told,
    write,
)
from tests.world import World

OTHER = "Tilda bor hos sina föräldrar men har fått en egen lägenhet."


@pytest.fixture
def case(world: World) -> Case:
    """Under investigation, nothing written yet."""
    return world.started()


@pytest.fixture
def beside(world, case, open_page) -> tuple[Page, Page]:
    """The first has saved, the second is untouched."""
    first = open_page(world.coach)
    second = first.context.new_page()
    for page in (first, second):
        open_part(page, case)
    write(first, TEXT)
    save(first)
    expect(told(first)).to_have_text(SAVED)
    return first, second


@pytest.fixture
def tabs(beside) -> tuple[Page, Page]:
    """The first has saved, the second has then written something else."""
    first, second = beside
    first.get_by_role("group", name="Förslag enligt 11 kap. 1 § SoL").get_by_role(
        "radio", name="Avslag"
    ).check()
    save(first)
    expect(first.locator("form[data-unsaved]")).to_have_count(0)
    write(second, OTHER)
    save(second)
    expect(panel(second)).to_be_visible()
    return first, second


def save(page: Page) -> None:
    """As a writer does who will not wait; that it saves itself is test_text_is_never_lost."""
    page.keyboard.press("Control+s")


def panel(page: Page):
    return page.get_by_role("region", name="Jämför texterna")


def field(page: Page, label: str):
    return panel(page).locator(".comparison-field").filter(has_text=label)


def test_of_two_tabs_the_later_is_told_and_overwrites_nothing(tabs):
    first, second = tabs
    expect(second.get_by_role("alert")).to_contain_text("Du har nyare text i en annan flik.")
    expect(told(second)).to_have_text("Inte sparat.")
    expect(facts(second)).to_have_value(OTHER)
    assert kept() == TEXT
    write(first, MORE)
    expect(first.locator("form[data-unsaved]")).to_have_count(0, timeout=PATIENCE)
    assert kept() == TEXT + MORE


def test_both_texts_are_shown_field_by_field_with_the_difference_marked(tabs):
    _, second = tabs
    boxes = field(second, "Fakta").locator(".compared")
    expect(boxes.nth(0)).to_have_text(TEXT)
    expect(boxes.nth(1)).to_have_text(OTHER)
    expect(boxes.nth(0).locator("ins").first).to_have_text(re.compile("och|sökt"))
    expect(boxes.nth(1).locator("del").first).to_have_text(re.compile("men|fått"))
    assert "underline" in line_of(boxes.nth(0).locator("ins").first)
    assert "line-through" in line_of(boxes.nth(1).locator("del").first)
    outcome = field(second, "11 kap. 1 §").locator(".compared")
    expect(outcome.nth(0)).to_have_text("Avslag")
    expect(outcome.nth(1)).to_have_text("Tomt")
    expect(panel(second).locator(".comparison-field")).to_have_count(2)


def line_of(marked) -> str:
    return marked.evaluate("element => getComputedStyle(element).textDecorationLine")


def test_the_text_here_is_kept_at_the_writers_word(tabs):
    _, second = tabs
    panel(second).get_by_role("button", name="Behåll min text").click()
    expect(told(second)).to_have_text(SAVED, timeout=PATIENCE)
    expect(panel(second)).to_have_count(0)
    expect(facts(second)).to_have_value(OTHER)
    assert kept() == OTHER


def test_the_other_text_is_taken_at_the_writers_word(tabs):
    _, second = tabs
    panel(second).get_by_role("button", name="Ta den andra texten").click()
    expect(panel(second)).to_have_count(0)
    expect(facts(second)).to_have_value(TEXT)
    expect(second.get_by_role("radio", name="Avslag").first).to_be_checked()
    assert kept() == TEXT
    write(second, MORE)
    expect(second.locator("form[data-unsaved]")).to_have_count(0, timeout=PATIENCE)
    assert kept() == TEXT + MORE


def test_before_the_choice_the_form_is_not_sent(tabs, case):
    _, second = tabs
    second.get_by_role("button", name="Spara samlad bedömning").click()
    expect(panel(second)).to_be_focused()
    assert Draft.objects.exists()
    assert kept() == TEXT


def test_newer_still_is_compared_anew(tabs):
    first, second = tabs
    write(first, MORE)
    expect(first.locator("form[data-unsaved]")).to_have_count(0, timeout=PATIENCE)
    panel(second).get_by_role("button", name="Behåll min text").click()
    expect(field(second, "Fakta").locator(".compared").first).to_have_text(TEXT + MORE)
    assert kept() == TEXT + MORE


def test_what_is_sent_at_once_does_not_take_the_place_of_a_newer_text_either(beside):
    _, second = beside
    facts(second).fill(OTHER)
    second.get_by_role("button", name="Spara samlad bedömning").click()
    expect(panel(second)).to_be_visible()
    assert kept() == TEXT
    assert not Assessment.objects.exists()
    panel(second).get_by_role("button", name="Behåll min text").click()
    expect(told(second)).to_have_text(SAVED, timeout=PATIENCE)
    second.get_by_role("button", name="Spara samlad bedömning").click()
    expect(second.get_by_role("status").first).to_have_text("Samlad bedömning är sparad.")
    assert Assessment.objects.get().facts == OTHER
    assert not Draft.objects.exists()


def test_an_untouched_page_does_not_throw_away_what_was_written_in_another_tab(beside):
    _, second = beside
    second.get_by_role("button", name="Spara samlad bedömning").click()
    expect(field(second, "Fakta").locator(".compared").nth(1)).to_have_text("Tomt")
    assert kept() == TEXT
