"""The forms of an appeal: as it came, its time, its omprövning, the yttrande, the sending."""

from typing import Any

from django import forms
from django.utils.formats import date_format

from appeals.court_papers import Out
from appeals.models import Appeal, Concerns, PartyLetter, Review, Transfer
from appeals.registering import Papers
from appeals.registering_rules import AppealData, may_concern
from cases.forms.conflict import question
from cases.forms.document import ENDINGS, Files, FilesField
from cases.models import Case, Document, Representative, Sending
from decisions.forms import MinutesForm
from decisions.models import Decision
from jobbtorg import clock
from jobbtorg.arrivals import Arrival, Delivery
from jobbtorg.ui.forms import Form, choice, day, long_text


def upload(label: str) -> FilesField:
    """Several files at once."""
    return FilesField(
        label=label, required=False, widget=Files(attrs={"multiple": True, "accept": ENDINGS})
    )


class Documents(forms.ModelMultipleChoiceField):
    """Documents of the case, each by its number and title."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Document) -> str:
        """Handling 4: Överklagande, kom in 2026-04-07."""
        return f"Handling {obj.number}: {obj.title}, kom in {obj.received_on}"


class PapersForm(Form):
    """What the person has sent: files, or documents that are in the case already."""

    documents = Documents(
        Document.objects.none(), label="Handlingar som redan finns i ärendet", required=False
    )
    upload = upload("Filer som kom in")

    def __init__(self, *args: Any, case: Case, appeal: Appeal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = case.documents.current().order_by("-number")
        if appeal:
            rows = rows.exclude(appeal_papers__appeal=appeal)
        self.choose_from("documents", rows)
        self.ask_for("documents", "upload")  # the one or the other

    def papers(self) -> Papers:
        """The papers that were chosen or sent."""
        files = [(file, file.name or "") for file in self.cleaned_data["upload"]]
        return Papers(list(self.cleaned_data["documents"]), files)


class Decisions(forms.ModelChoiceField):
    """The case's decisions, each by its number, day and kind."""

    def label_from_instance(self, obj: Decision) -> str:
        """Beslut 2026:9, 4 november 2026: beslut om insats."""
        day = date_format(obj.decided_on)
        return f"Beslut {obj.number}, {day}: {obj.get_kind_display().lower()}"


class RegisterForm(PapersForm):
    """Registrera överklagande: what it is against, when and how it came, and whose it is."""

    decision = Decisions(Decision.objects.none(), label="Beslutet som överklagas", empty_label=None)
    concerns = choice(
        "Vad överklagandet gäller",
        Concerns.choices,
        help_text="Är det oklart: välj båda. Ett överklagande avvisas inte för hur det är skrivet.",
    )
    dnr = forms.CharField(label="Diarienummer", max_length=40, required=False)
    delivery = choice("Hur det kom in", Delivery.choices, required=True)
    noticed_on = day(
        "Ni fick det",
        required=True,
        help_text="Dagen då posten kom, brevlådan tömdes, det lämnades över eller mejlet kom.",
    )
    arrived_on = day("Ankomstdag", help_text="Lämna tomt, så räknas dagen fram (22 § FL).")
    arrival_reason = long_text(
        "Skäl till en annan dag", rows=2, help_text="Bara om dagen inte är den som räknas fram."
    )
    court_arrived_on = day(
        "Kom in till domstolen", help_text="Om personen först skickade det till domstolen."
    )
    by = choice("Vem som överklagar", Appeal.By.choices)
    representative = forms.ModelChoiceField(
        Representative.objects.none(),
        label="Företrädare",
        required=False,
        empty_label="Ingen",
        help_text="De som är antecknade under Personen.",
    )
    name = forms.CharField(
        label="Namn, om någon annan överklagar",
        max_length=200,
        required=False,
        help_text="Saknas fullmakt: be om den men vänta inte. Rätten prövar vem som får överklaga.",
    )
    unsigned = forms.BooleanField(
        label="Överklagandet är inte undertecknat",
        required=False,
        help_text="Det behöver det inte vara. Uppgiften följer med till rätten.",
    )
    asks = long_text("Vad personen vill att rätten ändrar", rows=3, help_text="Om det framgår.")
    because = long_text("Vad som var fel i den förra registreringen", rows=2)
    field_order = (
        "decision", "concerns", "upload", "documents", "delivery", "noticed_on", "arrived_on",
        "arrival_reason", "court_arrived_on", "by", "representative", "name", "unsigned", "asks",
        "dnr", "because",
    )  # fmt: skip

    def __init__(
        self, *args: Any, case: Case, replaces: Appeal | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, case=case, **kwargs)
        decisions = Decision.objects.of(case).prefetch_related("rulings")
        self.choose_from("decision", decisions)
        found = [kind for row in decisions for kind in may_concern(row)]
        field = self.fields["concerns"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(c, label) for c, label in Concerns.choices if c in found]
        self.choose_from("representative", case.person.representatives.on())
        self.fields["noticed_on"].initial = clock.today
        self.fields["by"].initial = Appeal.By.PARTY
        if replaces is None:
            del self.fields["because"]
        self.ask_for_all_but(
            "documents", "arrived_on", "arrival_reason", "court_arrived_on", "representative",
            "name", "unsigned", "asks",
        )  # fmt: skip

    def told(self) -> AppealData:
        """What the form says."""
        data = self.cleaned_data
        arrival = Arrival(
            data["noticed_on"], data["delivery"], data["arrived_on"], data["arrival_reason"]
        )
        by = data["by"]
        return AppealData(
            concerns=data["concerns"],
            dnr=data["dnr"],
            arrival=arrival,
            by=by,
            representative=data["representative"] if by == Appeal.By.REPRESENTATIVE else None,
            name=data["name"] if by in (Appeal.By.MEMBER, Appeal.By.OTHER) else "",
            unsigned=data["unsigned"],
            asks=data["asks"],
            court_arrived_on=data["court_arrived_on"],
        )


