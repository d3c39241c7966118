"""From the chef's Hänskjut till nämnden to the letter of the nämnd's own decision."""

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case, Status
from decisions.models import Decision, Letter, Referral
from tests.browser.conftest import LAPTOP, TILDA
from tests.browser.hands import Hand
from tests.browser.test_managers_way import pdf_of
from tests.world import WHY, World

TOLD = "Ärendet är hänskjutet till nämnden 2026-03-05. Nämnden beslutar."
NAMND = "Beslutat av arbetsmarknadsnämnden 2026-03-17, § 12, dnr AMF 2026/88"


@pytest.fixture
def proposed(world: World, at) -> Case:
    """TP1 was left to decision on Monday; it is Thursday morning."""
    at("2026-03-02 14:00")
    assert world.chef and world.sekreterare
    case = world.proposed(TILDA)
    at("2026-03-05 08:15")
    return case


def test_what_is_of_principle_is_decided_by_the_namnd_and_the_letter_says_so(
    world: World, proposed: Case, open_page, at
):
    the_chef_refers(open_page(world.chef), proposed)
    no_chef_decides(open_page(world.bitr), proposed)
    at("2026-03-18 09:30")
    page = open_page(world.sekreterare)
    the_secretary_finds_it_on_the_list(page, proposed)
    a_day_before_the_referral_is_refused(page)
    previewed = the_letter_is_previewed(page)
    the_decision_is_registered(page, previewed)
    chef = open_page(world.chef)
    chef.goto(f"{proposed.get_absolute_url()}beslutet/")
    expect(chef.locator("main")).to_contain_text(NAMND)


def the_chef_refers(page: Page, case: Case) -> None:
    page.goto(f"{case.get_absolute_url()}beslut/")
    hand = Hand(page)
    hand.click("button", "Hänskjut till nämnden")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_contain_text("Ange varför nämnden ska besluta.")
    hand.choose("Varför nämnden ska besluta", "Principiell beskaffenhet eller större vikt")
    hand.fill("Skäl", WHY)
    hand.click("button", "Hänskjut till nämnden")
    expect(page.get_by_role("status").first).to_contain_text("Ärendet är hänskjutet.")
    expect(page.locator("main")).to_contain_text("Nämnden beslutar")
    case.refresh_from_db()
    assert case.status == Status.VANTAR


def no_chef_decides(page: Page, case: Case) -> None:
    page.goto("/")
    expect(page.get_by_text(case.number)).to_have_count(0)
    page.goto(f"{case.get_absolute_url()}beslut/")
    expect(page.get_by_text(TOLD)).to_be_visible()
    expect(page.get_by_text(WHY)).to_be_visible()
    for name in ("Fatta beslut", "Återlämna till coach", "Hänskjut till nämnden"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def the_secretary_finds_it_on_the_list(page: Page, case: Case) -> None:
    page.goto("/")
    page.get_by_role("link", name="Till nämnden").click()
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Registrera nämndens beslut")
    row.get_by_role("link").click()
    page.get_by_role("region", name="Ärendet gäller").get_by_role(
        "link", name="Registrera nämndens beslut"
    ).click()
    page.wait_for_load_state()  # styles and all
    basis = page.get_by_role("region", name="Underlag").bounding_box()
    assert basis["x"] + basis["width"] <= minutes(page).bounding_box()["x"]
    assert basis["y"] < LAPTOP["height"]


def minutes(page: Page):
    """The fields that say where in its minutes the nämnd's word stands."""
    return page.get_by_role("group", name="Nämndens sammanträde")


def a_day_before_the_referral_is_refused(page: Page) -> None:
    hand = Hand(page)
    hand.fill("Sammanträdesdag", "2026-03-04", minutes(page))
    hand.fill("Diarienummer", "AMF 2026/88", minutes(page))
    hand.fill("Paragraf i protokollet", "§ 12", minutes(page))
    hand.fill("Från och med", "2026-03-23")
    hand.fill("Till och med", "2026-09-22")
    hand.click("button", "Registrera nämndens beslut")
    sentence = "Ärendet hänsköts 2026-03-05. Ange ett sammanträde efter det."
    page.locator("[data-error-summary]").get_by_role("link", name=sentence).click()
    field = hand.field("Sammanträdesdag", minutes(page))
    expect(field).to_be_focused()
    assert not Decision.objects.exists()
    field.fill("2026-03-17")


def the_letter_is_previewed(page: Page) -> bytes:
    page.get_by_role("button", name="Förhandsgranska brev").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Förhandsgranska brev")
    assert not Decision.objects.exists()
    return pdf_of(page, page.get_by_title("Beslutsbrevet").get_attribute("src"))


def the_decision_is_registered(page: Page, previewed: bytes) -> None:
    page.get_by_role("button", name="Registrera nämndens beslut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beslut 2026:1")
    expect(page.locator(".lead")).to_have_text(f"{NAMND}.")
    assert bytes(Letter.objects.get().pdf) == previewed
    assert Decision.objects.get().by_namnd


def test_what_the_namnd_hands_back_is_decided_by_a_chef(
    world: World, proposed: Case, open_page, at
):
    the_chef_refers(open_page(world.chef), proposed)
    at("2026-03-18 09:30")
    page = open_page(world.sekreterare)
    page.goto(f"{proposed.get_absolute_url()}namndens-beslut/")
    back = page.locator("form").filter(has=page.get_by_role("button", name="Lämna tillbaka"))
    hand = Hand(page)
    hand.fill("Sammanträdesdag", "2026-03-17", back)
    hand.fill("Diarienummer", "AMF 2026/88", back)
    hand.fill("Paragraf i protokollet", "12", back)
    hand.fill("Vad nämnden har sagt", "Frågan är redan prövad.", back)
    hand.click("button", "Lämna tillbaka", back)
    expect(page.get_by_role("status").first).to_contain_text("är tillbaka hos Jobbtorg Farsta")
    expect(page.get_by_text("Tilda Provström")).to_have_count(0)
    chef = open_page(world.chef)
    chef.goto(f"{proposed.get_absolute_url()}beslut/")
    expect(chef.locator("main")).to_contain_text("Frågan är redan prövad.")
    expect(chef.get_by_role("button", name="Fatta beslut")).to_be_visible()
    assert not Referral.objects.open().exists()
