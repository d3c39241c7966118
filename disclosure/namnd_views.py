"""What the nämnd itself decides of a request: hänskjut, its decision, and back to the unit."""

from functools import partial

from django.http import HttpResponse

from appeals.step_views import Button
from decisions.forms import ReferForm
from disclosure import namnd, rules
from disclosure.forms import HandedBackForm, NamndDecideForm
from disclosure.step_views import Step, answer
from disclosure.views import find
from jobbtorg.organisation.requests import StaffRequest


def refer(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Hänskjut frågan till nämnden."""
    found, by = find(request, slug, pk, "hänskjut"), request.user
    step = Step(
        "Hänskjut till nämnden",
        "Nämnden beslutar själv när ingen har delegation, eller när frågan är principiell eller av "
        "större vikt (6 kap. 38 § KL).",
        f"utlamnande-hanskjut-{pk}",
        ReferForm,
        rules.against_referring(found, by),
        (
            Button(
                "refer",
                "Hänskjut",
                lambda form: namnd.refer(found, **form.cleaned_data, by=by),
            ),
        ),
        "Frågan är hänskjuten. Nu beslutar nämnden.",
    )
    return answer(request, found.case, found, step)


def namnd_decision(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Nämndens beslut att inte lämna ut."""
    found, by = find(request, slug, pk, "nämndens beslut"), request.user
    step = Step(
        "Nämndens beslut om utlämnande",
        "Registrera vad nämnden har beslutat, som det står i protokollet. Beslutet blir ett brev "
        "med skälen och hur det överklagas till kammarrätten.",
        f"utlamnande-namnden-{pk}",
        partial(NamndDecideForm, found=found),
        rules.against_answering(found, by),
        (
            Button(
                "preview",
                "Förhandsgranska brevet",
                lambda form: namnd.preview(found, **form.told(), by=by),
                secondary=True,
            ),
            Button(
                "decide",
                "Registrera beslutet",
                lambda form: namnd.decide(found, **form.told(), by=by),
            ),
        ),
        "Nämndens beslut är registrerat.",
    )
    return answer(request, found.case, found, step)


def hand_back(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Nämnden lämnar tillbaka frågan."""
    found, by = find(request, slug, pk, "tillbaka från nämnden"), request.user
    step = Step(
        "Lämna tillbaka frågan",
        "För när nämnden inte nekar något: uppgifterna ska lämnas ut, eller så beslutas det på "
        f"delegation. Frågan går tillbaka till {found.case.unit}.",
        f"utlamnande-tillbaka-{pk}",
        HandedBackForm,
        rules.against_answering(found, by),
        (
            Button(
                "hand_back",
                "Lämna tillbaka",
                lambda form: namnd.hand_back(
                    found, form.minutes(), form.cleaned_data["note"], by=by
                ),
            ),
        ),
        f"Frågan är tillbaka hos {found.case.unit}.",
    )
    return answer(request, found.case, found, step)
