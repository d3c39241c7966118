"""Addresses of the coach's way. No name and no personnummer is ever part of one."""

from django.urls import path, register_converter
from django.views.generic import RedirectView

from cases.views import case, communication, conflict, drafts, investigation, register, worklist


class CaseNumber:
    """JT-2026-0001."""

    regex = r"JT-[0-9]{4}-[0-9]{4,9}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    to_url = to_python


register_converter(CaseNumber, "case")

urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("ny-ansokan/", register.register, name="register"),
    path("utkast/<slug:form>/", drafts.draft, name="new_draft"),
    path("utkast/<slug:form>/slang/", drafts.discard, name="new_draft_discard"),
    path("arenden/<case:slug>/", case.case, name="case"),
    path("arenden/<case:slug>/fordela/", case.assign, name="assign"),
    path("arenden/<case:slug>/inled/", case.start, name="start"),
    path("arenden/<case:slug>/journal/", case.journal, name="journal"),
    path("arenden/<case:slug>/historik/", case.history, name="history"),
    path("arenden/<case:slug>/jav/", conflict.conflict, name="conflict"),
    path("arenden/<case:slug>/jav/svar/", conflict.answer, name="conflict_answer"),
    path("arenden/<case:slug>/jav/namnden/", conflict.tried, name="conflict_tried"),
    path("arenden/<case:slug>/utredning/", investigation.investigation, name="investigation"),
    path("arenden/<case:slug>/utredning/lamna/", investigation.propose, name="propose"),
    path(
        "arenden/<case:slug>/utredning/kommunicering/",
        RedirectView.as_view(pattern_name="communication"),
        name="communication_before",
    ),
    path("arenden/<case:slug>/utredning/<slug:name>/", investigation.part, name="part"),
    path("arenden/<case:slug>/kommunicering/", communication.communication, name="communication"),
    path("arenden/<case:slug>/kommunicering/underlag/", communication.send, name="send_basis"),
    path(
        "arenden/<case:slug>/kommunicering/underlag/<slug:sha256>/",
        communication.preview,
        name="basis_preview",
    ),
    path(
        "arenden/<case:slug>/kommunicering/underlag/<slug:sha256>.pdf",
        communication.preview_pdf,
        name="basis_preview_pdf",
    ),
    path(
        "arenden/<case:slug>/kommunicering/skickat/<int:pk>.pdf",
        communication.letter,
        name="basis_letter",
    ),
    path("arenden/<case:slug>/kommunicering/svar/", communication.reply, name="reply"),
    path("arenden/<case:slug>/kommunicering/bemotande/", communication.meet, name="meet_reply"),
    path("arenden/<case:slug>/kommunicering/avsta/", communication.waive, name="waive"),
    path("arenden/<case:slug>/kvittens.pdf", case.receipt, name="receipt"),
    path("arenden/<case:slug>/utkast/<slug:form>/", drafts.draft, name="draft"),
    path("arenden/<case:slug>/utkast/<slug:form>/slang/", drafts.discard, name="draft_discard"),
]
