"""The case page, its journal and history, and the acts that are one button."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases import actions, rules
from cases.access import against_reading_log, get_case, log_list
from cases.application_rules import REGISTERS, warnings_of
from cases.beside import beside
from cases.changes import changes_of
from cases.conflict_rules import is_clear
from cases.conflicts import declare
from cases.forms.application import AssignForm, coaches_of
from cases.forms.conflict import NO, ConflictForm
from cases.letters import cover as covers
from cases.letters import receipt as receipts
from cases.models import Case, Declaration, JournalEntry, Status
from cases.steps import due_in_words, is_late, shares_out
from cases.timeline import entries
from cases.views.common import followed, page, pdf
from jobbtorg.acts import RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.built_once import built_once
from jobbtorg.organisation.models import CHEFER, Absence, Function, User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused

LATEST = 5


def case(request: StaffRequest, slug: str) -> HttpResponse:
    """Ärendet på en sida: status, next step, deadline, people and the latest events."""
    return case_page(request, get_case(request.user, slug, "Ärendets översikt"))


def case_page(
    request: StaffRequest, found: Case, question: ConflictForm | None = None, status: int = 200
) -> HttpResponse:
    """The page itself; with status 422 when the question of jäv was left without an answer."""
    there = beside(found, request.user)
    kinds = JournalEntry.Kind.among(there["kinds"])
    kind = request.GET.get("slag", "") if request.GET.get("slag") in dict(kinds) else ""
    latest = _latest(found.pk, kind)
    chef = shares_out(request.user, found)
    starting = found.status == Status.AKTUALISERAD
    clear = is_clear(found, request.user)
    documents = list(found.documents.current().with_scan()) if there["documents"] else []
    given = chef and found.status != Status.AVSLUTAD
    context = page(request, found, "case") | {
        "application": found.application,
        "beside": there,
        "contact_requests": found.contact_requests.filter(answer__isnull=True)
        if found.contact_asked
        else [],
        "warnings": warnings_of(found.application, lacks=there["uncompleted"]),
        "due": due_in_words(found),
        "late": is_late(found),
        "entries": entries(latest),
        "kinds": kinds,
        "kind": kind,
        "unsigned": there["unsigned"],
        "documents": documents,
        "other_cases": _other_cases(request.user, found) if there["other_cases"] else [],
        "infected": [row for row in documents if row.is_infected],
        "coaches": _coaches(found.pk, found.unit_id) if given else None,
        "may_take": not rules.against_assigning(found, request.user, request.user)
        and found.coach_id != request.user.pk,
        "away": _away(found) if there["away"] else None,
        "starting": starting,
        "may_answer": request.user.holds(Function.COACH, *CHEFER, unit=found.unit),
        "may_register": request.user.holds(*REGISTERS),
        "against_starting": rules.against_starting(found, request.user) if starting else [],
        "question": None if clear else question or ConflictForm(),
        "asking": not clear and not rules.against_investigating(found, request.user),
        "form": question,
        "consents": there["consents"],
        "unanswered": found.district_questions.filter(answer__isnull=True).first()
        if there["unanswered"]
        else None,
        "signpostings": followed(found.signpostings.open()) if found.stands.signposted else [],
    }
    return render(request, "cases/case.html", context, status=status)


@built_once
def _latest(case: int, kind: str) -> Any:
    """The latest events, of one kind where it is told."""
    rows = JournalEntry.objects.shown().filter(case=case)
    return (rows.filter(kind=kind) if kind else rows)[:LATEST]


def _other_cases(user: User, found: Case) -> list[Case]:
    """The person's other cases that the user may see, the latest first; that they were shown."""
    rows = Case.objects.visible_to(user).filter(person=found.person_id).exclude(pk=found.pk)
    others = list(rows.select_related("unit").order_by("-pk"))
    if others:
        log_list(user, "Personens andra ärenden", others)
    return others


def _away(found: Case) -> Absence | None:
    """The coach's absence, with who has the work meanwhile."""
    return Absence.objects.on().filter(user=found.coach_id).select_related("substitute").first()


@built_once
def _coaches(case: int, unit: int) -> Any:
    """Whom the case can be given to."""
    barring = Declaration.objects.barring().filter(case=case)
    return coaches_of(unit).exclude(pk__in=barring.values("user"))


def _unanswered(request: StaffRequest, found: Case) -> HttpResponse | None:
    """Where whoever has not answered no to the question of jäv is led, if they have not."""
    form = ConflictForm(request.POST)
    if is_clear(found, request.user):
        return None
    if not form.is_valid():
        return case_page(request, found, form, 422)
    return redirect("conflict", slug=found.slug) if form.cleaned_data["conflict"] != NO else None


def _answer(request: StaffRequest, found: Case) -> None:
    """Notes the no that stands in the form; it goes with the act that it was given for."""
    if request.POST.get("conflict") == NO and not is_clear(found, request.user):
        declare(found, request.user, by=request.user)


@require_POST
def assign(request: StaffRequest, slug: str) -> HttpResponse:
    """Fördela, or Ta ärendet."""
    found = get_case(request.user, slug, "Fördelning av ärendet")
    form = AssignForm(request.POST, unit=found.unit)
    if not form.is_valid():
        messages.error(request, "Välj en coach på enheten.")
        return redirect(found)
    coach = form.cleaned_data["coach"]
    taking = rules.takes(found, coach, request.user)
    taking = taking and not rules.against_assigning(found, coach, request.user)
    asked = _unanswered(request, found) if taking else None
    if asked:
        return asked
    try:
        with transaction.atomic():
            if taking:
                _answer(request, found)
            actions.assign(found, coach, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, found.get_absolute_url())
    messages.success(request, f"Ärendet handläggs nu av {coach}.")
    return redirect(found)


@require_POST
def start(request: StaffRequest, slug: str) -> HttpResponse:
    """Inled utredning."""
    found = get_case(request.user, slug, "Inled utredning")
    starting = not rules.against_starting(found, request.user)
    asked = _unanswered(request, found) if starting else None
    if asked:
        return asked
    try:
        with transaction.atomic():
            if starting:
                _answer(request, found)
            actions.start_investigation(found, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, found.get_absolute_url())
    messages.success(request, "Utredningen är inledd.")
    return redirect("investigation", slug=slug)


def receipt(request: StaffRequest, slug: str) -> HttpResponse:
    """Kvittens: the printable letter that the application has come in, made on request."""
    found = get_case(request.user, slug, "Kvittens på ansökan", action=AccessLog.Action.PRINT)
    letter = receipts.manuscript(receipts.content_of(found))
    return pdf(letter.pdf(), f"Kvittens-{slug}.pdf")


def cover(request: StaffRequest, slug: str) -> HttpResponse:
    """Följebrev till Skatteverket, for a protected person's letter; logged as printed."""
    found = get_case(
        request.user, slug, "Följebrev till Skatteverket", action=AccessLog.Action.PRINT
    )
    if not found.person.is_protected:
        raise Http404
    letter = covers.manuscript(covers.content_of(found))
    return pdf(letter.pdf(), f"Foljebrev-{slug}.pdf")


def history(request: StaffRequest, slug: str) -> HttpResponse:
    """Which value changed from what to what, when and by whom; the way to who has opened it."""
    found = get_case(request.user, slug, "Historiken")
    context = page(request, found, "history") | {
        "changes": changes_of(found),
        "reads_log": not against_reading_log(request.user, found),
    }
    return render(request, "cases/history.html", context)
