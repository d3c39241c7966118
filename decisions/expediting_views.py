"""Expediering: what is to be sent and followed up, and several letters at a time."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access import log_case, log_list
from cases.views.common import pdf
from decisions import sending_lists as lists
from decisions.expediting import dispatch_each
from decisions.expediting_forms import ChosenForm, SentForm, way_of
from decisions.letter_bundle import bundle
from decisions.letter_jobs import TO_PRINT
from decisions.models import Letter
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.counting import MOST, in_short
from jobbtorg.jobs.actions import start
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.rulebook.models import setting
from jobbtorg.ui.errors import STATUS, refused
from jobbtorg.ui.tabs import tabs as tabs_of

ROWS = 25


def expediting(request: StaffRequest) -> HttpResponse:
    """The list that the address names; posted to, its ticked letters are printed or marked."""
    against = lists.against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    name = request.GET.get("flik", "")
    name = name if name in lists.LISTS else ""
    letters = lists.letters_for(request.user)
    if request.method != "POST":
        return _page(request, name, letters, SentForm(listed=letters))
    if request.POST.get("do") == "print":
        return _print(request, name, letters)
    return _mark(request, name, letters)


def _print(request: StaffRequest, name: str, letters: Any) -> HttpResponse:
    """Skriv ut valda: one PDF, each letter logged as printed. Many are long work."""
    form = ChosenForm(request.POST, listed=letters)
    if not form.is_valid():
        return _page(request, name, letters, SentForm(request.POST, listed=letters), status=422)
    letters = lists.in_order(form.cleaned_data["letters"])
    if len(letters) > setting("brev_direkt_hogst"):
        asked = {"letters": [letter.pk for letter in letters], "list": name}
        return redirect(start(TO_PRINT, asked, by=request.user, what=f"{len(letters)} brev"))
    chosen = list(letters.defer(None))
    for letter in chosen:
        case = letter.decision.application.case
        log_case(request.user, AccessLog.Action.PRINT, "Beslutsbrevet", case)
    made = bundle((f"Beslut {one.decision.number}", bytes(one.pdf)) for one in chosen)
    return pdf(made, f"Brev-att-skicka-{clock.today()}.pdf")


def _mark(request: StaffRequest, name: str, letters: Any) -> HttpResponse:
    """Markera som skickade: what could not be marked is told of, each with why."""
    form = SentForm(request.POST, listed=letters)
    if not form.is_valid():
        return _page(request, name, letters, form, status=422)
    sent_on = form.cleaned_data["sent_on"]
    answers = dispatch_each(form.ways, sent_on, by=request.user)
    done = [letter for letter, rules in answers.items() if not rules]
    before = [one for one, rules in answers.items() if {r.code for r in rules} == {"sent"}]
    if done:
        messages.success(request, f"{_letters(done)} som skickade {sent_on}.")
    if before:
        numbers = ", ".join(letter.decision.number for letter in before)
        messages.info(request, f"Var redan markerade som skickade: beslut {numbers}.")
    left = {letter: answers[letter] for letter in answers.keys() - {*done, *before}}
    if left:
        return _page(request, name, letters, form, left)
    return redirect(f"{reverse('expediting')}{f'?flik={name}' if name else ''}")


def _letters(letters: list[Letter]) -> str:
    return "Ett brev är markerat" if len(letters) == 1 else f"{len(letters)} brev är markerade"


def _page(
    request: StaffRequest,
    name: str,
    letters: Any,
    form: SentForm,
    left: dict[Letter, list[Rule]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list; `left` are the letters that could not be marked as sent, with why."""
    chosen, left = lists.LISTS[name], left or {}
    if form.is_bound and "letters" in form.errors and form.asked_for_others:
        log.record(request.user, AccessLog.Action.REFUSED, "Beslutsbreven på Expediering")
    if left:
        status = STATUS[RuleBroken(r for rules in left.values() for r in rules).kind]
    counts = lists.counts(request.user, letters)
    paginator = Paginator(lists.on_list(letters, name), ROWS)
    paginator.count = min(counts[name], MOST)  # counted once already, with the other lists
    page = paginator.get_page(request.GET.get("page"))
    rows = [_row(letter, chosen, form, request.user) for letter in page.object_list]
    log_list(request.user, f"Expediering: {chosen.label}", [row["case"] for row in rows])
    context = {
        "tabs": tabs_of(
            ((key, one.label, in_short(counts[key])) for key, one in lists.LISTS.items()), name
        ),
        "goes_on": counts[name] > MOST,
        "late": counts["late"] and in_short(counts["late"]),
        "chosen": chosen,
        "page": page,
        "rows": rows,
        "may_send": chosen.is_sent_here and any(row["may_send"] for row in rows),
        "form": form,
        "broken": [_told(one, rule) for one, rules in left.items() for rule in rules],
    }
    return render(request, "decisions/expediting.html", context, status=status)


def _row(letter: Letter, chosen: lists.Waiting, form: SentForm, user: User) -> dict[str, Any]:
    """A letter as a row: whose, since when, by when, and how it may go."""
    since = letter.waiting.since
    words, tone = (
        lists.due_in_words(since) if chosen.is_due else (lists.ago_in_words(since), "hint")
    )
    ways = lists.ways(letter.decision)
    return {
        "letter": letter,
        "decision": letter.decision,
        "case": letter.decision.application.case,
        "since": since,
        "words": f"{chosen.is_late} {words}".strip(),
        "tone": tone,
        "may_send": lists.may_send(letter.decision, user),
        "ticked": str(letter.pk) in form.ticked,
        "way_name": way_of(letter),
        "way": form.data.get(way_of(letter), ways[0]),
        "ways": [(way.value, way.label) for way in ways],
    }


def _told(letter: Letter, rule: Rule) -> dict[str, str]:
    """Why the letter was not marked, with the way to its own page."""
    decision = letter.decision
    url = reverse("one_decision", args=[decision.application.case.slug, decision.pk])
    return {"sentence": f"Beslut {decision.number}: {rule.sentence}", "url": url}
