"""States to which no link leads, of what comes after and beside the decision, and of notes."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.phrases import make_phrase
from disclosure.models import Disclosure
from disclosure.selection import Selection, keep
from jobbtorg import clock
from jobbtorg.organisation.models import User
from review import actions
from tests.browser.city import City
from tests.browser.examiner import Examiner
from tests.disclosure.helpers import (
    asked,
    copied,
    demanded,
    denied,
    filed,
    refused_by_authority,
    released,
)
from tests.followup.deviations import appointed, decided, investigated, received, reported, sent
from tests.followup.figures.fifty import FIFTY
from tests.followup.figures.rows import write_table
from tests.review.helpers import begun, reads
from tests.world import World

PHRASE = "Uppgifterna kommer från samtal med den sökande och från Arbetsförmedlingen."


@pytest.fixture
def examine(open_page) -> Iterator[Callable[[User], Examiner]]:
    """An examiner who has signed in as the user; all problems are told at the end."""
    examiners: list[Examiner] = []

    def examine_(user: User) -> Examiner:
        examiners.append(Examiner(open_page(user)))
        return examiners[-1]

    yield examine_
    problems = [problem for examiner in examiners for problem in examiner.problems]
    assert any(examiner.seen for examiner in examiners)
    assert problems == [], "\n".join(["", *problems])


def step(row, name):
    """Where this is done with the avvikelse."""
    return reverse(f"deviation_step_{name}", args=[row.number])


def of(found, name, *more):
    """Where this is done with the request."""
    return reverse(name, args=[found.case.slug, found.pk, *more])


def test_avvikelser(world: World, examine):
    assert world.bitr
    look = examine(world.coach)
    look.visit("/avvikelser/", state="tom")
    look.go("/avvikelser/ny/")
    look.press("Skicka rapporten", "med fel")
    row, complaint = reported(world), received(world, "klagomal")
    look.go(step(row, "namnge"))
    look.press("Namnge", "utan val")
    look = examine(world.chef)
    look.go(step(row, "ta-emot"))
    look.press("Ta emot", "med fel")
    look.go(step(complaint, "svara"))
    look.press("Anteckna svaret", "med fel")
    look.visit(investigated(world).get_absolute_url(), state="utan delegat")
    look.go(step(decided(world), "anmal"))
    look.press("Anteckna som skickad", "med fel")
    look.go(step(sent(world), "avsluta"))
    look.press("Avsluta", "med fel")
    look = examine(world.colleague)
    look.go(step(appointed(world, by=world.colleague), "utred"))
    look.press("Lämna till beslut", "med fel")


def test_utlamnande_of_a_copy(world: World, examine):
    look = examine(world.registrator)
    look.visit("/utlamnanden/", state="tom")
    case = world.started()
    look.visit(reverse("disclosures", args=[case.slug]), state="tom")
    look.go(reverse("new_disclosure", args=[case.slug]))
    look.press("Registrera", "med fel")
    found = asked(world, case)
    look.visit(of(found, "prepare_copy"), state="tom")
    key = f"handling-{filed(world, case).number}"
    keep(found, Selection(("journal", key), (), ()), world.registrator)
    look.go(of(found, "prepare_copy"))
    look.press("Maska ordet", "med fel")
    look.go(of(found, "mask_page", key, 1))
    look.press("Maska området", "med fel")
    copy = copied(world, found, key)
    look.go(of(found, "masked_copy", copy.pk))
    look.press("Godkänn för utlämnande", "med fel")
    released(world, copy)
    look.go(of(found, "give_copy"))
    look.press("Anteckna som utlämnat", "med fel")


@pytest.mark.usefixtures("empowered")
def test_utlamnande_that_is_refused(world: World, examine):
    look = examine(world.chef)
    found = asked(world)
    look.go(of(found, "reply_disclosure"))
    look.press("Spara svaret", "med fel")
    denied(world, found)
    found = demanded(world, Disclosure.objects.get(pk=found.pk))
    look.go(of(found, "decide_disclosure"))
    look.press("Fatta beslutet", "med fel")
    refused_by_authority(world, found)
    look.go(of(found, "note_disclosure_appeal"))
    look.press("Anteckna", "med fel")


def test_figures_with_nothing_with_much_and_of_no_year(world: World, examine):
    look = examine(world.chef)
    look.visit("/statistik/", state="tom")
    look.visit("/statistik/resultat/", state="tom")
    write_table(FIFTY)
    look.visit("/statistik/resultat/?period=2026&delat=age", state="andelar")
    look.visit("/statistik/inskrivningstid/?period=2026&delat=month", state="dagar")
    look.visit("/statistik/resultat/?period=2030", status=422)


def test_the_insats(world: World, examine):
    chef, coach = examine(world.chef), examine(world.coach)
    chef.go(f"{world.running().get_absolute_url()}uppdrag/")
    chef.press("Ge uppdrag", "gett")
    case = world.planned("200203152390")
    root = case.get_absolute_url()
    coach.visit(f"{root}narvaro/", state="tom")
    coach.go(f"{root}narvaro/planera/")
    coach.press("Planera mötet", "utan svar")
    coach.go(f"{root}narvaro/moten/{world.meeting(case).pk}/stall-in/")
    coach.press("Ställ in mötet", "utan skäl")
    coach.go(f"{root}handelser/{world.event(case).pk}/ratta/")
    coach.press("Rätta", "utan skäl")
    coach.go(f"{root}avsluta/")
    coach.press("Avsluta insats", "utan svar")
    world.close(case)
    coach.go(f"{root}avsluta/ratta/")
    coach.press("Rätta avslutet", "utan skäl")
    chef.go(f"/lagesbild/{world.coach.pk}/")
    chef.press("Fördela om", "inget valt")


def test_logguppfoljning(world: World, examine):
    case = world.started()
    for user in (world.colleague, world.coach):
        reads(user, case)
    look = examine(world.granskare)
    look.go("/logguppfoljning/uppgifter/")
    look.press("Spara", "med fel")
    review = begun(world)
    look.go(review.get_absolute_url())
    look.press("Anmäl", "utan val")
    row, other = review.findings.all()
    look.go(row.get_absolute_url())
    look.press("Anmäl", "utan skäl")
    in_a_week = clock.today() + timedelta(days=7)
    actions.judge([row], "forklaring", "Varför?", in_a_week, by=world.granskare)
    chef = examine(world.chef)
    chef.go(f"/logguppfoljning/fynd/{row.pk}/forklaring/")
    chef.press("Lämna förklaringen", "med fel")
    actions.explain(row.latest, "Kollegan tog ett samtal.", by=world.chef)
    actions.judge([row, other], "behorig", by=world.granskare)
    actions.sign(review, by=world.granskare)
    look.visit(f"{review.get_absolute_url()}?flik=bedomda", state="undertecknad")


def test_notes_phrases_and_two_drafts_beside_each_other(world: World, examine):
    case = City(world).started
    look = examine(world.coach)
    root = case.get_absolute_url()
    look.visit("/fraser/", state="tom")
    make_phrase("Källor", PHRASE, by=world.coach)
    look.go("/fraser/ny/")
    look.press("Spara fras", "utan text")
    look.go(f"{root}anteckning/")
    look.press("Spara och signera", "utan text")
    signed = world.note(case, sign=True)
    look.go(f"{root}journal/{signed.entry.pk}/ratta/")
    look.press("Rätta", "utan skäl")
    the_list_of_phrases_and_the_comparison(look, root)


def the_list_of_phrases_and_the_comparison(look: Examiner, root: str) -> None:
    look.go(f"{root}utredning/samlad-bedomning/")
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
