"""python -m bench.load ADDRESS USERS SECONDS FILE: a day's mix of signed-in users, as they come.

Each thinks for a while between two pages, never in step with anyone else. What is asked for how
often stands in MIX. The answers' times are told by what was asked, with errors and the rate.
"""

import asyncio
import json
import os
import random
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")
django.setup()

from django.urls import reverse  # noqa: E402 - after set-up

from bench.browser import Browser  # noqa: E402
from cases import drafts  # noqa: E402
from cases.models import Case  # noqa: E402
from jobbtorg.organisation.models import CHEFER, Function, User  # noqa: E402

THINKS = 20.0  # seconds between two pages, mean
COME = 60.0  # seconds in which they come to work, one after another; not counted
BAR = 0.3  # seconds: p95 of all that is asked
NOTE = "anteckning"
TEXT = "Vi talade om vad som är svårt med att söka arbete och vad som har gått bra. " * 12
# what, how often of a hundred, how it is asked
Ask = tuple[str, dict[str, str] | None]
MIX: tuple[tuple[str, int, Callable[["Person"], Ask]], ...] = (
    ("Min arbetslista", 26, lambda p: (reverse("worklist"), None)),
    ("Ärendesidan", 28, lambda p: (p.case.get_absolute_url(), None)),
    ("Journalen", 8, lambda p: (reverse("journal", args=[p.case.slug]), None)),
    ("Utkast sparas", 20, lambda p: p.draft()),
    ("Sök på namn", 6, lambda p: (reverse("find"), {"term": p.case.person.last_name[:4]})),
    ("Sök på nummer", 4, lambda p: (reverse("find"), {"term": p.case.number})),
    ("Frister", 4, lambda p: (reverse("upcoming"), None)),
    ("Pågående insatser", 3, lambda p: (reverse("insatser"), None)),
    ("Statistik, en siffra", 1, lambda p: (reverse("figure", args=["inflode"]), None)),
)


class Person:
    """Someone with a case of theirs, and what they have asked for."""

    def __init__(self, user: User, case: Case, browser: Browser, seed: int) -> None:
        self.user, self.case, self.browser = user, case, browser
        self.random = random.Random(seed)
        begun = drafts.find(user, case, NOTE)
        self.revision = str(begun.revision if begun else 0)

    def draft(self) -> Ask:
        """What drafts.js sends while a note is written."""
        words = TEXT[: self.random.randint(50, len(TEXT))]
        told = {"revision": self.revision, "owner": str(self.user.pk), "text": words}
        return reverse("draft", args=[self.case.slug, NOTE]), told

    async def work(self, until: float, note: Callable[[str, Any], None]) -> None:
        """Goes on until then, and says how each answer was."""
        weights = [often for _, often, _ in MIX]
        await asyncio.sleep(self.random.uniform(0, COME))
        while monotonic() < until:
            ((what, _, ask),) = self.random.choices(MIX, weights)
            answer = await self.browser.ask(*ask(self))
            if what == "Utkast sparas" and answer.status == 200:
                self.revision = str(json.loads(answer.body)["revision"])
            note(what, answer)
            thinks = self.random.expovariate(1 / THINKS)
            await asyncio.sleep(min(thinks, max(0.0, until - monotonic())))
        self.browser.close()


def people(address: str, count: int) -> list[Person]:
    """So many of the city's coacher and chefer, each with a case that nobody else here has."""
    at = urlsplit(address)
    assert at.hostname and at.port
    held = Case.objects.open().exclude(coach=None).filter(person__protection="")
    rows = held.select_related("person", "coach").order_by("number")[: 4 * count]
    hats = {Function.COACH, *CHEFER}
    fit = [row for row in rows if row.coach and {r.function for r in row.coach.roles()} & hats]
    if len(fit) < count:
        raise SystemExit(f"Staden har bara {len(fit)} ärenden att arbeta med. Gör den större.")
    return [
        Person(row.coach, row, Browser(at.hostname, at.port, row.coach), seed)
        for seed, row in enumerate(random.Random(1).sample(fit, count))
        if row.coach
    ]


async def day(everyone: list[Person], seconds: float) -> dict[str, Any]:
    """All of them at once; {what: times}, the statuses, and for how long."""
    all_there = monotonic() + COME
    times: dict[str, list[float]] = defaultdict(list)
    statuses: Counter[tuple[str, int]] = Counter()

    def note(what: str, answer: Any) -> None:
        if monotonic() >= all_there:
            times[what].append(answer.seconds)
            statuses[what, answer.status] += 1

    await asyncio.gather(*(person.work(all_there + seconds, note) for person in everyone))
    return {"times": times, "statuses": statuses, "seconds": monotonic() - all_there}


def told(found: dict[str, Any], users: int) -> Iterator[str]:
    """A table in Markdown, and a line of what it comes to."""
    yield "| what | asked | p50 ms | p95 ms | longest ms | errors |"
    yield "|---|---|---|---|---|---|"
    everything = sorted(second for row in found["times"].values() for second in row)
    for what, row in [*found["times"].items(), ("**All**", everything)]:
        wrong = sum(n for (name, s), n in found["statuses"].items()
                    if s not in (200, 302) and what in (name, "**All**"))  # fmt: skip
        p95 = statistics.quantiles(row, n=20, method="inclusive")[-1] if len(row) > 1 else row[0]
        numbers = f"{1000 * statistics.median(row):.0f} | {1000 * p95:.0f} | {1000 * max(row):.0f}"
        yield f"| {what} | {len(row)} | {numbers} | {wrong} |"
    rate = len(everything) / found["seconds"]
    yield ""
    p95 = statistics.quantiles(everything, n=20, method="inclusive")[-1]
    met = "met" if p95 < BAR and not wrong else "missed"
    yield f"{users} users, {found['seconds']:.0f} s, {rate:.1f} requests a second: bar {met}."


def main() -> None:
    """Tells on standard output, and writes the same to the file."""
    address, users, seconds, to = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
    everyone = people(address, users)
    text = "\n".join(told(asyncio.run(day(everyone, seconds)), users))
    Path(to).write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