class Asking(Form):
    """Ends in what a delegate finds, so it asks about jäv."""

    conflict = question()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conflict"].required = False
        self.ask_for_all_but("notice_fault")


class TryForm(Asking):
    """Rättidsprövning: what was wrong with the notice, or why it is turned away."""

    notice_fault = long_text(
        "Fel i er underrättelse",
        rows=2,
        help_text="Fyll i om personen överklagade för sent för att ni inte hade upplyst om hur man "
        "överklagar, eller upplyst fel. Då avvisas det inte.",
    )
    reasons = long_text(
        "Skäl att avvisa", rows=4, help_text="Texten står i beslutet till personen."
    )
    field_order = ("notice_fault", "reasons", "conflict")

    def __init__(self, *args: Any, late: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:  # nothing to turn away, and no lateness to explain
            del self.fields["notice_fault"], self.fields["reasons"]


class ReviewForm(Asking):
    """Omprövning: whether the decision is changed, and why."""

    outcome = choice("Omprövning", Review.Outcome.choices)
    reasons = long_text(
        "Skäl", rows=4, help_text="Varför beslutet ändras eller inte. Texten går till rätten."
    )
    field_order = ("outcome", "reasons", "conflict")


class StatementForm(Asking):
    """Yttrande: what the nämnd says of the appeal."""

    text = long_text(
        "Yttrande",
        rows=10,
        help_text="Vad ni anser om överklagandet och varför. Bemöt det som är nytt i det.",
    )
    field_order = ("text", "conflict")


class NamndStatementForm(MinutesForm):
    """Nämndens yttrande: the meeting, and what its minutes say."""

    text = long_text("Nämndens yttrande", rows=10, help_text="Med protokollets ord.")
    field_order = ("meeting_on", "dnr", "paragraph", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()


class SendForm(Form):
    """How and when it goes to the court."""

    how = choice("Sätt", Transfer.How.choices)
    sent_on = day("Skickat", required=True)
    note = long_text("Meddelande till rätten", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].initial = clock.today
        self.ask_for_all_but("note")

    def out(self, kind: str) -> Out:
        """What is sent."""
        data = self.cleaned_data
        return Out(kind, data["how"], data["sent_on"], data.get("to", ""), data["note"])


class PartyForm(Form):
    """How and when the letter goes to the person."""

    how = choice("Sätt", PartyLetter.How)
    sent_on = day("Skickas eller överlämnas", required=True)

    def __init__(self, *args: Any, protected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()
        self.fields["how"].widget.attrs["class"] = "stacked"
        self.fields["sent_on"].initial = clock.today
        if protected:
            choices = [row for row in PartyLetter.How if row[0] not in Sending.BY_POST]
            self.fields["how"].choices = choices  # type: ignore[attr-defined]


class ElsewhereForm(SendForm):
    """The same, to another authority."""

    to = forms.CharField(label="Myndighet", max_length=200, required=False)
    note = long_text("Varför det hör till dem", rows=2)
    field_order = ("to", "note", "how", "sent_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()
