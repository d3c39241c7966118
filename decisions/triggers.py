"""What PostgreSQL itself refuses of a decision: the third floor of the guarantees."""

import pgtrigger

from cases.models.communication_triggers import COMMUNICATED, took_part_in_communication
from cases.models.conflict import barred
from cases.models.phrase import LEAST_COUNTED
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.organisation.namnder import same_namnd

# the open hänskjutande of an application, and the day of it; a withdrawal overtakes all but one
OPEN_REFERRAL = f"""
    SELECT {day_of("r.referred_at")} FROM decisions_referral r
    LEFT JOIN decisions_referralanswer s ON s.referral_id = r.id
    WHERE s.id IS NULL AND (r.kind = 'avskrivning' OR NOT EXISTS (
        SELECT 1 FROM cases_withdrawal w WHERE w.application_id = r.application_id))
    AND r.application_id ="""

# what of the register carries each kind of decision
POWER = """CASE NEW.kind WHEN 'insats' THEN 'insats_ratt' WHEN 'avvisning' THEN 'avvisa_ansokan'
    WHEN 'avslag_avgorande' THEN 'avsla_avgorande'
    WHEN 'avvisat_overklagande' THEN 'rattidsprovning' ELSE NEW.kind END"""
# when each kind is decided; a later one is held to what it changes
AT_ITS_TIME = """CASE NEW.kind
    WHEN 'insats' THEN f.status = 'vantar_pa_beslut'
    WHEN 'avvisning' THEN f.status IN ('aktualiserad', 'utreds') AND EXISTS (
        SELECT 1 FROM cases_completionrequest r
        LEFT JOIN cases_completionanswer s ON s.request_id = r.id
        WHERE r.application_id = NEW.application_id AND r.binding
        AND r.id = (SELECT max(l.id) FROM cases_completionrequest l
            WHERE l.application_id = NEW.application_id)
        AND (s.id IS NULL AND r.reply_by < NEW.decided_on OR NOT s.enough))
    WHEN 'avskrivning' THEN CASE NEW.ground
        WHEN 'aterkallad' THEN EXISTS (SELECT 1 FROM cases_withdrawal w
            WHERE w.application_id = NEW.application_id AND w.withdrawn_on = NEW.ground_on)
        ELSE f.status IN ('aktualiserad', 'utreds', 'vantar_pa_beslut')
            AND NEW.ground_on <= NEW.decided_on END
    WHEN 'avslag_avgorande' THEN f.status IN ('aktualiserad', 'utreds', 'vantar_pa_beslut')
        AND EXISTS (SELECT 1 FROM cases_decisionrequest q
            WHERE q.application_id = NEW.application_id AND q.arrived_on <= NEW.decided_on)
    WHEN 'avvisat_overklagande' THEN true -- of its appeal, which appeals holds it to
    ELSE NEW.changes_id IS NOT NULL END"""
FORMAL = "('avvisning', 'avskrivning', 'avslag_avgorande', 'avvisat_overklagande')"
ENDS = "('insats', 'avvisning', 'avskrivning')"


