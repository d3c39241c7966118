"""Which tables the figures read, and how a row of each leads to the case that is counted anew.

Each gets a trigger, whoever writes the row. A report reads the database and knows no acts: the
tables of other apps are named, never imported (docs/adr/0015).
"""

from collections.abc import Iterator
from dataclasses import dataclass

OF_APPLICATION = "SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id"
OF_DECISION = """SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id"""
OF_INVESTIGATION = """SELECT a.case_id FROM cases_investigation i
    JOIN cases_application a ON a.id = i.application_id WHERE i.id = r.investigation_id"""


@dataclass(frozen=True)
class Source:
    """The cases of a row `r`; of which columns a change matters (all, where none is named)."""

    cases: str
    contacts: str = ""
    columns: tuple[str, ...] = ()


SOURCES = {
    "cases_case": Source("SELECT r.id", columns=("unit_id", "person_id")),
    "cases_person": Source(
        "SELECT c.id FROM cases_case c WHERE c.person_id = r.id",
        columns=("personnummer", "born", "gender"),
    ),
    "cases_application": Source("SELECT r.case_id", "SELECT r.contact_id"),
    "cases_note": Source("SELECT r.case_id", columns=("case_id", "event_on", "written_at")),
    "cases_investigation": Source(OF_APPLICATION, columns=("application_id",)),
    "cases_sending": Source(OF_INVESTIGATION),
    "cases_waiver": Source(OF_INVESTIGATION),
    "cases_withdrawal": Source(OF_APPLICATION),
    "cases_signposting": Source("SELECT r.case_id"),
    "cases_signpostingfollowup": Source(
        "SELECT s.case_id FROM cases_signposting s WHERE s.id = r.signposting_id"
    ),
    "cases_advicecontact": Source("", "SELECT r.id"),
    "cases_advicedecline": Source("", "SELECT r.contact_id"),
    "cases_advicecancellation": Source("", "SELECT r.contact_id"),
    "decisions_decision": Source(OF_APPLICATION),
    "decisions_ruling": Source(OF_DECISION),
    "decisions_letter": Source(OF_DECISION),
    "decisions_dispatch": Source(
        """SELECT a.case_id FROM decisions_letter l
        JOIN decisions_decision d ON d.id = l.decision_id
        JOIN cases_application a ON a.id = d.application_id WHERE l.id = r.letter_id"""
    ),
    "decisions_execution": Source(
        """SELECT a.case_id FROM decisions_ruling x
        JOIN decisions_decision d ON d.id = x.decision_id
        JOIN cases_application a ON a.id = d.application_id WHERE x.id = r.ruling_id"""
    ),
    "followup_assignment": Source(OF_APPLICATION, columns=("application_id",)),
    "followup_acceptance": Source(
        """SELECT a.case_id FROM followup_assignment u
        JOIN cases_application a ON a.id = u.application_id WHERE u.id = r.assignment_id"""
    ),
    "followup_closing": Source(OF_APPLICATION),
    "followup_grading": Source(OF_DECISION),
    "appeals_appeal": Source(OF_DECISION),
    "appeals_transfer": Source(
        """SELECT a.case_id FROM appeals_appeal o JOIN decisions_decision d ON d.id = o.decision_id
        JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id"""
    ),
    "rulebook_code": Source(
        """SELECT a.case_id FROM followup_closing x
        JOIN cases_application a ON a.id = x.application_id WHERE x.reason_id = r.id""",
        columns=("counts_as",),
    ),
    # the goal in force on a day counts for the decisions of that day: a new one looks forward
    "rulebook_setting": Source(
        """SELECT f.case_id FROM followup_figurefact f
        WHERE r.key = 'mal_dagar_till_beslut' AND f.figure = 'inom-mal'
        AND f.day >= r.valid_from""",
    ),
}
# What no fact is counted from: who reads a figure of units, counted as it is asked for.
ASKED_LIVE = {
    "audit_accesslog", "organisation_appointment", "organisation_unit", "review_logreview",
    "review_reviewreport",
}  # fmt: skip
MARK = """INSERT INTO followup_figurestale ({column})
            SELECT DISTINCT m.key FROM (SELECT {row}.*) r, LATERAL ({keys}) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING;"""
TRIGGER = """
    CREATE OR REPLACE FUNCTION figures_stale_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {unless}
        IF TG_OP <> 'DELETE' THEN {new} END IF;
        IF TG_OP <> 'INSERT' THEN {old} END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS figures_stale ON {table};
    CREATE TRIGGER figures_stale AFTER INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION figures_stale_{table}();
"""


def installed() -> Iterator[str]:
    """The trigger of each table, as a migration writes it."""
    for table, source in SOURCES.items():
        unless = ""
        if source.columns:
            old, new = (", ".join(f"{row}.{c}" for c in source.columns) for row in ("OLD", "NEW"))
            unless = f"""IF TG_OP = 'UPDATE' AND ({old}) IS NOT DISTINCT FROM ({new}) THEN
            RETURN NULL;
        END IF;"""
        new, old = (_marks(source, row) for row in ("NEW", "OLD"))
        yield TRIGGER.format(table=table, unless=unless, new=new, old=old)


def _marks(source: Source, row: str) -> str:
    asked = (("case_id", source.cases), ("contact_id", source.contacts))
    return "".join(MARK.format(column=c, row=row, keys=keys) for c, keys in asked if keys)
