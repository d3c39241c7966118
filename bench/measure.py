"""Measures one piece of work: queries, times, rows that PostgreSQL read."""

import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection

SLOW = 2.0  # seconds: what takes longer is run fewer times


@dataclass
class Measured:
    """What a page or an act cost."""

    name: str
    who: str
    queries: int
    p50: float  # milliseconds
    p95: float
    rows: int  # read by every scan of every query, also those that a filter dropped
    busy: float  # milliseconds that the two processes worked, mean: what else runs does not count
    slowest: str = ""  # the query that took longest, and how long
    floor: float | None = None  # milliseconds of the same rows by hand, in the same template

    def as_row(self) -> dict[str, Any]:
        """For the file of results."""
        return asdict(self)


def measure(name: str, who: str, work: Callable[[], Any], rounds: int) -> Measured:
    """Runs the work to warm up, then once counted, then on the clock."""
    begun = time.perf_counter()
    work()
    first = time.perf_counter() - begun
    asked = queries_of(work)
    slowest = max(asked, key=lambda one: one[2], default=("", None, 0.0))
    rounds = rounds if first < SLOW else min(rounds, 3)
    before = worked()
    times = times_of(work, rounds)
    busy = (worked() - before) * 1000 / rounds
    told = f"{slowest[2] * 1000:.0f} ms: {slowest[0][:2000]}"
    return Measured(name, who, len(asked), *times, sum(map(rows_read, asked)), busy, told)


def worked() -> float:
    """Seconds of processor that this process and its PostgreSQL's backend have had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    ticks = int(stat[11]) + int(stat[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def times_of(work: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """The median and the 95th percentile, in milliseconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def queries_of(work: Callable[[], Any]) -> list[tuple[str, Any, float]]:
    """Every query with its parameters and how long it took."""
    found: list[tuple[str, Any, float]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            found.append((sql, params, time.perf_counter() - begun))

    with connection.execute_wrapper(note):
        work()
    return found


def rows_read(asked: tuple[str, Any, float]) -> int:
    """What EXPLAIN ANALYZE says that a SELECT's scans read."""
    sql, params, _ = asked
    if not sql.lstrip().upper().startswith(("SELECT", "WITH")) or "advisory" in sql:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
    plan = told if isinstance(told, list) else json.loads(told)
    return int(_scanned(plan[0]["Plan"]))


def _scanned(node: dict[str, Any]) -> float:
    own = 0.0
    if "Scan" in node["Node Type"] and node["Node Type"] != "Bitmap Index Scan":
        dropped = sum(node.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck"))
        own = (node["Actual Rows"] + dropped) * node["Actual Loops"]
    return own + sum(_scanned(one) for one in node.get("Plans", []))
