"""Logguppföljning at each point of its way: WCAG 2.2 AA by axe, also at 320 px."""

from datetime import timedelta

from jobbtorg import clock
from review import actions
from tests.browser.examiner import Examiner
from tests.review.helpers import begun, last_month, reads


def test_the_reviewers_pages(world, open_page):
    case = world.started()
    for user in (world.colleague, world.coach):
        reads(user, case)
    look = Examiner(open_page(world.granskare))
    look.visit("/logguppfoljning/")
    look.visit("/logguppfoljning/uppgifter/")
    look.press("Spara", "med fel")
    look.visit(f"/logguppfoljning/{world.unit().pk}/{last_month():%Y-%m}/")
    review = begun(world)
    look.visit(review.get_absolute_url(), state="påbörjad")
    look.press("Anmäl", "utan val")
    row, other = review.findings.all()
    look.visit(row.get_absolute_url())
    look.press("Anmäl", "utan skäl")
    in_a_week = clock.today() + timedelta(days=7)
    actions.judge([row], "forklaring", "Varför?", in_a_week, by=world.granskare)
    look.visit(f"{review.get_absolute_url()}?flik=forklaring", state="väntar")
    actions.explain(row.latest, "Kollegan tog ett samtal.", by=world.chef)
    actions.judge([row, other], "behorig", by=world.granskare)
    actions.sign(review, by=world.granskare)
    look.visit(f"{review.get_absolute_url()}?flik=bedomda", state="undertecknad")
    look.visit(row.get_absolute_url(), state="bedömd")
    look.visit(f"{case.get_absolute_url()}oppnat/")
    assert look.seen and look.problems == [], "\n".join(["", *look.problems])


def test_the_chefs_and_the_registrators_pages(world, open_page):
    case = world.started()
    reads(world.colleague, case)
    row = begun(world).findings.get()
    in_a_week = clock.today() + timedelta(days=7)
    actions.judge([row], "forklaring", "Varför?", in_a_week, by=world.granskare)
    look = Examiner(open_page(world.chef))
    look.visit("/logguppfoljning/", state="med fråga")
    look.visit(f"/logguppfoljning/fynd/{row.pk}/forklaring/")
    look.press("Lämna förklaringen", "med fel")
    look = Examiner(open_page(world.registrator))
    look.visit(f"{case.get_absolute_url()}registerutdrag/")
    assert look.seen and look.problems == [], "\n".join(["", *look.problems])
