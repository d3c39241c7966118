"""The forms of a matter of form, of a later decision, and of the hearing before one."""

from datetime import timedelta
from typing import Any

from django import forms

from cases.forms.conflict import question
from cases.models import Sending
from decisions.differences import days, rulings_of
from decisions.formal_rules import Formal
from decisions.forms import MEETING, DecisionForm, MinutesForm
from decisions.hearing_rules import Heard
from decisions.later_rules import Why
from decisions.models import ADVERSE, GROUNDS, Decision, Ground, Kind
from jobbtorg import clock
from jobbtorg.deadlines import roll
from jobbtorg.rulebook.models import setting
from jobbtorg.ui.forms import Form, choice, day, long_text

ADVERSE_HELP = (
    "Till personens nackdel får ett beslut bara ändras på någon av de tre sista grunderna, och "
    "först när personen har fått svara på underlaget."
)


def _grounds(*kinds: str) -> list[tuple[str, str]]:
    return [(ground.value, ground.label) for kind in kinds for ground in GROUNDS[kind]]


class Asking(Form):
    """Ends in a decision, so it asks about jäv; a preview decides nothing."""

    conflict = question()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conflict"].required = False
        if "ground" in self.fields:
            self.fields["ground"].widget.attrs["class"] = "stacked"
        self.ask_for_all_but("ground_on", "reply_met")

    def groups(self) -> list[tuple[str, list[Any]]]:
        """All in one, but for the question that stands beside the button."""
        left_out = ("conflict", *MEETING)
        shown = [self[name] for name in self.fields if name not in left_out]
        return [("Varför och när" if "ends_on" in self.fields else "Varför", shown)]


class ReasonsForm(Asking):
    """Avvisa, or avslå begäran om avgörande: why, in own words."""

    reasons = long_text("Skäl", help_text="Det som har varit avgörande i just det här ärendet.")

    def formal(self, kind: str) -> Formal:
        """What the form says, of either kind."""
        return Formal(kind, self.cleaned_data["reasons"])


class DiscontinueForm(Asking):
    """Avskriva: because it is withdrawn, or because the person has died."""

    ground = choice("Varför ärendet avskrivs", _grounds(Kind.DISCONTINUANCE))
    ground_on = day("Dag då personen avled", help_text="Bara om personen har avlidit.")
    reasons = long_text("Skäl", rows=3)

    def formal(self, kind: str) -> Formal:
        """What the form says; a withdrawal has its own day."""
        told = self.cleaned_data
        on = told["ground_on"] if told["ground"] == Ground.DECEASED else None
        return Formal(kind, told["reasons"], told["ground"], on)


class Restated(DecisionForm):
    """A decision written anew from one that holds, with why it takes its place."""

    unnamed = similar_confirmed = None  # type: ignore[assignment]
    explanation = long_text("Varför", help_text="Texten står i brevet till personen.", rows=3)
    first: tuple[str, tuple[str, ...]]  # the heading of what is asked before the rulings

    @staticmethod
    def as_it_stands(found: Decision) -> dict[str, Any]:
        """What the decision says today."""
        rulings = rulings_of(found)
        begins, ends = days(rulings)
        told: dict[str, Any] = {"period_from": begins, "period_to": ends}
        for name in ("right", "may"):
            ruling = getattr(rulings, name)
            told |= {
                f"{name}_{part}": getattr(ruling, part)
                for part in ("outcome", "scope", "circumstances", "reasons")
            }
        return told

    def groups(self) -> list[tuple[str, list[Any]]]:
        """First why, then the decision as it is to be."""
        heading, names = self.first
        return [(heading, [self[name] for name in names]), *super().groups()]


class CorrectForm(Restated):
    """Rätta: the decision as it stands, with the slip put right."""

    first = ("Varför beslutet rättas", ("explanation",))
    reply_met = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["explanation"].label = "Vad som har blivit fel, och vad som är rätt"

    def why(self) -> Why:
        """What the form says of why."""
        return Why(self.cleaned_data["explanation"])


