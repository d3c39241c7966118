"""users.md script 9.3, steps 9–10: a lagrum with test letters, and a riktlinje to be reported."""

import pytest
from playwright.sync_api import expect

from jobbtorg.rulebook.models import Provision, Riktlinje
from tests.browser.conftest import SitDown
from tests.browser.hands import Hand
from tests.world import World


@pytest.fixture
def hands(world: World, at, sit_down: SitDown) -> list[Hand]:
    """Friday 20 February 2026: the administrator, the förvaltningschef and the secretary."""
    at("2026-02-20 09:00")
    people = (world.delegationsadmin, world.forvaltningschef, world.sekreterare)
    return [sit_down(user) for user in people]


def propose(hand: Hand, first_day: str) -> str:
    """From which day and why; the proposal's address."""
    hand.fill("Första dag", first_day)
    hand.fill("Varför ändringen görs", "Riksdagen har ändrat lagen.")
    hand.click("button", "Spara förslaget")
    expect(hand.page.get_by_role("status").first).to_contain_text("En annan ska läsa det")
    return hand.page.url


def test_a_new_law_is_read_in_two_letters_and_published_by_another(hands):
    admin, chef, _ = hands
    admin.page.goto("/")
    admin.click("link", "Regelverk", admin.page.get_by_role("navigation", name="Huvudmeny"))
    admin.click("link", "Lagrum", admin.page.locator("main"))
    admin.click("link", "11 kap. 1 § SoL")
    admin.click("link", "Föreslå ändring")
    admin.fill("Kapitel och paragraf", "12 kap. 1 §")
    url = propose(admin, "2026-03-01")
    expect(admin.page.get_by_role("button", name="Publicera")).to_have_count(0)
    expect(admin.page.get_by_text("Du har själv föreslagit ändringen.")).to_be_visible()
    chef.page.goto(url)
    for name in (
        "Beslutsbrev: bifall efter befogenheten (pdf)",
        "Beslutsbrev: avslag på båda (pdf)",
    ):
        link = chef.page.get_by_role("link", name=name)
        letter = chef.page.request.get(link.get_attribute("href"))
        assert letter.body().startswith(b"%PDF-")
    chef.click("button", "Publicera")
    expect(chef.page.get_by_role("status").first).to_contain_text("gäller från och med 2026-03-01")
    versions = Provision.objects.filter(key="ratt").order_by("-valid_from").values_list("ref")
    assert [ref for (ref,) in versions] == ["12 kap. 1 §", "11 kap. 1 §", "4 kap. 1 §"]


def test_an_updated_riktlinje_makes_its_own_task(hands):
    admin, chef, secretary = hands
    admin.page.goto("/regelverk/riktlinjer/post/riktlinjer/andra/")
    admin.fill("Diarienummer", "AMF 2026/31")
    url = propose(admin, "2026-03-01")
    chef.page.goto(url)
    chef.click("button", "Publicera")
    page = secretary.page
    page.goto("/")
    secretary.unfold("Mer")
    secretary.click("link", "Regelverk", page.get_by_role("navigation", name="Huvudmeny"))
    task = page.get_by_role("link", name="Anmäl uppdaterad riktlinje till nämnden")
    secretary.press(task)
    secretary.fill("Sammanträdesdag", "2026-02-20")
    secretary.fill("Paragraf", "14")
    secretary.fill("Diarienummer", "AMF 2026/31")
    secretary.click("button", "Registrera anmälan")
    expect(page.get_by_text("Anmäld", exact=True).first).to_be_visible()
    assert not Riktlinje.objects.to_report().exists()
