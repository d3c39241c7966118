"""users.md script 9.2, steps 1-9 and 12: from Väntar på beslut to the letter, or back again."""

import hashlib
import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case, Status
from decisions.models import Decision, Letter
from tests.browser.conftest import LAPTOP, TILDA
from tests.browser.hands import Hand
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


def trial(page: Page, basis: str):
    """One of the two trials, found by its basis in law, whatever the section's number is."""
    return page.locator(f"[data-lagrum={basis}]")


def try_(hand: Hand, basis: str, outcome: str) -> None:
    """Fills one trial: outcome, decisive circumstances and reasons."""
    within = trial(hand.page, basis)
    within.get_by_role("radio", name=outcome, exact=True).check()
    hand.fill("Avgörande omständigheter", LONG, within)
    hand.fill("Varför de leder till utfallet", LONG, within)


def pdf_of(page: Page, url: str) -> bytes:
    """The bytes that the address answers with, in this person's session."""
    reply = page.request.get(url)
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.body().startswith(b"%PDF-")
    return reply.body()


def test_a_manager_decides_and_the_stored_letter_is_the_previewed_one(
    world: World, proposed: Case, open_page
):
    older_than(proposed, world)
    page = open_page(world.chef)
    page.goto("/")
    the_oldest_stands_first(page, proposed)
    the_basis_and_the_decision_stand_side_by_side(page)
    the_may_insats_is_not_tried_before_the_right(page)
    a_period_of_seven_months_is_refused(page)
    previewed = the_letter_is_previewed(page)
    the_decision_is_taken(page, previewed)
    it_cannot_be_changed_afterwards(page, proposed)


def older_than(case: Case, world: World) -> None:
    """A second case waits too, with a later deadline."""
    other = world.proposed(test_number(date(1985, 1, 7)), first_name="Yngre", last_name="Testdal")
    assert other.due_on >= case.due_on


def the_oldest_stands_first(page: Page, case: Case) -> None:
    page.get_by_role("link", name="Väntar på beslut").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(case.number)
    expect(rows.first).to_contain_text(re.compile(r"om \d+ dag|i dag"))
    expect(rows.first).to_contain_text("Chefer, Jobbtorg Farsta")
    rows.first.get_by_role("link").click()
    page.get_by_role("region", name="Ärendet gäller").get_by_role(
        "link", name="Fatta beslut"
    ).click()


def the_basis_and_the_decision_stand_side_by_side(page: Page) -> None:
    page.wait_for_load_state()  # styles and all
    basis = page.get_by_role("region", name="Underlag").bounding_box()
    right = trial(page, "ratt").bounding_box()
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


def the_may_insats_is_not_tried_before_the_right(page: Page) -> None:
    hand = Hand(page)
    untried(page)
    try_(hand, "befogenhet", "Bifall")
    hand.fill("Från och med", "2026-03-03")
    hand.fill("Till och med", "2026-09-02")
    hand.click("button", "Fatta beslut")
    sentence = "Rätten enligt 11 kap. 1 § SoL ska prövas först. Ange ett utfall."
    page.locator("[data-error-summary]").get_by_role("link", name=sentence).click()
    expect(trial(page, "ratt").get_by_role("radio").first).to_be_focused()
    expect(trial(page, "ratt")).to_contain_text(sentence)
    assert not Decision.objects.exists()


def untried(page: Page) -> None:
    """The coach's proposal stands in the fields; here the right is left without an outcome."""
    trial(page, "ratt").get_by_role("radio", checked=True).evaluate(
        "radio => radio.checked = false"
    )


def a_period_of_seven_months_is_refused(page: Page) -> None:
    hand = Hand(page)
    try_(hand, "ratt", "Avslag")
    hand.fill("Till och med", "2026-10-03")
    hand.click("button", "Fatta beslut")
    page.locator("[data-error-summary]").get_by_role("link", name=TOO_LONG).click()
    expect(hand.field("Till och med")).to_be_focused()
    expect(hand.field("Till och med")).to_have_value("2026-10-03")
    hand.fill("Till och med", "2026-09-02")
    assert not Decision.objects.exists()


def the_letter_is_previewed(page: Page) -> bytes:
    page.get_by_role("button", name="Förhandsgranska brev").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Förhandsgranska brev")
    assert not Decision.objects.exists()
    letter = page.get_by_title("Beslutsbrevet")
    assert letter.bounding_box()["width"] > 600 and letter.bounding_box()["height"] > 400
    return pdf_of(page, letter.get_attribute("src"))


