"""What PostgreSQL itself refuses of a decision: the third floor of the guarantees."""

import pgtrigger

from cases.models.conflict import barred
from cases.models.phrase import LEAST_COUNTED
from cases.models.triggers import day_of, holds


def refused_unless(name: str, *checks: tuple[str, str], declare: str) -> pgtrigger.Trigger:
    """Refuses an insert when one of the (condition, sentence) checks does not hold.

    `declare` is a query that fills the record `f` with the facts that the conditions are about.
    """
    lines = [
        f"IF ({condition}) IS NOT TRUE THEN RAISE EXCEPTION '{sentence}'"
        " USING ERRCODE = 'check_violation'; END IF;"
        for condition, sentence in checks
    ]
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("f", "record")],
        func="\n".join([declare, *lines, "RETURN NEW;"]),
    )


# the open hänskjutande of an application, and the day of it
OPEN_REFERRAL = f"""
    SELECT {day_of("r.referred_at")} FROM decisions_referral r
    LEFT JOIN decisions_referralanswer s ON s.referral_id = r.id
    WHERE s.id IS NULL AND r.application_id ="""


def decided_lawfully() -> pgtrigger.Trigger:
    """By whom, where and when: G1, G1b, G9, G22 and G23. KL 6 kap. 38 §, 7 kap. 4–6 §§."""
    return refused_unless(
        "decided_lawfully",
        ("f.status = 'vantar_pa_beslut'", "Ärendet väntar inte på beslut."),
        ("NEW.unit_id = f.unit_id", "Beslutet hör till en annan enhet."),
        ("NEW.decided_on >= f.arrived_on", "Beslutet är äldre än ansökan."),
        (
            f"NEW.decided_on <= {day_of('NEW.decided_at')}",
            "Beslutet är daterat efter att det skrevs.",
        ),
        (
            f"NEW.decided_by_id IS NULL OR NOT EXISTS ({OPEN_REFERRAL} NEW.application_id)",
            "Ärendet är hänskjutet till nämnden.",
        ),
        (
            "NEW.decided_by_id IS NOT NULL"
            f" OR NEW.decided_on >= ({OPEN_REFERRAL} NEW.application_id)",
            "Nämnden beslutar bara det som har hänskjutits, och inte före hänskjutandet.",
        ),
        (
            "NEW.registered_by_id IS NULL OR "
            + holds(
                "NEW.registered_by_id", "p.function = 'namndsekreterare'", day_of("NEW.decided_at")
            ),
            "Bara nämndsekreteraren registrerar nämndens beslut.",
        ),
        (
            "NEW.decided_by_id IS NULL"
            " OR NEW.decided_by_id NOT IN (f.investigator_id, f.proposed_by_id)",
            "Den som utrett eller föreslagit beslutar inte.",
        ),
        (
            "NOT EXISTS (SELECT 1 FROM cases_historicalpart p"
            " WHERE p.investigation_id = f.id AND p.saved_by_id = NEW.decided_by_id)",
            "Den som skrivit i utredningen beslutar inte.",
        ),
        (
            "NEW.decided_by_id IS NULL"
            " OR EXISTS (SELECT 1 FROM delegation_chain(NEW.decided_by_id, 'insats_ratt',"
            " f.unit_id, NEW.decided_on) d WHERE d.delegation_id = NEW.delegation_id"
            " AND d.appointment_id = NEW.appointment_id)",
            "Beslutsfattaren saknar delegation.",
        ),
        (
            "NOT " + barred("f.case_id", "NEW.decided_by_id", "NEW.presented_by_id"),
            "Beslutsfattaren eller föredraganden är jävig.",
        ),
        (
            "NEW.decided_by_id IS NULL OR EXISTS (SELECT 1 FROM cases_declaration n"
            " WHERE n.case_id = f.case_id"
            " AND n.user_id = NEW.decided_by_id AND n.declared_by_id = NEW.decided_by_id"
            " AND n.ground = '' AND n.declared_at <= NEW.decided_at)",
            "Beslutsfattaren har inte svarat på frågan om jäv.",
        ),
        declare="""
                    SELECT i.id, a.case_id, c.status, c.unit_id, a.arrived_on,
                        i.investigator_id, i.proposed_by_id
                    INTO f FROM cases_application a
                    JOIN cases_case c ON c.id = a.case_id
                    JOIN cases_investigation i ON i.application_id = a.id
                    WHERE a.id = NEW.application_id FOR UPDATE OF c;
                """,
    )


