-- As cases/standing_sql.py had it when this was written: cases that have a row keep theirs.
    DO $$
    DECLARE
        done bigint := 0;
    BEGIN
        WHILE done < (SELECT max(id) FROM cases_case) LOOP
            
    INSERT INTO cases_standing (case_id, coach_days, coached_from, uncoached_from, coach_answered, referred, namnd_speaks, namnd_asked, namnds, reply_by, unmet, withdrawn_on, granted, runs_to, step, contact_asked, signposted, appeal_until, last_line_at)
    SELECT f.*, (SELECT max(j.written_at) FROM cases_journalentry j WHERE j.case_id = f.case_id) FROM (
    SELECT c.id AS case_id, 
    COALESCE(k.days, '{}') AS coach_days,
    CASE WHEN c.status = 'avslutad' THEN date '0001-01-01' ELSE lower(k.days) END AS coached_from,
    CASE WHEN c.status <> 'avslutad' THEN (
        SELECT upper(r) FROM unnest(k.days) r ORDER BY lower(r) LIMIT 1) END AS uncoached_from
,
        (SELECT n.ground = '' FROM cases_declaration n
            WHERE n.case_id = c.id AND n.user_id = c.coach_id ORDER BY n.id DESC LIMIT 1)
            IS TRUE AS coach_answered,
        n.referred, n.speaks AS namnd_speaks, n.asked AS namnd_asked,
        n.referred OR n.speaks OR n.asked OR 
    (c.status = 'beslutad' AND EXISTS (SELECT 1 FROM decisions_decision d
        WHERE d.application_id = l.id AND d.decided_by_id IS NULL))
 AS namnds,
        CASE WHEN s.application_id = l.id AND l.withdrawn_on IS NULL
            AND NOT EXISTS (SELECT 1 FROM cases_reply q WHERE q.sending_id = s.id)
            AND NOT EXISTS (SELECT 1 FROM cases_waiver v WHERE v.after_id = s.id)
            THEN s.reply_by END AS reply_by,
        (r.application_id = l.id AND l.withdrawn_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM cases_rejoinder m WHERE m.reply_id = r.id)) IS TRUE AS unmet,
        
    CASE WHEN NOT EXISTS (SELECT 1 FROM decisions_decision d WHERE d.application_id = l.id
            AND d.kind IN ('insats', 'avvisning', 'avskrivning'))
        AND NOT EXISTS (SELECT 1 FROM decisions_referral f
            LEFT JOIN decisions_referralanswer n ON n.referral_id = f.id
            WHERE f.application_id = l.id AND f.kind = 'avskrivning' AND n.id IS NULL)
        THEN l.withdrawn_on END
 AS withdrawn_on,
        g.id IS NOT NULL AS granted,
        g.period_to AS runs_to,
        
    CASE WHEN NOT EXISTS (SELECT 1 FROM followup_assignment u WHERE u.application_id = g.id)
            THEN 'ge'
        WHEN NOT EXISTS (SELECT 1 FROM followup_assignment u
                JOIN followup_acceptance t ON t.assignment_id = u.id
                WHERE u.application_id = g.id AND t.coach_id = c.coach_id) THEN 'ta_emot'
        WHEN NOT EXISTS (SELECT 1 FROM followup_assignment u
                JOIN followup_jobplan p ON p.assignment_id = u.id
                WHERE u.application_id = g.id) THEN 'planera'
        ELSE 'folja_upp' END
 AS step,
        
    EXISTS (SELECT 1 FROM cases_contactrequest q
        LEFT JOIN cases_contactanswer n ON n.request_id = q.id
        WHERE q.case_id = c.id AND n.id IS NULL)
 AS contact_asked,
        
    EXISTS (SELECT 1 FROM cases_signposting s WHERE s.case_id = c.id AND NOT EXISTS (
        SELECT 1 FROM cases_signpostingfollowup f
        WHERE f.signposting_id = s.id AND f.outcome IN ('ja', 'avstar')))
 AS signposted,
        (
    SELECT max(CASE
        WHEN NOT EXISTS (SELECT 1 FROM appeals_transfer t WHERE t.appeal_id = o.id)
            AND (i.id IS NULL OR i.outcome = 'i_ratt_tid')
            AND (v.id IS NULL OR v.outcome <> 'helt') THEN date '9999-12-31'
        WHEN court_state(o.id, w.way, date '9999-12-31') NOT IN ('', 'avgjort')
            THEN date '9999-12-31'
        WHEN court_state(o.id, w.way, date '0001-01-01') NOT IN ('', 'avgjort')
            THEN (
    SELECT j.last_day FROM appeals_judgment j
    WHERE j.appeal_id = o.id AND j.way = w.way AND NOT j.strikes
    AND NOT EXISTS (SELECT 1 FROM appeals_judgment n WHERE n.replaces_id = j.id)
    ORDER BY COALESCE(j.placed_at, j.noted_at) DESC, j.id DESC LIMIT 1
) END)
    FROM cases_application a JOIN decisions_decision d ON d.application_id = a.id
    JOIN appeals_appeal o ON o.decision_id = d.id
    LEFT JOIN appeals_trial i ON i.appeal_id = o.id
    LEFT JOIN appeals_review v ON v.appeal_id = o.id
    CROSS JOIN (VALUES ('besvar'), ('laglighet')) w(way)
    WHERE a.case_id = c.id
    AND NOT EXISTS (SELECT 1 FROM appeals_appeal n WHERE n.replaces_id = o.id)
) AS appeal_until
    FROM cases_case c
    CROSS JOIN LATERAL (SELECT 
    EXISTS (SELECT 1 FROM cases_application a JOIN decisions_referral f ON f.application_id = a.id
        LEFT JOIN cases_withdrawal w ON w.application_id = a.id
        LEFT JOIN decisions_referralanswer n ON n.referral_id = f.id
        WHERE a.case_id = c.id AND n.id IS NULL AND (w.id IS NULL OR f.kind = 'avskrivning'))
 AS referred, 
    EXISTS (SELECT 1 FROM cases_application a JOIN decisions_decision d ON d.application_id = a.id
        JOIN appeals_appeal o ON o.decision_id = d.id
        LEFT JOIN appeals_trial i ON i.appeal_id = o.id
        LEFT JOIN appeals_review v ON v.appeal_id = o.id
        WHERE a.case_id = c.id AND d.decided_by_id IS NULL
        AND (i.id IS NULL OR i.outcome = 'i_ratt_tid')
        AND (v.id IS NULL OR v.outcome IN ('andras_inte', 'delvis'))
        AND NOT EXISTS (SELECT 1 FROM appeals_appeal n WHERE n.replaces_id = o.id)
        AND NOT EXISTS (SELECT 1 FROM appeals_judgment j WHERE j.appeal_id = o.id)
        AND NOT EXISTS (SELECT 1 FROM decisions_decision e
            JOIN appeals_appeal n ON n.decision_id = e.id
            JOIN appeals_transfer t ON t.appeal_id = n.id
            WHERE e.application_id = a.id AND t.kind = 'annan_myndighet'))
 AS speaks,
        
    EXISTS (SELECT 1 FROM disclosure_disclosure d
        JOIN disclosure_disclosurereferral f ON f.disclosure_id = d.id
        LEFT JOIN disclosure_disclosurehandedback b ON b.referral_id = f.id
        LEFT JOIN disclosure_refusal x ON x.disclosure_id = d.id
        WHERE d.case_id = c.id AND b.id IS NULL AND x.id IS NULL)
 AS asked) n
    LEFT JOIN LATERAL (
    SELECT range_agg(daterange(p.valid_from, p.valid_to, '[]')) AS days
    FROM organisation_appointment p JOIN organisation_user u ON u.id = p.user_id AND u.is_active
    WHERE p.user_id = c.coach_id AND p.unit_id = c.unit_id AND p.function = 'coach'
    AND p.withdrawn_on IS NULL
) k ON true
    LEFT JOIN LATERAL (SELECT a.id, w.withdrawn_on FROM cases_application a
        LEFT JOIN cases_withdrawal w ON w.application_id = a.id
        WHERE a.case_id = c.id ORDER BY a.id DESC LIMIT 1) l ON true
    LEFT JOIN LATERAL (SELECT s.id, s.reply_by, i.application_id FROM cases_application a
        JOIN cases_investigation i ON i.application_id = a.id
        JOIN cases_sending s ON s.investigation_id = i.id
        WHERE a.case_id = c.id ORDER BY s.id DESC LIMIT 1) s ON true
    LEFT JOIN LATERAL (SELECT q.id, i.application_id FROM cases_application a
        JOIN cases_investigation i ON i.application_id = a.id
        JOIN cases_sending s ON s.investigation_id = i.id
        JOIN cases_reply q ON q.sending_id = s.id
        WHERE a.case_id = c.id ORDER BY q.id DESC LIMIT 1) r ON true
    LEFT JOIN LATERAL (SELECT a.id, x.period_to FROM cases_application a
        JOIN decisions_decision d ON d.application_id = a.id
        JOIN decisions_ruling x ON x.decision_id = d.id
        WHERE a.case_id = c.id AND x.outcome IN ('bifall', 'delvis')
        AND NOT EXISTS (SELECT 1 FROM decisions_decision n WHERE n.changes_id = d.id)
        ORDER BY a.id DESC, x.period_to DESC NULLS LAST LIMIT 1) g ON true
 WHERE c.id > done AND c.id <= done + 1000) f
    ON CONFLICT DO NOTHING
;
            COMMIT;
            done := done + 1000;
        END LOOP;
    END $$
