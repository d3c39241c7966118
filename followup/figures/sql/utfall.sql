-- Avgjorda ansökningar: by the decision that ended each, or by the withdrawal.
SELECT a.case_id, a.id AS application_id, d.unit_id, NULL::text AS gender, d.decided_on AS day,
    CASE d.kind
        WHEN 'avvisning' THEN 'avvisad'
        WHEN 'avskrivning' THEN 'avskriven'
        ELSE (SELECT CASE WHEN bool_or(r.outcome = 'bifall') THEN 'bifall'
            WHEN bool_or(r.outcome = 'delvis') THEN 'delvis' ELSE 'avslag' END
            FROM decisions_ruling r WHERE r.decision_id = d.id)
    END AS part,
    NULL::integer AS value
FROM decisions_decision d JOIN cases_application a ON a.id = d.application_id
WHERE d.kind IN ('insats', 'avvisning', 'avskrivning')
    AND d.decided_on BETWEEN %(first)s AND %(last)s AND d.decided_at < %(moment)s
    AND NOT EXISTS (SELECT 1 FROM cases_withdrawal w WHERE w.application_id = a.id
        AND w.noted_at < %(moment)s AND d.kind = 'avskrivning')
UNION ALL
SELECT a.case_id, a.id, NULL, NULL, w.withdrawn_on, 'aterkallad', NULL
FROM cases_withdrawal w JOIN cases_application a ON a.id = w.application_id
WHERE w.withdrawn_on BETWEEN %(first)s AND %(last)s AND w.noted_at < %(moment)s
