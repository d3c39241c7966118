"""python -m bench: the pages and acts measured on the database at hand, as a table."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - after set-up
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench import audit  # noqa: E402
from bench.batch import table  # noqa: E402
from cases.conflicts import declare  # noqa: E402
from cases.models import Case, Investigation, Status  # noqa: E402
from cases.rules import rulings_of  # noqa: E402
from decisions import actions  # noqa: E402
from decisions.deciders import delegate_for  # noqa: E402
from decisions.rules import against_content, against_deciding  # noqa: E402
from jobbtorg import clock  # noqa: E402
from jobbtorg.letters import Manuscript  # noqa: E402
from jobbtorg.organisation.models import User  # noqa: E402

ROUNDS = 30


def measure(name: str, work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[str, ...]:
    """Runs the work once to warm up and count queries, then again and again on the clock."""
    work()
    queries = 0

    def count(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        work()
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1]
    return (name, str(queries), f"{statistics.median(times):.0f}", f"{p95:.0f}", str(rounds))


def page(username: str, url: str) -> Callable[[], Any]:
    """Fetching a page as the user."""
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=username))

    def fetch() -> None:
        response = client.get(url)
        assert response.status_code == 200, (url, response.status_code)

    return fetch


def decidable() -> tuple[Case, User]:
    """A case of Farsta's that its chef can decide today as proposed."""
    chef = User.objects.get(username="chef-farsta")
    for case in Case.objects.filter(status=Status.VANTAR, unit__name="Jobbtorg Farsta"):
        found = Investigation.objects.of(case)
        against = [*against_deciding(case, chef)]
        if not against and not against_content(found, rulings_of(found.summary), clock.today()):
            return case, chef
    sys.exit("Ingen av Farstas ärenden kan beslutas i dag. Ladda om övningsstaden.")


def deciding(case: Case, chef: User) -> Callable[[], Any]:
    """Fatta beslut with its letter, undone again."""
    rulings = rulings_of(Investigation.objects.of(case).summary)

    def decide() -> None:
        with transaction.atomic():
            declare(case, chef, by=chef)
            actions.decide(case, rulings, by=chef)
            connection.check_constraints()
            transaction.set_rollback(True)

    return decide


def manuscript_for(case: Case, chef: User) -> Manuscript:
    """The case's letter before it is printed."""
    found = Investigation.objects.of(case)
    return actions.letter_of(found, rulings_of(found.summary), delegate_for(case, chef))


def main() -> None:
    """Prints the tables; the arguments are how many letters and rows of the log."""
    case, chef = decidable()
    count = int(sys.argv[1]) if sys.argv[1:] else 1000
    rows = [
        measure("Min arbetslista, coach", page("coach-farsta", reverse("worklist"))),
        measure("Min arbetslista, chef", page("chef-farsta", reverse("worklist"))),
        measure("Min arbetslista, registrator", page("registrator", reverse("worklist"))),
        measure("Ärendesidan", page("chef-farsta", reverse("case", args=[case.slug]))),
        measure("Beslutssidan", page("chef-farsta", reverse("decide", args=[case.slug]))),
        measure("Fatta beslut, med brev", deciding(case, chef), 15),
        measure("Brevet", lambda: manuscript_for(case, chef).pdf(), 15),
    ]
    print(f"\n{Case.objects.count()} ärenden, en process")
    print(f"{'':32}{'frågor':>8}{'p50 ms':>8}{'p95 ms':>8}{'gånger':>8}")
    for name, *figures in rows:
        print(f"{name:32}" + "".join(f"{figure:>8}" for figure in figures))
    print(table(manuscript_for(case, chef), count))
    print(audit.table(int(sys.argv[2]) if sys.argv[2:] else 1_000_000))


main()
