"""users.md script 9.1, steps 5–9: TP1's case from Inled utredning to Lämna till beslut."""

import re

from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from cases.models import Case, JournalEntry, Status
from tests.browser.conftest import TILDA
from tests.browser.hands import Hand
from tests.world import LONG

SIGNED_OUT = "Du är utloggad. Logga in igen – din text är kvar."
MUCH = " ".join([LONG] * 5)
MORE = " Hon vill arbeta i butik."
TITLE = "Samtal den 26 februari"


def heading(page: Page) -> Locator:
    """The page's own."""
    return page.get_by_role("heading", level=1)


def told(page: Page) -> Locator:
    """What the page says has been done."""
    return page.get_by_role("status").first


def case() -> Case:
    """Tilda's."""
    return Case.objects.get(person__personnummer=TILDA)


def open_part(hand: Hand, title: str) -> None:
    """A part, from the list of them."""
    hand.click("link", title)
    expect(heading(hand.page)).to_have_text(title)


def save(hand: Hand, title: str) -> None:
    """The part, which is then done."""
    hand.click("button", f"Spara {title.lower()}")
    expect(told(hand.page)).to_have_text(f"{title} är sparad.")
    row = hand.page.locator(".tasks > li").filter(has_text=title)
    expect(row.locator(".tag")).to_have_text("Klar")


def from_inled_utredning_to_the_criteria(hand: Hand) -> None:
    hand.choose("Är du jävig i ärendet?", "Nej")
    hand.click("button", "Inled utredning", hand.page.locator(".panel"))
    expect(heading(hand.page)).to_have_text("Utredning")
    expect(told(hand.page)).to_have_text("Utredningen är inledd.")
    leaving_it_too_early_lists_what_is_missing_as_links(hand)
    expect(heading(hand.page)).to_have_text("Kriterier")
    criteria = hand.page.locator("fieldset.form-part").filter(has_text="Källa")
    for criterion in criteria.all():
        hand.tick(criterion.get_by_role("radio", name="Uppfyllt", exact=True))
        hand.fill("Källa", "Samtal med Tilda", criterion)
    hand.fill("Individuell bedömning", LONG)
    save(hand, "Kriterier")


def leaving_it_too_early_lists_what_is_missing_as_links(hand: Hand) -> None:
    hand.click("button", "Lämna till beslut")
    summary = hand.page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Ärendet kan inte lämnas till beslut än")
    for sentence in (
        "Kriteriet saknar svar: Personen varken arbetar eller studerar",
        "Frågan är inte besvarad: Vad fungerar bra?",
        "Information från Arbetsförmedlingen saknas.",
        "Samlad bedömning: Fakta saknas.",
    ):
        expect(summary.get_by_role("link", name=sentence)).to_be_visible()
    assert case().status == Status.UTREDS
    hand.press(summary.get_by_role("link", name="Kriteriet saknar svar").first)


def the_initial_assessment_survives_the_end_of_the_session(hand: Hand) -> None:
    open_part(hand, "Initial bedömning del 2")
    first, *others = hand.page.get_by_role("main").get_by_role("textbox").all()
    hand.write(first, MUCH)
    expect(hand.page.locator("[data-draft-status]")).to_have_text(
        re.compile(r"^Sparat 08:51:\d\d$")
    )
    Session.objects.all().delete()
    hand.add(first, MORE)
    she_signs_in_again_from_the_dialog(hand)
    expect(first).to_be_focused()
    expect(first).to_have_value(MUCH + MORE)
    for area in others:
        hand.write(area, LONG)
    save(hand, "Initial bedömning del 2")
    answers = case().applications.get().investigation.answers
    assert answers.filter(text=MUCH + MORE).count() == 1


def she_signs_in_again_from_the_dialog(hand: Hand) -> None:
    dialog = hand.page.get_by_role("alertdialog")
    expect(dialog.get_by_role("heading")).to_have_text(SIGNED_OUT)
    with hand.page.expect_popup() as opened:
        hand.click("link", "Logga in i en ny flik", dialog)
    other = opened.value
    hand.another(other).sign_in("coach-farsta")
    expect(heading(other)).to_have_text("Du är inloggad igen")
    expect(heading(other)).to_be_focused()
    other.close()
    if dialog.is_visible():  # a retry that came first has closed it
        hand.click("button", "Jag har loggat in", dialog)
    expect(dialog).to_be_hidden()


def children_and_arbetsformedlingen(hand: Hand) -> None:
    open_part(hand, "Barn i hushållet")
    hand.choose("Finns det barn under 18 år i hushållet?", "Ja")
    hand.fill("Hur barnen påverkas", "Dagarna läggs efter förskolans tider.")
    hand.fill("Bedömning av barnets bästa", "Barnet har nytta av att Tilda får stöd.")
    save(hand, "Barn i hushållet")
    open_part(hand, "Information från Arbetsförmedlingen")
    hand.fill("Uppgifterna kom", "2026-03-02")
    hand.fill("Vem som lämnade dem", "Utdrag som Tilda visade")
    information_needs_consent_or_statute(hand)
    hand.check("Personen är inte inskriven på Arbetsförmedlingen")
    save(hand, "Information från Arbetsförmedlingen")


