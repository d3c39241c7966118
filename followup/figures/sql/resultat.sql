-- Avslut: insatser that had begun and were closed; what each counts as, by its reason.
SELECT a.case_id, a.id AS application_id, NULL::bigint AS unit_id, NULL::text AS gender,
    x.closed_on AS day, COALESCE(NULLIF(k.counts_as, ''), 'annat') AS part, NULL::integer AS value
FROM followup_closing x JOIN cases_application a ON a.id = x.application_id
JOIN rulebook_code k ON k.id = x.reason_id
WHERE x.closed_on BETWEEN %(first)s AND %(last)s AND x.noted_at < %(moment)s
    AND EXISTS (SELECT 1 FROM decisions_execution e JOIN decisions_ruling r ON r.id = e.ruling_id
        JOIN decisions_decision d ON d.id = r.decision_id
        JOIN cases_application b ON b.id = d.application_id
        WHERE b.case_id = a.case_id AND b.id <= a.id AND e.noted_at < %(moment)s
        AND NOT EXISTS (SELECT 1 FROM followup_closing y JOIN cases_application c
            ON c.id = y.application_id WHERE c.case_id = a.case_id AND c.id >= b.id AND c.id < a.id))
