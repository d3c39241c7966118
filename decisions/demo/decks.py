"""The demo's texts, dealt so that all are used before any comes back."""

from random import Random
from typing import Any

from jobbtorg import fixture


class Decks:
    """Shuffled decks by name; an empty one is shuffled anew."""

    def __init__(self, seed: str) -> None:
        self._rng = Random(seed)
        self._left: dict[str, list[Any]] = {}

    def deal(self, name: str, cards: list[Any]) -> Any:
        """The next card of the deck."""
        left = self._left.setdefault(name, [])
        if not left:
            left.extend(self._rng.sample(cards, len(cards)))
        return left.pop()


def content(name: str) -> Any:
    """A file of fixtures/demo."""
    return fixture.rows(f"demo/{name}")
