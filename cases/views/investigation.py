"""The investigation: its task list, its parts, and Lämna till beslut."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases import actions, rules
from cases.access import get_case
from cases.conflict_rules import against_unanswered
from cases.consents import note_consent
from cases.district_rules import CRITERION, is_unsignposted
from cases.forms.conflict import ConflictForm
from cases.forms.parts import FORMS, AfForm, PartForm
from cases.investigating import save_part
from cases.models import Case, Consent, Investigation, JournalEntry, Part
from cases.rounds import rounds_of
from cases.views.common import draft_context, initial_with, investigation_of, page
from cases.views.communication import state_of
from cases.views.phrases import phrase_context
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused


def investigation(request: StaffRequest, slug: str) -> HttpResponse:
    """The task list, what is missing as links, and the button that leaves it to decision."""
    case = get_case(request.user, slug, "Utredningen")
    found = investigation_of(case)
    if found is None:
        return redirect(case)
    return _overview(request, case, found)


def _overview(
    request: StaffRequest, case: Case, found: Investigation, status: int = 200
) -> HttpResponse:
    """The page itself; with status 422 or 409 when Lämna till beslut was refused."""
    missing = rules.missing(found)
    against = rules.against_investigating(case, request.user)
    unanswered = [] if against else list(against_unanswered(case, request.user))
    context = page(request, case, "investigation") | {
        "investigation": found,
        "tasks": _tasks(found, missing),
        "missing": [_linked(case, rule) for rule in missing],
        "against": against,
        "unanswered": unanswered,
        "question": ConflictForm(),
        "returned_with": _return_comment(case),
        "rounds": rounds_of(case, found),
        "refused": status != 200,
    }
    return render(request, "cases/investigation.html", context, status=status)


def _return_comment(case: Case) -> Any:
    """The chef's comment, while the case is back with the coach."""
    if not case.returned:
        return None
    return case.journal.filter(kind=JournalEntry.Kind.RETURN).first()


def _linked(case: Case, rule: Rule) -> dict[str, str]:
    """What is missing, as a link to where it is put right."""
    if rule.where in Part.Name.values:
        url = reverse("part", args=[case.slug, rule.where])
    else:
        url = reverse(rule.where, args=[case.slug])
    return {"sentence": rule.sentence, "statute": rule.statute, "url": url}


def _tasks(found: Investigation, missing: list[Rule]) -> list[dict[str, str]]:
    """Each part with its status in words."""
    saved = {part.name: part for part in found.parts.all()}
    lacking = {rule.where for rule in missing}
    tasks = []
    for name in Part.Name:
        part = saved.get(name)
        hint = f"Sparad {part.saved_at:%Y-%m-%d} av {part.saved_by}" if part else ""
        status, tone = "Klar", "quiet"
        if name in lacking:
            status, tone = ("Påbörjad", "info") if part else ("Ej påbörjad", "warning")
        elif part is None:
            status, tone = "Behövs inte än", "neutral"
        url = reverse("part", args=[found.application.case.slug, name])
        tasks.append(
            {"title": name.label, "url": url, "hint": hint, "status": status, "tone": tone}
        )
    return [*tasks, *_consultation_task(found, lacking), _communication_task(found, lacking)]


def _consultation_task(found: Investigation, lacking: set[str]) -> list[dict[str, str]]:
    """Samråd among the parts, where the application asks for more of an insats."""
    if not found.application.is_continued:
        return []
    status, tone = ("Ej påbörjad", "warning") if "consultation" in lacking else ("Klar", "quiet")
    url = reverse("consultation", args=[found.application.case.slug])
    title = "Samråd med Arbetsförmedlingen"
    return [{"title": title, "url": url, "hint": "", "status": status, "tone": tone}]


def _communication_task(found: Investigation, lacking: set[str]) -> dict[str, str]:
    """Kommunicering among the parts, though it has a page of its own."""
    status, tone, hint = state_of(found)
    if not found.exchanged and rules.COMMUNICATION in lacking:
        status, tone = "Ej påbörjad", "warning"
    url = reverse("communication", args=[found.application.case.slug])
    return {"title": "Kommunicering", "url": url, "hint": hint, "status": status, "tone": tone}


