"""What a page shows of the mål of an appeal: each court's number, and all that has come."""

from typing import Any

from appeals.judging import in_words
from appeals.mal import Order, in_order, mal_of
from appeals.models import Appeal, Judgment


def court_panel(found: Appeal) -> list[dict[str, Any]]:
    """Each mål as the appeal's page shows it: its numbers, what has come, and what is left."""
    return [
        {
            "mal": mal,
            "state": mal.state,
            "rows": [_row(row, mal.orders) for row in in_order(mal)],
        }
        for mal in mal_of(found)
    ]


def _row(row: Any, orders: list[Order]) -> dict[str, Any]:
    """An event or a judgment, in words."""
    judged = isinstance(row, Judgment)
    order = next((o for o in orders if not judged and o.event.pk == row.pk), None)
    return {
        "row": row,
        "judged": judged,
        "day": row.judged_on if judged else row.event_on,
        "title": f"Dom: {row.short.lower()}" if judged else row.get_kind_display(),
        "told": "" if judged else in_words(row),
        "order": order,
    }
