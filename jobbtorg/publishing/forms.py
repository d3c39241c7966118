"""The forms of the rulebook's pages: what a new version says, from when and why."""

import re
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.text import slugify

from jobbtorg import clock
from jobbtorg.organisation.models import Course
from jobbtorg.publishing.rules import MADE_ANEW, Change
from jobbtorg.rulebook.entries import Content, Entries, Rows, shown
from jobbtorg.rulebook.models import Code, Proposal, Version
from jobbtorg.ui.forms import Form, day, long_text

BLANK = 2  # rows to write new criteria or questions in
MOST = 60  # rows of one version
SHORT = forms.TextInput(attrs={"class": "short"})
MEDIUM = forms.TextInput(attrs={"class": "medium"})


class DayForm(Form):
    """Gäller på datum."""

    datum = day("Gäller på datum")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()

    def day(self) -> Any:
        """The day asked about; today when none is."""
        return self.cleaned_data.get("datum") or clock.today()


class WhenForm(Form):
    """From which day, and why."""

    valid_from = day("Första dag", required=True, help_text="Tidigast i morgon.")
    reason = long_text(
        "Varför ändringen görs",
        required=True,
        rows=2,
        help_text="Den som publicerar läser det här, till exempel vilket beslut ändringen följer.",
    )

    def told(self) -> Content:
        """What the version would say beyond its rows."""
        return {}


class EndForm(WhenForm):
    """When an entry is put out of use, and why."""

    valid_from = day("Gäller inte längre från", required=True, help_text="Tidigast i morgon.")


class ProvisionForm(WhenForm):
    ref = forms.CharField(label="Kapitel och paragraf", max_length=60, widget=MEDIUM)
    law = forms.CharField(
        label="Lagens namn med nummer",
        max_length=200,
        help_text="Till exempel socialtjänstlagen (2025:400)",
    )
    short = forms.CharField(label="Förkortning", max_length=20, widget=SHORT)
    meaning = long_text("Vad det betyder, i en mening", required=True, rows=2)
    field_order = ["ref", "law", "short", "meaning"]


class LetterTextForm(WhenForm):
    text = long_text(
        "Text",
        required=True,
        rows=4,
        help_text="Skrivs som löpande text: radbrytningar syns inte i brevet.",
    )
    owner = forms.CharField(
        label="Ägare",
        max_length=100,
        widget=MEDIUM,
        help_text="Den som ska tillfrågas innan texten ändras.",
    )
    field_order = ["text", "owner"]


class CodeForm(WhenForm):
    label = forms.CharField(label="Benämning", max_length=100, widget=MEDIUM)
    order = forms.IntegerField(
        label="Ordning i listan", min_value=0, max_value=999, widget=forms.NumberInput({"size": 4})
    )
    counts_as = forms.ChoiceField(
        label="Räknas som",
        choices=[("", "Varken arbete eller studier"), *Code.CountsAs.choices],
        required=False,
        help_text="Bara för orsaker till avslut: vad avslutet är i nämndens indikatorer.",
    )
    field_order = ["label", "order", "counts_as"]


class RiktlinjeForm(WhenForm):
    name = forms.CharField(label="Riktlinjens namn", max_length=200)
    dnr = forms.CharField(label="Diarienummer", max_length=40, required=False, widget=MEDIUM)
    insats = forms.CharField(label="Insatsens namn", max_length=100)
    longest_months = forms.IntegerField(
        label="Längsta period i månader", min_value=1, widget=forms.NumberInput({"size": 4})
    )
    field_order = ["name", "dnr", "insats", "longest_months"]


class AssessmentFormForm(WhenForm):
    name = forms.CharField(label="Formulärets namn", max_length=100)
    field_order = ["name"]


class SettingForm(WhenForm):
    """The value as its kind asks for it: a number, yes or no, or courses."""

    value = forms.CharField(label="Nytt värde")
    field_order = ["value"]

    def __init__(self, *args: Any, initial: Content, **kwargs: Any) -> None:
        self.explanation, before = initial["explanation"], initial["value"]
        super().__init__(*args, initial=initial, **kwargs)
        now = f"Värdet är nu {shown(before)}."
        if isinstance(before, bool):
            answers = [("True", "Ja"), ("False", "Nej")]
            self.fields["value"] = forms.TypedChoiceField(
                label="Nytt värde",
                choices=answers,
                coerce=lambda answer: answer == "True",
                help_text=now,
                widget=forms.RadioSelect,
            )
        elif isinstance(before, list):
            self.fields["value"] = forms.MultipleChoiceField(
                label="Utbildningar som krävs",
                choices=[(course.code, str(course)) for course in Course.objects.all()],
                required=False,
                help_text="Kryssa inte i någon om ingen utbildning ska krävas.",
                widget=forms.CheckboxSelectMultiple,
            )
        else:
            self.fields["value"] = forms.IntegerField(
                label="Nytt värde", help_text=now, widget=forms.NumberInput({"size": 6})
            )
        self.order_fields(self.field_order)

    def told(self) -> Content:
        return {"explanation": self.explanation}