def part(request: StaffRequest, slug: str, name: str) -> HttpResponse:
    """One part: a form for the coach who writes it, and its text for everyone else."""
    if name not in FORMS:
        raise Http404
    label = Part.Name(name).label
    case = get_case(request.user, slug, f"Utredningen: {label}")
    found = investigation_of(case)
    if found is None:
        return redirect(case)
    if request.method == "POST":
        return _save(request, case, found, name)
    against = rules.against_investigating(case, request.user)
    unanswered = [] if against else list(against_unanswered(case, request.user))
    drafting = draft_context(request, case, name)
    saved = FORMS[name].initial_of(found)
    version = next((p.version for p in found.parts.all() if p.name == name), 0)
    form = FORMS[name](
        investigation=found,
        initial=initial_with(None if against else drafting["draft"], saved) | {"seen": version},
    )
    if against or unanswered:
        for field in form.fields.values():
            field.disabled = True
    extra = {"against": against or unanswered, "unanswered": unanswered} | drafting
    return _page(request, case, form, name, extra | {"question": ConflictForm()})


def _save(request: StaffRequest, case: Case, found: Investigation, name: str) -> HttpResponse:
    """Saves, or shows the same form with what stands in the way."""
    form = FORMS[name](request.POST, investigation=found)
    status = 422
    if form.is_valid():
        try:
            with transaction.atomic():
                save_part(
                    case,
                    Part.Name(name),
                    _values(request, case, form),
                    by=request.user,
                    seen=form.cleaned_data["seen"],
                )
        except RuleBroken as broken:
            status = into_form(form, broken)
            if any(rule.code == "stale" for rule in broken.rules):
                form.renew("seen", next(p.version for p in found.parts.all() if p.name == name))
        else:
            messages.success(request, f"{Part.Name(name).label} är sparad.")
            return _saved(request, case, name)
    saved = FORMS[name].initial_of(found) if status == 409 else {}
    extra = draft_context(request, case, name) | {"saved": _in_words(found, name, saved)}
    return _page(request, case, form, name, extra, status)


def _values(request: StaffRequest, case: Case, form: PartForm) -> dict[str, Any]:
    """What to save; a consent that is told of in the form is noted first."""
    values = form.values()
    told = form.new_consent() if isinstance(form, AfForm) else None
    if told:
        values["consent"] = note_consent(case, told, by=request.user)
    return values


def _saved(request: StaffRequest, case: Case, name: str) -> HttpResponse:
    """On to the overview; or to the hänvisning, when a criterion bars and none is made. G20."""
    found = Investigation.objects.whole(case)
    if name != Part.Name.CRITERIA or not is_unsignposted(found):
        return redirect("investigation", slug=case.slug)
    barring = next(answer.criterion for answer in found.criteria if answer.bars_grant)
    messages.warning(request, barring.bar_sentence)
    return redirect("signposting", slug=case.slug)


def _beside(found: Investigation, name: str) -> dict[str, Any]:
    """What a part is shown with: an answer that may be a source, consents that are withdrawn."""
    case = found.application.case
    if name == Part.Name.CRITERIA:
        questions = case.district_questions.select_related("answer__district")
        return {
            "new_riktlinje": found.riktlinje_has_changed and found.riktlinje_to_assess_by,
            "question_of": f"{CRITERION}_source",
            "district_question": questions.first(),
        }
    if name == Part.Name.AF:
        consents = case.consents.filter(towards=Consent.Towards.AF, withdrawal__isnull=False)
        return {"withdrawn": consents.select_related("withdrawal")}
    return {}


def _in_words(found: Investigation, name: str, saved: dict[str, Any]) -> list[dict[str, Any]]:
    """What is saved by now, to compare with what the user has written."""
    if not saved:
        return []
    fields = FORMS[name](investigation=found).fields
    return [
        {"label": field.label, "value": saved[key]}
        for key, field in fields.items()
        if saved.get(key)
    ]


def _page(
    request: StaffRequest,
    case: Case,
    form: PartForm,
    name: str,
    extra: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    context = page(request, case, "investigation") | extra | phrase_context(request.user, form)
    context |= {"form": form, "part": Part.Name(name), "groups": form.groups()}
    context |= _beside(form.investigation, name)
    return render(request, "cases/part.html", context, status=status)


@require_POST
def propose(request: StaffRequest, slug: str) -> HttpResponse:
    """Lämna till beslut: refused, with what is missing as links, until it is all there."""
    case = get_case(request.user, slug, "Lämna till beslut")
    try:
        actions.propose(case, by=request.user)
    except RuleBroken as broken:
        found = investigation_of(case)
        if found is None or broken.kind != "incomplete":
            return refused(request, broken, case.get_absolute_url())
        return _overview(request, case, found, 422)
    messages.success(request, "Ärendet väntar nu på beslut.")
    return redirect(case)
