"""What PostgreSQL itself refuses of the log review: the third floor. Lag (2001:454) 10 §."""

import pgtrigger

from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.organisation.namnder import same_namnd

_FACTS = """
    SELECT x.reader_id AS reader, r.unit_id AS unit, u.kind AS kind,
        EXISTS (SELECT 1 FROM review_reviewreport t WHERE t.review_id = r.id) AS signed
    INTO f FROM review_finding x JOIN review_logreview r ON r.id = x.review_id
    JOIN organisation_unit u ON u.id = r.unit_id WHERE x.id = {} FOR UPDATE OF r;
"""
_OF_REVIEW = """
    SELECT u.id AS unit, u.kind AS kind INTO f
    FROM review_logreview r JOIN organisation_unit u ON u.id = r.unit_id
    WHERE r.id = NEW.review_id FOR UPDATE OF r;
"""
_OPEN = ("NOT f.signed", "Rapporten är undertecknad.")
_SAME_NAMND = same_namnd("f.unit")
_CHEF = (
    "(p.unit_id = f.unit AND p.function IN ('enhetschef', 'bitradande_enhetschef')"
    " OR f.kind = 'forvaltning' AND p.function = 'forvaltningschef' AND p.unit_id = f.unit)"
)


def _reviews(user: str, moment: str) -> tuple[str, str]:
    """The granskare, or the unit's own chefer."""
    granskare = f"p.function = 'granskare' AND {_SAME_NAMND}"
    functions = f"({granskare} OR {_CHEF})"
    return (
        holds(user, functions, day_of(moment)),
        "Bara granskaren och enhetens chefer följer upp loggen.",
    )


def drawn_lawfully() -> pgtrigger.Trigger:
    """Once the month is over, by who reviews the unit."""
    return refused_unless(
        "log_review_drawn_lawfully",
        (
            f"{day_of('NEW.started_at')} >= (NEW.month + INTERVAL '1 month')::date",
            "Månaden är inte slut.",
        ),
        _reviews("NEW.started_by_id", "NEW.started_at"),
        declare="SELECT id AS unit, kind INTO f FROM organisation_unit WHERE id = NEW.unit_id;",
    )


def drawn_at_once() -> pgtrigger.Trigger:
    """Nothing is added afterwards: there are as many as were drawn with the review."""
    return pgtrigger.Trigger(
        name="finding_drawn_at_once",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func="""
            IF (SELECT drawn FROM review_logreview WHERE id = NEW.review_id) <>
                (SELECT count(*) FROM review_finding WHERE review_id = NEW.review_id)
            THEN
                RAISE EXCEPTION 'Urvalet är redan gjort.' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def judged_lawfully() -> pgtrigger.Trigger:
    """By who reviews the unit, never by the reader, until the report is signed."""
    return refused_unless(
        "finding_judged_lawfully",
        _OPEN,
        ("f.reader <> NEW.judged_by_id", "Ingen bedömer sina egna öppningar."),
        _reviews("NEW.judged_by_id", "NEW.judged_at"),
        declare=_FACTS.format("NEW.finding_id"),
    )


def explained_lawfully() -> pgtrigger.Trigger:
    """By a chef of the reader's, never by the reader, and only where it was asked for."""
    return refused_unless(
        "finding_explained_lawfully",
        _OPEN,
        ("f.reader <> NEW.answered_by_id", "Ingen förklarar sina egna öppningar här."),
        (
            "EXISTS (SELECT 1 FROM review_judgement j WHERE j.id = NEW.judgement_id"
            " AND j.outcome = 'forklaring')",
            "Ingen förklaring är begärd.",
        ),
        (
            holds(
                "NEW.answered_by_id",
                f"(p.function = 'forvaltningschef' AND {_SAME_NAMND} OR {_CHEF})",
                day_of("NEW.answered_at"),
            ),
            "Bara medarbetarens chef svarar.",
        ),
        declare=_FACTS.format(
            "(SELECT finding_id FROM review_judgement WHERE id = NEW.judgement_id)"
        ),
    )


def signed_lawfully() -> pgtrigger.Trigger:
    """When everything is judged for good."""
    return refused_unless(
        "log_report_signed_lawfully",
        (
            "NOT EXISTS (SELECT 1 FROM review_finding x WHERE x.review_id = NEW.review_id"
            " AND COALESCE((SELECT j.outcome FROM review_judgement j WHERE j.finding_id = x.id"
            " ORDER BY j.id DESC LIMIT 1), '') NOT IN ('behorig', 'anmal'))",
            "Allt är inte bedömt.",
        ),
        _reviews("NEW.signed_by_id", "NEW.signed_at"),
        declare=_OF_REVIEW,
    )
