"""Jäv on the pages: who answers Ja leaves the case, and a chef answers at each decision."""

from playwright.sync_api import expect

from cases.models import Case, Declaration
from decisions.models import Decision
from tests.browser.conftest import TILDA
from tests.browser.hands import Hand
from tests.world import World

QUESTION = "Är du jävig i ärendet?"


def test_a_coach_who_answers_ja_loses_the_case_and_the_chef_gives_it_to_another(
    world: World, open_page
):
    assert world.chef and world.colleague
    case = world.registered(TILDA)
    page = open_page(world.coach, java_script_enabled=False)
    page.goto(case.get_absolute_url())
    hand = Hand(page)
    expect(
        page.get_by_role("group", name=QUESTION).get_by_role("radio", checked=True)
    ).to_have_count(0)
    hand.click("button", "Inled utredning")
    summary = page.locator("[data-error-summary]")
    summary.get_by_role("link", name=f"Svara på frågan ”{QUESTION}”.").click()
    hand.choose(QUESTION, "Ja")
    hand.click("button", "Inled utredning")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmäl jäv")
    for ground in Declaration.Ground:
        expect(page.get_by_role("radio", name=ground.label)).to_be_visible()
    page.get_by_role("radio", name="Part eller närstående").check()
    hand.click("button", "Anmäl jäv")
    expect(page.get_by_role("heading", level=1)).to_have_text("Min arbetslista")
    expect(page.get_by_role("status").first).to_contain_text("Du har anmält jäv")
    expect(page.locator("main")).not_to_contain_text("Tilda")
    assert page.goto(case.get_absolute_url()).status == 404
    the_chef_gives_it_to_another(world, case, open_page(world.chef))


def the_chef_gives_it_to_another(world: World, case: Case, page) -> None:
    page.goto("/?flik=ofordelade")
    page.get_by_role("link", name="Tilda Provström").click()
    expect(page.locator("main")).to_contain_text(
        "Coach Farsta är jävig; ärendet behöver fördelas om."
    )
    offered = page.get_by_label("Fördela till").locator("option")
    assert "Coach Farsta" not in offered.all_inner_texts()
    page.get_by_label("Fördela till").select_option(label="Kollega Farsta")
    page.get_by_role("button", name="Fördela").click()
    case.refresh_from_db()
    assert case.coach == world.colleague


def test_a_chef_meets_the_question_answers_ja_and_the_forvaltningschef_decides(
    world: World, open_page
):
    assert world.chef and world.forvaltningschef
    case = world.proposed(TILDA)
    page = open_page(world.chef)
    page.goto(f"{case.get_absolute_url()}beslut/")
    hand = Hand(page)
    hand.click("button", "Fatta beslut")
    expect(page.locator("[data-error-summary]")).to_contain_text(QUESTION)
    hand.choose(QUESTION, "Ja")
    hand.click("button", "Fatta beslut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmäl jäv")
    page.get_by_role("radio", name="Annan omständighet").check()
    hand.fill("Kommentar", "Vi har drivit en förening tillsammans.")
    hand.click("button", "Anmäl jäv")
    expect(page.get_by_role("status").first).to_contain_text("Du har anmält jäv")
    assert not Decision.objects.exists()
    the_forvaltningschef_decides(open_page(world.forvaltningschef))
    assert Decision.objects.get().decided_by == world.forvaltningschef


def the_forvaltningschef_decides(page) -> None:
    page.goto("/")
    hand = Hand(page)
    page.get_by_role("navigation", name="Välj lista").get_by_role(
        "link", name="Väntar på beslut"
    ).click()
    hand.click("link", "Tilda Provström")
    hand.click("link", "Fatta beslut")
    hand.click("button", "Förhandsgranska brev")
    expect(page.get_by_title("Beslutsbrevet")).to_be_visible()
    hand.choose(QUESTION, "Nej")
    hand.click("button", "Fatta beslut")
    expect(page.get_by_role("link", name="Öppna brevet (pdf)")).to_be_visible()
