"""The acts of the log review: draw, judge, explain, sign; and what is known of the staff."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import Unit, User
from jobbtorg.rulebook.models import setting
from review import rules
from review.drawing import draw
from review.models import Explanation, Finding, Judgement, LogReview, ReaderFacts, ReviewReport
from review.report import printed

BYTES = "review__report__pdf"


@act
def start_review(unit: Unit, month: date, *, by: User) -> LogReview:
    """Draws what is to be judged of the unit's month: the flagged, and a sample by chance.

    Raises RuleBroken. Lag (2001:454) 10 §.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    refuse(rules.against_starting(unit, month, by))
    seed, sample = secrets.token_hex(16), int(setting("logg_stickprov_antal"))
    found = draw(unit, month, seed, sample)
    review = LogReview.objects.create(
        unit=unit,
        month=month,
        seed=seed,
        sample=sample,
        looks=found.looks,
        readers=found.readers,
        drawn=len(found.rows),
        started_by=by,
        started_at=clock.now(),
    )
    Finding.objects.bulk_create(
        Finding(
            review=review,
            position=position,
            reader_id=row.key[0],
            case_number=row.key[1],
            day=row.key[2],
            flags=row.flags,
            looks=row.seen.looks,
            first_at=row.seen.first_at,
            last_at=row.seen.last_at,
        )
        for position, row in enumerate(found.rows, start=1)
    )
    return review


@act
def judge(
    findings: Sequence[Finding],
    outcome: str,
    note: str = "",
    reply_by: date | None = None,
    *,
    by: User,
) -> None:
    """Behörig, Begär förklaring or Anmäl: of one, or of many alike; all or none.

    Raises RuleBroken, with every reason once.
    """
    keys = {found.review_id for found in findings}
    list(LogReview.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    rows = Finding.objects.filter(pk__in=[found.pk for found in findings])
    findings = list(rows.select_related("review__unit", "review__report").defer(BYTES))
    told = {
        rule: None
        for found in findings
        for rule in rules.against_judging(found, outcome, note, reply_by, by)
    }
    refuse(told)
    for found in findings:
        Judgement.objects.create(
            finding=found,
            outcome=outcome,
            note=note.strip(),
            reply_by=reply_by if outcome == rules.EXPLAIN else None,
            judged_by=by,
            judged_at=clock.now(),
        )


@act
def explain(judgement: Judgement, text: str, *, by: User) -> Explanation:
    """What the reader's chef answers. Raises RuleBroken."""
    LogReview.objects.select_for_update().get(pk=judgement.finding.review_id)
    refuse(rules.against_answering(judgement, text, by))
    return Explanation.objects.create(
        judgement=judgement, text=text.strip(), answered_by=by, answered_at=clock.now()
    )


@act
def sign(review: LogReview, *, by: User) -> ReviewReport:
    """Signs the report: printed once, and kept byte for byte. Raises RuleBroken."""
    review = LogReview.objects.select_for_update().get(pk=review.pk)
    refuse(rules.against_signing(review, by))
    made = printed(review, by)
    return ReviewReport.objects.create(
        review=review, signed_by=by, signed_at=clock.now(), **made.columns()
    )


@act
def note_facts(user: User, told: dict[str, Any], *, by: User) -> ReaderFacts:
    """Notes the personnummer and address of someone on the staff. Raises RuleBroken."""
    refuse(rules.against_noting_facts(by, user))
    facts = ReaderFacts.objects.select_for_update().filter(user=user).first()
    facts = facts or ReaderFacts(user=user)
    for name, value in told.items():
        setattr(facts, name, value)
    facts.save()
    return facts
