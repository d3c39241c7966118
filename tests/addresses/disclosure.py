"""Utlämnande: the list, a request that came today, its copy, and each of its steps."""

from tests.addresses.roles import CHEFS, INSIDE, NOT_THERE, SEEN_INSIDE, each

HANDLERS = (*CHEFS, "registrator")
HANDLES, HANDLES_422, HANDLES_409 = (
    each((HANDLERS, status), (("coach", "colleague"), 403), rest=NOT_THERE)
    for status in (200, 422, 409)
)
CLOSED = each((INSIDE, 403), rest=NOT_THERE)  # no delegation there, or nothing is asked for

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("waiting_disclosures", (), "get", "started"): each(rest=200),
    ("disclosures", (), "get", "started"): SEEN_INSIDE,
    ("new_disclosure", (), "get", "started"): HANDLES,
    ("new_disclosure", (), "post", "started"): HANDLES_422,
    ("disclosure", ("DISCLOSURE",), "get", "started"): SEEN_INSIDE,
    ("prepare_copy", ("DISCLOSURE",), "get", "started"): HANDLES,
    ("prepare_copy", ("DISCLOSURE",), "post", "started"): each(
        (HANDLERS, 302), (("coach", "colleague"), 403), rest=NOT_THERE
    ),
    # a page of a paper that nobody has chosen
    ("mask_page", ("DISCLOSURE", "journal", "1"), "get", "started"): each(
        (("coach", "colleague"), 403), rest=NOT_THERE
    ),
    ("mask_picture", ("DISCLOSURE", "journal", "1"), "get", "started"): each(
        (("coach", "colleague"), 403), rest=NOT_THERE
    ),
    ("masked_copy", ("DISCLOSURE", "COPY"), "get", "started"): HANDLES,
    ("masked_copy", ("DISCLOSURE", "COPY"), "post", "started"): HANDLES_409,
    ("masked_copy_pdf", ("DISCLOSURE", "COPY"), "get", "started"): SEEN_INSIDE,
    ("give_copy", ("DISCLOSURE",), "get", "started"): HANDLES_409,
    ("reply_disclosure", ("DISCLOSURE",), "get", "started"): HANDLES,
    ("reply_disclosure", ("DISCLOSURE",), "post", "started"): HANDLES_422,
    ("demand_decision", ("DISCLOSURE",), "get", "started"): HANDLES_409,
    ("decide_disclosure", ("DISCLOSURE",), "get", "started"): CLOSED,
    # nobody has asked for the decision, and the nämnd has nothing
    ("refer_disclosure", ("DISCLOSURE",), "get", "started"): HANDLES_409,
    ("refer_disclosure", ("DISCLOSURE",), "post", "started"): HANDLES_409,
    ("namnd_disclosure", ("DISCLOSURE",), "get", "started"): CLOSED,
    ("namnd_disclosure", ("DISCLOSURE",), "post", "started"): CLOSED,
    ("hand_back_disclosure", ("DISCLOSURE",), "get", "started"): CLOSED,
    ("hand_back_disclosure", ("DISCLOSURE",), "post", "started"): CLOSED,
    ("disclosure_refusal", ("DISCLOSURE",), "get", "started"): each(rest=NOT_THERE),
    ("disclosure_preview", ("DISCLOSURE", "0" * 64), "get", "started"): each(rest=NOT_THERE),
    ("note_disclosure_appeal", ("DISCLOSURE",), "get", "started"): HANDLES_409,
}
