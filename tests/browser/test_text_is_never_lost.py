"""users.md P1 and P2: "Du förlorar aldrig text." A time-out, a crash, two tabs, a lost network."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from cases.models import Assessment, Case, Draft, Investigation
from tests.browser.conftest import sign_in
from tests.faults.full import answers_as_full
from tests.world import World

SAVED = re.compile(r"^Sparat \d\d:\d\d:\d\d$")
SIGNED_OUT = "Du är utloggad. Logga in igen – din text är kvar."
PATIENCE = 20_000  # a retry comes every fifth second
TEXT = "Tilda bor hos sina föräldrar och har sökt arbete sedan gymnasiet."
MORE = " Hon vill helst arbeta i butik."


@pytest.fixture
def case(world: World) -> Case:
    """Under investigation, nothing written yet."""
    return world.started()


def open_part(page: Page, case: Case) -> None:
    """Samlad bedömning, with the longest texts of the case."""
    page.goto(f"/arenden/{case.slug}/utredning/samlad-bedomning/")


def facts(page: Page):
    """The field that the tests write in."""
    return page.get_by_role("textbox", name="Fakta")


def write(page: Page, text: str) -> None:
    """With real keys, after what stands there."""
    facts(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def told(page: Page):
    """Where the page says what is saved."""
    return page.locator("[data-draft-status]")


def kept() -> str:
    """The text that the server has."""
    return Draft.objects.get().data["facts"][0]


def open_and_save(page: Page, case: Case) -> None:
    """A page with a draft that has been saved once."""
    open_part(page, case)
    write(page, TEXT)
    expect(told(page)).to_have_text(SAVED)


def submit(page: Page) -> None:
    page.get_by_role("button", name="Spara samlad bedömning").click()
    expect(page.get_by_role("status").first).to_have_text("Samlad bedömning är sparad.")


def saved_facts(case: Case) -> str:
    return Investigation.objects.of(case).summary.facts


def test_what_is_written_is_saved_within_five_seconds_of_the_last_key(world, case, open_page):
    page = open_page(world.coach)
    open_part(page, case)
    write(page, TEXT)
    expect(told(page)).to_have_text(SAVED, timeout=5_000)
    assert kept() == TEXT


def test_what_is_written_before_the_script_has_come_is_saved(world, case, open_page):
    page, held = open_page(world.coach), []
    page.route("**/drafts.js", lambda route: held.append(route))
    page.goto(f"/arenden/{case.slug}/utredning/samlad-bedomning/", wait_until="commit")
    facts(page).fill(TEXT)
    with page.expect_response("**/drafts.js"):
        held[0].continue_()
    expect(told(page)).to_have_text(SAVED)
    assert kept() == TEXT


def test_who_writes_without_a_pause_is_saved_meanwhile(world, case, open_page):
    page = open_page(world.coach)
    open_part(page, case)
    facts(page).focus()
    until = time.monotonic() + 8
    while time.monotonic() < until and not SAVED.match(told(page).inner_text()):
        page.keyboard.type("ord ", delay=20)
    expect(told(page)).to_have_text(SAVED, timeout=1)
    assert kept().startswith("ord ord ord")


def test_a_session_that_ends_asks_for_a_new_sign_in_and_the_writing_goes_on(world, case, open_page):
    page = open_page(world.coach)
    open_and_save(page, case)
    Session.objects.all().delete()
    write(page, MORE)
    dialog = page.get_by_role("alertdialog")
    expect(dialog.get_by_role("heading")).to_have_text(SIGNED_OUT)
    with page.expect_popup() as opened:
        dialog.get_by_role("link", name="Logga in i en ny flik").click()
    saves = page.locator("form[data-draft-url]").get_attribute("data-draft-url")
    page.route(f"**{saves}", lambda route: route.abort())  # no retry is to close the dialog first
    sign_in(opened.value, "coach-farsta")
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Du är inloggad igen")
    opened.value.close()
    page.unroute(f"**{saves}")
    dialog.get_by_role("button", name="Jag har loggat in").click()
    expect(dialog).to_be_hidden()
    expect(facts(page)).to_be_focused()
    page.keyboard.type(" Och mer.")
    expect(facts(page)).to_have_value(f"{TEXT}{MORE} Och mer.")
    expect(page.locator("form[data-unsaved]")).to_have_count(0, timeout=PATIENCE)
    assert kept() == f"{TEXT}{MORE} Och mer."
    submit(page)
    assert saved_facts(case) == f"{TEXT}{MORE} Och mer."


def test_the_dialog_closes_by_itself_when_the_writer_has_signed_in(world, case, open_page):
    page = open_page(world.coach)
    open_and_save(page, case)
    Session.objects.all().delete()
    write(page, MORE)
    page.get_by_role("button", name="Spara samlad bedömning").click()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_be_visible()
    other = page.context.new_page()
    other.goto("/login/")
    sign_in(other, "coach-farsta")
    expect(dialog).to_be_hidden(timeout=PATIENCE)
    assert kept() == TEXT + MORE


def test_after_a_crash_the_text_is_back(world, case, open_page):
    page = open_page(world.coach)
    open_and_save(page, case)
    page.context.close()
    again = open_page()
    open_part(again, case)
    sign_in(again, "coach-farsta")
    expect(facts(again)).to_have_value(TEXT)
    expect(again.get_by_text("Fälten visar ditt utkast från")).to_be_visible()
    expect(told(again)).to_have_text(SAVED)


def test_without_a_network_the_text_waits_and_is_then_saved(world, case, open_page):
    page = open_page(world.coach)
    open_part(page, case)
    page.context.set_offline(True)
    write(page, TEXT)
    expect(told(page)).to_have_text("Inte sparat. Ingen kontakt – vi försöker igen.")
    page.get_by_role("button", name="Spara samlad bedömning").click()
    expect(told(page)).to_have_text("Inte sparat. Ingen kontakt – vi försöker igen.")
    expect(facts(page)).to_have_value(TEXT)
    assert not Draft.objects.exists()
    page.context.set_offline(False)
    expect(told(page)).to_have_text(SAVED, timeout=PATIENCE)
    assert kept() == TEXT


def test_two_minutes_without_a_network_lose_nothing(world, case, open_page):
    page = open_page(world.coach)
    page.clock.install()
    open_part(page, case)
    page.context.set_offline(True)
    write(page, TEXT)
    page.clock.run_for(60_000)
    expect(told(page)).to_have_text("Inte sparat. Ingen kontakt – vi försöker igen.")
    write(page, MORE)
    page.clock.run_for(60_000)
    expect(facts(page)).to_have_value(TEXT + MORE)
    assert not Draft.objects.exists()
    page.context.set_offline(False)
    page.clock.run_for(6_000)
    expect(told(page)).to_have_text(SAVED)
    assert kept() == TEXT + MORE


def test_while_a_disk_is_full_the_page_stays_with_its_text_and_then_saves_it(
    world, case, open_page
):
    page = open_page(world.coach)
    open_and_save(page, case)
    with answers_as_full("cases_draft", "cases_assessment"):
        write(page, MORE)
        expect(told(page)).to_have_text("Inte sparat. Servern svarar inte – vi försöker igen.")
        page.get_by_role("button", name="Spara samlad bedömning").click()
        expect(told(page)).to_have_text("Inte sparat. Servern svarar inte – vi försöker igen.")
        page.wait_for_timeout(1000)
        expect(facts(page)).to_have_value(TEXT + MORE)
        assert kept() == TEXT
    expect(told(page)).to_have_text(SAVED, timeout=PATIENCE)
    assert kept() == TEXT + MORE
    submit(page)
    assert saved_facts(case) == TEXT + MORE


def test_a_form_sent_without_script_to_a_full_disk_is_shown_to_be_copied(world, case, open_page):
    page = open_page(world.coach, java_script_enabled=False)
    open_part(page, case)
    facts(page).fill(TEXT)
    with answers_as_full("cases_draft", "cases_assessment"):
        page.get_by_role("button", name="Spara samlad bedömning").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Det går inte att spara just nu")
        expect(page.get_by_role("region", name="Det du skrev")).to_contain_text(TEXT)
    assert not Assessment.objects.exists()


def test_nothing_of_it_is_kept_in_the_browser(world, case, open_page):
    page = open_page(world.coach)
    open_and_save(page, case)
    stored = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length,"
        " (await indexedDB.databases()).length, (await caches.keys()).length]"
    )
    assert stored == [0, 0, 0, 0]
    assert {c["name"] for c in page.context.cookies()} <= {"sessionid", "csrftoken"}


def test_a_form_sent_after_the_session_ended_is_carried_over_the_sign_in_without_script(
    world, case, open_page
):
    page = open_page(world.coach, java_script_enabled=False)
    open_part(page, case)
    facts(page).fill(TEXT)
    Session.objects.all().delete()
    page.get_by_role("button", name="Spara samlad bedömning").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Logga in igen – din text är kvar")
    sign_in(page, "coach-farsta")
    expect(heading).to_have_text("Din text är kvar")
    page.get_by_role("button", name="Fortsätt och spara").click()
    expect(page.get_by_role("status").first).to_have_text("Samlad bedömning är sparad.")
    assert saved_facts(case) == TEXT
