"""After each row that tells of a letter PostgreSQL asks anew which list of Expediering it is on."""

import pgtrigger

# As sending_lists.with_where_they_stand has it, which the night's check asks of every letter.
WHERE_IT_STANDS = """
    SELECT l.id, CASE
        WHEN s.id IS NULL AND b.noticed_on IS NULL THEN 'att-skicka'
        WHEN s.id IS NULL THEN 'pa-nytt'
        WHEN s.how = 'forenklad' AND NOT EXISTS (
            SELECT 1 FROM decisions_controlmessage m WHERE m.dispatch_id = s.id)
            THEN 'kontrollmeddelande'
        WHEN EXISTS (SELECT 1 FROM decisions_ruling r
            LEFT JOIN decisions_amendment t ON t.decision_id = r.decision_id
            WHERE r.decision_id = d.id AND (r.basis = 'formell' OR r.basis = 'ratt'
                AND (d.kind IN ('insats', 'andring') AND r.outcome <> 'bifall' OR t.adverse)))
            AND NOT EXISTS (SELECT 1 FROM decisions_service e
                LEFT JOIN decisions_undelivered u ON u.dispatch_id = e.dispatch_id
                WHERE e.decision_id = d.id AND u.id IS NULL AND NOT EXISTS (
                    SELECT 1 FROM decisions_service n WHERE n.replaces_id = e.id))
            THEN 'delfaende' END AS list,
        CASE WHEN s.id IS NOT NULL THEN s.sent_on
            ELSE COALESCE(b.noticed_on, d.decided_on) END AS since
    FROM decisions_letter l JOIN decisions_decision d ON d.id = l.decision_id
    LEFT JOIN LATERAL (SELECT o.id, o.how, o.sent_on FROM decisions_dispatch o
        LEFT JOIN decisions_undelivered u ON u.dispatch_id = o.id
        WHERE o.letter_id = l.id AND u.id IS NULL ORDER BY o.id DESC LIMIT 1) s ON true
    LEFT JOIN LATERAL (SELECT u.noticed_on FROM decisions_dispatch o
        JOIN decisions_undelivered u ON u.dispatch_id = o.id
        WHERE o.letter_id = l.id ORDER BY u.id DESC LIMIT 1) b ON true
"""
FUNCTION = f"""
    CREATE OR REPLACE FUNCTION decisions_letter_waits(which bigint) RETURNS void
    LANGUAGE sql AS $$
        DELETE FROM decisions_waitingletter WHERE letter_id = which;
        INSERT INTO decisions_waitingletter (letter_id, list, since)
        SELECT f.id, f.list, f.since FROM ({WHERE_IT_STANDS} WHERE l.id = which) f
        WHERE f.list IS NOT NULL;
    $$
"""
ALL = f"""
    INSERT INTO decisions_waitingletter (letter_id, list, since)
    SELECT f.id, f.list, f.since FROM ({WHERE_IT_STANDS}) f WHERE f.list IS NOT NULL
"""


def letter_waits(letter: str) -> pgtrigger.Trigger:
    """Asks which list the letter is on, after a row that tells something new of it."""
    return pgtrigger.Trigger(
        name="letter_waits",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func=f"PERFORM decisions_letter_waits({letter}); RETURN NULL;",
    )
