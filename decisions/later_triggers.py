"""What PostgreSQL itself refuses of a decision that takes the place of another: G12."""

import pgtrigger

from decisions.triggers import FORMAL
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless

ADVERSE_GROUNDS = "('forbehall', 'sakerhet', 'oriktiga_uppgifter')"
AT_UNIT = "p.function IN ('coach', 'enhetschef', 'bitradande_enhetschef') AND p.unit_id = f.unit_id"


def points_at_what_holds() -> pgtrigger.Trigger:
    """A later decision changes one on an insats in the same matter, and no earlier than it."""
    return pgtrigger.Trigger(
        name="points_at_what_holds",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__changes__isnull=False),
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM decisions_decision o WHERE o.id = NEW.changes_id
                AND o.application_id = NEW.application_id AND o.decided_on <= NEW.decided_on
                AND o.riktlinje_id = NEW.riktlinje_id
                AND o.kind NOT IN {FORMAL}
            ) THEN
                RAISE EXCEPTION 'Beslutet ändrar inte ett beslut om insats i samma ärende.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def _of(decision: str, prefix: str) -> str:
    """Columns that sum up a decision's rulings: how much they give, and for which days."""
    rank = "CASE r.outcome WHEN 'bifall' THEN 2 WHEN 'delvis' THEN 1 ELSE 0 END"
    return f"""(SELECT
            max({rank}) AS rank,
            max({rank}) FILTER (WHERE r.basis = 'ratt') AS right_rank,
            max({rank}) FILTER (WHERE r.basis = 'befogenhet') AS may_rank,
            min(r.period_from) AS first_day, max(r.period_to) AS last_day,
            string_agg(concat_ws('|', r.basis, r.outcome, r.scope, r.circumstances, r.reasons,
                r.period_from, r.period_to), '#' ORDER BY r.basis) AS said
        FROM decisions_ruling r WHERE r.decision_id = {decision}) {prefix}"""


WORSE = """(f.new_right < f.old_right OR f.new_rank < f.old_rank OR f.old_last IS NOT NULL
    AND (f.new_last < f.old_last OR f.new_first > f.old_first))"""


def amended_lawfully() -> pgtrigger.Trigger:
    """To the person's detriment only on a ground of law and after hearing. FL 25 and 36–38 §§."""
    checks = [
        (
            "f.kind <> 'rattelse' OR f.ground = '' AND NOT NEW.adverse"
            f" AND {WORSE} IS NOT TRUE AND f.new_rank = f.old_rank"
            " AND f.new_right = f.old_right AND f.new_may IS NOT DISTINCT FROM f.old_may",
            "En rättelse ändrar inte utfallet och gör inget sämre.",
        ),
        (
            f"{WORSE} IS NOT TRUE OR NEW.adverse OR f.ground = 'egen_begaran'",
            "Beslutet är till nackdel för personen.",
        ),
        (
            f"NOT NEW.adverse OR f.ground IN {ADVERSE_GROUNDS} AND f.hearing_ground = f.ground"
            " AND f.hearing_of = f.changes_id AND f.heard_by <> COALESCE(f.decided_by_id, 0)",
            "Grunden för en ändring till nackdel saknas, eller är inte kommunicerad.",
        ),
        (
            "NOT NEW.adverse OR f.replied OR f.reply_by < f.decided_on",
            "Personen har tid kvar att svara på underlaget.",
        ),
        ("NOT f.replied OR f.reply_met", "Personens svar är inte bemött."),
        (
            "f.kind <> 'upphorande' OR f.new_last < f.old_last AND f.new_rank = f.old_rank"
            " AND f.new_right = f.old_right AND f.new_may IS NOT DISTINCT FROM f.old_may",
            "Ett avslut i förtid ändrar bara den sista dagen, till en tidigare dag.",
        ),
        (
            "f.kind <> 'andring' OR f.new_said <> f.old_said",
            "Ändringen ändrar inget.",
        ),
    ]
    lines = [
        f"IF ({condition}) IS NOT TRUE THEN RAISE EXCEPTION '{sentence}'"
        " USING ERRCODE = 'check_violation'; END IF;"
        for condition, sentence in checks
    ]
    return pgtrigger.Trigger(
        name="amended_lawfully",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        declare=[("f", "record")],
        func="\n".join([_AMENDED, *lines, "RETURN NULL;"]),
    )


