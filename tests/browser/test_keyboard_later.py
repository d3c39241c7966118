"""By keyboard alone: a decision is corrected, and a setting is proposed, read and published."""

from datetime import timedelta

from playwright.sync_api import expect

from decisions.models import Decision
from jobbtorg import clock
from jobbtorg.rulebook.models import Proposal, Setting
from tests.browser.conftest import TILDA
from tests.browser.hands import Keyboard
from tests.world import World

TOMORROW = timedelta(days=1)


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


def test_a_setting_is_proposed_and_published_with_the_keyboard_alone(world: World, open_page):
    admin = Keyboard(open_page(world.delegationsadmin))
    admin.page.goto("/regelverk/installningar/post/svarsfrist_dagar/")
    admin.click("link", "Föreslå ändring")
    admin.count += 1
    admin.write(admin.page.get_by_label("Nytt värde"), "12")
    admin.fill("Första dag", f"{clock.today() + TOMORROW}")
    admin.fill("Varför ändringen görs", "Flera hinner inte svara.")
    admin.click("button", "Spara förslaget")
    expect(admin.page.get_by_role("status").first).to_contain_text("En annan ska läsa det")
    chef = admin.another(open_page(world.forvaltningschef))
    chef.page.goto(admin.page.url)
    chef.click("button", "Publicera")
    expect(chef.page.get_by_role("status").first).to_contain_text("Ändringen är publicerad.")
    assert not Proposal.objects.waiting().exists()
    found = Setting.objects.on(clock.today() + TOMORROW).get(key="svarsfrist_dagar")
    assert found.value == 12