def the_decision_is_taken(page: Page, previewed: bytes) -> None:
    Hand(page).choose("Är du jävig i ärendet?", "Nej")
    page.get_by_role("button", name="Fatta beslut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beslut 2026:1")
    letter = Letter.objects.get()
    assert bytes(letter.pdf) == previewed
    assert letter.sha256 == hashlib.sha256(previewed).hexdigest()
    expect(page.get_by_text(letter.sha256)).to_be_visible()
    link = page.get_by_role("link", name="Öppna brevet (pdf)")
    assert pdf_of(page, link.get_attribute("href")) == previewed
    # One click; from elsewhere in the case the tab Beslut makes it two.
    expect(page.get_by_role("navigation", name="Ärendets sidor")).to_contain_text("Beslut")
    granted = Decision.objects.get().rulings.get(basis="befogenhet")
    assert (granted.period_from, granted.period_to) == (date(2026, 3, 3), date(2026, 9, 2))


def it_cannot_be_changed_afterwards(page: Page, case: Case) -> None:
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    reply = page.request.post(
        f"/arenden/{case.slug}/beslut/",
        form={"csrfmiddlewaretoken": token, "do": "decide", "period_to": "2026-08-31"},
    )
    assert reply.status == 409
    assert Decision.objects.count() == 1


def test_bifall_takes_at_most_six_clicks_from_the_worklist_and_the_pdf_at_most_two_more(
    world: World, open_page, at
):
    at("2026-03-03 08:15")
    page = open_page(world.chef)
    world.proposed(TILDA)
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
    to_decision = hand.count
    with page.expect_response("**/brev.pdf") as answered:
        hand.click("link", "Öppna brevet (pdf)")
    assert answered.value.headers["content-type"] == "application/pdf"
    assert hand.count - to_decision <= 2


def test_a_manager_elsewhere_is_told_whose_decision_it_is_and_nothing_of_the_case(
    world: World, proposed: Case, open_page
):
    page = open_page(world.chef_city)
    page.goto("/")
    reply = page.goto(f"/arenden/{proposed.slug}/beslut/")
    assert reply.status == 403
    expect(page.locator("main")).to_contain_text("Du har inte delegation för Jobbtorg Farsta.")
    for told in ("Tilda", "Provström", TILDA[-4:], "Väntar på beslut", world.coach.get_full_name()):
        assert told not in page.content()
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    form = {"csrfmiddlewaretoken": token, "do": "decide"}
    assert page.request.post(f"/arenden/{proposed.slug}/beslut/", form=form).status == 403
    assert not Decision.objects.exists()


def test_a_deputy_decides_on_the_last_day_of_the_appointment_and_not_on_the_day_after(
    world: World, proposed: Case, open_page, at
):
    deputy = world.staff(
        "bitr-farsta", "bitradande_enhetschef", since=date(2026, 1, 1), until=date(2026, 3, 9)
    )
    world.appoint(deputy, "coach", "Farsta", since=date(2026, 1, 1))  # goes on as a coach
    later = world.proposed(test_number(date(1985, 1, 7)), first_name="Tage")
    at("2026-03-09 16:00")
    page = open_page(deputy)
    page.goto(f"/arenden/{proposed.slug}/beslut/")
    hand = Hand(page)
    hand.fill("Från och med", "2026-03-10")
    hand.fill("Till och med", "2026-09-09")
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Fatta beslut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beslut 2026:1")
    at("2026-03-10 08:00")
    page = open_page(deputy)
    reply = page.goto(f"/arenden/{later.slug}/beslut/")
    assert reply.status == 403
    expect(page.get_by_text("Din delegation upphörde 2026-03-09")).to_be_visible()
    expect(page.get_by_role("button", name="Fatta beslut")).to_have_count(0)
    assert Decision.objects.get().decided_by == deputy


def test_returning_needs_a_comment_and_puts_the_case_on_top_of_the_coachs_list(
    world: World, proposed: Case, open_page
):
    world.registered(test_number(date(1999, 5, 4)), first_name="Disa", last_name="Först")
    page = open_page(world.chef)
    page.goto(f"/arenden/{proposed.slug}/beslut/")
    page.get_by_role("button", name="Återlämna till coach").click()
    sentence = "Skriv vad coachen behöver ändra"
    summary = page.locator("[data-error-summary]")
    expect(summary).to_contain_text(sentence)
    proposed.refresh_from_db()
    assert proposed.status == Status.VANTAR
    page.get_by_label("Kommentar till coachen").fill("Skriv mer om vad Tilda har provat.")
    page.get_by_role("button", name="Återlämna till coach").click()
    expect(page.get_by_role("status").first).to_contain_text("Ärendet är återlämnat till Coach")
    coach = open_page(world.coach)
    coach.goto("/")
    first = coach.locator("tbody tr").first
    expect(first).to_contain_text(proposed.number)
    expect(first).to_contain_text("Återlämnad")
    first.get_by_role("link").click()
    coach.get_by_role("link", name="Åtgärda återlämnat ärende").click()
    expect(coach.locator("main")).to_contain_text("Skriv mer om vad Tilda har provat.")
