"""What the tests of the inbox share: its addresses, and what a registrator tells when sorting."""

from cases.inbox import sort
from cases.inbox_rules import Naming
from jobbtorg import clock
from jobbtorg.arrivals import Arrival
from tests.cases.helpers import post

INBOX, SORT, ASIDE, SORTED = (
    "/inkorg/", "/inkorg/sortera/", "/inkorg/hor-inte-hit/", "/inkorg/sorterade/",
)  # fmt: skip


def handed(**told):
    """It was handed over today."""
    return Arrival(**({"noticed_on": clock.today(), "delivery": "overlamnad"} | told))


def sorted_to(world, case, *papers, code="brev", by=None, arrival=None, title="Ett brev"):
    """The papers become documents of the case."""
    told = [Naming(paper, title, world.code("handlingstyp", code)) for paper in papers]
    return sort(case, told, arrival or handed(), by=by or world.registrator)


def form_of(world, to, *papers, code="brev", **told):
    """The form Sortera as it is filled in."""
    values = {
        "papper": [paper.pk for paper in papers],
        "case": to.slug,
        "delivery": "overlamnad",
        "noticed_on": clock.today(),
        "do": "sort",
    }
    for paper in papers:
        values[f"title_{paper.pk}"] = f"Brev {paper.pk}"
        values[f"type_{paper.pk}"] = world.code("handlingstyp", code).pk
    return values | told


def send(world, to, *papers, by=None, **told):
    """The form, sent."""
    return post(by or world.registrator, SORT, **form_of(world, to, *papers, **told))
