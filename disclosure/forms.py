"""The forms of utlämnande: the request, what is masked, the giving, and the answers that say no."""

from typing import Any

from django import forms

from cases.forms.conflict import question
from cases.models import Case, Representative
from decisions.forms import MinutesForm
from disclosure.copying_rules import against_area
from disclosure.masking import Area, Phrase
from disclosure.models import Disclosure, Given, MaskedCopy, Refusal, Reply
from disclosure.papers import Paper
from disclosure.rules import AGAINST_PARTY, Asked, Handed, Told
from jobbtorg import clock
from jobbtorg.rulebook.models import Code
from jobbtorg.ui.forms import Form, choice, day, long_text


def grounds_for(found: Disclosure) -> list[tuple[str, str]]:
    """The provisions that can stand against whoever asks."""
    rows = Code.objects.on().filter(list=Code.List.SECRECY)
    if found.is_partys:
        rows = rows.filter(code__in=AGAINST_PARTY)
    return [(row.code, row.label) for row in rows]


class AskedForm(Form):
    """Registrera begäran."""

    asker = choice("Vem begär uppgifterna?", Disclosure.Asker.choices, required=True)
    representative = forms.ModelChoiceField(
        Representative.objects.none(), label="Företrädare", required=False, empty_label="Ingen",
        help_text="De som är antecknade under Personen. Ett ombud visar fullmakt.",
    )  # fmt: skip
    name = forms.CharField(
        label="Namn, om det är en myndighet eller någon annan", max_length=200, required=False,
        help_text="Den som inte vill säga sitt namn behöver inte göra det. Fråga inte varför "
        "uppgifterna begärs, om du inte måste veta det för att pröva sekretessen.",
    )  # fmt: skip
    came_on = day("Kom in", required=True)
    how = choice("Hur begäran kom in", Disclosure.How.choices, required=True)
    asks = long_text("Vad som begärs", required=True, rows=4, help_text="Med personens egna ord.")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("representative", Representative.objects.filter(person=case.person))
        self.fields["came_on"].initial = clock.today()

    def told(self) -> Asked:
        """As the act takes it."""
        return Asked(**self.cleaned_data)


