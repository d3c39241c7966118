"""users.md scripts 9.2 step 13 and 9.4 steps 3–8 and 11: an appeal to the judgment."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from appeals import correcting, judging
from appeals.court_rules import EventData
from appeals.models import Appeal, Transfer
from cases.models import Document, Paper, PaperScan, Scan
from decisions import serving
from decisions.models import Decision
from decisions.service_rules import Received
from jobbtorg import clock
from tests.appeals.helpers import DESK, appealed, handed_over, let_on
from tests.appeals.test_review_appeal import changed
from tests.browser.conftest import TILDA, SitDown
from tests.browser.examiner import Examiner
from tests.browser.hands import Hand
from tests.files import samples
from tests.world import World, test_number

TEST_TWO = test_number(date(2001, 2, 15))
TOO_LATE = "Överklagandet kom in den 8 april, en dag efter den sista dagen att överklaga."
# users.md 9.4 step 6: nothing done by these days
PACES = (
    ("2026-04-10", "3 dagar", "warning"),
    ("2026-04-12", "5 dagar", "danger"),
    ("2026-04-14", "7 dagar", "danger"),
)
STATED = "Vi vidhåller beslutet. Det som har kommit in ändrar inte vår bedömning."


@pytest.fixture
def refused(world: World, at) -> Decision:
    """TP2's refusal of 12 March, collected at the desk on the 13th."""
    at("2026-03-12 09:00")
    assert world.chef and world.registrator
    decision = world.decided(TILDA, may="avslag")
    at("2026-03-13 10:00")
    serving.note_service(
        decision, Received("overlamnat", date(2026, 3, 13), DESK), by=world.registrator
    )
    return decision


def scan_all() -> None:
    """The scanner has found nothing in any of the files."""
    for row in Document.objects.unscanned():
        Scan.objects.create(document=row, outcome="rent", scanner="prov", scanned_at=clock.now())


def test_it_is_registered_tried_reviewed_answered_and_handed_over_the_same_day(
    world: World, refused: Decision, at, sit_down: SitDown
):
    at("2026-04-07 15:40")
    registrator = sit_down(world.registrator)
    it_comes_to_the_inbox(registrator, refused)
    it_is_registered(registrator)
    scan_all()
    hand = sit_down(world.chef)
    the_time_is_tried(hand)
    the_decision_is_reviewed(hand)
    the_namnd_answers(hand)
    it_is_handed_over(hand)
    assert Transfer.objects.get().sent_on == date(2026, 4, 7)


def it_comes_to_the_inbox(hand: Hand, refused: Decision) -> None:
    """Three papers at once, sorted to the case that stands in them."""
    case, page = refused.application.case, hand.page
    page.goto("/inkorg/")
    papers = [
        (f"överklagande {case.number} {n}.pdf", samples.pdf() + b"%" + bytes([65 + n]))
        for n in range(3)
    ]
    hand.upload("Filer", *({"name": name, "mimeType": "", "buffer": body} for name, body in papers))
    expect(page.get_by_text("3 handlingar är sparade.")).to_be_visible()
    for row in Paper.objects.unscanned():
        PaperScan.objects.create(paper=row, outcome="rent", scanner="prov", scanned_at=clock.now())
    page.goto("/inkorg/")
    for name, _ in papers:
        hand.check(f"Välj {name}")
    hand.click("button", "Sortera de valda")
    expect(page.get_by_role("radio", name=case.number)).to_be_checked()
    for kind in page.get_by_label("Typ").all():
        hand.pick(kind, "Överklagande")
    hand.tick(page.get_by_role("radio", name="Överlämnad till oss"))
    hand.click("button", "Sortera till ärendet")


def it_is_registered(hand: Hand) -> None:
    """The papers are chosen already; the clock begins."""
    page = hand.page
    expect(page.get_by_role("heading", name="Registrera överklagande")).to_be_visible()
    chosen = page.get_by_role("group", name="Handlingar som redan finns i ärendet")
    assert chosen.get_by_role("checkbox", checked=True).count() == 3
    hand.choose("Vad överklagandet gäller", "Rätten till insats")
    hand.choose("Hur det kom in", "Överlämnad till oss")
    hand.fill("Diarienummer", "AMF 2026/412")
    hand.click("button", "Registrera överklagandet")
    expect(page.get_by_role("heading", name="Överklagande AMF 2026/412").first).to_be_visible()
    expect(page.get_by_text("Senast tisdag 14 april")).to_be_visible()


