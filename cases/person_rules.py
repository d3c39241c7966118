"""Why what is known of a person cannot be changed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from cases.models import Case, Person, Representative
from cases.protection import KEPT_OUT
from cases.writer_rules import against_writer
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, User

LEVELS = list(Person.Protection.values)  # from none to the strongest


def against_changing(case: Case, by: User) -> list[Rule]:
    """Why this user cannot change what is known of the case's person."""
    return against_writer(case, by, "ändrar uppgifter om personen")


def against_kept_out(person: Person, told: dict[str, Any]) -> list[Rule]:
    """What the person's level of protection keeps out is not written here. law.md §9.4."""
    sentence = (
        f"{person.protection_shown}: skriv inte uppgiften här. Brev går genom Skatteverkets "
        "förmedling."
    )
    names = [name for name in KEPT_OUT[person.protection] if told[name]]
    return [Rule("kept_out", sentence, where=name) for name in names]


def against_identifying(case: Case, by: User) -> list[Rule]:
    """Why the person's number is not to be changed: only a temporary one is."""
    rules = against_changing(case, by)
    if not case.person.has_temporary_number:
        sentence = "Personen har redan personnummer eller samordningsnummer."
        rules.append(Rule("has_number", sentence, kind="conflict"))
    return rules


def against_number(digits: str) -> Iterator[Rule]:
    """Why this number cannot be the person's: it is temporary too, or another row has it."""
    if digits.startswith("T"):
        yield Rule("temporary", "Ange personnummer eller samordningsnummer.", where="personnummer")
    elif Person.objects.filter(personnummer=digits).exists():
        sentence = (
            "Numret finns redan på en annan person i systemet. Kontrollera det. Stämmer det: be "
            "enhetens chef reda ut vilket ärende som ska gälla."
        )
        yield Rule("taken", sentence, kind="conflict", where="personnummer")


def lowers(person: Person, level: str) -> bool:
    """Whether the level hides less than the present one."""
    return LEVELS.index(level) < LEVELS.index(person.protection)


def against_protecting(
    case: Case, level: str, told_on: date, source: str, by: User
) -> Iterator[Rule]:
    """Why the level cannot be set: less protection only by word of Skatteverket. law.md §9.4."""
    if level == case.person.protection:
        yield Rule("same", "Personen har redan det skyddet.", where="protection")
    if told_on > clock.today():
        yield Rule("told_on", "Dagen kan inte ligga i framtiden.", where="told_on")
    if not source.strip():
        yield Rule("source", "Ange vem som har lämnat uppgiften.", where="source")
    if lowers(case.person, level) and not by.holds(*CHEFER, unit=case.unit):
        sentence = "Bara enhetens chefer minskar skyddet, efter besked från Skatteverket."
        yield Rule("lowering", sentence, kind="forbidden")


def against_representing(kind: str, authorised_on: date | None, scope: str) -> Iterator[Rule]:
    """A power of attorney has a day that has been, and says what it covers. FL 14–15 §§."""
    if authorised_on and authorised_on > clock.today():
        yield Rule("authorised_on", "Dagen kan inte ligga i framtiden.", where="authorised_on")
    if authorised_on and not scope.strip():
        sentence = "Ange vad fullmakten eller uppdraget omfattar."
        yield Rule("scope", sentence, where="scope")
    if kind != Representative.Kind.OMBUD and authorised_on is None:
        sentence = "Ange dagen för beslutet eller registerutdraget som visar uppdraget."
        yield Rule("authorised_on", sentence, where="authorised_on")


def against_ending(row: Representative, last_day: date) -> Iterator[Rule]:
    """The commission ends from its first day until today."""
    if row.valid_to and row.valid_to <= clock.today():
        yield Rule("ended", "Uppdraget är redan avslutat.", kind="conflict")
    if not row.valid_from <= last_day <= clock.today():
        sentence = f"Ange en dag från {row.valid_from} till i dag."
        yield Rule("last_day", sentence, where="last_day")
