"""The nämnd's way: hänskjut, register what the nämnd decided, or note that it handed back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.access import get_case
from cases.models import Case, Investigation
from cases.rounds import rounds_of
from cases.views.common import draft_context, initial_with, page
from cases.views.phrases import phrase_context
from cases.views.writing import Writing, write
from decisions import basis, referrals, rules
from decisions.deciders import Minutes
from decisions.forms import HandBackForm, NamndDecisionForm, ReferForm
from decisions.models import Decision, Kind, Referral
from decisions.views import keep_and_show, refused_beside
from decisions.ways import url_of
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused


@require_POST
def refer(request: StaffRequest, slug: str) -> HttpResponse:
    """Hänskjut till nämnden, with ground and reasons."""
    case = get_case(request.user, slug, "Hänskjut till nämnden")
    form = ReferForm(request.POST, auto_id="hanskjut_%s")
    form.is_valid()
    told = form.cleaned_data
    try:
        referrals.refer(case, told.get("ground", ""), told.get("reasons", ""), by=request.user)
    except RuleBroken as broken:
        return refused_beside(request, case, "refer_form", form, broken)
    messages.success(request, "Ärendet är hänskjutet. Nu beslutar nämnden.")
    return redirect(case)


def namnd_decision(request: StaffRequest, slug: str) -> HttpResponse:
    """Nämndens beslut: the basis to the left, what the minutes say to the right."""
    case = get_case(request.user, slug, "Nämndens beslut")
    other = Referral.objects.open().of(case).exclude(kind=Kind.INSATS).first()
    if other and not rules.against_answering(other, request.user):
        return redirect(url_of(other))
    if request.method == "GET" and Decision.objects.ending(case.application).exists():
        return redirect("decision", slug=slug)
    referral = _latest(case, kind=Kind.INSATS)
    against = rules.against_answering(referral, request.user)
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    if request.method == "POST":
        return _register(request, case, referral)
    drafting = draft_context(request, case, "namndens-beslut")
    proposed = NamndDecisionForm.initial_of(Investigation.objects.whole(case))
    form = NamndDecisionForm(initial=initial_with(drafting["draft"], proposed))
    return _page(request, case, referral, form, drafting)


def _latest(case: Case, **asked: Any) -> Referral:
    """The hänskjutande that the page is about, or 404 where there has been none."""
    found = Referral.objects.of(case).filter(**asked).first()
    if found is None:
        raise Http404
    return found


def _register(request: StaffRequest, case: Case, referral: Referral) -> HttpResponse:
    """Previews or registers; what stands in the way is said, and the text stands where it stood."""
    form = NamndDecisionForm(request.POST)
    status = 422
    if form.is_valid():
        told = (referral, form.rulings(), form.minutes())
        try:
            if request.POST.get("do") == "preview":
                row = referrals.preview_by_namnd(*told, by=request.user)
                return keep_and_show(request, case, "namndens-beslut", row)
            decision = referrals.decide_by_namnd(*told, by=request.user)
        except RuleBroken as broken:
            if broken.kind != "incomplete":
                return refused(request, broken, case.get_absolute_url())
            status = into_form(form, broken)
        else:
            messages.success(
                request, f"Nämndens beslut {decision.number} är registrerat. Brevet är klart."
            )
            return redirect("decision", slug=case.slug)
    extra = draft_context(request, case, "namndens-beslut")
    return _page(request, case, referral, form, extra, status)


def hand_back(request: StaffRequest, slug: str) -> HttpResponse:
    """Lämna tillbaka för beslut på delegation, as the minutes say."""
    case = get_case(request.user, slug, "Lämna tillbaka för beslut på delegation")
    referral = _latest(case)
    if referral.kind != Kind.INSATS:
        return _hand_back_question(request, case, referral)
    if request.method != "POST":
        return redirect("namnd_decision", slug=slug)
    form = HandBackForm(request.POST, auto_id="tillbaka_%s")
    status = 422
    try:
        if form.is_valid():
            note = form.cleaned_data["note"]
            referrals.hand_back(referral, form.minutes(), note, by=request.user)
            messages.success(request, f"{case} är tillbaka hos {case.unit} för beslut.")
            return redirect("worklist")
    except RuleBroken as broken:
        if broken.kind != "incomplete":
            return refused(request, broken, case.get_absolute_url())
        status = into_form(form, broken)
    drafting = draft_context(request, case, "namndens-beslut")
    proposed = NamndDecisionForm.initial_of(Investigation.objects.whole(case))
    whole = NamndDecisionForm(initial=initial_with(drafting["draft"], proposed))
    extra = drafting | {"back_form": form, "refused_forms": [form]}
    return _page(request, case, referral, whole, extra, status)


def _hand_back_question(request: StaffRequest, case: Case, referral: Referral) -> HttpResponse:
    """A page of its own: what is handed back is no insats that stands beside it."""

    def act(case: Case, data: dict[str, Any], by: User) -> Any:
        told = Minutes(data["meeting_on"], data["dnr"], data["paragraph"])
        return referrals.hand_back(referral, told, data["note"], by=by)

    handing = Writing(
        title="Lämna tillbaka för beslut på delegation",
        lead=f"Nämnden beslutar inte själv om {referral.get_kind_display().lower()}. Frågan går "
        f"tillbaka till cheferna på {case.unit}.",
        button="Lämna tillbaka",
        done=f"{case} är tillbaka hos {case.unit}.",
        draft="tillbaka",
        form=HandBackForm,
        act=act,
        against=lambda case, by: rules.against_answering(referral, by),
        back="namnd_decision",
    )
    return write(request, case.slug, handing)


def _page(
    request: StaffRequest,
    case: Case,
    referral: Referral,
    form: NamndDecisionForm,
    extra: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    found = Investigation.objects.whole(case)
    back = draft_context(request, case, "tillbaka")
    initial = initial_with(back["draft"], {})
    context = (
        page(request, case, "namnd_decision")
        | {
            "referral": referral,
            "investigation": found,
            "basis": basis.sections(found),
            "rounds": rounds_of(case, found, least=2),
            "replies": found.replies,
            "form": form,
            "groups": form.groups(),
            "back_form": HandBackForm(auto_id="tillbaka_%s", initial=initial),
            "handing_back": back,
        }
        | phrase_context(request.user, form)
    )
    return render(request, "decisions/namnd.html", context | extra, status=status)
