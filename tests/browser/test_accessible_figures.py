"""Statistik: WCAG 2.2 AA by axe, at 320 px, with and without something to count."""

from tests.browser.examiner import Examiner
from tests.followup.figures.fifty import FIFTY
from tests.followup.figures.rows import write_table
from tests.world import World


def test_the_figures(world: World, open_page):
    chef, granskare = (Examiner(open_page(user)) for user in (world.chef, world.granskare))
    chef.visit("/statistik/", state="tom")
    chef.visit("/statistik/resultat/", state="tom")
    write_table(FIFTY)
    for examiner in (chef, granskare):
        examiner.visit("/statistik/?period=2026", state="med innehåll")
        examiner.visit("/statistik/resultat/?period=2026&delat=age", state="andelar")
        examiner.visit("/statistik/inskrivningstid/?period=2026&delat=month", state="dagar")
    chef.visit("/statistik/resultat/?period=2030", status=422)
    granskare.visit("/egenkontroll/")
    problems = [*chef.problems, *granskare.problems]
    assert chef.seen and granskare.seen
    assert problems == [], "\n".join(["", *problems])
