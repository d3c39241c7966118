"""python -m bench.report FILE …: the results of one run as docs/performance.md."""

import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"
GROWTH, FLOOR = 1.3, 3.0

BY_HAND = "## Under load"  # from here on the page is written by hand
HEAD = """# How fast it is

Written by `script/bench`; see bench/README.md for what is measured and how. All numbers are of one
run: machines differ, so compare only within it. p50 and p95 are milliseconds in one process, from
the request to the finished page, with permissions, named grants and the access log on. *Rows* is
how many rows PostgreSQL's scans read (EXPLAIN ANALYZE). *Busy* is the milliseconds of processor
that the process and its PostgreSQL backend had, on average: where the machine does other work at
the same time p50 grows with that work, and busy does not. *Floor* is p50 against the same rows by
hand-written SQL in the same template. *Growth* is busy at the largest size against the smallest.
"""


def number(value: float | None, places: int = 0) -> str:
    """With a decimal point only where it says something."""
    return "–" if value is None else f"{value:.{places}f}"


def bars(found: list[dict[str, Any]]) -> list[str]:
    """Each bar of the product, met or missed, with what was measured at the largest size."""
    last = found[-1]
    by_name = {(row["name"], row["who"]): row for row in last["rows"]}
    lines = []

    def bar(what: str, value: float, most: float, unit: str, busy: float | None = None) -> None:
        met = "met" if value <= most else "**missed**"
        lines.append(f"| {what} | {most:g} {unit} | {value:.1f} {unit} | {number(busy)} | {met} |")

    for who in ("coach", "chef", "registrator"):
        row = by_name["Min arbetslista", who]
        bar(f"worklist of 50 rows, {who}: queries", row["queries"], 12, "")
        bar(f"worklist of 50 rows, {who}: p50", row["p50"], 35, "ms", row["busy"])
    for key in [k for k in by_name if k[0].startswith("Ärendesidan")]:
        bar(f"case page ({', '.join(key)}): queries", by_name[key]["queries"], 15, "")
        one = by_name[key]
        bar(f"case page ({', '.join(key)}): p50", one["p50"], 25, "ms", one["busy"])
    first = by_name["Min arbetslista, Enhetens", "chef"]["p50"]
    deep = by_name["Min arbetslista, Enhetens, sista sidan", "chef"]["p50"]
    bar("the last page against the first", deep / first, 2, "times")
    for key in [k for k in by_name if k[0].startswith("Sök")]:
        bar(f"{key[0]} ({key[1]}): p50", by_name[key]["p50"], 20, "ms", by_name[key]["busy"])
    figures = by_name["Statistik, ett år, hela staden", "nämndsekreterare"]
    bar("statistics for a year over the city", figures["p50"], 1000, "ms", figures["busy"])
    bar("memory of a web process", last["memory"], 200, "MB")
    return ["| bar | at most | measured | busy, ms | |", "|---|---|---|--:|---|", *lines]


def table(found: list[dict[str, Any]]) -> list[str]:
    """A row for each page: queries, then p50, p95 and rows read at each size, floor and growth."""
    sizes = [f"{one['cases']:,}".replace(",", " ") for one in found]
    heads = "".join(f" p50, {size} | p95 | busy | rows |" for size in sizes)
    lines = [f"| page | who | queries |{heads} floor | growth |"]
    lines.append("|---|---|--:|" + "--:|--:|--:|--:|" * len(sizes) + "--:|--:|")
    for n, last in enumerate(found[-1]["rows"]):
        rows = [one["rows"][n] for one in found]
        cells = "".join(
            "".join(f" {number(row[what])} |" for what in ("p50", "p95", "busy", "rows"))
            for row in rows
        )
        floor = last["p50"] / last["floor"] if last["floor"] else None
        growth = last["busy"] / rows[0]["busy"] if len(rows) > 1 else None
        lines.append(
            f"| {last['name']} | {last['who']} | {last['queries']} |{cells}"
            f" {_marked(floor, FLOOR)} | {_marked(growth, GROWTH)} |"
        )
    return lines


def _marked(value: float | None, most: float) -> str:
    if value is None:
        return "–"
    return f"{value:.1f}" if value <= most else f"**{value:.1f}**"


def missed(found: list[dict[str, Any]]) -> list[str]:
    """For what grew or is slow: the query that took longest."""
    lines = []
    for n, last in enumerate(found[-1]["rows"]):
        grew = len(found) > 1 and last["busy"] > GROWTH * found[0]["rows"][n]["busy"]
        if grew and last["slowest"]:
            asked = " ".join(last["slowest"].split())[:300]
            lines.append(f"- **{last['name']}** ({last['who']}): `{asked} …`")
    return lines or ["Nothing grew more than the bar."]


def main() -> None:
    """Reads the results, the smallest size first, and writes the page."""
    found = sorted((json.loads(Path(name).read_text()) for name in sys.argv[1:]), key=_size)
    last = found[-1]
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    held = ", ".join(f"{name} {rows:,}".replace(",", " ") for name, rows in last["tables"].items())
    parts = [
        HEAD,
        f"Commit {commit}, Python {platform.python_version()}, {_processors()} processors. "
        f"Load average meanwhile: {number(last.get('load'), 1)}.\n"
        f"The largest unit has {last['unit']} cases. Rows at the largest size: {held}.\n",
        "## The bars\n", *bars(found), "",
        "## Every page\n", *table(found), "",
        "## What grew, and its slowest query\n", *missed(found), "",
    ]  # fmt: skip
    page = DOCS / "performance.md"
    page.write_text("\n".join([*parts, by_hand(page.read_text())]))


def by_hand(before: str) -> str:
    """What somebody has written below the tables: it is kept, and read again after each run."""
    _, found, rest = before.partition(BY_HAND)
    return found + rest


def _size(one: dict[str, Any]) -> int:
    return int(one["cases"])


def _processors() -> int:
    import os

    return os.cpu_count() or 1


if __name__ == "__main__":
    main()
