-- The few that can be ej verkställda on any day: the right given, and not begun within three months
-- of when it was first given. Which of them are, on a day, the figure itself asks.
SELECT a.case_id, a.id AS application_id, NULL::bigint AS unit_id, NULL::text AS gender,
    min(d.decided_on) AS day, NULL::text AS part, NULL::integer AS value
FROM decisions_ruling r JOIN decisions_decision d ON d.id = r.decision_id
JOIN cases_application a ON a.id = d.application_id
WHERE r.basis = 'ratt' AND r.outcome IN ('bifall', 'delvis')
GROUP BY a.case_id, a.id
HAVING NOT EXISTS (SELECT 1 FROM decisions_decision b JOIN decisions_ruling s ON s.decision_id = b.id
    JOIN decisions_execution e ON e.ruling_id = s.id
    WHERE b.application_id = a.id AND s.basis = 'ratt'
    AND e.started_on <= min(d.decided_on) + interval '3 months')
