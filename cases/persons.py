"""The acts on what is known of a person: contact, protection, number, who represents them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import person_rules as rules
from cases.actions import lock_case, name_on_case
from cases.journal import record
from cases.models import Case, CaseUserObjectPermission, Draft, Person, Representative
from cases.naming import name_deciders
from cases.protection import conceal
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

CONTACT = (
    "first_name", "last_name", "street", "postcode", "city", "phone", "email", "contact_way",
    "interpreter",
)  # fmt: skip


def _begin(case: Case, by: User) -> tuple[Case, Person]:
    """The case and its person, locked, if this user may change what is known."""
    case = lock_case(case)
    refuse(rules.against_changing(case, by))
    return case, Person.objects.select_for_update().get(pk=case.person_id)


@act
def change_contact(case: Case, told: dict[str, Any], *, by: User) -> Person:
    """Name, address, telephone, how the person is best reached, interpreter. Raises RuleBroken.

    What the person's level of protection keeps out is not kept. law.md §9.4.
    """
    case, person = _begin(case, by)
    refuse(rules.against_kept_out(person, told))
    for name in CONTACT:
        setattr(person, name, told[name])
    person.save()
    Draft.objects.filter(user=by, case=case, form="personen").delete()
    record(case, "Uppgifterna om personen ändrades", by=by)
    return person


@act
def protect(case: Case, level: str, told_on: date, source: str, *, by: User) -> Person:
    """Sets the level of protection, as told by someone on a day. Raises RuleBroken.

    With protection the case is seen by the named alone; without, by the unit again.
    """
    case, person = _begin(case, by)
    refuse(rules.against_protecting(case, level, told_on, source, by))
    person.protection = level
    conceal(person)
    person.save()
    case.person = person
    if level:
        name_on_case(case)
    else:
        CaseUserObjectPermission.objects.filter(content_object=case).delete()
        name_deciders(case, by=by)
    Draft.objects.filter(user=by, case=case, form="skydd").delete()
    title = f"Skyddade personuppgifter: {person.get_protection_display().lower()}"
    record(case, title, by=by, text=f"Uppgiften kom från {source.strip()}", event_on=told_on)
    return person


@act
def identify(case: Case, digits: str, *, by: User) -> Person:
    """The personnummer or samordningsnummer in place of the temporary number. Raises RuleBroken."""
    case, person = _begin(case, by)
    refuse(rules.against_identifying(case, by), rules.against_number(digits))
    before = person.formatted
    person.personnummer, person.born, person.gender = digits, None, ""
    person.save()
    Draft.objects.filter(user=by, case=case, form="nummer").delete()
    title = f"Personen fick {person.number_kind.lower()} i stället för {before}"
    record(case, title, by=by)
    return person


@dataclass(frozen=True)
class Commission:
    """Who represents the person, by what right, from when."""

    kind: str
    name: str
    valid_from: date
    authorised_on: date | None = None
    scope: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@act
def represent(case: Case, told: Commission, *, by: User) -> Representative:
    """Notes who speaks for the person; an ombud's power of attorney may come later.

    Raises RuleBroken. FL 14–15 §§.
    """
    case, person = _begin(case, by)
    refuse(rules.against_representing(told.kind, told.authorised_on, told.scope))
    row = Representative.objects.create(person=person, **vars(told))
    Draft.objects.filter(user=by, case=case, form="ombud").delete()
    has = "fullmakt saknas" if row.lacks_power_of_attorney else f"från {row.authorised_on}"
    record(case, f"{row.get_kind_display()} antecknades ({has})", by=by, event_on=row.valid_from)
    return row


@act
def end_representation(row: Representative, case: Case, last_day: date, *, by: User) -> None:
    """The representative speaks for the person no longer. Raises RuleBroken."""
    case, _ = _begin(case, by)
    row = Representative.objects.select_for_update().get(pk=row.pk)
    refuse(rules.against_ending(row, last_day))
    row.valid_to = last_day
    row.save()
    record(case, f"{row.get_kind_display()} upphörde", by=by, event_on=last_day)
