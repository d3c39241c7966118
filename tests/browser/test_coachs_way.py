"""users.md script 9.1, steps 1-7 and 9: a coach's day from the sign-in to Lämna till beslut."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from cases.models import Case, Status
from tests.browser.conftest import TILDA, Hand, sign_in
from tests.world import LONG, OWN_WORDS, World, test_number

SLIP = f"{TILDA[:-1]}{(int(TILDA[-1]) + 1) % 10}"  # the check digit is wrong
WRONG = "Personnumret stämmer inte. Kontrollera siffrorna."


def fill_application(hand: Hand, digits: str) -> None:
    """Ny ansökan, all of it."""
    hand.fill("Personnummer", digits)
    hand.fill("Förnamn", "Tilda")
    hand.fill("Efternamn", "Provström")
    hand.choose("Kanal", "Muntlig")
    hand.fill("Ankomstdag", "20260227")
    hand.select("Nåddes via", "Uppsökande – Insatser")
    hand.select("Målgrupp", "UVAS")
    hand.fill("Med den sökandes egna ord", OWN_WORDS)
    hand.click("button", "Registrera ansökan")


def test_a_coach_takes_an_application_from_the_first_talk_to_lamna_till_beslut(
    world: World, open_page, at
):
    assert world.coach and world.chef
    at("2026-03-02 08:30")
    page = open_page()
    page.goto("/")
    sign_in(page, "coach-farsta")
    the_worklist_opens(page)
    number = an_application_with_a_slip_of_the_pen_is_registered(page)
    the_investigation_is_begun(page)
    at("2026-03-02 08:40")
    leaving_it_too_early_lists_what_is_missing_as_links(page)
    the_criteria_are_answered(page)
    the_initial_assessment_is_written(page)
    children_in_the_household_are_asked_about(page)
    information_from_af_needs_consent_or_statute(page)
    at("2026-03-02 09:40")
    the_whole_is_assessed_and_a_decision_proposed(page)
    it_is_left_to_decision(page, number)


def the_worklist_opens(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Min arbetslista")
    current = page.get_by_role("navigation", name="Välj lista").locator("[aria-current=page]")
    expect(current).to_contain_text("Att göra nu")


def an_application_with_a_slip_of_the_pen_is_registered(page: Page) -> str:
    hand = Hand(page)
    hand.click("link", "Ny ansökan", page.locator("#innehall"))
    fill_application(hand, SLIP)
    field = page.get_by_label("Personnummer")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(f"{field_help(page)} Fel: {WRONG}")
    nothing_is_lost(page)
    page.locator("[data-error-summary]").get_by_role("link", name=WRONG).click()
    expect(field).to_be_focused()
    assert hand.count <= 12, f"Ny ansökan tog {hand.count} handgrepp"
    hand.fill("Personnummer", TILDA)
    hand.click("button", "Registrera ansökan")
    assert hand.count <= 13
    expect(page.get_by_role("status").first).to_contain_text("Ansökan är registrerad.")
    identity = page.get_by_role("region", name="Ärendet gäller")
    expect(identity).to_contain_text("Aktualiserad")
    expect(identity).to_contain_text(re.compile(r"JT 2026-\d{4}"))
    title = "Ansökan kom in 27 februari 2026 (muntlig), registrerad 2 mars 2026"
    expect(page.locator(".timeline")).to_contain_text(title)
    return Case.objects.get().number


def field_help(page: Page) -> str:
    return page.locator("#id_personnummer_helptext").inner_text()


def nothing_is_lost(page: Page) -> None:
    expect(page.get_by_label("Personnummer")).to_have_value(SLIP)
    expect(page.get_by_label("Förnamn")).to_have_value("Tilda")
    expect(page.get_by_role("radio", name="Muntlig")).to_be_checked()
    expect(page.get_by_label("Ankomstdag")).to_have_value("2026-02-27")
    expect(page.get_by_label("Målgrupp").locator("option:checked")).to_have_text("UVAS")
    expect(page.get_by_label("Med den sökandes egna ord")).to_have_value(OWN_WORDS)


def the_investigation_is_begun(page: Page) -> None:
    Hand(page).choose("Är du jävig i ärendet?", "Nej")
    page.locator(".panel").get_by_role("button", name="Inled utredning").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Utredning")
    expect(page.get_by_role("status").first).to_have_text("Utredningen är inledd.")


def leaving_it_too_early_lists_what_is_missing_as_links(page: Page) -> None:
    page.get_by_role("button", name="Lämna till beslut").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Ärendet kan inte lämnas till beslut än")
    for sentence in (
        "Kriteriet saknar svar: Personen varken arbetar eller studerar",
        "Frågan är inte besvarad: Vad fungerar bra?",
        "Information från Arbetsförmedlingen saknas.",
        "Samlad bedömning: Fakta saknas.",
    ):
        expect(summary.get_by_role("link", name=sentence)).to_be_visible()
    assert Case.objects.get().status == Status.UTREDS
    summary.get_by_role("link", name="Kriteriet saknar svar").first.click()


def the_criteria_are_answered(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Kriterier")
    for fieldset in page.locator("fieldset.form-part").filter(has_text="Källa").all():
        fieldset.get_by_role("radio", name="Uppfyllt", exact=True).check()
        fieldset.get_by_label("Källa").fill("Samtal med Tilda")
    page.get_by_label("Individuell bedömning").fill(LONG)
    save(page, "kriterier")
    the_part_is_done(page, "Kriterier")


def save(page: Page, part: str) -> None:
    page.get_by_role("button", name=f"Spara {part}").click()


def the_part_is_done(page: Page, title: str) -> None:
    expect(page.get_by_role("status").first).to_have_text(f"{title} är sparad.")
    row = page.locator(".tasks > li").filter(has_text=title)
    expect(row.locator(".tag")).to_have_text("Klar")


def the_initial_assessment_is_written(page: Page) -> None:
    page.get_by_role("link", name="Initial bedömning del 2", exact=True).click()
    for area in page.locator("textarea").all():
        area.fill(LONG)
    save(page, "initial bedömning del 2")
    the_part_is_done(page, "Initial bedömning del 2")


def children_in_the_household_are_asked_about(page: Page) -> None:
    page.get_by_role("link", name="Barn i hushållet", exact=True).click()
    hand = Hand(page)
    hand.choose("Finns det barn under 18 år i hushållet?", "Ja")
    hand.fill("Hur barnen påverkas", "Dagarna läggs efter förskolans tider.")
    hand.fill("Bedömning av barnets bästa", "Barnet har nytta av att Tilda får stöd.")
    save(page, "barn i hushållet")
    the_part_is_done(page, "Barn i hushållet")


def information_from_af_needs_consent_or_statute(page: Page) -> None:
    page.get_by_role("link", name="Information från Arbetsförmedlingen", exact=True).click()
    hand = Hand(page)
    hand.fill("Uppgifterna kom", "2026-03-02")
    hand.fill("Vem som lämnade dem", "Utdrag som Tilda visade")
    save(page, "information från arbetsförmedlingen")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_contain_text("stöd för att hämta in uppgifterna")
    expect(hand.field("Vem som lämnade dem")).to_have_value("Utdrag som Tilda visade")
    hand.choose("Stöd för att hämta in uppgifterna", "Samtycke från den sökande")
    save(page, "information från arbetsförmedlingen")
    expect(summary).to_contain_text("Ange vilken dag samtycket gavs.")
    hand.fill("Samtycket gavs", "2026-03-02")
    hand.choose("Hur samtycket gavs", "Muntligt")
    hand.fill("Vad samtycket omfattar", "Inskrivning och program")
    page.get_by_label("Personen är inte inskriven på Arbetsförmedlingen").check()
    save(page, "information från arbetsförmedlingen")
    the_part_is_done(page, "Information från Arbetsförmedlingen")


def the_whole_is_assessed_and_a_decision_proposed(page: Page) -> None:
    page.get_by_role("link", name="Samlad bedömning", exact=True).click()
    hand = Hand(page)
    for label in ("Fakta", "Den sökandes egen syn", "Bedömning"):
        hand.fill(label, LONG)
    for heading, outcome in (("11 kap. 1 § SoL", "Avslag"), ("11 kap. 4 § SoL", "Bifall")):
        proposal = page.get_by_role("group", name=f"Förslag enligt {heading}")
        proposal.get_by_role("radio", name=outcome, exact=True).check()
        hand.fill("Avgörande omständigheter", LONG, proposal)
        hand.fill("Varför de leder till utfallet", LONG, proposal)
    hand.fill("Från och med", "2026-03-03")
    hand.fill("Till och med", "2026-09-02")
    page.get_by_role("button", name="Spara samlad bedömning").click()
    expect(page.get_by_text("Allt som behövs finns.")).to_be_visible()


def it_is_left_to_decision(page: Page, number: str) -> None:
    page.get_by_role("button", name="Lämna till beslut").click()
    expect(page.get_by_role("region", name="Ärendet gäller")).to_contain_text("Väntar på beslut")
    page.get_by_role("link", name="Min arbetslista").click()
    expect(page.get_by_text("Inget att göra här just nu")).to_be_visible()
    expect(page.get_by_text(number)).to_have_count(0)
    page.get_by_role("link", name="Mina ärenden").click()
    expect(page.get_by_text(number)).to_be_visible()
    reply = page.goto(f"/arenden/{number.replace(' ', '-')}/beslut/")
    assert reply.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("Det går inte att göra det här")


def test_an_open_case_at_another_unit_stops_a_second_one_and_shows_only_the_unit(
    world: World, open_page, at
):
    at("2026-03-02 08:36")
    person = test_number(date(1999, 5, 4))
    elsewhere = world.registered(person, unit="City")
    page = open_page(world.coach)
    page.goto("/ny-ansokan/")
    fill_application(Hand(page), person)
    link = page.locator("[data-error-summary]").get_by_role("link")
    expect(link).to_have_text("Personen har ett öppet ärende på Jobbtorg City.")
    assert Case.objects.count() == 1
    for told in (elsewhere.number, world.coach_city.get_full_name(), "Aktualiserad"):
        assert told not in page.content()
