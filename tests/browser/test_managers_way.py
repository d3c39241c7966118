"""users.md script 9.2, steps 1-9 and 12: from Väntar på beslut to the letter, or back again."""

import hashlib
import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.models import Case, Status
from decisions.models import Decision, Letter, Ruling
from tests.browser.conftest import LAPTOP, TILDA, SitDown
from tests.browser.hands import Hand
from tests.cases.helpers import refused_by_database
from tests.disclosure.helpers import text_in
from tests.world import LONG, World, test_number

TOO_LONG = "Perioden får vara högst 6 månader: till och med 2026-09-02."


@pytest.fixture
def proposed(world: World, at) -> Case:
    """TP1 was left to decision on Monday afternoon; it is Tuesday morning."""
    at("2026-03-02 14:00")
    assert world.chef
    case = world.proposed(TILDA)
    at("2026-03-03 08:15")
    return case


def trial(page: Page, basis: str) -> Locator:
    """One of the two trials, found by its basis in law, whatever the section's number is."""
    return page.locator(f"[data-lagrum={basis}]")


def try_(hand: Hand, basis: str, outcome: str) -> None:
    """Fills one trial: outcome, decisive circumstances and reasons."""
    within = trial(hand.page, basis)
    hand.choose("Utfall", outcome, within)
    hand.fill("Avgörande omständigheter", LONG, within)
    hand.fill("Varför de leder till utfallet", LONG, within)


def pdf_of(page: Page, url: str) -> bytes:
    """The bytes that the address answers with, in this person's session."""
    reply = page.request.get(url)
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.body().startswith(b"%PDF-")
    return reply.body()


def summary_of(page: Page) -> Locator:
    """What is wrong, with links."""
    return page.locator("[data-error-summary]")


def test_a_manager_decides_and_the_stored_letter_is_the_previewed_one(
    world: World, proposed: Case, sit_down: SitDown
):
    older_than(proposed, world)
    hand = sit_down(world.chef)
    hand.page.goto("/")
    the_oldest_stands_first(hand, proposed)
    the_basis_and_the_decision_stand_side_by_side(hand.page)
    the_may_insats_is_not_tried_before_the_right(hand)
    a_period_of_seven_months_is_refused(hand)
    previewed = the_letter_is_previewed(hand)
    the_decision_is_taken(hand, previewed)
    it_cannot_be_changed_afterwards(hand.page, proposed)


def older_than(case: Case, world: World) -> None:
    """A second case waits too, with a later deadline."""
    other = world.proposed(test_number(date(1985, 1, 7)), first_name="Yngre", last_name="Testdal")
    assert other.due_on >= case.due_on


def the_oldest_stands_first(hand: Hand, case: Case) -> None:
    """Step 1."""
    hand.click("link", re.compile("^Väntar på beslut"))
    rows = hand.page.locator("tbody tr")
    expect(rows).to_have_count(2)
    for told in (case.number, "Kom in i går", "Coach: Coach Farsta", "Chefer, Jobbtorg Farsta"):
        expect(rows.first).to_contain_text(told)
    expect(rows.first).to_contain_text(re.compile(r"om \d+ dag|i dag"))
    hand.open_row(case.number)
    hand.click("link", "Fatta beslut", hand.page.get_by_role("region", name="Ärendet gäller"))


def the_basis_and_the_decision_stand_side_by_side(page: Page) -> None:
    """Step 3, before anything is written."""
    underlag = page.get_by_role("region", name="Underlag")
    for _ in range(50):  # until the styles are all there, and both are measured under them
        basis, right = underlag.bounding_box(), trial(page, "ratt").bounding_box()
        assert basis and right
        if basis["x"] + basis["width"] <= right["x"]:
            break
        page.wait_for_timeout(100)
    assert basis["x"] + basis["width"] <= right["x"]
    assert basis["y"] < LAPTOP["height"] and right["y"] < LAPTOP["height"]
    expect(page.get_by_role("region", name="Underlag")).to_contain_text("Kriterier")
    expect(page.get_by_text("Du beslutar med stöd av:")).to_contain_text(
        "enhetschef, Jobbtorg Farsta"
    )
    assert trial(page, "ratt").evaluate(
        "right => right.compareDocumentPosition("
        "document.querySelector('[data-lagrum=befogenhet]')) & Node.DOCUMENT_POSITION_FOLLOWING"
    )


