"""The forms of the inbox: files, where papers belong, and that they do not belong here."""

from typing import Any

from django import forms

from cases.forms.document import ENDINGS, Files, FilesField
from cases.inbox_rules import AsideData, Naming
from cases.models import Case, Paper, Sorting
from jobbtorg import clock
from jobbtorg.arrivals import Arrival, Delivery
from jobbtorg.files.contents import title_from
from jobbtorg.rulebook.models import Code
from jobbtorg.ui.forms import Form, choice, day, long_text

CHOOSE_CASE = "Välj ärende. Finns det inte i listan kan du söka efter det."


class PutInForm(Form):
    """The files, and nothing else: what they are is said when they are sorted."""

    upload = FilesField(
        label="Filer",
        required=False,
        widget=Files(attrs={"multiple": True, "accept": ENDINGS}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()


class SortForm(Form):
    """How the papers came, what each of them is, and to which case they belong."""

    term = forms.CharField(
        label="Sök ärende",
        required=False,
        max_length=100,
        help_text="Namn, personnummer, samordningsnummer eller ärendenummer.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    case = choice("Vilket ärende gäller det?", [], required=True)
    delivery = choice("Hur kom handlingen in?", Delivery.choices, required=True)
    noticed_on = day(
        "Ni fick den",
        required=True,
        help_text="Dagen då posten kom, brevlådan tömdes, den lämnades över eller mejlet lästes.",
    )
    arrived_on = day(
        "Ankomstdag",
        help_text="Lämna tomt så räknas dagen fram. För e-post: dagen då mejlet nådde oss, också "
        "en helgdag.",
    )
    arrival_reason = long_text(
        "Skäl till en annan dag",
        rows=2,
        help_text="Bara om den inte är den som 22 § förvaltningslagen utgår från.",
    )

    def __init__(
        self, *args: Any, papers: list[Paper], cases: list[tuple[Case, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.papers = papers
        for paper in papers:
            self._ask_about(paper)
        self.order_fields([name for p in papers for name in (f"title_{p.pk}", f"type_{p.pk}")])
        self.ask_for_all_but("arrived_on", "arrival_reason")
        self.fields["case"].error_messages |= dict.fromkeys(
            ("required", "invalid_choice"), CHOOSE_CASE
        )
        self.fields["case"].choices = [  # type: ignore[attr-defined]
            (case.slug, label) for case, label in cases
        ]

    def _ask_about(self, paper: Paper) -> None:
        """What the paper is to be called, and what it is; what is missing names its file."""
        types = Code.objects.on().filter(list=Code.List.DOCUMENT_TYPE)
        name = paper.file_name
        self.fields[f"title_{paper.pk}"] = forms.CharField(
            label="Titel",
            max_length=200,
            initial=title_from(name),
            error_messages={"required": f"Ange titel på ”{name}”."},
        )
        self.fields[f"type_{paper.pk}"] = forms.ModelChoiceField(
            types,
            label="Typ",
            empty_label="Välj typ",
            error_messages={"required": f"Välj typ på ”{name}”."},
        )

    def rows(self) -> list[tuple[Paper, Any, Any]]:
        """Each paper with its two fields."""
        return [(p, self[f"title_{p.pk}"], self[f"type_{p.pk}"]) for p in self.papers]

    def arrival(self) -> Arrival:
        """How and when the papers came."""
        told = self.cleaned_data
        return Arrival(
            noticed_on=told["noticed_on"],
            delivery=told["delivery"],
            told_on=told["arrived_on"],
            reason=told["arrival_reason"],
        )

    def namings(self) -> list[Naming]:
        """What each paper is to be called, and what it is."""
        told = self.cleaned_data
        return [Naming(p, told[f"title_{p.pk}"], told[f"type_{p.pk}"]) for p in self.papers]


class AsideForm(Form):
    """What became of papers that are not ours."""

    outcome = choice(
        "Vad händer med handlingen?",
        [pair for pair in Sorting.Outcome.choices if pair[0] != Sorting.Outcome.CASE],
        required=True,
    )
    authority = forms.CharField(
        label="Myndighet",
        required=False,
        max_length=200,
        help_text="Bara vid överlämning: den myndighet som handlingen är till.",
    )
    way = choice(
        "Hur skickades den?",
        Sorting.Way.choices,
        help_text="Inte om den lades in av misstag.",
    )
    sent_on = day("Skickad den", help_text="Anteckna när handlingen är skickad.")
    reason = forms.CharField(
        label="Varför hör den inte hit?",
        max_length=300,
        required=False,
        help_text="Till exempel: ställd till Försäkringskassan. Skriv inga personuppgifter här.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"sent_on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["outcome"].widget.attrs["class"] = "stacked"
        self.ask_for_all_but()

    def aside(self) -> AsideData:
        """What was told."""
        return AsideData(**self.cleaned_data)
