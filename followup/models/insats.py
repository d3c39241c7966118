"""What PostgreSQL asks of an insats before a row is written about it: granted, open, whose."""

from decisions.triggers import FORMAL
from jobbtorg.organisation.models.triggers import day_of, holds

CHEFS = "p.function IN ('enhetschef', 'bitradande_enhetschef') AND p.unit_id = f.unit_id"
COACHES = "p.function = 'coach' AND p.unit_id = f.unit_id"
UNIT = f"({CHEFS} OR {COACHES})"


def stands(row: str) -> str:
    """That a closing holds: it strikes none, and nothing has come in its place."""
    replaced = f"SELECT 1 FROM followup_closing n WHERE n.replaces_id = {row}.id"
    return f"(NOT {row}.strikes AND NOT EXISTS ({replaced}))"


OF_ASSIGNMENT = "(SELECT application_id FROM followup_assignment WHERE id = NEW.assignment_id)"
CASE_OF_ASSIGNMENT = """(SELECT a.case_id FROM followup_assignment u
    JOIN cases_application a ON a.id = u.application_id WHERE u.id = NEW.assignment_id)"""
CASE_OF_APPLICATION = "(SELECT case_id FROM cases_application WHERE id = NEW.application_id)"

GRANTED = ("f.last_day IS NOT NULL", "Beslutet ger ingen insats.")
OPEN = ("NOT f.closed", "Insatsen är avslutad.")
TAKEN_ON = (
    "EXISTS (SELECT 1 FROM followup_acceptance t WHERE t.assignment_id = NEW.assignment_id"
    " AND t.coach_id = f.coach_id)",
    "Uppdraget är inte mottaget av ärendets coach.",
)
WRITTEN_TODAY = "Det som har hänt antecknas efteråt, och inte före beslutet."


def facts(application: str) -> str:
    """Fills `f` with the insats that the application was granted, its case locked."""
    return f"""
        SELECT c.id AS case_id, c.unit_id, c.status, c.coach_id, d.id AS decision_id, d.decided_on,
            r.first_day, r.last_day,
            EXISTS (SELECT 1 FROM followup_closing x JOIN cases_application l
                ON l.id = x.application_id WHERE l.case_id = c.id AND l.id >= a.id
                AND {stands("x")}) AS closed,
            (SELECT min(e.started_on) FROM decisions_execution e
                JOIN decisions_ruling er ON er.id = e.ruling_id
                JOIN decisions_decision ed ON ed.id = er.decision_id
                JOIN cases_application ea ON ea.id = ed.application_id
                WHERE ea.case_id = c.id AND NOT EXISTS (SELECT 1 FROM followup_closing b
                    JOIN cases_application ba ON ba.id = b.application_id
                    WHERE ba.case_id = c.id AND ba.id >= ea.id AND ba.id < a.id
                    AND {stands("b")})) AS started_on
        INTO f FROM cases_application a JOIN cases_case c ON c.id = a.case_id
        LEFT JOIN decisions_decision d ON d.application_id = a.id AND d.kind NOT IN {FORMAL}
            AND NOT EXISTS (SELECT 1 FROM decisions_decision n WHERE n.changes_id = d.id)
        LEFT JOIN LATERAL (SELECT min(g.period_from) AS first_day, max(g.period_to) AS last_day
            FROM decisions_ruling g WHERE g.decision_id = d.id) r ON true
        WHERE a.id = {application} FOR UPDATE OF c;
    """


def by(user: str, functions: str, moment: str, sentence: str) -> tuple[str, str]:
    """That the user held one of the functions when the row was written."""
    return holds(user, functions, day_of(moment)), sentence


def happened(day: str, moment: str) -> tuple[str, str]:
    """That the day lies between the decision and the moment of writing."""
    return f"{day} BETWEEN f.decided_on AND {day_of(moment)}", WRITTEN_TODAY
