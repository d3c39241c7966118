-- The triggers of followup/figures/sources.py, as they were when this was written.
    CREATE OR REPLACE FUNCTION figures_stale_cases_case() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.unit_id, OLD.person_id) IS NOT DISTINCT FROM (NEW.unit_id, NEW.person_id) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT r.id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT r.id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_case;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_case
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_case();
    CREATE OR REPLACE FUNCTION figures_stale_cases_person() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.personnummer, OLD.born, OLD.gender) IS NOT DISTINCT FROM (NEW.personnummer, NEW.born, NEW.gender) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT c.id FROM cases_case c WHERE c.person_id = r.id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT c.id FROM cases_case c WHERE c.person_id = r.id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_person;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_person
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_person();
    CREATE OR REPLACE FUNCTION figures_stale_cases_application() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT r.case_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING;INSERT INTO followup_figurestale (contact_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT r.contact_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT r.case_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING;INSERT INTO followup_figurestale (contact_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT r.contact_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_application;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_application
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_application();
    CREATE OR REPLACE FUNCTION figures_stale_cases_note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.case_id, OLD.event_on, OLD.written_at) IS NOT DISTINCT FROM (NEW.case_id, NEW.event_on, NEW.written_at) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT r.case_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT r.case_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_note;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_note
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_note();
    CREATE OR REPLACE FUNCTION figures_stale_cases_investigation() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.application_id) IS NOT DISTINCT FROM (NEW.application_id) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_investigation;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_investigation
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_investigation();
    CREATE OR REPLACE FUNCTION figures_stale_cases_sending() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_investigation i
    JOIN cases_application a ON a.id = i.application_id WHERE i.id = r.investigation_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_investigation i
    JOIN cases_application a ON a.id = i.application_id WHERE i.id = r.investigation_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_sending;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_sending
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_sending();
    CREATE OR REPLACE FUNCTION figures_stale_cases_waiver() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_investigation i
    JOIN cases_application a ON a.id = i.application_id WHERE i.id = r.investigation_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_investigation i
    JOIN cases_application a ON a.id = i.application_id WHERE i.id = r.investigation_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_waiver;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_waiver
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_waiver();
    CREATE OR REPLACE FUNCTION figures_stale_cases_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_withdrawal;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_withdrawal
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_withdrawal();
    CREATE OR REPLACE FUNCTION figures_stale_cases_signposting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT r.case_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT r.case_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_signposting;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_signposting
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_signposting();
    CREATE OR REPLACE FUNCTION figures_stale_cases_signpostingfollowup() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT s.case_id FROM cases_signposting s WHERE s.id = r.signposting_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT s.case_id FROM cases_signposting s WHERE s.id = r.signposting_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_signpostingfollowup;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_signpostingfollowup
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_signpostingfollowup();
    CREATE OR REPLACE FUNCTION figures_stale_cases_advicecontact() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (contact_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT r.id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (contact_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT r.id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_advicecontact;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_advicecontact
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_advicecontact();
    CREATE OR REPLACE FUNCTION figures_stale_cases_advicedecline() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (contact_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT r.contact_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (contact_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT r.contact_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_advicedecline;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_advicedecline
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_advicedecline();
    CREATE OR REPLACE FUNCTION figures_stale_cases_advicecancellation() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (contact_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT r.contact_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (contact_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT r.contact_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON cases_advicecancellation;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON cases_advicecancellation
        FOR EACH ROW EXECUTE FUNCTION figures_stale_cases_advicecancellation();
    CREATE OR REPLACE FUNCTION figures_stale_decisions_decision() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON decisions_decision;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON decisions_decision
        FOR EACH ROW EXECUTE FUNCTION figures_stale_decisions_decision();
    CREATE OR REPLACE FUNCTION figures_stale_decisions_ruling() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON decisions_ruling;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON decisions_ruling
        FOR EACH ROW EXECUTE FUNCTION figures_stale_decisions_ruling();
    CREATE OR REPLACE FUNCTION figures_stale_decisions_letter() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON decisions_letter;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON decisions_letter
        FOR EACH ROW EXECUTE FUNCTION figures_stale_decisions_letter();
    CREATE OR REPLACE FUNCTION figures_stale_decisions_dispatch() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM decisions_letter l
        JOIN decisions_decision d ON d.id = l.decision_id
        JOIN cases_application a ON a.id = d.application_id WHERE l.id = r.letter_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM decisions_letter l
        JOIN decisions_decision d ON d.id = l.decision_id
        JOIN cases_application a ON a.id = d.application_id WHERE l.id = r.letter_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON decisions_dispatch;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON decisions_dispatch
        FOR EACH ROW EXECUTE FUNCTION figures_stale_decisions_dispatch();
    CREATE OR REPLACE FUNCTION figures_stale_decisions_execution() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM decisions_ruling x JOIN decisions_decision d ON d.id = x.decision_id
        JOIN cases_application a ON a.id = d.application_id WHERE x.id = r.ruling_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM decisions_ruling x JOIN decisions_decision d ON d.id = x.decision_id
        JOIN cases_application a ON a.id = d.application_id WHERE x.id = r.ruling_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON decisions_execution;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON decisions_execution
        FOR EACH ROW EXECUTE FUNCTION figures_stale_decisions_execution();
    CREATE OR REPLACE FUNCTION figures_stale_followup_assignment() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.application_id) IS NOT DISTINCT FROM (NEW.application_id) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON followup_assignment;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON followup_assignment
        FOR EACH ROW EXECUTE FUNCTION figures_stale_followup_assignment();
    CREATE OR REPLACE FUNCTION figures_stale_followup_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM followup_assignment u
        JOIN cases_application a ON a.id = u.application_id WHERE u.id = r.assignment_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM followup_assignment u
        JOIN cases_application a ON a.id = u.application_id WHERE u.id = r.assignment_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON followup_acceptance;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON followup_acceptance
        FOR EACH ROW EXECUTE FUNCTION figures_stale_followup_acceptance();
    CREATE OR REPLACE FUNCTION figures_stale_followup_closing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON followup_closing;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON followup_closing
        FOR EACH ROW EXECUTE FUNCTION figures_stale_followup_closing();
    CREATE OR REPLACE FUNCTION figures_stale_followup_grading() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON followup_grading;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON followup_grading
        FOR EACH ROW EXECUTE FUNCTION figures_stale_followup_grading();
    CREATE OR REPLACE FUNCTION figures_stale_appeals_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON appeals_appeal;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON appeals_appeal
        FOR EACH ROW EXECUTE FUNCTION figures_stale_appeals_appeal();
    CREATE OR REPLACE FUNCTION figures_stale_appeals_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o JOIN decisions_decision d ON d.id = o.decision_id
        JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM appeals_appeal o JOIN decisions_decision d ON d.id = o.decision_id
        JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON appeals_transfer;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON appeals_transfer
        FOR EACH ROW EXECUTE FUNCTION figures_stale_appeals_transfer();
    CREATE OR REPLACE FUNCTION figures_stale_rulebook_code() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (OLD.counts_as) IS NOT DISTINCT FROM (NEW.counts_as) THEN
            RETURN NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT a.case_id FROM followup_closing x
        JOIN cases_application a ON a.id = x.application_id WHERE x.reason_id = r.id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT a.case_id FROM followup_closing x
        JOIN cases_application a ON a.id = x.application_id WHERE x.reason_id = r.id) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON rulebook_code;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON rulebook_code
        FOR EACH ROW EXECUTE FUNCTION figures_stale_rulebook_code();
    CREATE OR REPLACE FUNCTION figures_stale_rulebook_setting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'DELETE' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT NEW.*) r, LATERAL (SELECT f.case_id FROM followup_figurefact f
        WHERE r.key = 'mal_dagar_till_beslut' AND f.figure = 'inom-mal' AND f.day >= r.valid_from) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        IF TG_OP <> 'INSERT' THEN INSERT INTO followup_figurestale (case_id)
            SELECT DISTINCT m.key FROM (SELECT OLD.*) r, LATERAL (SELECT f.case_id FROM followup_figurefact f
        WHERE r.key = 'mal_dagar_till_beslut' AND f.figure = 'inom-mal' AND f.day >= r.valid_from) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING; END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON rulebook_setting;
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON rulebook_setting
        FOR EACH ROW EXECUTE FUNCTION figures_stale_rulebook_setting();
