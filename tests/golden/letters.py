"""The letters whose text, tags and looks are kept beside this file."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from decisions.letters import manuscript
from jobbtorg.letters import Manuscript
from jobbtorg.letters.texts import in_force
from jobbtorg.publishing.book import Book, Noting
from jobbtorg.publishing.samples import BY_SLUG
from tests.decisions.letter_samples import (
    LAST_DAY_OF_OLD_LAW,
    MEETING,
    NEW_LAW,
    PROVISIONS,
    RECIPIENT,
    RULEBOOK,
    letter,
    provision,
)

CHILDREN = "Du har två barn.\n\nDe bor hos dig varannan vecka."


def book(on: date = NEW_LAW) -> Book:
    """The rulebook of that day, from which the test cases make letters of every kind."""
    rows = [
        row
        for path in sorted(RULEBOOK.glob("*_texts.json"))
        for row in json.loads(path.read_text(encoding="utf-8"))
    ]
    provisions = {row["key"]: provision(row["key"], on) for row in PROVISIONS}
    return Book(on, Noting(in_force(rows, on)), provisions)


def _sample(slug: str) -> Callable[[], Manuscript]:
    return lambda: BY_SLUG[slug].manuscript(book())


LETTERS: dict[str, Callable[[], Manuscript]] = {
    "bifall-aldre-lag": lambda: manuscript(letter("avslag", "bifall", LAST_DAY_OF_OLD_LAW)),
    "bifall": lambda: manuscript(letter("avslag", "bifall")),
    "avslag-aldre-lag": lambda: manuscript(letter("avslag", "avslag", LAST_DAY_OF_OLD_LAW)),
    "avslag": lambda: manuscript(letter("avslag", "avslag")),
    "ratt": lambda: manuscript(letter("bifall", None)),
    "skyddad": lambda: manuscript(letter(recipient=replace(RECIPIENT, address=()))),
    "barn": lambda: manuscript(letter("delvis", None, children=CHILDREN, reply=CHILDREN)),
    "namnden": lambda: manuscript(letter("avslag", "avslag", decider=MEETING)),
    "kallelse": _sample("kallelse"),
    "avbokning": _sample("avbokning"),
    "jobbplan": _sample("jobbplan-delvis"),
    "till-ratten": _sample("till-ratten"),
    "utlamnande": _sample("utlamnande"),
    "rattelse": _sample("rattelse"),
    "avvisning": _sample("avvisning"),
    "avvisat-overklagande": _sample("avvisat-overklagande"),
}
