"""Why a contact in råd och stöd cannot be noted, put right or answered: every reason at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.application_rules import REGISTERS
from cases.models import AdviceContact, Person
from cases.models.advice import NAMED, SEES_ALL
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import Unit, User
from jobbtorg.rulebook.models import Code, Setting, setting

ORAL_COUNTS = "19 § FL"
UNNAMED = "Råd och stöd dokumenteras utan namn. Lämna personnumret tomt."
REACHING = (Unit.Kind.JOBBTORG, Unit.Kind.INSATSER)


@dataclass(frozen=True)
class ContactData:
    """What is counted of a contact. No name, no number, no notes. SoL 14 kap. 4 §."""

    held_on: date
    unit: Unit
    kind: Code
    gender: str
    informed: bool
    wants: str
    person: Person | None = None


def names_people(day: date) -> bool:
    """Whether the nämnd has decided that contacts of the day are documented with the person."""
    try:
        return setting(NAMED, day) is True
    except Setting.DoesNotExist:
        return False


def against_reading(by: User) -> list[Rule]:
    """Why the counts are not this user's to see."""
    if by.holds(*REGISTERS, *SEES_ALL):
        return []
    sentence = "Råd och stöd är för coacher, chefer och de som följer upp arbetet."
    return [Rule("not_reader", sentence, kind="forbidden")]


def against_noting(told: ContactData, by: User) -> list[Rule]:
    """Why this contact cannot be noted."""
    return [*against_noter(by), *_against_day(told), *_against_person(told)]


def against_noter(by: User) -> Iterator[Rule]:
    """Who reaches people and registers applications notes contacts too."""
    if not by.holds(*REGISTERS):
        yield Rule("not_noter", "Du antecknar inte kontakter i råd och stöd.", kind="forbidden")


def _against_day(told: ContactData) -> Iterator[Rule]:
    if told.held_on > clock.today():
        yield Rule("future", "Dagen kan inte ligga i framtiden.", where="held_on")
    if told.unit.kind not in REACHING:
        yield Rule("unit", f"{told.unit} möter inte personer. Välj en enhet.", where="unit")
    elif not told.unit.is_open(told.held_on):
        yield Rule("unit_closed", f"{told.unit} stängde {told.unit.last_day}.", where="unit")


def _against_person(told: ContactData) -> Iterator[Rule]:
    if told.person and not names_people(told.held_on):
        yield Rule("named", UNNAMED, "14 kap. 4 § SoL", where="personnummer")


def against_cancelling(contact: AdviceContact, by: User) -> list[Rule]:
    """Why the contact cannot be taken out of the counts."""
    rules = list(against_noter(by))
    if hasattr(contact, "cancellation"):
        rules.append(Rule("cancelled", "Kontakten är redan makulerad.", kind="conflict"))
    elif hasattr(contact, "application"):
        sentence = "Kontakten har lett till en ansökan och kan inte makuleras."
        rules.append(Rule("applied", sentence, kind="conflict"))
    elif contact.wants != AdviceContact.Wants.NO and not hasattr(contact, "decline"):
        sentence = (
            "Kontakten väntar på en ansökan och kan inte makuleras. Registrera ansökan, eller "
            "anteckna att personen inte ville ansöka."
        )
        rules.append(Rule("waiting", sentence, ORAL_COUNTS, "conflict"))
    return rules


def against_declining(
    contact: AdviceContact, told_on: date, by: User, *, asked: bool
) -> list[Rule]:
    """Why it cannot be noted that the person did not wish to apply after all."""
    rules = [*against_noter(by), *against_not_waiting(contact)]
    if not contact.held_on <= told_on <= clock.today():
        sentence = f"Ange en dag från {contact.held_on}, då kontakten var, till i dag."
        rules.append(Rule("told_on", sentence, where="told_on"))
    if contact.is_doubtful and not asked:
        sentence = "Personen var osäker. Fråga om hen vill ansöka innan du antecknar ett nej."
        rules.append(Rule("asked", sentence, ORAL_COUNTS, where="asked"))
    return rules


def against_not_waiting(contact: AdviceContact) -> Iterator[Rule]:
    """Why neither an application nor a no can come of the contact any more."""
    if contact.wants == AdviceContact.Wants.NO:
        yield Rule("no", "Personen ville inte ansöka.", kind="conflict")
    if hasattr(contact, "application"):
        yield Rule("applied", "Ansökan är redan registrerad.", kind="conflict")
    if hasattr(contact, "decline"):
        yield Rule(
            "declined", "Det är redan antecknat att personen inte ville ansöka.", kind="conflict"
        )
    if hasattr(contact, "cancellation"):
        yield Rule("cancelled", "Kontakten är makulerad.", kind="conflict")


def against_applying(
    contact: AdviceContact | None, arrived_on: date, digits: str
) -> Iterator[Rule]:
    """Who wished to apply at a contact applied that day, and once. FL 19 and 22 §§."""
    if contact is None:
        return
    yield from against_not_waiting(contact)
    if arrived_on != contact.held_on:
        sentence = f"Personen ville ansöka {contact.held_on}. Ankomstdagen är den dagen."
        yield Rule("contact_day", sentence, "22 § FL", where="arrived_on")
    if contact.person and contact.person.personnummer != digits:
        yield Rule("contact_person", "Kontakten gäller en annan person.", where="personnummer")
