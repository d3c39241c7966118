"""Öppna med skäl: a case of another unit, or one closed long since, is opened to be read.

Lag (2001:454) 10 §. Nothing is written in the personakt; the access log has the reason.
"""

from datetime import timedelta

from cases import opening_rules as rules
from cases.models import Case, Draft, Opening, OpeningEnd, OpeningReview
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User

DRAFT = "oppna-med-skal"
EXPLANATION = "oppning"  # with the opening's key


@act
def open_with_reason(case: Case | None, reason: rules.Reason, *, by: User) -> Opening:
    """Opens the case to the user for some hours, to be read. Raises RuleBroken."""
    refuse(rules.against_opening(case, reason, by))
    assert case is not None  # refused above
    now = clock.now()
    row = Opening.objects.create(
        case=case,
        user=by,
        acting_as=by.acting_as(),
        reason=reason.code,
        text=reason.text.strip(),
        opened_at=now,
        until=now + timedelta(hours=reason.hours),
    )
    Draft.objects.filter(user=by, case=None, form=DRAFT).delete()
    return row


@act
def end_opening(opening: Opening, *, by: User) -> OpeningEnd:
    """Done before the time has run out. Raises RuleBroken."""
    opening = _locked(opening)
    refuse(rules.against_ending(opening, by))
    return OpeningEnd.objects.create(opening=opening, ended_at=clock.now())


@act
def review(opening: Opening, kind: str, text: str = "", *, by: User) -> OpeningReview:
    """Behörig, or Begär förklaring. Raises RuleBroken."""
    opening = _locked(opening)
    refuse(rules.against_reviewing(opening, kind, text, by))
    return _say(opening, kind, text, by)


@act
def explain(opening: Opening, text: str, *, by: User) -> OpeningReview:
    """Answers what the chef asked. Raises RuleBroken."""
    opening = _locked(opening)
    refuse(rules.against_explaining(opening, text, by))
    Draft.objects.filter(user=by, case=None, form=f"{EXPLANATION}-{opening.pk}").delete()
    return _say(opening, OpeningReview.Kind.EXPLAINED, text, by)


def _say(opening: Opening, kind: str, text: str, by: User) -> OpeningReview:
    said = {"kind": kind, "text": text.strip(), "by": by, "at": clock.now()}
    return OpeningReview.objects.create(opening=opening, **said)


def _locked(opening: Opening) -> Opening:
    """As it stands; what two do at the same moment comes one after the other."""
    Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    return Opening.objects.shown().get(pk=opening.pk)
