"""Script 9.6, step 4: the history of a decision, its delegation, and Verifiera; all accessible."""

from playwright.sync_api import Page, expect

from cases.models import Document
from jobbtorg.audit import sealing
from jobbtorg.audit.models import AuditCheck
from jobbtorg.audit.verifying import verify
from tests.audit.helpers import as_owner
from tests.audit.test_chain import flip
from tests.browser.examiner import Examiner
from tests.world import World


def row(page: Page, name: str):
    return page.get_by_role("row", name=name)


def test_the_history_in_words_and_verifiera_before_and_after_a_flipped_byte(
    world: World, open_page
):
    decision = world.decided()
    case = decision.application.case
    world.document(case)
    sealing.seal()
    page = open_page(world.coach)
    page.goto(f"{case.get_absolute_url()}historik/")
    change = page.get_by_role("region", name="Ändringar").get_by_role("listitem")
    expect(change.filter(has_text="ändrat från").first).to_be_visible()
    page.get_by_role("link", name="Verifiera").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verifiering")
    expect(row(page, f"Beslut {decision.number}").first).to_contain_text(decision.chain)
    letter = row(page, "Brevet till beslut")
    expect(letter).to_contain_text("OK")
    expect(letter).to_contain_text(decision.letter.sha256)
    expect(page.get_by_text("AVVIKELSE", exact=True)).to_have_count(0)
    flip(Document.objects.get(case=case).key)
    page.reload()
    expect(row(page, "Handling")).to_contain_text("AVVIKELSE")
    expect(page.get_by_text("AVVIKELSE", exact=True)).to_have_count(1)


def test_the_pages_are_accessible(world: World, open_page):
    decision = world.decided()
    case = decision.application.case
    world.document(case)
    look = Examiner(open_page(world.granskare))
    look.visit("/kontroll/historik/", state="tom")
    sealing.seal()
    as_owner("UPDATE cases_case SET status = 'utreds' WHERE id = %s", case.pk)
    assert verify().deviating
    look.visit(f"/kontroll/historik/?arende={case.slug}", state="med avvikelse")
    other = Examiner(open_page(world.coach))
    other.visit(f"{case.get_absolute_url()}historik/verifiera/")
    assert look.seen and other.seen
    problems = look.problems + other.problems
    assert problems == [], "\n".join(["", *problems])
    assert AuditCheck.objects.exists()
