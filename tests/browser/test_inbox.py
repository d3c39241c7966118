"""Inkorgen: three files dropped at once, an appeal found by its case number, one for another."""

from playwright.sync_api import Page, expect

from cases.models import Paper
from tests.browser.examiner import Examiner
from tests.cases.inbox import ASIDE, INBOX, SORT, SORTED, sorted_to
from tests.files import samples
from tests.world import World


def files(*told):
    return [{"name": name, "mimeType": "", "buffer": body} for name, body in told]


def put_in(page: Page, *told) -> None:
    page.get_by_label("Filer", exact=True).set_input_files(files(*told))


def test_files_are_saved_as_they_are_chosen_and_the_bad_one_is_named(world: World, open_page):
    page = open_page(world.registrator)
    page.goto(INBOX)
    expect(page.get_by_text("Inkorgen är tom")).to_be_visible()
    expect(page.get_by_role("button", name="Spara filerna")).to_be_hidden()
    put_in(page, ("brev.pdf", samples.pdf()), ("trasig.pdf", b"inget"), ("mejl.txt", b"Hej"))
    expect(page.get_by_text("2 handlingar är sparade.")).to_be_visible()
    summary = page.locator("[data-upload-errors]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("trasig.pdf: Filen heter .pdf men innehållet är inte en pdf.")
    listed = page.get_by_role("region", name="Osorterade handlingar").get_by_role("row")
    expect(listed).to_have_count(3)
    page.get_by_role("button", name="Ta bort trasig.pdf").click()
    put_in(page, ("mejl igen.txt", b"Hej"))
    expect(page.locator("li.upload-row")).to_contain_text("Filen ligger redan i inkorgen")
    assert Paper.objects.count() == 2


def test_an_appeal_is_sorted_with_the_keyboard_alone(world: World, open_page):
    case = world.started()
    paper = world.paper(f"Jag överklagar, {case.number}".encode(), name="brev.txt")
    page = open_page(world.registrator)
    page.goto(INBOX)
    page.get_by_role("checkbox", name="Välj brev.txt").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Sortera de valda").press("Enter")
    expect(page.get_by_role("heading", name="Sortera 1 handling")).to_be_visible()
    expect(page.get_by_role("radio", name=case.number)).to_be_checked()
    page.get_by_role("button", name="Sortera till ärendet").press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Välj typ").press("Enter")
    page.get_by_label("Typ").select_option(label="Överklagande")
    page.get_by_role("radio", name="Överlämnad till oss").press("Space")
    page.get_by_role("button", name="Sortera till ärendet").press("Enter")
    expect(page.get_by_text(f"Handlingen är sorterad till {case.number}.")).to_be_visible()
    assert case.documents.get().key == paper.key


def test_every_page_of_the_inbox_is_for_everyone(world: World, open_page):
    case = world.started()
    look = Examiner(open_page(world.registrator))
    look.visit(INBOX, state="tom")
    put_in(look.page, ("trasig.pdf", b"inget"))
    expect(look.page.locator("[data-upload-errors]")).to_be_visible()
    look.look("med fel")
    papers = [world.paper(case.number.encode(), name=f"{'långt namn ' * 8}.txt"), world.paper()]
    bad = world.paper(scanned=False)
    look.visit(INBOX, state="med rader")
    chosen = "&".join(f"papper={paper.pk}" for paper in papers)
    look.visit(f"{SORT}?{chosen}", state="två")
    look.press("Sök ärende", "sökt utan ord")
    look.press("Sortera till ärendet", "med fel")
    look.visit(f"{SORT}?papper={bad.pk}", state="osökt")
    look.visit(f"{ASIDE}?{chosen}")
    look.press("Anteckna att handlingarna inte hör hit", "med fel")
    look.visit(SORTED, state="tom")
    sorted_to(world, case, papers[0])
    look.visit(SORTED, state="med rader")
    assert look.problems == [], "\n".join(look.problems)
