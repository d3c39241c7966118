-- Från beslut till skickat brev: the first time the letter was sent.
SELECT a.case_id, a.id AS application_id, d.unit_id, NULL::text AS gender, s.sent_on AS day,
    NULL::text AS part, s.sent_on - d.decided_on AS value
FROM decisions_dispatch s JOIN decisions_letter l ON l.id = s.letter_id
JOIN decisions_decision d ON d.id = l.decision_id JOIN cases_application a ON a.id = d.application_id
WHERE s.sent_on BETWEEN %(first)s AND %(last)s AND s.recorded_at < %(moment)s
    AND NOT EXISTS (SELECT 1 FROM decisions_dispatch o WHERE o.letter_id = s.letter_id
        AND o.recorded_at < %(moment)s AND (o.sent_on, o.id) < (s.sent_on, s.id))
