"""Lex Sarah: the utredning, the decision, and the anmälan to IVO. SoL 27 kap. 5–6 §§."""

from dataclasses import asdict, dataclass
from datetime import date

from followup import deviation_rules as rules
from followup.deviation_ivo import manuscript
from followup.deviation_reporting import lock
from followup.deviation_rules import POWER, Meeting
from followup.models import Deviation, DeviationDecision, DeviationInquiry, DeviationIvo
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.letters.stored import Printed
from jobbtorg.organisation.delegation import chain_for
from jobbtorg.organisation.models import Appointment, User
from jobbtorg.rulebook.citations import without_sign
from jobbtorg.rulebook.models import Code


@dataclass(frozen=True)
class Inquiry:
    """What an utredning says, part by part. SOSFS 2011:5 5 kap."""

    happened: str
    noticed: str
    causes: str
    consequences: str
    before: str
    done: str
    prevention: str
    views: str


@act
def investigate(deviation: Deviation, told: Inquiry, cause: Code, *, by: User) -> DeviationInquiry:
    """Hands the whole utredning over for decision; a later one takes its place.

    Raises RuleBroken.
    """
    deviation = lock(deviation)
    refuse(rules.against_investigating(deviation, by))
    parts = {name: text.strip() for name, text in asdict(told).items()}
    return DeviationInquiry.objects.create(
        deviation=deviation, cause=cause, finished_by=by, finished_at=clock.now(), **parts
    )


@act
def decide(deviation: Deviation, outcome: str, reasons: str, *, by: User) -> DeviationDecision:
    """A delegate decides, another than who investigated. Raises RuleBroken. KL 7 kap. 5–6 §§."""
    deviation = lock(deviation)
    refuse(rules.against_deciding(deviation, by), rules.against_outcome(outcome, reasons))
    chain = chain_for(by, POWER, deviation.unit)
    assert chain is not None
    appointment = Appointment.objects.select_related("unit").get(pk=chain.appointment_id)
    return DeviationDecision.objects.create(
        deviation=deviation,
        inquiry=deviation.inquiry,
        outcome=outcome,
        reasons=reasons.strip(),
        decided_by=by,
        decider_title=str(appointment),
        appointment=appointment,
        delegation_id=chain.delegation_id,
        chain=chain.text,
        noted_by=by,
        decided_at=clock.now(),
    )


@act
def note_namnds_decision(
    deviation: Deviation, outcome: str, reasons: str, told: Meeting, *, by: User
) -> DeviationDecision:
    """Notes what the nämnd itself decided, where it stands in its minutes. Raises RuleBroken."""
    deviation = lock(deviation)
    refuse(
        rules.against_noting_decision(deviation, by),
        rules.against_outcome(outcome, reasons),
        rules.against_meeting(deviation, told),
    )
    return DeviationDecision.objects.create(
        deviation=deviation,
        inquiry=deviation.inquiry,
        outcome=outcome,
        reasons=reasons.strip(),
        meeting_on=told.held_on,
        dnr=told.dnr.strip(),
        paragraph=without_sign(told.paragraph),
        noted_by=by,
        decided_at=clock.now(),
    )


@act
def send_to_ivo(
    deviation: Deviation, dnr: str, how: str, sent_on: date, *, by: User
) -> DeviationIvo:
    """Freezes the anmälan with its utredning, as it went to IVO. Raises RuleBroken. SoL 27:6."""
    deviation = lock(deviation)
    refuse(rules.against_sending(deviation, by), rules.against_sent(deviation, dnr, how, sent_on))
    made = manuscript(deviation, dnr.strip(), sent_on)
    return DeviationIvo.objects.create(
        deviation=deviation,
        decision=deviation.decision,
        dnr=dnr.strip(),
        how=how,
        sent_on=sent_on,
        sent_by=by,
        **Printed(made.pdf(), made.content_hash).columns(),
    )
