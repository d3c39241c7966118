"""The tabs over a list: which there are, how much each holds, and the one that is chosen."""

from collections.abc import Iterable
from typing import Any


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
