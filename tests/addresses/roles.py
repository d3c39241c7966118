"""Who meets what: {role: status} in few words.

200 shown · 302 leads on · 403 refused with a reason · 404 not there for them · 405 wrong method ·
409 refused because of what has happened · 422 incomplete.
"""

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
RULEBOOK_READS, RULEBOOK_POSTS = (
    each((("delegationsadmin", "forvaltningschef"), status), rest=403) for status in (200, 422)
)
INBOX_READS, INBOX_POSTS = (each(("registrator", status), rest=403) for status in (200, 422))
