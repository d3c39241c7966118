"""Addresses of the coach's way. No name and no personnummer is ever part of one."""

from django.urls import path, register_converter

from cases.views import (
    advice,
    case,
    conflict,
    consent,
    district,
    drafts,
    investigation,
    register,
    worklist,
)


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
    path("rad-och-stod/", advice.index, name="advice"),
    path("rad-och-stod/antal.csv", advice.csv, name="advice_csv"),
    path("rad-och-stod/<int:pk>/makulera/", advice.cancel, name="advice_cancel"),
    path("rad-och-stod/<int:pk>/ville-inte/", advice.decline, name="advice_decline"),
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
    path("arenden/<case:slug>/samtycken/", consent.consents_of, name="consents"),
    path(
        "arenden/<case:slug>/samtycken/<int:pk>/aterkalla/",
        consent.withdraw,
        name="consent_withdraw",
    ),
    path("arenden/<case:slug>/stadsdelsfraga/", district.questions, name="district_questions"),
    path(
        "arenden/<case:slug>/stadsdelsfraga/<int:pk>/svar/",
        district.answer,
        name="district_answer",
    ),
    path("arenden/<case:slug>/hanvisning/", district.signposting, name="signposting"),
    path(
        "arenden/<case:slug>/hanvisning/<int:pk>/uppfoljning/",
        district.follow_up,
        name="signposting_follow_up",
    ),
    path("arenden/<case:slug>/utredning/", investigation.investigation, name="investigation"),
    path("arenden/<case:slug>/utredning/lamna/", investigation.propose, name="propose"),
    path("arenden/<case:slug>/utredning/<slug:name>/", investigation.part, name="part"),
    path("arenden/<case:slug>/utkast/<slug:form>/", drafts.draft, name="draft"),
    path("arenden/<case:slug>/utkast/<slug:form>/slang/", drafts.discard, name="draft_discard"),
]
