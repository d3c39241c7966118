"""One form for each part of the investigation."""

from typing import Any

from django import forms

from cases.consent_rules import FUTURE
from cases.consents import ConsentData
from cases.forms.consent import (
    NEW_CONSENT,
    ConsentChoice,
    ask_for_consent,
    consent_told,
    offer_consents,
)
from cases.models import (
    AfInformation,
    Children,
    Consent,
    CriterionAnswer,
    Investigation,
    Outcome,
    Part,
)
from cases.models.consent import How
from cases.rulings import name_of
from jobbtorg import clock
from jobbtorg.ui.forms import Form, choice, day, long_text

COUNT = dict.fromkeys(("invalid", "min_value", "max_value"), "Ange ett antal från 1 till 30.")


def partly() -> Any:
    """What a partial grant gives."""
    field = long_text("Vad som beviljas", help_text="Bara vid delvis bifall.", rows=2)
    field.widget.attrs["placeholder"] = " "  # so that CSS can tell that it is empty
    return field


class PartForm(Form):
    """A part knows its investigation and which version the user has before their eyes."""

    takes_phrases = True
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, investigation: Investigation, **kwargs: Any) -> None:
        self.investigation = investigation
        super().__init__(data, **kwargs)
        self.add_fields()

    def add_fields(self) -> None:
        """Adds the fields that depend on the investigation's guideline or form version."""

    @staticmethod
    def initial_of(investigation: Investigation) -> dict[str, Any]:
        """What has been saved already."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """What to save."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def clean_seen(self) -> int:
        """The version; an empty one is nought."""
        return self.cleaned_data.get("seen") or 0

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The visible fields under their headings, for the page."""
        return [("", self.visible_fields())]


class CriteriaForm(PartForm):
    """Each criterion of the guideline: met, not met or unclear, with its source."""

    def add_fields(self) -> None:
        """Three fields for each criterion."""
        for criterion in self.investigation.riktlinje_to_assess_by.criteria.all():
            code = criterion.code
            self.fields[f"{code}_answer"] = choice(
                criterion.question, CriterionAnswer.Answer.choices, help_text=criterion.help
            )
            self.fields[f"{code}_source"] = forms.CharField(
                label="Källa",
                max_length=300,
                required=False,
                help_text="Vem eller vad uppgiften kommer från.",
            )
            self.fields[f"{code}_comment"] = long_text("Kommentar", rows=2)
        self.fields["individual"] = long_text(
            "Individuell bedömning",
            help_text="Ett kriterium avgör aldrig ensamt. Väg in personens hela situation.",
        )
        self.ask_for_all_but(*(name for name in self.fields if name.endswith("_comment")))

    def groups(self) -> list[tuple[str, list[Any]]]:
        """A criterion is a group of three; the individual assessment stands by itself."""
        criteria = [
            ("", [self[f"{c.code}_{part}"] for part in ("answer", "source", "comment")])
            for c in self.investigation.riktlinje_to_assess_by.criteria.all()
        ]
        return [*criteria, ("", [self["individual"]])]

    @staticmethod
    def initial_of(investigation: Investigation) -> dict[str, Any]:
        """The answers given so far, under an older guideline too where the question stands."""
        individual = getattr(investigation, "individual", None)
        asked = {(c.code, c.question) for c in investigation.riktlinje_to_assess_by.criteria.all()}
        given = [*investigation.criterion_answers.all(), *investigation.criteria]  # the last wins
        answers = [a for a in given if (a.criterion.code, a.criterion.question) in asked]
        return {
            f"{answer.criterion.code}_{name}": getattr(answer, name)
            for answer in answers
            for name in ("answer", "source", "comment")
        } | ({"individual": individual.text} if individual else {})


class AnswersForm(PartForm):
    """Initial bedömning del 2, as the form version that the investigation began with asks it."""

    def add_fields(self) -> None:
        """A long text for each question; what must be answered is asked at Lämna till beslut."""
        for question in self.investigation.form.questions.all():
            field = long_text(question.text, help_text=question.help)
            self.fields[f"question_{question.pk}"] = field
        free = self.investigation.form.questions.all()
        self.ask_for_all_but(*(f"question_{q.pk}" for q in free if not q.required))

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The questions under their sections."""
        sections: dict[str, list[Any]] = {}
        for question in self.investigation.form.questions.all():
            sections.setdefault(question.section, []).append(self[f"question_{question.pk}"])
        return list(sections.items())

    @staticmethod
    def initial_of(investigation: Investigation) -> dict[str, Any]:
        """The answers given so far."""
        return {f"question_{a.question_id}": a.text for a in investigation.answers.all()}


