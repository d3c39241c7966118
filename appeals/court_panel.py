"""What a page shows of the mål of an appeal: each court's number, and all that has come."""

from typing import Any

from django.urls import reverse

from appeals.judging import in_words
from appeals.mal import Mal, in_order, mal_of
from appeals.models import Appeal, CourtEvent, Judgment


def court_panel(found: Appeal, *, notes: bool = False) -> list[dict[str, Any]]:
    """Each mål as the appeal's page shows it: its numbers, what has come, and what is left.

    `notes` is whether the user notes what comes, and so may put it right.
    """
    put_right = {row.replaces_id: row for row in _all(found) if isinstance(row, CourtEvent)}
    judged_anew = {row.replaces_id: row for row in _all(found) if isinstance(row, Judgment)}
    return [
        {
            "mal": mal,
            "state": mal.state,
            "rows": [
                _row(
                    row,
                    mal,
                    (judged_anew if isinstance(row, Judgment) else put_right).get(row.pk),
                    notes=notes,
                )
                for row in in_order(mal)
            ],
        }
        for mal in mal_of(found)
    ]


def _all(found: Appeal) -> list[CourtEvent | Judgment]:
    return [*found.court_events.all(), *found.judgments.all()]


def _row(row: Any, mal: Mal, instead: Any, *, notes: bool) -> dict[str, Any]:
    """An event or a judgment, in words; `instead` is the row that has put it right or struck it."""
    judged = isinstance(row, Judgment)
    order = next((o for o in mal.orders if not judged and o.event.pk == row.pk), None)
    waited_for = order is not None and (order.answered_on or order.event in mal.unanswered)
    name = "correct_judgment" if judged else "correct_court_event"
    case = row.appeal.case
    return {
        "row": row,
        "judged": judged,
        "day": row.judged_on if judged else row.event_on,
        "title": f"Dom: {row.short.lower()}" if judged else row.get_kind_display(),
        "told": "" if judged else in_words(row),
        "order": order if waited_for else None,
        "instead": instead,
        "correct": reverse(name, args=[case.slug, row.appeal_id, row.pk])
        if notes and not instead
        else "",
    }
