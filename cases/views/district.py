"""Fråga stadsdelsnämnderna; hänvisa till stadsdelsförvaltning, and follow it up."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from cases import districts
from cases.access import get_case
from cases.consents import note_consent
from cases.district_rules import against_asking, against_following_up, is_unsignposted
from cases.forms.district import AnswerForm, AskForm, FollowUpForm, SignpostingForm, codes
from cases.models import Case, Signposting
from cases.views.common import draft_context, initial_with, investigation_of, page
from cases.writer_rules import against_writer
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.rulebook.models import Code, Provision
from jobbtorg.ui.errors import carry_out, into_form, refused


def _refusal(request: StaffRequest, case: Case) -> HttpResponse | None:
    """403 for whoever sees the case but does not write here."""
    against = against_writer(case, request.user)
    return refused(request, RuleBroken(against), case.get_absolute_url()) if against else None


def questions(request: StaffRequest, slug: str) -> HttpResponse:
    """Every question to the stadsdelsnämnder with its answer, and the form for a new one."""
    case = get_case(request.user, slug, "Fråga till stadsdelsnämnderna")
    if request.method != "POST":
        return _questions(request, case)
    refusal = _refusal(request, case)
    if refusal:
        return refusal
    form = AskForm(request.POST)
    status = carry_out(
        form, lambda: districts.ask_districts(case, form.cleaned_data["asked_on"], by=request.user)
    )
    if not status:
        messages.success(request, "Frågan är antecknad. Anteckna svaret när det kommer.")
        return redirect("district_questions", slug=slug)
    return _questions(request, case, asking=form, status=status)


def _questions(
    request: StaffRequest,
    case: Case,
    asking: AskForm | None = None,
    answering: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = list(case.district_questions.select_related("asked_by", "answer__district"))
    unanswered = next((row for row in rows if not row.as_source), None)
    today = clock.today()
    writes = not against_writer(case, request.user)
    context = page(request, case, "district_questions") | {
        "rows": rows,
        "unanswered": unanswered,
        "asking": (asking or AskForm())
        if asking or (writes and not against_asking(case, today, request.user))
        else None,
        "answering": (answering or AnswerForm()) if writes and unanswered else None,
        "refused_forms": [form for form in (asking, answering) if form],
        "statute": Provision.objects.on().filter(key="fraga_stadsdelsnamnd").first(),
    }
    return render(request, "cases/district_questions.html", context, status=status)


@require_POST
def answer(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Aktuell or not."""
    case = get_case(request.user, slug, "Svar från stadsdelsnämnderna")
    question = get_object_or_404(case.district_questions, pk=pk)
    refusal = _refusal(request, case)
    if refusal:
        return refusal
    form = AnswerForm(request.POST)
    status = carry_out(
        form, lambda: districts.note_answer(question, **form.told(), by=request.user)
    )
    if not status:
        messages.success(request, "Svaret är antecknat.")
        return redirect("district_questions", slug=slug)
    return _questions(request, case, answering=form, status=status)


def signposting(request: StaffRequest, slug: str) -> HttpResponse:
    """Hänvisa till stadsdelsförvaltning, and what came of it when it was done before."""
    case = get_case(request.user, slug, "Hänvisning till stadsdelsförvaltning")
    if request.method == "POST":
        return _refusal(request, case) or _signpost(request, case)
    drafting = draft_context(request, case, "hanvisning")
    initial = initial_with(drafting["draft"], _need_of(case))
    return _signpostings(request, case, SignpostingForm(case=case, initial=initial))


def _need_of(case: Case) -> dict[str, Any]:
    """The need behind the criterion that bars, while the person has not been hänvisad for it."""
    found = investigation_of(case)
    if found is None or not is_unsignposted(found):
        return {}
    barring = [answer.criterion.code for answer in found.criteria if answer.bars_grant]
    need = codes(Code.List.NEED).filter(code__in=barring).first()
    return {"need": need.pk} if need else {}


def _signpostings(
    request: StaffRequest, case: Case, form: SignpostingForm, status: int = 200
) -> HttpResponse:
    rows = case.signpostings.select_related("need", "district", "how", "consent", "noted_by")
    context = page(request, case, "signposting") | draft_context(request, case, "hanvisning")
    context |= {
        "form": form,
        "against": against_writer(case, request.user),
        "rows": rows.prefetch_related("follow_ups__noted_by"),
    }
    return render(request, "cases/signposting.html", context, status=status)


def _signpost(request: StaffRequest, case: Case) -> HttpResponse:
    """Notes the consent, where a new one stands in the form, and the signposting with it."""
    form, status = SignpostingForm(request.POST, case=case), 422
    if form.is_valid():
        try:
            with transaction.atomic():
                told = form.new_consent()
                noted = note_consent(case, told, by=request.user) if told else None
                row = districts.signpost(case, form.signposting(noted), by=request.user)
        except RuleBroken as broken:
            status = into_form(form, broken)
        else:
            messages.success(request, f"Hänvisningen är antecknad. Följ upp den {row.due_on}.")
            return redirect("signposting", slug=case.slug)
    return _signpostings(request, case, form, status)


def follow_up(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Kontakt etablerad? One follow-up more."""
    case = get_case(request.user, slug, "Uppföljning av hänvisning")
    rows = case.signpostings.select_related("need", "district", "case__unit")
    row: Signposting = get_object_or_404(rows.prefetch_related("follow_ups"), pk=pk)
    today = clock.today()
    against = against_following_up(row, "", today, "", request.user)
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    name = f"uppfoljning-{row.pk}"
    drafting = draft_context(request, case, name)
    if request.method != "POST":
        form, status = FollowUpForm(initial=initial_with(drafting["draft"], {})), 200
    else:
        form = FollowUpForm(request.POST)
        status = carry_out(
            form, lambda: districts.follow_up(row, **form.cleaned_data, by=request.user)
        )
        if not status:
            messages.success(request, "Uppföljningen är antecknad.")
            return redirect("signposting", slug=slug)
    context = page(request, case, "signposting") | drafting | {"form": form, "row": row}
    return render(request, "cases/signposting_follow_up.html", context, status=status)
