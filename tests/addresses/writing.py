"""What is written in a case: drafts, notes, documents, consents, kommunicering; råd och stöd."""

from tests.addresses.roles import (
    AT_NAMND,
    CHEFS,
    COACHS_409,
    COACHS_422,
    INBOX_POSTS,
    INBOX_READS,
    INSIDE,
    NOT_REACHING,
    NOT_THERE,
    SEEN_INSIDE,
    UNIT,
    each,
)

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("document_checks", (), "get", "proposed"): each(("granskare", 200), rest=403),
    ("phrases", (), "get", "proposed"): each(rest=200),
    ("phrase_new", (), "get", "proposed"): each(rest=200),
    ("phrase_new", (), "post", "proposed"): each(rest=422),
    ("phrase", ("OWN_PHRASE",), "get", "proposed"): each(("coach", 200), rest=NOT_THERE),
    ("phrase", ("UNITS_PHRASE",), "get", "proposed"): each((UNIT, 200), rest=NOT_THERE),
    ("phrase", ("UNITS_PHRASE",), "post", "proposed"): each(
        (CHEFS, 422), (("coach", "colleague"), 403), rest=NOT_THERE
    ),
    ("phrase", ("COMMON_PHRASE",), "get", "proposed"): each(rest=200),
    ("phrase", ("COMMON_PHRASE",), "post", "proposed"): each(("delegationsadmin", 422), rest=403),
    ("phrase_end", ("COMMON_PHRASE",), "post", "proposed"): each(
        ("delegationsadmin", 302), rest=403
    ),
    ("phrase_end", ("COMMON_PHRASE",), "get", "proposed"): each(rest=405),
    ("new_draft", ("fras-1",), "post", "proposed"): each(rest=200),
    ("advice", (), "get", "proposed"): each((("sekreterare", "delegationsadmin"), 403), rest=200),
    ("advice", (), "post", "proposed"): each((NOT_REACHING, 403), rest=422),
    ("advice_csv", (), "get", "proposed"): each(
        (("sekreterare", "delegationsadmin"), 403), rest=200
    ),
    ("advice_cancel", ("WAITING",), "post", "proposed"): each(
        (INSIDE, 409), (("granskare", "forvaltningschef"), 403), rest=NOT_THERE
    ),
    ("advice_cancel", ("WAITING",), "get", "proposed"): each(rest=405),
    ("advice_decline", ("WAITING",), "get", "proposed"): each(
        (INSIDE, 200), (("granskare", "forvaltningschef"), 403), rest=NOT_THERE
    ),
    ("advice_decline", ("WAITING",), "post", "proposed"): each(
        (INSIDE, 422), (("granskare", "forvaltningschef"), 403), rest=NOT_THERE
    ),
    ("new_draft", ("ny-ansokan",), "post", "proposed"): each(rest=200),
    ("new_draft", ("ny-ansokan",), "get", "proposed"): each(rest=405),
    ("new_draft_discard", ("ny-ansokan",), "post", "proposed"): each(rest=302),
    # the inbox, which is in no case
    ("inbox", (), "get", "registered"): INBOX_READS,
    ("inbox", (), "post", "registered"): INBOX_POSTS,
    ("inbox_sort", (), "get", "registered"): each(("registrator", 302), rest=403),
    ("inbox_sort", (), "post", "registered"): each(("registrator", 302), rest=403),
    ("inbox_aside", (), "get", "registered"): each(("registrator", 302), rest=403),
    ("inbox_aside", (), "post", "registered"): each(("registrator", 302), rest=403),
    ("inbox_sorted", (), "get", "registered"): INBOX_READS,
    ("inbox_paper", ("PAPER",), "get", "registered"): INBOX_READS,
    # a case that has come in
    ("journal", (), "get", "registered"): SEEN_INSIDE,
    ("documents", (), "get", "registered"): SEEN_INSIDE,
    ("documents", (), "post", "registered"): each((INSIDE, 422), rest=NOT_THERE),
    ("document", ("1",), "get", "registered"): each(rest=NOT_THERE),
    # a case with a document
    ("document", ("1",), "get", "documented"): SEEN_INSIDE,
    ("document", ("2",), "get", "documented"): each(rest=NOT_THERE),
    ("misfile", ("1",), "get", "documented"): SEEN_INSIDE,
    ("misfile", ("1",), "post", "documented"): each((INSIDE, 422), rest=NOT_THERE),
    # consents, the question to the stadsdelsnämnder, hänvisning
    ("consents", (), "get", "registered"): SEEN_INSIDE,
    ("consents", (), "post", "registered"): each((INSIDE, 422), rest=NOT_THERE),
    ("consent_withdraw", ("CONSENT",), "post", "started"): each((INSIDE, 422), rest=NOT_THERE),
    ("consent_withdraw", ("CONSENT",), "get", "started"): each(rest=405),
    # kallelser till möte
    ("summonses", (), "get", "registered"): SEEN_INSIDE,
    ("summonses", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("summonses", (), "get", "barred"): each(
        (("colleague", "bitr", "registrator"), 200), rest=NOT_THERE
    ),
    ("summons_preview", ("0" * 64,), "get", "registered"): each(rest=NOT_THERE),
    ("summonses", (), "post", "registered"): each(
        (UNIT, 422), ("registrator", 403), rest=NOT_THERE
    ),
    ("summons_letter", ("SUMMONS",), "get", "started"): SEEN_INSIDE,
    ("cancellation_letter", ("CALLED_OFF",), "get", "started"): SEEN_INSIDE,
    ("summons_cancel", ("SUMMONS",), "post", "started"): each(
        (UNIT, 422), ("registrator", 403), rest=NOT_THERE
    ),
    ("summons_cancel", ("SUMMONS",), "get", "started"): each(rest=405),
    ("district_questions", (), "get", "registered"): SEEN_INSIDE,
    ("district_questions", (), "post", "registered"): each((INSIDE, 422), rest=NOT_THERE),
    ("district_answer", ("QUESTION",), "post", "started"): each((INSIDE, 422), rest=NOT_THERE),
    ("district_answer", ("QUESTION",), "get", "started"): each(rest=405),
    ("signposting", (), "get", "registered"): SEEN_INSIDE,
    ("signposting", (), "post", "registered"): each((INSIDE, 422), rest=NOT_THERE),
    ("signposting_follow_up", ("SIGNPOSTING",), "get", "started"): SEEN_INSIDE,
    ("signposting_follow_up", ("SIGNPOSTING",), "post", "started"): each(
        (INSIDE, 422), rest=NOT_THERE
    ),
    # the same of a case that the nämnd has: its secretary reads, and writes none of it
    ("consents", (), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("consents", (), "post", "referred"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("district_questions", (), "post", "referred"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("signposting", (), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("signposting", (), "post", "referred"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("signposting", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("consents", (), "get", "barred"): each(
        (("colleague", "bitr", "registrator"), 200), rest=NOT_THERE
    ),
    ("communication", (), "get", "registered"): each((INSIDE, 302), rest=NOT_THERE),
    ("send_basis", (), "post", "registered"): each((INSIDE, 302), rest=NOT_THERE),
    ("communication", (), "get", "started"): SEEN_INSIDE,
    ("send_basis", (), "post", "started"): COACHS_422,
    ("send_basis", (), "get", "started"): each(rest=405),
    ("reply", (), "post", "started"): each((INSIDE, 422), rest=NOT_THERE),
    ("reply", (), "get", "started"): each(rest=405),
    ("meet_reply", (), "post", "started"): COACHS_422,
    ("meet_reply", (), "get", "started"): each(rest=405),
    ("waive", (), "post", "started"): COACHS_422,
    ("waive", (), "get", "started"): each(rest=405),
    ("basis_preview", ("0" * 64,), "get", "started"): each(rest=NOT_THERE),
    ("basis_preview_pdf", ("0" * 64,), "get", "started"): each(rest=NOT_THERE),
    ("draft", ("underlag",), "post", "started"): SEEN_INSIDE,
    # a case whose applicant has the basis to comment on
    ("communication", (), "get", "sent"): SEEN_INSIDE,
    ("basis_letter", ("SENT",), "get", "sent"): SEEN_INSIDE,
    ("send_basis", (), "post", "sent"): COACHS_422,
    ("reply", (), "post", "sent"): each((INSIDE, 422), rest=NOT_THERE),
    ("draft", ("kriterier",), "post", "started"): SEEN_INSIDE,
    ("draft_discard", ("kriterier",), "post", "started"): each((INSIDE, 302), rest=NOT_THERE),
    ("note_new", (), "get", "started"): SEEN_INSIDE,
    ("note_new", (), "post", "started"): each((INSIDE, 422), rest=NOT_THERE),
    ("note", ("NOTE",), "get", "started"): each(
        ("coach", 200), (("colleague", *CHEFS, "registrator"), 403), rest=NOT_THERE
    ),
    ("note", ("NOTE",), "post", "started"): each(
        ("coach", 422), (("colleague", *CHEFS, "registrator"), 403), rest=NOT_THERE
    ),
    ("note_sign", ("NOTE",), "post", "started"): each(
        ("coach", 302), (("colleague", *CHEFS, "registrator"), 403), rest=NOT_THERE
    ),
    ("note_sign", ("NOTE",), "get", "started"): each(rest=405),
    ("journal_entry", ("ENTRY",), "get", "started"): each((INSIDE, 302), rest=NOT_THERE),
    ("correct", ("ENTRY",), "get", "started"): SEEN_INSIDE,
    ("correct", ("ENTRY",), "post", "started"): each((INSIDE, 422), rest=NOT_THERE),
    ("draft", ("anteckning-1",), "post", "started"): SEEN_INSIDE,
    # a case that waits for decision
    ("communication", (), "get", "proposed"): SEEN_INSIDE,
    ("send_basis", (), "post", "proposed"): COACHS_409,
    ("meet_reply", (), "post", "proposed"): COACHS_409,
    ("waive", (), "post", "proposed"): COACHS_409,
    ("reply", (), "post", "proposed"): each((INSIDE, 422), rest=NOT_THERE),
    ("note_new", (), "post", "referred"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("correct", ("ENTRY",), "get", "referred"): each(
        (INSIDE, 200), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("correct", ("ENTRY",), "post", "referred"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("journal", (), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("communication", (), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("reply", (), "post", "referred"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("documents", (), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("documents", (), "post", "referred"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("draft", ("namndens-beslut",), "post", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    # a case that the nämnd has decided
    ("communication", (), "get", "decided"): SEEN_INSIDE,
    ("reply", (), "post", "decided"): each((INSIDE, 409), rest=NOT_THERE),
    ("journal", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("documents", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("documents", (), "post", "protected"): each((("coach", "chef"), 422), rest=NOT_THERE),
    ("note_new", (), "post", "barred"): each(
        (("colleague", "bitr", "registrator"), 422), rest=NOT_THERE
    ),
    ("correct", ("ENTRY",), "post", "barred"): each(
        (("colleague", "bitr", "registrator"), 422), rest=NOT_THERE
    ),
    ("note_new", (), "post", "protected"): each((("coach", "chef"), 422), rest=NOT_THERE),
    ("journal", (), "get", "barred"): each(
        (("colleague", "bitr", "registrator"), 200), rest=NOT_THERE
    ),
    ("documents", (), "get", "barred"): each(
        (("colleague", "bitr", "registrator"), 200), rest=NOT_THERE
    ),
    ("draft", ("beslut",), "post", "barred"): each(
        (("colleague", "bitr", "registrator"), 200), rest=NOT_THERE
    ),
    ("draft", ("kriterier",), "post", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
}  # fmt: skip
