"""Every address × role × state of a case: what each meets there. An address that is missing fails.

200 shown · 302 leads on · 403 refused with a reason · 404 not there for them · 405 wrong method ·
409 refused because of what has happened · 422 incomplete.
"""

from datetime import timedelta

import pytest
from django.urls import URLResolver, get_resolver, reverse

from cases import contacting, noting, persons
from cases.conflicts import declare
from cases.districts import ask_districts
from cases.models import Sending
from cases.phrases import make_phrase
from decisions import actions
from jobbtorg import clock
from jobbtorg.organisation.models import Course, Delegation, NamndDecision, User
from jobbtorg.organisation.register.actions import add_document
from jobbtorg.organisation.staff import actions as staffing
from jobbtorg.rulebook.models import AssessmentForm

ROLES = [
    "coach", "colleague", "chef", "bitr", "coach_city", "chef_city", "coach_insatser",
    "registrator", "granskare", "sekreterare", "delegationsadmin", "forvaltningschef",
]  # fmt: skip
UNIT = ("coach", "colleague", "chef", "bitr")
INSIDE = (*UNIT, "registrator")
CHEFS = ("chef", "bitr")
AT_NAMND = (*INSIDE, "sekreterare")
ALL = tuple(ROLES)


def each(*groups, rest):
    """{role: status} from (roles, status) pairs, and `rest` for everyone else."""
    found = dict.fromkeys(ROLES, rest)
    for roles, status in groups:
        found |= dict.fromkeys((roles,) if isinstance(roles, str) else roles, status)
    return found


NOT_THERE = 404
NOT_REACHING = ("granskare", "sekreterare", "delegationsadmin", "forvaltningschef")
SEEN_INSIDE = each((INSIDE, 200), rest=NOT_THERE)

COACHS_422, COACHS_409 = (
    each(("coach", status), (("colleague", *CHEFS, "registrator"), 403), rest=NOT_THERE)
    for status in (422, 409)
)
KEEPER_READS = each(("delegationsadmin", 200), rest=403)
KEEPER_POSTS = each(("delegationsadmin", 422), rest=403)

