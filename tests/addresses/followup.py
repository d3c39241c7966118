"""Uppdrag, jobbplan, närvaro, händelser, uppföljning och avslut, as far as the insats has come."""

from tests.addresses.roles import CHEFS, INSIDE, NOT_THERE, SEEN_INSIDE, UNIT, each

ANYWHERE = ("coach_city", "chef_city", "coach_insatser")
CHEFS_SEE, CHEFS_POST = (each(((*CHEFS, "chef_city"), told), rest=403) for told in (200, 422))
LISTS = each(((*UNIT, *ANYWHERE), 200), rest=403)
REVIEWS, NO_MONTH = (each((("granskare", "forvaltningschef"), n), rest=403) for n in (200, 404))
NOWHERE = each(rest=NOT_THERE)
COACHS = each(("coach", 200), (("colleague", *CHEFS, "registrator"), 403), rest=NOT_THERE)
COACHS_422 = each(("coach", 422), (("colleague", *CHEFS, "registrator"), 403), rest=NOT_THERE)
CHEFS_422 = each((CHEFS, 422), (("coach", "colleague", "registrator"), 403), rest=NOT_THERE)
TAKEN = each(("coach", 302), (("colleague", *CHEFS, "registrator"), 403), rest=NOT_THERE)
NOTES_422 = each((UNIT, 422), ("registrator", 403), rest=NOT_THERE)
NOTES_409 = each((UNIT, 409), ("registrator", 403), rest=NOT_THERE)
NOT_TAKEN = each(("coach", 409), (INSIDE[1:], 403), rest=NOT_THERE)
REOPENS_409 = each((CHEFS, 409), (("coach", "colleague", "registrator"), 403), rest=NOT_THERE)
OWN_HAT_422 = each((("coach", *CHEFS), 422), (("colleague", "registrator"), 403), rest=NOT_THERE)

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("insatser", (), "get", "planned"): LISTS,
    ("upcoming", (), "get", "planned"): LISTS,
    ("upcoming_csv", (), "get", "planned"): LISTS,
    ("situation", (), "get", "planned"): CHEFS_SEE,
    ("situation_of", ("COACH",), "get", "planned"): CHEFS_SEE,
    ("situation_of", ("COACH",), "post", "planned"): CHEFS_POST,
    ("selfcheck", (), "get", "planned"): REVIEWS,
    ("selfcheck_month", ("1999-01",), "get", "planned"): NO_MONTH,
    ("selfcheck_one", ("1999-01", "1"), "get", "planned"): NO_MONTH,
    ("assignment", (), "get", "started"): NOWHERE,
    ("assignment", (), "get", "running"): SEEN_INSIDE,
    ("assignment", (), "post", "running"): CHEFS_422,
    ("assignment", (), "get", "given"): SEEN_INSIDE,
    ("assignment", (), "post", "given"): TAKEN,
    ("assignment", (), "get", "planned"): SEEN_INSIDE,
    ("job_plan", (), "get", "given"): NOT_TAKEN,
    ("job_plan", (), "get", "planned"): COACHS,
    ("job_plan", (), "post", "planned"): COACHS,  # without a word: one more goal to write in
    ("job_plan_version", ("1",), "get", "planned"): SEEN_INSIDE,
    ("job_plan_version", ("2",), "get", "planned"): NOWHERE,
    ("job_plan_pdf", ("PLAN",), "get", "planned"): SEEN_INSIDE,
    ("attendance", (), "get", "planned"): SEEN_INSIDE,
    ("attendance", (), "post", "planned"): NOTES_422,
    ("attendance", (), "post", "given"): NOTES_409,
    ("correct_attendance", ("ATTENDED",), "get", "planned"): SEEN_INSIDE,
    ("correct_attendance", ("ATTENDED",), "post", "planned"): NOTES_422,
    ("plan_meeting", (), "get", "planned"): SEEN_INSIDE,
    ("plan_meeting", (), "post", "planned"): NOTES_422,
    ("plan_meeting", (), "post", "given"): NOTES_409,
    ("change_meeting", ("MEETING",), "get", "planned"): SEEN_INSIDE,
    ("change_meeting", ("MEETING",), "post", "planned"): NOTES_422,
    ("call_off", ("MEETING",), "get", "planned"): SEEN_INSIDE,
    ("call_off", ("MEETING",), "post", "planned"): NOTES_422,
    ("events", (), "get", "planned"): SEEN_INSIDE,
    ("events", (), "post", "planned"): NOTES_422,
    ("correct_event", ("HAPPENED",), "get", "planned"): SEEN_INSIDE,
    ("correct_event", ("HAPPENED",), "post", "planned"): NOTES_422,
    ("follow_ups", (), "get", "running"): SEEN_INSIDE,
    ("follow_ups", (), "get", "planned"): SEEN_INSIDE,
    ("follow_ups", (), "post", "planned"): OWN_HAT_422,
    ("close_insats", (), "get", "planned"): SEEN_INSIDE,
    ("close_insats", (), "post", "planned"): NOTES_422,
    ("correct_closing", (), "get", "planned"): SEEN_INSIDE,
    ("correct_closing", (), "post", "planned"): NOTES_409,
    ("reopen_insats", (), "get", "planned"): SEEN_INSIDE,
    ("reopen_insats", (), "post", "planned"): REOPENS_409,
}
