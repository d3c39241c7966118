"""python -m bench.pages FILE: every page and act at the size that the database has, as JSON."""

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")
django.setup()

from django.conf import settings  # noqa: E402 - after set-up
from django.db import connection, transaction  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.floor import floor_of  # noqa: E402
from bench.measure import measure  # noqa: E402
from bench.people import City, fetching  # noqa: E402
from cases.conflicts import declare  # noqa: E402
from cases.models import Case, Investigation, Status  # noqa: E402
from cases.rules import rulings_of  # noqa: E402
from cases.views import worklist  # noqa: E402
from decisions import actions  # noqa: E402
from decisions.deciders import delegate_for  # noqa: E402
from decisions.models import Letter  # noqa: E402
from jobbtorg.organisation.models import Function  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS", "30"))
Work = Callable[[], Any]


def lists(city: City) -> Iterator[tuple[str, str, Work]]:
    """The worklists, their tabs and their deep pages."""
    url = reverse("worklist")
    registrator = city.holding(Function.REGISTRATOR)
    yield "Min arbetslista", "coach", fetching(city.coach, url)
    yield "Min arbetslista, Mina ärenden", "coach", fetching(city.coach, f"{url}?flik=mina")
    yield "Min arbetslista, Enhetens", "coach", fetching(city.coach, f"{url}?flik=enhetens")
    yield "Min arbetslista", "chef", fetching(city.chef, url)
    yield "Min arbetslista, Enhetens", "chef", fetching(city.chef, f"{url}?flik=enhetens")
    deep = f"{url}?flik=enhetens&page=10000"
    yield "Min arbetslista, Enhetens, sista sidan", "chef", fetching(city.chef, deep)
    yield "Min arbetslista", "registrator", fetching(registrator, url)
    yield "Frister", "coach", fetching(city.coach, reverse("upcoming"))
    yield "Pågående insatser", "chef", fetching(city.chef, reverse("insatser"))
    yield "Lägesbild", "chef", fetching(city.chef, reverse("situation"))
    yield "Expediering", "registrator", fetching(registrator, reverse("expediting"))


def cases_(city: City) -> Iterator[tuple[str, str, Work]]:
    """The pages of one case."""
    registrator = city.holding(Function.REGISTRATOR)
    utreds = city.case(Status.UTREDS, city.coach)
    yield "Ärendesidan, under utredning", "coach", fetching(city.coach, utreds.get_absolute_url())
    yield "Ärendesidan, under utredning", "chef", fetching(city.chef, utreds.get_absolute_url())
    yield "Ärendesidan", "registrator", fetching(registrator, utreds.get_absolute_url())
    running = city.case(Status.PAGAR)
    yield "Ärendesidan, insats pågår", "chef", fetching(city.chef, running.get_absolute_url())
    journal = reverse("journal", args=[running.slug])
    yield "Journalen", "chef", fetching(city.chef, journal)
    yield "Utredningen", "coach", fetching(city.coach, reverse("investigation", args=[utreds.slug]))
    waits = city.to_decide
    yield "Beslutssidan", "chef", fetching(city.chef, reverse("decide", args=[waits.slug]))
    decided = city.case(Status.BESLUTAD)
    yield "Beslutet", "chef", fetching(city.chef, reverse("decision", args=[decided.slug]))


def searches(city: City) -> Iterator[tuple[str, str, Work]]:
    """The four lawful terms, and what is refused or bounded."""
    url, case = reverse("find"), city.case(Status.UTREDS)
    person = case.person
    for who, user in (("coach", city.coach), ("registrator", city.holding(Function.REGISTRATOR))):
        name = f"{person.first_name} {person.last_name}"
        yield "Sök namn", who, fetching(user, url, term=name)
        yield "Sök förnamn, med många träffar", who, fetching(user, url, term=person.first_name)
        yield "Sök ärendenummer", who, fetching(user, url, term=case.number)
        yield "Sök tillfälligt nummer", who, fetching(user, url, term=person.formatted)
        for kind, number in city.numbers.items():
            yield kind, who, fetching(user, url, term=number)
        yield "Sök två bokstäver", who, fetching(user, url, term="an")


