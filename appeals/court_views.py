"""What comes from the courts, each way a page with one form."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse

from appeals import court_rules, judging, remitting
from appeals.court_forms import EventForm, ExecuteForm, JudgmentForm, ReopenForm
from appeals.mal import mal_of
from appeals.models import Appeal, CourtState, Judgment
from appeals.remitting_rules import against_reopening
from appeals.step_views import Button, Step, answer
from appeals.views import find_appeal
from jobbtorg.organisation.requests import StaffRequest


def note_from_court(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Anteckna från rätten."""
    found, by = find_appeal(request, slug, pk, "Anteckna från rätten"), request.user
    step = Step(
        "Anteckna från rätten",
        "Målnummer, begäran om yttrande, inhibition, prövningstillstånd, eller att domen är "
        "överklagad. En dom registrerar du för sig.",
        f"fran-ratten-{pk}",
        partial(EventForm, appeal=found),
        court_rules.against_noting(found, by),
        (
            Button(
                "note", "Anteckna", lambda form: judging.note_event(found, form.data_told(), by=by)
            ),
        ),
        "Det är antecknat.",
    )
    return answer(request, found, step)


def judge_appeal(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Registrera dom."""
    found, by = find_appeal(request, slug, pk, "Registrera dom"), request.user
    step = Step(
        "Registrera dom",
        "Ett bifall verkställer ni genast (35 kap. 5 § SoL). Det som är återförvisat till er "
        "utreds på nytt, i samma ärende.",
        f"dom-{pk}",
        partial(JudgmentForm, appeal=found),
        court_rules.against_noting(found, by),
        (
            Button(
                "judge",
                "Registrera domen",
                lambda form: judging.judge(found, form.data_told(), by=by),
            ),
        ),
        "Domen är registrerad.",
    )
    return answer(request, found, step)


def execute_judgment(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Verkställ domen."""
    found, by = find_appeal(request, slug, pk, "Verkställ domen"), request.user
    judgment = _judgment(found, CourtState.EXECUTE)
    step = Step(
        "Verkställ domen",
        "Anteckna när ni har gjort det som rätten bestämde. Tills dess står domen kvar på listan.",
        f"verkstall-{judgment.pk}",
        ExecuteForm,
        court_rules.against_executing(judgment, by),
        (Button("execute", "Domen är verkställd", partial(_executed, judgment, by)),),
        "Domen är verkställd.",
        notes=(f"{judgment.get_instance_display()}, {judgment.judged_on}: {judgment.text}",),
    )
    return answer(request, found, step)


def _executed(judgment: Judgment, by: Any, form: Any) -> Any:
    told = form.cleaned_data
    return judging.execute(judgment, told["done_on"], told["how"], by=by)


def reopen_appeal(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Ta upp ärendet igen."""
    found, by = find_appeal(request, slug, pk, "Ta upp ärendet igen"), request.user
    judgment = _judgment(found, CourtState.REOPEN)
    step = Step(
        "Ta upp ärendet igen",
        "Rätten har återförvisat ärendet till er. Ansökan kommer in på nytt med samma ord, och en "
        "ny utredning inleds.",
        f"ta-upp-{judgment.pk}",
        ReopenForm,
        against_reopening(judgment, by),
        (Button("reopen", "Ta upp ärendet", lambda form: remitting.reopen(judgment, by=by)),),
        "Ärendet är upptaget på nytt.",
        notes=(f"{judgment.get_instance_display()}, {judgment.judged_on}: {judgment.text}",),
    )
    return answer(request, found, step)


def _judgment(found: Appeal, state: CourtState) -> Judgment:
    """The judgment that something is to be done of; else another, which the rules refuse."""
    mals = sorted(mal_of(found), key=lambda mal: mal.state != state)
    judgment = next((mal.holds for mal in mals if mal.holds), None)
    if judgment is None:
        raise Http404
    return judgment
