"""PostgreSQL keeps which delegated decisions are in no list, as the rows of law come."""

import pgtrigger

COLUMNS = "(decision_id, unit_id, decided_on, decided_at)"
# Every one of them, asked of the rows of law: how the table is made anew.
ALL = f"""
    INSERT INTO decisions_unreporteddecision {COLUMNS}
    SELECT d.id, d.unit_id, d.decided_on, d.decided_at FROM decisions_decision d
    WHERE d.decided_by_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM decisions_reportrow r WHERE r.decision_id = d.id)
    AND NOT EXISTS (SELECT 1 FROM decisions_specialminute m WHERE m.decision_id = d.id)
"""


def is_to_be_reported() -> pgtrigger.Trigger:
    """A delegate's decision is unreported from its first moment. KL 6 kap. 40 §."""
    return pgtrigger.Trigger(
        name="is_to_be_reported",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__decided_by__isnull=False),
        func=f"""
            INSERT INTO decisions_unreporteddecision {COLUMNS}
            VALUES (NEW.id, NEW.unit_id, NEW.decided_on, NEW.decided_at);
            RETURN NULL;
        """,
    )


def is_reported() -> pgtrigger.Trigger:
    """In a list, or minuted by itself: rows that are never taken back."""
    return pgtrigger.Trigger(
        name="is_reported",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func="""
            DELETE FROM decisions_unreporteddecision WHERE decision_id = NEW.decision_id;
            RETURN NULL;
        """,
    )
