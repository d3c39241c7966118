"""Personnummer and samordningsnummer: digits, date, check digit, age, gender."""

import re
from datetime import date

from personnummer import personnummer as library

_TEMPORARY = re.compile(r"^T([0-9]{4})-?([0-9]{4,7})$")
_SHAPE = re.compile(r"^([0-9]{2})?[0-9]{6}[-+]?[0-9]{4}$")


class NotAPersonnummer(ValueError):
    """The text is no personnummer; the message says what to do."""


def parse(text: str, today: date) -> str:
    """Twelve digits out of any common way to write it: 10 or 12 digits, with - or + or without.

    A temporary number of ours, T2026-0001, is taken too.

    Raises NotAPersonnummer with a Swedish sentence.
    """
    cleaned = "".join(text.replace("–", "-").split())
    temporary = _TEMPORARY.match(cleaned.upper())
    if temporary:
        return f"T{temporary[1]}{int(temporary[2]):07}"
    if not _SHAPE.match(cleaned):
        raise NotAPersonnummer("Ange personnumret med tolv siffror, till exempel 20020215-2385.")
    try:
        parsed = library.Personnummer(cleaned)
    except library.PersonnummerException as error:
        raise NotAPersonnummer("Personnumret stämmer inte. Kontrollera siffrorna.") from error
    digits = str(parsed.format(long_format=True))
    if birth_date(digits) > today:
        raise NotAPersonnummer("Personnumret har en födelsedag som inte har varit än.")
    return digits


def is_coordination_number(digits: str) -> bool:
    """Whether it is a samordningsnummer, with 60 added to the day."""
    return int(digits[6:8]) > 60


def birth_date(digits: str) -> date:
    """The day of birth in twelve digits."""
    day = int(digits[6:8]) - (60 if is_coordination_number(digits) else 0)
    return date(int(digits[:4]), int(digits[4:6]), day)


def years_between(born: date, on: date) -> int:
    """Full years on the day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age(digits: str, on: date) -> int:
    """Full years on the day."""
    return years_between(birth_date(digits), on)


def is_woman(digits: str) -> bool:
    """By the last digit but one: even for women, odd for men."""
    return int(digits[10]) % 2 == 0
