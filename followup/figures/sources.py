"""Which tables the figures read, and how a row of each leads to the case that is counted anew.

Each gets a trigger, whoever writes the row. A report reads the database and knows no acts: the
tables of other apps are named, never imported (docs/adr/0015).
"""

from collections.abc import Iterator

from jobbtorg import touched
from jobbtorg.touched import (
    OF_APPEAL,
    OF_APPLICATION,
    OF_ASSIGNMENT,
    OF_DECISION,
    OF_INVESTIGATION,
    OF_SIGNPOSTING,
    Source,
)

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
    "cases_signpostingfollowup": Source(OF_SIGNPOSTING),
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
    "followup_acceptance": Source(OF_ASSIGNMENT),
    "followup_closing": Source(OF_APPLICATION),
    "followup_grading": Source(OF_DECISION),
    "appeals_appeal": Source(OF_DECISION),
    "appeals_transfer": Source(OF_APPEAL),
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
            SELECT DISTINCT m.key FROM (SELECT {{row}}.*) r, LATERAL ({{keys}}) m(key)
            WHERE m.key IS NOT NULL ON CONFLICT DO NOTHING;"""


def installed() -> Iterator[str]:
    """The trigger of each table, as a migration writes it."""
    cases, contacts = (MARK.format(column=column) for column in ("case_id", "contact_id"))
    return touched.installed("figures_stale", SOURCES, cases=cases, contacts=contacts)
