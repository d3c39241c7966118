"""Avvikelser: the list, and a lex Sarah-rapport of the coach's that nobody has received yet."""

from tests.addresses.roles import CHEFS, NOT_THERE, NOTED_INSIDE, SEEN_INSIDE, each

HANDLES = (*CHEFS, "forvaltningschef")
OPENS, REFUSED = each(((*HANDLES, "granskare", "coach"), 200), rest=NOT_THERE), ("granskare", 403)
NAMES = (*HANDLES, "coach")
NOT_YET = each((HANDLES, 409), REFUSED, rest=NOT_THERE)  # it is not received
NO_DELEGATE = each(((*HANDLES, "granskare"), 403), rest=NOT_THERE)
READERS = (*HANDLES, "chef_city", "registrator", "sekreterare", "granskare")
READS = each((READERS, 200), rest=403)
ONE = ("DEVIATION",)
UNDONE = ("utse", "svara", "atgard", "journal", "avsluta")

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("deviations", (), "get", "registered"): each(rest=200),
    ("new_deviation", (), "get", "registered"): each(rest=200),
    ("new_deviation", (), "post", "registered"): each(rest=422),
    ("report_deviation", (), "get", "registered"): SEEN_INSIDE,
    ("report_deviation", (), "post", "registered"): NOTED_INSIDE,
    ("deviations_this_year", (), "get", "registered"): READS,
    ("deviations_year", ("2026",), "get", "registered"): READS,
    ("deviations_year_csv", ("2026",), "get", "registered"): READS,
    ("deviations_book", ("2026",), "post", "registered"): each((READERS, 302), rest=403),
    ("deviation", ONE, "get", "registered"): OPENS,
    ("deviation", ONE, "post", "registered"): each(rest=405),
    ("deviation_step_namnge", ONE, "get", "registered"): each(
        (NAMES, 200), REFUSED, rest=NOT_THERE
    ),
    ("deviation_step_namnge", ONE, "post", "registered"): each(
        (NAMES, 422), REFUSED, rest=NOT_THERE
    ),
    ("deviation_step_ta-emot", ONE, "get", "registered"): each(
        (HANDLES, 200), REFUSED, rest=NOT_THERE
    ),
    ("deviation_step_ta-emot", ONE, "post", "registered"): each(
        (HANDLES, 422), REFUSED, rest=NOT_THERE
    ),
    ("deviation_step_informera", ONE, "post", "registered"): each(
        (HANDLES, 422), REFUSED, rest=NOT_THERE
    ),
    ("deviation_step_utred", ONE, "get", "registered"): each(
        ((*HANDLES, "granskare"), 409), rest=NOT_THERE
    ),
    ("deviation_step_utred", ONE, "post", "registered"): each(
        ((*HANDLES, "granskare"), 409), rest=NOT_THERE
    ),
    ("deviation_step_namndens-beslut", ONE, "post", "registered"): each(
        ("forvaltningschef", 409), ((*CHEFS, "granskare"), 403), rest=NOT_THERE
    ),
    ("deviation_step_besluta", ONE, "post", "registered"): NO_DELEGATE,
    ("deviation_step_anmal", ONE, "post", "registered"): NO_DELEGATE,
    ("deviation_ivo_preview", ONE, "get", "registered"): NO_DELEGATE,
    ("deviation_ivo_letter", ONE, "get", "registered"): each(rest=NOT_THERE),
    ("deviation_hand_to", ONE, "get", "registered"): each(rest=NOT_THERE),  # others can
    ("deviation_hand_to", ONE, "post", "registered"): each(rest=NOT_THERE),
    ("deviation_measure_done", ("DEVIATION", "1"), "get", "registered"): each(rest=NOT_THERE),
} | {
    (f"deviation_step_{name}", ONE, method, "registered"): NOT_YET
    for name in UNDONE
    for method in ("get", "post")
}
