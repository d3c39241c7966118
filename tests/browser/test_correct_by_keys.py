"""By keyboard alone: a decision is corrected."""

from playwright.sync_api import expect

from decisions.models import Decision
from tests.browser.conftest import TILDA
from tests.browser.hands import Keyboard
from tests.world import World


def test_a_chef_corrects_a_decision_with_the_keyboard_alone(
    world: World, empowered: None, open_page
):
    old = world.decided(TILDA)
    page = open_page(world.chef)
    page.goto(f"{old.application.case.get_absolute_url()}beslutet/")
    keyboard = Keyboard(page)
    keyboard.click("link", "Rätta beslutet")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rätta beslutet")
    keyboard.fill("Vad som har blivit fel", "Det stod fel årtal. Det rätta är 2024.")
    keyboard.click("button", "Förhandsgranska brev")
    expect(page.get_by_role("heading", level=1)).to_have_text("Förhandsgranska brev")
    keyboard.choose("Är du jävig i ärendet?", "Nej")
    keyboard.click("button", "Fatta beslut")
    expect(page.get_by_role("link", name="Öppna brevet (pdf)")).to_be_visible()
    assert Decision.objects.in_force().get().changes == old
