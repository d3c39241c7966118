"""Öppna med skäl: of a case of the unit's that somebody at City has opened with a reason."""

from tests.addresses.roles import CHEFS, NOT_THERE, each

OPENS = ("coach", "colleague", *CHEFS, "coach_city", "chef_city", "coach_insatser", "registrator")
ASKED = ("OPENING",)

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("open_with_reason", (), "get", "started"): each((OPENS, 200), rest=403),
    ("open_with_reason", (), "post", "started"): each((OPENS, 422), rest=403),
    ("end_opening", ASKED, "post", "started"): each(("coach_city", 302), rest=NOT_THERE),
    ("end_opening", ("1",), "get", "started"): each(rest=405),
    ("explain_opening", ASKED, "post", "started"): each(("coach_city", 422), rest=NOT_THERE),
    ("explain_opening", ("1",), "get", "started"): each(rest=405),
    ("openings", (), "get", "started"): each(
        ((*CHEFS, "chef_city", "forvaltningschef"), 200), rest=NOT_THERE
    ),
    ("review_opening", ASKED, "post", "started"): each((CHEFS, 422), rest=NOT_THERE),
    ("review_opening", ("1",), "get", "started"): each(rest=405),
    # a protected person's case leads nobody there but to the form
    ("open_with_reason", (), "get", "protected"): each((OPENS, 200), rest=403),
}