def the_may_insats_is_not_tried_before_the_right(hand: Hand) -> None:
    """Step 3."""
    page = hand.page
    untried(page)
    try_(hand, "befogenhet", "Bifall")
    hand.fill("Från och med", "2026-03-03")
    hand.fill("Till och med", "2026-09-02")
    hand.click("button", "Fatta beslut")
    sentence = "Rätten enligt 11 kap. 1 § SoL ska prövas först. Ange ett utfall."
    hand.press(summary_of(page).get_by_role("link", name=sentence))
    expect(trial(page, "ratt").get_by_role("radio").first).to_be_focused()
    expect(trial(page, "ratt")).to_contain_text(sentence)
    assert not Decision.objects.exists()


def untried(page: Page) -> None:
    """The coach's proposal stands in the fields; here the right is left without an outcome."""
    trial(page, "ratt").get_by_role("radio", checked=True).evaluate(
        "radio => radio.checked = false"
    )


def a_period_of_seven_months_is_refused(hand: Hand) -> None:
    """Step 4."""
    try_(hand, "ratt", "Avslag")
    hand.fill("Till och med", "2026-10-03")
    hand.click("button", "Fatta beslut")
    hand.press(summary_of(hand.page).get_by_role("link", name=TOO_LONG))
    expect(hand.field("Till och med")).to_be_focused()
    expect(hand.field("Till och med")).to_have_value("2026-10-03")
    hand.fill("Till och med", "2026-09-02")
    assert not Decision.objects.exists()


def the_letter_is_previewed(hand: Hand) -> bytes:
    """Step 5: the decision first, the reasons for the right, both ways to appeal."""
    page = hand.page
    hand.click("button", "Förhandsgranska brev")
    expect(page.get_by_role("heading", level=1)).to_have_text("Förhandsgranska brev")
    assert not Decision.objects.exists()
    letter = page.get_by_title("Beslutsbrevet")
    box = letter.bounding_box()
    assert box and box["width"] > 600 and box["height"] > 400
    found = pdf_of(page, letter.get_attribute("src") or "")
    its_parts_come_in_order(" ".join(text_in(found).split()))
    return found


def its_parts_come_in_order(text: str) -> None:
    parts = (
        "Beslut", "Du får ", " ".join(LONG.split()), "Bilaga: Så här överklagar du",
        "arbetsmarknadsnämnden", "laglighetsprövning",
    )  # fmt: skip
    places = [text.index(part) for part in parts[:4]]
    assert places == sorted(places), dict(zip(parts, places, strict=False))
    for part in parts[4:]:
        assert part in text[places[-1] :], part
    assert "vidaredelegation" not in text.lower() and "punkt" not in text.lower()


def the_decision_is_taken(hand: Hand, previewed: bytes) -> None:
    """Step 6: number, hash, and the delegation in the record."""
    page = hand.page
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Fatta beslut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beslut 2026:1")
    letter = Letter.objects.get()
    assert bytes(letter.pdf) == previewed
    assert letter.sha256 == hashlib.sha256(previewed).hexdigest()
    expect(page.get_by_text(letter.sha256)).to_be_visible()
    decision = Decision.objects.get()
    expect(page.get_by_text(decision.chain)).to_be_visible()
    link = page.get_by_role("link", name="Öppna brevet (pdf)")
    assert pdf_of(page, link.get_attribute("href") or "") == previewed
    granted = decision.rulings.get(basis="befogenhet")
    assert (granted.period_from, granted.period_to) == (date(2026, 3, 3), date(2026, 9, 2))


def it_cannot_be_changed_afterwards(page: Page, case: Case) -> None:
    """Step 7: neither by a POST of one's own nor past the pages."""
    told = {"do": "decide", "period_to": "2026-08-31"}
    assert post(page, f"/arenden/{case.slug}/beslut/", told) == 409
    with refused_by_database():
        Ruling.objects.filter(basis="befogenhet").update(period_to=date(2026, 8, 31))
    assert Decision.objects.count() == 1


def post(page: Page, url: str, told: dict[str, Any]) -> int:
    """What a POST past the page is answered, in this person's session."""
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    return page.request.post(url, form={"csrfmiddlewaretoken": token} | told).status


