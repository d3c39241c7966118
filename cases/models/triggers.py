"""What PostgreSQL itself refuses of a case and its investigation."""

import pgtrigger

from jobbtorg.organisation.models.triggers import refused_when

# the case of a row of these tables
APPLICATIONS_CASE = "(SELECT case_id FROM cases_application WHERE id = NEW.application_id)"
INVESTIGATIONS_CASE = """(
    SELECT a.case_id FROM cases_investigation i JOIN cases_application a ON a.id = i.application_id
    WHERE i.id = NEW.investigation_id
)"""


def day_of(moment: str) -> str:
    """The day in Stockholm on which the moment in this column fell."""
    return f"({moment} AT TIME ZONE 'Europe/Stockholm')::date"


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
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM cases_application a
                JOIN cases_investigation i ON i.application_id = a.id
                JOIN cases_assessment s ON s.investigation_id = i.id AND s.right_outcome <> ''
                JOIN cases_afinformation af ON af.investigation_id = i.id
                JOIN cases_individualassessment ia
                    ON ia.investigation_id = i.id AND ia.text ~ '\\S'
                WHERE a.case_id = NEW.id AND i.proposed_by_id IS NOT NULL AND (
                    NOT EXISTS (
                        SELECT 1 FROM rulebook_criterion b
                        JOIN cases_criterionanswer ba ON ba.criterion_id = b.id
                        WHERE ba.investigation_id = i.id
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
    """A part of the investigation is written only while the case has status utreds."""
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
                AND c.status <> 'utreds'
            ) THEN
                RAISE EXCEPTION 'Utredningen är låst: ärendet utreds inte nu.'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
