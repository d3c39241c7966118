"""Avvikelser at every point of their way: WCAG 2.2 AA by axe, also at 320 px."""

from django.urls import reverse

from tests.browser.examiner import Examiner
from tests.followup.deviations import (
    appointed,
    closed,
    decided,
    investigated,
    measured,
    received,
    reported,
    sent,
)


def step(row, name):
    return reverse(f"deviation_step_{name}", args=[row.number])


def test_the_reporters_pages(world, open_page):
    look = Examiner(open_page(world.coach))
    look.visit("/avvikelser/", state="tom")
    look.visit("/avvikelser/ny/")
    look.press("Skicka rapporten", "med fel")
    case = world.started()
    look.visit(reverse("report_deviation", args=[case.slug]))
    row = reported(world)
    look.visit(row.get_absolute_url(), state="kvitto")
    look.visit("/avvikelser/", state="med rad")
    assert world.chef
    look.visit(step(row, "namnge"))
    look.press("Namnge", "utan val")
    assert look.seen and look.problems == [], "\n".join(["", *look.problems])


def test_the_chefs_pages(world, open_page):
    assert world.bitr
    look = Examiner(open_page(world.chef))
    row, complaint = reported(world), received(world, "klagomal")
    look.visit(step(row, "ta-emot"))
    look.press("Ta emot", "med fel")
    look.visit(step(complaint, "svara"))
    look.press("Anteckna svaret", "med fel")
    look.visit(step(complaint, "utse"))
    for name in ("atgard", "informera"):
        look.visit(step(complaint, name))
    look.visit(investigated(world).get_absolute_url(), state="utan delegat")
    row = decided(world, case=world.started())
    look.visit(step(row, "journal"))
    look.visit(step(row, "anmal"))
    look.press("Anteckna som skickad", "med fel")
    look.visit(step(investigated(world), "besluta"))
    row = measured(world, sent(world))
    look.visit(row.get_absolute_url(), state="hos Ivo")
    measure = row.measures.get()
    look.visit(reverse("deviation_measure_done", args=[row.number, measure.pk]))
    look.visit(step(row, "avsluta"))
    look.press("Avsluta", "med fel")
    look.visit(closed(world, row).get_absolute_url(), state="avslutad")
    for path in ("/avvikelser/", "/avvikelser/?flik=avslutade", "/avvikelser/sammanstallning/"):
        look.visit(path, state="med rader")
    assert look.seen and look.problems == [], "\n".join(["", *look.problems])


def test_the_investigators_page(world, open_page):
    row = appointed(world, by=world.colleague)
    look = Examiner(open_page(world.colleague))
    look.visit(step(row, "utred"))
    look.press("Lämna till beslut", "med fel")
    assert look.seen and look.problems == [], "\n".join(["", *look.problems])
