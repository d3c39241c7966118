"""users.md script 9.4, steps 1, 2 and 10: letters that go, arrive, and nothing left overnight."""

from datetime import date

from playwright.sync_api import expect

from decisions.models import Dispatch, Service
from jobbtorg.clock import today
from tests.browser.conftest import TILDA, SitDown
from tests.browser.hands import Hand
from tests.files import samples
from tests.world import World, test_number

TP2 = test_number(date(1985, 4, 17))
RECEIPT = {"name": "kvitto.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()}
DESK = "Hämtade brevet i receptionen och visade legitimation."
LEFT = "1 ärende är ofördelat."


def test_a_registrator_sends_notes_delfaende_and_leaves_nothing_overnight(
    world: World, sit_down: SitDown, at
):
    at("2026-03-02 14:00")
    assert world.chef and world.registrator
    world.decided(TILDA)
    world.decided(TP2, may="avslag", first_name="Teresa", last_name="Provlund")
    at("2026-03-03 09:00")
    hand = sit_down(world.registrator)
    the_letter_goes(hand)
    at("2026-03-13 10:00")
    the_letter_is_collected_at_the_desk(sit_down(world.registrator))
    world.registered(test_number(date(1999, 5, 4)), by=world.registrator, first_name="Ofelia")
    at("2026-03-13 16:55")
    what_nobody_has_is_red_until_it_is_given_to_someone(sit_down(world.chef))
    hand = sit_down(world.registrator)
    hand.page.goto("/?flik=ofordelade")
    expect(hand.page.get_by_text("Alla ärenden har en coach")).to_be_visible()
    expect(hand.page.get_by_text(LEFT)).to_have_count(0)


def to_the_letter(hand: Hand, name: str) -> None:
    """From the worklist to the decision whose letter is to go."""
    hand.page.goto("/")
    hand.open_row(name)
    hand.click("link", "Skicka brevet", hand.page.get_by_role("region", name="Ärendet gäller"))


def the_letter_goes(hand: Hand) -> None:
    """Step 1."""
    to_the_letter(hand, "Tilda Provström")
    hand.choose("Sätt", "Brev")
    hand.click("button", "Expediera")
    page = hand.page
    expect(page.get_by_text("Skickat 3 mars 2026: brev.")).to_be_visible()
    expect(page.get_by_text("Expedierat", exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="Delfående")).to_contain_text("Okänt.")
    assert Dispatch.objects.get().sent_on == date(2026, 3, 3)


def the_letter_is_collected_at_the_desk(hand: Hand) -> None:
    """Step 2: handed over today, with the signed receipt."""
    to_the_letter(hand, "Teresa Provlund")
    hand.unfold("Hämtade personen brevet här?")
    hand.fill("Delfåendedag", "2026-03-13")
    hand.choose("Bevis", "Personligen överlämnat")
    hand.upload("Undertecknat kvitto", RECEIPT)
    hand.fill("Hur det gick till", DESK)
    hand.click("button", "Registrera delfående")
    arrived = hand.page.get_by_role("region", name="Delfående")
    expect(arrived).to_contain_text("Sista dag att överklaga: tisdag 7 april 2026")
    found = Service.objects.get()
    assert (found.received_on, found.evidence) == (today(), "overlamnat")
    assert found.document and found.document.size == len(samples.pdf())


def what_nobody_has_is_red_until_it_is_given_to_someone(hand: Hand) -> None:
    """Step 10: at the end of the day the unit's chef is told in red."""
    page = hand.page
    page.goto("/")
    told = page.locator(".ds-alert[data-color=danger]").filter(has_text=LEFT)
    expect(told).to_be_visible()
    hand.click("link", "Fördela innan dagen är slut", told)
    hand.open_row("Ofelia")
    hand.select("Fördela till", "Coach Farsta")
    hand.click("button", "Fördela")
    expect(page.get_by_role("status").first).to_contain_text("Coach Farsta")
    page.goto("/")
    expect(told).to_have_count(0)
