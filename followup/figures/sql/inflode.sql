-- Ansökningar som kom in: what a court sent back is no new application.
SELECT a.case_id, a.id AS application_id, NULL::bigint AS unit_id, NULL::text AS gender,
    a.arrived_on AS day,
    CASE WHEN EXISTS (SELECT 1 FROM cases_application b WHERE b.case_id = a.case_id AND b.id < a.id)
        THEN 'fortsatt' ELSE 'ny' END AS part,
    NULL::integer AS value
FROM cases_application a
WHERE a.arrived_on BETWEEN %(first)s AND %(last)s
    AND a.registered_at < %(moment)s AND NOT a.remitted
