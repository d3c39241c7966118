"""Where a case stands, as PostgreSQL works it out, and which rows tell it anew.

The one place that says it: access, worklists and pages read the columns (cases/models/standing.py),
and the night's check asks here whether they are still true. docs/adr/0032.
"""

from collections.abc import Iterator

from jobbtorg import touched
from jobbtorg.touched import (
    OF_APPEAL,
    OF_APPLICATION,
    OF_ASSIGNMENT,
    OF_DECISION,
    OF_INVESTIGATION,
    OF_SENDING,
    OF_SIGNPOSTING,
    Source,
)

# When its coach is a coach at its unit. A case with none has no days.
COACH_DAYS = """
    SELECT range_agg(daterange(p.valid_from, p.valid_to, '[]')) AS days
    FROM organisation_appointment p JOIN organisation_user u ON u.id = p.user_id AND u.is_active
    WHERE p.user_id = c.coach_id AND p.unit_id = c.unit_id AND p.function = 'coach'
    AND p.withdrawn_on IS NULL
"""
# From and until when it first has one: by these those that have none today are found. Nobody asks
# for the coach of what is closed.
COACH = """
    COALESCE(k.days, '{}') AS coach_days,
    CASE WHEN c.status = 'avslutad' THEN date '0001-01-01' ELSE lower(k.days) END AS coached_from,
    CASE WHEN c.status <> 'avslutad' THEN (
        SELECT upper(r) FROM unnest(k.days) r ORDER BY lower(r) LIMIT 1) END AS uncoached_from
"""
_LATEST_JUDGMENT = """
    SELECT j.last_day FROM appeals_judgment j
    WHERE j.appeal_id = o.id AND j.way = w.way AND NOT j.strikes
    AND NOT EXISTS (SELECT 1 FROM appeals_judgment n WHERE n.replaces_id = j.id)
    ORDER BY COALESCE(j.placed_at, j.noted_at) DESC, j.id DESC LIMIT 1
"""
# The last day on which something is left to do of an appeal: only that a judgment may no longer be
# appealed comes by itself, by its own day (court_state).
APPEAL_UNTIL = f"""
    SELECT max(CASE
        WHEN NOT EXISTS (SELECT 1 FROM appeals_transfer t WHERE t.appeal_id = o.id)
            AND (i.id IS NULL OR i.outcome = 'i_ratt_tid')
            AND (v.id IS NULL OR v.outcome <> 'helt') THEN date '9999-12-31'
        WHEN court_state(o.id, w.way, date '9999-12-31') NOT IN ('', 'avgjort')
            THEN date '9999-12-31'
        WHEN court_state(o.id, w.way, date '0001-01-01') NOT IN ('', 'avgjort')
            THEN ({_LATEST_JUDGMENT}) END)
    FROM cases_application a JOIN decisions_decision d ON d.application_id = a.id
    JOIN appeals_appeal o ON o.decision_id = d.id
    LEFT JOIN appeals_trial i ON i.appeal_id = o.id
    LEFT JOIN appeals_review v ON v.appeal_id = o.id
    CROSS JOIN (VALUES ('besvar'), ('laglighet')) w(way)
    WHERE a.case_id = c.id
    AND NOT EXISTS (SELECT 1 FROM appeals_appeal n WHERE n.replaces_id = o.id)
"""
REFERRED = """
    EXISTS (SELECT 1 FROM cases_application a JOIN decisions_referral f ON f.application_id = a.id
        LEFT JOIN cases_withdrawal w ON w.application_id = a.id
        LEFT JOIN decisions_referralanswer n ON n.referral_id = f.id
        WHERE a.case_id = c.id AND n.id IS NULL AND (w.id IS NULL OR f.kind = 'avskrivning'))
"""
NAMND_SPEAKS = """
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
"""
NAMND_ASKED = """
    EXISTS (SELECT 1 FROM disclosure_disclosure d
        JOIN disclosure_disclosurereferral f ON f.disclosure_id = d.id
        LEFT JOIN disclosure_disclosurehandedback b ON b.referral_id = f.id
        LEFT JOIN disclosure_refusal x ON x.disclosure_id = d.id
        WHERE d.case_id = c.id AND b.id IS NULL AND x.id IS NULL)
"""
NAMND_UNSENT = """
    (c.status = 'beslutad' AND EXISTS (SELECT 1 FROM decisions_decision d
        WHERE d.application_id = l.id AND d.decided_by_id IS NULL))
"""
WITHDRAWN_ON = """
    CASE WHEN NOT EXISTS (SELECT 1 FROM decisions_decision d WHERE d.application_id = l.id
            AND d.kind IN ('insats', 'avvisning', 'avskrivning'))
        AND NOT EXISTS (SELECT 1 FROM decisions_referral f
            LEFT JOIN decisions_referralanswer n ON n.referral_id = f.id
            WHERE f.application_id = l.id AND f.kind = 'avskrivning' AND n.id IS NULL)
        THEN l.withdrawn_on END
"""
STEP = """
    CASE WHEN NOT EXISTS (SELECT 1 FROM followup_assignment u WHERE u.application_id = g.id)
            THEN 'ge'
        WHEN NOT EXISTS (SELECT 1 FROM followup_assignment u
                JOIN followup_acceptance t ON t.assignment_id = u.id
                WHERE u.application_id = g.id AND t.coach_id = c.coach_id) THEN 'ta_emot'
        WHEN NOT EXISTS (SELECT 1 FROM followup_assignment u
                JOIN followup_jobplan p ON p.assignment_id = u.id
                WHERE u.application_id = g.id) THEN 'planera'
        ELSE 'folja_upp' END
"""
SIGNPOSTED = """
    EXISTS (SELECT 1 FROM cases_signposting s WHERE s.case_id = c.id AND NOT EXISTS (
        SELECT 1 FROM cases_signpostingfollowup f
        WHERE f.signposting_id = s.id AND f.outcome IN ('ja', 'avstar')))
"""
CONTACT_ASKED = """
    EXISTS (SELECT 1 FROM cases_contactrequest q
        LEFT JOIN cases_contactanswer n ON n.request_id = q.id
        WHERE q.case_id = c.id AND n.id IS NULL)
"""
WHERE_IT_STANDS = f"""
    SELECT c.id AS case_id, {COACH},
        (SELECT n.ground = '' FROM cases_declaration n
            WHERE n.case_id = c.id AND n.user_id = c.coach_id ORDER BY n.id DESC LIMIT 1)
            IS TRUE AS coach_answered,
        n.referred, n.speaks AS namnd_speaks, n.asked AS namnd_asked,
        n.referred OR n.speaks OR n.asked OR {NAMND_UNSENT} AS namnds,
        CASE WHEN s.application_id = l.id AND l.withdrawn_on IS NULL
            AND NOT EXISTS (SELECT 1 FROM cases_reply q WHERE q.sending_id = s.id)
            AND NOT EXISTS (SELECT 1 FROM cases_waiver v WHERE v.after_id = s.id)
            THEN s.reply_by END AS reply_by,
        (r.application_id = l.id AND l.withdrawn_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM cases_rejoinder m WHERE m.reply_id = r.id)) IS TRUE AS unmet,
        {WITHDRAWN_ON} AS withdrawn_on,
        g.id IS NOT NULL AS granted,
        g.period_to AS runs_to,
        {STEP} AS step,
        {CONTACT_ASKED} AS contact_asked,
        {SIGNPOSTED} AS signposted,
        ({APPEAL_UNTIL}) AS appeal_until
    FROM cases_case c
    CROSS JOIN LATERAL (SELECT {REFERRED} AS referred, {NAMND_SPEAKS} AS speaks,
        {NAMND_ASKED} AS asked) n
    LEFT JOIN LATERAL ({COACH_DAYS}) k ON true
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
"""
COLUMNS = (
    "coach_days", "coached_from", "uncoached_from", "coach_answered", "referred", "namnd_speaks",
    "namnd_asked", "namnds", "reply_by", "unmet", "withdrawn_on", "granted", "runs_to",
    "step", "contact_asked", "signposted", "appeal_until",
)  # fmt: skip
LAST_LINE = "(SELECT max(j.written_at) FROM cases_journalentry j WHERE j.case_id = {case})"


