"""The pages of the other kinds of decision: on form, and in place of one that holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases import drafts
from cases.access import get_case
from cases.conflict_rules import UNSIGNED
from cases.conflicts import declare
from cases.forms.conflict import NO, YES, ConflictForm
from cases.models import Case, LetterPreview
from cases.views.common import (
    draft_context,
    flat,
    initial_with,
    keep_draft,
    page,
    preview_of,
)
from decisions import changing, formal, formal_rules, later_rules
from decisions.deciders import powers_of
from decisions.hearing_rules import against_hearer
from decisions.later_forms import ChangeForm, CorrectForm, DiscontinueForm, EndForm, ReasonsForm
from decisions.models import Decision, Kind
from decisions.views import own_words
from jobbtorg.acts import Rule, RuleBroken, refuse
from jobbtorg.organisation.delegation import chain_for
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused

Form = Any  # one of the forms above


@dataclass(frozen=True)
class Way:
    """How a kind of decision is asked for: what the page says, and which form it is."""

    kind: str
    title: str
    lead: str
    form: type


FORMAL_WAYS = {
    "avvisa": Way(
        Kind.DISMISSAL,
        "Avvisa ansökan",
        "Bara en ansökan som inte går att pröva avvisas, efter ett föreläggande (20 § FL).",
        ReasonsForm,
    ),
    "avskriv": Way(
        Kind.DISCONTINUANCE,
        "Avskriv ärendet",
        "Ett ärende avskrivs när ansökan är återkallad eller personen har avlidit.",
        DiscontinueForm,
    ),
    "avgors-inte": Way(
        Kind.NOT_YET,
        "Avslå begäran om avgörande",
        "Behöver ansökan utredas mer innan den kan avgöras avslås begäran i ett eget beslut, som "
        "går att överklaga (12 § FL).",
        ReasonsForm,
    ),
}
LATER_WAYS = {
    "ratta": Way(
        Kind.CORRECTION,
        "Rätta beslutet",
        "För skrivfel, räknefel och liknande (36 § FL). Utfallet ändras inte, och inget blir "
        "sämre för personen. Beslutet som rättas står kvar som det var.",
        CorrectForm,
    ),
    "andra": Way(
        Kind.CHANGE,
        "Ändra beslutet",
        "För ett beslut som är felaktigt (37–38 §§ FL). Det nya beslutet gäller i stället för det "
        "gamla, som står kvar som det var.",
        ChangeForm,
    ),
    "avsluta": Way(
        Kind.ENDING,
        "Avsluta i förtid",
        "En tidsbegränsad insats avslutas i förtid när personen själv vill det. Annars krävs en "
        "grund i 37 § FL, och att personen har fått svara på underlaget.",
        EndForm,
    ),
}


def ways_on(found: Decision, by: User) -> list[tuple[str, str]]:
    """What this user may put in the decision's place: where, and what it is called."""
    if found.is_formal or hasattr(found, "changed_by"):
        return []
    slug, unit = found.application.case.slug, found.unit
    ways = [
        (reverse("later_decision", args=[slug, found.pk, name]), way.title)
        for name, way in LATER_WAYS.items()
        if by.may(powers_of(way.kind)[0], unit) and (way.kind != Kind.ENDING or found.granted)
    ]
    if found.granted and not against_hearer(found, by):
        ways.append((reverse("hearing", args=[slug, found.pk]), "Skicka underlag inför ändring"))
    return ways


@dataclass(frozen=True)
class Deciding:
    """One page's decision: what stands in the way, its preview, its act, and where it leads."""

    way: Way
    case: Case
    against: list[Rule]
    url: str
    draft: str
    initial: dict[str, Any]
    preview: Callable[[Form], LetterPreview]
    act: Callable[[Form], Decision]
    decision: Decision | None = None


def formal_decision(request: StaffRequest, slug: str, name: str) -> HttpResponse:
    """Avvisa, avskriv, or avslå a begäran om avgörande."""
    way = FORMAL_WAYS.get(name)
    if way is None:
        raise Http404
    return _answer(request, _formal(request, get_case(request.user, slug, way.title), name, way))