KEY = forms.CharField(
    label="Nyckel",
    max_length=50,
    widget=MEDIUM,
    help_text="Namnet i systemet: små bokstäver utan å, ä och ö. Det går inte att ändra sedan.",
)
NAMES: dict[str, dict[str, forms.Field]] = {
    Proposal.Kind.LAGRUM: {"key": KEY},
    Proposal.Kind.KOD: {
        "list": forms.ChoiceField(label="Lista", choices=[("", "Välj"), *Code.List.choices]),
        "code": KEY,
    },
}


class RowForm(Form):
    """A criterion or a question; left without its text it is left out."""

    text_name = "text"

    def told(self) -> Content | None:
        """What the row says, or None where it is empty."""
        data = dict(self.cleaned_data)
        return data if data[self.text_name].strip() else None


class CriterionForm(RowForm):
    text_name = "question"
    code = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    question = forms.CharField(label="Kriteriet lyder", max_length=300, required=False)
    help = forms.CharField(label="Hjälptext", max_length=500, required=False)
    bars_grant = forms.BooleanField(
        label="Hindrar förslag om bifall när det inte är uppfyllt", required=False
    )
    bar_sentence = forms.CharField(
        label="Mening som visas när det hindrar", max_length=300, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but("help", "bar_sentence")

    def told(self) -> Content | None:
        """A criterion keeps its code for good; a new one is named after its question."""
        told = super().told()
        if told and not told["code"]:
            told["code"] = slugify(told["question"])[:50].strip("-") or "kriterium"
        return told


class QuestionForm(RowForm):
    section = forms.CharField(label="Avsnitt", max_length=100, required=False)
    text = forms.CharField(label="Frågan lyder", max_length=300, required=False)
    help = forms.CharField(label="Hjälptext", max_length=500, required=False)
    required = forms.BooleanField(label="Ska besvaras", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but("help")

    def clean(self) -> dict[str, Any]:
        """A question stands under a section."""
        cleaned = super().clean()
        if cleaned.get("text") and not cleaned.get("section"):
            self.add_error("section", "Ange avsnitt för frågan.")
        elif cleaned.get("help") and not cleaned.get("text"):
            self.add_error("text", "Skriv frågan som hjälptexten hör till.")
        return cleaned


FORMS: dict[str, type[WhenForm]] = {
    Proposal.Kind.LAGRUM: ProvisionForm,
    Proposal.Kind.BREVTEXT: LetterTextForm,
    Proposal.Kind.KOD: CodeForm,
    Proposal.Kind.RIKTLINJE: RiktlinjeForm,
    Proposal.Kind.INSTALLNING: SettingForm,
    Proposal.Kind.FORMULAR: AssessmentFormForm,
}
ROW_FORMS: dict[str, type[RowForm]] = {"criteria": CriterionForm, "questions": QuestionForm}


class Sheet:
    """All that a page for a new version asks: the version, and its rows where it has some."""

    def __init__(self, entries: Entries, latest: Version | None, data: Any = None) -> None:
        self.entries, self.key = entries, entries.key_of(latest) if latest else ""
        before = entries.content(latest) if latest else {}
        self.more = data is not None and data.get("do") == "more"
        self.form = FORMS[entries.kind](data, initial=before)
        if latest is None and entries.kind in MADE_ANEW:
            self.form.fields = {**deepcopy(NAMES[entries.kind]), **self.form.fields}
        self.before = before
        self.rows = self._rows(entries.rows, data) if entries.rows else []

    def _rows(self, rows: Rows, data: Any) -> list[RowForm]:
        """A form for each row: as posted, or as the version says, with empty ones after."""
        known = self.before.get(rows.name, [])
        make = ROW_FORMS[rows.name]
        if data is None:
            empty: list[Content] = [{}] * BLANK
            return [make(initial=row, prefix=f"r{n}") for n, row in enumerate([*known, *empty])]
        told = data.get("rows", "")
        count = int(told) if re.fullmatch("[0-9]{1,3}", told) else len(known)
        return [make(data, prefix=f"r{n}") for n in range(min(count + BLANK * self.more, MOST))]

    @property
    def row_label(self) -> str:
        """What a row is called."""
        return "Kriterium" if self.entries.kind == Proposal.Kind.RIKTLINJE else "Fråga"

    @property
    def forms(self) -> list[Form]:
        """Every form of the page."""
        return [self.form, *self.rows]

    def is_valid(self) -> bool:
        """Whether everything that was sent can be read."""
        told = [form.is_valid() for form in self.forms]  # each form tells its own errors
        return all(told)

    def change(self) -> Change:
        """What was proposed."""
        data = self.form.cleaned_data | self.form.told()
        named = self.entries.named(self.key) if self.key else {}
        names = (*self.entries.keys, *self.entries.columns)
        content = {name: (data | named)[name] for name in names}
        if self.entries.rows:
            rows = [row.told() for row in self.rows]
            content[self.entries.rows.name] = [row for row in rows if row]
        key = self.key or ".".join(content[name] for name in self.entries.keys)
        return Change(self.entries.kind, key, content, data["valid_from"], data["reason"])


class ReportForm(Form):
    """Where the nämnd's minutes tell of the riktlinje."""

    meeting_on = day("Sammanträdesdag")
    paragraph = forms.CharField(label="Paragraf", max_length=20, required=False, widget=SHORT)
    dnr = forms.CharField(label="Diarienummer", max_length=40, required=False, widget=MEDIUM)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()
