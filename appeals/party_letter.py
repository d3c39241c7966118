"""The letter that tells the person that their appeal is with the court, and what happens now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from appeals.models import Review, Transfer
from cases.letters.parties import coach_of, common, contact_at
from jobbtorg.letters import Authority, Contact, Manuscript, Recipient, common_values, swedish_date
from jobbtorg.letters import manuscript as manuscript_of


@dataclass(frozen=True)
class PartyContent:
    """All that the letter says; `way` is how the court tries it, `rest` what is left with us."""

    authority: Authority
    recipient: Recipient
    case_number: str
    texts: Mapping[str, str]
    sent_on: date
    arrived_on: date
    decided_on: date
    gone_on: date
    way: str  # besvar, laglighet
    rest: bool  # the other part of the appeal is not with the court yet
    changed: bool  # a part of the decision has been changed
    coach: Contact
    watermark: str = ""


def content_of(transfer: Transfer, sent_on: date) -> PartyContent:
    """What the letter says of what went to the court that day."""
    appeal = transfer.appeal
    case, review = appeal.case, getattr(appeal, "review", None)
    forwarded = transfer.kind == Transfer.Kind.FORWARD
    return PartyContent(
        **common(case, sent_on),
        sent_on=sent_on,
        arrived_on=appeal.arrived_on,
        decided_on=appeal.decision.decided_on,
        gone_on=transfer.sent_on,
        way="laglighet" if forwarded else "besvar",
        rest=forwarded and appeal.is_besvar and not appeal.sent(Transfer.Kind.HANDOVER),
        changed=not forwarded and _partly(review),
        coach=coach_of(case.coach, case) if case.coach else contact_at(case),
    )


def _partly(review: Review | None) -> bool:
    """Whether the appealed decision was changed, but not wholly as asked."""
    return review is not None and review.outcome == Review.Outcome.PARTLY


def manuscript(content: PartyContent) -> Manuscript:
    """The letter, ready to print. Raises LetterTextError where a sentence is missing."""
    return manuscript_of("tillratten.html", content, values(content), dated=content.sent_on)


def values(content: PartyContent) -> dict[str, str]:
    """What stands in for each placeholder; empty where the letter lacks it."""
    return common_values(content) | {
        "beslutad_den": swedish_date(content.decided_on),
        "overklagat_den": swedish_date(content.arrived_on),
        "overlamnat_den": swedish_date(content.gone_on),
    }
