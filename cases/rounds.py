"""The rounds between coach and chef: left to decision, sent back, and what changed meanwhile.

Nothing is stored for this: all of it stands in the history and in the journal.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cases.models import (
    AfInformation,
    Assessment,
    AssessmentAnswer,
    Case,
    Children,
    CriterionAnswer,
    IndividualAssessment,
    Investigation,
    JournalEntry,
    Part,
)
from jobbtorg.changes import differences
from jobbtorg.organisation.models import User

# the parts' rows, with the relation that names a row where a part has several
ROWS: list[tuple[Part.Name, Any, str]] = [
    (Part.Name.SUMMARY, Assessment, ""),
    (Part.Name.CRITERIA, CriterionAnswer, "criterion"),
    (Part.Name.CRITERIA, IndividualAssessment, ""),
    (Part.Name.ASSESSMENT, AssessmentAnswer, "question"),
    (Part.Name.CHILDREN, Children, ""),
    (Part.Name.AF, AfInformation, ""),
]


@dataclass(frozen=True)
class PartChange:
    """What changed in a part: each field with its label, old and new words."""

    title: str
    new: bool
    fields: list[dict[str, Any]]


@dataclass
class Round:
    """From lämnad till beslut to återlämnad, and what changed since the round before."""

    number: int
    proposed_by: User
    proposed_at: datetime
    returned: JournalEntry | None = None
    changes: list[PartChange] = field(default_factory=list)

    @property
    def is_first(self) -> bool:
        """Whether there is no earlier round to compare with."""
        return self.number == 1


def rounds_of(case: Case, investigation: Investigation, least: int = 1) -> list[Round]:
    """The rounds of the investigation, the latest first; none when there were fewer than `least`.

    The number of queries does not grow with rounds, parts or fields.
    """
    found = _proposed(investigation)
    if len(found) < least:
        return []
    _pair_with_returns(found, case)
    if len(found) > 1:
        history = [_history(model, names, investigation) for _, model, names in ROWS]
        for before, after in zip(found, found[1:], strict=False):
            after.changes = list(_changes(history, before.proposed_at, after.proposed_at))
    return found[::-1]


def _proposed(investigation: Investigation) -> list[Round]:
    """One for each moment at which it was left to decision."""
    rows = investigation.history.exclude(proposed_at=None).select_related("proposed_by")
    moments = {row.proposed_at: row for row in rows.order_by("-history_id")}
    return [
        Round(number, moments[moment].proposed_by, moment)
        for number, moment in enumerate(sorted(moments), start=1)
    ]


def _pair_with_returns(found: list[Round], case: Case) -> None:
    """Each return belongs to the round that was under way."""
    returns = case.journal.filter(kind=JournalEntry.Kind.RETURN).select_related("author")
    left = list(returns.order_by("pk"))
    for this, following in zip(found, [*found[1:], None], strict=True):
        for entry in left:
            late = following and entry.written_at > following.proposed_at
            if entry.written_at >= this.proposed_at and not late:
                this.returned = entry
                left.remove(entry)
                break


def _history(model: Any, names: str, investigation: Investigation) -> list[Any]:
    """Every version of the model's rows, oldest first, in one query."""
    rows = model.history.filter(investigation=investigation).order_by("history_id")
    return list(rows.select_related(names) if names else rows)


def _changes(history: list[list[Any]], before: datetime, after: datetime) -> Iterable[PartChange]:
    """Part by part, as the rows stood at the two moments."""
    for (part, model, names), versions in zip(ROWS, history, strict=True):
        old, new = _as_of(versions, before), _as_of(versions, after)
        fields = [
            told | {"about": str(getattr(row, names)) if names else ""}
            for pk, row in new.items()
            if row is not old.get(pk)
            for told in differences(model, old.get(pk), row)
        ]
        if fields:
            yield PartChange(part.label, not old, fields)


def _as_of(versions: list[Any], moment: datetime) -> dict[int, Any]:
    """Each row's latest version at the moment."""
    return {row.id: row for row in versions if row.history_date <= moment}
