"""What decisions rely on in the register: recorded before them, and not taken away behind them."""

import pgtrigger

from jobbtorg.organisation.models import Appointment, Delegation
from jobbtorg.rulebook.models import LetterText, Provision, Riktlinje, Setting


def rests_on_what_was_recorded() -> pgtrigger.Trigger:
    """A decision rests only on rows that stood in the register when it was taken.

    So no later change of the register makes a decision valid that no chain supported that day.
    """
    return pgtrigger.Trigger(
        name="rests_on_what_was_recorded",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__delegation__isnull=False),
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM organisation_historicaldelegation h
                JOIN organisation_delegation d ON d.id = NEW.delegation_id
                WHERE h.id = COALESCE(d.ground_id, d.id) AND h.history_type = '+'
                AND h.history_date <= NEW.decided_at
            ) OR NOT EXISTS (
                SELECT 1 FROM organisation_historicaldelegation h
                WHERE h.id = NEW.delegation_id AND h.history_type = '+'
                AND h.history_date <= NEW.decided_at
            ) OR NOT EXISTS (
                SELECT 1 FROM organisation_historicalappointment h
                WHERE h.id = NEW.appointment_id AND h.history_type = '+'
                AND h.history_date <= NEW.decided_at
            ) OR EXISTS (
                -- a course that is needed to decide, and that was not noted when the decision says
                SELECT 1 FROM rulebook_setting s
                CROSS JOIN LATERAL jsonb_array_elements_text(s.value) AS needed(code)
                WHERE s.key = 'utbildning_for_beslut'
                AND NEW.decided_on BETWEEN s.valid_from AND COALESCE(s.valid_to, 'infinity')
                AND NOT EXISTS (
                    SELECT 1 FROM organisation_historicaltraining h
                    JOIN organisation_course c ON c.id = h.course_id
                    WHERE h.user_id = NEW.decided_by_id AND c.code = needed.code
                    AND h.history_type = '+' AND h.history_date <= NEW.decided_at
                )
            ) OR (NEW.decided_at AT TIME ZONE 'Europe/Stockholm')::date <> NEW.decided_on THEN
                RAISE EXCEPTION 'Registret hade inte den delegationen när beslutet fattades.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def not_behind_a_decision(rests: str) -> pgtrigger.Trigger:
    """What a decision rests on is not ended before the day of the decision, nor taken back."""
    return pgtrigger.Trigger(
        name="not_behind_a_decision",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM decisions_decision x WHERE {rests}
                AND (x.decided_on > COALESCE(NEW.valid_to, 'infinity')
                    OR NEW.withdrawn_on IS NOT NULL)
            ) THEN
                RAISE EXCEPTION 'Beslut har fattats med stöd av raden.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def holds_for_the_decided(rests: str) -> pgtrigger.Trigger:
    """A version of the rulebook is not ended before a day on which a decision rests on it."""
    return pgtrigger.Trigger(
        name="holds_for_the_decided",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM decisions_decision x WHERE {rests}
                AND x.decided_on > NEW.valid_to
                AND x.decided_on BETWEEN OLD.valid_from AND COALESCE(OLD.valid_to, 'infinity')
            ) THEN
                RAISE EXCEPTION 'Beslut har fattats enligt versionen.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class ReliedOnProvision(Provision):
    """The lagrum as the decisions see it that cite it."""

    class Meta:
        proxy = True
        triggers = [
            holds_for_the_decided(
                "x.id IN (SELECT r.decision_id FROM decisions_ruling r"
                " WHERE r.provision_id = NEW.id)"
            )
        ]


class ReliedOnRiktlinje(Riktlinje):
    """The riktlinje as the decisions see it that were tried by it."""

    class Meta:
        proxy = True
        triggers = [holds_for_the_decided("x.riktlinje_id = NEW.id")]


class ReliedOnLetterText(LetterText):
    """The text as every decision of its days sees it: any letter may hold it."""

    class Meta:
        proxy = True
        triggers = [holds_for_the_decided("true")]


class ReliedOnSetting(Setting):
    """The setting as every decision of its days sees it."""

    class Meta:
        proxy = True
        triggers = [holds_for_the_decided("true")]


class ReliedOnDelegation(Delegation):
    """The delegation as the decisions see it that rest on it, or on what it was passed on as."""

    class Meta:
        proxy = True
        triggers = [
            not_behind_a_decision(
                "x.delegation_id IN (SELECT d.id FROM organisation_delegation d"
                " WHERE NEW.id IN (d.id, d.ground_id))"
            )
        ]


class ReliedOnAppointment(Appointment):
    """The appointment as the decisions see it that were taken by it."""

    class Meta:
        proxy = True
        triggers = [not_behind_a_decision("x.appointment_id = NEW.id")]