class RowForm(PartForm):
    """A part that is one row, whose field names are its columns."""

    row = ""
    optional: tuple[str, ...] = ()

    def add_fields(self) -> None:
        """The fields are columns; those that nothing asks for are optional."""
        self.ask_for_all_but(*self.optional)

    @classmethod
    def saved(cls, investigation: Investigation) -> Any:
        """The row, or None."""
        return getattr(investigation, cls.row, None)

    @classmethod
    def initial_of(cls, investigation: Investigation) -> dict[str, Any]:
        """The row's columns."""
        saved = cls.saved(investigation)
        names = [name for name in cls.base_fields if name != "seen"]
        return {name: getattr(saved, name) for name in names} if saved else {}


class ChildrenForm(RowForm):
    """Whether there are children, and then what is best for them. SoL 3 kap. 1 §."""

    row = "children"
    optional = ("number", "ages", "own_view")
    any = choice("Finns det barn under 18 år i hushållet?", Children.Answer.choices, required=True)
    number = forms.IntegerField(
        label="Antal", required=False, min_value=1, max_value=30, error_messages=COUNT
    )
    ages = forms.CharField(
        label="Åldrar", max_length=100, required=False, help_text="Bara om bedömningen kräver det."
    )
    effect = long_text("Hur barnen påverkas", rows=3, help_text="Till exempel tider för omsorg.")
    own_view = long_text(
        "Barnets åsikter", rows=2, help_text="Oftast genom föräldern, om de har betydelse."
    )
    best_interests = long_text(
        "Bedömning av barnets bästa",
        rows=3,
        help_text="Skriv inget om barnet som inte behövs här. Misstänker du att barnet far illa: "
        "anmäl genast till stadsdelens socialtjänst (19 kap. 1 § SoL).",
    )

    def clean(self) -> dict[str, Any]:
        """Without children nothing more is kept; what was written beside a no is told of."""
        cleaned = super().clean()
        rest = [name for name in cleaned if name not in ("any", "seen") and cleaned[name]]
        if cleaned.get("any") == Children.Answer.NO and rest:
            self.add_error(rest[0], "Du har svarat nej. Ta bort texten eller ändra svaret.")
        return cleaned


class AfForm(RowForm):
    """The six items that need no consent, and what the person has consented to beyond them."""

    row = "af"
    optional = (
        "registered_from",
        "registered_to",
        "unemployment_fund",
        "category",
        "programme",
        "last_report_on",
        "more",
    )
    basis = choice("Stöd för att hämta in uppgifterna", AfInformation.Basis.choices, required=True)
    consent = ConsentChoice()
    consent_on = day("Samtycket gavs")
    consent_how = choice("Hur samtycket gavs", How.choices)
    consent_scope = long_text("Vad samtycket omfattar", rows=2)
    statute = forms.CharField(
        label="Lagrum",
        max_length=200,
        required=False,
        help_text="Den bestämmelse som ger dig rätt till uppgifterna, med kapitel och paragraf.",
    )
    received_on = day("Uppgifterna kom", required=True)
    source = forms.CharField(
        label="Vem som lämnade dem", max_length=200, help_text="Handläggare eller utdrag."
    )
    not_registered = forms.BooleanField(
        label="Personen är inte inskriven på Arbetsförmedlingen", required=False
    )
    registered_from = day("Inskriven från")
    registered_to = day("Inskriven till")
    unemployment_fund = forms.CharField(label="A-kassa", max_length=100, required=False)
    category = forms.CharField(
        label="Sökandekategori",
        max_length=200,
        required=False,
        help_text="Öppet arbetslös, sökande med förhinder eller annan.",
    )
    programme = forms.CharField(label="Program och period", max_length=200, required=False)
    last_report_on = day("Senaste aktivitetsrapport")
    more = long_text(
        "Övriga uppgifter",
        help_text="Bara det som samtycket eller lagrummet omfattar.",
        rows=3,
    )

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The ground, whence, the six items, and what goes beyond them."""
        known = [name for name in ("consent",) if name in self.fields]
        consent = ("basis", *known, *NEW_CONSENT, "statute")
        items = ("not_registered", "registered_from", "registered_to", "unemployment_fund")
        rest = ("category", "programme", "last_report_on")
        return [
            ("Stöd i lag eller samtycke", [self[name] for name in consent]),
            ("Uppgifterna", [self[name] for name in ("received_on", "source", *items, *rest)]),
            ("Utöver de sex uppgifterna", [self["more"]]),
        ]

    def add_fields(self) -> None:
        """Which consents there are to choose among; without any, a new one is noted here."""
        super().add_fields()
        self.fields["basis"].widget.attrs["class"] = "stacked"
        saved = self.saved(self.investigation)
        case = self.investigation.application.case
        offer_consents(self, case, Consent.Towards.AF, saved and saved.consent)

    @classmethod
    def initial_of(cls, investigation: Investigation) -> dict[str, Any]:
        """The row's columns; the fields of a new consent are empty."""
        saved = cls.saved(investigation)
        names = [name for name in cls.base_fields if name not in ("seen", "consent", *NEW_CONSENT)]
        if saved is None:
            return {}
        return {name: getattr(saved, name) for name in names} | {"consent": saved.consent_id}

    def values(self) -> dict[str, Any]:
        """The row's columns."""
        return {n: v for n, v in super().values().items() if n not in NEW_CONSENT}

    @property
    def by_consent(self) -> bool:
        """Whether the information rests on consent."""
        return self.cleaned_data.get("basis") == AfInformation.Basis.CONSENT

    def new_consent(self) -> ConsentData | None:
        """The consent that is noted here, if none of the known ones is chosen."""
        return consent_told(self, Consent.Towards.AF) if self.by_consent else None

    def clean(self) -> dict[str, Any]:
        """A new consent has a day, a manner and a scope. OSL 10 kap. 1 §."""
        cleaned = super().clean()
        if self.by_consent:
            ask_for_consent(self, cleaned)
        if cleaned.get("received_on") and cleaned["received_on"] > clock.today():
            self.add_error("received_on", FUTURE)
        return cleaned


