"""Sortera: how papers of the inbox came, what they are and to which case they belong."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases import inbox_rules as rules
from cases.access import log_list, log_refused
from cases.finding import found_by, suggested
from cases.forms.inbox import SortForm
from cases.inbox import sort
from cases.models import Case, Document, Paper
from cases.views.common import flat, posted
from cases.views.inbox import after_sorting, chosen, for_registrators, not_sorted_now
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out

NAMED, FOUND, CHOSEN = "nämns i handlingen", "sökt", "valt"


@for_registrators
def sort_papers(request: StaffRequest) -> HttpResponse:
    """The form; a search shows it again with more cases to choose among."""
    papers = chosen(request)
    answer = not_sorted_now(request, papers)
    if answer:
        return answer
    cases = _suggested(request, papers)
    if request.method != "POST":
        first = _first(papers, cases)
        return _page(request, papers, SortForm(papers=papers, cases=cases, initial=first))
    if request.POST.get("do") == "search":
        return _searched(request, papers, cases)
    cases = _with_chosen(request, cases)
    form = SortForm(request.POST, papers=papers, cases=cases)
    done: list[Document] = []
    status = carry_out(form, lambda: done.extend(_sort(request, form, cases)))
    if status:
        return _page(request, papers, form, status=status)
    return _sorted(request, done)


def _sort(request: StaffRequest, form: SortForm, cases: list[tuple[Case, str]]) -> list[Document]:
    case = next(case for case, _ in cases if case.slug == form.cleaned_data["case"])
    return sort(case, form.namings(), form.arrival(), by=request.user)


def _sorted(request: StaffRequest, documents: list[Document]) -> HttpResponse:
    case = documents[0].case
    one = len(documents) == 1
    told = "Handlingen är sorterad" if one else f"{len(documents)} handlingar är sorterade"
    messages.success(request, f"{told} till {case.number}.")
    return redirect(after_sorting(case, documents))


def _page(request: StaffRequest, papers: list[Paper], form: SortForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"papers": papers, "form": form, "against": list(rules.against_unscanned(papers))}
    return render(request, "cases/inbox_sort.html", context | more, status=status)


def _suggested(request: StaffRequest, papers: list[Paper]) -> list[tuple[Case, str]]:
    """The cases that the papers name; that they were shown is logged."""
    cases = suggested(papers, request.user)
    if cases:
        log_list(request.user, "Inkorgen: föreslagna ärenden", cases)
    return [(case, _label(case, NAMED)) for case in cases]


def _label(case: Case, why: str) -> str:
    """A case to choose: its number, whose it is and where, and why it is there."""
    person = case.person
    mark = f", {person.get_protection_display().lower()}" if person.is_protected else ""
    return f"{case.number}: {person.name}, {person.formatted}{mark}, {case.unit} ({why})"


def _first(papers: list[Paper], cases: list[tuple[Case, str]]) -> dict[str, Any]:
    """What the form begins with: the day of putting in, and the case when only one is named."""
    first: dict[str, Any] = {"noticed_on": min(paper.uploaded_on for paper in papers)}
    if len(cases) == 1:
        first["case"] = cases[0][0].slug
    return first


def _searched(
    request: StaffRequest, papers: list[Paper], cases: list[tuple[Case, str]]
) -> HttpResponse:
    """The page with what was found, and with what stood in the form before."""
    term = " ".join(request.POST.get("term", "").split())
    found = found_by(term, request.user) if term else []
    log_list(request.user, "Inkorgen: sökte ärende", found, AccessLog.Action.SEARCH)
    cases = _with_chosen(request, cases)
    known = {case.pk for case, _ in cases}
    cases += [(case, _label(case, FOUND)) for case in found if case.pk not in known]
    before = flat(posted(request.POST))
    if len(found) == 1:
        before["case"] = found[0].slug
    form = SortForm(papers=papers, cases=cases, initial=before)
    return _page(request, papers, form, searched=True, term=term, found=len(found))


def _with_chosen(request: StaffRequest, cases: list[tuple[Case, str]]) -> list[tuple[Case, str]]:
    """The suggested ones and the one that is chosen, if the user sees it; else that is logged."""
    slug = request.POST.get("case", "")
    if not slug or any(case.slug == slug for case, _ in cases):
        return list(cases)
    number = slug.replace("-", " ", 1)[:20]
    seen = Case.objects.visible_to(request.user).select_related("person", "unit")
    case = seen.filter(number=number).first()
    if case is None:
        log_refused(request.user, "Inkorgen: sortera", number)
        return list(cases)
    return [*cases, (case, _label(case, CHOSEN))]