def test_bifall_takes_at_most_six_clicks_from_the_worklist_and_the_pdf_at_most_two_more(
    world: World, open_page, at
):
    at("2026-03-03 08:15")
    page = open_page(world.chef)
    proposed = world.proposed(TILDA)
    page.goto("/")
    hand = Hand(page)
    hand.click("link", "Tilda Provström")
    hand.click("link", "Fatta beslut")
    hand.click("button", "Förhandsgranska brev")
    expect(page.get_by_title("Beslutsbrevet")).to_be_visible()
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Fatta beslut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beslut 2026:1")
    assert hand.count <= 6
    assert Decision.objects.get().rulings.get(basis="befogenhet").outcome == "bifall"
    page.goto(f"/arenden/{proposed.slug}/")  # from elsewhere in the case
    hand.count = 0
    hand.click("link", "Beslut", page.get_by_role("navigation", name="Ärendets sidor"))
    with page.expect_response("**/brev.pdf") as answered:
        hand.click("link", "Öppna brevet (pdf)")
    assert answered.value.headers["content-type"] == "application/pdf"
    assert hand.count <= 2


def test_a_manager_elsewhere_is_told_whose_decision_it_is_and_nothing_of_the_case(
    world: World, proposed: Case, open_page
):
    """Step 2: an address that is opened is the same by either hand."""
    page = open_page(world.chef_city)
    page.goto("/")
    url = f"/arenden/{proposed.slug}/beslut/"
    assert page.goto(url).status == 403
    expect(page.locator("main")).to_contain_text("Du har inte delegation för Jobbtorg Farsta.")
    for told in ("Tilda", "Provström", TILDA[-4:], "Väntar på beslut", world.coach.get_full_name()):
        assert told not in page.content()
    assert post(page, url, {"do": "decide"}) == 403
    assert not Decision.objects.exists()


def test_a_deputy_decides_on_the_last_day_of_the_appointment_and_not_on_the_day_after(
    world: World, proposed: Case, sit_down: SitDown, at
):
    deputy = world.staff(
        "bitr-farsta", "bitradande_enhetschef", since=date(2026, 1, 1), until=date(2026, 3, 9)
    )
    world.appoint(deputy, "coach", "Farsta", since=date(2026, 1, 1))  # goes on as a coach
    later = world.proposed(test_number(date(1985, 1, 7)), first_name="Tage")
    at("2026-03-09 16:00")
    hand = sit_down(deputy)
    page = hand.page
    page.goto(f"/arenden/{proposed.slug}/beslut/")
    hand.fill("Från och med", "2026-03-10")
    hand.fill("Till och med", "2026-09-09")
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Fatta beslut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beslut 2026:1")
    at("2026-03-10 08:00")
    page = sit_down(deputy).page
    assert page.goto(f"/arenden/{later.slug}/beslut/").status == 403
    expect(page.get_by_text("Din delegation upphörde 2026-03-09")).to_be_visible()
    expect(page.get_by_role("button", name="Fatta beslut")).to_have_count(0)
    assert Decision.objects.get().decided_by == deputy


def test_returning_needs_a_comment_and_puts_the_case_on_top_of_the_coachs_list(
    world: World, proposed: Case, sit_down: SitDown
):
    world.registered(test_number(date(1999, 5, 4)), first_name="Disa", last_name="Först")
    hand = sit_down(world.chef)
    hand.page.goto(f"/arenden/{proposed.slug}/beslut/")
    hand.click("button", "Återlämna till coach")
    expect(summary_of(hand.page)).to_contain_text("Skriv vad coachen behöver ändra")
    proposed.refresh_from_db()
    assert proposed.status == Status.VANTAR
    hand.fill("Kommentar till coachen", "Skriv mer om vad Tilda har provat.")
    hand.click("button", "Återlämna till coach")
    told = hand.page.get_by_role("status").first
    expect(told).to_contain_text("Ärendet är återlämnat till Coach")
    the_coach_has_it_on_top(sit_down(world.coach), proposed)


def the_coach_has_it_on_top(coach: Hand, case: Case) -> None:
    coach.page.goto("/")
    first = coach.page.locator("tbody tr").first
    expect(first).to_contain_text(case.number)
    expect(first).to_contain_text("Återlämnad")
    coach.press(first.get_by_role("link"))
    coach.click("link", "Åtgärda återlämnat ärende")
    expect(coach.page.locator("main")).to_contain_text("Skriv mer om vad Tilda har provat.")
