"""users.md script 9.1, steps 1–12 and 14: a coach's days, with the mouse and by keyboard alone."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from cases.models import Application, Case, ContactRequest
from tests.browser import coach_hears_both_sides as others
from tests.browser import coach_investigates as tilda
from tests.browser.conftest import TILDA, SitDown
from tests.browser.hands import Hand
from tests.world import OWN_WORDS, World, test_number

SLIP = f"{TILDA[:-1]}{(int(TILDA[-1]) + 1) % 10}"  # the check digit is wrong
WRONG = "Personnumret stämmer inte. Kontrollera siffrorna."
TP5 = test_number(date(1999, 5, 4))


def test_a_coach_walks_from_the_sign_in_to_the_second_lamna_till_beslut(
    world: World, sit_down: SitDown, at
):
    assert world.coach and world.chef
    at("2026-03-02 08:30")
    hand = sit_down(world.coach, signed_in=False)
    she_signs_in_and_the_focus_is_on_the_heading(hand)
    at("2026-03-02 08:32")
    an_application_with_a_slip_of_the_pen_is_registered(hand)
    at("2026-03-02 08:36")
    contact_is_asked_for_where_another_unit_has_the_case(hand, world)
    investigate(hand, at)
    hear_both_sides(hand, world, sit_down, at)


def investigate(hand: Hand, at: Callable[[str], None]) -> None:
    """TP1, steps 5–9."""
    at("2026-03-02 08:40")
    tilda.from_inled_utredning_to_the_criteria(hand)
    at("2026-03-02 08:51")
    tilda.the_initial_assessment_survives_the_end_of_the_session(hand)
    at("2026-03-02 09:10")
    tilda.children_and_arbetsformedlingen(hand)
    at("2026-03-02 09:20")
    tilda.a_note_is_signed_and_corrected(hand)
    at("2026-03-02 09:40")
    tilda.a_decision_is_proposed_and_left(hand)


def hear_both_sides(hand: Hand, world: World, sit_down: SitDown, at: Callable[[str], None]) -> None:
    """TP2–TP4, steps 10–12 and 14."""
    at("2026-03-02 10:00")
    teresa = others.refusal_in_view(world)
    others.the_basis_is_sent_and_the_case_waits_for_the_applicant(hand, teresa)
    at("2026-03-02 10:30")
    others.who_has_forsorjningsstod_is_shown_to_the_stadsdel(hand, world)
    at("2026-03-02 10:45")
    others.a_protected_case_is_there_for_who_is_named_on_it(hand, sit_down, world)
    at("2026-03-10 09:00")
    others.the_registrator_registers_the_reply(sit_down(world.registrator), teresa)
    at("2026-03-12 08:00")
    others.the_coach_signs_in_anew_and_meets_the_reply(hand, teresa)


def she_signs_in_and_the_focus_is_on_the_heading(hand: Hand) -> None:
    hand.page.goto("/")
    hand.sign_in("coach-farsta")
    heading = hand.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Min arbetslista")
    expect(heading).to_be_focused()
    tabs = hand.page.get_by_role("navigation", name="Välj lista")
    expect(tabs.locator("[aria-current=page]")).to_contain_text("Att göra nu")


def fill_application(hand: Hand, digits: str, first_name: str, last_name: str) -> None:
    """Ny ansökan, all of it."""
    hand.click("link", "Ny ansökan", hand.page.locator("#innehall"))
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Ny ansökan")
    hand.fill("Personnummer", digits)
    hand.fill("Förnamn", first_name)
    hand.fill("Efternamn", last_name)
    hand.choose("Kanal", "Muntlig")
    hand.fill("Ankomstdag", "20260227")
    hand.select("Nåddes via", "Uppsökande – Insatser")
    hand.select("Målgrupp", "UVAS")
    hand.fill("Med den sökandes egna ord", OWN_WORDS)
    hand.click("button", "Registrera ansökan")


def an_application_with_a_slip_of_the_pen_is_registered(hand: Hand) -> None:
    hand.count = 0
    fill_application(hand, SLIP, "Tilda", "Provström")
    what_is_wrong_is_told_and_nothing_is_lost(hand.page)
    summary = hand.page.locator("[data-error-summary]")
    hand.click("link", WRONG, summary)
    expect(hand.page.get_by_label("Personnummer")).to_be_focused()
    assert hand.count <= 12, f"Ny ansökan tog {hand.count} handgrepp"
    hand.fill("Personnummer", TILDA)
    hand.click("button", "Registrera ansökan")
    the_case_is_there(hand.page)


def what_is_wrong_is_told_and_nothing_is_lost(page: Page) -> None:
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page).to_have_title("Fel: Ny ansökan – Jobbtorg")
    field = page.get_by_label("Personnummer")
    expect(field).to_have_attribute("aria-invalid", "true")
    told = page.locator("#id_personnummer_helptext").inner_text()
    expect(field).to_have_accessible_description(f"{told} Fel: {WRONG}")
    expect(field).to_have_value(SLIP)
    expect(page.get_by_label("Förnamn")).to_have_value("Tilda")
    expect(page.get_by_role("radio", name="Muntlig")).to_be_checked()
    expect(page.get_by_label("Ankomstdag")).to_have_value("2026-02-27")
    expect(page.get_by_label("Målgrupp").locator("option:checked")).to_have_text("UVAS")
    expect(page.get_by_label("Med den sökandes egna ord")).to_have_value(OWN_WORDS)


def the_case_is_there(page: Page) -> None:
    expect(page.get_by_role("status").first).to_contain_text("Ansökan är registrerad.")
    identity = page.get_by_role("region", name="Ärendet gäller")
    expect(identity).to_contain_text("Aktualiserad")
    expect(identity).to_contain_text(re.compile(r"JT 2026-\d{4}"))
    title = "Ansökan kom in 27 februari 2026 (muntlig), registrerad 2 mars 2026"
    expect(page.locator(".timeline")).to_contain_text(title)
    row = Application.objects.get()
    assert (row.channel, row.reached_by.code) == ("muntlig", "insatser")
    assert (row.target_group.code, row.own_words) == ("uvas", OWN_WORDS)


def contact_is_asked_for_where_another_unit_has_the_case(hand: Hand, world: World) -> None:
    elsewhere = world.registered(TP5, unit="City", first_name="Tora", last_name="Provberg")
    hand.click("link", "Min arbetslista")
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Min arbetslista")
    fill_application(hand, TP5, "Tora", "Provberg")
    stop = hand.page.locator("[data-error-summary]").get_by_role("link")
    expect(stop).to_have_text("Personen har ett öppet ärende på Jobbtorg City.")
    for told in (elsewhere.number, world.coach_city.get_full_name(), "Aktualiserad"):
        assert told not in hand.page.content()
    hand.click("button", "Begär kontakt")
    expect(hand.page.get_by_role("status").first).to_contain_text("Begäran är skickad.")
    assert Case.objects.count() == 2
    assert ContactRequest.objects.get().case == elsewhere
    hand.click("link", "Tilda Provström")
