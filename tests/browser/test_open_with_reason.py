"""Öppna med skäl: a coach at City reads a case of Farsta's, and Farsta's chef asks why."""

from playwright.sync_api import expect

from tests.browser.examiner import Examiner
from tests.browser.hands import Hand
from tests.cases.opening import FORM, LIST, WHY, closed, opened
from tests.world import World


def test_a_coach_reads_another_units_case_and_the_chef_sees_it_and_asks(world: World, open_page):
    case = world.started()
    assert world.chef
    page = open_page(world.coach_city, java_script_enabled=False)
    hand = Hand(page)
    assert page.goto(case.get_absolute_url()).status == 404
    page.get_by_role("main").get_by_role("link", name="Öppna med skäl").click()
    expect(page.get_by_label("Ärendenummer")).to_have_value(case.number)
    hand.click("button", "Öppna ärendet")
    expect(page.locator("[data-error-summary]")).to_contain_text("Ange ett skäl")
    page.get_by_role("radio", name="Personen har hört av sig till mig").check()
    page.get_by_label("Varför behöver du läsa ärendet?").fill(WHY)
    page.get_by_role("radio", name="2 timmar").check()
    hand.click("button", "Öppna ärendet")
    expect(page.get_by_text("Du läser ärendet med skäl")).to_be_visible()
    page.get_by_role("link", name="Journal", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Journal")
    expect(page.get_by_text("Du läser ärendet med skäl")).to_be_visible()
    with page.expect_navigation():
        hand.click("button", "Klar med ärendet")
    assert page.goto(case.get_absolute_url()).status == 404
    the_chef_asks(open_page(world.chef), case)
    page.goto("/")
    page.get_by_role("link", name="Lämna en förklaring").click()
    page.get_by_label("Varför öppnade du ärendet?").fill("Hon ringde växeln och fick mig.")
    hand.click("button", "Lämna förklaringen")
    chef = open_page(world.chef)
    chef.goto(LIST)
    expect(chef.get_by_text("Hon ringde växeln")).to_be_visible()
    chef.get_by_role("button", name="Behörig").click()
    expect(chef.get_by_text("Öppningen är bedömd som behörig.")).to_be_visible()


def the_chef_asks(page, case) -> None:
    page.goto("/")
    page.get_by_role("link", name="Granska om det var behörigt").click()
    expect(page.get_by_role("heading", name=case.number)).to_be_visible()
    expect(page.get_by_text(WHY)).to_be_visible()
    page.get_by_text("Begär förklaring").click()
    page.get_by_label("Vad vill du ha förklarat?").fill("Vem ringde dig?")
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.get_by_text("har fått frågan.")).to_be_visible()


def test_every_page_of_it_is_for_everyone(world: World, open_page):
    case, old = world.started(), closed(world, "200102152392", ago=40)
    reader = Examiner(open_page(world.coach_city))
    reader.visit(FORM, state="tom")
    reader.press("Öppna ärendet", "med fel")
    opened(case, world.coach_city)
    opened(old, world.coach_city)
    reader.visit(FORM, state="med öppna ärenden")
    reader.visit(case.get_absolute_url(), state="läst med skäl")
    reader.visit("/arenden/JT-2019-0001/", status=404, state="finns inte")
    chef = Examiner(open_page(world.chef))
    chef.visit(LIST, state="att granska")
    chef.visit("/", state="öppnade med skäl")
    assert reader.problems + chef.problems == [], "\n".join([*reader.problems, *chef.problems])
