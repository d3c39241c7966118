-- Logguppföljning: each unit with staff and each month that was over, and whether its report is
-- signed. It counts from the first month of the log, and no person.
SELECT NULL::bigint AS case_id, NULL::bigint AS application_id, u.id AS unit_id,
    NULL::text AS gender, m.month AS day,
    CASE WHEN t.id IS NOT NULL THEN 'undertecknad' WHEN r.id IS NOT NULL THEN 'paborjad'
        ELSE 'inte' END AS part,
    NULL::integer AS value
FROM (SELECT g::date AS month, (g + interval '1 month')::date AS next_month
    FROM generate_series(%(first)s::date::timestamp, %(last)s::date::timestamp,
        interval '1 month') g) m
CROSS JOIN organisation_unit u
LEFT JOIN review_logreview r
    ON r.unit_id = u.id AND r.month = m.month AND r.started_at < %(moment)s
LEFT JOIN review_reviewreport t ON t.review_id = r.id AND t.signed_at < %(moment)s
WHERE m.next_month <= %(as_of)s
    -- the least of the column, and no expression of it: its index tells
    AND m.next_month > ((SELECT min(l.at) FROM audit_accesslog l) AT TIME ZONE 'Europe/Stockholm')::date
    AND EXISTS (SELECT 1 FROM organisation_appointment p WHERE p.unit_id = u.id
        AND p.valid_from < m.next_month AND COALESCE(p.valid_to, 'infinity') >= m.month
        AND (p.withdrawn_on IS NULL OR p.withdrawn_on > %(as_of)s))
