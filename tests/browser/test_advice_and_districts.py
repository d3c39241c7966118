"""Råd och stöd in three clicks; consent given in the AF part; an answer as source in one click."""

from datetime import date

from playwright.sync_api import Page, expect

from cases import districts
from cases.models import AdviceContact, AfInformation, Application, Consent
from jobbtorg import clock
from tests.browser.conftest import TILDA
from tests.browser.hands import Hand
from tests.world import OWN_WORDS, World


def test_the_usual_contact_takes_three_clicks(world: World, open_page, at):
    at("2026-03-02 10:00")
    page = open_page(world.coach)
    page.goto("/rad-och-stod/")
    hand = Hand(page)
    hand.choose("Kön", "Kvinna")
    hand.check("Upplyst om rätten att ansöka")
    hand.click("button", "Nej")
    expect(page.get_by_role("status").first).to_have_text("Kontakten är sparad.")
    assert hand.count == 3
    row = AdviceContact.objects.get()
    assert (row.held_on, row.unit, row.informed) == (date(2026, 3, 2), world.unit(), True)


def test_enter_in_a_field_answers_for_nobody(world: World, open_page):
    page = open_page(world.coach)
    page.goto("/rad-och-stod/")
    Hand(page).choose("Kön", "Man")
    page.get_by_label("Dag", exact=True).press("Enter")
    expect(page.locator("[data-error-summary]")).to_contain_text("Ville personen ansöka?")
    assert not AdviceContact.objects.exists()


def test_a_doubt_becomes_an_application_of_that_day(world: World, open_page, at):
    at("2026-03-02 10:00")
    page = open_page(world.coach)
    page.goto("/rad-och-stod/")
    hand = Hand(page)
    hand.field("Dag", page.locator("#ny-kontakt")).fill("2026-02-27")
    hand.choose("Kön", "Kvinna")
    hand.click("button", "Osäkert")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny ansökan")
    expect(page.get_by_label("Ankomstdag")).to_have_value("2026-02-27")
    expect(page.get_by_role("radio", name="Muntlig")).to_be_checked()
    hand.fill("Personnummer", TILDA)
    hand.fill("Förnamn", "Tilda")
    hand.fill("Efternamn", "Provström")
    hand.select("Nåddes via", "Sökte sig hit själv")
    hand.select("Målgrupp", "UVAS")
    hand.fill("Med den sökandes egna ord", OWN_WORDS)
    hand.click("button", "Registrera ansökan")
    expect(page.get_by_role("region", name="Ärendet gäller")).to_contain_text("Aktualiserad")
    assert Application.objects.get().contact == AdviceContact.objects.get()


def save_af(page: Page) -> None:
    page.get_by_role("button", name="Spara information från arbetsförmedlingen").click()


def test_consent_is_given_in_the_part_and_nothing_typed_is_lost(world: World, open_page):
    case = world.started()
    page = open_page(world.coach)
    page.goto(f"{case.get_absolute_url()}utredning/arbetsformedlingen/")
    hand = Hand(page)
    expect(hand.field("Lagrum")).to_be_hidden()
    expect(hand.field("Vad samtycket omfattar")).to_be_hidden()
    hand.choose("Stöd för att hämta in", "Lagstöd: de sex uppgifterna enligt 15 kap. 11 § SoL")
    hand.fill("Uppgifterna kom", f"{clock.today()}")
    hand.fill("Vem som lämnade dem", "Handläggaren")
    hand.fill("Övriga uppgifter", "Hon har haft praktik.")
    save_af(page)
    expect(page.locator("[data-error-summary]")).to_contain_text("med samtycke eller annat lagstöd")
    expect(hand.field("Övriga uppgifter")).to_have_value("Hon har haft praktik.")
    hand.choose("Stöd för att hämta in", "Samtycke från den sökande")
    hand.fill("Samtycket gavs", f"{clock.today()}")
    hand.choose("Hur samtycket gavs", "Muntligt")
    hand.fill("Vad samtycket omfattar", "Planeringen")
    save_af(page)
    expect(page.get_by_role("status").first).to_contain_text("är sparad.")
    assert AfInformation.objects.get().consent == Consent.objects.get()
    page.goto(f"{case.get_absolute_url()}utredning/arbetsformedlingen/")
    expect(page.get_by_label("Samtycke", exact=True)).to_contain_text("Planeringen")
    expect(hand.field("Vad samtycket omfattar")).to_be_hidden()


def test_the_answer_of_the_stadsdelsnamnder_fills_the_source_and_never_the_answer(
    world: World, open_page
):
    case, today = world.started(), clock.today()
    question = districts.ask_districts(case, today, by=world.coach)
    districts.note_answer(question, today, None, by=world.coach, known=False)
    page = open_page(world.coach)
    page.goto(f"{case.get_absolute_url()}utredning/kriterier/")
    Hand(page).click("button", "Använd som källa")
    source = page.locator("#id_stadsdel_source")
    expect(source).to_be_focused()
    told = f"Fråga till stadsdelsnämnderna, svar {today}: inte aktuell"
    expect(source).to_have_value(told)
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
