"""Samtycke: noted by itself, or in another form that rests on it; and taken back."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import Truncator

from cases.consent_rules import FUTURE
from cases.consents import ConsentData
from cases.models import Case, Consent
from cases.models.consent import How
from jobbtorg import clock
from jobbtorg.ui.forms import Form, choice, day, long_text

NEW_CONSENT = ("consent_on", "consent_how", "consent_scope")


class ConsentChoice(forms.ModelChoiceField):
    """One of the case's consents, or a new one."""

    def __init__(self) -> None:
        super().__init__(
            label="Samtycke", queryset=Consent.objects.none(), required=False, empty_label="Nytt"
        )

    def label_from_instance(self, obj: Any) -> str:
        """Day, manner and the beginning of what it covers."""
        withdrawn = f" (återkallat {obj.withdrawn_on})" if obj.withdrawn_on else ""
        return f"{Truncator(str(obj)).chars(90)}{withdrawn}"


def offer_consents(form: Any, case: Case, towards: str, saved: Consent | None = None) -> None:
    """Those in force, and the one that is saved; the newest is chosen until told."""
    known = Consent.objects.filter(case=case).select_related("withdrawal")
    here = Q(towards=towards, withdrawal__isnull=True) | Q(pk=saved and saved.pk)
    form.choose_from("consent", known.filter(here))
    first = known.in_force(towards).first()
    if not first and not saved:
        del form.fields["consent"]
        return
    form.ask_for("consent")
    form.fields["consent"].initial = first


def ask_for_consent(form: Any, cleaned: dict[str, Any]) -> None:
    """A known consent, or all that a new one says."""
    if cleaned.get("consent"):
        return
    for name, what in (
        ("consent_on", "vilken dag samtycket gavs"),
        ("consent_how", "hur samtycket gavs"),
        ("consent_scope", "vad samtycket omfattar"),
    ):
        told = str(cleaned.get(name) or "").strip()
        if not told and name not in form.errors:
            form.add_error(name, f"Ange {what}.")
    given_on = cleaned.get("consent_on")
    if given_on and given_on > clock.today():
        form.add_error("consent_on", FUTURE)


def consent_told(form: Any, towards: str) -> ConsentData | None:
    """The new consent that stands in the form, if none of the known ones is chosen."""
    told = form.cleaned_data
    if told.get("consent"):
        return None
    return ConsentData(towards, told["consent_scope"], told["consent_on"], told["consent_how"])


class ConsentForm(Form):
    """A consent, towards anyone."""

    towards = choice("Gentemot vem?", Consent.Towards.choices, required=True)
    other = forms.CharField(
        label="Vem", max_length=200, required=False, help_text="Bara vid Annan."
    )
    given_on = day("Samtycket gavs", required=True)
    how = choice("Hur samtycket gavs", How.choices, required=True)
    covers = long_text(
        "Vad samtycket omfattar",
        required=True,
        rows=3,
        help_text="Vilka uppgifter, och om vi får fråga, lämna ut eller båda.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()
        self.fields["given_on"].initial = clock.today

    def consent(self) -> ConsentData:
        """What is to be noted."""
        return ConsentData(**self.cleaned_data)


class WithdrawForm(Form):
    """When and how a consent was taken back."""

    withdrawn_on = day("Återkallades", required=True)
    how = choice("Hur samtycket återkallades", How.choices, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["withdrawn_on"].initial = clock.today
