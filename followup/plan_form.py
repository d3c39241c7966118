"""The form of the jobbplan: as many goals and activities as it needs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from followup.forms import activities, codes
from followup.models import JobPlan
from followup.planning_rules import ActivityData, GoalData, PlanData
from jobbtorg import clock
from jobbtorg.ui.forms import Form, choice, day, long_text

GOALS, ACTIVITIES = 6, 8  # at most: more is another plan
NAME = re.compile("(?:goal_([1-9])|(?:kind|text|who|when)_([1-9])_([1-9]))")
PARTS = ("kind", "text", "who", "when")
DOES = re.compile("activity-([1-9])")


@dataclass(frozen=True)
class Row:
    """An activity's four fields."""

    kind: Any
    text: Any
    who: Any
    when: Any


@dataclass(frozen=True)
class Group:
    """A goal's field, and those of its activities."""

    number: int
    goal: Any
    rows: list[Row]
    full: bool


def shape_of(values: Mapping[str, Any]) -> dict[int, int]:
    """How many activities each goal has fields for, from the names that there are."""
    shape: dict[int, int] = {}
    for name in values:
        found = NAME.fullmatch(name)
        if found:
            goal = int(found[1] or found[2])
            shape[goal] = max(shape.get(goal, 1), int(found[3] or 1))
    goals = min(max(shape, default=1), GOALS)
    return {goal: min(shape.get(goal, 1), ACTIVITIES) for goal in range(1, goals + 1)}


def initial_of(plan: JobPlan | None) -> dict[str, Any]:
    """What the fields begin with: the version that holds."""
    if plan is None:
        return {"goal_1": "", "goal_2": ""}
    told: dict[str, Any] = {"own_words": plan.own_words, "follow_up_on": plan.follow_up_on}
    for goal in plan.goals.prefetch_related("activities"):
        told[f"goal_{goal.order}"] = goal.text
        for row in goal.activities.all():
            for part in PARTS:
                value = row.kind_id if part == "kind" else getattr(row, part)
                told[f"{part}_{goal.order}_{row.order}"] = value
    return told


class PlanForm(Form):
    """Goals with their activities, the participant's own words, and the next follow-up."""

    made_on = day("Planen gjordes", required=True)
    own_words = long_text(
        "Deltagarens egna ord",
        rows=4,
        help_text="Så som deltagaren säger det.",
    )
    agreement = choice("Håller deltagaren med?", JobPlan.Agreement.choices, required=True)
    objections = long_text(
        "Vad deltagaren vill i stället",
        rows=3,
        help_text="Har deltagaren inte varit med: skriv varför.",
    )
    follow_up_on = day("Nästa uppföljning", required=True)

    def __init__(self, *args: Any, shape: dict[int, int], **kwargs: Any) -> None:
        self.shape = shape
        super().__init__(*args, **kwargs)
        self.fields["made_on"].initial = clock.today
        for goal, count in shape.items():
            self.fields[f"goal_{goal}"] = long_text(f"Så lyder mål {goal}", rows=2)
            for number in range(1, count + 1):
                self._add_activity(goal, number)
        self.ask_for_all_but(*(name for name in self.fields if name.startswith("text_")))

    def _add_activity(self, goal: int, number: int) -> None:
        """An activity's fields, each with a label of its own."""
        which = f"{goal}.{number}"
        kind = codes(f"Aktivitet {which}", required=False)
        kind.queryset = activities()
        self.fields[f"kind_{goal}_{number}"] = kind
        for part, label, size in (
            ("text", "Vad vi gör", 300),
            ("who", "Vem gör det", 200),
            ("when", "När", 200),
        ):
            self.fields[f"{part}_{goal}_{number}"] = forms.CharField(
                label=f"{label}, {which}", required=False, max_length=size
            )

    def groups(self) -> list[Group]:
        """The goals in their order, as the page shows them."""
        return [
            Group(
                goal,
                self[f"goal_{goal}"],
                [Row(*(self[f"{part}_{goal}_{n}"] for part in PARTS)) for n in range(1, count + 1)],
                count >= ACTIVITIES,
            )
            for goal, count in self.shape.items()
        ]

    def clean(self) -> dict[str, Any]:
        """An activity that says something has a kind, and a goal."""
        cleaned = super().clean()
        for goal, count in self.shape.items():
            for number in range(1, count + 1):
                said = [part for part in PARTS if cleaned.get(f"{part}_{goal}_{number}")]
                if said and "kind" not in said and f"kind_{goal}_{number}" not in self.errors:
                    self.add_error(f"kind_{goal}_{number}", "Välj aktivitet.")
                if said and not cleaned.get(f"goal_{goal}", "").strip():
                    self.add_error(f"goal_{goal}", f"Ange mål {goal}.")
        return cleaned

    def told(self) -> PlanData:
        """The plan, without the rows that were left empty."""
        data = self.cleaned_data
        goals = [
            GoalData(data[f"goal_{goal}"], self._activities(goal, count))
            for goal, count in self.shape.items()
            if data[f"goal_{goal}"].strip()
        ]
        names = ("made_on", "own_words", "agreement", "objections", "follow_up_on")
        return PlanData(goals=tuple(goals), **{name: data[name] for name in names})

    def _activities(self, goal: int, count: int) -> tuple[ActivityData, ...]:
        """The goal's activities that were filled in."""
        rows = ({part: self.cleaned_data[f"{part}_{goal}_{n}"] for part in PARTS}
                for n in range(1, count + 1))  # fmt: skip
        return tuple(ActivityData(**row) for row in rows if row["kind"])
