"""Kallelser till möte: every one with how it stands, a new one, and Ställ in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from cases import summoning
from cases.access import get_case
from cases.forms.summons import CancelForm, SummonsForm
from cases.models import CancellationLetter, Case, LetterPreview, Summons
from cases.summoning_rules import against_calling_off, against_summoning
from cases.views.common import draft_context, initial_with, page, pdf, preview_of
from jobbtorg.acts import RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out, refused

SENT = "Kallelsen är sparad. Öppna den här nedanför om du ska skriva ut den."
CANCELLED = "Mötet är inställt. Säg det till personen om du inte redan har gjort det."
TOLD = "Mötet är inställt och brevet är sparat. Öppna det här nedanför om du ska skriva ut det."


CANCELLATION = ("cancellation__cancelled_by", "cancellation__letter")


def summonses(request: StaffRequest, slug: str) -> HttpResponse:
    """Every kallelse of the case, and the form for a new one."""
    case = get_case(request.user, slug, "Kallelser till möte")
    if request.method == "POST":
        return _summon(request, case)
    return _page(request, case)


def _page(
    request: StaffRequest,
    case: Case,
    form: SummonsForm | None = None,
    refused_one: tuple[int, CancelForm] | None = None,
    status: int = 200,
    preview: LetterPreview | None = None,
) -> HttpResponse:
    """The page; `refused_one` is the form that did not call a meeting off, with its row."""
    drafting = draft_context(request, case, summoning.DRAFT)
    forms = dict([refused_one] if refused_one else [])
    rows = case.summonses.select_related(
        "case__unit", "case__person", "sent_by", *CANCELLATION
    ).defer("pdf", "cancellation__letter__pdf")
    context = page(request, case, "summonses") | drafting
    context |= {
        "form": form or SummonsForm(initial=initial_with(drafting["draft"], {}), case=case),
        "against": against_summoning(case, request.user),
        "rows": [_row(request, row, forms.get(row.pk)) for row in rows],
        "refused_forms": list(forms.values()),
        "preview": preview,
    }
    return render(request, "cases/summonses.html", context, status=status)


def _row(request: StaffRequest, row: Summons, form: CancelForm | None) -> dict[str, Any]:
    """A kallelse, and the form that calls its meeting off where the user may."""
    if not against_calling_off(row, request.user):
        form = form or CancelForm(auto_id=_ids(row.pk), case=row.case)
    return {"summons": row, "form": form}


def _ids(pk: int) -> str:
    return f"stall_in_{pk}_%s"


def _summon(request: StaffRequest, case: Case) -> HttpResponse:
    against = against_summoning(case, request.user)
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    form = SummonsForm(request.POST, case=case)
    previewing = request.POST.get("do") == "preview"
    act = summoning.preview if previewing else summoning.summon
    made: list[Any] = []
    status = carry_out(form, lambda: made.append(act(case, form.summons(), by=request.user)))
    if previewing and not status:
        return _page(request, case, form, preview=made[0])
    if not status:
        messages.success(request, SENT)
        return redirect("summonses", slug=case.slug)
    return _page(request, case, form, status=status)


@require_POST
def cancel(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Ställ in."""
    case = get_case(request.user, slug, "Kallelser till möte: ställ in")
    summons = get_object_or_404(case.summonses.select_related("cancellation"), pk=pk)
    against = against_calling_off(summons, request.user)
    if against:
        return refused(request, RuleBroken(against), case.get_absolute_url())
    form = CancelForm(request.POST, auto_id=_ids(pk), case=case)
    status = carry_out(
        form, lambda: summoning.cancel_summons(summons, **form.cleaned_data, by=request.user)
    )
    if not status:
        messages.success(request, TOLD if form.cleaned_data["how"] else CANCELLED)
        return redirect("summonses", slug=slug)
    return _page(request, case, refused_one=(pk, form), status=status)


def preview_pdf(request: StaffRequest, slug: str, sha256: str) -> HttpResponse:
    """The kallelse as it would be sent, as the user's own preview."""
    case = get_case(request.user, slug, "Förhandsgranskning av kallelse")
    return pdf(bytes(preview_of(request, case, sha256).pdf), f"Forhandsgranskning-{slug}.pdf")


def letter(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """A stored kallelse, byte for byte, logged as printed."""
    case = get_case(request.user, slug, "Kallelse till möte", action=AccessLog.Action.PRINT)
    row = get_object_or_404(case.summonses, pk=pk)
    return pdf(bytes(row.pdf), f"Kallelse-{slug}-{row.sent_on}.pdf")


def cancellation_letter(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """A stored avbokning, byte for byte, logged as printed."""
    case = get_case(request.user, slug, "Brev om inställt möte", action=AccessLog.Action.PRINT)
    row = get_object_or_404(CancellationLetter, cancellation__summons__case=case, pk=pk)
    return pdf(bytes(row.pdf), f"Installt-mote-{slug}-{row.sent_on}.pdf")