class SummaryForm(RowForm):
    """Samlad bedömning and Förslag till beslut: facts and assessment apart, the right first."""

    row = "summary"
    facts = long_text("Fakta", help_text="Det utredningen visar, och varifrån uppgifterna kommer.")
    own_view = long_text(
        "Den sökandes egen syn", help_text="Hur personen ser på sitt behov och sitt mål."
    )
    assessment = long_text(
        "Bedömning", help_text="Vad du drar för slutsats av fakta. Väg in hela situationen."
    )
    right_outcome = choice("Utfall", Outcome.choices)
    right_scope = partly()
    right_circumstances = long_text("Avgörande omständigheter", rows=4)
    right_reasons = long_text("Varför de leder till utfallet", rows=4)
    may_outcome = choice("Utfall", Outcome.choices)
    may_scope = partly()
    may_circumstances = long_text("Avgörande omständigheter", rows=4)
    may_reasons = long_text("Varför de leder till utfallet", rows=4)
    period_from = day("Från och med")
    period_to = day("Till och med")

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The assessment, then the proposal in the order of trial."""
        texts = ("facts", "own_view", "assessment")
        return [
            ("", [self[name] for name in texts]),
            *ruling_groups(self, "Förslag enligt "),
        ]

    def clean(self) -> dict[str, Any]:
        """The period's days in order; the rest is asked at Lämna till beslut."""
        cleaned = super().clean()
        first, last = cleaned.get("period_from"), cleaned.get("period_to")
        if last and not first:
            self.add_error("period_from", "Ange från och med.")
        elif first and last and last < first:
            self.add_error("period_to", "Perioden slutar före sin början.")
        return cleaned


def ruling_groups(form: forms.Form, heading: str) -> list[tuple[str, list[Any]]]:
    """The fields of the right, of the may-insats and of the period, headed by today's law."""
    day_ = clock.today()
    names = ("outcome", "scope", "circumstances", "reasons")
    return [
        (f"{heading}{name_of('ratt', day_)}", [form[f"right_{name}"] for name in names]),
        (f"{heading}{name_of('befogenhet', day_)}", [form[f"may_{name}"] for name in names]),
        ("Period", [form["period_from"], form["period_to"]]),
    ]


FORMS: dict[str, type[PartForm]] = {
    Part.Name.CRITERIA: CriteriaForm,
    Part.Name.ASSESSMENT: AnswersForm,
    Part.Name.CHILDREN: ChildrenForm,
    Part.Name.AF: AfForm,
    Part.Name.SUMMARY: SummaryForm,
}
