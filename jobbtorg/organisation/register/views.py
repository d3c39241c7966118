"""The delegation register's pages: the tree, who may decide, and the acts of its administrators."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.changes import changes_of_rows, latest_changes
from jobbtorg.organisation import delegation, printout
from jobbtorg.organisation.models import (
    Appointment,
    Delegation,
    Function,
    NamndDecision,
    NamndDocument,
    Power,
    Training,
    Unit,
)
from jobbtorg.organisation.pages import keepers_change, keepers_only, page, reading, writing
from jobbtorg.organisation.register import actions
from jobbtorg.organisation.register.forms import (
    DocumentForm,
    EndForm,
    FilterForm,
    NamndForm,
    PassOnForm,
    PointForm,
    WhoForm,
)
from jobbtorg.organisation.register.tree import Tree, register_on
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused
from jobbtorg.ui.middleware import UPLOADED

DAY = timedelta(days=1)
FOLLOWED = (Delegation, NamndDecision, Appointment, Training, Unit)


@reading
def delegations(request: StaffRequest) -> HttpResponse:
    """The tree nämnd → förvaltningschef → chefs, with who holds each: Gäller på datum."""
    form, tree = _asked(request)
    context = page(request, "delegations") | {
        "form": form,
        "tree": tree,
        "past": tree.day < clock.today(),
        "query": request.GET.urlencode(),
    }
    status = 200 if form.is_valid() else 422
    return render(request, "organisation/delegations.html", context, status=status)


def _asked(request: StaffRequest) -> tuple[FilterForm, Tree]:
    form = FilterForm(request.GET)
    valid = form.is_valid()
    return form, register_on(form.day(), form.asked() if valid else None)


@reading
def as_pdf(request: StaffRequest) -> HttpResponse:
    """The list as the nämnd sees it, with a line for signature."""
    _, tree = _asked(request)
    return _file(printout.pdf(tree), "application/pdf", f"Delegationer-{tree.day}.pdf")


@reading
def as_csv(request: StaffRequest) -> HttpResponse:
    """The same list, for a spreadsheet."""
    _, tree = _asked(request)
    return _file(printout.csv(tree), "text/csv; charset=utf-8", f"Delegationer-{tree.day}.csv")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = "inline" if kind.endswith("pdf") else "attachment"
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


@reading
def who(request: StaffRequest) -> HttpResponse:
    """Vem får besluta? A kind of decision, a unit and a day: the people, each with the chain."""
    form = WhoForm(request.GET or None, initial={"datum": clock.today()})
    context = page(request, "who_may_decide") | {"form": form}
    status = 200
    if request.GET:
        status = 200 if form.is_valid() else 422
    if form.is_valid():
        data = form.cleaned_data
        found = delegation.chains(data["typ"].code, data["enhet"], data["datum"])
        context |= {"asked": data, "found": [(user, c.text) for user, c in found.items()]}
    return render(request, "organisation/who.html", context, status=status)


@writing
@keepers_only
def new_namnd_decision(request: StaffRequest) -> HttpResponse:
    """Nytt nämndbeslut: what the nämnd delegates, point by point."""
    data = request.POST if request.method == "POST" else None
    form = NamndForm(data, request.FILES if data else None, initial={"valid_from": clock.today()})
    powers = Power.objects.filter(delegable=True)
    points = [PointForm(data, power=power) for power in powers]
    status = 200
    if data is not None:
        status = 422
        whole = all([form.is_valid(), *(point.is_valid() for point in points)])
        if whole:
            try:
                return _recorded(request, form, points)
            except RuleBroken as broken:
                status = into_form(form, broken)
    refused_forms = [f for f in (form, *points) if f.errors]
    context = page(request, "delegations")
    context |= {"form": form, "points": points, "refused_forms": refused_forms}
    return render(request, "organisation/namnd_new.html", context, status=status)


def _recorded(request: StaffRequest, form: NamndForm, points: list[PointForm]) -> HttpResponse:
    given = [point.told() for point in points if point.cleaned_data["given"]]
    decision = actions.record_namnd_decision(
        form.namnd_decision(),
        given,
        form.file(),
        by=request.user,
        replace=form.cleaned_data["replace"],
    )
    messages.success(request, f"{str(decision).capitalize()} är infört i registret.")
    return redirect("namnd", pk=decision.pk)


@writing
@keepers_change
def namnd_decision(request: StaffRequest, pk: int) -> HttpResponse:
    """A decision of the nämnd: its points and its document."""
    found = get_object_or_404(NamndDecision, pk=pk)
    form, status = DocumentForm(), 200
    if request.method == "POST":
        form, status = DocumentForm(request.POST, request.FILES), 422
        if form.is_valid():
            sent = form.cleaned_data["document"]
            try:
                actions.add_document(found, sent.name[:200], sent.read(), by=request.user)
            except RuleBroken as broken:
                status = into_form(form, broken)
            else:
                messages.success(request, "Handlingen är tillagd.")
                return redirect("namnd", pk=pk)
    context = page(request, "delegations") | {
        "decision": found,
        "points": found.delegations.with_chain().order_by("point", "pk"),
        "documents": found.documents.select_related("added_by").defer("pdf"),
        "form": form,
    }
    return render(request, "organisation/namnd.html", context, status=status)


@reading
def namnd_document(request: StaffRequest, pk: int) -> HttpResponse:
    """The document's bytes, as they were handed in."""
    found = get_object_or_404(NamndDocument, pk=pk)
    name = f"Namndbeslut-{found.namnd_decision_id}.pdf"
    headers = UPLOADED | {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bytes(found.pdf), content_type="application/pdf", headers=headers)


