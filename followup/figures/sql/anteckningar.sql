-- Anteckningar i tid: written at the latest the day after what they tell of.
SELECT n.case_id,
    (SELECT max(a.id) FROM cases_application a
        WHERE a.case_id = n.case_id AND a.registered_at <= n.written_at) AS application_id,
    NULL::bigint AS unit_id, NULL::text AS gender,
    (n.written_at AT TIME ZONE 'Europe/Stockholm')::date AS day,
    CASE WHEN (n.written_at AT TIME ZONE 'Europe/Stockholm')::date - n.event_on <= 1
        THEN 'i_tid' ELSE 'sen' END AS part,
    NULL::integer AS value
FROM cases_note n
WHERE n.written_at < %(moment)s
    AND n.written_at >= %(first)s::timestamp AT TIME ZONE 'Europe/Stockholm'
    AND n.written_at < (%(last)s::date + 1)::timestamp AT TIME ZONE 'Europe/Stockholm'