NOTED_INSIDE = each((INSIDE, 422), rest=NOT_THERE)
FORM_READS = each((("delegationsadmin", "forvaltningschef"), 200), rest=403)

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("form_versions", (), "get", "proposed"): each(rest=200),
    ("form_version", ("FORM",), "get", "proposed"): each(rest=200),
    ("new_form_version", (), "get", "proposed"): FORM_READS,
    ("new_form_version", (), "post", "proposed"): each(
        (("delegationsadmin", "forvaltningschef"), 422), rest=403
    ),
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
    ("change_person", ("uppgifter",), "get", "registered"): SEEN_INSIDE,
    ("change_person", ("uppgifter",), "post", "registered"): NOTED_INSIDE,
    ("change_person", ("skydd",), "post", "registered"): NOTED_INSIDE,
    ("change_person", ("ombud",), "post", "registered"): NOTED_INSIDE,
    ("change_person", ("nummer",), "get", "registered"): each((INSIDE, 409), rest=NOT_THERE),
    ("end_representative", ("OMBUD",), "get", "registered"): SEEN_INSIDE,
    ("end_representative", ("OMBUD",), "post", "registered"): NOTED_INSIDE,
    ("worklist", (), "get", "proposed"): each(rest=200),
    ("register", (), "get", "proposed"): each(
        (("granskare", "sekreterare", "delegationsadmin", "forvaltningschef"), 403), rest=200
    ),
    ("register", (), "post", "proposed"): each(
        (("granskare", "sekreterare", "delegationsadmin", "forvaltningschef"), 403), rest=422
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
    ("letter_checks", (), "get", "proposed"): each(("granskare", 200), rest=403),
    ("document_checks", (), "get", "proposed"): each(("granskare", 200), rest=403),
    ("signed_in", (), "get", "proposed"): each(rest=200),
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
    ("shortcuts", (), "get", "proposed"): each(rest=200),
    ("shortcuts", (), "post", "proposed"): each(rest=302),
    # råd och stöd
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
    # a case that has come in
    ("case", (), "get", "registered"): SEEN_INSIDE,
    ("journal", (), "get", "registered"): SEEN_INSIDE,
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
    ("decide", (), "get", "registered"): each(
        (("chef", "bitr"), 409), (("coach", "colleague", "registrator", "chef_city"), 403),
        rest=NOT_THERE,
    ),
    ("decision", (), "get", "registered"): each(rest=NOT_THERE),
    ("letter", (), "get", "registered"): each(rest=NOT_THERE),
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
    ("receipt", (), "get", "registered"): SEEN_INSIDE,
    ("receipt", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    # a case under investigation
    ("case", (), "get", "started"): SEEN_INSIDE,
    ("investigation", (), "get", "started"): SEEN_INSIDE,
    ("part", ("kriterier",), "get", "started"): SEEN_INSIDE,
    ("part", ("finns-inte",), "get", "started"): each(rest=NOT_THERE),
    ("communication_before", (), "get", "started"): each(rest=302),
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
    ("decide", (), "get", "sent"): each(
        (CHEFS, 409), (("coach", "colleague", "registrator", "chef_city"), 403), rest=NOT_THERE
    ),
    ("part", ("samlad-bedomning",), "post", "started"): each(
        ("coach", 302), (("colleague", "chef", "bitr", "registrator"), 403), rest=NOT_THERE
    ),
    ("propose", (), "post", "started"): each(
        ("coach", 422), (("colleague", "chef", "bitr", "registrator"), 403), rest=NOT_THERE
    ),
    ("start", (), "post", "started"): each(
        ("coach", 409), (("colleague", "chef", "bitr", "registrator"), 403), rest=NOT_THERE
    ),
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
    ("case", (), "get", "proposed"): SEEN_INSIDE,
    ("investigation", (), "get", "proposed"): SEEN_INSIDE,
    ("part", ("samlad-bedomning",), "get", "proposed"): SEEN_INSIDE,
    ("part", ("samlad-bedomning",), "post", "proposed"): each(
        ("coach", 409), (("colleague", "chef", "bitr", "registrator"), 403), rest=NOT_THERE
    ),
    ("communication", (), "get", "proposed"): SEEN_INSIDE,
    ("send_basis", (), "post", "proposed"): COACHS_409,
    ("meet_reply", (), "post", "proposed"): COACHS_409,
    ("waive", (), "post", "proposed"): COACHS_409,
    ("reply", (), "post", "proposed"): each((INSIDE, 422), rest=NOT_THERE),
    ("propose", (), "post", "proposed"): each(
        ("coach", 409), (("colleague", "chef", "bitr", "registrator"), 403), rest=NOT_THERE
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
    ("hand_back", (), "get", "proposed"): each(rest=405),
    # a case that the nämnd has
    ("note_new", (), "post", "referred"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("correct", ("ENTRY",), "get", "referred"): each(
        (INSIDE, 200), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("correct", ("ENTRY",), "post", "referred"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("case", (), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("journal", (), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("communication", (), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("reply", (), "post", "referred"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
    ),
    ("part", ("samlad-bedomning",), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("part", ("samlad-bedomning",), "post", "referred"): each(
        ("coach", 409), (("colleague", *CHEFS, "registrator", "sekreterare"), 403), rest=NOT_THERE
    ),
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
    ("documents", (), "get", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("documents", (), "post", "referred"): each(
        (INSIDE, 422), ("sekreterare", 403), rest=NOT_THERE
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
    ("draft", ("namndens-beslut",), "post", "referred"): each((AT_NAMND, 200), rest=NOT_THERE),
    # a case that the nämnd has decided
    ("decision", (), "get", "decided_by_namnd"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("decision", (), "post", "decided_by_namnd"): each((AT_NAMND, 422), rest=NOT_THERE),
    ("letter", (), "get", "decided_by_namnd"): each((AT_NAMND, 200), rest=NOT_THERE),
    ("namnd_decision", (), "get", "decided_by_namnd"): each((AT_NAMND, 302), rest=NOT_THERE),
    ("namnd_decision", (), "post", "decided_by_namnd"): each(
        ("sekreterare", 409), (INSIDE, 403), rest=NOT_THERE
    ),
    # a decided case
    ("case", (), "get", "decided"): SEEN_INSIDE,
    ("decide", (), "get", "decided"): each(
        (INSIDE, 302), ("chef_city", 403), rest=NOT_THERE
    ),
    ("decide", (), "post", "decided"): each(
        (CHEFS, 409), (("coach", "colleague", "registrator", "chef_city"), 403), rest=NOT_THERE
    ),
    ("return", (), "post", "decided"): each(
        (CHEFS, 409), (("coach", "colleague", "registrator"), 403), rest=NOT_THERE
    ),
    ("communication", (), "get", "decided"): SEEN_INSIDE,
    ("reply", (), "post", "decided"): each((INSIDE, 409), rest=NOT_THERE),
    ("decision", (), "get", "decided"): SEEN_INSIDE,
    ("decision", (), "post", "decided"): each((INSIDE, 422), rest=NOT_THERE),
    ("letter", (), "get", "decided"): SEEN_INSIDE,
    # a protected person's case: those named on it, and nobody else
    ("case", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("journal", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("history", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("documents", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    ("documents", (), "post", "protected"): each((("coach", "chef"), 422), rest=NOT_THERE),
    ("decide", (), "get", "protected"): each(("chef", 200), ("coach", 403), rest=NOT_THERE),
    ("decide", (), "post", "protected"): each(("chef", 422), ("coach", 403), rest=NOT_THERE),
    ("conflict", (), "get", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
    # a case in which coach and chef are jäviga: for them it is not there
    ("case", (), "get", "barred"): each(
        (("colleague", "bitr", "registrator"), 200), rest=NOT_THERE
    ),
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
    ("conflict", (), "get", "barred"): each(
        (("colleague", "bitr", "registrator"), 200), rest=NOT_THERE
    ),
    ("decide", (), "get", "barred"): each(
        ("bitr", 200), (("colleague", "registrator", "chef_city"), 403), rest=NOT_THERE
    ),
    ("decide", (), "post", "barred"): each(
        ("bitr", 409), (("colleague", "registrator", "chef_city"), 403), rest=NOT_THERE
    ),
    ("draft", ("beslut",), "post", "barred"): each(
        (("colleague", "bitr", "registrator"), 200), rest=NOT_THERE
    ),
    ("draft", ("kriterier",), "post", "protected"): each((("coach", "chef"), 200), rest=NOT_THERE),
}  # fmt: skip

WITHOUT_ROLE = {"login", "demo_sign_in", "logout"}  # tests/organisation/test_sign_in.py
WITH_CASE = {
    "case", "assign", "start", "journal", "history", "investigation", "propose", "part", "draft",
    "draft_discard", "conflict", "conflict_answer", "conflict_tried",
    "decide", "preview", "preview_pdf", "return", "decision", "letter",
    "refer", "namnd_decision", "hand_back",
    "application", "note_application", "completion", "answer_contact", "person", "change_person",
    "end_representative",
    "note_new", "note", "note_sign", "journal_entry", "correct",
    "documents", "document", "misfile",
    "consents", "consent_withdraw", "district_questions", "district_answer",
    "signposting", "signposting_follow_up",
    "consultation", "communication", "communication_before", "send_basis", "basis_preview",
    "basis_preview_pdf",
    "basis_letter", "reply", "meet_reply", "waive", "receipt",
}  # fmt: skip


def all_names(resolver=None):
    """The name of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from all_names(pattern)
        else:
            yield pattern.name


def test_every_address_is_in_the_table():
    assert set(all_names()) == {name for name, *_ in TABLE} | WITHOUT_ROLE


def case_in(world, state):
    """A case of Farsta's, in the state, with everyone employed first."""
    for role in ROLES:
        getattr(world, role)
    if state in ("decided", "decided_by_namnd"):
        return getattr(world, state)().application.case
    if state == "documented":
        return world.document(world.started()).case
    if state == "protected":
        return world.proposed(protection="skyddad_folkbokforing")
    if state == "barred":
        case = world.proposed()
        for user in (world.coach, world.chef):
            declare(case, user, "part_eller_narstaende", by=user)
        return case
    return getattr(world, state)()


def rows_of(world, case):
    """The rows of the case that addresses of the table name, made when they are asked for."""
    return {
        "WAITING": lambda: world.contact("ja"),
        "CONSENT": lambda: world.consent(case),
        "QUESTION": lambda: ask_districts(case, clock.today(), by=world.coach),
        "SIGNPOSTING": lambda: world.signposted(case),
    }


def rows_in(world, case):
    """The rows of the register that addresses of the table name, made when they are asked for."""
    admin, today, coach = world.delegationsadmin, clock.today(), world.coach
    return {
        "NAMND": lambda: NamndDecision.objects.first(),
        "DOCUMENT": lambda: add_document(
            NamndDecision.objects.first(), "beslut.pdf", b"%PDF-1.7", by=admin
        ),
        "ROW": lambda: Delegation.objects.first(),
        "HELD": lambda: world.chef.appointments.get(),
        "AWAY": lambda: staffing.note_absence(
            world.colleague, world.coach, today, today, by=world.colleague
        ),
        "TRAINED": lambda: staffing.note_training(
            world.chef, Course.objects.first(), today, by=admin
        ),
        "SENT": lambda: Sending.objects.get(),
        "UNIT": lambda: world.unit(),
        "FORM": lambda: AssessmentForm.objects.get(),
        "LACK": lambda: noting.ask_for_completion(
            case, noting.Lack(today, "brev", "Vad du söker", today + timedelta(days=9)), by=coach
        ),
        "ASKED": lambda: contacting.ask_for_contact(
            case.person.personnummer, today, "Vill ansöka", by=world.coach_city
        ),
        "OMBUD": lambda: persons.represent(
            case, persons.Commission("ombud", "Olof Ek", today), by=coach
        ),
        "ENTRY": lambda: case.journal.last(),
        "NOTE": lambda: world.note(case),
        "OWN_PHRASE": lambda: make_phrase("Min", "Min egen fras.", by=world.coach),
        "UNITS_PHRASE": lambda: make_phrase(
            "Vår", "Enhetens fras.", by=world.chef, unit=world.unit()
        ),
        "COMMON_PHRASE": lambda: make_phrase("Allas", "Allas fras.", by=admin, common=True),
    }


def address(world, case, name, extra):
    """The URL that the table's row is about."""
    made = rows_in(world, case) | rows_of(world, case)
    arguments = [made[word]().pk if word in made else word for word in extra]
    return reverse(name, args=[*([case.slug] if name in WITH_CASE else []), *arguments])


@pytest.mark.parametrize("state", sorted({state for *_, method, state in TABLE if method == "get"}))
def test_each_role_sees_of_a_case_in_a_state_what_the_table_says(world, client, state):
    case = case_in(world, state)
    users = {role: getattr(world, role) for role in ROLES}
    rows = [(key, expected) for key, expected in TABLE.items() if key[2:] == ("get", state)]
    urls = {key: address(world, case, key[0], key[1]) for key, _ in rows}
    found = {key: {} for key, _ in rows}
    for role, user in users.items():
        client.force_login(User.objects.get(pk=user.pk))
        for key, url in urls.items():
            found[key][role] = client.get(url).status_code
    assert found == dict(rows)


@pytest.mark.parametrize(
    ("name", "extra", "method", "state"),
    [key for key in TABLE if key[2] != "get"],
    ids=lambda part: "/".join(part) if isinstance(part, tuple) else part,
)
def test_each_role_posts_with_the_answer_that_the_table_says(
    world, client, name, extra, method, state
):
    expected = TABLE[name, extra, method, state]
    case = case_in(world, state)
    url = address(world, case, name, extra)
    found = {}
    for role in sorted(ROLES, key=lambda role: expected[role] == 302):  # those who change it last
        client.force_login(User.objects.get(pk=getattr(world, role).pk))
        found[role] = getattr(client, method)(url).status_code
        if name == "start" and found[role] == 302:
            break
    assert found == {role: expected[role] for role in found}


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_anywhere_without_signing_in(world, client, method):
    case = world.proposed()
    for name, extra, *_ in TABLE:
        arguments = [1 if word.isupper() else word for word in extra]
        url = reverse(name, args=[*([case.slug] if name in WITH_CASE else []), *arguments])
        response = getattr(client, method)(url)
        assert (response.status_code, method) in {(302, "get"), (401, "post"), (401, "get")}, url
        assert case.person.last_name not in response.content.decode()


def test_a_decision_by_another_role_never_appears_after_all_those_posts(world, client):
    case = world.proposed()
    before = actions.Decision.objects.count()
    for role in ROLES:
        client.force_login(getattr(world, role))
        client.post(reverse("decide", args=[case.slug]), {"do": "decide"})
    assert actions.Decision.objects.count() == before