def later_decision(request: StaffRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Rätta, ändra, or avsluta i förtid."""
    way = LATER_WAYS.get(name)
    if way is None:
        raise Http404
    case = get_case(request.user, slug, way.title)
    return _answer(request, _later(request, case, pk, name, way))


def _formal(request: StaffRequest, case: Case, name: str, way: Way) -> Deciding:
    by = request.user

    def act(form: Form) -> Decision:
        made = form.formal(way.kind)
        if way.kind == Kind.DISMISSAL:
            return formal.dismiss(case, made.reasons, by=by)
        if way.kind == Kind.NOT_YET:
            return formal.refuse_request(case, made.reasons, by=by)
        return formal.discontinue(case, made, by=by)

    return Deciding(
        way,
        case,
        formal_rules.against_moment(case, way.kind, by),
        reverse("formal_decision", args=[case.slug, name]),
        way.kind,
        _formal_initial(case, way.kind),
        lambda form: formal.preview(case, form.formal(way.kind), by=by),
        act,
    )


def _formal_initial(case: Case, kind: str) -> dict[str, Any]:
    """A withdrawal is told of in the words that it was noted with."""
    withdrawal = getattr(case.application, "withdrawal", None)
    if kind != Kind.DISCONTINUANCE or withdrawal is None:
        return {}
    said = f" ({withdrawal.get_how_display().lower()})"
    reasons = f"Ansökan återkallades den {withdrawal.withdrawn_on} av {withdrawal.by_whom}{said}."
    return {"ground": "aterkallad", "reasons": reasons}


def _later(request: StaffRequest, case: Case, pk: int, name: str, way: Way) -> Deciding:
    by = request.user
    rows = Decision.objects.of(case).select_related("application__case__person", "riktlinje")
    found = get_object_or_404(rows.prefetch_related("rulings"), pk=pk)

    def made(form: Form) -> changing.Replacement:
        why = form.why()
        if way.kind == Kind.CORRECTION:
            return changing.correction(form.rulings(), why)
        if way.kind == Kind.CHANGE:
            return changing.change(found, form.rulings(), why)
        return changing.ending(found, form.cleaned_data["ends_on"], why)

    def act(form: Form) -> Decision:
        if way.kind == Kind.CORRECTION:
            return changing.correct(found, form.rulings(), form.why(), by=by)
        if way.kind == Kind.CHANGE:
            return changing.change_decision(found, form.rulings(), form.why(), by=by)
        return changing.end_early(found, form.cleaned_data["ends_on"], form.why(), by=by)

    return Deciding(
        way,
        case,
        later_rules.against_replacing(found, way.kind, by),
        reverse("later_decision", args=[case.slug, pk, name]),
        f"{way.kind}-{pk}",
        {} if found.is_formal else way.form.as_it_stands(found),  # type: ignore[attr-defined]
        lambda form: changing.preview(
            found, made(form), by=by, ends_on=form.cleaned_data.get("ends_on")
        ),
        act,
        found,
    )


def _answer(request: StaffRequest, deciding: Deciding) -> HttpResponse:
    """The form; posted to, the preview or the decision, or the form with what stands in the way."""
    case = deciding.case
    if deciding.against:
        return refused(request, RuleBroken(deciding.against), case.get_absolute_url())
    seen = request.GET.get("brev")
    if seen:
        return _preview_page(request, deciding, seen)
    drafting = draft_context(request, case, deciding.draft)
    if request.method != "POST":
        initial = initial_with(drafting["draft"], deciding.initial)
        return _page(request, deciding, deciding.way.form(initial=initial), drafting)
    form = deciding.way.form(request.POST)
    if request.POST.get("conflict") == YES:
        keep_draft(request, case, deciding.draft, "conflict")
        return redirect("conflict", slug=case.slug)
    status = 422
    if form.is_valid():
        try:
            return _carried_out(request, deciding, form)
        except RuleBroken as broken:
            status = into_form(form, broken)
    drafting = draft_context(request, case, deciding.draft)
    return _page(request, deciding, form, drafting, status)


def _carried_out(request: StaffRequest, deciding: Deciding, form: Form) -> HttpResponse:
    case = deciding.case
    if request.POST.get("do") == "preview":
        row = deciding.preview(form)
        keep_draft(request, case, deciding.draft, "conflict")
        return redirect(f"{deciding.url}?brev={row.sha256}")
    if form.cleaned_data["conflict"] != NO:
        deciding.preview(form)  # every other reason is told before the question is asked
        refuse([UNSIGNED])
    with transaction.atomic():
        declare(case, request.user, by=request.user)
        decision = deciding.act(form)
    messages.success(request, f"Beslut {decision.number} är fattat. Brevet är klart.")
    return redirect("one_decision", slug=case.slug, pk=decision.pk)


def _chain(request: StaffRequest, deciding: Deciding) -> str:
    found = chain_for(request.user, powers_of(deciding.way.kind)[0], deciding.case.unit)
    return found.text if found else ""


def _page(
    request: StaffRequest,
    deciding: Deciding,
    form: Form,
    drafting: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    found = deciding.decision
    context = page(request, deciding.case, "decision" if found else "application") | drafting
    context |= {
        "action": None,
        "way": deciding.way,
        "form": form,
        "groups": form.groups(),
        "changed": found,
        "hearings": found.hearings.prefetch_related("replies") if found else [],
        "chain": _chain(request, deciding),
    }
    return render(request, "decisions/later.html", context, status=status)


def _preview_page(request: StaffRequest, deciding: Deciding, sha256: str) -> HttpResponse:
    """The real PDF, and the button."""
    case = deciding.case
    row = preview_of(request, case, sha256)
    draft = drafts.find(request.user, case, deciding.draft)
    told = flat(draft.data if draft else {})
    context = page(request, case, "decision" if deciding.decision else "application") | {
        "action": None,
        "preview": row,
        "pdf_url": reverse("preview_pdf", args=[case.slug, sha256]),
        "fields": [(k, v) for k, v in told.items() if k != "conflict"],
        "form_url": deciding.url,
        "readability": own_words(draft),
        "question": ConflictForm(),
        "chain": _chain(request, deciding),
        "against": [],
    }
    return render(request, "decisions/preview.html", context)
