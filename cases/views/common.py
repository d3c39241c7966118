"""What the pages of a case share: its head, its sub-pages, its drafts."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from cases import drafts
from cases.models import Case, Draft, Investigation, LetterPreview, Signposting, Status
from cases.note_rules import against_new_note
from cases.steps import TONES, decides, next_step, process
from jobbtorg.organisation.models import Function
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.cleaning import clean


def page(request: StaffRequest, case: Case, here: str) -> dict[str, Any]:
    """The context of every case page: identity bar, stepper, sub-pages."""
    step = next_step(case, request.user)
    there = step.url.partition("#")[0] == reverse(here, args=[case.slug])
    return {
        "case": case,
        "step": step,
        "action": {"label": step.label, "url": step.url} if step.mine and not there else None,
        "tone": TONES[Status(case.status)],
        "process": process(case),
        "age": case.person.age(),
        "group": case.application.target_group.label,
        "subnav": list(_subnav(request, case, here)),
        "may_write": not against_new_note(case, request.user),
    }


def _subnav(request: StaffRequest, case: Case, here: str) -> Any:
    """The sub-pages that there is something to see on."""
    secretary = any(r.function == Function.NAMNDSEKRETERARE for r in request.user.roles())
    decided = case.is_decided
    pages = [("case", "Översikt", True), ("application", "Ansökan", True)]
    pages.append(("person", "Personen", True))
    pages.append(("investigation", "Utredning", case.status != Status.AKTUALISERAD))
    pages.append(("communication", "Kommunicering", case.status != Status.AKTUALISERAD))
    pages.append(("decide", "Beslut", case.status == Status.VANTAR and decides(request.user, case)))
    pages.append(("namnd_decision", "Nämndens beslut", secretary and case.is_referred))
    pages.append(("decision", "Beslut", decided))
    pages.append(("assignment", "Uppdrag och jobbplan", case.is_granted))
    pages.append(("follow_ups", "Uppföljning", case.is_granted))
    pages.append(("appeals", "Överklagande", decided or case.application.remitted))
    pages.append(("documents", "Handlingar", True))
    pages.append(("disclosures", "Utlämnande", True))
    pages.append(("journal", "Journal", True))
    pages.append(("history", "Historik", True))
    for name, label, shown in pages:
        if shown:
            url = reverse(name, args=[case.slug])
            yield {"label": label, "url": url, "current": name == here}


def followed(rows: Any) -> list[Signposting]:
    """Hänvisningar that are still followed up, the soonest first."""
    return sorted(shown(rows), key=lambda row: row.due_on)


def shown(rows: Any) -> Any:
    """Hänvisningar with all that a row of a list tells."""
    return rows.select_related("case__person", "district", "need").prefetch_related("follow_ups")


def investigation_of(case: Case) -> Investigation | None:
    """The case's investigation, or None before it has begun."""
    if case.status == Status.AKTUALISERAD:
        return None
    return Investigation.objects.whole(case)


def draft_context(request: StaffRequest, case: Case | None, form: str) -> dict[str, Any]:
    """Where the form keeps its draft, and the draft that is there."""
    draft = drafts.find(request.user, case, form)
    url = reverse("draft", args=[case.slug, form]) if case else reverse("new_draft", args=[form])
    return {
        "draft": draft,
        "draft_url": url,
        "draft_owner": request.user.pk,
        "draft_revision": draft.revision if draft else 0,
        "draft_saved": drafts.saved_at(draft) if draft else "",
        "draft_day": timezone.localtime(draft.saved_at) if draft else None,
    }


def keep_draft(request: StaffRequest, case: Case, name: str, *left_out: str) -> None:
    """What stands in the form, but not what is answered anew each time."""
    before = drafts.find(request.user, case, name)
    data = posted(request.POST)
    for field in ("do", *left_out):
        data.pop(field, None)
    drafts.keep(request.user, case, name, data, before.revision if before else 0)


def pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF to look at or print; its name holds no person."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def preview_of(request: StaffRequest, case: Case, sha256: str) -> LetterPreview:
    """The user's own preview of a letter in the case."""
    return get_object_or_404(
        LetterPreview, application__case=case, user=request.user, sha256=sha256
    )


def initial_with(draft: Draft | None, saved: dict[str, Any]) -> dict[str, Any]:
    """What the fields begin with: the draft's text where there is a draft, else what is saved."""
    if draft is None:
        return saved
    ignored = {"seen", "request_id", "conflict"}  # what is answered anew each time
    ticks = {name: False for name, value in saved.items() if isinstance(value, bool)}
    return saved | ticks | {k: v for k, v in flat(draft.data).items() if k not in ignored}


def flat(data: dict[str, list[str]]) -> dict[str, Any]:
    """One value per field, as a form's initial wants it."""
    return {name: values[-1] for name, values in data.items() if values}


def posted(data: QueryDict) -> dict[str, list[str]]:
    """The form as posted, without tokens, ready to be kept as JSON."""
    skipped = {"csrfmiddlewaretoken", "revision", "owner"}
    return {
        name: [clean(value.replace("\x00", "")) for value in values]
        for name, values in data.lists()
        if name not in skipped and "\x00" not in name
    }
