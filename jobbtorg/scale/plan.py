"""How many copies of which case the city has: rounds of all moulds, in blocks of whole offices."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.models import Case, Document, Status
from decisions.models import Decision
from jobbtorg.scale.moulds import mould
from jobbtorg.scale.sql import SCHEMA, ask, one, run

CLOSED_SHARE = 0.75  # of a city that has been at it for years
BLOCK_OF = 10_000  # cases of a block: seven units, of which the largest has a fifth
COPY = f"{SCHEMA}.copy"  # serial, case_id, n, round, block, number, decided_before


@dataclass(frozen=True)
class Size:
    """What a round and a block are."""

    weight: int  # copies of each closed case in a round
    per_round: int
    rounds_per_block: int


def size() -> Size:
    """By the moulds that there are."""
    closed = one(f"SELECT count(*) FROM {mould(Case)} m WHERE {_repeated()}")
    others = one(f"SELECT count(*) FROM {mould(Case)}") - closed
    weight = max(1, round(others * CLOSED_SHARE / (1 - CLOSED_SHARE) / closed)) if closed else 1
    per_round = others + weight * closed
    return Size(weight, per_round, max(1, BLOCK_OF // per_round))


def make(copies: int) -> None:
    """The list of copies: one row for each case that is to come.

    The order within a round is shuffled by hash, so that a small city is a fair sample too.
    """
    held = size()
    rounds = -(-copies // held.per_round)
    run(f"""CREATE UNLOGGED TABLE {COPY} AS
        WITH moulds AS (
            SELECT m.case_id, m.ord, left(k.number, 7) AS series,
                CASE WHEN {_repeated()} THEN {held.weight} ELSE 1 END AS weight,
                (SELECT count(*) FROM {mould(Decision)} d WHERE d.case_id = m.case_id) AS decisions
            FROM {mould(Case)} m JOIN cases_case k ON k.id = m.case_id
        ), lined AS (
            SELECT row_number() OVER (ORDER BY r, md5(ord || ' ' || w)) AS serial, case_id,
                r * {held.weight} + w AS n, r::int AS round,
                (r / {held.rounds_per_block})::int AS block, series, decisions
            FROM moulds, generate_series(0, {rounds - 1}) r, generate_series(0, weight - 1) w
        ), numbered AS (
            SELECT *, (f.last + row_number() OVER (PARTITION BY l.series ORDER BY serial))::text
                AS digits, sum(decisions) OVER (ORDER BY serial) - decisions AS decided_before
            FROM lined l JOIN (SELECT 'JT ' || year AS named, last FROM cases_numberseries
                WHERE series = 'JT') f ON f.named = l.series WHERE serial <= {copies}
        ) SELECT serial, case_id, n, round, block, decided_before,
            series || '-' || lpad(digits, greatest(4, length(digits)), '0') AS number
        FROM numbered ORDER BY serial""")
    run(f"ANALYZE {COPY}")


def _repeated() -> str:
    """SQL: whether the mould is copied more often: closed, and no file to be kept with it."""
    return f"""EXISTS (SELECT 1 FROM cases_case k WHERE k.id = m.case_id
        AND k.status = '{Status.AVSLUTAD.value}')
        AND NOT EXISTS (SELECT 1 FROM {mould(Document)} f WHERE f.case_id = m.case_id)"""


def rounds() -> Iterator[tuple[int, int]]:
    """Each round with its block."""
    yield from ask(f"SELECT DISTINCT round, block FROM {COPY} ORDER BY 1")
