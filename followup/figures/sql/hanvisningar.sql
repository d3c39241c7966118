-- Hänvisningar till stadsdelsförvaltning, by what was last known of each.
SELECT s.case_id,
    (SELECT max(a.id) FROM cases_application a
        WHERE a.case_id = s.case_id AND a.registered_at <= s.noted_at) AS application_id,
    NULL::bigint AS unit_id, NULL::text AS gender, s.signposted_on AS day,
    COALESCE((SELECT f.outcome FROM cases_signpostingfollowup f
        WHERE f.signposting_id = s.id AND f.noted_at < %(moment)s
        ORDER BY f.followed_on DESC, f.id DESC LIMIT 1), 'oppen') AS part,
    NULL::integer AS value
FROM cases_signposting s
WHERE s.signposted_on BETWEEN %(first)s AND %(last)s AND s.noted_at < %(moment)s
