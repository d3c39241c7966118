"""Personen: who it is, how they are reached, who represents them; and the pages that change it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from cases import persons
from cases.access import get_case
from cases.forms import person as forms
from cases.forms.noting import today
from cases.models import Case, Representative
from cases.person_rules import against_changing, against_identifying
from cases.protection import IN_WORDS, KEPT_OUT
from cases.views.common import page
from cases.views.writing import Writing, write
from jobbtorg.organisation.models import Function, User
from jobbtorg.organisation.requests import StaffRequest


def _contact(case: Case) -> dict[str, Any]:
    """What is known already."""
    return {name: getattr(case.person, name) for name in persons.CONTACT}


CHANGES = {
    "uppgifter": Writing(
        title="Ändra uppgifter",
        button="Spara",
        done="Uppgifterna är sparade.",
        draft="personen",
        form=forms.ContactForm,
        act=lambda case, data, by: persons.change_contact(case, data, by=by),
        against=against_changing,
        back="person",
        initial=_contact,
    ),
    "skydd": Writing(
        title="Skyddade personuppgifter",
        lead="Med skydd ser bara de som är namngivna på ärendet det, och brev går genom "
        "Skatteverkets förmedling utan att säga vilket jobbtorg det gäller.",
        button="Spara skyddet",
        done="Skyddet är sparat.",
        draft="skydd",
        form=forms.ProtectionForm,
        act=lambda case, data, by: persons.protect(
            case, data["protection"], data["told_on"], data["source"], by=by
        ),
        against=against_changing,
        back="person",
        initial=lambda case: {"protection": case.person.protection} | today("told_on"),
    ),
    "nummer": Writing(
        title="Personen har fått ett nummer",
        lead="Det tillfälliga numret byts ut. Ärendet och allt i det följer med.",
        button="Byt nummer",
        done="Numret är bytt.",
        draft="nummer",
        form=forms.NumberForm,
        act=lambda case, data, by: persons.identify(case, data["personnummer"], by=by),
        against=against_identifying,
        back="person",
    ),
    "ombud": Writing(
        title="Ny företrädare",
        lead="Ett ombud behöver fullmakt. Den som företräder personen genom beslut, till exempel "
        "en god man, visar det med beslutet eller ett registerutdrag (14–15 §§ FL).",
        button="Spara företrädaren",
        done="Företrädaren är sparad.",
        draft="ombud",
        form=forms.CommissionForm,
        act=lambda case, data, by: persons.represent(case, persons.Commission(**data), by=by),
        against=against_changing,
        back="person",
        initial=lambda case: today("valid_from"),
    ),
}


def person(request: StaffRequest, slug: str) -> HttpResponse:
    """Who the case is about. Those who see a protected person's page are named on the case."""
    case = get_case(request.user, slug, "Personen")
    writes = not against_changing(case, request.user)
    context = page(request, case, "person") | {
        "rows": _rows(case),
        "hidden": IN_WORDS.get(case.person.protection, ""),
        "representatives": case.person.representatives.all(),
        "writes": writes,
        "makes_extract": any(r.function == Function.REGISTRATOR for r in request.user.roles()),
        "today_writes": writes and case.person.has_temporary_number,
    }
    return render(request, "cases/person.html", context)


def _rows(case: Case) -> list[dict[str, Any]]:
    """What is known, without what the person's level keeps out."""
    who = case.person
    out = KEPT_OUT[who.protection]
    address = "\n".join(p for p in (who.street, f"{who.postcode} {who.city}".strip()) if p)
    rows = [
        ("Namn", who.name, ""),
        (who.number_kind, who.formatted, ""),
        ("Kön", {True: "Kvinna", False: "Man", None: "Uppgift saknas"}[who.is_woman], ""),
        ("Adress", address, "street"),
        ("Telefon", who.phone, "phone"),
        ("E-post", who.email, "email"),
        ("Nås helst via", who.get_contact_way_display() if who.contact_way else "", "contact_way"),
        ("Tolk", who.interpreter, ""),
    ]
    return [{"label": label, "value": value} for label, value, name in rows if name not in out]


def change(request: StaffRequest, slug: str, what: str) -> HttpResponse:
    """One of the pages that change what is known of the person."""
    if what not in CHANGES:
        raise Http404
    return write(request, slug, CHANGES[what])


def end(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """The representative's last day."""
    case = get_case(request.user, slug, "Företrädare", action=None)
    row = get_object_or_404(Representative, pk=pk, person=case.person)

    def act(case: Case, data: dict[str, Any], by: User) -> Any:
        return persons.end_representation(row, case, data["last_day"], by=by)

    ending = Writing(
        title=f"{row} slutar företräda personen",
        button="Avsluta uppdraget",
        done="Uppdraget är avslutat.",
        draft="ombud-slut",
        form=forms.EndForm,
        act=act,
        against=against_changing,
        back="person",
        initial=lambda case: today("last_day"),
    )
    return write(request, slug, ending)
