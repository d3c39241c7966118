"""The question of jäv, the declaration, and the nämnd's answer."""

from typing import Any

from django import forms

from cases.conflict_rules import staff_of
from cases.models import Case, Declaration
from jobbtorg.organisation.models import User
from jobbtorg.ui.forms import Form, choice, day, long_text

QUESTION = "Är du jävig i ärendet?"
NO, YES = "nej", "ja"
GROUNDS = {
    Declaration.Ground.PARTY: "är själv part, är närstående till den sökande eller påverkas "
    "märkbart av beslutet",
    Declaration.Ground.REPRESENTATIVE: "företräder eller har företrätt den sökande, själv eller "
    "genom en närstående",
    Declaration.Ground.SUPERVISION: "ärendet gäller tillsyn över den egna verksamheten",
    Declaration.Ground.OTHER: "något annat som kan rubba förtroendet för att man är opartisk",
}


def question() -> forms.ChoiceField:
    """Är du jävig i ärendet? Nothing is chosen beforehand."""
    return choice(QUESTION, [(NO, "Nej"), (YES, "Ja")], required=True)


class ConflictForm(Form):
    """Asked of whoever is to work with the case."""

    conflict = question()


class DeclareForm(Form):
    """Who is jävig, by which ground."""

    user = forms.ModelChoiceField(
        label="Vem gäller det?", queryset=User.objects.none(), empty_label=None
    )
    ground = choice(
        "Grund",
        [(ground.value, f"{ground.label}: {told}") for ground, told in GROUNDS.items()],
        required=True,
    )
    comment = long_text(
        "Kommentar",
        rows=3,
        help_text="Behövs vid annan omständighet. Enhetens chefer kan läsa den, men den skrivs "
        "inte i journalen.",
    )

    def __init__(self, *args: Any, case: Case, by: User, chef: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if chef:
            self.choose_from("user", staff_of(case.unit) | User.objects.filter(pk=by.pk))
            self.fields["user"].initial = by.pk
        else:
            del self.fields["user"]

    def told(self, by: User) -> tuple[User, str, str]:
        """Whom it is about, the ground and the comment."""
        data = self.cleaned_data
        return data.get("user", by), data["ground"], data["comment"]


class LiftForm(Form):
    """What the nämnd has found of someone who was jävig."""

    user = forms.ModelChoiceField(
        label="Vem är inte längre jävig?", queryset=User.objects.none(), empty_label="Välj"
    )
    namnd_dnr = forms.CharField(
        label="Nämndens diarienummer", max_length=40, widget=forms.TextInput(attrs={"size": 20})
    )
    namnd_on = day("Nämndens beslutsdag", required=True)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        barring = Declaration.objects.barring().filter(case=case)
        self.choose_from("user", User.objects.filter(pk__in=barring.values("user")))
