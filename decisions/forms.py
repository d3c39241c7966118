"""The forms of the manager's way: the decision, the return, the dispatch."""

from typing import Any

from django import forms

from cases.forms.conflict import question
from cases.forms.parts import partly, ruling_groups
from cases.models import Investigation, Outcome
from cases.rulings import RulingDraft, Rulings
from decisions.deciders import Minutes
from decisions.models import Referral
from jobbtorg.ui.forms import Form, choice, confirmation, day, long_text

PROPOSED = (
    "right_outcome",
    "right_scope",
    "right_circumstances",
    "right_reasons",
    "may_outcome",
    "may_scope",
    "may_circumstances",
    "may_reasons",
    "period_from",
    "period_to",
)


class DecisionForm(Form):
    """The right first, then the may-insats, each with outcome and own reasons; then the period."""

    takes_phrases = True
    right_outcome = choice("Utfall", Outcome.choices)
    right_scope = partly()
    right_circumstances = long_text(
        "Avgörande omständigheter", help_text="Det i just det här ärendet som har avgjort."
    )
    right_reasons = long_text("Varför de leder till utfallet")
    may_outcome = choice("Utfall", Outcome.choices, help_text="Prövas för det som rätten inte ger.")
    may_scope = partly()
    may_circumstances = long_text("Avgörande omständigheter")
    may_reasons = long_text("Varför de leder till utfallet")
    period_from = day("Från och med")
    period_to = day("Till och med")
    reply_met = forms.BooleanField(
        label="Bemött sökandens svar",
        required=False,
        help_text="I skälen ovan står vad du säger om det som den sökande har svarat.",
    )
    unnamed = long_text(
        "Varför brevet utelämnar namnen",
        help_text="Bara om hot eller liknande kan befaras mot den som beslutar eller har utrett "
        "(33 § FL). Namnen finns kvar i beslutet, men inte i brevet.",
        rows=2,
    )
    similar_confirmed = confirmation("Ja, texten gäller just den här personen")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    conflict = question()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conflict"].required = False  # a preview decides nothing
        self.ask_for_all_but("unnamed")

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The two trials, named by today's law, and the period."""
        return ruling_groups(self, "Prövning ")

    @staticmethod
    def initial_of(investigation: Investigation) -> dict[str, Any]:
        """The coach's proposal: a start for the manager's own words, not the decision."""
        summary = investigation.summary
        proposed = {name: getattr(summary, name) for name in PROPOSED}
        return proposed | {"seen": len(investigation.replies)}

    def rulings(self) -> Rulings:
        """What the form says, as rulings; the period belongs to the one that grants."""
        data = self.cleaned_data
        period = (data["period_from"], data["period_to"])
        right, may = (
            RulingDraft(
                data[f"{prefix}_outcome"],
                data[f"{prefix}_circumstances"],
                data[f"{prefix}_reasons"],
                *period,
                data[f"{prefix}_scope"],
            )
            for prefix in ("right", "may")
        )
        return Rulings(
            right, may, reply_met=data.get("reply_met", False), unnamed=data.get("unnamed", "")
        )


class ReturnForm(Form):
    """Återlämna till coach, with what is to be changed."""

    comment = long_text(
        "Kommentar till coachen",
        help_text="Skriv vad som behöver ändras eller läggas till.",
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()


class ReferForm(Form):
    """Hänskjut till nämnden, with why."""

    ground = choice("Varför nämnden ska besluta", Referral.Ground.choices)
    reasons = long_text(
        "Skäl", help_text="Vad som gör att nämnden själv behöver besluta i ärendet.", rows=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].widget.attrs["class"] = "stacked"
        self.ask_for_all_but()


def short(label: str, size: int, most: int) -> forms.CharField:
    """A few characters, in a field as wide as they."""
    widget = forms.TextInput(attrs={"size": size, "autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)


MEETING = ("meeting_on", "dnr", "paragraph")


class MinutesForm(Form):
    """Where in its minutes the nämnd's word stands."""

    meeting_on = day("Sammanträdesdag")
    dnr = short("Diarienummer", 16, 40)
    paragraph = short("Paragraf i protokollet", 6, 20)

    def minutes(self) -> Minutes:
        """What the form says of them."""
        told = (self.cleaned_data.get(name) for name in MEETING)
        day_, dnr, paragraph = told
        return Minutes(day_, dnr or "", paragraph or "")


class NamndDecisionForm(DecisionForm, MinutesForm):
    """What the nämnd decided, as its minutes say."""

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The meeting, then the rulings as in any decision."""
        minutes = [self[name] for name in MEETING]
        return [("Nämndens sammanträde", minutes), *super().groups()]


class HandBackForm(MinutesForm):
    """Lämna tillbaka: the nämnd lets the case be decided by delegation."""

    note = long_text("Vad nämnden har sagt", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but("note")
