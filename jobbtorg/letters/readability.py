"""How easily a text reads: long sentences, words that users stumble on, and LIX.

Språklagen (2009:600) 11 §: vårdat, enkelt och begripligt. Hints, never a refusal.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LONG_SENTENCE = 25  # words
LONG_WORD = 6  # letters; what is longer counts in LIX
SAY_INSTEAD: Mapping[str, str] = {
    "avseende": "om",
    "beträffande": "om",
    "ej": "inte",
    "erhålla": "få",
    "erhåller": "får",
    "erhållit": "fått",
    "härmed": "(stryk)",
    "inkomma": "komma in",
    "inkommer": "kommer in",
    "inkommit": "kommit in",
    "jämlikt": "enligt",
    "jt": "jobbtorget",
    "komplettera": "lägga till",
    "komplettering": "det som saknas",
    "skall": "ska",
    "styrka": "visa",
    "styrker": "visar",
    "styrks": "visas",
    "vederbörande": "personen",
    "åtnjuta": "få",
}
_ABBREVIATED = re.compile(r"\b(kap|bl\.a|t\.ex|dvs|osv|m\.m|s\.k|f\.d|nr)\.", re.IGNORECASE)


@dataclass(frozen=True)
class Readability:
    """What a reader meets: LIX, the sentences that are long, and words with an easier one."""

    lix: int
    long_sentences: tuple[str, ...]
    avoid: tuple[tuple[str, str], ...]

    @property
    def grade(self) -> str:
        """What the LIX means, in words."""
        grades = ((30, "mycket lätt"), (40, "lätt"), (50, "medelsvår"), (60, "svår"))
        return next((name for under, name in grades if self.lix < under), "mycket svår")


def words(text: str) -> list[str]:
    """The words; a number or a paragraph sign is no word."""
    return [word for word in re.findall(r"[\w-]+", text) if any(c.isalpha() for c in word)]


def sentences(text: str) -> list[str]:
    """The sentences, also where a line ends without a full stop."""
    plain = _ABBREVIATED.sub(lambda found: found.group().replace(".", ""), text)
    parts = re.split(r"(?<=[.?!])\s+|\n+", plain)
    return [part.strip() for part in parts if words(part)]


def lix(text: str) -> int:
    """Läsbarhetsindex: words per sentence, and the share in percent of long words. 0 of nothing."""
    found, parts = words(text), sentences(text)
    if not found:
        return 0
    long = sum(len(word) > LONG_WORD for word in found)
    return round(len(found) / len(parts) + 100 * long / len(found))


def readability(text: str) -> Readability:
    """How the text reads."""
    told = {word.casefold() for word in words(text)}
    return Readability(
        lix(text),
        tuple(part for part in sentences(text) if len(words(part)) > LONG_SENTENCE),
        tuple((word, instead) for word, instead in SAY_INSTEAD.items() if word in told),
    )
