"""What waits for the user wherever they are: the menu's counts, and long work that has ended."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from jobbtorg.built_once import built_once
from jobbtorg.once import once


def _no_units(_: Any) -> list[int]:
    return []


@dataclass(frozen=True)
class Waiting:
    """One sort of it: how many, as part of a question, of the user's key and of some units."""

    count: Callable[[int, Any], Any]
    units: Callable[[Any], Any] = _no_units  # which, of the user


WAITING: dict[str, Waiting] = {}  # by name; each app adds its own


def waiting(user: Any) -> dict[str, int]:
    """How many there are of each sort, in one question; once while a page is read."""
    return once(("waiting", user.pk), lambda: _answered(user))


def _answered(user: Any) -> dict[str, int]:
    units = [sort.units(user) for sort in WAITING.values()]
    return {name: n or 0 for name, n in _asked.one(user.pk, *units).items()}


@built_once
def _asked(user: int, *units: Any) -> Any:
    sorts = zip(WAITING.items(), units, strict=True)
    counts = {name: sort.count(user, theirs) for (name, sort), theirs in sorts}
    return get_user_model().objects.filter(pk=user).values(**counts)
