"""Sender, recipient and contact of a letter in a case, from rows and settings."""

from datetime import date, datetime
from typing import Any

from django.conf import settings

from cases.models import Case
from jobbtorg import clock, practice
from jobbtorg.letters import Authority, Contact, ProvisionText, Recipient, swedish_weekday
from jobbtorg.organisation.models import Unit, User
from jobbtorg.rulebook.models import LetterText, Provision


def common(case: Case, day: date) -> dict[str, Any]:
    """What every letter in the case holds, whatever it is about."""
    return {
        "authority": _authority(case),
        "recipient": _recipient(case),
        "case_number": case.number,
        "texts": dict(LetterText.objects.on(day).values_list("key", "text")),
        "watermark": practice.word(),
    }


def _authority(case: Case) -> Authority:
    """The sender: the nämnd from the settings, the unit from its row."""
    own, unit = settings.AUTHORITY, _unit_shown(case)
    return Authority(
        name=own["name"],
        city=own["city"],
        unit=unit.name,
        postal_address=tuple(part.strip() for part in own["address"].split(",")),
        visiting_address=unit.address,
        phone=unit.phone or own["phone"],
        email=own["email"],
        notice_board=own["notice_board"],
        court=own["court"],
        court_address=tuple(part.strip() for part in own["court_address"].split(",")),
        mark_svg=own["mark"],
    )


def _unit_shown(case: Case) -> Unit:
    """The case's unit; for a protected person the förvaltning, since the unit tells where to look.

    law.md §9.4.
    """
    if case.person.is_protected:
        return Unit.objects.get(kind=Unit.Kind.FORVALTNING)
    return case.unit


def _recipient(case: Case) -> Recipient:
    """The person; a protected one has no address here, the letter goes through Skatteverket."""
    person = case.person
    if person.is_protected:
        return Recipient(person.name, person.formatted, ())
    lines = (person.street, f"{person.postcode} {person.city}".strip())
    return Recipient(person.name, person.formatted, tuple(line for line in lines if line))


def coach_of(user: User, case: Case) -> Contact:
    """The coach who has the case, as the applicant reaches them."""
    unit = _unit_shown(case)
    return Contact(str(user), "coach", phone=unit.phone, email=user.email, hours=unit.hours)


def contact_at(case: Case) -> Contact:
    """How the applicant reaches the unit while nobody has the case."""
    unit, own = _unit_shown(case), settings.AUTHORITY
    return Contact("", "", phone=unit.phone or own["phone"], email=own["email"], hours=unit.hours)


def provision_text(row: Provision) -> ProvisionText:
    """A provision of the rulebook, as letters cite it."""
    return ProvisionText(row.ref, row.law, row.meaning)


def when(meeting_at: datetime) -> dict[str, str]:
    """What stands in for a meeting's day and time."""
    meeting = meeting_at.astimezone(clock.STOCKHOLM)
    return {"mote_dag": swedish_weekday(meeting.date()), "mote_tid": f"{meeting:%H.%M}"}
