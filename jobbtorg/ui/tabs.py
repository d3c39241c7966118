"""The tabs over a list: which there are, how much each holds, and the one that is chosen."""

from collections.abc import Iterable
from typing import Any

MOST = 1000  # a whole city's list is counted and shown so far: nobody goes through more


def in_short(count: int) -> str:
    """The count of a list that is counted to MOST + 1, as its tab has it."""
    return f"{MOST}+" if count > MOST else str(count)


def tabs(items: Iterable[tuple[str, str, int | str]], chosen: str) -> list[dict[str, Any]]:
    """For components/tabs.html, from (name in the address, label, count); the first has no name."""
    return [
        {
            "label": label,
            "url": f"?flik={name}" if name else "?",
            "count": count,
            "current": name == chosen,
        }
        for name, label, count in items
    ]
