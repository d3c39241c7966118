"""Logguppföljning: Farsta's last month, which nobody has begun with and nobody has read in."""

from tests.addresses.roles import CHEFS, each

READS = each(((*CHEFS, "chef_city", "granskare", "forvaltningschef"), 200), rest=403)
OURS = each(((*CHEFS, "granskare"), 200), rest=404)
MONTH = ("UNIT", "LAST_MONTH")
FINDING = ("FINDING",)

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("log_reviews", (), "get", "started"): READS,
    ("reader_facts", (), "get", "started"): each(("granskare", 200), rest=403),
    ("reader_facts", (), "post", "started"): each(("granskare", 422), rest=403),
    ("log_review", MONTH, "get", "started"): OURS,
    ("log_csv", MONTH, "get", "started"): OURS,
    ("log_report", MONTH, "get", "started"): each(rest=404),
    ("log_review_start", MONTH, "post", "started"): each(((*CHEFS, "granskare"), 302), rest=404),
    ("log_review_start", MONTH, "get", "started"): each(rest=405),
    ("log_review_sign", MONTH, "post", "started"): each(rest=404),
    ("log_finding", FINDING, "get", "started"): OURS,
    ("log_finding", FINDING, "post", "started"): each(((*CHEFS, "granskare"), 422), rest=404),
    ("log_explanation", FINDING, "get", "started"): each(rest=404),  # nobody has asked for one
    ("log_explanation", FINDING, "post", "started"): each(rest=404),
    ("extract", (), "get", "started"): each(
        ("registrator", 200), (("coach", "colleague", *CHEFS), 403), rest=404
    ),
    ("extract", (), "post", "started"): each(
        ("registrator", 422), (("coach", "colleague", *CHEFS), 403), rest=404
    ),
    ("opened", (), "get", "started"): each(
        (("coach", *CHEFS, "granskare"), 200), (("colleague", "registrator"), 403), rest=404
    ),
}
