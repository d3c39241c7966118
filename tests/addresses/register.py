"""The register, staff, forms and what has no case."""

from tests.addresses.roles import FORM_READS, KEEPER_POSTS, KEEPER_READS, each

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("form_versions", (), "get", "proposed"): each(rest=200),
    ("form_version", ("FORM",), "get", "proposed"): each(rest=200),
    ("new_form_version", (), "get", "proposed"): FORM_READS,
    ("new_form_version", (), "post", "proposed"): each(
        (("delegationsadmin", "forvaltningschef"), 422), rest=403
    ),
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
    ("shortcuts", (), "get", "proposed"): each(rest=200),
    ("shortcuts", (), "post", "proposed"): each(rest=302),
    # råd och stöd
    ("communication_before", (), "get", "started"): each(rest=302),
}  # fmt: skip
