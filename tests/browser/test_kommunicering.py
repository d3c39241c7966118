"""users.md scripts 9.1, steps 10 and 14, and 9.2, steps 10–11: from underlag to avslag."""

import hashlib
import re
from datetime import date

from playwright.sync_api import Page, expect

from cases.models import Case, Sending
from decisions.models import Decision
from tests.browser.hands import Hand
from tests.world import World, test_number

TP2 = test_number(date(1985, 4, 17))
REPLY = "Det stämmer inte att jag inte har sökt jobb. Jag har sökt sju i månaden."


def investigated(world: World) -> Case:
    """TP2: everything is there for a refusal but kommunicering."""
    assert world.chef and world.registrator
    case = world.investigated(TP2, first_name="Teresa", last_name="Provlund")
    no = {"may_outcome": "avslag", "period_from": None, "period_to": None}
    world.save(case, "samlad-bedomning", **no)
    return case


def test_the_basis_is_sent_the_reply_met_and_the_refusal_decided(world: World, open_page, at):
    at("2026-03-02 10:00")
    case = investigated(world)
    coach = open_page(world.coach)
    the_basis_is_previewed_and_sent(coach, case)
    the_case_waits_for_the_applicant(coach, case)
    at("2026-03-10 09:00")
    the_registrator_registers_the_reply(open_page(world.registrator), case)
    at("2026-03-12 08:00")
    the_coach_meets_it_and_leaves_the_case_to_decision(open_page(world.coach), case)
    the_chef_meets_it_in_the_reasons_and_refuses(open_page(world.chef), case)


def the_basis_is_previewed_and_sent(page: Page, case: Case) -> None:
    page.goto(case.get_absolute_url())
    page.get_by_role("navigation", name="Ärendets sidor").get_by_role(
        "link", name="Kommunicering"
    ).click()
    hand = Hand(page)
    hand.choose("Sätt", "Brev")
    hand.fill("Svara senast", "2026-03-11")
    hand.click("button", "Förhandsgranska brev")
    letter = page.get_by_title("Underlaget")
    previewed = page.request.get(letter.get_attribute("src")).body()
    assert previewed.startswith(b"%PDF-")
    hand.click("button", "Skicka underlag")
    expect(page.get_by_role("status").first).to_contain_text("Svarsfristen går ut 2026-03-11.")
    row = Sending.objects.get()
    assert bytes(row.pdf) == previewed
    assert row.sha256 == hashlib.sha256(previewed).hexdigest()
    link = page.get_by_role("link", name="Öppna underlaget (pdf)")
    assert page.request.get(link.get_attribute("href")).body() == previewed


def the_case_waits_for_the_applicant(page: Page, case: Case) -> None:
    page.get_by_role("link", name="Min arbetslista").click()
    expect(page.get_by_text(case.number)).to_have_count(0)
    page.get_by_role("link", name="Väntar på sökande").click()
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    for told in (case.number, "Vänta på svar", "2026-03-11"):
        expect(row).to_contain_text(told)


def the_registrator_registers_the_reply(page: Page, case: Case) -> None:
    page.goto(f"{case.get_absolute_url()}kommunicering/")
    hand = Hand(page)
    hand.choose("Hur svaret kom", "Brev")
    hand.fill("Vad den sökande svarar", REPLY)
    hand.click("button", "Registrera svar")
    expect(page.get_by_role("status").first).to_contain_text("Svaret är registrerat.")
    expect(page.get_by_text(REPLY)).to_be_visible()
    expect(page.get_by_role("button", name="Skicka underlag")).to_have_count(0)


def the_coach_meets_it_and_leaves_the_case_to_decision(page: Page, case: Case) -> None:
    page.goto("/")
    row = page.locator("tbody tr")
    expect(row).to_contain_text("Bemöt svaret")
    row.get_by_role("link").click()
    page.get_by_role("link", name="Bemöt svaret").click()
    hand = Hand(page)
    hand.fill("Bemötande", "Sju jobb i månaden är med i bedömningen. Förslaget står kvar.")
    hand.click("button", "Spara bemötande")
    expect(page.get_by_text("Bemötandet är sparat.")).to_be_visible()
    page.goto(f"{case.get_absolute_url()}utredning/")
    page.get_by_role("button", name="Lämna till beslut").click()
    expect(page.get_by_role("region", name="Ärendet gäller")).to_contain_text("Väntar på beslut")


def the_chef_meets_it_in_the_reasons_and_refuses(page: Page, case: Case) -> None:
    page.goto(f"{case.get_absolute_url()}beslut/")
    expect(page.get_by_role("region", name="Underlag")).to_contain_text("Coachens bemötande")
    hand = Hand(page)
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Fatta beslut")
    sentence = "Bemöt den sökandes svar i skälen och kryssa i ”Bemött sökandens svar”."
    page.locator("[data-error-summary]").get_by_role("link", name=re.compile(sentence)).click()
    tick = page.get_by_label("Bemött sökandens svar")
    expect(tick).to_be_focused()
    assert not Decision.objects.exists()
    tick.check()
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Fatta beslut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beslut 2026:1")
    assert Decision.objects.get().reply_met


def test_on_the_last_day_to_reply_the_chef_is_told_and_cannot_decide(world: World, open_page, at):
    at("2026-03-02 10:00")
    case = investigated(world)
    world.send(case, reply_by=date(2026, 3, 11))
    at("2026-03-11 08:00")
    page = open_page(world.chef)
    page.goto(f"{case.get_absolute_url()}beslut/")
    expect(page.get_by_text("Svarsfristen går ut i dag.")).to_be_visible()
    expect(page.get_by_role("button", name="Fatta beslut")).to_have_count(0)


def test_the_receipt_is_printed_from_the_case_page(world: World, open_page, at):
    at("2026-03-02 10:00")
    case = world.registered(TP2)
    page = open_page(world.coach)
    page.goto(case.get_absolute_url())
    link = page.get_by_role("link", name="Skriv ut kvittens (pdf)")
    assert page.request.get(link.get_attribute("href")).body().startswith(b"%PDF-")
