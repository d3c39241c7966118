-- Inskrivningstid: from the day the insats began to the day it was closed. A continued insats is
-- one with the first: it began when the first did, unless an avslut lies between.
-- A closing that was put right or struck counts as it stood on the days before that.
SELECT a.case_id, a.id AS application_id, NULL::bigint AS unit_id, NULL::text AS gender,
    x.closed_on AS day, NULL::text AS part, x.closed_on - min(e.started_on) AS value
FROM followup_closing x JOIN cases_application a ON a.id = x.application_id
JOIN cases_application b ON b.case_id = a.case_id AND b.id <= a.id
JOIN decisions_decision d ON d.application_id = b.id
JOIN decisions_ruling r ON r.decision_id = d.id
JOIN decisions_execution e ON e.ruling_id = r.id AND e.noted_at < %(moment)s
WHERE x.closed_on BETWEEN %(first)s AND %(last)s AND x.noted_at < %(moment)s AND NOT x.strikes AND NOT EXISTS (
        SELECT 1 FROM followup_closing n WHERE n.replaces_id = x.id AND n.noted_at < %(moment)s)
    AND NOT EXISTS (SELECT 1 FROM cases_application c JOIN followup_closing y
        ON y.application_id = c.id WHERE c.case_id = a.case_id AND c.id >= b.id AND c.id < a.id
        AND y.noted_at < %(moment)s AND NOT y.strikes AND NOT EXISTS (
            SELECT 1 FROM followup_closing n WHERE n.replaces_id = y.id AND n.noted_at < %(moment)s))
GROUP BY a.id, a.case_id, x.closed_on