def _of(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in COLUMNS)


# The row is locked before anything is read: what somebody else has just written is seen.
FUNCTIONS = f"""
    CREATE OR REPLACE FUNCTION case_stands(which bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM cases_case WHERE id = which) THEN
            DELETE FROM cases_standing WHERE case_id = which;
            RETURN;
        END IF;
        IF NOT EXISTS (SELECT 1 FROM cases_standing WHERE case_id = which) THEN
            INSERT INTO cases_standing (case_id, last_line_at)
            VALUES (which, {LAST_LINE.format(case="which")})
            ON CONFLICT DO NOTHING;
        END IF;
        PERFORM 1 FROM cases_standing WHERE case_id = which FOR UPDATE;
        UPDATE cases_standing s SET ({", ".join(COLUMNS)}) = ({_of("f")})
        FROM ({WHERE_IT_STANDS} WHERE c.id = which) f
        WHERE s.case_id = which AND ({_of("s")}) IS DISTINCT FROM ({_of("f")});
    END $$;
    CREATE OR REPLACE FUNCTION coach_stands(who bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM cases_standing s JOIN cases_case c ON c.id = s.case_id
            WHERE c.coach_id = who ORDER BY s.case_id FOR UPDATE OF s;
        UPDATE cases_standing s
        SET (coach_days, coached_from, uncoached_from)
            = (f.coach_days, f.coached_from, f.uncoached_from)
        FROM (SELECT c.id, {COACH} FROM cases_case c
            LEFT JOIN LATERAL ({COACH_DAYS}) k ON true WHERE c.coach_id = who) f
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
"""
# Of cases that have none: for rows that were written past the triggers.
ALL = f"""
    INSERT INTO cases_standing (case_id, {", ".join(COLUMNS)}, last_line_at)
    SELECT f.*, {LAST_LINE.format(case="f.case_id")} FROM ({WHERE_IT_STANDS}) f
    ON CONFLICT DO NOTHING
"""
# The same beside people at work: who writes waits for the thousand cases that are on their way.
IN_PIECES = f"""
    DO $$
    DECLARE
        done bigint := 0;
    BEGIN
        WHILE done < (SELECT max(id) FROM cases_case) LOOP
            {ALL.replace(") f", " WHERE c.id > done AND c.id <= done + 1000) f")};
            COMMIT;
            done := done + 1000;
        END LOOP;
    END $$
"""
UNTRUE = f"""
    SELECT s.case_id FROM cases_standing s JOIN ({WHERE_IT_STANDS}) f ON f.case_id = s.case_id
    WHERE ({_of("s")}) IS DISTINCT FROM ({_of("f")})
    OR s.last_line_at IS DISTINCT FROM {LAST_LINE.format(case="s.case_id")}
    UNION SELECT c.id FROM cases_case c
    WHERE NOT EXISTS (SELECT 1 FROM cases_standing s WHERE s.case_id = c.id)
"""