def decided_lawfully() -> pgtrigger.Trigger:
    """By whom, where and when: G1, G1b, G9, G22 and G23. KL 6 kap. 38 §, 7 kap. 4–6 §§."""
    return refused_unless(
        "decided_lawfully",
        (AT_ITS_TIME, "Ärendet väntar inte på det beslutet."),
        (
            "NEW.changes_id IS NOT NULL OR NEW.kind = 'avvisat_overklagande'"
            " OR NOT EXISTS (SELECT 1 FROM cases_application l"
            " WHERE l.case_id = f.case_id AND l.id > NEW.application_id)",
            "En senare ansökan har tagit vid.",
        ),
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
            f"NEW.decided_by_id IS NOT NULL OR NEW.decided_on >= ({OPEN_REFERRAL}"
            " NEW.application_id AND r.kind = NEW.kind"
            " AND r.concerns_id IS NOT DISTINCT FROM NEW.changes_id)",
            "Nämnden beslutar bara det som har hänskjutits, och inte före hänskjutandet.",
        ),
        (
            "NEW.decided_by_id IS NULL OR NEW.changes_id IS NULL"
            " OR NEW.kind = 'upphorande' AND NEW.ground = 'egen_begaran'"
            " OR NOT EXISTS (SELECT 1 FROM decisions_decision n"
            " WHERE n.application_id = NEW.application_id AND n.decided_by_id IS NULL"
            f" AND n.kind NOT IN {FORMAL})",
            "Nämnden har själv fattat beslutet. Bara nämnden ändrar det.",
        ),
        (
            "NEW.registered_by_id IS NULL OR "
            + holds(
                "NEW.registered_by_id",
                f"p.function = 'namndsekreterare' AND {same_namnd('NEW.unit_id')}",
                day_of("NEW.decided_at"),
            ),
            "Bara nämndsekreteraren registrerar nämndens beslut.",
        ),
        (
            "NEW.decided_by_id IS NULL"
            " OR NEW.decided_by_id NOT IN"
            " (COALESCE(f.investigator_id, 0), COALESCE(f.proposed_by_id, 0))",
            "Den som utrett eller föreslagit beslutar inte.",
        ),
        (
            "NOT EXISTS (SELECT 1 FROM cases_historicalpart p"
            " WHERE p.investigation_id = f.id AND p.saved_by_id = NEW.decided_by_id)"
            f" AND NOT {took_part_in_communication('f.id', 'NEW.decided_by_id')}",
            "Den som skrivit i utredningen beslutar inte.",
        ),
        (
            "NEW.decided_by_id IS NULL"
            f" OR EXISTS (SELECT 1 FROM delegation_chain(NEW.decided_by_id, {POWER},"
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
                    LEFT JOIN cases_investigation i ON i.application_id = a.id
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
        func=f"""
                    IF NEW.kind IN {FORMAL} THEN
                        IF NOT EXISTS (SELECT 1 FROM decisions_ruling
                            WHERE decision_id = NEW.id AND basis = 'formell') THEN
                            RAISE EXCEPTION 'Beslutet säger inte vad som beslutas.'
                                USING ERRCODE = 'check_violation';
                        END IF;
                    ELSIF NOT EXISTS (SELECT 1 FROM decisions_ruling
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
                    IF NEW.changes_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM decisions_amendment WHERE decision_id = NEW.id) THEN
                        RAISE EXCEPTION 'Beslutet säger inte varför det ändrar ett annat.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.kind = 'insats' AND NOT EXISTS (SELECT 1 FROM decisions_ruling
                            WHERE decision_id = NEW.id AND outcome = 'bifall') THEN
                        IF NOT {COMMUNICATED} THEN
                            RAISE EXCEPTION 'Avslag utan kommunicering.'
                                USING ERRCODE = 'check_violation';
                        END IF;
                        IF NOT NEW.reply_met AND EXISTS (SELECT 1 FROM cases_reply r
                            JOIN cases_sending s ON s.id = r.sending_id
                            JOIN cases_investigation i ON i.id = s.investigation_id
                            WHERE i.application_id = NEW.application_id) THEN
                            RAISE EXCEPTION 'Den sökandes svar är inte bemött.'
                                USING ERRCODE = 'check_violation';
                        END IF;
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
            f"(NEW.basis = 'formell') = (f.kind IN {FORMAL})",
            "Beslutet prövar något annat än det är till för.",
        ),
        (
            "NEW.basis <> 'befogenhet' OR f.right_outcome <> 'bifall'",
            "Rätten prövas först, och befogenheten bara för det som rätten inte ger.",
        ),
        (
            "NEW.period_to IS NULL OR NEW.period_to <"
            " NEW.period_from + make_interval(months => f.longest_months)",
            "Perioden är längre än riktlinjen medger.",
        ),
        (
            "NEW.period_from IS NULL OR NEW.period_from >= COALESCE(f.old_first, f.decided_on)",
            "Perioden börjar före beslutet.",
        ),
        (
            "NEW.period_to IS NULL OR f.old_last IS NULL OR f.kind = 'rattelse'"
            " OR NEW.period_to <= f.old_last",
            "En insats förlängs bara efter en ny ansökan.",
        ),
        (
            "NEW.basis <> 'befogenhet' OR NEW.outcome = 'avslag' OR NOT f.barred",
            "Personen har försörjningsstöd: insatsen kan inte beviljas utöver rätten.",
        ),
        (
            "f.decided_by_id IS NULL OR f.kind <> 'insats'"
            " OR EXISTS (SELECT 1 FROM delegation_chain(f.decided_by_id,"
            " 'insats_' || NEW.basis, f.unit_id, f.decided_on))",
            "Beslutsfattaren saknar delegation för prövningen.",
        ),
        (
            "f.decided_on BETWEEN f.law_from AND COALESCE(f.law_to, 'infinity')"
            " AND f.key = CASE NEW.basis WHEN 'formell' THEN f.kind ELSE NEW.basis END",
            "Lagrummet gällde inte på beslutsdagen.",
        ),
        declare="""
                    SELECT d.kind, d.decided_on, d.decided_by_id, d.unit_id, r.longest_months,
                        p.key,
                        (SELECT min(period_from) FROM decisions_ruling
                            WHERE decision_id = d.changes_id) AS old_first,
                        (SELECT max(period_to) FROM decisions_ruling
                            WHERE decision_id = d.changes_id) AS old_last,
                        p.valid_from AS law_from, p.valid_to AS law_to,
                        EXISTS (SELECT 1 FROM cases_criterionanswer ca
                            JOIN rulebook_criterion c ON c.id = ca.criterion_id
                            JOIN cases_investigation i ON i.id = ca.investigation_id
                            WHERE i.application_id = d.application_id
                            AND c.bars_grant AND ca.answer = 'inte_uppfyllt') AS barred,
                        (SELECT outcome FROM decisions_ruling
                            WHERE decision_id = d.id AND basis = 'ratt') AS right_outcome
                    INTO f FROM decisions_decision d
                    LEFT JOIN rulebook_riktlinje r ON r.id = d.riktlinje_id
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
                    LOOP
                        own := replace(own, phrase, '');
                    END LOOP;
                    IF own !~ '\\w' AND NEW.circumstances || NEW.reasons ~ '\\w' THEN
                        RAISE EXCEPTION 'Motiveringen består bara av fraser.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
    )


