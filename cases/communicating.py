"""The official acts of kommunicering: send the basis, register a reply, meet it, or waive.

FL 25 §, SoL 14 kap. 8 §, SOSFS 2014:5.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from cases import communication_rules as rules
from cases.actions import lock_case
from cases.conflict_rules import against_unanswered
from cases.journal import record
from cases.letters import basis
from cases.letters.previews import keep, printed
from cases.models import (
    Case,
    Draft,
    Investigation,
    JournalEntry,
    LetterPreview,
    Rejoinder,
    Reply,
    Sending,
    Waiver,
)
from cases.rules import against_investigating
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

SEND, REPLY, MEET, WAIVE = "underlag", "svar", "bemotande", "avsta"  # the forms' drafts


@dataclass(frozen=True)
class SendingData:
    """How and when the basis goes, and until when there is time to reply."""

    how: str
    sent_on: date
    reply_by: date
    short_confirmed: bool = False


@dataclass(frozen=True)
class ReplyData:
    """What the person has answered, when and how."""

    arrived_on: date
    how: str
    text: str


def preview_basis(case: Case, data: SendingData, *, by: User, seen: int) -> LetterPreview:
    """The letter that would be sent, kept so that the sending stores the same bytes.

    Raises RuleBroken, with every reason that the sending itself would be refused for.
    """
    investigation = _found_sendable(case, data, by, seen)
    letter = basis.manuscript(basis.content_of(investigation, data.sent_on, data.reply_by))
    return keep(letter, investigation.application, by=by)


@act
def send_basis(case: Case, data: SendingData, *, by: User, seen: int) -> Sending:
    """Skicka underlag: the letter is made, frozen and noted as sent. FL 25 §, SoL 14 kap. 8 §.

    `seen` is how many rows of kommunicering the user had before their eyes. Raises RuleBroken.
    """
    case = lock_case(case)
    investigation = _found_sendable(case, data, by, seen)
    letter = basis.manuscript(basis.content_of(investigation, data.sent_on, data.reply_by))
    made = printed(letter, investigation.application, by=by)
    row = Sending.objects.create(
        investigation=investigation,
        how=data.how,
        sent_on=data.sent_on,
        reply_by=data.reply_by,
        sent_by=by,
        **made.columns(),
    )
    LetterPreview.objects.filter(application=investigation.application, user=by).delete()
    _forget(case, by, SEND)
    title = f"Underlag inför beslut skickades {date_format(row.sent_on)} "
    title += f"({row.get_how_display().lower()})"
    text = f"Svar senast {date_format(row.reply_by)}."
    record(case, title, by=by, text=text, event_on=row.sent_on, kind=JournalEntry.Kind.LETTER)
    return row


def _found_sendable(case: Case, data: SendingData, by: User, seen: int) -> Investigation:
    """The investigation, when no rule stands in the way of sending its basis."""
    investigation = Investigation.objects.of(case)
    refuse(rules.against_sending(case, investigation, by))
    refuse(against_unanswered(case, by))
    refuse(
        rules.against_unseen(investigation, seen),
        rules.against_manner(case, data.how),
        rules.against_days(
            investigation, data.sent_on, data.reply_by, short_confirmed=data.short_confirmed
        ),
    )
    return investigation


@act
def register_reply(case: Case, data: ReplyData, *, by: User, seen: int) -> Reply:
    """Registrera svar: what the person answered, also when it came late. Raises RuleBroken."""
    case = lock_case(case)
    investigation = Investigation.objects.of(case)
    refuse(rules.against_reply(case, investigation, by))
    refuse(
        rules.against_unseen(investigation, seen),
        rules.against_reply_content(investigation, data.arrived_on, data.text),
    )
    sending = rules.sending_replied_to(investigation, data.arrived_on)
    assert sending is not None  # the rules have seen that there is one
    row = Reply.objects.create(
        sending=sending,
        arrived_on=data.arrived_on,
        how=data.how,
        text=data.text.strip(),
        registered_by=by,
        registered_at=clock.now(),
    )
    _forget(case, by, REPLY)
    title = f"Den sökande svarade på underlaget {date_format(row.arrived_on)} "
    title += f"({row.get_how_display().lower()})" + (", efter svarsfristen" if row.is_late else "")
    record(case, title, by=by, text=row.text, event_on=row.arrived_on)
    return row


@act
def meet_reply(case: Case, text: str, *, by: User, seen: int) -> Rejoinder:
    """Bemötande: what the coach says to the latest reply. Raises RuleBroken."""
    case = lock_case(case)
    investigation = Investigation.objects.of(case)
    refuse(rules.against_meeting(case, investigation, by))
    refuse(against_unanswered(case, by))
    refuse(rules.against_unseen(investigation, seen), rules.against_rejoinder(text))
    row = Rejoinder.objects.create(
        reply=investigation.replies[-1],
        text=text.strip(),
        written_by=by,
        written_at=clock.now(),
    )
    _forget(case, by, MEET)
    record(case, "Den sökandes svar bemöttes", by=by, text=row.text)
    return row


@act
def waive(case: Case, ground: str, reason: str, *, by: User, seen: int) -> Waiver:
    """Avstå från kommunicering, on a ground in law. Raises RuleBroken. FL 25 §."""
    case = lock_case(case)
    investigation = Investigation.objects.of(case)
    refuse(against_investigating(case, by))
    refuse(against_unanswered(case, by))
    refuse(rules.against_unseen(investigation, seen), rules.against_waiving(ground, reason))
    row = Waiver.objects.create(
        investigation=investigation,
        after=investigation.latest_sending,
        ground=ground,
        reason=reason.strip(),
        noted_by=by,
        noted_at=clock.now(),
    )
    _forget(case, by, WAIVE)
    text = f"{row.get_ground_display()} (25 § FL).\n{row.reason}"
    record(case, "Kommunicering före beslut utelämnades", by=by, text=text)
    return row


def _forget(case: Case, by: User, form: str) -> None:
    """The draft has become a row."""
    Draft.objects.filter(user=by, case=case, form=form).delete()
