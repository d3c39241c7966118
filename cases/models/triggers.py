"""What PostgreSQL itself refuses of a case and its investigation."""

import pgtrigger

from jobbtorg.organisation.models.triggers import day_of, refused_when

# the case of a row of these tables
APPLICATIONS_CASE = "(SELECT case_id FROM cases_application WHERE id = NEW.application_id)"
INVESTIGATIONS_CASE = """(
    SELECT a.case_id FROM cases_investigation i JOIN cases_application a ON a.id = i.application_id
    WHERE i.id = NEW.investigation_id
)"""
COMPLETIONS_CASE = """(
    SELECT a.case_id FROM cases_completionrequest r JOIN cases_application a
    ON a.id = r.application_id WHERE r.id = NEW.request_id
)"""
# whether `a` is the case's present application: a continued one takes the place of the one before
LATEST = "a.id = (SELECT max(l.id) FROM cases_application l WHERE l.case_id = a.case_id)"


def _refused_while(name: str, sentence: str, found: str) -> pgtrigger.Trigger:
    """Refuses a new row while the query `found` about it finds one."""
    return refused_when(name, (f"EXISTS ({found})", sentence))


def applied_in_order() -> pgtrigger.Trigger:
    """A case has one application at a time: the next comes while the insats runs.

    What a court sends back comes to a closed case too.
    """
    return _refused_while(
        "one_application_at_a_time",
        "Ärendet har redan en ansökan som inte är avgjord.",
        """SELECT 1 FROM cases_case c JOIN cases_application a ON a.case_id = c.id
        WHERE c.id = NEW.case_id AND c.status <> 'pagar'
        AND NOT (NEW.remitted AND c.status = 'avslutad')""",
    )


def reopened_by_a_court() -> pgtrigger.Trigger:
    """A closed case is taken up again only for what a court has sent back."""
    return pgtrigger.Trigger(
        name="reopened_by_a_court",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status"),
        condition=pgtrigger.Q(old__status="avslutad", new__status="aktualiserad"),
        func=f"""
            IF NOT EXISTS (SELECT 1 FROM cases_application a
                    WHERE a.case_id = NEW.id AND {LATEST} AND a.remitted) THEN
                RAISE EXCEPTION 'Ett avslutat ärende tas upp bara när rätten har återförvisat det.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def withdrawn_before_decided() -> pgtrigger.Trigger:
    """What is decided is no longer withdrawn; nor before it came."""
    return _refused_while(
        "withdrawn_before_decided",
        "Ansökan är avgjord eller kom in senare.",
        """SELECT 1 FROM cases_application a JOIN cases_case c ON c.id = a.case_id
        WHERE a.id = NEW.application_id AND (NEW.withdrawn_on < a.arrived_on
        OR c.status NOT IN ('aktualiserad', 'utreds', 'vantar_pa_beslut'))""",
    )


def hastened_after_six_months() -> pgtrigger.Trigger:
    """FL 12 §: only when six months have passed since the application came."""
    return _refused_while(
        "hastened_after_six_months",
        "Begäran om avgörande kan göras först när sex månader har gått.",
        """SELECT 1 FROM cases_application a WHERE a.id = NEW.application_id
        AND NEW.arrived_on <= a.arrived_on + interval '6 months'""",
    )


def from_its_contact() -> pgtrigger.Trigger:
    """Who wished to apply at a contact in råd och stöd applied that day. FL 19 and 22 §§."""
    return refused_when(
        "from_its_contact",
        (
            """NEW.contact_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM cases_advicecontact c JOIN cases_case k ON k.id = NEW.case_id
                LEFT JOIN cases_advicecancellation x ON x.contact_id = c.id
                LEFT JOIN cases_advicedecline d ON d.contact_id = c.id
                WHERE c.id = NEW.contact_id AND c.wants <> 'nej'
                    AND x.id IS NULL AND d.id IS NULL AND c.held_on = NEW.arrived_on
                    AND COALESCE(c.person_id, k.person_id) = k.person_id
            )""",
            "Ansökan stämmer inte med kontakten den kommer från.",
        ),
    )


def proposed_whole() -> pgtrigger.Trigger:
    """Nothing waits for decision without the parts that a basis for decision has (users.md G21)."""
    return pgtrigger.Trigger(
        name="proposed_whole",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status"),
        condition=pgtrigger.Q(new__status="vantar_pa_beslut"),
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM cases_application a
                JOIN cases_investigation i ON i.application_id = a.id
                JOIN cases_assessment s ON s.investigation_id = i.id AND s.right_outcome <> ''
                JOIN cases_afinformation af ON af.investigation_id = i.id
                JOIN cases_children ch ON ch.investigation_id = i.id
                    AND (ch.any = 'nej' OR ch.best_interests ~ '\\S')
                JOIN cases_individualassessment ia
                    ON ia.investigation_id = i.id AND ia.text ~ '\\S'
                WHERE a.case_id = NEW.id AND {LATEST} AND i.proposed_by_id IS NOT NULL AND EXISTS (
                    SELECT 1 FROM rulebook_riktlinje r
                    WHERE r.id = i.riktlinje_id AND {day_of("i.proposed_at")}
                        BETWEEN r.valid_from AND COALESCE(r.valid_to, 'infinity')
                ) AND (
                    a.remitted OR NOT EXISTS (SELECT 1 FROM cases_application e
                        WHERE e.case_id = a.case_id AND e.id < a.id)
                    OR EXISTS (SELECT 1 FROM cases_consultation k WHERE k.investigation_id = i.id)
                ) AND (
                    NOT EXISTS (
                        SELECT 1 FROM rulebook_criterion b
                        JOIN cases_criterionanswer ba ON ba.criterion_id = b.id
                        WHERE ba.investigation_id = i.id AND b.riktlinje_id = i.riktlinje_id
                            AND b.bars_grant AND ba.answer = 'inte_uppfyllt'
                    ) OR EXISTS (
                        SELECT 1 FROM cases_signposting g
                        WHERE g.case_id = a.case_id AND g.signposted_on >= a.arrived_on
                    )
                ) AND NOT EXISTS (
                    SELECT 1 FROM rulebook_criterion c
                    LEFT JOIN cases_criterionanswer ca
                        ON ca.criterion_id = c.id AND ca.investigation_id = i.id
                    WHERE c.riktlinje_id = i.riktlinje_id AND COALESCE(ca.answer, '') = ''
                ) AND NOT EXISTS (
                    SELECT 1 FROM rulebook_question q
                    LEFT JOIN cases_assessmentanswer an
                        ON an.question_id = q.id AND an.investigation_id = i.id
                    WHERE q.form_id = i.form_id AND q.required
                        AND COALESCE(an.text, '') !~ '\\S'
                )
            ) THEN
                RAISE EXCEPTION 'Utredningen saknar delar som ett beslut kräver.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def only_while_investigated(investigation: str) -> pgtrigger.Trigger:
    """A part is written only while its case has status utreds, for its present application."""
    return pgtrigger.Trigger(
        name="only_while_investigated",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM cases_investigation i
                JOIN cases_application a ON a.id = i.application_id
                JOIN cases_case c ON c.id = a.case_id
                WHERE i.id IN (NEW.{investigation}, OLD.{investigation})
                AND NOT (c.status = 'utreds' AND {LATEST})
            ) THEN
                RAISE EXCEPTION 'Utredningen är låst: ärendet utreds inte nu.'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
