"""A walk through the running demo in both roles, as whoever tries it for the first time does."""

from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from jobbtorg import clock
from jobbtorg.deadlines import last_day_of_grant
from tests.world import TP1

OWN_WORDS = (
    "Tilda har kört truck i åtta månader och vill börja köra buss. Hon har själv sökt tre platser "
    "i november, och fått två svar. Det som saknas är körkort med rätt behörighet, och någon som "
    "ringer arbetsgivaren tillsammans med henne de första gångerna."
)
OWN_REASONS = (
    "Behovet går att möta genom Arbetsförmedlingens bussförarutbildning, som Tilda har fått plats "
    "på i januari. Rätten till stöd är för den som inte kan få hjälpen på annat sätt, "
    "och där är hon inte i dag. Stödet fram till utbildningen prövar vi för sig."
)


def sign_in(browser: Browser, url: str, username: str) -> Page:
    """One click on the account's name."""
    page = browser.new_context(base_url=url, locale="sv-SE").new_page()
    page.goto("/login/")
    page.locator(f'button[value="{username}"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Min arbetslista")
    expect(page.get_by_text("ÖVNING", exact=True)).to_be_visible()
    return page


def as_coach(browser: Browser, url: str) -> None:
    """From an application to an investigation that has begun."""
    page = sign_in(browser, url, "coach-farsta")
    page.get_by_role("link", name="Ny ansökan").first.click()
    page.get_by_label("Personnummer").fill(TP1)
    page.get_by_label("Förnamn").fill("Prova")
    page.get_by_label("Efternamn").fill("Ansökan")
    page.get_by_label("Muntlig").check()
    page.get_by_label("Nåddes via").select_option(label="Uppsökande – Insatser")
    page.get_by_label("Målgrupp").select_option(label="UVAS")
    page.get_by_label("Med den sökandes egna ord").fill("Jag vill ha hjälp att hitta ett jobb.")
    page.get_by_role("button", name="Registrera ansökan").click()
    expect(page.get_by_text("Ansökan är registrerad")).to_be_visible()
    page.get_by_label("Nej").check()
    page.get_by_role("button", name="Inled utredning").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Utredning")
    page.context.close()


def as_chef(browser: Browser, url: str) -> None:
    """From the list of those who wait to a decision with its letter."""
    page = sign_in(browser, url, "chef-farsta")
    page.goto("/?flik=beslut")
    page.get_by_role("link", name="Tilda Provström").click()
    page.get_by_role("link", name="Fatta beslut").click()
    right = page.locator("[data-lagrum=ratt]")  # in own words: no other decision has them
    right.get_by_role("textbox", name="Avgörande omständigheter").fill(OWN_WORDS)
    right.get_by_role("textbox", name="Varför de leder till utfallet").fill(OWN_REASONS)
    first = clock.today() + timedelta(days=1)
    page.get_by_label("Från och med").fill(first.isoformat())
    page.get_by_label("Till och med").fill(last_day_of_grant(first, months=6).isoformat())
    page.get_by_role("button", name="Förhandsgranska brev").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Förhandsgranska brev")
    page.get_by_label("Nej").check()
    page.get_by_role("button", name="Fatta beslut").click()
    expect(page.get_by_text("Brevet är klart")).to_be_visible()
    letter = page.get_by_role("link", name="Öppna brevet (pdf)").get_attribute("href")
    assert page.context.request.get(f"{url}{letter}").body().startswith(b"%PDF-")
    page.context.close()
