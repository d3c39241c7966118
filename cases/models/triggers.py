"""What PostgreSQL itself refuses of a case and its investigation."""

import pgtrigger

# the case of a row of these tables
APPLICATIONS_CASE = "(SELECT case_id FROM cases_application WHERE id = NEW.application_id)"
INVESTIGATIONS_CASE = """(
    SELECT a.case_id FROM cases_investigation i JOIN cases_application a ON a.id = i.application_id
    WHERE i.id = NEW.investigation_id
)"""


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


def day_of(moment: str) -> str:
    """The day in Stockholm on which the moment in this column fell."""
    return f"({moment} AT TIME ZONE 'Europe/Stockholm')::date"


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
                WHERE a.case_id = NEW.id AND i.proposed_by_id IS NOT NULL AND NOT EXISTS (
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
