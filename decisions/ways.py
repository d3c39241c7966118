"""The ways to the other kinds of decision: what each page says, and what its form decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from decisions import changing
from decisions.deciders import powers_of
from decisions.hearing_rules import against_hearer
from decisions.later_forms import ChangeForm, CorrectForm, DiscontinueForm, EndForm, ReasonsForm
from decisions.later_rules import is_the_namnds
from decisions.models import LATER, Decision, Kind, Referral
from decisions.namnd import Made
from decisions.rules import refers
from jobbtorg.organisation.delegation import deciders
from jobbtorg.organisation.models import Unit, User

Form = Any  # one of the forms above


@dataclass(frozen=True)
class Way:
    """How a kind of decision is asked for: what the page says, its form, and what that decides.

    `made` is told the form, and the decision whose place is taken, if one is.
    """

    kind: str
    title: str
    lead: str
    form: type[Any]
    made: Callable[[Form, Any], Made]


FORMAL_WAYS = {
    "avvisa": Way(
        Kind.DISMISSAL,
        "Avvisa ansökan",
        "Bara en ansökan som inte går att pröva avvisas, efter ett föreläggande (20 § FL).",
        ReasonsForm,
        lambda form, _: form.formal(Kind.DISMISSAL),
    ),
    "avskriv": Way(
        Kind.DISCONTINUANCE,
        "Avskriv ärendet",
        "Ett ärende avskrivs när ansökan är återkallad eller personen har avlidit.",
        DiscontinueForm,
        lambda form, _: form.formal(Kind.DISCONTINUANCE),
    ),
    "avgors-inte": Way(
        Kind.NOT_YET,
        "Avslå begäran om avgörande",
        "Behöver ansökan utredas mer innan den kan avgöras avslås begäran i ett eget beslut, som "
        "går att överklaga (12 § FL).",
        ReasonsForm,
        lambda form, _: form.formal(Kind.NOT_YET),
    ),
}
LATER_WAYS = {
    "ratta": Way(
        Kind.CORRECTION,
        "Rätta beslutet",
        "För skrivfel, räknefel och liknande (36 § FL). Utfallet ändras inte, och inget blir "
        "sämre för personen. Beslutet som rättas står kvar som det var.",
        CorrectForm,
        lambda form, _: changing.correction(form.rulings(), form.why()),
    ),
    "andra": Way(
        Kind.CHANGE,
        "Ändra beslutet",
        "För ett beslut som är felaktigt (37–38 §§ FL). Det nya beslutet gäller i stället för det "
        "gamla, som står kvar som det var.",
        ChangeForm,
        lambda form, found: changing.change(found, form.rulings(), form.why()),
    ),
    "avsluta": Way(
        Kind.ENDING,
        "Avsluta i förtid",
        "En tidsbegränsad insats avslutas i förtid när personen själv vill det. Annars krävs en "
        "grund i 37 § FL, och att personen har fått svara på underlaget.",
        EndForm,
        lambda form, found: changing.ending(found, form.cleaned_data["ends_on"], form.why()),
    ),
}
NAMES = {way.kind: name for name, way in (FORMAL_WAYS | LATER_WAYS).items()}


def url_of(referral: Referral) -> str:
    """The page on which the nämnd's answer to the hänskjutande is registered."""
    slug = referral.application.case.slug
    if referral.kind in LATER:
        told = [slug, referral.concerns_id, NAMES[referral.kind]]
        return reverse("later_decision", args=told)
    if referral.kind in NAMES:
        return reverse("formal_decision", args=[slug, NAMES[referral.kind]])
    return reverse("namnd_decision", args=[slug])


def has_delegate(kind: str, unit: Unit) -> bool:
    """Whether anyone has the delegation for the kind at the unit today."""
    return bool(deciders(powers_of(kind)[0], unit))


def ways_on(found: Decision, by: User) -> list[tuple[str, str]]:
    """What this user may put in the decision's place: where, and what it is called."""
    if found.is_formal or hasattr(found, "changed_by"):
        return []
    slug, unit = found.application.case.slug, found.unit
    ways = []
    for name, way in LATER_WAYS.items():
        if way.kind == Kind.ENDING and not found.granted:
            continue
        url = reverse("later_decision", args=[slug, found.pk, name])
        barred = way.kind != Kind.ENDING and is_the_namnds(found)
        if by.may(powers_of(way.kind)[0], unit) and not barred:
            ways.append((url, way.title))
        elif refers(found.application.case, by) and (barred or not has_delegate(way.kind, unit)):
            ways.append((url, f"{way.title}: hänskjut till nämnden"))
    if found.granted and not against_hearer(found, by):
        ways.append((reverse("hearing", args=[slug, found.pk]), "Skicka underlag inför ändring"))
    return ways
