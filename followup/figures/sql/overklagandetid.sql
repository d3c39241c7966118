-- Från överklagande till domstol: the first time it was sent on.
SELECT a.case_id, a.id AS application_id, d.unit_id, NULL::text AS gender, t.sent_on AS day,
    NULL::text AS part, t.sent_on - o.arrived_on AS value
FROM appeals_transfer t JOIN appeals_appeal o ON o.id = t.appeal_id
JOIN decisions_decision d ON d.id = o.decision_id JOIN cases_application a ON a.id = d.application_id
WHERE t.kind IN ('overlamnande', 'vidarebefordran')
    AND t.sent_on BETWEEN %(first)s AND %(last)s AND t.made_at < %(moment)s
    AND NOT EXISTS (SELECT 1 FROM appeals_transfer e WHERE e.appeal_id = t.appeal_id
        AND e.kind IN ('overlamnande', 'vidarebefordran') AND e.made_at < %(moment)s
        AND (e.sent_on, e.id) < (t.sent_on, t.id))
    AND NOT EXISTS (SELECT 1 FROM appeals_appeal n
        WHERE n.replaces_id = o.id AND n.registered_at < %(moment)s)
