-- Inskrivningstid: from the day the insats began to the day it was closed. A continued insats is
-- one with the first: it began when the first did, unless an avslut lies between.
SELECT a.case_id, a.id AS application_id, NULL::bigint AS unit_id, NULL::text AS gender,
    x.closed_on AS day, NULL::text AS part, x.closed_on - s.started_on AS value
FROM followup_closing x JOIN cases_application a ON a.id = x.application_id
CROSS JOIN LATERAL (
    SELECT min(e.started_on) AS started_on
    FROM decisions_execution e JOIN decisions_ruling r ON r.id = e.ruling_id
    JOIN decisions_decision d ON d.id = r.decision_id
    JOIN cases_application b ON b.id = d.application_id
    WHERE b.case_id = a.case_id AND b.id <= a.id AND e.noted_at < %(moment)s
    AND NOT EXISTS (SELECT 1 FROM followup_closing y JOIN cases_application c
        ON c.id = y.application_id WHERE c.case_id = a.case_id AND c.id >= b.id AND c.id < a.id)
) s
WHERE x.closed_on BETWEEN %(first)s AND %(last)s AND x.noted_at < %(moment)s
    AND s.started_on IS NOT NULL
