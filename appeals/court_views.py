"""What comes from the courts, each way a page with one form."""

from functools import partial
from typing import Any

from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from appeals import correcting, correcting_rules, court_rules, judging, remitting
from appeals.court_forms import (
    CorrectEventForm,
    CorrectJudgmentForm,
    EventForm,
    ExecuteForm,
    JudgmentForm,
    ReopenForm,
)
from appeals.mal import mal_of
from appeals.models import Appeal, CourtEvent, CourtState, Judgment
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


def correct_event(request: StaffRequest, slug: str, pk: int, row: int) -> HttpResponse:
    """Rätta det som är antecknat från rätten."""
    found, by = find_appeal(request, slug, pk, "Rätta det som är antecknat"), request.user
    old = get_object_or_404(CourtEvent, appeal=found, pk=row)
    step = Step(
        "Rätta det som är antecknat",
        "Det du skriver här gäller i stället. Det gamla står kvar, överstruket.",
        correcting.draft_of(old),
        partial(CorrectEventForm, appeal=found),
        correcting_rules.against_correcting(found, old, by),
        (
            Button("correct", "Spara rättelsen", partial(_event_corrected, old, by)),
            _strikes(old, by),
        ),
        "Det är rättat.",
        initial=model_to_dict(old, exclude=["reason"]),
    )
    return answer(request, found, step)


def _event_corrected(old: CourtEvent, by: Any, form: Any) -> Any:
    return correcting.correct_event(old, form.data_told(), form.cleaned_data["reason"], by=by)


def correct_judgment(request: StaffRequest, slug: str, pk: int, row: int) -> HttpResponse:
    """Rätta domen."""
    found, by = find_appeal(request, slug, pk, "Rätta domen"), request.user
    old = get_object_or_404(Judgment, appeal=found, pk=row)
    step = Step(
        "Rätta domen",
        "Det du skriver här gäller i stället. Det gamla står kvar, överstruket. Har ni redan gjort "
        "det som domen säger går den inte att byta ut.",
        correcting.draft_of(old),
        partial(CorrectJudgmentForm, appeal=found),
        correcting_rules.against_correcting(found, old, by),
        (
            Button("correct", "Spara rättelsen", partial(_judgment_corrected, old, by)),
            _strikes(old, by),
        ),
        "Domen är rättad.",
        initial=model_to_dict(old, exclude=["reason"]),
    )
    return answer(request, found, step)


def _judgment_corrected(old: Judgment, by: Any, form: Any) -> Any:
    return correcting.correct_judgment(old, form.data_told(), form.cleaned_data["reason"], by=by)


def _strikes(old: CourtEvent | Judgment, by: Any) -> Button:
    """What belongs to another mål, or was noted twice, is struck with nothing in its place."""
    return Button(
        "strike",
        "Stryk: det skulle inte ha antecknats",
        lambda form: correcting.strike(old, form.cleaned_data["reason"], by=by),
        secondary=True,
    )


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