def information_needs_consent_or_statute(hand: Hand) -> None:
    button = "Spara information från arbetsförmedlingen"
    hand.click("button", button)
    summary = hand.page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("stöd för att hämta in uppgifterna")
    expect(hand.field("Vem som lämnade dem")).to_have_value("Utdrag som Tilda visade")
    hand.choose("Stöd för att hämta in uppgifterna", "Samtycke från den sökande")
    hand.click("button", button)
    expect(summary).to_contain_text("Ange vilken dag samtycket gavs.")
    hand.fill("Samtycket gavs", "2026-03-02")
    hand.choose("Hur samtycket gavs", "Muntligt")
    hand.fill("Vad samtycket omfattar", "Inskrivning och program")


def a_note_is_signed_and_corrected(hand: Hand) -> None:
    page = hand.page
    hand.shortcut("n")
    expect(heading(page)).to_have_text("Ny anteckning")
    expect(page.get_by_label("Rubrik")).to_be_focused()
    hand.fill("Rubrik", TITLE)
    hand.fill("Händelsedatum", "2026-02-26")
    hand.fill("Text", "Tilda ringde.")
    hand.click("button", "Spara osignerad")
    hand.click("button", f"Signera {TITLE}")
    expect(told(page)).to_have_text("Anteckningen är signerad.")
    entry = page.locator(".timeline > li").filter(has_text=TITLE)
    for words in ("Skrivet i efterhand", "26 februari 2026", "Skrivet 2026-03-02 09:2"):
        expect(entry).to_contain_text(words)
    expect(page.get_by_role("link", name=re.compile("^Ändra"))).to_have_count(0)
    hand.click("link", f"Rätta {TITLE}")
    the_original_is_struck_through_and_both_stand_there(hand)


def the_original_is_struck_through_and_both_stand_there(hand: Hand) -> None:
    hand.fill("Varför rättas anteckningen?", "Det var hennes syster.")
    hand.fill("Det som ska stå", "Tildas syster ringde.")
    hand.click("button", "Rätta")
    correction = hand.page.locator(".timeline > li").filter(has_text="Tildas syster ringde.")
    expect(correction).to_be_focused()
    old = hand.page.locator(".timeline > .corrected")
    expect(old).to_contain_text("Tilda ringde.")
    line = old.locator(".timeline-text").evaluate("e => getComputedStyle(e).textDecorationLine")
    assert line == "line-through"
    expect(old.get_by_role("link", name="till rättelsen")).to_be_visible()
    assert JournalEntry.objects.get(kind="rattelse").text == "Tildas syster ringde."
    hand.click("link", "Utredning", hand.page.get_by_role("navigation", name="Ärendets sidor"))


def a_decision_is_proposed_and_left(hand: Hand) -> None:
    open_part(hand, "Samlad bedömning")
    for label in ("Fakta", "Den sökandes egen syn", "Bedömning"):
        hand.fill(label, LONG)
    for lagrum, outcome in (("11 kap. 1 § SoL", "Avslag"), ("11 kap. 4 § SoL", "Bifall")):
        proposal = hand.page.get_by_role("group", name=f"Förslag enligt {lagrum}")
        hand.choose("Utfall", outcome, proposal)
        hand.fill("Avgörande omständigheter", LONG, proposal)
        hand.fill("Varför de leder till utfallet", LONG, proposal)
    hand.fill("Från och med", "2026-03-03")
    hand.fill("Till och med", "2026-09-02")
    hand.click("button", "Spara samlad bedömning")
    expect(hand.page.get_by_text("Allt som behövs finns.")).to_be_visible()
    hand.click("button", "Lämna till beslut")
    identity = hand.page.get_by_role("region", name="Ärendet gäller")
    expect(identity).to_contain_text("Väntar på beslut")
    it_has_left_her_list_and_the_decision_is_not_hers(hand)


def it_has_left_her_list_and_the_decision_is_not_hers(hand: Hand) -> None:
    page, number = hand.page, case().number
    hand.click("link", "Min arbetslista")
    expect(page.get_by_text("Inget att göra här just nu")).to_be_visible()
    expect(page.get_by_text(number)).to_have_count(0)
    hand.click("link", re.compile("^Mina ärenden"))
    expect(page.get_by_text(number)).to_be_visible()
    reply = page.goto(f"{case().get_absolute_url()}beslut/")
    assert reply and reply.status == 403
    expect(heading(page)).to_have_text("Det går inte att göra det här")