def whole_at_commit() -> pgtrigger.Trigger:
    """With its rulings, after kommunicering, and with its letter: G2, G5, G15."""
    return pgtrigger.Trigger(
        name="whole_at_commit",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func="""
                    IF NOT EXISTS (SELECT 1 FROM decisions_ruling
                        WHERE decision_id = NEW.id AND basis = 'ratt') THEN
                        RAISE EXCEPTION 'Beslutet saknar prövning av rätten.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF EXISTS (SELECT 1 FROM decisions_ruling
                            WHERE decision_id = NEW.id AND basis = 'ratt' AND outcome <> 'bifall')
                        AND NOT EXISTS (SELECT 1 FROM decisions_ruling
                            WHERE decision_id = NEW.id AND basis = 'befogenhet') THEN
                        RAISE EXCEPTION 'Beslutet saknar prövning av befogenheten.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NOT EXISTS (SELECT 1 FROM decisions_ruling
                            WHERE decision_id = NEW.id AND outcome = 'bifall')
                        AND NOT EXISTS (SELECT 1 FROM cases_investigation i
                            JOIN cases_communication c ON c.investigation_id = i.id
                            WHERE i.application_id = NEW.application_id
                            AND (c.waived_reason <> '' OR c.reply_on IS NOT NULL
                                OR c.reply_by < NEW.decided_on)) THEN
                        RAISE EXCEPTION 'Avslag utan kommunicering.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NOT EXISTS (SELECT 1 FROM decisions_letter
                        WHERE decision_id = NEW.id) THEN
                        RAISE EXCEPTION 'Beslutet saknar brev.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.decided_by_id IS NULL AND NOT EXISTS (
                        SELECT 1 FROM decisions_referralanswer WHERE decision_id = NEW.id) THEN
                        RAISE EXCEPTION 'Nämndens beslut besvarar inget hänskjutande.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
    )


def ruled_in_order() -> pgtrigger.Trigger:
    """The right first, within the period, by the law of the day: G2, G17, G20."""
    return refused_unless(
        "ruled_in_order",
        (
            "NEW.basis = 'ratt' OR f.right_outcome <> 'bifall'",
            "Rätten prövas först, och befogenheten bara för det som rätten inte ger.",
        ),
        (
            "NEW.period_to IS NULL OR NEW.period_to <"
            " NEW.period_from + make_interval(months => f.longest_months)",
            "Perioden är längre än riktlinjen medger.",
        ),
        (
            "NEW.period_from IS NULL OR NEW.period_from >= f.decided_on",
            "Perioden börjar före beslutet.",
        ),
        (
            "NEW.basis = 'ratt' OR NEW.outcome = 'avslag' OR NOT f.barred",
            "Personen har försörjningsstöd: insatsen kan inte beviljas utöver rätten.",
        ),
        (
            "f.decided_by_id IS NULL OR EXISTS (SELECT 1 FROM delegation_chain(f.decided_by_id,"
            " 'insats_' || NEW.basis, f.unit_id, f.decided_on))",
            "Beslutsfattaren saknar delegation för prövningen.",
        ),
        (
            "f.decided_on BETWEEN f.law_from AND COALESCE(f.law_to, 'infinity')"
            " AND f.key = NEW.basis",
            "Lagrummet gällde inte på beslutsdagen.",
        ),
        declare="""
                    SELECT d.decided_on, d.decided_by_id, d.unit_id, r.longest_months, p.key,
                        p.valid_from AS law_from, p.valid_to AS law_to,
                        EXISTS (SELECT 1 FROM cases_criterionanswer ca
                            JOIN rulebook_criterion c ON c.id = ca.criterion_id
                            JOIN cases_investigation i ON i.id = ca.investigation_id
                            WHERE i.application_id = d.application_id
                            AND c.bars_grant AND ca.answer = 'inte_uppfyllt') AS barred,
                        (SELECT outcome FROM decisions_ruling
                            WHERE decision_id = d.id AND basis = 'ratt') AS right_outcome
                    INTO f FROM decisions_decision d
                    JOIN rulebook_riktlinje r ON r.id = d.riktlinje_id
                    JOIN rulebook_provision p ON p.id = NEW.provision_id
                    WHERE d.id = NEW.decision_id;
                """,
    )


def reasoned_in_own_words() -> pgtrigger.Trigger:
    """A refusal says something that is no phrase: G3. FL 32 §."""
    return pgtrigger.Trigger(
        name="reasoned_in_own_words",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=~pgtrigger.Q(new__outcome="bifall"),
        declare=[("own", "text"), ("phrase", "text")],
        func=f"""
                    own := NEW.circumstances || E'\n\n' || NEW.reasons;
                    FOR phrase IN SELECT v.text FROM cases_phraseversion v
                        WHERE char_length(v.text) >= {LEAST_COUNTED} AND strpos(own, v.text) > 0
                        ORDER BY char_length(v.text) DESC, v.id
                    LOOP own := replace(own, phrase, ''); END LOOP;
                    IF own !~ '\\w' AND NEW.circumstances || NEW.reasons ~ '\\w' THEN
                        RAISE EXCEPTION 'Motiveringen består bara av fraser.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
    )


