"""The pages of the other kinds of decision: on form, and in place of one that holds.

A delegate decides; a chef hands the question to the nämnd, and its secretary registers the answer.
"""

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
from decisions import changing, formal, formal_rules, later_rules, namnd, rules
from decisions.deciders import powers_of
from decisions.forms import ReferForm
from decisions.later_forms import at_meeting
from decisions.models import Decision, Kind, Referral
from decisions.views import own_words
from decisions.ways import FORMAL_WAYS, LATER_WAYS, Form, Way, has_delegate
from jobbtorg.acts import Rule, RuleBroken, refuse
from jobbtorg.organisation.delegation import chain_for
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused


@dataclass(frozen=True)
class Deciding:
    """One page's decision: its way, the decision whose place it takes, and whose it is.

    `referral` is there while the nämnd has the question and its secretary looks.
    """

    way: Way
    case: Case
    by: User
    url: str
    decision: Decision | None = None
    referral: Referral | None = None

    @property
    def draft(self) -> str:
        """What the form is kept under."""
        return f"{self.way.kind}-{self.decision.pk}" if self.decision else self.way.kind

    @property
    def form(self) -> type[Any]:
        """The form; for the nämnd's decision with its minutes."""
        return at_meeting(self.way.form) if self.referral else self.way.form

    def against(self) -> list[Rule]:
        """What stands in the way, whatever the form says."""
        if self.referral:
            return rules.against_answering(self.referral, self.by)
        if self.decision:
            return later_rules.against_replacing(self.decision, self.way.kind, self.by)
        return formal_rules.against_moment(self.case, self.way.kind, self.by)

    def initial(self) -> dict[str, Any]:
        """What the fields begin with."""
        if self.decision is None:
            return _formal_initial(self.case, self.way.kind)
        told: dict[str, Any] = {}
        if not self.decision.is_formal:
            told = self.way.form.as_it_stands(self.decision)
        return told

    def preview(self, form: Form) -> LetterPreview:
        """The letter that the form would give."""
        made: Any = self.way.made(form, self.decision)
        if self.referral:
            return namnd.preview(self.referral, made, form.minutes(), by=self.by)
        if self.decision:
            return changing.preview(self.decision, made, by=self.by)
        return formal.preview(self.case, made, by=self.by)

    def decide(self, form: Form) -> Decision:
        """The act."""
        made: Any = self.way.made(form, self.decision)
        if self.referral:
            return namnd.decide(self.referral, made, form.minutes(), by=self.by)
        if self.decision:
            return changing.decide(self.decision, made, by=self.by)
        return formal.decide(self.case, made, by=self.by)

    def refer(self, ground: str, reasons: str) -> Referral:
        """Hands the question to the nämnd."""
        kind = self.way.kind
        if self.decision:
            return namnd.refer_later(self.decision, kind, ground, reasons, by=self.by)
        return namnd.refer_formal(self.case, kind, ground, reasons, by=self.by)


def formal_decision(request: StaffRequest, slug: str, name: str) -> HttpResponse:
    """Avvisa, avskriv, or avslå a begäran om avgörande."""
    way = FORMAL_WAYS.get(name)
    if way is None:
        raise Http404
    case = get_case(request.user, slug, way.title)
    url = reverse("formal_decision", args=[case.slug, name])
    referral = _asked(request, Referral.objects.filter(application=case.application), way)
    return _answer(request, Deciding(way, case, request.user, url, referral=referral))


