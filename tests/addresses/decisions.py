"""Decisions, letters and what the nämnd decides."""

from tests.addresses.roles import (
    AT_NAMND,
    CHEFS,
    INSIDE,
    NOT_THERE,
    NOTED_INSIDE,
    SEEN_INSIDE,
    UNIT,
    each,
)

REPORTS_READ = each(
    (("sekreterare", "registrator", "granskare", "forvaltningschef"), 200), rest=403
)
# what the seven units' delegation does not hold; who may is in the tests of each act
NOT_DELEGATED = each((INSIDE, 403), rest=NOT_THERE)
# a chef is shown why, and the form by which the question is handed to the nämnd
HANDED_ON = each((CHEFS, 200), (("coach", "colleague", "registrator"), 403), rest=NOT_THERE)
UNEXECUTED = each((("registrator", "delegationsadmin"), 403), rest=200)
SENDERS = ("registrator", "chef", "bitr", "chef_city")
REPORTS_422 = each(("sekreterare", 422), rest=403)

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("letter_checks", (), "get", "proposed"): each(("granskare", 200), rest=403),
    ("audit_checks", (), "get", "proposed"): each(
        (("granskare", "delegationsadmin"), 200), rest=403
    ),
    ("audit_heads", (), "get", "proposed"): each(
        (("granskare", "delegationsadmin"), 200), rest=403
    ),
    ("faults", (), "get", "proposed"): each(
        ((*CHEFS, "chef_city", "registrator", "sekreterare", "granskare", "delegationsadmin"), 200),
        rest=403,
    ),
    ("verify_case", (), "get", "proposed"): SEEN_INSIDE,
    ("decide", (), "get", "registered"): each(
        (("chef", "bitr"), 409), (("coach", "colleague", "registrator", "chef_city"), 403),
        rest=NOT_THERE,
    ),
    ("decision", (), "get", "registered"): each(rest=NOT_THERE),
    ("letter", (), "get", "registered"): each(rest=NOT_THERE),
    ("decide", (), "get", "sent"): each(
        (CHEFS, 409), (("coach", "colleague", "registrator", "chef_city"), 403), rest=NOT_THERE
    ),
    ("decide", (), "get", "proposed"): each(
        (CHEFS, 200), (("coach", "colleague", "registrator", "chef_city"), 403), rest=NOT_THERE
    ),
    ("decide", (), "post", "proposed"): each(
        (CHEFS, 422), (("coach", "colleague", "registrator", "chef_city"), 403), rest=NOT_THERE
    ),
    ("return", (), "post", "proposed"): each(
        (CHEFS, 422), (("coach", "colleague", "registrator"), 403), rest=NOT_THERE
    ),
    ("preview", ("0" * 64,), "get", "proposed"): each(rest=NOT_THERE),
    ("preview_pdf", ("0" * 64,), "get", "proposed"): each(rest=NOT_THERE),
    ("refer", (), "post", "proposed"): each(
        (CHEFS, 422), (("coach", "colleague", "registrator"), 403), rest=NOT_THERE
    ),
    ("refer", (), "get", "proposed"): each(rest=405),
    ("namnd_decision", (), "get", "proposed"): each(rest=NOT_THERE),
    ("namnd_decision", (), "post", "proposed"): each(rest=NOT_THERE),
    ("hand_back", (), "post", "proposed"): each(rest=NOT_THERE),
    ("hand_back", (), "get", "proposed"): each(rest=NOT_THERE),
    ("hand_back", (), "get", "referred"): each((AT_NAMND, 302), rest=NOT_THERE),
    # a case that the nämnd has
    ("decide", (), "get", "referred"): each(
        (CHEFS, 200),
        (("coach", "colleague", "registrator", "sekreterare", "chef_city"), 403),
        rest=NOT_THERE,
    ),
    ("decide", (), "post", "referred"): each(
        (CHEFS, 409),
        (("coach", "colleague", "registrator", "sekreterare", "chef_city"), 403),
        rest=NOT_THERE,
    ),
    ("return", (), "post", "referred"): each(
        (CHEFS, 409), (("coach", "colleague", "registrator", "sekreterare"), 403), rest=NOT_THERE
    ),
    ("refer", (), "post", "referred"): each(
        (CHEFS, 409), (("coach", "colleague", "registrator", "sekreterare"), 403), rest=NOT_THERE
    ),
    ("namnd_decision", (), "get", "referred"): each(
        ("sekreterare", 200), (INSIDE, 403), rest=NOT_THERE
    ),
    ("namnd_decision", (), "post", "referred"): each(
        ("sekreterare", 422), (INSIDE, 403), rest=NOT_THERE
    ),
    ("hand_back", (), "post", "referred"): each(
        ("sekreterare", 422), (INSIDE, 403), rest=NOT_THERE
    ),
    ("decision", (), "get", "decided_by_namnd"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("decision", (), "post", "decided_by_namnd"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("service", (), "post", "decided"): NOTED_INSIDE,
    ("service", (), "get", "decided"): each(rest=405),
    ("control", ("LETTER_SENT",), "post", "decided"): NOTED_INSIDE,
    ("undelivered", ("LETTER_SENT",), "post", "decided"): NOTED_INSIDE,
    ("letter", (), "get", "decided_by_namnd"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("namnd_decision", (), "get", "decided_by_namnd"): each((AT_NAMND, 302), rest=NOT_THERE),
    ("namnd_decision", (), "post", "decided_by_namnd"): each(
        ("sekreterare", 409), (INSIDE, 403), rest=NOT_THERE
    ),
    # a decided case
    ("decide", (), "get", "decided"): each(
        (INSIDE, 302), ("chef_city", 403), rest=NOT_THERE
    ),
    ("decide", (), "post", "decided"): each(
        (CHEFS, 409), (("coach", "colleague", "registrator", "chef_city"), 403), rest=NOT_THERE
    ),
    ("return", (), "post", "decided"): each(
        (CHEFS, 409), (("coach", "colleague", "registrator"), 403), rest=NOT_THERE
    ),
    ("decision", (), "get", "decided"): SEEN_INSIDE,
    ("decision", (), "post", "decided"): each((INSIDE, 422), rest=NOT_THERE),
    ("letter", (), "get", "decided"): SEEN_INSIDE,
    # one of several decisions, and what takes its place
    ("one_decision", ("DECISION",), "get", "decided"): SEEN_INSIDE,
    ("one_decision", ("DECISION",), "post", "decided"): each((INSIDE, 422), rest=NOT_THERE),
    ("one_service", ("DECISION",), "post", "decided"): NOTED_INSIDE,
    ("one_service", ("DECISION",), "get", "decided"): each(rest=405),
    ("one_letter", ("DECISION",), "get", "decided"): SEEN_INSIDE,
    ("later_decision", ("DECISION", "ratta"), "get", "decided"): HANDED_ON,
    ("later_decision", ("DECISION", "ratta"), "post", "decided"): NOT_DELEGATED,
    ("later_decision", ("DECISION", "andra"), "post", "decided"): NOT_DELEGATED,
    ("later_decision", ("DECISION", "avsluta"), "post", "decided"): NOT_DELEGATED,
    ("later_decision", ("DECISION", "okant"), "get", "decided"): each(rest=NOT_THERE),
    ("formal_decision", ("avskriv",), "get", "started"): HANDED_ON,
    ("formal_decision", ("avskriv",), "post", "started"): NOT_DELEGATED,
    ("formal_decision", ("avvisa",), "get", "started"): NOT_DELEGATED,
    ("formal_decision", ("okant",), "get", "started"): each(rest=NOT_THERE),
    ("hearing", ("DECISION",), "get", "decided"): each(
        (UNIT, 200), ("registrator", 403), rest=NOT_THERE
    ),
    ("hearing", ("DECISION",), "post", "decided"): each(
        (UNIT, 422), ("registrator", 403), rest=NOT_THERE
    ),
    ("hearing_letter", ("HEARING",), "get", "decided"): SEEN_INSIDE,
    ("hearing_reply", ("HEARING",), "get", "decided"): SEEN_INSIDE,
    ("hearing_reply", ("HEARING",), "post", "decided"): NOTED_INSIDE,
    # expediering
    ("expediting", (), "get", "decided"): each((SENDERS, 200), rest=403),
    ("expediting", (), "post", "decided"): each((SENDERS, 422), rest=403),
    # verkställighet
    ("unexecuted", (), "get", "decided"): UNEXECUTED,
    ("unexecuted_csv", (), "get", "decided"): UNEXECUTED,
    ("unexecuted_csv", (), "post", "decided"): each(rest=405),
    ("execution", ("RULING",), "get", "decided"): SEEN_INSIDE,
    ("execution", ("RULING",), "post", "decided"): each(
        (UNIT, 422), ("registrator", 403), rest=NOT_THERE
    ),
    # anmälan av delegationsbeslut
    ("reports", (), "get", "proposed"): REPORTS_READ,
    ("reports", (), "post", "proposed"): REPORTS_422,
    ("report", ("REPORT",), "get", "proposed"): REPORTS_READ,
    ("report", ("REPORT",), "post", "proposed"): REPORTS_422,
    ("report_pdf", ("REPORT",), "get", "proposed"): REPORTS_READ,
    ("report_csv", ("REPORT",), "get", "proposed"): REPORTS_READ,
    ("report_pdf", ("REPORT",), "post", "proposed"): each(rest=405),
    ("report_csv", ("REPORT",), "post", "proposed"): each(rest=405),
    ("minute_specially", (), "get", "proposed"): each(("sekreterare", 200), rest=403),
    ("minute_specially", (), "post", "proposed"): REPORTS_422,
    ("own_minutes", ("OWN_MINUTES",), "get", "decided_by_namnd"): REPORTS_READ,
    ("own_minutes", ("OWN_MINUTES",), "post", "decided_by_namnd"): REPORTS_422,
    ("own_minutes", ("LISTED",), "get", "decided"): each(
        (("sekreterare", "registrator", "granskare", "forvaltningschef"), 404), rest=403
    ),
    # a protected person's case: those named on it, and nobody else
    ("decide", (), "get", "protected"): each(("chef", 200), ("coach", 403), rest=NOT_THERE),
    ("decide", (), "post", "protected"): each(("chef", 422), ("coach", 403), rest=NOT_THERE),
    ("decide", (), "get", "barred"): each(
        ("bitr", 200), (("colleague", "registrator", "chef_city"), 403), rest=NOT_THERE
    ),
    ("decide", (), "post", "barred"): each(
        ("bitr", 409), (("colleague", "registrator", "chef_city"), 403), rest=NOT_THERE
    ),
}  # fmt: skip
