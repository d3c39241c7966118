-- Ej verkställda beslut: the right given, and not begun three months later, as it stood on the
-- period's last day. The days count from when the right was first given in the matter.
SELECT g.case_id, g.application_id, g.unit_id, NULL::text AS gender, g.on_day AS day,
    NULL::text AS part, g.on_day - g.since AS value
FROM (
    SELECT a.case_id, a.id AS application_id, min(d.decided_on) AS since,
        (array_agg(d.unit_id ORDER BY d.decided_on, d.id))[1] AS unit_id,
        LEAST(%(last)s::date, %(as_of)s::date) AS on_day
    FROM decisions_ruling r JOIN decisions_decision d ON d.id = r.decision_id
    JOIN cases_application a ON a.id = d.application_id
    WHERE r.basis = 'ratt' AND r.outcome IN ('bifall', 'delvis')
        AND d.decided_on <= %(last)s AND d.decided_at < %(moment)s
    GROUP BY a.case_id, a.id
) g
WHERE g.since + interval '3 months' < g.on_day
    AND NOT EXISTS (SELECT 1 FROM decisions_execution e JOIN decisions_ruling r ON r.id = e.ruling_id
        JOIN decisions_decision d ON d.id = r.decision_id
        WHERE d.application_id = g.application_id AND r.basis = 'ratt'
        AND e.started_on <= %(last)s AND e.noted_at < %(moment)s)
    AND (SELECT r.outcome IN ('bifall', 'delvis') FROM decisions_decision d
        LEFT JOIN decisions_ruling r ON r.decision_id = d.id AND r.basis = 'ratt'
        WHERE d.application_id = g.application_id
        AND d.kind IN ('insats', 'rattelse', 'andring', 'upphorande') AND d.decided_on <= %(last)s AND d.decided_at < %(moment)s
        ORDER BY d.decided_at DESC, d.id DESC LIMIT 1)
