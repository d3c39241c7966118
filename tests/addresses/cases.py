"""A case and its parts: worklist, application, person, investigation, jäv."""

from tests.addresses.roles import (
    AT_NAMND,
    CHEFS,
    COACHS_422,
    INSIDE,
    NOT_THERE,
    NOTED_INSIDE,
    SEEN_INSIDE,
    UNIT,
    each,
)

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("consultation", (), "get", "started"): SEEN_INSIDE,
    ("consultation", (), "post", "started"): COACHS_422,
    ("consultation", (), "get", "registered"): each((INSIDE, 302), rest=NOT_THERE),
    ("application", (), "get", "registered"): SEEN_INSIDE,
    ("application", (), "get", "proposed"): SEEN_INSIDE,
    ("note_application", ("fortydligande",), "get", "registered"): SEEN_INSIDE,
    ("note_application", ("fortydligande",), "post", "registered"): NOTED_INSIDE,
    ("note_application", ("komplettering",), "post", "registered"): NOTED_INSIDE,
    ("note_application", ("aterkallelse",), "post", "registered"): NOTED_INSIDE,
    ("note_application", ("aterkallelse",), "post", "decided"): each(
        (INSIDE, 409), rest=NOT_THERE
    ),
    ("note_application", ("begaran",), "post", "registered"): NOTED_INSIDE,
    ("note_application", ("drojsmal",), "post", "registered"): NOTED_INSIDE,
    ("note_application", ("nagot-annat",), "get", "registered"): each(rest=NOT_THERE),
    ("completion", ("LACK",), "get", "registered"): SEEN_INSIDE,
    ("completion", ("LACK",), "post", "registered"): NOTED_INSIDE,
    ("answer_contact", ("ASKED",), "get", "registered"): each(
        (UNIT, 200), ("registrator", 403), rest=NOT_THERE
    ),
    ("answer_contact", ("ASKED",), "post", "registered"): each(
        (UNIT, 422), ("registrator", 403), rest=NOT_THERE
    ),
    ("person", (), "get", "registered"): SEEN_INSIDE,
    ("person", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("named", (), "get", "registered"): SEEN_INSIDE,
    ("named", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("name_colleague", (), "get", "registered"): each((INSIDE, 409), rest=NOT_THERE),
    ("name_colleague", (), "get", "protected"): each(
        ("chef", 200), ("coach", 403), rest=NOT_THERE
    ),
    ("name_colleague", (), "post", "protected"): each(
        ("chef", 422), ("coach", 403), rest=NOT_THERE
    ),
    ("unname_colleague", ("NAMING",), "get", "protected"): each(rest=405),
    ("unname_colleague", ("NAMING",), "post", "protected"): each(
        ("chef", 302), ("coach", 403), rest=NOT_THERE
    ),
    ("change_person", ("uppgifter",), "get", "registered"): SEEN_INSIDE,
    ("change_person", ("uppgifter",), "post", "registered"): NOTED_INSIDE,
    ("change_person", ("skydd",), "post", "registered"): NOTED_INSIDE,
    ("change_person", ("ombud",), "post", "registered"): NOTED_INSIDE,
    ("change_person", ("nummer",), "get", "registered"): each((INSIDE, 409), rest=NOT_THERE),
    ("end_representative", ("OMBUD",), "get", "registered"): SEEN_INSIDE,
    ("end_representative", ("OMBUD",), "post", "registered"): NOTED_INSIDE,
    ("worklist", (), "get", "proposed"): each(rest=200),
    ("find", (), "get", "proposed"): each(rest=200),
    ("find", (), "post", "proposed"): each(rest=422),
    ("register", (), "get", "proposed"): each(
        (("granskare", "sekreterare", "delegationsadmin", "forvaltningschef"), 403), rest=200
    ),
    ("register", (), "post", "proposed"): each(
        (("granskare", "sekreterare", "delegationsadmin", "forvaltningschef"), 403), rest=422
    ),
    ("case", (), "get", "registered"): SEEN_INSIDE,
    ("history", (), "get", "registered"): SEEN_INSIDE,
    ("investigation", (), "get", "registered"): each((INSIDE, 302), rest=NOT_THERE),
    ("part", ("kriterier",), "get", "registered"): each((INSIDE, 302), rest=NOT_THERE),
    ("start", (), "post", "registered"): each(
        ("coach", 422), (("colleague", "chef", "bitr", "registrator"), 403), rest=NOT_THERE
    ),
    ("start", (), "get", "registered"): each(rest=405),
    ("assign", (), "post", "registered"): each((INSIDE, 302), rest=NOT_THERE),
    ("conflict", (), "get", "registered"): SEEN_INSIDE,
    ("conflict", (), "post", "registered"): each((INSIDE, 422), rest=NOT_THERE),
    ("conflict_answer", (), "post", "registered"): each((INSIDE, 422), rest=NOT_THERE),
    ("conflict_answer", (), "get", "registered"): each(rest=405),
    ("conflict_tried", (), "post", "registered"): each(
        (CHEFS, 422), (("coach", "colleague", "registrator"), 403), rest=NOT_THERE
    ),
    ("cover", (), "get", "registered"): each(rest=NOT_THERE),
    ("cover", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("receipt", (), "get", "registered"): SEEN_INSIDE,
    ("receipt", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    # a case under investigation
    ("case", (), "get", "started"): SEEN_INSIDE,
    ("investigation", (), "get", "started"): SEEN_INSIDE,
    ("part", ("kriterier",), "get", "started"): SEEN_INSIDE,
    ("part", ("finns-inte",), "get", "started"): each(rest=NOT_THERE),
    ("part", ("samlad-bedomning",), "post", "started"): each(
        ("coach", 302), (("colleague", "chef", "bitr", "registrator"), 403), rest=NOT_THERE
    ),
    ("propose", (), "post", "started"): each(
        ("coach", 422), (("colleague", "chef", "bitr", "registrator"), 403), rest=NOT_THERE
    ),
    ("start", (), "post", "started"): each(
        ("coach", 409), (("colleague", "chef", "bitr", "registrator"), 403), rest=NOT_THERE
    ),
    ("case", (), "get", "proposed"): SEEN_INSIDE,
    ("investigation", (), "get", "proposed"): SEEN_INSIDE,
    ("part", ("samlad-bedomning",), "get", "proposed"): SEEN_INSIDE,
    ("part", ("samlad-bedomning",), "post", "proposed"): each(
        ("coach", 409), (("colleague", "chef", "bitr", "registrator"), 403), rest=NOT_THERE
    ),
    ("propose", (), "post", "proposed"): each(
        ("coach", 409), (("colleague", "chef", "bitr", "registrator"), 403), rest=NOT_THERE
    ),
    ("case", (), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("part", ("samlad-bedomning",), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("part", ("samlad-bedomning",), "post", "referred"): each(
        ("coach", 409), (("colleague", *CHEFS, "registrator", "sekreterare"), 403), rest=NOT_THERE
    ),
    ("case", (), "get", "decided"): SEEN_INSIDE,
    ("case", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("history", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("conflict", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    # a case in which coach and chef are jäviga: for them it is not there
    ("case", (), "get", "barred"): each(
        (("colleague", "bitr", "registrator"), 200), rest=NOT_THERE
    ),
    ("conflict", (), "get", "barred"): each(
        (("colleague", "bitr", "registrator"), 200), rest=NOT_THERE
    ),
}  # fmt: skip
