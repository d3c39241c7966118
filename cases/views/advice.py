"""Råd och stöd: a contact noted in a few clicks, those that wait for an application, the counts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases import advice, advice_counts
from cases import advice_rules as rules
from cases.forms.advice import ContactForm, DeclineForm, PeriodForm
from cases.models import AdviceContact
from jobbtorg.acts import RuleBroken
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, into_form, refused

LATEST = 10


def index(request: StaffRequest) -> HttpResponse:
    """What waits, Ny kontakt, the counts of the period, the latest contacts."""
    against = rules.against_reading(request.user)
    if request.method == "POST":
        against = list(rules.against_noter(request.user))
    if against:
        return refused(request, RuleBroken(against))
    if request.method == "POST":
        return _note(request)
    return _page(request, ContactForm(by=request.user))


def _page(request: StaffRequest, form: ContactForm, status: int = 200) -> HttpResponse:
    period, days = PeriodForm.of(request.GET)
    rows = advice_counts.counts(request.user, *days)
    seen = AdviceContact.objects.visible_to(request.user).select_related("unit", "kind", "noted_by")
    context = {
        "form": form,
        "may_note": not list(rules.against_noter(request.user)),
        "waiting": seen.waiting().order_by("held_on", "pk"),
        "period": period,
        "days": days,
        "headings": advice_counts.FIGURE_HEADINGS,
        "rows": rows,
        "sums": advice_counts.sums(rows),
        "latest": [_latest(contact, request) for contact in _latest_of(seen)],
    }
    return render(request, "cases/advice.html", context, status=status)


def _latest_of(seen: Any) -> Any:
    """The latest noted, with what became of them."""
    became = ("application__case", "decline", "cancellation")
    return seen.select_related("unit", "kind", "noted_by", *became).order_by("-pk")[:LATEST]


def _latest(contact: AdviceContact, request: StaffRequest) -> dict[str, Any]:
    """A contact as a row: what became of it, and whether it can be cancelled."""
    against = rules.against_cancelling(contact, request.user)
    return {"contact": contact, "may_cancel": not against}


def _note(request: StaffRequest) -> HttpResponse:
    """Notes the contact; a yes or a doubt goes on to Ny ansökan."""
    form = ContactForm(request.POST, by=request.user)
    valid, status = form.is_valid(), 422
    if form.searched:
        log.record(request.user, AccessLog.Action.SEARCH, "Råd och stöd: sökte en person")
    if valid:
        request_id = form.cleaned_data["request_id"]
        try:
            contact = advice.note_contact(form.contact(), by=request.user, request_id=request_id)
        except RuleBroken as broken:
            status = into_form(form, broken)
        else:
            return _noted(request, contact)
    return _page(request, form, status)


def _noted(request: StaffRequest, contact: AdviceContact) -> HttpResponse:
    if contact.wants == AdviceContact.Wants.NO:
        messages.success(request, "Kontakten är sparad.")
        return redirect("advice")
    messages.success(request, "Kontakten är sparad. Registrera nu ansökan.")
    return redirect(f"{reverse('register')}?kontakt={contact.pk}")


@require_safe
def csv(request: StaffRequest) -> HttpResponse:
    """The counts of the period for a spreadsheet."""
    against = rules.against_reading(request.user)
    if against:
        return refused(request, RuleBroken(against))
    _, (first, last) = PeriodForm.of(request.GET)
    made = advice_counts.csv(request.user, first, last)
    name = f"Rad-och-stod-{first}-{last}.csv"
    log.record(request.user, AccessLog.Action.EXPORT, f"Råd och stöd {first} – {last}, csv")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="text/csv; charset=utf-8", headers=headers)


def _found(request: StaffRequest, pk: int) -> AdviceContact:
    """The contact, if the user sees it."""
    seen = AdviceContact.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("unit", "kind"), pk=pk)


@require_POST
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Makulera."""
    try:
        advice.cancel_contact(_found(request, pk), by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, reverse("advice"))
    messages.success(request, "Kontakten är makulerad och räknas inte.")
    return redirect("advice")


def decline(request: StaffRequest, pk: int) -> HttpResponse:
    """Personen ville inte ansöka: when and how the person said so."""
    contact = _found(request, pk)
    against = [*rules.against_noter(request.user), *rules.against_not_waiting(contact)]
    if against:
        return refused(request, RuleBroken(against), reverse("advice"))
    form, status = DeclineForm(contact=contact), 200
    if request.method == "POST":
        form = DeclineForm(request.POST, contact=contact)
        status = carry_out(
            form, lambda: advice.note_decline(contact, **form.told(), by=request.user)
        )
        if not status:
            messages.success(request, "Det är antecknat att personen inte ville ansöka.")
            return redirect("advice")
    crumbs = [{"label": "Råd och stöd", "url": reverse("advice")}]
    context = {"contact": contact, "form": form, "crumbs": crumbs}
    return render(request, "cases/advice_decline.html", context, status=status)
