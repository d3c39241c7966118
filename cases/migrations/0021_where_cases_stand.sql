-- The functions and triggers of cases/standing_sql.py, as they were when this was written.

    CREATE OR REPLACE FUNCTION case_stands(which bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM cases_case WHERE id = which) THEN
            DELETE FROM cases_standing WHERE case_id = which;
            RETURN;
        END IF;
        IF NOT EXISTS (SELECT 1 FROM cases_standing WHERE case_id = which) THEN
            INSERT INTO cases_standing (case_id, last_line_at)
            VALUES (which, (SELECT max(j.written_at) FROM cases_journalentry j WHERE j.case_id = which))
            ON CONFLICT DO NOTHING;
        END IF;
        PERFORM 1 FROM cases_standing WHERE case_id = which FOR UPDATE;
        UPDATE cases_standing s SET (coach_days, coached_from, uncoached_from, coach_answered, referred, namnd_speaks, namnd_asked, namnds, reply_by, unmet, withdrawn_on, granted, runs_to, step, contact_asked, signposted, appeal_until) = (f.coach_days, f.coached_from, f.uncoached_from, f.coach_answered, f.referred, f.namnd_speaks, f.namnd_asked, f.namnds, f.reply_by, f.unmet, f.withdrawn_on, f.granted, f.runs_to, f.step, f.contact_asked, f.signposted, f.appeal_until)
        FROM (
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
 WHERE c.id = which) f
        WHERE s.case_id = which AND (s.coach_days, s.coached_from, s.uncoached_from, s.coach_answered, s.referred, s.namnd_speaks, s.namnd_asked, s.namnds, s.reply_by, s.unmet, s.withdrawn_on, s.granted, s.runs_to, s.step, s.contact_asked, s.signposted, s.appeal_until) IS DISTINCT FROM (f.coach_days, f.coached_from, f.uncoached_from, f.coach_answered, f.referred, f.namnd_speaks, f.namnd_asked, f.namnds, f.reply_by, f.unmet, f.withdrawn_on, f.granted, f.runs_to, f.step, f.contact_asked, f.signposted, f.appeal_until);
    END $$;
    CREATE OR REPLACE FUNCTION coach_stands(who bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM cases_standing s JOIN cases_case c ON c.id = s.case_id
            WHERE c.coach_id = who ORDER BY s.case_id FOR UPDATE OF s;
        UPDATE cases_standing s
        SET (coach_days, coached_from, uncoached_from)
            = (f.coach_days, f.coached_from, f.uncoached_from)
        FROM (SELECT c.id, 
    COALESCE(k.days, '{}') AS coach_days,
    CASE WHEN c.status = 'avslutad' THEN date '0001-01-01' ELSE lower(k.days) END AS coached_from,
    CASE WHEN c.status <> 'avslutad' THEN (
        SELECT upper(r) FROM unnest(k.days) r ORDER BY lower(r) LIMIT 1) END AS uncoached_from
 FROM cases_case c
            LEFT JOIN LATERAL (
    SELECT range_agg(daterange(p.valid_from, p.valid_to, '[]')) AS days
    FROM organisation_appointment p JOIN organisation_user u ON u.id = p.user_id AND u.is_active
    WHERE p.user_id = c.coach_id AND p.unit_id = c.unit_id AND p.function = 'coach'
    AND p.withdrawn_on IS NULL
) k ON true WHERE c.coach_id = who) f
        WHERE s.case_id = f.id AND s.coach_days <> f.coach_days;
    END $$;
    CREATE OR REPLACE FUNCTION case_was_written_in() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE cases_standing SET last_line_at = greatest(last_line_at, NEW.written_at)
        WHERE case_id = NEW.case_id;
        IF NOT FOUND THEN
            PERFORM case_stands(NEW.case_id);
            UPDATE cases_standing SET last_line_at = greatest(last_line_at, NEW.written_at)
            WHERE case_id = NEW.case_id;
        END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_was_written_in ON cases_journalentry;
    CREATE TRIGGER case_was_written_in AFTER INSERT ON cases_journalentry
        FOR EACH ROW EXECUTE FUNCTION case_was_written_in();

    CREATE OR REPLACE FUNCTION case_stands_cases_case() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.unit_id, OLD.coach_id, OLD.status) IS NOT DISTINCT FROM (NEW.unit_id, NEW.coach_id, NEW.status) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT r.id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT r.id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_case;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_case
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_case();

    CREATE OR REPLACE FUNCTION case_stands_cases_application() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT r.case_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT r.case_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_application;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_application
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_application();

    CREATE OR REPLACE FUNCTION case_stands_cases_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_withdrawal;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_withdrawal
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_withdrawal();

    CREATE OR REPLACE FUNCTION case_stands_cases_declaration() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT r.case_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT r.case_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_declaration;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_declaration
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_declaration();

    CREATE OR REPLACE FUNCTION case_stands_cases_investigation() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.application_id) IS NOT DISTINCT FROM (NEW.application_id) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_investigation;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_investigation
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_investigation();

    CREATE OR REPLACE FUNCTION case_stands_cases_sending() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_investigation i
    JOIN cases_application a ON a.id = i.application_id WHERE i.id = r.investigation_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_investigation i
    JOIN cases_application a ON a.id = i.application_id WHERE i.id = r.investigation_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_sending;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_sending
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_sending();

    CREATE OR REPLACE FUNCTION case_stands_cases_waiver() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_investigation i
    JOIN cases_application a ON a.id = i.application_id WHERE i.id = r.investigation_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_investigation i
    JOIN cases_application a ON a.id = i.application_id WHERE i.id = r.investigation_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_waiver;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_waiver
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_waiver();

    CREATE OR REPLACE FUNCTION case_stands_cases_reply() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_sending s
    JOIN cases_investigation i ON i.id = s.investigation_id
    JOIN cases_application a ON a.id = i.application_id WHERE s.id = r.sending_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_sending s
    JOIN cases_investigation i ON i.id = s.investigation_id
    JOIN cases_application a ON a.id = i.application_id WHERE s.id = r.sending_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_reply;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_reply
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_reply();

    CREATE OR REPLACE FUNCTION case_stands_cases_rejoinder() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_reply q JOIN cases_sending s ON s.id = q.sending_id
        JOIN cases_investigation i ON i.id = s.investigation_id
        JOIN cases_application a ON a.id = i.application_id WHERE q.id = r.reply_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_reply q JOIN cases_sending s ON s.id = q.sending_id
        JOIN cases_investigation i ON i.id = s.investigation_id
        JOIN cases_application a ON a.id = i.application_id WHERE q.id = r.reply_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_rejoinder;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_rejoinder
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_rejoinder();

    CREATE OR REPLACE FUNCTION case_stands_cases_contactrequest() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT r.case_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT r.case_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_contactrequest;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_contactrequest
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_contactrequest();

    CREATE OR REPLACE FUNCTION case_stands_cases_contactanswer() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT q.case_id FROM cases_contactrequest q WHERE q.id = r.request_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT q.case_id FROM cases_contactrequest q WHERE q.id = r.request_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_contactanswer;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_contactanswer
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_contactanswer();

    CREATE OR REPLACE FUNCTION case_stands_cases_signposting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT r.case_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT r.case_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_signposting;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_signposting
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_signposting();

    CREATE OR REPLACE FUNCTION case_stands_cases_signpostingfollowup() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT s.case_id FROM cases_signposting s WHERE s.id = r.signposting_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT s.case_id FROM cases_signposting s WHERE s.id = r.signposting_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON cases_signpostingfollowup;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON cases_signpostingfollowup
        FOR EACH ROW EXECUTE FUNCTION case_stands_cases_signpostingfollowup();

    CREATE OR REPLACE FUNCTION case_stands_decisions_decision() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON decisions_decision;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON decisions_decision
        FOR EACH ROW EXECUTE FUNCTION case_stands_decisions_decision();

    CREATE OR REPLACE FUNCTION case_stands_decisions_ruling() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON decisions_ruling;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON decisions_ruling
        FOR EACH ROW EXECUTE FUNCTION case_stands_decisions_ruling();

    CREATE OR REPLACE FUNCTION case_stands_decisions_referral() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON decisions_referral;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON decisions_referral
        FOR EACH ROW EXECUTE FUNCTION case_stands_decisions_referral();

    CREATE OR REPLACE FUNCTION case_stands_decisions_referralanswer() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM decisions_referral f
        JOIN cases_application a ON a.id = f.application_id WHERE f.id = r.referral_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM decisions_referral f
        JOIN cases_application a ON a.id = f.application_id WHERE f.id = r.referral_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON decisions_referralanswer;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON decisions_referralanswer
        FOR EACH ROW EXECUTE FUNCTION case_stands_decisions_referralanswer();

    CREATE OR REPLACE FUNCTION case_stands_followup_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.application_id) IS NOT DISTINCT FROM (NEW.application_id) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON followup_assignment;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON followup_assignment
        FOR EACH ROW EXECUTE FUNCTION case_stands_followup_assignment();

    CREATE OR REPLACE FUNCTION case_stands_followup_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM followup_assignment u
    JOIN cases_application a ON a.id = u.application_id WHERE u.id = r.assignment_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM followup_assignment u
    JOIN cases_application a ON a.id = u.application_id WHERE u.id = r.assignment_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON followup_acceptance;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON followup_acceptance
        FOR EACH ROW EXECUTE FUNCTION case_stands_followup_acceptance();

    CREATE OR REPLACE FUNCTION case_stands_followup_jobplan() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.assignment_id) IS NOT DISTINCT FROM (NEW.assignment_id) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM followup_assignment u
    JOIN cases_application a ON a.id = u.application_id WHERE u.id = r.assignment_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM followup_assignment u
    JOIN cases_application a ON a.id = u.application_id WHERE u.id = r.assignment_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON followup_jobplan;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON followup_jobplan
        FOR EACH ROW EXECUTE FUNCTION case_stands_followup_jobplan();

    CREATE OR REPLACE FUNCTION case_stands_appeals_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON appeals_appeal;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON appeals_appeal
        FOR EACH ROW EXECUTE FUNCTION case_stands_appeals_appeal();

    CREATE OR REPLACE FUNCTION case_stands_appeals_trial() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON appeals_trial;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON appeals_trial
        FOR EACH ROW EXECUTE FUNCTION case_stands_appeals_trial();

    CREATE OR REPLACE FUNCTION case_stands_appeals_review() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON appeals_review;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON appeals_review
        FOR EACH ROW EXECUTE FUNCTION case_stands_appeals_review();

    CREATE OR REPLACE FUNCTION case_stands_appeals_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON appeals_transfer;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON appeals_transfer
        FOR EACH ROW EXECUTE FUNCTION case_stands_appeals_transfer();

    CREATE OR REPLACE FUNCTION case_stands_appeals_judgment() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON appeals_judgment;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON appeals_judgment
        FOR EACH ROW EXECUTE FUNCTION case_stands_appeals_judgment();

    CREATE OR REPLACE FUNCTION case_stands_appeals_courtevent() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON appeals_courtevent;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON appeals_courtevent
        FOR EACH ROW EXECUTE FUNCTION case_stands_appeals_courtevent();

    CREATE OR REPLACE FUNCTION case_stands_appeals_judgmentexecution() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = (SELECT j.appeal_id FROM appeals_judgment j WHERE j.id = r.judgment_id)) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = (SELECT j.appeal_id FROM appeals_judgment j WHERE j.id = r.judgment_id)) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON appeals_judgmentexecution;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON appeals_judgmentexecution
        FOR EACH ROW EXECUTE FUNCTION case_stands_appeals_judgmentexecution();

    CREATE OR REPLACE FUNCTION case_stands_appeals_remission() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = (SELECT j.appeal_id FROM appeals_judgment j WHERE j.id = r.judgment_id)) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = (SELECT j.appeal_id FROM appeals_judgment j WHERE j.id = r.judgment_id)) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON appeals_remission;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON appeals_remission
        FOR EACH ROW EXECUTE FUNCTION case_stands_appeals_remission();

    CREATE OR REPLACE FUNCTION case_stands_disclosure_disclosure() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.case_id) IS NOT DISTINCT FROM (NEW.case_id) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT r.case_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT r.case_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON disclosure_disclosure;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON disclosure_disclosure
        FOR EACH ROW EXECUTE FUNCTION case_stands_disclosure_disclosure();

    CREATE OR REPLACE FUNCTION case_stands_disclosure_disclosurereferral() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT d.case_id FROM disclosure_disclosure d WHERE d.id = r.disclosure_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT d.case_id FROM disclosure_disclosure d WHERE d.id = r.disclosure_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON disclosure_disclosurereferral;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON disclosure_disclosurereferral
        FOR EACH ROW EXECUTE FUNCTION case_stands_disclosure_disclosurereferral();

    CREATE OR REPLACE FUNCTION case_stands_disclosure_refusal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT d.case_id FROM disclosure_disclosure d WHERE d.id = r.disclosure_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT d.case_id FROM disclosure_disclosure d WHERE d.id = r.disclosure_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON disclosure_refusal;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON disclosure_refusal
        FOR EACH ROW EXECUTE FUNCTION case_stands_disclosure_refusal();

    CREATE OR REPLACE FUNCTION case_stands_disclosure_disclosurehandedback() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM case_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT d.case_id FROM disclosure_disclosurereferral f
        JOIN disclosure_disclosure d ON d.id = f.disclosure_id WHERE f.id = r.referral_id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM case_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT d.case_id FROM disclosure_disclosurereferral f
        JOIN disclosure_disclosure d ON d.id = f.disclosure_id WHERE f.id = r.referral_id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON disclosure_disclosurehandedback;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON disclosure_disclosurehandedback
        FOR EACH ROW EXECUTE FUNCTION case_stands_disclosure_disclosurehandedback();

    CREATE OR REPLACE FUNCTION case_stands_organisation_appointment() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        
        IF TG_OP <> 'DELETE' THEN PERFORM coach_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT r.user_id WHERE r.function = 'coach') m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM coach_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT r.user_id WHERE r.function = 'coach') m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON organisation_appointment;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON organisation_appointment
        FOR EACH ROW EXECUTE FUNCTION case_stands_organisation_appointment();

    CREATE OR REPLACE FUNCTION case_stands_organisation_user() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.is_active) IS NOT DISTINCT FROM (NEW.is_active) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM coach_stands(m.key) FROM (SELECT NEW.*) r, LATERAL (SELECT r.id) m(key); END IF;
        IF TG_OP <> 'INSERT' THEN PERFORM coach_stands(m.key) FROM (SELECT OLD.*) r, LATERAL (SELECT r.id) m(key); END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS case_stands ON organisation_user;
    CREATE TRIGGER case_stands AFTER INSERT OR UPDATE OR DELETE ON organisation_user
        FOR EACH ROW EXECUTE FUNCTION case_stands_organisation_user();
