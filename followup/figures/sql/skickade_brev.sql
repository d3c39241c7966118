-- Brev som har skickats, of the decisions of the period.
SELECT a.case_id, a.id AS application_id, d.unit_id, NULL::text AS gender, d.decided_on AS day,
    CASE WHEN EXISTS (SELECT 1 FROM decisions_letter l JOIN decisions_dispatch s ON s.letter_id = l.id
        WHERE l.decision_id = d.id AND s.recorded_at < %(moment)s)
        THEN 'skickat' ELSE 'inte' END AS part,
    NULL::integer AS value
FROM decisions_decision d JOIN cases_application a ON a.id = d.application_id
WHERE d.decided_on BETWEEN %(first)s AND %(last)s AND d.decided_at < %(moment)s
