"""Notes, corrections, phrases and the comparison of drafts: WCAG 2.2 AA by axe, also at 320 px."""

from datetime import timedelta

from playwright.sync_api import expect

from cases.notes import correct
from cases.phrases import make_phrase
from jobbtorg import clock
from tests.browser.city import City
from tests.browser.examiner import Examiner

PHRASE = "Uppgifterna kommer från samtal med den sökande och från Arbetsförmedlingen."


def test_notes_corrections_and_phrases(world, open_page):
    city = City(world)
    look = Examiner(open_page(world.coach))
    root = city.started.get_absolute_url()
    look.visit("/fraser/", state="tom")
    phrase = make_phrase("Källor", PHRASE, by=world.coach)
    make_phrase("Källor", PHRASE, by=world.chef, unit=world.unit())
    look.visit("/fraser/")
    look.visit("/fraser/ny/")
    look.press("Spara fras", "utan text")
    look.visit(f"/fraser/{phrase.pk}/")
    look.visit("/kortkommandon/")
    look.visit(f"{root}anteckning/")
    look.press("Spara och signera", "utan text")
    note = world.note(city.started)
    signed = world.note(city.started, sign=True, event_on=clock.today() - timedelta(days=30))
    correct(signed.entry, "Fel dag.", "Det var en tisdag.", by=world.coach)
    look.visit(f"{root}anteckning/{note.pk}/")
    look.visit(f"{root}journal/", state="osignerad, rättad")
    look.visit(root, state="osignerad")
    look.visit("/", state="osignerad")
    look.visit(f"{root}journal/{city.started.journal.last().pk}/ratta/")
    look.press("Rätta", "utan skäl")
    the_list_of_phrases_and_the_comparison(look, root)
    assert look.seen
    assert look.problems == [], "\n".join(["", *look.problems])


def the_list_of_phrases_and_the_comparison(look: Examiner, root: str) -> None:
    look.visit(f"{root}utredning/samlad-bedomning/", state="med fraser")
    page = look.page
    page.get_by_role("button", name="Infoga fras i Fakta").click()
    look.look("listan av fraser")
    page.get_by_role("dialog").get_by_role("button", name="Källor").first.click()
    expect(page.locator("[data-draft-status]")).to_contain_text("Sparat")
    look.look("infogad fras")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("textbox", name="Fakta").fill("Den andra fliken.")
    expect(other.locator("[data-draft-status]")).to_contain_text("Sparat")
    expect(other.locator("form[data-unsaved]")).to_have_count(0)
    page.get_by_role("textbox", name="Fakta").fill("Den här fliken.")
    expect(page.get_by_role("region", name="Jämför texterna")).to_be_visible()
    look.look("jämförelse")