@writing
@keepers_only
def pass_on(request: StaffRequest) -> HttpResponse:
    """Ny vidaredelegation; what stands in the way is said, and what was filled in stays."""
    form, status = PassOnForm(initial=_from_row(request)), 200
    if request.method == "POST":
        form, status = PassOnForm(request.POST), 422
        if form.is_valid():
            data = form.cleaned_data
            ticks = {name: data[name] for name in ("replace", "confirmed")}
            try:
                rows = actions.pass_on(form.told(), data["powers"], by=request.user, **ticks)
            except RuleBroken as broken:
                status = into_form(form, broken)
            else:
                return _passed_on(request, rows)
    context = page(request, "delegations") | {"form": form}
    return render(request, "organisation/pass_on.html", context, status=status)


def _from_row(request: StaffRequest) -> dict[str, Any]:
    """Prefilled from the row that is to be replaced, when the address names one."""
    replaced = request.GET.get("ersatter", "")
    row = Delegation.objects.filter(pk=int(replaced)).first() if replaced.isdigit() else None
    if row is None:
        return {"valid_from": clock.today()}
    return {
        "powers": [row.power_id],
        "function": row.function,
        "unit": row.unit_id,
        "valid_from": max(clock.today(), row.valid_from) + DAY,
        "replace": True,
    }


def _passed_on(request: StaffRequest, rows: list[Delegation]) -> HttpResponse:
    status = rows[0].status()[0].lower()
    count = "1 rad" if len(rows) == 1 else f"{len(rows)} rader"
    messages.success(request, f"Vidaredelegationen är införd ({count}). Status: {status}.")
    return redirect("delegation", pk=rows[0].pk)


@writing
@keepers_change
def row(request: StaffRequest, pk: int) -> HttpResponse:
    """A row of the register: its chain, its versions, and how to end it."""
    found = get_object_or_404(Delegation.objects.with_chain(), pk=pk)
    form = EndForm(initial={"seen": found.version, "last_day": clock.today()})
    if request.method == "POST":
        form = EndForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            try:
                actions.end(found, **data, by=request.user)
            except RuleBroken as broken:
                return _row_page(request, found, form, into_form(form, broken))
            messages.success(request, f"Raden upphör {data['last_day']}.")
            return redirect("delegation", pk=pk)
        return _row_page(request, found, form, 422)
    return _row_page(request, found, form, 200)


def _row_page(request: StaffRequest, found: Delegation, form: EndForm, status: int) -> HttpResponse:
    text, tone = found.status()
    open_row = text not in ("Upphörd", "Återtagen")
    context = page(request, "delegations") | {
        "row": found,
        "chain": delegation.in_words(found),
        "status": text,
        "tone": tone,
        "form": form,
        "upcoming": text == "Kommande",
        "may_end": open_row and request.user.holds(Function.DELEGATIONSADMIN),
        "changes": changes_of_rows([found]),
        "replaced_by": getattr(found, "replaced_by", None),
    }
    return render(request, "organisation/delegation.html", context, status=status)


@require_POST
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Återta: a row that has not begun."""
    found = get_object_or_404(Delegation, pk=pk)
    seen = request.POST.get("seen", "")
    try:
        actions.withdraw(found, by=request.user, seen=int(seen) if seen.isdigit() else 0)
    except RuleBroken as broken:
        return refused(request, broken, reverse("delegation", args=[pk]))
    messages.success(request, "Raden är återtagen. Den har aldrig gällt.")
    return redirect("delegation", pk=pk)


@reading
def changes(request: StaffRequest) -> HttpResponse:
    """Every change of the register and of the appointments, newest first."""
    context = page(request, "register_changes") | {"changes": latest_changes(FOLLOWED, 100)}
    return render(request, "organisation/changes.html", context)
