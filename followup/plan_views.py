"""The pages of the jobbplan: a new version, one to read and compare, and its print."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cases.access import get_case
from cases.views.common import draft_context, flat, initial_with, keep_draft, page, pdf
from followup.insats import Insats
from followup.models import JobPlan
from followup.plan_form import ACTIVITIES, DOES, GOALS, PlanForm, initial_of, shape_of
from followup.planning import DRAFT, save_plan
from followup.planning_rules import against_planning
from followup.views import find_insats
from jobbtorg.acts import RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused


def job_plan(request: StaffRequest, slug: str) -> HttpResponse:
    """A new version of the jobbplan; *Lägg till* brings the page back with one row more."""
    insats = find_insats(request, slug, "Jobbplan")
    against = against_planning(insats, request.user)
    if against:
        return refused(request, RuleBroken(against), insats.case.get_absolute_url())
    if request.method != "POST":
        return _page(request, insats)
    shape = shape_of(request.POST)
    if request.POST.get("do") != "save":
        return _one_more(request, insats, shape)
    form = PlanForm(request.POST, shape=shape)
    seen = request.POST.get("seen", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 5 else 0
    status = carry_out(form, lambda: save_plan(insats.case, form.told(), version, by=request.user))
    if status:
        return _page(request, insats, form, status)
    messages.success(request, f"Jobbplanen är sparad som version {version + 1}.")
    return redirect("job_plan_version", slug=slug, version=version + 1)


def _one_more(request: StaffRequest, insats: Insats, shape: dict[int, int]) -> HttpResponse:
    """The same page with one goal more, or an activity; what stands in it is kept."""
    which = DOES.fullmatch(request.POST.get("do", ""))
    if which and int(which[1]) in shape:
        goal = int(which[1])
        shape[goal] = min(shape[goal] + 1, ACTIVITIES)
    elif len(shape) < GOALS:
        shape[len(shape) + 1] = 1
    keep_draft(request, insats.case, DRAFT, "seen")
    return _page(request, insats, shape=shape)


def _page(
    request: StaffRequest,
    insats: Insats,
    form: PlanForm | None = None,
    status: int = 200,
    shape: dict[int, int] | None = None,
) -> HttpResponse:
    """The page; the version that it goes on from is posted with it."""
    drafting = draft_context(request, insats.case, DRAFT)
    if form is None:
        draft = drafting["draft"]
        begun = flat(draft.data) if draft else initial_of(insats.plan)
        form = PlanForm(
            initial=initial_with(draft, {} if draft else begun), shape=shape or shape_of(begun)
        )
    context = page(request, insats.case, "assignment") | drafting
    context |= {
        "insats": insats,
        "form": form,
        "seen": insats.plan.version if insats.plan else 0,
        "may_add_goal": len(form.shape) < GOALS,
    }
    return render(request, "followup/job_plan_form.html", context, status=status)


def job_plan_version(request: StaffRequest, slug: str, version: int) -> HttpResponse:
    """One version, beside the one before it."""
    insats = find_insats(request, slug, f"Jobbplan version {version}")
    plans = JobPlan.objects.filter(assignment=insats.assignment).select_related("written_by")
    rows = {row.version: row for row in plans.prefetch_related("goals__activities__kind")}
    plan = rows.get(version) or get_object_or_404(plans, version=version)
    context = page(request, insats.case, "assignment") | {
        "insats": insats,
        "plan": plan,
        "before": rows.get(version - 1),
        "versions": sorted(rows.values(), key=lambda row: -row.version),
        "is_latest": version == max(rows),
        "may_plan": not against_planning(insats, request.user),
    }
    return render(request, "followup/job_plan.html", context)


def job_plan_pdf(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """The version as it was printed for the participant, byte for byte; logged as printed."""
    case = get_case(request.user, slug, "Jobbplan", action=AccessLog.Action.PRINT)
    plan = get_object_or_404(JobPlan, assignment__application__case=case, pk=pk)
    return pdf(bytes(plan.pdf), f"Jobbplan-{slug}-{plan.version}.pdf")
