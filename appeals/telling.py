"""The official act of telling the person that their appeal has gone to the court."""

from datetime import date

from django.utils.formats import date_format

from appeals import telling_rules as rules
from appeals.models import PartyLetter, Transfer
from appeals.party_letter import content_of, manuscript
from cases.actions import lock_case
from cases.journal import record
from cases.letters.previews import keep, printed
from cases.models import Draft, JournalEntry, LetterPreview
from jobbtorg.acts import act, refuse
from jobbtorg.letters import Manuscript
from jobbtorg.organisation.models import User


@act
def tell_party(transfer: Transfer, how: str, sent_on: date, *, by: User) -> PartyLetter:
    """The letter is made, frozen and noted as sent. FL 6 §. Raises RuleBroken."""
    case = lock_case(transfer.appeal.case)
    transfer = Transfer.objects.get(pk=transfer.pk)
    refuse(rules.against_telling(transfer, by), rules.against_sending(transfer, how, sent_on))
    application = transfer.appeal.decision.application
    made = printed(_letter(transfer, sent_on), application, by=by)
    row = PartyLetter.objects.create(
        transfer=transfer, how=how, sent_on=sent_on, sent_by=by, **made.columns()
    )
    LetterPreview.objects.filter(application=application, user=by).delete()
    Draft.objects.filter(case=case, form=f"till-personen-{transfer.pk}").delete()
    title = f"Brev till personen: {transfer.appeal.dnr} är hos rätten"
    text = f"Skickat {date_format(row.sent_on)} ({row.get_how_display().lower()})."
    record(case, title, by=by, text=text, event_on=row.sent_on, kind=JournalEntry.Kind.LETTER)
    return row


def preview(transfer: Transfer, how: str, sent_on: date, *, by: User) -> LetterPreview:
    """The letter as it would be sent. Raises RuleBroken, as the act does."""
    refuse(rules.against_telling(transfer, by), rules.against_sending(transfer, how, sent_on))
    return keep(_letter(transfer, sent_on), transfer.appeal.decision.application, by=by)


def _letter(transfer: Transfer, sent_on: date) -> Manuscript:
    return manuscript(content_of(transfer, sent_on))