def the_time_is_tried(hand: Hand) -> None:
    page = hand.page
    page.goto("/overklaganden/")
    hand.click("link", Appeal.objects.get().case.person.name)
    hand.click("link", "Rättidsprövning")
    expect(page.get_by_text("Sista dagen att överklaga är tisdag 7 april 2026")).to_be_visible()
    expect(page.get_by_role("button", name="För sent inkommet: avvisa")).to_be_disabled()
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "I rätt tid")
    expect(page.get_by_text("Rättidsprövningen är gjord.")).to_be_visible()


def the_decision_is_reviewed(hand: Hand) -> None:
    hand.click("link", "Omprövning")
    hand.choose("Omprövning", "Ändras inte")
    hand.fill("Skäl", "Inget nytt har kommit fram i överklagandet.")
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Spara omprövningen")
    expect(hand.page.get_by_text("Omprövningen är sparad.")).to_be_visible()


def the_namnd_answers(hand: Hand) -> None:
    hand.click("link", "Skriv yttrande")
    hand.fill("Yttrande", STATED)
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Signera yttrandet")
    expect(hand.page.get_by_text("Yttrandet är signerat.")).to_be_visible()


def it_is_handed_over(hand: Hand) -> None:
    page = hand.page
    hand.click("link", "Överlämna till förvaltningsrätten")
    the_file_is_made_and_sent(hand)
    expect(page.get_by_text("Antecknat som skickat.")).to_be_visible()
    expect(
        page.get_by_role("link", name="Överlämnat till förvaltningsrätten (pdf)")
    ).to_be_visible()


def the_file_is_made_and_sent(hand: Hand) -> None:
    """By the worker, under Arbeten; what was chosen stands there still when one comes back."""
    hand.choose("Sätt", "Säker digital tjänst")
    hand.click("button", "Ta fram filen")
    hand.click("link", re.compile("^Öppna Fil till rätten"))
    expect(hand.page.get_by_role("link", name="Öppna filen (pdf)")).to_be_visible()
    hand.click("button", "Anteckna som skickat")


def test_every_page_of_an_appeal_is_for_everyone(world: World, refused: Decision, at, open_page):
    at("2026-04-07 15:40")
    case = refused.application.case
    look = Examiner(open_page(world.registrator))
    base = f"{case.get_absolute_url()}overklaganden/"
    look.visit(base, state="tom")
    look.visit(f"{base}nytt/")
    look.press("Registrera överklagandet", "med fel")
    appeal = appealed(world, refused, date(2026, 4, 7))
    scan_all()
    look.visit("/overklaganden/", state="med rader")
    look.visit("/overklaganden/manad/", state="med rader")
    look.visit(f"{base}{appeal.pk}/annan-myndighet/")
    look.press("Anteckna som skickat", "med fel")
    look.visit(f"{base}{appeal.pk}/registrera-om/")
    chefs = Examiner(open_page(world.chef))
    for step in ("rattidsprovning", "yttrande"):
        chefs.visit(f"{base}{appeal.pk}/{step}/")
    chefs.press("Signera yttrandet", "med fel")
    handed_over(world, appeal)
    chefs.visit(f"{base}{appeal.pk}/till-personen/{Transfer.objects.get().pk}/")
    chefs.press("Anteckna som skickat", "med fel")
    told = EventData("malnummer", date(2026, 4, 7), case_number="1-26")
    event = judging.note_event(appeal, told, by=world.registrator)
    chefs.visit(f"{base}{appeal.pk}/fran-ratten/{event.pk}/")
    chefs.press("Spara rättelsen", "med fel")
    correcting.strike(event, "Hör till ett annat mål.", by=world.registrator)
    chefs.visit(f"{base}{appeal.pk}/", state="överlämnat")
    look.visit(base, state="med rader")
    assert look.problems + chefs.problems == [], "\n".join(look.problems + chefs.problems)


def test_one_that_came_late_is_turned_away_only_where_it_is_proven(
    world: World, refused: Decision, at, sit_down: SitDown
):
    at("2026-04-08 10:00")
    late = appealed(world, refused, date(2026, 4, 8))
    hand = sit_down(world.chef)
    page = hand.page
    page.goto(late.get_absolute_url())
    hand.click("link", "Rättidsprövning")
    expect(page.get_by_text("Sista dagen att överklaga var tisdag 7 april 2026")).to_be_visible()
    hand.fill("Skäl att avvisa", TOO_LATE)
    hand.click("button", "Förhandsgranska avvisningen")
    expect(page.get_by_role("link", name="Öppna filen (pdf)")).to_be_visible()
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "För sent inkommet: avvisa")
    expect(page.get_by_role("link", name="avvisning")).to_be_visible()

    at("2026-05-20 09:00")
    unproven = appealed(world, unserved(world), date(2026, 5, 20))
    hand = sit_down(world.chef)
    page = hand.page
    page.goto(unproven.get_absolute_url())
    hand.click("link", "Rättidsprövning")
    expect(page.get_by_role("button", name="För sent inkommet: avvisa")).to_be_disabled()
    expect(page.get_by_text("Kan inte avvisas – delfåendedagen är okänd.").first).to_be_visible()
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "I rätt tid")
    expect(page.get_by_text("Ska omprövas").first).to_be_visible()


