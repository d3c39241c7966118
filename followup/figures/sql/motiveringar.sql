-- Motiveringar: the avslag of the month's sample that are graded, by how they were graded last.
SELECT a.case_id, a.id AS application_id, d.unit_id, NULL::text AS gender, d.decided_on AS day,
    g.verdict AS part, NULL::integer AS value
FROM followup_grading g JOIN decisions_decision d ON d.id = g.decision_id
JOIN cases_application a ON a.id = d.application_id
WHERE d.decided_on BETWEEN %(first)s AND %(last)s AND g.graded_at < %(moment)s
    AND NOT EXISTS (SELECT 1 FROM followup_grading n WHERE n.decision_id = g.decision_id
        AND n.id > g.id AND n.graded_at < %(moment)s)