class PapersForm(Form):
    """Which papers the copy is made of."""

    papers = forms.MultipleChoiceField(
        label="Handlingar", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, papers: list[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["papers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(paper.key, paper.title) for paper in papers if not paper.against]
        self.ask_for_all_but()  # the rule asks for one when the copy is made


class Masking(Form):
    """What rests on a ground that can stand against whoever asks."""

    ground = forms.ChoiceField(label="Stöd", error_messages={"required": "Ange stödet."})

    def __init__(self, *args: Any, found: Disclosure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Välj"), *grounds_for(found)]


class PhraseForm(Masking):
    """Words that are masked wherever they stand."""

    text = forms.CharField(
        label="Ord eller namn", max_length=100,
        error_messages={"required": "Ange ordet som ska maskeras."},
        help_text="Maskeras på varje ställe där det står i text. I bilder och inskannade sidor "
        "markerar du i stället ett område.",
    )  # fmt: skip
    field_order = ("text", "ground")

    def phrase(self) -> Phrase:
        """As the masking takes it."""
        return Phrase(self.cleaned_data["text"].strip(), self.cleaned_data["ground"])


def percent(label: str, help_text: str = "") -> forms.DecimalField:
    """A part of the page's width or height."""
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, decimal_places=1, help_text=help_text,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
        error_messages={"required": "Ange ett tal från 0 till 100."},
    )  # fmt: skip


class AreaForm(Masking):
    """A rectangle on one page, in per cent of it."""

    left = percent("Från vänster, procent")
    top = percent("Uppifrån, procent")
    width = percent("Bredd, procent")
    height = percent("Höjd, procent")
    field_order = ("left", "top", "width", "height", "ground")

    def clean(self) -> dict[str, Any]:
        """The area is on the page."""
        data = super().clean()
        if all(name in data for name in ("left", "top", "width", "height")):
            for rule in against_area(1, *self._numbers()):
                self.add_error(rule.where, rule.sentence)
        return data

    def _numbers(self) -> tuple[int, int, int, int]:
        told = self.cleaned_data
        left, top = int(told["left"] * 10), int(told["top"] * 10)
        return left, top, int(told["width"] * 10), int(told["height"] * 10)

    def area(self, page: int) -> Area:
        """As the masking takes it."""
        return Area(page, *self._numbers(), self.cleaned_data["ground"])


class ReleaseForm(Form):
    """The decision on what is masked."""

    reasons = long_text(
        "Varför det maskade inte lämnas ut", rows=3,
        help_text="Skriv så att den som begärde det förstår, utan att avslöja det maskade.",
    )  # fmt: skip

    def __init__(self, *args: Any, copy: MaskedCopy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if copy.masks:
            self.ask_for("reasons")


class GivenForm(Form):
    """How, to whom and when."""

    how = choice("Hur kopian lämnas ut", Given.How.choices, required=True)
    to = forms.CharField(
        label="Till", max_length=200, required=False,
        help_text="Den som fick kopian. Utan namn: skriv till exempel okänd besökare.",
    )  # fmt: skip
    given_on = day("Dag", required=True)
    note = long_text("Anteckning", rows=2)

    def __init__(self, *args: Any, found: Disclosure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_on"].initial = clock.today()
        if found.is_partys or found.name:
            self.fields["to"].initial = found.who
        self.ask_for("to")

    def told(self) -> Handed:
        """As the act takes it."""
        return Handed(**self.cleaned_data)


class ReplyForm(Form):
    """The employee's own answer."""

    outcome = choice("Svaret", Reply.Outcome.choices, required=True)
    reasons = long_text("Skälen, som de sades", rows=3)
    told = forms.BooleanField(
        label="Jag har berättat att personen kan begära ett skriftligt beslut av myndigheten",
        required=False, help_text="Behövs när du nekar (6 kap. 3 § OSL).",
    )  # fmt: skip
    replied_on = day("Dag för svaret", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replied_on"].initial = clock.today()
        self.ask_for("reasons")


class DemandForm(Form):
    """When the authority's decision was asked for."""

    asked_on = day("Beslutet begärdes", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].initial = clock.today()


class DecideForm(Form):
    """Myndighetens beslut."""

    outcome = choice("Beslutet", Refusal.Outcome.choices, required=True)
    codes = forms.MultipleChoiceField(
        label="Stöd", required=False, widget=forms.CheckboxSelectMultiple
    )
    reasons = long_text(
        "Skäl", rows=6, help_text="Texten går till den som begärde uppgifterna. Avslöja inget."
    )
    how = choice("Hur beslutet skickas", Refusal.How.choices, required=True)
    conflict = question()

    def __init__(self, *args: Any, found: Disclosure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["codes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = grounds_for(found)
        self.ask_for_all_but()

    def told(self) -> dict[str, Any]:
        """As the act takes it."""
        return {k: v for k, v in self.cleaned_data.items() if k != "conflict"}


class NamndDecideForm(DecideForm, MinutesForm):
    """Nämndens beslut: the meeting, and what its minutes say."""

    field_order = ("meeting_on", "dnr", "paragraph", "outcome", "codes", "reasons", "how")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["conflict"]  # the nämnd's own members answer for that at the meeting
        self.ask_for_all_but()

    def told(self) -> dict[str, Any]:
        """As the act takes it."""
        given = {name: self.cleaned_data[name] for name in ("outcome", "reasons", "codes", "how")}
        return {"told": Told(**given), "minutes": self.minutes()}


class HandedBackForm(MinutesForm):
    """That the nämnd refuses nothing, and what it said."""

    note = long_text("Vad nämnden har sagt", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()


class CourtAppealForm(Form):
    """That the decision is appealed and sent on."""

    arrived_on = day("Överklagandet kom in", required=True)
    forwarded_on = day("Skickat till kammarrätten", required=True)
    note = long_text("Anteckning", rows=2, help_text="Till exempel målnumret.")