_AMENDED = f"""
    SELECT d.kind, d.ground, d.changes_id, d.decided_on, d.decided_by_id, d.reply_met,
        n.rank AS new_rank, n.right_rank AS new_right, n.may_rank AS new_may,
        n.first_day AS new_first, n.last_day AS new_last, n.said AS new_said,
        o.rank AS old_rank, o.right_rank AS old_right, o.may_rank AS old_may,
        o.first_day AS old_first, o.last_day AS old_last, o.said AS old_said,
        h.ground AS hearing_ground, h.decision_id AS hearing_of, h.sent_by_id AS heard_by,
        h.reply_by, EXISTS (SELECT 1 FROM decisions_hearingreply s
            WHERE s.hearing_id = NEW.hearing_id) AS replied
    INTO f FROM decisions_decision d
    LEFT JOIN decisions_hearing h ON h.id = NEW.hearing_id
    CROSS JOIN LATERAL {_of("d.id", "n")}
    CROSS JOIN LATERAL {_of("d.changes_id", "o")}
    WHERE d.id = NEW.decision_id;
"""


def heard_lawfully() -> pgtrigger.Trigger:
    """By the unit, about what holds, no later than it is noted; never by post to the protected."""
    return refused_unless(
        "heard_lawfully",
        (
            f"f.kind NOT IN {FORMAL} AND NOT f.changed AND f.granted",
            "Beslutet är ändrat, eller ger ingen insats.",
        ),
        (
            f"NEW.sent_on BETWEEN f.decided_on AND {day_of('NEW.made_at')}",
            "Underlaget skickas efter beslutet och antecknas sedan det har skickats.",
        ),
        (
            holds("NEW.sent_by_id", AT_UNIT, day_of("NEW.made_at")),
            "Bara enheten skickar underlaget.",
        ),
        (
            "f.protection = '' OR NEW.how NOT IN ('brev', 'digital_post')",
            "Personen har skyddade personuppgifter.",
        ),
        declare="""
            SELECT d.kind, d.decided_on, d.unit_id, n.protection,
                EXISTS (SELECT 1 FROM decisions_decision l WHERE l.changes_id = d.id) AS changed,
                EXISTS (SELECT 1 FROM decisions_ruling r WHERE r.decision_id = d.id
                    AND r.outcome IN ('bifall', 'delvis')) AS granted
            INTO f FROM decisions_decision d JOIN cases_application a ON a.id = d.application_id
            JOIN cases_case c ON c.id = a.case_id JOIN cases_person n ON n.id = c.person_id
            WHERE d.id = NEW.decision_id FOR UPDATE OF c;
        """,
    )


def replied_after_hearing() -> pgtrigger.Trigger:
    """Not before the underlag, nor later than it is noted."""
    return refused_unless(
        "replied_after_hearing",
        (
            f"NEW.arrived_on BETWEEN f.sent_on AND {day_of('NEW.noted_at')}",
            "Svaret kom före underlaget eller ligger i framtiden.",
        ),
        declare="SELECT sent_on INTO f FROM decisions_hearing WHERE id = NEW.hearing_id;",
    )


def taken_up_to_send() -> pgtrigger.Trigger:
    """A case that runs or is closed is decided anew only by a decision whose letter is unsent."""
    return pgtrigger.Trigger(
        name="taken_up_to_send",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("status"),
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(old__status__in=["pagar", "avslutad"], new__status="beslutad"),
        func="""
            IF EXISTS (SELECT 1 FROM cases_case WHERE id = NEW.id AND status = 'beslutad')
                AND NOT EXISTS (
                    SELECT 1 FROM decisions_decision d
                    JOIN cases_application a ON a.id = d.application_id
                    JOIN decisions_letter l ON l.decision_id = d.id
                    WHERE a.case_id = NEW.id
                    AND NOT EXISTS (SELECT 1 FROM decisions_dispatch s WHERE s.letter_id = l.id)
                )
            THEN
                RAISE EXCEPTION 'Ärendet har inget nytt beslut att skicka.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )
