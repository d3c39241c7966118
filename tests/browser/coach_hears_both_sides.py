"""users.md script 9.1, steps 10–12 and 14: TP2's basis and reply, TP3's way on, TP4 unseen."""

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from cases.models import Case, CriterionAnswer, Sending, Status
from tests.browser.coach_investigates import heading, open_part, told
from tests.browser.hands import Hand
from tests.world import World, test_number

TP2 = test_number(date(1985, 4, 17))
TP3 = test_number(date(2004, 3, 3), woman=False)
TP4 = test_number(date(1990, 8, 21))
REPLY = "Det stämmer inte att jag inte har sökt jobb. Jag har sökt sju i månaden."
REJOINDER = "Sju jobb i månaden är med i bedömningen. Förslaget står kvar."
BARRED = "Personen har försörjningsstöd. Då kan ni inte bevilja stödinsatsen."
HIDDEN = {"street": "Hemliga gatan 1", "postcode": "123 45", "city": "Hemlinge"}


def refusal_in_view(world: World) -> Case:
    """TP2: everything is there for a refusal but kommunicering."""
    case = world.investigated(TP2, first_name="Teresa", last_name="Provlund")
    no = {"may_outcome": "avslag", "period_from": None, "period_to": None}
    world.save(case, "samlad-bedomning", **no)
    return case


def go_to_worklist(hand: Hand) -> None:
    """Min arbetslista, by the menu."""
    hand.click("link", "Min arbetslista")
    expect(heading(hand.page)).to_have_text("Min arbetslista")


def go_to_page(hand: Hand, label: str) -> None:
    """Another page of the case."""
    hand.click("link", label, hand.page.get_by_role("navigation", name="Ärendets sidor"))
    expect(heading(hand.page)).to_have_text(label)


def the_basis_is_sent_and_the_case_waits_for_the_applicant(hand: Hand, case: Case) -> None:
    go_to_worklist(hand)
    hand.click("link", "Teresa Provlund")
    go_to_page(hand, "Kommunicering")
    hand.choose("Sätt", "Brev")
    hand.fill("Svara senast", "2026-03-11")
    hand.click("button", "Skicka underlag")
    expect(told(hand.page)).to_contain_text("Svarsfristen går ut 2026-03-11.")
    letter = hand.page.get_by_role("link", name="Öppna underlaget (pdf)").get_attribute("href")
    assert hand.page.request.get(letter).body() == bytes(Sending.objects.get().pdf)
    go_to_worklist(hand)
    expect(hand.page.get_by_text(case.number)).to_have_count(0)
    hand.click("link", re.compile("^Väntar på sökande"))
    row = hand.page.locator("tbody tr")
    expect(row).to_have_count(1)
    for words in (case.number, "Vänta på svar", "2026-03-11"):
        expect(row).to_contain_text(words)


def who_has_forsorjningsstod_is_shown_to_the_stadsdel(hand: Hand, world: World) -> None:
    world.investigated(TP3, first_name="Tor", last_name="Provgren")
    go_to_worklist(hand)
    hand.click("link", "Tor Provgren")
    go_to_page(hand, "Utredning")
    open_part(hand, "Kriterier")
    hand.choose("Personen har inte försörjningsstöd", CriterionAnswer.Answer.NOT_MET.label)
    hand.click("button", "Spara kriterier")
    expect(told(hand.page)).to_contain_text(BARRED)
    he_is_shown_to_farsta_and_followed_up_in_fourteen_days(hand)
    go_to_page(hand, "Utredning")
    hand.click("button", "Lämna till beslut")
    expect(hand.page.locator("[data-error-summary]")).to_contain_text(BARRED)
    assert Case.objects.get(person__personnummer=TP3).status == Status.UTREDS


def he_is_shown_to_farsta_and_followed_up_in_fourteen_days(hand: Hand) -> None:
    page = hand.page
    expect(heading(page)).to_have_text("Hänvisa till stadsdelsförvaltning")
    need = page.get_by_label("Behov", exact=True).locator("option:checked")
    expect(need).to_have_text("Försörjningsstöd och stöd till arbete")
    hand.fill("Vad personen behöver hjälp med", "Han behöver stöd med ekonomi och arbete.")
    hand.select("Stadsdelsförvaltning", "Farsta")
    hand.select("Hur hänvisningen sker", "Tillsammans vid ett möte")
    hand.choose("Vem tar kontakten?", "Personen tar kontakten själv")
    hand.click("button", "Hänvisa")
    expect(told(page)).to_have_text("Hänvisningen är antecknad. Följ upp den 2026-03-16.")
    go_to_page(hand, "Översikt")
    due = page.get_by_role("region", name="Hänvisningar att följa upp")
    expect(due).to_contain_text("senast 2026-03-16")


def a_protected_case_is_there_for_who_is_named_on_it(
    hand: Hand, sit_down: Callable[..., Hand], world: World
) -> None:
    case = world.registered(
        TP4, first_name="Tara", last_name="Provdal", protection="skyddad_folkbokforing", **HIDDEN
    )
    for_everyone_else_there_is_nothing(sit_down(world.coach_insatser).page, case)
    go_to_worklist(hand)
    no_address_is_in(hand.page)
    hand.click("link", "Tara Provdal")
    identity = hand.page.get_by_role("region", name="Ärendet gäller")
    expect(identity).to_contain_text("Skyddad folkbokföring")
    no_address_is_in(hand.page)
    for label in ("Ansökan", "Personen"):
        go_to_page(hand, label)
        no_address_is_in(hand.page)


def for_everyone_else_there_is_nothing(page: Page, case: Case) -> None:
    answers = []
    for path in ("/arenden/JT-2026-9999/", case.get_absolute_url()):
        reply = page.goto(path)
        answers.append((reply and reply.status, page.locator("main").inner_text()))
    assert answers[0] == answers[1]
    assert answers[1][0] == 404
    assert "Provdal" not in page.content()


def no_address_is_in(page: Page) -> None:
    for words in HIDDEN.values():
        assert words not in page.content()


def the_registrator_registers_the_reply(hand: Hand, case: Case) -> None:
    hand.page.goto(f"{case.get_absolute_url()}kommunicering/")
    hand.choose("Hur svaret kom", "Brev")
    hand.fill("Vad den sökande svarar", REPLY)
    hand.click("button", "Registrera svar")
    expect(told(hand.page)).to_contain_text("Svaret är registrerat.")
    expect(hand.page.get_by_text(REPLY)).to_be_visible()


def the_coach_signs_in_anew_and_meets_the_reply(hand: Hand, case: Case) -> None:
    hand.page.goto(case.get_absolute_url())
    hand.sign_in("coach-farsta")
    expect(heading(hand.page)).to_have_text("Översikt")
    expect(heading(hand.page)).to_be_focused()
    hand.click("link", "Bemöt svaret")
    hand.fill("Bemötande", REJOINDER)
    hand.click("button", "Spara bemötande")
    expect(hand.page.get_by_text("Bemötandet är sparat.")).to_be_visible()
    go_to_page(hand, "Utredning")
    hand.click("button", "Lämna till beslut")
    identity = hand.page.get_by_role("region", name="Ärendet gäller")
    expect(identity).to_contain_text("Väntar på beslut")
    case.refresh_from_db()
    assert case.status == Status.VANTAR