OF_JUDGMENT = OF_APPEAL.replace("o.id = r.appeal_id", "") + (
    "o.id = (SELECT j.appeal_id FROM appeals_judgment j WHERE j.id = r.judgment_id)"
)
SOURCES = {
    "cases_case": Source("SELECT r.id", columns=("unit_id", "coach_id", "status")),
    "cases_application": Source("SELECT r.case_id"),
    "cases_withdrawal": Source(OF_APPLICATION),
    "cases_declaration": Source("SELECT r.case_id"),
    "cases_investigation": Source(OF_APPLICATION, columns=("application_id",)),
    "cases_sending": Source(OF_INVESTIGATION),
    "cases_waiver": Source(OF_INVESTIGATION),
    "cases_reply": Source(OF_SENDING),
    "cases_rejoinder": Source(
        """SELECT a.case_id FROM cases_reply q JOIN cases_sending s ON s.id = q.sending_id
        JOIN cases_investigation i ON i.id = s.investigation_id
        JOIN cases_application a ON a.id = i.application_id WHERE q.id = r.reply_id"""
    ),
    "cases_contactrequest": Source("SELECT r.case_id"),
    "cases_contactanswer": Source(
        "SELECT q.case_id FROM cases_contactrequest q WHERE q.id = r.request_id"
    ),
    "cases_signposting": Source("SELECT r.case_id"),
    "cases_signpostingfollowup": Source(OF_SIGNPOSTING),
    "decisions_decision": Source(OF_APPLICATION),
    "decisions_ruling": Source(OF_DECISION),
    "decisions_referral": Source(OF_APPLICATION),
    "decisions_referralanswer": Source(
        """SELECT a.case_id FROM decisions_referral f
        JOIN cases_application a ON a.id = f.application_id WHERE f.id = r.referral_id"""
    ),
    "followup_assignment": Source(OF_APPLICATION, columns=("application_id",)),
    "followup_acceptance": Source(OF_ASSIGNMENT),
    "followup_jobplan": Source(OF_ASSIGNMENT, columns=("assignment_id",)),
    "appeals_appeal": Source(OF_DECISION),
    "appeals_trial": Source(OF_APPEAL),
    "appeals_review": Source(OF_APPEAL),
    "appeals_transfer": Source(OF_APPEAL),
    "appeals_judgment": Source(OF_APPEAL),
    "appeals_courtevent": Source(OF_APPEAL),
    "appeals_judgmentexecution": Source(OF_JUDGMENT),
    "appeals_remission": Source(OF_JUDGMENT),
    "disclosure_disclosure": Source("SELECT r.case_id", columns=("case_id",)),
    "disclosure_disclosurereferral": Source(
        "SELECT d.case_id FROM disclosure_disclosure d WHERE d.id = r.disclosure_id"
    ),
    "disclosure_refusal": Source(
        "SELECT d.case_id FROM disclosure_disclosure d WHERE d.id = r.disclosure_id"
    ),
    "disclosure_disclosurehandedback": Source(
        """SELECT d.case_id FROM disclosure_disclosurereferral f
        JOIN disclosure_disclosure d ON d.id = f.disclosure_id WHERE f.id = r.referral_id"""
    ),
    "organisation_appointment": Source(coaches="SELECT r.user_id WHERE r.function = 'coach'"),
    "organisation_user": Source(coaches="SELECT r.id", columns=("is_active",)),
}
DONE = "PERFORM {function}(m.key) FROM (SELECT {{row}}.*) r, LATERAL ({{keys}}) m(key);"


def installed() -> Iterator[str]:
    """The functions, and the trigger of each table, as a migration writes them."""
    cases, coaches = (DONE.format(function=name) for name in ("case_stands", "coach_stands"))
    yield FUNCTIONS
    yield from touched.installed("case_stands", SOURCES, cases=cases, coaches=coaches)
