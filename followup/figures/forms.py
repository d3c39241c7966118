"""What is chosen on the page of a figure; all of it stands in the address, without names."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms

from followup.figures.facts import Asked
from followup.figures.periods import FIRST_YEAR, KINDS, Period, offered, period_of
from followup.figures.reading import Reach
from followup.figures.registry import Figure
from followup.figures.tables import DIMENSIONS, Table
from jobbtorg import clock
from jobbtorg.ui.forms import Form, day

EVERY_UNIT = "Alla enheter"


class ChoiceForm(Form):
    """Period, unit, what to divide by, and the day as of which it is counted."""

    period = forms.ChoiceField(label="Period")
    enhet = forms.ChoiceField(label="Enhet", required=False)
    delat = forms.ChoiceField(label="Dela upp på", required=False)
    per = day("Per datum", required=True)

    def __init__(self, data: Mapping[str, Any], reach: Reach, figure: Figure | None = None) -> None:
        first = str(reach.own[0].pk) if reach.own and not reach.everywhere else ""
        told = {"enhet": first, "delat": "", "per": str(clock.today())}
        told |= {"period": str(clock.today().year)}
        super().__init__(told | {name: data[name] for name in self.base_fields if name in data})
        self.reach, self.figure = reach, figure
        self._choices("period", list(_periods()))
        self._choices("enhet", list(_units(reach)))
        dimensions = figure.dimensions if figure else ("",)
        self._choices("delat", [(key, DIMENSIONS[key]) for key in dimensions])
        if figure is None:
            del self.fields["delat"]
        self.ask_for_all_but()  # an empty choice is a choice too

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_per(self) -> date:
        """A day that has come, and that there were figures for."""
        per: date = self.cleaned_data["per"]
        if not date(FIRST_YEAR, 1, 1) <= per <= clock.today():
            raise forms.ValidationError(f"Ange en dag från {FIRST_YEAR}-01-01 till och med i dag.")
        return per

    @property
    def inside(self) -> bool:
        """Whether one of the reader's own units was chosen: shown in full."""
        return bool(self._units())

    @property
    def where(self) -> str:
        """The unit that was chosen, in words."""
        return ", ".join(unit.name for unit in self._units()) or EVERY_UNIT

    def table(self, figure: Figure) -> Table:
        """The figure as it was asked for; call it when the form is valid."""
        period = period_of(self.cleaned_data["period"])
        assert period is not None
        units = tuple(unit.pk for unit in self._units()) or tuple(sorted(self.reach.everywhere))
        asked = Asked(figure, period, self.cleaned_data["per"], units)
        return Table(asked, self.cleaned_data.get("delat", ""), self.inside)

    def _units(self) -> tuple[Any, ...]:
        return self.reach.chosen(self.cleaned_data.get("enhet", "")) or ()


def _periods() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for kind, label in KINDS.items():
        yield label, [(period.code, _capital(period)) for period in offered(kind)]


def _capital(period: Period) -> str:
    told = str(period)
    return told[0].upper() + told[1:]


def _units(reach: Reach) -> Iterator[tuple[str, str]]:
    if reach.everywhere:
        yield "", EVERY_UNIT
    for unit in reach.own:
        yield str(unit.pk), unit.name
