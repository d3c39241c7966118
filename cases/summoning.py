"""The official acts of calling the person to a meeting, and of calling the meeting off."""

from datetime import datetime

from django.utils.formats import date_format

from cases import summoning_rules as rules
from cases.actions import lock_case
from cases.journal import record
from cases.letters import calling_off
from cases.letters import summons as letters
from cases.letters.previews import keep, printed
from cases.models import (
    CancellationLetter,
    Case,
    Draft,
    JournalEntry,
    LetterPreview,
    Summons,
    SummonsCancellation,
)
from cases.summoning_rules import SummonsData
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.letters import Manuscript
from jobbtorg.organisation.models import User

DRAFT = "kallelse"


@act
def summon(case: Case, told: SummonsData, *, by: User) -> Summons:
    """Kalla till möte: the letter is made, frozen and noted as sent. Raises RuleBroken."""
    case = lock_case(case)
    refuse(rules.against_summoning(case, by))
    refuse(rules.against_summons(case, told))
    letter = printed(_letter(case, told), case.application, by=by)
    row = Summons.objects.create(
        case=case,
        meeting_at=told.meeting_at,
        manner=told.manner,
        place=told.place.strip() if told.manner == Summons.Manner.VISIT else "",
        purpose=told.purpose.strip(),
        bring=told.bring.strip(),
        how=told.how,
        sent_on=told.sent_on,
        sent_by=by,
        **letter.columns(),
    )
    LetterPreview.objects.filter(application=case.application, user=by).delete()
    Draft.objects.filter(user=by, case=case, form=DRAFT).delete()
    title = f"Kallelse till möte {in_words(row.meeting_at)} skickades "
    title += f"({row.get_how_display().lower()})"
    text = f"{row.where}. {row.purpose}" + (f"\nTa med: {row.bring}" if row.bring else "")
    record(case, title, by=by, text=text, event_on=row.sent_on, kind=JournalEntry.Kind.LETTER)
    return row


def preview(case: Case, told: SummonsData, *, by: User) -> LetterPreview:
    """The kallelse as it would be sent; the same bytes go. Raises RuleBroken, as the act does."""
    refuse(rules.against_summoning(case, by))
    refuse(rules.against_summons(case, told))
    return keep(_letter(case, told), case.application, by=by)


def _letter(case: Case, told: SummonsData) -> Manuscript:
    return letters.manuscript(letters.content_of(case, told))


@act
def cancel_summons(
    summons: Summons, reason: str, how: str = "", *, by: User
) -> SummonsCancellation:
    """Ställ in: the meeting will not be; the letter stays as it was sent. Raises RuleBroken.

    With `how` a letter goes too, the same day, that the meeting will not be.
    """
    case = lock_case(summons.case)
    summons = Summons.objects.select_related("case__unit", "cancellation").get(pk=summons.pk)
    refuse(rules.against_calling_off(summons, by))
    refuse(rules.against_reason(reason), rules.against_telling(case, how))
    row = SummonsCancellation.objects.create(
        summons=summons, reason=reason.strip(), cancelled_at=clock.now(), cancelled_by=by
    )
    title = f"Mötet {in_words(summons.meeting_at)} ställdes in"
    record(case, title, by=by, text=row.reason)
    if how:
        _tell(row, case, how, by)
    return row


def _tell(cancelled: SummonsCancellation, case: Case, how: str, by: User) -> None:
    """Avbokning: the letter is made, frozen and noted as sent."""
    today, meeting_at = clock.today(), cancelled.summons.meeting_at
    letter = calling_off.manuscript(calling_off.content_of(case, meeting_at, today))
    row = CancellationLetter.objects.create(
        cancellation=cancelled,
        how=how,
        sent_on=today,
        sent_by=by,
        **printed(letter, case.application, by=by).columns(),
    )
    title = f"Brev om att mötet {in_words(meeting_at)} är inställt skickades "
    title += f"({row.get_how_display().lower()})"
    record(case, title, by=by, event_on=today, kind=JournalEntry.Kind.LETTER)


def in_words(moment: datetime) -> str:
    """Such as "12 mars kl. 10.00", in Stockholm."""
    there = moment.astimezone(clock.STOCKHOLM)
    return f"{date_format(there, 'j F')} kl. {there:%H.%M}"
