"""Kommunicering: what has been sent, answered and met; and the forms that take it on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases import communicating, communication_rules, drafts, rules
from cases.access import get_case
from cases.communicating import MEET, REPLY, SEND, WAIVE
from cases.conflict_rules import against_unanswered
from cases.forms.communication import MeetForm, ReplyForm, Seen, SendForm, WaiveForm
from cases.forms.conflict import ConflictForm
from cases.models import Case, Investigation, Sending
from cases.views.common import (
    draft_context,
    flat,
    initial_with,
    investigation_of,
    keep_draft,
    page,
    pdf,
    preview_of,
)
from jobbtorg import clock
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import into_form, refused

State = tuple[str, str, str]


def state_of(found: Investigation) -> State:
    """Where kommunicering stands: in a word or two, in which tone, and in a sentence."""
    latest, waiver = found.latest_sending, found.waiver
    if found.unmet_reply:
        return "Svar att bemöta", "warning", f"Svar kom {found.unmet_reply.arrived_on}."
    if waiver:
        return "Avstått", "quiet", f"{waiver.get_ground_display()}."
    if latest is None:
        return "Behövs inte än", "neutral", "Underlaget är inte skickat."
    sent = f"Underlaget skickades {latest.sent_on}."
    if latest.replies.all():
        return "Klar", "quiet", f"{sent} Svaret är bemött."
    if clock.today() <= latest.reply_by:
        return "Väntar på svar", "info", f"{sent} {rules.time_to_reply(latest.reply_by)}"
    return "Klar", "quiet", f"{sent} Inget svar har kommit. Svarsfristen gick ut {latest.reply_by}."


def communication(request: StaffRequest, slug: str) -> HttpResponse:
    """The page: the exchange so far, and what may be done now."""
    case = get_case(request.user, slug, "Kommunicering")
    found = investigation_of(case)
    if found is None:
        return redirect(case)
    return _page(request, case, found)


def _page(
    request: StaffRequest,
    case: Case,
    found: Investigation,
    bound: dict[str, Seen] | None = None,
    status: int = 200,
    broken: list[Rule] | None = None,
) -> HttpResponse:
    """The page itself; `bound` holds the form that was refused."""
    against = rules.against_investigating(case, request.user)
    unanswered = [] if against else list(against_unanswered(case, request.user))
    lacking = [] if against else rules.missing_basis(found)
    shown = [name for name in (SEND, MEET, WAIVE) if not against and not unanswered]
    shown += [REPLY] if not communication_rules.against_reply(case, found, request.user) else []
    bound = bound or {}
    context = page(request, case, "communication") | {
        "investigation": found,
        "state": state_of(found)[2],
        "against": against,
        "unanswered": unanswered,
        "question": ConflictForm(),
        "lacking": [_linked(case, rule) for rule in lacking],
        "changed": _changed_since(found),
        "panels": {name: _panel(request, case, found, name, bound.get(name)) for name in shown},
        "refused_forms": list(bound.values()),
        "broken": broken,
    }
    return render(request, "cases/communication.html", context, status=status)


def _linked(case: Case, rule: Rule) -> dict[str, str]:
    """What the basis lacks, as a link to the part where it is put right."""
    url = reverse("part", args=[case.slug, rule.where])
    return {"sentence": rule.sentence, "statute": rule.statute, "url": url}


def _changed_since(found: Investigation) -> bool:
    """Whether a part has been saved after the latest sending: new material may need a new one."""
    latest = found.latest_sending
    return latest is not None and any(p.saved_at > latest.made_at for p in found.parts.all())


def _panel(
    request: StaffRequest, case: Case, found: Investigation, name: str, bound: Seen | None
) -> dict[str, Any]:
    """A form with its draft."""
    drafting = draft_context(request, case, name)
    initial = initial_with(drafting["draft"], {}) | {"seen": found.exchanged}
    return drafting | {"form": bound or _form(case, name, initial=initial)}


def _form(case: Case, name: str, *args: Any, **kwargs: Any) -> Any:
    """The form of that name; each has its own ids, since several stand on the page."""
    kwargs |= {"auto_id": f"{name}_%s"}
    if name == SEND:
        return SendForm(*args, case=case, **kwargs)
    return {REPLY: ReplyForm, MEET: MeetForm, WAIVE: WaiveForm}[name](*args, **kwargs)


def _post(
    request: StaffRequest,
    slug: str,
    name: str,
    what: str,
    act: Callable[[Case, Any], HttpResponse],
) -> HttpResponse:
    """Does the act, or shows the page again with what stands in the way; nothing typed is lost."""
    case = get_case(request.user, slug, what)
    found = investigation_of(case)
    if found is None:
        return redirect(case)
    against = _against(name, case, found, request)
    if against:
        broken = RuleBroken(against)
        if broken.kind != "incomplete":
            return refused(request, broken, reverse("communication", args=[slug]))
        return _page(request, case, found, {name: _form(case, name, request.POST)}, 422, against)
    form = _form(case, name, request.POST)
    status = 422
    if form.is_valid():
        try:
            return act(case, form)
        except RuleBroken as broken:
            if broken.kind == "forbidden":
                return refused(request, broken, reverse("communication", args=[slug]))
            status = into_form(form, broken)
            form.renew("seen", found.exchanged)
    return _page(request, case, found, {name: form}, status)


def _against(name: str, case: Case, found: Investigation, request: StaffRequest) -> list[Rule]:
    """Why the act cannot be done by this user now, whatever the form says."""
    by = request.user
    if name == REPLY:
        return communication_rules.against_reply(case, found, by)
    questions = {
        SEND: communication_rules.against_sending,
        MEET: communication_rules.against_meeting,
    }
    if name in questions:
        against = questions[name](case, found, by)
    else:
        against = rules.against_investigating(case, by)
    return against or list(against_unanswered(case, by))


@require_POST
def send(request: StaffRequest, slug: str) -> HttpResponse:
    """Skicka underlag, or its letter to look at first."""

    def act(case: Case, form: SendForm) -> HttpResponse:
        told, seen = form.data_told(), form.cleaned_data["seen"]
        if request.POST.get("do") == "preview":
            row = communicating.preview_basis(case, told, by=request.user, seen=seen)
            keep_draft(request, case, SEND)
            return redirect("basis_preview", slug=slug, sha256=row.sha256)
        sent = communicating.send_basis(case, told, by=request.user, seen=seen)
        messages.success(
            request, f"Underlaget är sparat som skickat. Svarsfristen går ut {sent.reply_by}."
        )
        return redirect("communication", slug=slug)

    return _post(request, slug, SEND, "Skicka underlag", act)


@require_POST
def reply(request: StaffRequest, slug: str) -> HttpResponse:
    """Registrera svar."""

    def act(case: Case, form: ReplyForm) -> HttpResponse:
        told, seen = form.data_told(), form.cleaned_data["seen"]
        row = communicating.register_reply(case, told, by=request.user, seen=seen)
        late = f" Det kom efter svarsfristen, som gick ut {row.sending.reply_by}."
        messages.success(request, "Svaret är registrerat." + (late if row.is_late else ""))
        return redirect("communication", slug=slug)

    return _post(request, slug, REPLY, "Registrera svar", act)


@require_POST
def meet(request: StaffRequest, slug: str) -> HttpResponse:
    """Bemötande of the latest reply."""

    def act(case: Case, form: MeetForm) -> HttpResponse:
        told, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
        communicating.meet_reply(case, told, by=request.user, seen=seen)
        messages.success(request, "Bemötandet är sparat.")
        return redirect("communication", slug=slug)

    return _post(request, slug, MEET, "Bemöt svaret", act)


@require_POST
def waive(request: StaffRequest, slug: str) -> HttpResponse:
    """Avstå från kommunicering."""

    def act(case: Case, form: WaiveForm) -> HttpResponse:
        told = form.cleaned_data
        communicating.waive(
            case, told["ground"], told["reason"], by=request.user, seen=told["seen"]
        )
        messages.success(request, "Antecknat: ni avstår från kommunicering.")
        return redirect("communication", slug=slug)

    return _post(request, slug, WAIVE, "Avstå från kommunicering", act)


def preview(request: StaffRequest, slug: str, sha256: str) -> HttpResponse:
    """The real PDF, and the button that sends it."""
    case = get_case(request.user, slug, "Förhandsgranskning av underlaget")
    row = preview_of(request, case, sha256)
    draft = drafts.find(request.user, case, SEND)
    context = page(request, case, "communication") | {
        "action": None,  # the button stands beside the letter
        "preview": row,
        "pdf_url": reverse("basis_preview_pdf", args=[slug, sha256]),
        "fields": flat(draft.data if draft else {}).items(),
        "against": rules.against_investigating(case, request.user),
    }
    return render(request, "cases/basis_preview.html", context)


def preview_pdf(request: StaffRequest, slug: str, sha256: str) -> HttpResponse:
    """The previewed bytes, which the sending will store."""
    case = get_case(request.user, slug, "Förhandsgranskning av underlaget (pdf)")
    return pdf(bytes(preview_of(request, case, sha256).pdf), f"Forhandsgranskning-{slug}.pdf")


def letter(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """A stored letter, byte for byte, logged as printed."""
    case = get_case(request.user, slug, "Underlag inför beslut", action=AccessLog.Action.PRINT)
    row = get_object_or_404(Sending, investigation__application__case=case, pk=pk)
    return pdf(bytes(row.pdf), f"Underlag-{slug}-{row.sent_on}.pdf")
