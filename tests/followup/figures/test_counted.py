"""The figures are counted ahead: what is kept says what the rows of law say, after every act."""

import re
from datetime import date

import pytest

from cases.noting import withdraw
from decisions.serving import dispatch
from followup.figures import facts
from followup.figures.counting import FEW, KEPT, count_all, recount
from followup.figures.facts import Asked, behind
from followup.figures.periods import Period
from followup.figures.registry import FIGURES, SQL
from followup.figures.sources import ASKED_LIVE, SOURCES
from followup.figures.tables import Table
from followup.models import FigureCount, FigureFact, FigureStale
from jobbtorg import clock
from tests.cases.helpers import on, sql
from tests.world import test_number as number_of

MARCH, LATER = date(2026, 3, 2), date(2026, 4, 10)
TABLE = re.compile(r"(?:FROM|JOIN) ([a-z]+_[a-z]+)\b(?!\()")


@pytest.fixture
def acted(world):
    """Cases of several kinds, by the acts; the clock stands still after them."""
    with on(MARCH):
        world.decided(may="avslag")
        withdrawn = world.registered(number_of(date(2000, 3, 3), woman=False))
        world.contact("nej")
    with on(LATER):
        withdraw(withdrawn, LATER, "telefon", "Den sökande", "", by=world.coach)
        yield world


def told(figure, dimension=""):
    asked = Asked(figure, Period(2026), clock.today())
    lines = [(line.row, line.gender, line.told) for line in Table(asked, dimension, True).lines]
    return lines, sorted(map(str, behind(asked)))


def both(monkeypatch):
    """What is told of every figure in every division: as kept, and from the rows of law."""
    every = [(figure, name) for figure in FIGURES.values() for name in figure.dimensions]
    kept = [told(*each) for each in every]
    with monkeypatch.context() as patched:
        patched.setattr(facts, "is_counted", lambda: False)
        return kept, [told(*each) for each in every]


def test_every_figure_says_the_same_as_the_rows_of_law(acted, monkeypatch):
    kept, law = both(monkeypatch)
    assert kept == law
    assert FigureFact.objects.filter(figure="inflode").count() == 2


def test_an_act_after_the_counting_is_counted_too(acted, monkeypatch):
    count_all()
    assert not FigureStale.objects.exists()
    decision = acted.decided(number_of(date(2001, 5, 5), woman=True))
    dispatch(decision, "brev", clock.today(), by=acted.registrator)
    assert FigureStale.objects.exists()
    kept, law = both(monkeypatch)
    assert kept == law
    assert FigureFact.objects.filter(figure="inflode").count() == 3


def test_the_counts_are_of_the_facts_and_counting_anew_gives_them_again(acted):
    def counts():
        rows = FigureCount.objects.filter(n__gt=0).values_list("figure", "month", "part", "n")
        return sorted(map(str, rows))

    count_all()
    first = counts()
    assert sum(FigureCount.objects.values_list("n", flat=True)) == FigureFact.objects.count() > 0
    recount()
    assert counts() == first


def test_where_much_is_left_to_count_the_rows_of_law_are_asked(acted):
    count_all()
    sql(
        "INSERT INTO followup_figurestale (case_id) SELECT -i FROM generate_series(1, %s) i",
        FEW + 1,
    )
    FigureCount.objects.update(n=0)  # nobody may read it now
    assert told(FIGURES["inflode"])[0][-1][2][0] == 2
    assert FigureStale.objects.count() == FEW + 1


def test_every_table_that_a_figure_reads_tells_of_its_changes(db):
    read = {name for path in SQL.glob("*.sql") for name in TABLE.findall(path.read_text())}
    assert read - ASKED_LIVE - {"followup_figurefact"} <= SOURCES.keys()
    asked = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'figures_stale'"
    there = {name for (name,) in sql(asked)}
    assert there == SOURCES.keys()
    assert len(KEPT) == len(FIGURES) - 1  # the one that counts units
