"""Help where one stands: at most three lines for each page, kept as data beside the pages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.urls import ResolverMatch

TEXTS = Path(__file__).parent / "texts" / "help"


@cache
def help_texts() -> Mapping[str, tuple[str, ...]]:
    """The lines by the address's name, or name/word where a word of it chooses what it is about.

    A name that is given another name has that one's lines.
    """
    told: dict[str, list[str] | str] = {}
    for path in sorted(TEXTS.glob("*.toml")):
        told |= tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: tuple(told[lines] if isinstance(lines, str) else lines)
        for name, lines in told.items()
    }


def help_of(match: ResolverMatch | None) -> tuple[str, ...]:
    """The lines for the page at this address; none where no help is written."""
    if match is None:
        return ()
    told = help_texts()
    name = match.url_name or ""
    about = [f"{name}/{word}" for word in match.kwargs.values()]
    return next((told[key] for key in [*about, name] if key in told), ())
