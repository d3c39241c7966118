"""Gathers from the rows what the decision letter says."""

from dataclasses import asdict

from django.conf import settings

from cases.models import Application, Case, Investigation
from cases.rulings import RulingDraft, Rulings
from decisions.deciders import Decider, Delegate
from decisions.letters import (
    Authority,
    Contact,
    LetterContent,
    ProvisionText,
    Recipient,
    RulingContent,
)
from decisions.letters.texts import swedish_date
from jobbtorg.organisation.models import Unit, User
from jobbtorg.rulebook.models import LetterText, Provision, setting


def letter_content(
    investigation: Investigation, rulings: Rulings, decider: Decider
) -> LetterContent:
    """All that the letter says of these rulings, decided by this delegate or by the nämnd."""
    day = decider.day
    application = investigation.application
    case = application.case
    provisions = {p.key: p for p in Provision.objects.on(day)}
    communication = getattr(investigation, "communication", None)
    return LetterContent(
        authority=_authority(case),
        recipient=_recipient(case),
        case_number=case.number,
        decided_on=day,
        applied_on=application.arrived_on,
        applied_for=investigation.riktlinje.insats,
        oral=application.channel == Application.Channel.ORAL,
        right=_ruling(rulings.right, provisions["ratt"]),
        may=_ruling(rulings.may, provisions["befogenhet"]),
        coach=_contact(investigation.proposed_by or investigation.investigator, case),
        decider=decider.in_letter(),
        texts=dict(LetterText.objects.on(day).values_list("key", "text")),
        provisions=tuple(_provision(provisions[key]) for key in _others(investigation, decider)),
        steps=tuple(_steps(investigation)),
        reply=communication.reply if communication else "",
        reply_on=communication.reply_on if communication else None,
        watermark="ÖVNING" if settings.DEMO else "",
        appeal_when_granted=bool(setting("hanvisning_vid_bifall_ratt", day)),
    )


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


def _contact(user: User, case: Case) -> Contact:
    """The coach who presented the case, as the applicant reaches them."""
    unit = _unit_shown(case)
    return Contact(str(user), "coach", phone=unit.phone, email=user.email, hours=unit.hours)


def _others(investigation: Investigation, decider: Decider) -> list[str]:
    """The provisions beside the rulings': on commenting and on delegation where there was any."""
    communication = getattr(investigation, "communication", None)
    sent = ["kommunikation"] if communication and communication.sent_on else []
    delegation = ["delegation"] if isinstance(decider, Delegate) else []
    return ["utredning", *sent, "motivering", *delegation]


def _provision(row: Provision) -> ProvisionText:
    return ProvisionText(row.ref, row.law, row.meaning)


def _ruling(ruling: RulingDraft, provision: Provision) -> RulingContent | None:
    """One ruling with its provision, or None where nothing is ruled."""
    if not ruling.outcome:
        return None
    return RulingContent(provision=_provision(provision), **asdict(ruling.as_ruled()))


def _steps(investigation: Investigation) -> list[str]:
    """The short course of the matter, each step with its day."""
    steps = [f"Vi började utreda din ansökan den {swedish_date(investigation.started_on)}."]
    af = getattr(investigation, "af", None)
    if af:
        steps.append(
            f"Vi fick uppgifter från Arbetsförmedlingen den {swedish_date(af.received_on)}."
        )
    communication = getattr(investigation, "communication", None)
    if communication and communication.sent_on:
        steps.append(f"Du fick läsa underlaget den {swedish_date(communication.sent_on)}.")
    return steps
