"""What is worked out ahead is worked out anew when a row that it was told from changes.

Each table that tells something gets a trigger, whoever writes the row. The tables of other apps are
named here by whoever reads them, never imported: PostgreSQL keeps it, and no act knows of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """SQL for the keys that a row `r` touches, by what they are keys of.

    columns: those of which a change matters; all, where none is named.
    """

    cases: str = ""
    contacts: str = ""
    coaches: str = ""
    columns: tuple[str, ...] = ()


OF_APPLICATION = "SELECT a.case_id FROM cases_application a WHERE a.id = r.application_id"
OF_DECISION = """SELECT a.case_id FROM decisions_decision d
    JOIN cases_application a ON a.id = d.application_id WHERE d.id = r.decision_id"""
OF_INVESTIGATION = """SELECT a.case_id FROM cases_investigation i
    JOIN cases_application a ON a.id = i.application_id WHERE i.id = r.investigation_id"""
OF_SENDING = """SELECT a.case_id FROM cases_sending s
    JOIN cases_investigation i ON i.id = s.investigation_id
    JOIN cases_application a ON a.id = i.application_id WHERE s.id = r.sending_id"""
OF_ASSIGNMENT = """SELECT a.case_id FROM followup_assignment u
    JOIN cases_application a ON a.id = u.application_id WHERE u.id = r.assignment_id"""
OF_APPEAL = """SELECT a.case_id FROM appeals_appeal o
    JOIN decisions_decision d ON d.id = o.decision_id
    JOIN cases_application a ON a.id = d.application_id WHERE o.id = r.appeal_id"""
OF_SIGNPOSTING = "SELECT s.case_id FROM cases_signposting s WHERE s.id = r.signposting_id"

TRIGGER = """
    CREATE OR REPLACE FUNCTION {name}_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {unless}
        IF TG_OP <> 'DELETE' THEN {new} END IF;
        IF TG_OP <> 'INSERT' THEN {old} END IF;
        RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS {name} ON {table};
    CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {name}_{table}();
"""


def installed(name: str, sources: dict[str, Source], **then: str) -> Iterator[str]:
    """The trigger of each table, as a migration writes it.

    then: SQL that does what is done with the keys, by what they are keys of; {row} and {keys} in it
    are the row that was written and the SQL of the source.
    """
    for table, source in sources.items():
        new, old = (_done(source, row, then) for row in ("NEW", "OLD"))
        yield TRIGGER.format(name=name, table=table, unless=_unless(source), new=new, old=old)


def _unless(source: Source) -> str:
    if not source.columns:
        return ""
    old, new = (", ".join(f"{row}.{c}" for c in source.columns) for row in ("OLD", "NEW"))
    return f"""IF TG_OP = 'UPDATE' AND ({old}) IS NOT DISTINCT FROM ({new}) THEN
            RETURN NULL;
        END IF;"""


def _done(source: Source, row: str, then: dict[str, str]) -> str:
    return "".join(
        do.format(row=row, keys=getattr(source, kind))
        for kind, do in then.items()
        if getattr(source, kind)
    )
