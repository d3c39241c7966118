"""The manager's way: the basis and the decision side by side, the letter, the dispatch."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases import drafts
from cases.access import get_case, log_refused
from cases.conflict_rules import UNSIGNED, is_barred
from cases.conflicts import declare
from cases.forms.conflict import NO, YES, ConflictForm
from cases.models import Case, Draft, Investigation, LetterPreview, Status
from cases.rounds import rounds_of
from cases.steps import decides
from cases.views.common import (
    draft_context,
    flat,
    initial_with,
    keep_draft,
    page,
    pdf,
    preview_of,
)
from cases.views.phrases import phrase_context
from decisions import actions, basis, rules
from decisions.forms import DecisionForm, ReferForm, ReturnForm
from decisions.models import Decision, Kind, LetterCheck, Referral
from decisions.similar import against_likeness
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken, refuse
from jobbtorg.letters.readability import Readability, readability
from jobbtorg.organisation.delegation import chain_for, deciders
from jobbtorg.organisation.models import CHEFER, Function
from jobbtorg.organisation.namnder import acts_for
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused
from jobbtorg.ui.forms import Form


def decide(request: StaffRequest, slug: str) -> HttpResponse:
    """Fatta beslut: the basis to the left, the decision to the right."""
    stranger = _refusal_to_chef_elsewhere(request, slug)
    if stranger:
        return stranger
    case = get_case(request.user, slug, "Underlaget för beslut")
    if request.method == "GET" and Decision.objects.ending(case.application).exists():
        return redirect("decision", slug=slug)
    against = rules.against_deciding(case, request.user)
    shown = case.status == Status.VANTAR and decides(request.user, case)
    if against and (request.method == "POST" or not shown):
        return refused(request, RuleBroken(against), case.get_absolute_url())
    found = Investigation.objects.whole(case)
    if request.method == "POST":
        return _decide(request, case, found)
    drafting = draft_context(request, case, "beslut")
    form = DecisionForm(initial=initial_with(drafting["draft"], DecisionForm.initial_of(found)))
    return _decision_page(request, case, found, form, drafting | {"against": against})


def _refusal_to_chef_elsewhere(request: StaffRequest, slug: str) -> HttpResponse | None:
    """A chef at another unit is told whose decision it is, and nothing of the case."""
    number = slug.replace("-", " ", 1)
    found = Case.objects.filter(number=number)
    if found.visible_to(request.user).exists():
        return None
    case = found.select_related("unit", "person").first()
    if case is None or case.person.is_protected or not _has_been_chef(request):
        return None
    if is_barred(case, request.user):
        return None
    log_refused(request.user, "Underlaget för beslut", number)
    return refused(request, RuleBroken(rules.against_decider(case, request.user)))


def _has_been_chef(request: StaffRequest) -> bool:
    """Now or once: whose appointment has ended is told so, and not that the page is gone."""
    return request.user.appointments.filter(function__in=CHEFER).exists()


def _decide(request: StaffRequest, case: Case, found: Investigation) -> HttpResponse:
    """Previews or decides; what stands in the way is said, and the text stands where it stood."""
    form = DecisionForm(request.POST)
    status = 422
    if request.POST.get("conflict") == YES:
        keep_draft(request, case, "beslut", "conflict")
        return redirect("conflict", slug=case.slug)
    if form.is_valid():
        try:
            if request.POST.get("do") == "preview":
                return _to_preview(request, case, form)
            refuse(
                rules.against_unread_reply(found, form.cleaned_data["seen"]),
                against_likeness(
                    case, form.rulings(), confirmed=form.cleaned_data["similar_confirmed"]
                ),
            )
            if form.cleaned_data["conflict"] != NO:  # asked anew at each decision
                refuse(rules.against_content(found, form.rulings(), clock.today()), [UNSIGNED])
            with transaction.atomic():
                declare(case, request.user, by=request.user)
                decision = actions.decide(case, form.rulings(), by=request.user)
        except RuleBroken as broken:
            if broken.kind == "forbidden":
                return refused(request, broken, case.get_absolute_url())
            status = into_form(form, broken)
            form.renew("seen", len(found.replies))
        else:
            messages.success(request, f"Beslut {decision.number} är fattat. Brevet är klart.")
            return redirect("decision", slug=case.slug)
    extra = draft_context(request, case, "beslut")
    return _decision_page(request, case, found, form, extra, status)


def _to_preview(request: StaffRequest, case: Case, form: DecisionForm) -> HttpResponse:
    """Keeps what is written, and shows the letter that it would give."""
    row = actions.preview(case, form.rulings(), by=request.user)
    return keep_and_show(request, case, "beslut", row)


def keep_and_show(request: StaffRequest, case: Case, name: str, row: LetterPreview) -> HttpResponse:
    """Keeps the form as its draft, and goes on to the previewed letter."""
    keep_draft(request, case, name, "conflict")
    return redirect("preview", slug=case.slug, sha256=row.sha256)


def _decision_page(
    request: StaffRequest,
    case: Case,
    found: Investigation,
    form: DecisionForm,
    extra: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    chain = chain_for(request.user, rules.POWERS["ratt"], case.unit)
    returning = draft_context(request, case, "aterlamna")
    back = returning["draft"]
    context = page(request, case, "decide") | referral_context(request, case)
    context |= phrase_context(request.user, form)
    context |= {
        "form": form,
        "groups": form.groups(),
        "basis": basis.sections(found),
        "replies": found.replies,
        "investigation": found,
        "rounds": rounds_of(case, found, least=2),
        "chain": chain.text if chain else "",
        "return_form": ReturnForm(auto_id="aterlamna_%s", initial=initial_with(back, {})),
        "returning": returning,
    } | extra
    return render(request, "decisions/decide.html", context, status=status)


def preview(request: StaffRequest, slug: str, sha256: str) -> HttpResponse:
    """The real PDF beside what the decision rests on, and the button."""
    case = get_case(request.user, slug, "Förhandsgranskning av beslutsbrevet")
    row = preview_of(request, case, sha256)
    referral = Referral.objects.open().of(case).filter(kind=Kind.INSATS).first()
    by_namnd = referral is not None and acts_for(request.user, case.unit, Function.NAMNDSEKRETERARE)
    draft = drafts.find(request.user, case, "namndens-beslut" if by_namnd else "beslut")
    chain = chain_for(request.user, rules.POWERS["ratt"], case.unit)
    here = "namnd_decision" if by_namnd else "decide"
    context = page(request, case, here) | {
        "action": None,  # the button stands beside the letter
        "preview": row,
        "pdf_url": reverse("preview_pdf", args=[slug, sha256]),
        "fields": [(k, v) for k, v in flat(draft.data if draft else {}).items() if k != "conflict"],
        "by_namnd": by_namnd,
        "form_url": reverse(here, args=[slug]),
        "readability": own_words(draft),
        "question": ConflictForm(),
        "chain": chain.text if chain else "",
        "against": [] if by_namnd else rules.against_deciding(case, request.user),
    }
    return render(request, "decisions/preview.html", context)


def own_words(draft: Draft | None) -> Readability:
    """How what the decider has written reads: the long texts of the form."""
    told = flat(draft.data if draft else {})
    names = ("circumstances", "reasons", "scope", "explanation")
    return readability("\n".join(text for name, text in told.items() if name.endswith(names)))


def preview_pdf(request: StaffRequest, slug: str, sha256: str) -> HttpResponse:
    """The previewed bytes, which the decision will store."""
    case = get_case(request.user, slug, "Förhandsgranskning av beslutsbrevet (pdf)")
    return pdf(bytes(preview_of(request, case, sha256).pdf), f"Forhandsgranskning-{slug}.pdf")


@require_POST
def return_to_coach(request: StaffRequest, slug: str) -> HttpResponse:
    """Återlämna till coach, with a comment."""
    case = get_case(request.user, slug, "Återlämna till coach")
    form = ReturnForm(request.POST, auto_id="aterlamna_%s")
    form.is_valid()
    comment = form.cleaned_data.get("comment", "")
    try:
        actions.return_to_coach(case, comment, by=request.user)
    except RuleBroken as broken:
        return refused_beside(request, case, "return_form", form, broken)
    to = f" till {case.coach}" if case.coach else " och behöver fördelas"
    messages.success(request, f"Ärendet är återlämnat{to}.")
    return redirect("worklist")


def refused_beside(
    request: StaffRequest, case: Case, name: str, form: Form, broken: RuleBroken
) -> HttpResponse:
    """The decide page again, with what stands in the way in one of the small forms on it."""
    if broken.kind != "incomplete":
        return refused(request, broken, case.get_absolute_url())
    found = Investigation.objects.whole(case)
    drafting = draft_context(request, case, "beslut")
    into_form(form, broken)
    whole = DecisionForm(initial=initial_with(drafting["draft"], DecisionForm.initial_of(found)))
    extra = {"broken": broken.rules, name: form, "refused_forms": [form]}
    extra |= drafting | {"against": rules.against_deciding(case, request.user)}
    return _decision_page(request, case, found, whole, extra, 422)


def referral_context(request: StaffRequest, case: Case) -> dict[str, Any]:
    """What the decide page says of the nämnd: an open hänskjutande, its last word, or the form."""
    rows = Referral.objects.filter(application=case.application).select_related("answer")
    latest = rows.open().first() or rows.filter(kind=Kind.INSATS).first()
    answer = getattr(latest, "answer", None)
    delegated = bool(deciders(rules.POWERS["ratt"], case.unit))
    referring = draft_context(request, case, "hanskjut")
    ground = {} if delegated else {"ground": Referral.Ground.NO_DELEGATE}
    initial = initial_with(referring["draft"], ground)
    return {
        "referral": None if answer else latest,
        "handed_back": answer,
        "nobody": not delegated,
        "refer_form": ReferForm(auto_id="hanskjut_%s", initial=initial),
        "referring": referring,
    }


def letter_checks(request: StaffRequest) -> HttpResponse:
    """The nightly checks that no stored letter has changed: for the granskare."""
    if not request.user.holds(Function.GRANSKARE):
        rule = Rule("not_granskare", "Bara granskare ser kontrollerna.", kind="forbidden")
        return refused(request, RuleBroken([rule]))
    return render(
        request, "decisions/letter_checks.html", {"checks": LetterCheck.objects.all()[:60]}
    )
