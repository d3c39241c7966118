"""Överklaganden: the list, one that came in today, and each of its steps."""

from tests.addresses.roles import CHEFS, INSIDE, NOT_THERE, SEEN_INSIDE, each

DELEGATES = each((CHEFS, 200), (("coach", "colleague", "registrator"), 403), rest=NOT_THERE)
DELEGATES_422 = each((CHEFS, 422), (("coach", "colleague", "registrator"), 403), rest=NOT_THERE)
NOT_YET = each((INSIDE, 409), rest=NOT_THERE)  # the step that comes before has not been taken
SENDS_422 = each((INSIDE, 422), rest=NOT_THERE)
READERS = (*CHEFS, "chef_city", "registrator", "sekreterare", "granskare", "forvaltningschef")
READS = each((READERS, 200), rest=403)

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("ongoing_appeals", (), "get", "decided"): each((("sekreterare", "granskare"), 302), rest=200),
    ("appeals_this_month", (), "get", "decided"): READS,
    ("appeals_month", ("2026-03",), "get", "decided"): READS,
    ("appeals_month_pdf", ("2026-03",), "get", "decided"): READS,
    ("appeals_month_csv", ("2026-03",), "get", "decided"): READS,
    ("appeals", (), "get", "decided"): SEEN_INSIDE,
    ("new_appeal", (), "get", "decided"): SEEN_INSIDE,
    ("new_appeal", (), "post", "decided"): SENDS_422,
    ("new_appeal", (), "get", "started"): NOT_YET,
    ("appeal", ("APPEAL",), "get", "decided"): SEEN_INSIDE,
    ("appeal", ("APPEAL",), "post", "decided"): SENDS_422,
    ("replace_appeal", ("APPEAL",), "get", "decided"): SEEN_INSIDE,
    ("replace_appeal", ("APPEAL",), "post", "decided"): SENDS_422,
    ("try_appeal", ("APPEAL",), "get", "decided"): DELEGATES,
    ("try_appeal", ("APPEAL",), "post", "decided"): DELEGATES_422,
    ("review_appeal", ("APPEAL",), "get", "decided"): each(
        (CHEFS, 409), (("coach", "colleague", "registrator"), 403), rest=NOT_THERE
    ),
    ("state_appeal", ("APPEAL",), "get", "decided"): DELEGATES,
    ("state_appeal", ("APPEAL",), "post", "decided"): DELEGATES_422,
    ("hand_over_appeal", ("APPEAL",), "get", "decided"): NOT_YET,
    ("forward_appeal", ("APPEAL",), "get", "decided"): NOT_YET,
    ("send_more", ("APPEAL",), "get", "decided"): NOT_YET,
    ("send_elsewhere", ("APPEAL",), "get", "decided"): SEEN_INSIDE,
    ("send_elsewhere", ("APPEAL",), "post", "decided"): SENDS_422,
    # what comes from the courts, of an appeal that they have not got, or that has no judgment
    ("note_from_court", ("APPEAL",), "get", "decided"): NOT_YET,
    ("note_from_court", ("APPEAL",), "post", "decided"): NOT_YET,
    ("judge_appeal", ("APPEAL",), "get", "decided"): NOT_YET,
    ("judge_appeal", ("APPEAL",), "post", "decided"): NOT_YET,
    ("correct_court_event", ("APPEAL", "0"), "get", "decided"): each(rest=NOT_THERE),
    ("correct_judgment", ("APPEAL", "0"), "get", "decided"): each(rest=NOT_THERE),
    ("tell_party", ("APPEAL", "0"), "get", "decided"): each(rest=NOT_THERE),
    ("party_letter", ("PARTY_LETTER",), "get", "running"): SEEN_INSIDE,
    ("execute_judgment", ("APPEAL",), "get", "decided"): each(rest=NOT_THERE),
    ("reopen_appeal", ("APPEAL",), "get", "decided"): each(rest=NOT_THERE),
    ("appeal_preview", ("APPEAL", "0" * 64), "get", "decided"): each(rest=NOT_THERE),
    ("transfer_pdf", ("TRANSFER",), "get", "decided"): SEEN_INSIDE,
    ("statement_pdf", ("STATEMENT",), "get", "decided"): SEEN_INSIDE,
}
