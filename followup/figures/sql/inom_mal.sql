-- Beslut inom målet: the goal is the rulebook's as it was on the day of the decision.
SELECT a.case_id, a.id AS application_id, d.unit_id, NULL::text AS gender, d.decided_on AS day,
    CASE WHEN d.decided_on - a.arrived_on <= (s.value #>> '{}')::integer
        THEN 'inom' ELSE 'efter' END AS part,
    NULL::integer AS value
FROM decisions_decision d JOIN cases_application a ON a.id = d.application_id
JOIN rulebook_setting s ON s.key = 'mal_dagar_till_beslut'
    AND d.decided_on BETWEEN s.valid_from AND COALESCE(s.valid_to, 'infinity')
WHERE d.kind = 'insats' AND NOT a.remitted
    AND d.decided_on BETWEEN %(first)s AND %(last)s AND d.decided_at < %(moment)s
