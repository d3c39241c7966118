"""Whether a text cites a law that no longer holds; and how a paragraph is kept."""

import re
from datetime import date

from jobbtorg.rulebook.models import Provision

SFS = re.compile(r"\d{4}:\d+")


class Citations:
    """The provisions that the rulebook knows, as they stand on a day."""

    def __init__(self, on: date) -> None:
        provisions = list(Provision.objects.all())
        live = [p for p in provisions if p.valid_from <= on and (p.valid_to or on) >= on]
        gone = [p for p in provisions if p.valid_to and p.valid_to < on]
        self._laws = self._numbers(gone) - self._numbers(live)
        self._provisions = {_plain(str(p)) for p in gone} - {_plain(str(p)) for p in live}

    @staticmethod
    def _numbers(provisions: list[Provision]) -> set[str]:
        return {number for p in provisions for number in SFS.findall(p.law)}

    def repealed(self, text: str) -> bool:
        """Whether the text names a repealed law by number, or a provision that no law now has."""
        numbers = set(SFS.findall(text))
        if numbers:
            return bool(numbers & self._laws)
        return any(provision in _plain(text) for provision in self._provisions)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold()


def without_sign(paragraph: str) -> str:
    """A paragraph of minutes as it is kept: trimmed, and without its §."""
    return paragraph.strip().removeprefix("§").strip()