def others(city: City) -> Iterator[tuple[str, str, Work]]:
    """Statistics, the nämnd's list, the log review."""
    secretary, reviewer = (city.holding(f) for f in (Function.NAMNDSEKRETERARE, Function.GRANSKARE))
    yield (
        "Statistik, ett år, hela staden",
        "nämndsekreterare",
        fetching(secretary, reverse("figures")),
    )
    yield "Statistik, ett år, egen enhet", "chef", fetching(city.chef, reverse("figures"))
    yield (
        "Anmälan av delegationsbeslut",
        "nämndsekreterare",
        fetching(secretary, reverse("reports")),
    )
    if city.report:
        url = city.report.get_absolute_url()
        yield "En fastställd lista", "nämndsekreterare", fetching(secretary, url)
    yield "Logguppföljning", "granskare", fetching(reviewer, reverse("log_reviews"))
    yield (
        "Logguppföljning, en enhets månad",
        "granskare",
        fetching(reviewer, city.review.get_absolute_url()),
    )
    opened = reverse("opened", args=[city.case(Status.UTREDS).slug])
    yield "Vem har öppnat ärendet", "granskare", fetching(reviewer, opened)


def acts(city: City) -> Iterator[tuple[str, str, Work]]:
    """Fatta beslut with its letter, undone again; and the letter alone, from store and printed."""
    case, chef = city.to_decide, city.chef
    found = Investigation.objects.of(case)
    rulings = rulings_of(found.summary)

    def decide() -> None:
        with transaction.atomic():
            declare(case, chef, by=chef)
            actions.decide(case, rulings, by=chef)
            connection.check_constraints()
            transaction.set_rollback(True)

    def letter() -> None:
        actions.letter_of(found, rulings, delegate_for(case, chef)).pdf()

    yield "Fatta beslut, med brev", "chef", decide
    yield "Brevet, skrivet på nytt", "chef", letter
    sent = Case.objects.get(pk=Letter.objects.order_by("pk")[0].decision.application.case_id)
    url = reverse("letter", args=[sent.slug])
    yield (
        "Brevet, som det skickades",
        "registrator",
        fetching(city.holding(Function.REGISTRATOR), url),
    )


def main() -> None:
    """Measures all, and writes the file."""
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, 10**9)  # counted, never met
    worklist.ROWS = 50
    city, found = City(), []
    for part, rounds in (
        (lists, ROUNDS),
        (cases_, ROUNDS),
        (searches, ROUNDS),
        (others, ROUNDS // 3 + 2),
    ):
        for name, who, work in part(city):
            one = measure(name, who, work, rounds)
            one.floor = floor_of(name, city, who, work)
            found.append(one)
            print(
                f"{one.name:42}{one.who:18}{one.queries:4}{one.p50:9.1f}{one.p95:9.1f}", flush=True
            )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for name, who, work in acts(city):
        found.append(measure(name, who, work, min(ROUNDS, 5)))
    told = {
        "cases": Case.objects.count(),
        "unit": Case.objects.filter(unit=city.unit).count(),
        "memory": memory,
        "load": os.getloadavg()[2],
        "rows": [one.as_row() for one in found],
        "tables": _sizes(),
    }
    Path(sys.argv[1]).write_text(json.dumps(told, ensure_ascii=False, indent=1))


def _sizes() -> dict[str, int]:
    """How many rows the largest tables have."""
    with connection.cursor() as cursor:
        cursor.execute("""SELECT relname, n FROM (
            SELECT coalesce(p.relname, c.relname) AS relname, sum(c.reltuples)::bigint AS n
            FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
            LEFT JOIN pg_class p ON p.oid = i.inhparent
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY 1) t
            ORDER BY n DESC LIMIT 12""")
        return dict(cursor.fetchall())


main()
