"""What PostgreSQL itself refuses of a hänskjutande and of the nämnd's answer: G23."""

import pgtrigger

from decisions.triggers import ENDS, FORMAL, OPEN_REFERRAL
from jobbtorg.organisation.models.triggers import day_of, holds, refused_unless
from jobbtorg.organisation.namnder import same_namnd


def referred_at_its_time() -> pgtrigger.Trigger:
    """What can be decided, by a chef of its unit or the förvaltningschef, once at a time: G23."""
    chef = (
        "(p.function IN ('enhetschef', 'bitradande_enhetschef') AND p.unit_id = f.unit_id"
        f" OR p.function = 'forvaltningschef' AND {same_namnd('f.unit_id')})"
    )
    return refused_unless(
        "referred_at_its_time",
        (
            "NEW.kind <> 'insats' OR f.status = 'vantar_pa_beslut'",
            "Ärendet väntar inte på beslut.",
        ),
        (f"NEW.kind NOT IN {FORMAL} OR NOT f.ended", "Ansökan är redan avgjord."),
        (
            "NEW.concerns_id IS NULL OR EXISTS (SELECT 1 FROM decisions_decision d"
            " WHERE d.id = NEW.concerns_id AND d.application_id = NEW.application_id"
            f" AND d.kind NOT IN {FORMAL}"
            " AND NOT EXISTS (SELECT 1 FROM decisions_decision l WHERE l.changes_id = d.id))",
            "Beslutet prövar ingen insats i ärendet, eller gäller inte längre.",
        ),
        (f"NOT EXISTS ({OPEN_REFERRAL} NEW.application_id)", "Ärendet är redan hänskjutet."),
        (holds("NEW.referred_by_id", chef, day_of("NEW.referred_at")), "Bara chefer hänskjuter."),
        declare=f"""
                    SELECT c.status, c.unit_id, EXISTS (SELECT 1 FROM decisions_decision e
                        WHERE e.application_id = a.id AND e.kind IN {ENDS}) AS ended
                    INTO f FROM cases_application a
                    JOIN cases_case c ON c.id = a.case_id
                    WHERE a.id = NEW.application_id FOR UPDATE OF c;
                """,
    )


def answered_lawfully() -> pgtrigger.Trigger:
    """By the nämnd's own decision in the case, or by its minutes, after the hänskjutande: G23."""
    answered_on = day_of("NEW.answered_at")
    secretary = f"p.function = 'namndsekreterare' AND {same_namnd('f.unit_id')}"
    return refused_unless(
        "answered_lawfully",
        (
            "NEW.decision_id IS NULL OR EXISTS (SELECT 1 FROM decisions_decision d"
            " WHERE d.id = NEW.decision_id AND d.application_id = f.application_id"
            " AND d.decided_by_id IS NULL AND d.kind = f.kind"
            " AND d.changes_id IS NOT DISTINCT FROM f.concerns_id)",
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
                    SELECT r.application_id, r.kind, r.concerns_id, c.unit_id,
                        {day_of("r.referred_at")} AS referred_on
                    INTO f FROM decisions_referral r
                    JOIN cases_application a ON a.id = r.application_id
                    JOIN cases_case c ON c.id = a.case_id WHERE r.id = NEW.referral_id;
                """,
    )


def waits_while_referred() -> pgtrigger.Trigger:
    """The insats that the nämnd is to decide does not go back to the coach meanwhile."""
    return pgtrigger.Trigger(
        name="waits_while_referred",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status"),
        condition=pgtrigger.Q(old__status="vantar_pa_beslut", new__status="utreds"),
        func=f"""
                    IF EXISTS (SELECT 1 FROM cases_application a WHERE a.case_id = NEW.id
                        AND EXISTS ({OPEN_REFERRAL} a.id AND r.kind = 'insats')) THEN
                        RAISE EXCEPTION 'Ärendet är hänskjutet till nämnden.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
    )