def decided_by_a_decision() -> pgtrigger.Trigger:
    """A case is decided, and ended, only by a decision: G9."""
    return pgtrigger.Trigger(
        name="decided_by_a_decision",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("status") | pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__status__in=["beslutad", "pagar", "avslutad"]),
        func="""
                    IF EXISTS (
                        SELECT 1 FROM cases_application a
                        LEFT JOIN decisions_decision d ON d.application_id = a.id
                        WHERE a.case_id = NEW.id AND d.id IS NULL
                    ) THEN
                        RAISE EXCEPTION 'Ansökan avslutas bara genom beslut.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
    )


def referred_while_waiting() -> pgtrigger.Trigger:
    """A waiting case, by a chef of its unit or the förvaltningschef, once at a time: G23."""
    chef = (
        "(p.function IN ('enhetschef', 'bitradande_enhetschef') AND p.unit_id = f.unit_id"
        " OR p.function = 'forvaltningschef')"
    )
    return refused_unless(
        "referred_while_waiting",
        ("f.status = 'vantar_pa_beslut'", "Ärendet väntar inte på beslut."),
        (f"NOT EXISTS ({OPEN_REFERRAL} NEW.application_id)", "Ärendet är redan hänskjutet."),
        (holds("NEW.referred_by_id", chef, day_of("NEW.referred_at")), "Bara chefer hänskjuter."),
        declare="""
                    SELECT c.status, c.unit_id INTO f FROM cases_application a
                    JOIN cases_case c ON c.id = a.case_id
                    WHERE a.id = NEW.application_id FOR UPDATE OF c;
                """,
    )


def answered_lawfully() -> pgtrigger.Trigger:
    """By the nämnd's own decision in the case, or by its minutes, after the hänskjutande: G23."""
    answered_on = day_of("NEW.answered_at")
    secretary = "p.function = 'namndsekreterare'"
    return refused_unless(
        "answered_lawfully",
        (
            "NEW.decision_id IS NULL OR EXISTS (SELECT 1 FROM decisions_decision d"
            " WHERE d.id = NEW.decision_id AND d.application_id = f.application_id"
            " AND d.decided_by_id IS NULL)",
            "Beslutet är inte nämndens i det hänskjutna ärendet.",
        ),
        (
            f"NEW.meeting_on IS NULL OR NEW.meeting_on BETWEEN f.referred_on AND {answered_on}",
            "Sammanträdet ligger inte mellan hänskjutandet och svaret.",
        ),
        (
            holds("NEW.answered_by_id", secretary, answered_on),
            "Bara nämndsekreteraren svarar för nämnden.",
        ),
        declare=f"""
                    SELECT r.application_id, {day_of("r.referred_at")} AS referred_on
                    INTO f FROM decisions_referral r WHERE r.id = NEW.referral_id;
                """,
    )


def waits_while_referred() -> pgtrigger.Trigger:
    """What the nämnd has stays with it: it does not go back to the coach meanwhile."""
    return pgtrigger.Trigger(
        name="waits_while_referred",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status"),
        condition=pgtrigger.Q(old__status="vantar_pa_beslut", new__status="utreds"),
        func=f"""
                    IF EXISTS (SELECT 1 FROM cases_application a WHERE a.case_id = NEW.id
                        AND EXISTS ({OPEN_REFERRAL} a.id)) THEN
                        RAISE EXCEPTION 'Ärendet är hänskjutet till nämnden.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
    )