def unserved(world: World) -> Decision:
    """Another person's refusal, sent by ordinary post: nobody knows when it was read."""
    decision = world.decided(TEST_TWO, may="avslag")
    serving.dispatch(decision, "brev", clock.today(), by=world.registrator)
    return Decision.objects.get(pk=decision.pk)


def test_what_is_changed_in_part_goes_on_and_what_lies_is_told_of(
    world: World, empowered: None, refused: Decision, at, sit_down: SitDown
):
    at("2026-04-07 15:40")
    appeal = let_on(world, appealed(world, refused, date(2026, 4, 7)))
    changed(world, appeal, whole=False, day=date(2026, 4, 7))
    hand = sit_down(world.chef)
    page = hand.page
    page.goto(f"{appeal.get_absolute_url()}omprovning/")
    hand.choose("Omprövning", "Ändrat delvis")
    hand.fill("Skäl", "Den del som gäller stödet är ändrad.")
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Spara omprövningen")
    expect(page.get_by_text("Ska överlämnas").first).to_be_visible()
    expect(page.get_by_text("Senast tisdag 14 april")).to_be_visible()
    for day, days, tone in PACES:
        at(f"{day} 09:00")
        page = sit_down(world.chef).page
        page.goto("/overklaganden/")
        tag = page.locator(".ds-tag", has_text=days)
        expect(tag).to_have_attribute("data-color", tone)
    expect(tag).to_contain_text("hos förvaltningschefen")


def test_the_judgment_is_followed(world: World, refused: Decision, at, sit_down: SitDown):
    at("2026-04-07 15:40")
    scan_all()
    granted = handed_over(world, appealed(world, refused, date(2026, 4, 7)))
    at("2026-06-03 09:00")
    hand = sit_down(world.registrator)
    the_judgment_comes(hand, granted, "Återförvisat till er: ny utredning")
    expect(hand.page.get_by_text("Utreds på nytt i ärende")).to_be_visible()

    other = handed_over(world, appealed(world, unserved(world), clock.today()))
    the_judgment_comes(hand, other, "Bifall: personen får rätt")
    expect(hand.page.get_by_text("Dom ska verkställas").first).to_be_visible()
    coach = sit_down(world.coach)
    coach.page.goto(other.get_absolute_url())
    coach.click("link", "Verkställ domen")
    coach.fill("Hur ni har verkställt domen", "Beslutet är ändrat. Stödet börjar i dag.")
    coach.click("button", "Domen är verkställd")
    expect(coach.page.get_by_text("Verkställd 3 juni 2026").first).to_be_visible()


def the_judgment_comes(hand: Hand, appeal: Appeal, outcome: str) -> None:
    """As the registrator writes it in, from the court's letter."""
    hand.page.goto(appeal.get_absolute_url())
    hand.click("link", "Registrera dom")
    hand.choose("Hur det gick", outcome)
    hand.fill("Domens dag", "2026-06-03")
    hand.fill("Vad rätten bestämde", "Förvaltningsrätten ändrar nämndens beslut.")
    hand.click("button", "Registrera domen")
    expect(hand.page.get_by_text("Domen är registrerad.")).to_be_visible()


def test_a_laglighetsprovning_by_mistake_is_only_forwarded(
    world: World, refused: Decision, at, sit_down: SitDown
):
    at("2026-04-07 15:40")
    appeal = appealed(world, refused, date(2026, 4, 7), concerns="befogenhet")
    scan_all()
    hand = sit_down(world.registrator)
    page = hand.page
    page.goto(appeal.get_absolute_url())
    expect(page.get_by_role("heading", name="Rättidsprövning")).to_have_count(0)
    hand.click("link", "Vidarebefordra till förvaltningsrätten")
    the_file_is_made_and_sent(hand)
    expect(page.get_by_text("Vidarebefordrat", exact=True).first).to_be_visible()
    hand.click("link", "Skriv till personen")
    hand.choose("Sätt", "Brev")
    hand.click("button", "Anteckna som skickat")
    expect(page.get_by_text("Brevet till personen är antecknat som skickat.")).to_be_visible()