def decided_by_a_decision() -> pgtrigger.Trigger:
    """An application ends only by decision or, before that, by being withdrawn: G9."""
    return pgtrigger.Trigger(
        name="decided_by_a_decision",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("status") | pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__status__in=["beslutad", "pagar", "avslutad"]),
        func=f"""
                    IF EXISTS (
                        SELECT 1 FROM cases_case c
                        JOIN cases_application a ON a.case_id = c.id
                        LEFT JOIN decisions_decision d ON d.application_id = a.id
                            AND d.kind IN {ENDS}
                        LEFT JOIN cases_withdrawal w ON w.application_id = a.id
                        WHERE c.id = NEW.id AND c.status IN ('beslutad', 'pagar', 'avslutad')
                        AND d.id IS NULL AND w.id IS NULL
                    ) THEN
                        RAISE EXCEPTION 'Ansökan avslutas bara genom beslut eller återkallelse.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
    )


def application_opens_its_case() -> pgtrigger.Trigger:
    """No application lies in a case that has done with it: G9."""
    return pgtrigger.Trigger(
        name="application_opens_its_case",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=f"""
                    IF EXISTS (
                        SELECT 1 FROM cases_case c
                        LEFT JOIN decisions_decision d ON d.application_id = NEW.id
                            AND d.kind IN {ENDS}
                        LEFT JOIN cases_withdrawal w ON w.application_id = NEW.id
                        WHERE c.id = NEW.case_id AND d.id IS NULL AND w.id IS NULL
                        AND c.status IN ('beslutad', 'pagar', 'avslutad')
                    ) THEN
                        RAISE EXCEPTION 'Ansökan avslutas bara genom beslut eller återkallelse.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
    )
