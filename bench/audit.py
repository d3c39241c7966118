"""What the audit costs a save, and how long the check of a million rows takes."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from cases.models import Person
from jobbtorg.audit import sealing
from jobbtorg.audit.verifying import verify

SAVES = 1000


def table(rows: int) -> str:
    """Both, as lines to read. Needs the owner's role, and fills the log."""
    bare, audited, sealing_one = cost()
    filled = _seconds(lambda: fill(rows))
    seal, check = _seconds(sealing.seal), _seconds(lambda: verify(beside=False))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"\n{SAVES} sparade personer, en process\n"
        f"{'utan historik och utan triggrar':32}{bare * 1000:>8.2f} ms\n"
        f"{'med historik och kontroll':32}{audited * 1000:>8.2f} ms\n"
        f"{'försegling, i efterhand':32}{sealing_one * 1000:>8.2f} ms\n"
        f"{'med allt mot utan':32}{(audited + sealing_one) / bare:>8.2f}\n"
        f"\n{rows} rader i loggen (skrivna på {filled:.0f} s), en process\n"
        f"{'försegla alla':32}{seal:>8.1f} s\n"
        f"{'verify_audit, alla tabeller':32}{check:>8.1f} s\n"
        f"{'minne som mest':32}{memory:>8.0f} MB"
    )


def cost() -> tuple[float, float, float]:
    """Seconds a save: bare, with history and check, and what sealing its history row adds."""
    sealing.seal()
    person = Person.objects.first()
    assert person is not None
    audited = bare = 0.0
    for number in range(SAVES):  # they take turns, so that both meet the same noise
        person.first_name = f"Namn {number}"
        with _nothing_of_ours(person):
            bare += _seconds(person.save)
        audited += _seconds(person.save)
    return bare / SAVES, audited / SAVES, _seconds(sealing.seal) / SAVES


@contextmanager
def _nothing_of_ours(person: Person) -> Iterator[None]:
    """Within this block a save leaves no history, and no trigger asks for any."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        person.skip_history_when_saving = True
        yield
        del person.skip_history_when_saving
        cursor.execute("SET session_replication_role = origin")


def fill(rows: int) -> None:
    """So many rows of the log, as they are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_accesslog"
            " (at, user_id, acting_as, action, what, case_number, reason)"
            " SELECT now(), (SELECT min(id) FROM organisation_user), 'Coach, Jobbtorg Farsta',"
            " 'las', 'Ärendets översikt', 'JT 2026-' || n, '' FROM generate_series(1, %s) n",
            [rows],
        )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
