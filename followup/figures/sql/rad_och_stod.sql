-- Råd och stöd: contacts that have not been cancelled; no person is known.
SELECT c.id AS contact_id, b.case_id, b.id AS application_id, c.unit_id, c.gender, c.held_on AS day,
    CASE WHEN b.id IS NOT NULL THEN 'ansokan'
        WHEN c.wants = 'nej' OR n.id IS NOT NULL THEN 'nej' ELSE 'vantar' END AS part,
    NULL::integer AS value
FROM cases_advicecontact c
LEFT JOIN cases_application b ON b.contact_id = c.id AND b.registered_at < %(moment)s
LEFT JOIN cases_advicedecline n ON n.contact_id = c.id AND n.noted_at < %(moment)s
LEFT JOIN cases_advicecancellation x ON x.contact_id = c.id AND x.cancelled_at < %(moment)s
WHERE c.held_on BETWEEN %(first)s AND %(last)s AND c.noted_at < %(moment)s AND x.id IS NULL
