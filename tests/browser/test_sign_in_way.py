"""Signing in with a device, with and without a script; the warning before a session ends."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.examiner import Examiner
from tests.signin.helpers import code_now, with_codes
from tests.world import World

TEXT = "Tilda har sökt arbete i butik."


@pytest.fixture
def local(settings) -> None:
    settings.SECOND_FACTOR = True


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_first_sign_in_adds_a_device_and_leads_on(world: World, local, open_page, script):
    assert world.coach
    page = open_page(java_script_enabled=script)
    page.goto("/ny-ansokan/")
    sign_in(page, "coach-farsta")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Kod").fill("000000")
    page.get_by_role("button", name="Spara och logga in").click()
    expect(page.locator("main")).to_contain_text("Kontrollera att telefonens klocka går rätt")
    page.get_by_label("Kod").fill(code_now(secret))
    page.get_by_role("button", name="Spara och logga in").click()
    expect(page.locator(".recovery li")).to_have_count(10)
    page.get_by_role("link", name="Jag har sparat koderna").click()
    expect(page).to_have_url(re.compile("/ny-ansokan/"))


def test_the_pages_of_signing_in_are_accessible(world: World, local, open_page):
    look = Examiner(open_page())
    look.visit("/login/")
    look.press("Logga in", "utan något ifyllt")
    assert world.coach
    for _ in range(5):
        look.page.get_by_label("Användarnamn").fill("coach-farsta")
        look.page.get_by_label("Lösenord").fill("fel")
        look.page.get_by_role("button", name="Logga in").click()
    expect(look.page.locator("main")).to_contain_text("låst en stund")
    look.look("låst")
    assert world.granskare
    sign_in(look.page, "granskare")
    look.look("engångskoder")
    secret = look.page.locator(".secret").inner_text().replace(" ", "")
    look.page.get_by_label("Kod").fill(code_now(secret))
    look.page.get_by_role("button", name="Spara och logga in").click()
    look.look("reservkoder")
    look.page.get_by_role("link", name="Jag har sparat koderna").click()
    for address in ("/konto/", "/konto/losenord/"):
        look.visit(address)
    look.press("Byt lösenord", "utan något ifyllt")
    with_codes(world.chef)
    look.page.get_by_role("button", name="Logga ut").click()
    sign_in(look.page, "chef-farsta")
    look.look("koden")
    look.press("Logga in", "utan kod")
    assert look.problems == [], "\n".join(look.problems)


def test_the_administrators_pages_are_accessible(world: World, open_page):
    with_codes(world.coach)
    look = Examiner(open_page(world.delegationsadmin))
    for address in (
        "/konton/",
        f"/konton/{world.coach.pk}/",
        f"/konton/{world.delegationsadmin.pk}/",
    ):
        look.visit(address)
    assert look.problems == [], "\n".join(look.problems)


class TestTwoMinutesBeforeTheEnd:
    """The limit is a little more than two minutes here, so that the warning comes at once."""

    def begun(self, world, open_page, settings, minutes=2):
        settings.SESSION_IDLE_MINUTES = minutes
        case = world.started()
        page = open_page(world.coach)
        page.goto(f"/arenden/{case.slug}/utredning/samlad-bedomning/")
        return page

    def test_one_key_goes_on_and_the_text_is_safe(self, world: World, open_page, settings):
        page = self.begun(world, open_page, settings)
        dialog = page.get_by_role("alertdialog", name="Du loggas snart ut")
        expect(dialog).to_be_visible()
        expect(dialog).to_contain_text("minut")
        expect(dialog.get_by_role("button", name="Fortsätt arbeta")).to_be_focused()
        look = Examiner(page)
        look.look("varning")
        assert look.problems == []
        settings.SESSION_IDLE_MINUTES = 60
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        facts = page.get_by_role("textbox", name="Fakta")
        facts.fill(TEXT)
        expect(page.locator("[data-draft-status]")).to_contain_text("Sparat")
        assert facts.input_value() == TEXT

    def test_escape_goes_on_too(self, world: World, open_page, settings):
        page = self.begun(world, open_page, settings)
        expect(page.get_by_role("alertdialog", name="Du loggas snart ut")).to_be_visible()
        settings.SESSION_IDLE_MINUTES = 60
        page.keyboard.press("Escape")
        expect(page.get_by_role("alertdialog", name="Du loggas snart ut")).to_be_hidden()

    def test_what_another_tab_does_closes_the_warning(self, world: World, open_page, settings):
        page = self.begun(world, open_page, settings)
        dialog = page.get_by_role("alertdialog", name="Du loggas snart ut")
        expect(dialog).to_be_visible()
        settings.SESSION_IDLE_MINUTES = 60
        other = page.context.new_page()
        other.goto("/kortkommandon/")
        expect(dialog).to_be_hidden()

    def test_nothing_is_asked_of_the_server_meanwhile(self, world: World, open_page, settings):
        page = self.begun(world, open_page, settings, minutes=60)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.wait_for_timeout(1500)
        assert [url for url in asked if "/static/" not in url] == []
        expect(page.locator("dialog[data-session]")).to_be_hidden()


def test_text_that_would_become_html_is_refused_by_the_browser(world: World, open_page):
    page = open_page(world.coach)
    page.goto("/")
    told = page.evaluate(
        """() => { try { document.body.innerHTML = '<b>x</b>'; return 'let through'; }
                   catch (error) { return error.name; } }"""
    )
    assert told == "TypeError"
