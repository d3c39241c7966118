"""users.md script 9.2, steps 10–11: the last day to reply, and an avslag in one's own words."""

from datetime import date

from playwright.sync_api import expect

from cases.actions import propose
from cases.models import Case
from cases.phrases import make_phrase
from decisions.models import Decision
from tests.browser.conftest import SitDown
from tests.browser.hands import Hand
from tests.browser.test_managers_way import pdf_of, summary_of, trial
from tests.world import LONG, World, test_number

TP2 = test_number(date(1985, 4, 17))
PHRASE = " ".join(["Nämnden bedömer att behovet kan tillgodoses på annat sätt."] * 5)
ONLY = "Motiveringen består bara av en fras. Skriv vad som varit avgörande i det här ärendet."
UNMET = "Bemöt den sökandes svar i skälen och kryssa i ”Bemött sökandens svar”."
FIELDS = ("Avgörande omständigheter", "Varför de leder till utfallet")


def test_a_refusal_waits_for_the_reply_and_is_reasoned_in_own_words(
    world: World, sit_down: SitDown, at
):
    at("2026-03-02 10:00")
    assert world.chef
    make_phrase("Annat sätt", PHRASE, by=world.delegationsadmin, common=True)
    case = sent(world)
    at("2026-03-11 08:00")
    on_the_last_day_to_reply_nobody_decides(sit_down(world.chef), case)
    world.reply(case)
    at("2026-03-12 08:00")
    world.meet(case)
    propose(case, by=world.coach)
    hand = sit_down(world.chef)
    a_phrase_alone_is_no_reason(hand, case)
    own_words_that_meet_the_reply_are(hand)


def sent(world: World) -> Case:
    """TP2's basis for a refusal, to be answered by 11 March."""
    case = world.investigated(TP2, first_name="Teresa", last_name="Provlund")
    no = {"may_outcome": "avslag", "period_from": None, "period_to": None}
    world.save(case, "samlad-bedomning", **no)
    world.send(case, reply_by=date(2026, 3, 11))
    return case


def on_the_last_day_to_reply_nobody_decides(hand: Hand, case: Case) -> None:
    """Step 10: the sentence stands where the button would be."""
    hand.page.goto(f"{case.get_absolute_url()}beslut/")
    expect(hand.page.get_by_text("Svarsfristen går ut i dag.")).to_be_visible()
    expect(hand.page.get_by_role("button", name="Fatta beslut")).to_have_count(0)


def a_phrase_alone_is_no_reason(hand: Hand, case: Case) -> None:
    """Step 11."""
    page = hand.page
    page.goto(f"{case.get_absolute_url()}beslut/")
    expect(page.get_by_role("region", name="Underlag")).to_contain_text("Coachens bemötande")
    may = trial(page, "befogenhet")
    for label in FIELDS:
        hand.fill(label, "", may)
        hand.click("button", f"Infoga fras i {label}", may)
        hand.press(page.get_by_role("dialog").get_by_role("button", name="Annat sätt"))
        expect(hand.field(label, may)).to_have_value(PHRASE)
        expect(hand.field(label, may)).to_be_focused()
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Fatta beslut")
    expect(summary_of(page)).to_be_focused()
    for sentence in (ONLY, UNMET):
        expect(summary_of(page)).to_contain_text(sentence)
    expect(hand.field(FIELDS[0], may)).to_have_value(PHRASE)
    assert not Decision.objects.exists()


def own_words_that_meet_the_reply_are(hand: Hand) -> None:
    """Step 11, after the sentence."""
    page = hand.page
    for label in FIELDS:
        hand.fill(label, LONG, trial(page, "befogenhet"))
    hand.press(summary_of(page).get_by_role("link", name=UNMET))
    expect(page.get_by_label("Bemött sökandens svar")).to_be_focused()
    hand.check("Bemött sökandens svar")
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Fatta beslut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beslut 2026:1")
    assert Decision.objects.get().reply_met


def test_the_receipt_is_printed_from_the_case_page(world: World, open_page, at):
    at("2026-03-02 10:00")
    case = world.registered(TP2)
    page = open_page(world.coach)
    page.goto(case.get_absolute_url())
    link = page.get_by_role("link", name="Skriv ut kvittens (pdf)")
    pdf_of(page, link.get_attribute("href") or "")
