"""users.md scripts 9.2 step 6 and 9.1 steps 13, 15, 16: from Ge uppdrag to Avsluta insats."""

from datetime import date

import pytest
from playwright.sync_api import expect

from cases.models import Case, Status
from followup.insats import insats_of
from followup.models import Acceptance, Closing, JobPlan
from tests.browser.conftest import TILDA, SitDown
from tests.browser.hands import Hand
from tests.world import WORDS, World


@pytest.fixture
def running(world: World, at) -> Case:
    """TP1 was granted the insats on Tuesday morning, and the letter has gone."""
    at("2026-03-03 08:30")
    assert world.chef
    return world.running(TILDA)


def test_the_insats_is_given_planned_followed_up_and_closed(
    world: World, running: Case, sit_down: SitDown, at
):
    the_chef_gives_the_uppdrag(sit_down(world.chef), running)
    at("2026-03-03 14:00")
    coach = sit_down(world.coach)
    the_coach_takes_it_on(coach, running)
    the_coach_makes_the_jobbplan(coach)
    at("2026-08-03 08:00")
    coach = sit_down(world.coach)
    the_list_tells_of_the_end(coach)
    at("2026-08-28 10:00")
    coach = sit_down(world.coach)
    the_coach_follows_up_and_closes(coach)
    the_figures_count_it(coach)
    running.refresh_from_db()
    assert running.status == Status.AVSLUTAD
    assert Closing.objects.get().reason.counts_as == "arbete"
    insats = insats_of(running)
    assert insats and insats.days_enrolled == 178


def the_chef_gives_the_uppdrag(chef: Hand, case: Case) -> None:
    chef.page.goto("/")
    row = chef.page.locator("tbody tr").filter(has_text=case.number)
    expect(row).to_contain_text("Ge uppdrag")
    chef.press(row.get_by_role("link"))
    chef.click("link", "Ge uppdrag", chef.page.get_by_role("region", name="Ärendet gäller"))
    expect(chef.field("Mål")).to_have_value("Arbete eller studier senast 2026-09-02.")
    chef.click("button", "Ge uppdrag")
    expect(chef.page.get_by_role("status").first).to_contain_text("Uppdraget är gett.")


def the_coach_takes_it_on(coach: Hand, case: Case) -> None:
    page = coach.page
    page.goto("/")
    row = page.locator("tbody tr").filter(has_text=case.number)
    expect(row).to_contain_text("Ta emot uppdrag")
    coach.press(row.get_by_role("link"))
    coach.click("link", "Ta emot uppdrag", page.get_by_role("region", name="Ärendet gäller"))
    coach.click("button", "Ta emot uppdrag")
    expect(page.get_by_text("Verkställighetsdatum")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="2026-03-03").last).to_be_visible()
    assert Acceptance.objects.count() == 1


def the_coach_makes_the_jobbplan(coach: Hand) -> None:
    """Two goals, an activity of each, followed up on 14 April."""
    coach.click("link", "Gör jobbplan", coach.page.locator("#innehall"))
    for goal, kind in ((1, "Coachning enligt Supported Employment"), (2, "Praktik")):
        coach.fill(f"Så lyder mål {goal}", f"Det {goal}:a målet.")
        coach.select(f"Aktivitet {goal}.1", kind)
        coach.fill(f"Vem gör det, {goal}.1", "Du och Karin")
        coach.fill(f"När, {goal}.1", "tisdagar")
    coach.fill("Deltagarens egna ord", WORDS)
    coach.choose("Håller deltagaren med?", "Ja")
    coach.fill("Nästa uppföljning", "2026-04-14")
    coach.click("button", "Spara jobbplanen")
    expect(coach.page.get_by_role("heading", level=1)).to_have_text("Jobbplan version 1")
    plan = JobPlan.objects.get()
    assert plan.follow_up_on == date(2026, 4, 14)
    assert plan.goals.count() == 2
    home = plan.assignment.application.case.get_absolute_url()
    reply = coach.page.request.get(f"{home}jobbplan/{plan.pk}.pdf")
    assert reply.body().startswith(b"%PDF-")


def the_list_tells_of_the_end(coach: Hand) -> None:
    coach.page.goto("/")
    expect(coach.page.locator("tbody tr").first).to_contain_text(
        "Insats slutar om 30 dagar – uppföljning/ny ansökan"
    )


def the_coach_follows_up_and_closes(coach: Hand) -> None:
    page = coach.page
    page.goto("/")
    coach.press(page.locator("tbody tr").first.get_by_role("link"))
    coach.click("link", "Uppföljning", page.get_by_role("navigation", name="Ärendets sidor"))
    coach.choose("Sätt", "Möte")
    coach.fill("Mål och resultat", "Har fått arbete.")
    coach.fill("Deltagarens synpunkter", "Det blev som jag ville.")
    coach.choose("Vad leder det till?", "Insatsen avslutas")
    coach.click("button", "Spara uppföljningen")
    expect(page.get_by_role("status").first).to_contain_text("Uppföljningen är sparad.")
    coach.click("link", "Uppdrag och jobbplan")
    coach.click("link", "Avsluta insats", page.locator("#innehall"))
    coach.select("Orsak", "Arbete")
    coach.choose("Hur gick det med målen?", "Målen är uppnådda")
    coach.fill("Resultatet mot målen", "Arbete på hunddagis från måndag.")
    coach.choose("Hur deltagaren fick veta", "Vid ett möte")
    coach.click("button", "Avsluta insats")
    expect(page.get_by_text("Skriv hur deltagaren har sagt det.").first).to_be_visible()
    coach.fill("Hur deltagaren har sagt", "Sa det vid mötet i dag.")
    coach.fill("När deltagaren sa det", "2026-08-28")
    coach.click("button", "Avsluta insats")
    expect(page.get_by_text("178 dagar")).to_be_visible()


def the_figures_count_it(coach: Hand) -> None:
    """Step 16: a woman, to work, after 178 days."""
    page = coach.page
    page.goto("/statistik/")
    coach.click("link", "Avslutade till arbete eller studier")
    women = page.get_by_role("region", name="Tabell").get_by_role("row").filter(has_text="Kvinnor")
    expect(women.first.get_by_role("cell")).to_have_text(["Kvinnor", "1", "1", "0", "0", "100,0"])
    coach.click("link", "Statistik", page.get_by_role("main"))
    coach.click("link", "Inskrivningstid")
    expect(women.first).to_contain_text("178")
