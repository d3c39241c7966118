"""Invented applicants: names, addresses, and personnummer of Skatteverket's test kind."""

from datetime import date, timedelta
from random import Random
from typing import Any

from cases.told import PersonData
from decisions.demo.decks import Decks, content
from jobbtorg.deadlines import add_months

STREETS = ("Exempelgatan", "Provgatan", "Mönstervägen", "Övningsbacken", "Försöksvägen",
           "Exempelstigen", "Provstigen", "Mallgränd")  # fmt: skip
AREAS = {
    "Farsta": ("123 47", "Farsta"), "City": ("112 25", "Stockholm"), "Kista": ("164 40", "Kista"),
    "Kista unga": ("164 40", "Kista"), "Vällingby": ("162 65", "Vällingby"),
    "Skärholmen": ("127 48", "Skärholmen"), "unga Globen": ("121 77", "Johanneshov"),
}  # fmt: skip


def test_number(born: date, *, woman: bool) -> str:
    """The personnummer with birth number 238 (woman) or 239 (man) for the day of birth."""
    nine = f"{born:%y%m%d}{'238' if woman else '239'}"
    doubled = (int(d) * (2 - n % 2) for n, d in enumerate(nine))
    check = -sum(d // 10 + d % 10 for d in doubled) % 10
    return f"{born:%Y%m%d}{nine[6:]}{check}"


class People:
    """Gives each applicant a name, a personnummer and an address that nobody else has."""

    def __init__(self, decks: Decks) -> None:
        self._decks = decks
        self._names = content("names")
        self._taken: set[str] = set()
        self._called: set[tuple[str, str]] = set()

    def reserve(self, digits: str) -> None:
        """Keeps a number that one of the difficult cases has."""
        self._taken.add(digits)

    def invent(self, rng: Random, unit: str, on: date, *, age: int, woman: bool) -> PersonData:
        """A person of the given age on the day."""
        first, last = self._name(rng, woman)
        postcode, city = AREAS[unit]
        street = f"{rng.choice(STREETS)} {rng.randint(1, 98)}"
        digits = self._number(rng, on, age, woman)
        return PersonData(digits, first, last, street=street, postcode=postcode, city=city)

    def _number(self, rng: Random, on: date, age: int, woman: bool) -> str:
        while True:
            born = add_months(on, -12 * age) - timedelta(days=rng.randint(1, 360))
            digits = test_number(born, woman=woman)
            if digits not in self._taken:
                self._taken.add(digits)
                return digits

    def _name(self, rng: Random, woman: bool) -> tuple[str, str]:
        while True:
            group = self._group(rng)
            first = rng.choice(group["women" if woman else "men"])
            family = group if rng.random() < 0.85 else self._group(rng)
            name = (first, rng.choice(family["last"]))
            if name not in self._called:
                self._called.add(name)
                return name

    def _group(self, rng: Random) -> dict[str, Any]:
        weights = [5, 2, 2, 1, 1, 2, 1, 1, 1, 1]
        group: dict[str, Any] = rng.choices(self._names, weights)[0]
        return group
