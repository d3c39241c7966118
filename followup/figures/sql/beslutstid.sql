-- Från ansökan till beslut: the decision on the application itself.
SELECT a.case_id, a.id AS application_id, d.unit_id, NULL::text AS gender, d.decided_on AS day,
    NULL::text AS part, d.decided_on - a.arrived_on AS value
FROM decisions_decision d JOIN cases_application a ON a.id = d.application_id
WHERE d.kind = 'insats' AND NOT a.remitted
    AND d.decided_on BETWEEN %(first)s AND %(last)s AND d.decided_at < %(moment)s
