-- Från beslut till mottaget uppdrag: the first coach who took it on.
SELECT a.case_id, a.id AS application_id, d.unit_id, NULL::text AS gender,
    (m.accepted_at AT TIME ZONE 'Europe/Stockholm')::date AS day, NULL::text AS part,
    (m.accepted_at AT TIME ZONE 'Europe/Stockholm')::date - d.decided_on AS value
FROM followup_acceptance m JOIN followup_assignment u ON u.id = m.assignment_id
JOIN cases_application a ON a.id = u.application_id
JOIN decisions_decision d ON d.application_id = a.id AND d.kind = 'insats'
WHERE m.accepted_at < %(moment)s
    AND (m.accepted_at AT TIME ZONE 'Europe/Stockholm')::date BETWEEN %(first)s AND %(last)s
    AND NOT EXISTS (SELECT 1 FROM followup_acceptance e
        JOIN followup_assignment v ON v.id = e.assignment_id
        WHERE v.application_id = u.application_id
        AND (e.accepted_at, e.id) < (m.accepted_at, m.id))
