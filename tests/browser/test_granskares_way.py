"""Script 9.6, all seven steps in one walk: by the mouse, and by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from cases.models import Document
from followup.models import Grading
from jobbtorg.audit import sealing
from jobbtorg.audit.models import AccessLog
from review.actions import note_facts
from tests.audit.test_chain import flip
from tests.audit.test_roles import is_denied
from tests.browser.hands import Hand, Keyboard
from tests.cases.helpers import on
from tests.review.helpers import last_month, reads
from tests.rulebook.helpers import set_since_the_beginning

WHY = "Skälen nämner inte vad personen själv har sagt."


@pytest.mark.parametrize("kind", [Hand, Keyboard])
def test_the_granskares_whole_way(world, open_page, kind):
    decision = a_month_with_something_in_it(world)
    hand = kind(open_page(world.granskare))
    hand.page.goto("/")
    the_log_is_looked_through(hand)
    the_chef_has_something_to_explain(hand.another(open_page(world.chef)))
    the_history_says_what_changed(hand.another(open_page(world.coach)), decision)
    a_flipped_byte_shows(hand, decision)
    the_refusals_are_graded(hand, decision)
    the_log_is_exported(hand)
    the_readings_are_in_the_log(world)
    the_application_changes_nothing_of_it(decision)


def a_month_with_something_in_it(world):
    """An avslag whose letter has not gone, and readings that nobody needed."""
    set_since_the_beginning("logg_personer_per_dag", 1)
    with on(last_month().replace(day=2)):
        decision = world.decided(may="avslag")
        other = world.started("200102152392")
    case = decision.application.case
    person = case.person
    person.street, person.postcode = "Larsbodavägen 4", "123 41"
    person.save()
    world.document(case)
    note_facts(world.bitr, {"street": person.street, "postcode": "12341"}, by=world.granskare)
    reads(world.colleague, case, times=20)
    reads(world.bitr, case)
    reads(world.bitr, other)
    sealing.seal()
    return decision


def the_log_is_looked_through(hand):
    """Steps 1 and 2: the flags, the rows behind one of them, and an explanation asked for."""
    page = hand.page
    hand.press(page.get_by_role("link", name="Logguppföljning"))
    hand.click("link", "Jobbtorg Farsta")
    hand.click("button", "Börja")
    table = page.get_by_role("table")
    for flag in ("Många gånger", "Många personer en dag", "Samma adress"):
        expect(table).to_contain_text(flag)
    hand.press(page.get_by_role("row", name="Många gånger").get_by_role("link"))
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows.filter(has_text="Ärendets översikt")).to_have_count(20)
    hand.click("button", "Begär förklaring")
    hand.press(page.get_by_role("link", name="Väntar på förklaring"))
    expect(page.get_by_role("table")).to_contain_text("Förklaring begärd")


def the_chef_has_something_to_explain(hand):
    """Step 2: what was asked has become the chef's to answer."""
    hand.page.goto("/")
    hand.press(hand.page.locator(".more > summary"))
    hand.press(hand.page.get_by_role("link", name="Logguppföljning"))
    expect(hand.page.get_by_role("heading", name="Förklaringar att lämna")).to_be_visible()


def the_history_says_what_changed(hand, decision):
    """Step 4: what was changed from what to what, for who works with the case."""
    hand.page.goto(decision.application.case.get_absolute_url())
    hand.click("link", "Historik")
    change = hand.page.get_by_role("region", name="Ändringar").get_by_role("listitem")
    expect(change.filter(has_text="ändrat från").first).to_be_visible()


def a_flipped_byte_shows(hand, decision):
    """Step 4: Verifiera says OK, with the delegation and the letter's sum; then AVVIKELSE."""
    page, case = hand.page, decision.application.case
    hand.press(page.locator(".more > summary"))
    hand.press(page.get_by_role("link", name="Kontroll av historik och logg"))
    hand.fill("Ärendenummer", case.number)
    hand.click("button", "Verifiera")
    row = page.get_by_role("row")
    expect(row.filter(has_text=decision.chain)).to_have_count(1)
    expect(row.filter(has_text=decision.letter.sha256)).to_contain_text("OK")
    expect(page.get_by_text("AVVIKELSE", exact=True)).to_have_count(0)
    flip(Document.objects.get(case=case).key)
    hand.fill("Ärendenummer", case.number)
    hand.click("button", "Verifiera")
    expect(page.get_by_text("AVVIKELSE", exact=True)).to_have_count(1)


def the_refusals_are_graded(hand, decision):
    """Step 5: the figures, the letters that have not gone, and an avslag's reasons graded."""
    page = hand.page
    hand.press(page.locator(".more > summary"))
    hand.press(page.get_by_role("link", name="Egenkontroll"))
    expect(page.get_by_role("region", name="Månadens siffror")).to_be_visible()
    late = page.get_by_role("region", name="Brev som inte har skickats")
    expect(late).to_contain_text(decision.number)
    drawn = page.get_by_role("region", name="Avslag att bedöma")
    hand.press(drawn.get_by_role("link", name=decision.number))
    hand.choose("Hur är motiveringen?", Grading.Verdict.choices[1][1])
    hand.fill("Vad som brister", WHY)
    hand.click("button", "Spara bedömningen")
    expect(page.get_by_role("heading", name="Egenkontroll")).to_be_visible()
    assert Grading.objects.get().comment == WHY


def the_log_is_exported(hand):
    """Step 6: the month as csv."""
    page = hand.page
    hand.press(page.get_by_role("link", name="Logguppföljning"))
    hand.click("link", "Jobbtorg Farsta")
    with page.expect_download() as download:
        hand.click("link", "Loggen som csv")
    assert download.value.suggested_filename.endswith(f"{last_month():%Y-%m}.csv")


def the_readings_are_in_the_log(world):
    """Step 3 and 6: to read the log, a case's seals or an avslag, and to export, is logged."""
    rows = AccessLog.objects.filter(user=world.granskare)
    assert {"logg", "export", "las", "lista"} <= set(rows.values_list("action", flat=True))
    assert rows.filter(what="Verifiering av ärendet").count() == 2


def the_application_changes_nothing_of_it(decision):
    """Step 7: the role that the program signs in as may neither change nor delete."""
    for table, column in (
        ("audit_accesslog", "what"), ("decisions_decision", "number"),
        ("cases_journalentry", "title"),
    ):  # fmt: skip
        assert is_denied(f"UPDATE {table} SET {column} = 'x'"), table
        assert is_denied(f"DELETE FROM {table}"), table