class ChangeForm(Restated):
    """Ändra: on a ground, and to the person's detriment only after hearing."""

    first = ("Varför beslutet ändras", ("ground", "explanation", "adverse", "reply_met"))
    ground = choice("Grund", _grounds(Kind.CHANGE), help_text=ADVERSE_HELP)
    adverse = choice(
        "Är ändringen till nackdel för personen i någon del?",
        [("nej", "Nej"), ("ja", "Ja")],
        required=True,
    )
    reply_met = forms.BooleanField(label="Bemött personens svar", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].widget.attrs["class"] = "stacked"
        self.fields["explanation"].label = "Vad som har kommit fram, och varför beslutet ändras"

    def why(self) -> Why:
        """What the form says of why."""
        told = self.cleaned_data
        adverse = told["adverse"] == "ja"
        return Why(
            told["explanation"], told["ground"], adverse=adverse, reply_met=told["reply_met"]
        )


class EndForm(Asking):
    """Avsluta i förtid: the last day, on which ground, and why."""

    ground = choice("Grund", _grounds(Kind.ENDING))
    ground_on = day("Dag då personen bad om det", help_text="Bara när personen själv har bett.")
    ends_on = day("Insatsens sista dag", required=True)
    explanation = long_text(
        "Varför insatsen avslutas i förtid", help_text="Texten står i brevet till personen."
    )
    reply_met = forms.BooleanField(label="Bemött personens svar", required=False)

    @staticmethod
    def as_it_stands(found: Decision) -> dict[str, Any]:
        """Nothing is chosen beforehand."""
        return {}

    def why(self) -> Why:
        """What the form says of why."""
        told = self.cleaned_data
        on = told["ground_on"] if told["ground"] == Ground.REQUEST else None
        return Why(told["explanation"], told["ground"], on, reply_met=told["reply_met"])


class AtMeeting(MinutesForm):
    """What goes before the fields of any of the forms, when the nämnd has decided."""

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The meeting, then what a delegate would be asked."""
        minutes = [self[name] for name in MEETING]
        return [("Nämndens sammanträde", minutes), *super().groups()]  # type: ignore[misc]


def at_meeting(form: type[Any]) -> type[Any]:
    """The same form, with where in its minutes the nämnd's word stands."""
    return type(f"Namnd{form.__name__}", (AtMeeting, form), {})


class HearingForm(Form):
    """Skicka underlag inför ändring: what has come up, what is planned, and until when to reply."""

    ground = choice("Grund", [(g.value, g.label) for g in ADVERSE])
    facts = long_text(
        "Vad som har kommit fram",
        help_text="Skriv till personen: det som ni har fått veta, varifrån och när.",
    )
    plan = long_text("Vad ni tänker besluta", help_text="Till exempel vilken dag stödet slutar.")
    how = choice("Sätt", Sending.How.choices)
    sent_on = day("Skickas eller överlämnas", required=True)
    reply_by = day("Svara senast", required=True)

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("ground", "how"):
            self.fields[name].widget.attrs["class"] = "stacked"
        if decision.application.case.person.is_protected:
            ways = [row for row in Sending.How.choices if row[0] not in Sending.BY_POST]
            self.fields["how"].choices = ways  # type: ignore[attr-defined]
        self.fields["sent_on"].initial = clock.today()
        time = timedelta(days=setting("svarsfrist_dagar"))
        self.fields["reply_by"].initial = roll(clock.today() + time)
        self.ask_for_all_but()

    def heard(self) -> Heard:
        """What the form says."""
        return Heard(**{name: self.cleaned_data[name] for name in Heard.__dataclass_fields__})


class HearingReplyForm(Form):
    """Registrera svar: what the person says to the underlag."""

    arrived_on = day("Svaret kom", required=True)
    text = long_text("Vad personen svarar", help_text="Med personens egna ord.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arrived_on"].initial = clock.today()
        self.ask_for_all_but()