def later_decision(request: StaffRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Rätta, ändra, or avsluta i förtid."""
    way = LATER_WAYS.get(name)
    if way is None:
        raise Http404
    case = get_case(request.user, slug, way.title)
    rows = Decision.objects.of(case).select_related("application__case__person", "riktlinje")
    found = get_object_or_404(rows.prefetch_related("rulings"), pk=pk)
    url = reverse("later_decision", args=[case.slug, pk, name])
    referral = _asked(request, found.referrals.all(), way)
    return _answer(request, Deciding(way, case, request.user, url, found, referral))


def _asked(request: StaffRequest, rows: Any, way: Way) -> Referral | None:
    """What the nämnd has been asked of the kind, for the secretary who registers its answer."""
    found: Referral | None = rows.open().filter(kind=way.kind).first()
    return found if found and not rules.against_answering(found, request.user) else None


def _formal_initial(case: Case, kind: str) -> dict[str, Any]:
    """A withdrawal is told of in the words that it was noted with."""
    withdrawal = getattr(case.application, "withdrawal", None)
    if kind != Kind.DISCONTINUANCE or withdrawal is None:
        return {}
    said = f" ({withdrawal.get_how_display().lower()})"
    reasons = f"Ansökan återkallades den {withdrawal.withdrawn_on} av {withdrawal.by_whom}{said}."
    return {"ground": "aterkallad", "reasons": reasons}


def _answer(request: StaffRequest, deciding: Deciding) -> HttpResponse:
    """The form; posted to, the preview or the decision, or the form with what stands in the way."""
    case, against = deciding.case, deciding.against()
    if request.POST.get("do") == "refer":
        return _refer(request, deciding)
    if against:
        asks = rules.refers(case, deciding.by) and all(r.kind == "forbidden" for r in against)
        if request.method == "POST" or not asks:
            return refused(request, RuleBroken(against), case.get_absolute_url())
        return _page(request, deciding, None, draft_context(request, case, deciding.draft))
    seen = request.GET.get("brev")
    if seen:
        return _preview_page(request, deciding, seen)
    drafting = draft_context(request, case, deciding.draft)
    if request.method != "POST":
        initial = initial_with(drafting["draft"], deciding.initial())
        return _page(request, deciding, deciding.form(initial=initial), drafting)
    form = deciding.form(request.POST)
    if request.POST.get("conflict") == YES:
        keep_draft(request, case, deciding.draft, "conflict")
        return redirect("conflict", slug=case.slug)
    status = 422
    if form.is_valid():
        try:
            return _carried_out(request, deciding, form)
        except RuleBroken as broken:
            status = into_form(form, broken)
    return _page(request, deciding, form, draft_context(request, case, deciding.draft), status)


def _carried_out(request: StaffRequest, deciding: Deciding, form: Form) -> HttpResponse:
    case = deciding.case
    if request.POST.get("do") == "preview":
        row = deciding.preview(form)
        keep_draft(request, case, deciding.draft, "conflict")
        return redirect(f"{deciding.url}?brev={row.sha256}")
    if deciding.referral:
        decision = deciding.decide(form)
        told = f"Nämndens beslut {decision.number} är registrerat. Brevet är klart."
    else:
        decision = _decided(request, deciding, form)
        told = f"Beslut {decision.number} är fattat. Brevet är klart."
    messages.success(request, told)
    if not Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return redirect("worklist")  # the nämnd has done with it
    return redirect("one_decision", slug=case.slug, pk=decision.pk)


def _decided(request: StaffRequest, deciding: Deciding, form: Form) -> Decision:
    """By the delegate, who answers whether they are jävig."""
    if form.cleaned_data["conflict"] != NO:
        deciding.preview(form)  # every other reason is told before the question is asked
        refuse([UNSIGNED])
    with transaction.atomic():
        declare(deciding.case, request.user, by=request.user)
        return deciding.decide(form)


def _refer(request: StaffRequest, deciding: Deciding) -> HttpResponse:
    """Hänskjut till nämnden, with ground and reasons."""
    case, form = deciding.case, ReferForm(request.POST, auto_id="hanskjut_%s")
    form.is_valid()
    told = form.cleaned_data
    try:
        deciding.refer(told.get("ground", ""), told.get("reasons", ""))
    except RuleBroken as broken:
        if broken.kind != "incomplete":
            return refused(request, broken, case.get_absolute_url())
        status = into_form(form, broken)
    else:
        messages.success(request, "Frågan är hänskjuten. Nu beslutar nämnden.")
        return redirect(case)
    drafting = draft_context(request, case, deciding.draft)
    whole = None
    if not deciding.against():
        whole = deciding.form(initial=initial_with(drafting["draft"], deciding.initial()))
    extra = drafting | {"refer_form": form, "refused_forms": [form]}
    return _page(request, deciding, whole, extra, status)


def _chain(deciding: Deciding) -> str:
    found = chain_for(deciding.by, powers_of(deciding.way.kind)[0], deciding.case.unit)
    return found.text if found else ""


def _page(
    request: StaffRequest,
    deciding: Deciding,
    form: Form | None,
    extra: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """The page; without a form where only the nämnd decides, to whom a chef hands it."""
    found = deciding.decision
    context = page(request, deciding.case, "decision" if found else "application")
    context |= _referring(request, deciding) | {
        "action": None,
        "way": deciding.way,
        "form": form,
        "groups": form.groups() if form else [],
        "against": [] if form else deciding.against(),
        "referral": deciding.referral,
        "changed": found,
        "hearings": found.hearings.prefetch_related("replies") if found else [],
        "chain": _chain(deciding),
    }
    return render(request, "decisions/later.html", context | extra, status=status)


def _referring(request: StaffRequest, deciding: Deciding) -> dict[str, Any]:
    """The form by which a chef hands the question to the nämnd, with why it is the nämnd's."""
    if deciding.referral or not rules.refers(deciding.case, deciding.by):
        return {}
    drafting = draft_context(request, deciding.case, f"hanskjut-{deciding.draft}")
    nobody = not has_delegate(deciding.way.kind, deciding.case.unit)
    own = deciding.decision is not None and later_rules.is_the_namnds(deciding.decision)
    ground: dict[str, Any] = {}
    if own:
        ground = {"ground": Referral.Ground.OTHER, "reasons": "Nämnden har själv fattat beslutet."}
    elif nobody:
        ground = {"ground": Referral.Ground.NO_DELEGATE}
    initial = initial_with(drafting["draft"], ground)
    return {
        "nobody": nobody,
        "refer_form": ReferForm(auto_id="hanskjut_%s", initial=initial),
        "referring": drafting,
    }


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
        "by_namnd": deciding.referral is not None,
        "form_url": deciding.url,
        "readability": own_words(draft),
        "question": ConflictForm(),
        "chain": _chain(deciding),
        "against": [],
    }
    return render(request, "decisions/preview.html", context)
