-- Kommunicering före avslag: the basis was sent, or it is noted why it was not.
SELECT a.case_id, a.id AS application_id, d.unit_id, NULL::text AS gender, d.decided_on AS day,
    CASE WHEN EXISTS (SELECT 1 FROM cases_sending s JOIN cases_investigation i
            ON i.id = s.investigation_id WHERE i.application_id = a.id AND s.made_at <= d.decided_at)
            THEN 'skickat'
        WHEN EXISTS (SELECT 1 FROM cases_waiver w JOIN cases_investigation i
            ON i.id = w.investigation_id WHERE i.application_id = a.id AND w.noted_at <= d.decided_at)
            THEN 'undantag'
        ELSE 'saknas' END AS part,
    NULL::integer AS value
FROM decisions_decision d JOIN cases_application a ON a.id = d.application_id
WHERE d.kind = 'insats' AND d.decided_on BETWEEN %(first)s AND %(last)s AND d.decided_at < %(moment)s
    AND NOT EXISTS (SELECT 1 FROM decisions_ruling r
        WHERE r.decision_id = d.id AND r.outcome IN ('bifall', 'delvis'))
