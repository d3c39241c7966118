"""The register, staff, forms and what has no case."""

from tests.addresses.roles import (
    KEEPER_POSTS,
    KEEPER_READS,
    NOT_THERE,
    RULEBOOK_POSTS,
    RULEBOOK_READS,
    each,
)

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    # only where all is practice: tests/platform/test_practice.py
    ("practice", (), "get", "proposed"): each(rest=NOT_THERE),
    ("practice", (), "post", "proposed"): each(rest=NOT_THERE),
    ("rulebook", (), "get", "proposed"): each(rest=200),
    ("rulebook_kind", ("lagrum",), "get", "proposed"): each(rest=200),
    ("rulebook_kind", ("brevtexter",), "get", "proposed"): each(rest=200),
    ("rulebook_kind", ("kodlistor",), "get", "proposed"): each(rest=200),
    ("rulebook_kind", ("riktlinjer",), "get", "proposed"): each(rest=200),
    ("rulebook_kind", ("installningar",), "get", "proposed"): each(rest=200),
    ("rulebook_kind", ("formular",), "get", "proposed"): each(rest=200),
    ("rulebook_kind", ("annat",), "get", "proposed"): each(rest=NOT_THERE),
    ("rulebook_entry", ("lagrum", "ratt"), "get", "proposed"): each(rest=200),
    ("rulebook_entry", ("lagrum", "finns-inte"), "get", "proposed"): each(rest=NOT_THERE),
    ("rulebook_new", ("lagrum",), "get", "proposed"): RULEBOOK_READS,
    ("rulebook_new", ("lagrum",), "post", "proposed"): RULEBOOK_POSTS,
    ("rulebook_change", ("riktlinjer", "riktlinjer"), "get", "proposed"): RULEBOOK_READS,
    ("rulebook_change", ("brevtexter", "beslut"), "get", "proposed"): each(
        (("delegationsadmin", "forvaltningschef"), 404), rest=403
    ),
    ("rulebook_change", ("riktlinjer", "riktlinjer"), "post", "proposed"): RULEBOOK_POSTS,
    ("rulebook_end", ("kodlistor", "behov.boende"), "get", "proposed"): RULEBOOK_READS,
    ("rulebook_end", ("kodlistor", "behov.boende"), "post", "proposed"): RULEBOOK_POSTS,
    ("proposal", ("PROPOSAL",), "get", "proposed"): each(rest=200),
    ("test_letter", ("PROPOSAL", "beslut-avslag-inget"), "get", "proposed"): each(rest=200),
    ("test_letter", ("PROPOSAL", "kvittens"), "get", "proposed"): each(rest=NOT_THERE),
    ("publish", ("PROPOSAL",), "post", "proposed"): each(("forvaltningschef", 302), rest=403),
    ("publish", ("PROPOSAL",), "get", "proposed"): each(rest=405),
    ("take_back", ("PUBLISHED",), "post", "proposed"): each(
        (("delegationsadmin", "forvaltningschef"), 409), rest=403
    ),
    ("take_back", ("PROPOSAL",), "get", "proposed"): each(rest=405),
    ("riktlinje_report", ("RIKTLINJE",), "get", "proposed"): each(rest=200),
    ("riktlinje_report", ("RIKTLINJE",), "post", "proposed"): each(("sekreterare", 422), rest=403),
    ("delegations", (), "get", "proposed"): each(rest=200),
    ("delegations_pdf", (), "get", "proposed"): each(rest=200),
    ("delegations_csv", (), "get", "proposed"): each(rest=200),
    ("who_may_decide", (), "get", "proposed"): each(rest=200),
    ("register_changes", (), "get", "proposed"): each(rest=200),
    ("namnd_new", (), "get", "proposed"): KEEPER_READS,
    ("namnd_new", (), "post", "proposed"): KEEPER_POSTS,
    ("namnd", ("NAMND",), "get", "proposed"): each(rest=200),
    ("namnd", ("NAMND",), "post", "proposed"): KEEPER_POSTS,
    ("namnd_document", ("DOCUMENT",), "get", "proposed"): each(rest=200),
    ("pass_on", (), "get", "proposed"): KEEPER_READS,
    ("pass_on", (), "post", "proposed"): KEEPER_POSTS,
    ("delegation", ("ROW",), "get", "proposed"): each(rest=200),
    ("delegation", ("ROW",), "post", "proposed"): KEEPER_POSTS,
    ("delegation_withdraw", ("ROW",), "post", "proposed"): each(
        ("delegationsadmin", 409), rest=403
    ),
    ("delegation_withdraw", ("ROW",), "get", "proposed"): each(rest=405),
    ("appointments", (), "get", "proposed"): each(rest=200),
    ("appoint", (), "get", "proposed"): KEEPER_READS,
    ("appoint", (), "post", "proposed"): KEEPER_POSTS,
    ("appointment", ("HELD",), "get", "proposed"): each(rest=200),
    ("appointment", ("HELD",), "post", "proposed"): KEEPER_POSTS,
    ("appointment_withdraw", ("HELD",), "post", "proposed"): each(
        ("delegationsadmin", 409), rest=403
    ),
    ("absences", (), "get", "proposed"): each(rest=200),
    ("absences", (), "post", "proposed"): each(rest=422),
    ("absence_end", ("AWAY",), "post", "proposed"): each(
        ("colleague", 302), ("chef", 302), ("bitr", 302), ("delegationsadmin", 302), rest=403
    ),
    ("trainings", (), "get", "proposed"): each(rest=200),
    ("trainings", (), "post", "proposed"): KEEPER_POSTS,
    ("training_withdraw", ("TRAINED",), "post", "proposed"): each(
        ("delegationsadmin", 302), rest=403
    ),
    ("units", (), "get", "proposed"): each(rest=200),
    ("unit", ("UNIT",), "get", "proposed"): each(rest=200),
    ("unit", ("UNIT",), "post", "proposed"): KEEPER_POSTS,
    ("signed_in", (), "get", "proposed"): each(rest=200),
    ("glossary", (), "get", "proposed"): each(rest=200),
    ("sign_in_onwards", (), "get", "proposed"): each(rest=302),
    ("own_account", (), "get", "proposed"): each(rest=200),
    ("own_account", (), "post", "proposed"): each(rest=302),
    ("password", (), "get", "proposed"): each(rest=200),
    ("password", (), "post", "proposed"): each(rest=422),
    ("accounts", (), "get", "proposed"): KEEPER_READS,
    ("account", ("COACH",), "get", "proposed"): KEEPER_READS,
    ("account", ("COACH",), "post", "proposed"): each(("delegationsadmin", 302), rest=403),
    ("account", ("ADMIN",), "post", "proposed"): each(rest=403),
    ("shortcuts", (), "get", "proposed"): each(rest=200),
    ("shortcuts", (), "post", "proposed"): each(rest=302),
    ("reminders_seen", (), "get", "proposed"): each(rest=405),
    ("reminders_seen", (), "post", "proposed"): each(rest=302),
    ("looks", (), "get", "proposed"): each(rest=200),
    ("looks", (), "post", "proposed"): each(rest=302),
    ("jobs", (), "get", "proposed"): each(rest=200),
    ("job", ("JOB",), "get", "proposed"): each(("coach", 200), rest=NOT_THERE),
    ("job_state", ("JOB",), "get", "proposed"): each(("coach", 200), rest=NOT_THERE),
    ("job_file", ("JOB",), "get", "proposed"): each(("coach", 200), rest=NOT_THERE),
    ("job_again", ("JOB",), "post", "proposed"): each(("coach", 409), rest=NOT_THERE),
    ("job_again", ("JOB",), "get", "proposed"): each(rest=405),
    ("calendar", (), "get", "proposed"): each(rest=200),
    ("calendar", (), "post", "proposed"): each(rest=200),
    ("analysis_dictionary", (), "get", "proposed"): each(rest=200),
    # råd och stöd
    ("communication_before", (), "get", "started"): each(rest=302),
}  # fmt: skip
