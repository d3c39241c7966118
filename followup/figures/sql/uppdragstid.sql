-- Från beslut till mottaget uppdrag: the first coach who took it on.
SELECT a.case_id, a.id AS application_id, d.unit_id, NULL::text AS gender, t.day, NULL::text AS part,
    t.day - d.decided_on AS value
FROM (
    SELECT u.application_id,
        min((m.accepted_at AT TIME ZONE 'Europe/Stockholm')::date) AS day
    FROM followup_acceptance m JOIN followup_assignment u ON u.id = m.assignment_id
    WHERE m.accepted_at < %(moment)s GROUP BY u.application_id
) t
JOIN cases_application a ON a.id = t.application_id
JOIN decisions_decision d ON d.application_id = a.id AND d.kind = 'insats'
WHERE t.day BETWEEN %(first)s AND %(last)s
