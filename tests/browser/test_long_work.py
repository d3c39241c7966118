"""Arbeten, Din kalender, Ordbok: WCAG 2.2 AA by axe, also at 320 px; how a page goes on."""

import pytest
from playwright.sync_api import expect

from jobbtorg.jobs import running, tasks
from jobbtorg.jobs.actions import start
from jobbtorg.jobs.kinds import KINDS, Work
from jobbtorg.jobs.models import Job
from tests.browser.examiner import Examiner
from tests.jobs.kinds import asked, finished


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    """The tests are the worker: what is asked for waits for them."""
    monkeypatch.setattr(tasks.carry_out, "delay", lambda pk: None)


def under_way(user):
    """Work whose first step of two is done, its worker, and what it works with."""
    job = asked(user, "prov", steps=2)
    taken = running._take(job.pk)
    work = Work(taken.owner, taken.parameters)
    steps = iter(KINDS["prov"].run(work))
    assert running._one_more(taken, work, steps)
    return taken, work, steps


def test_long_work_the_calendar_and_the_dictionary(world, open_page):
    look = Examiner(open_page(world.coach))
    look.visit("/arbeten/", state="tom")
    waiting = asked(world.coach, "prov_rader", steps=9)
    taken, *_ = under_way(world.coach)
    failed = finished(world.coach, "prov_nej")
    done = start("prov", {"steps": 5}, by=world.coach, what="fem steg")
    running.run(done.pk)
    look.visit("/kortkommandon/", state="arbeten är klara")
    look.visit("/arbeten/")
    for job in (waiting, taken, failed, Job.objects.get(pk=done.pk)):
        look.visit(f"/arbeten/{job.pk}/", state=job.get_state_display())
    look.visit("/kalender/", state="utan adress")
    look.press("Skapa adress", "ny adress")
    look.visit("/kalender/")
    look.visit("/statistik/ordbok/")
    assert look.seen
    assert look.problems == [], "\n".join(["", *look.problems])


def test_the_page_goes_on_by_itself_until_the_file_is_there(world, open_page):
    job, work, steps = under_way(world.coach)
    page = open_page(world.coach)
    page.goto(f"/arbeten/{job.pk}/")
    expect(page.get_by_text("1 av 2 klara")).to_be_visible()
    running._one_more(job, work, steps)
    expect(page.get_by_text("2 av 2 klara").first).to_be_visible()
    running._one_more(job, work, steps)
    expect(page.get_by_role("link", name="Hämta")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Prov: klart")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta").click()
    assert download.value.suggested_filename == "prov.csv"
    page.goto("/arbeten/")
    expect(page.get_by_text("arbete är klart")).to_have_count(0)
    assert Job.objects.get().seen_at


def test_what_failed_is_asked_for_again_from_the_page(world, open_page):
    job = finished(world.coach, "prov_nej")
    page = open_page(world.coach)
    page.goto("/kortkommandon/")
    page.get_by_role("link", name="1 arbete misslyckades").click()
    expect(page.get_by_text("Enheten är stängd.")).to_be_visible()
    page.get_by_role("button", name="Försök igen med Prov som nekas").click()
    expect(page).to_have_url(f"{page.url.split('/arbeten/')[0]}/arbeten/{job.pk}/")
    expect(page.get_by_text("Väntar på sin tur")).to_be_visible()


def test_without_script_the_page_reads_itself_anew(world, open_context):
    job, *_ = under_way(world.coach)
    page = open_context(world.coach, java_script_enabled=False).new_page()
    page.goto(f"/arbeten/{job.pk}/")
    assert page.locator("head meta[http-equiv=refresh]").get_attribute("content") == "10"
    expect(page.get_by_role("link", name="Läs in den nu")).to_be_visible()
