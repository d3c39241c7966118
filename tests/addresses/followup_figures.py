"""Statistik: the figures, one of them, and its files."""

from tests.addresses.roles import CHEFS, each

UNITS = ("coach", "colleague", *CHEFS, "coach_city", "chef_city", "coach_insatser")
READS = each(((*UNITS, "sekreterare", "granskare", "forvaltningschef"), 200), rest=403)

# (name, extra arguments, method, state of the case) → what each role meets
TABLE = {
    ("figures", (), "get", "decided"): READS,
    ("figures_whole_year", (), "post", "decided"): each(
        ((*UNITS, "sekreterare", "granskare", "forvaltningschef"), 422), rest=403
    ),
    ("figure", ("inflode",), "get", "decided"): READS,
    ("figure_csv", ("inflode",), "get", "decided"): READS,
    ("figure_xlsx", ("inflode",), "get", "decided"): READS,
}
