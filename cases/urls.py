"""Addresses of the coach's way. No name and no personnummer is ever part of one."""

from django.urls import path, register_converter
from django.views.generic import RedirectView

from cases.views import (
    advice,
    application,
    case,
    communication,
    conflict,
    consent,
    consultation,
    district,
    documents,
    drafts,
    finding,
    inbox,
    investigation,
    journal,
    naming,
    note,
    opening,
    person,
    phrases,
    register,
    reminding,
    sorting,
    summons,
    upcoming,
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
    path("frister/", upcoming.upcoming_page, name="upcoming"),
    path("frister/csv/", upcoming.upcoming_csv, name="upcoming_csv"),
    path("", worklist.worklist, name="worklist"),
    path("paminnelser/sedda/", reminding.reminders_seen, name="reminders_seen"),
    path("ny-ansokan/", register.register, name="register"),
    path("sok/", finding.find_case, name="find"),
    path("inkorg/", inbox.inbox, name="inbox"),
    path("inkorg/sortera/", sorting.sort_papers, name="inbox_sort"),
    path("inkorg/hor-inte-hit/", inbox.aside, name="inbox_aside"),
    path("inkorg/sorterade/", inbox.sorted_papers, name="inbox_sorted"),
    path("handlingar/inkorgen/<int:pk>/", inbox.paper, name="inbox_paper"),
    path("oppna-med-skal/", opening.open_case, name="open_with_reason"),
    path("oppna-med-skal/<int:pk>/klar/", opening.end, name="end_opening"),
    path("oppna-med-skal/<int:pk>/forklaring/", opening.explain, name="explain_opening"),
    path("oppnade-med-skal/", opening.openings, name="openings"),
    path("oppnade-med-skal/<int:pk>/svar/", opening.review, name="review_opening"),
    path("fraser/", phrases.phrases, name="phrases"),
    path("fraser/ny/", phrases.new, name="phrase_new"),
    path("fraser/<int:pk>/", phrases.phrase, name="phrase"),
    path("fraser/<int:pk>/ur-bruk/", phrases.end, name="phrase_end"),
    path("rad-och-stod/", advice.index, name="advice"),
    path("rad-och-stod/antal.csv", advice.csv, name="advice_csv"),
    path("rad-och-stod/<int:pk>/makulera/", advice.cancel, name="advice_cancel"),
    path("rad-och-stod/<int:pk>/ville-inte/", advice.decline, name="advice_decline"),
    path("utkast/<slug:form>/", drafts.draft, name="new_draft"),
    path("utkast/<slug:form>/slang/", drafts.discard, name="new_draft_discard"),
    path("arenden/<case:slug>/", case.case, name="case"),
    path("arenden/<case:slug>/fordela/", case.assign, name="assign"),
    path("arenden/<case:slug>/inled/", case.start, name="start"),
    path("arenden/<case:slug>/ansokan/", application.application, name="application"),
    path(
        "arenden/<case:slug>/ansokan/komplettering/<int:pk>/",
        application.completion,
        name="completion",
    ),
    path("arenden/<case:slug>/ansokan/<slug:what>/", application.note, name="note_application"),
    path("arenden/<case:slug>/kontakt/<int:pk>/", application.contact, name="answer_contact"),
    path("arenden/<case:slug>/personen/", person.person, name="person"),
    path("arenden/<case:slug>/personen/ombud/<int:pk>/", person.end, name="end_representative"),
    path("arenden/<case:slug>/personen/<slug:what>/", person.change, name="change_person"),
    path("arenden/<case:slug>/journal/", journal.journal, name="journal"),
    path("arenden/<case:slug>/journal/<int:pk>/", journal.entry, name="journal_entry"),
    path("arenden/<case:slug>/journal/<int:pk>/ratta/", journal.correct, name="correct"),
    path("arenden/<case:slug>/anteckning/", note.new, name="note_new"),
    path("arenden/<case:slug>/anteckning/<int:pk>/", note.note, name="note"),
    path("arenden/<case:slug>/anteckning/<int:pk>/signera/", note.sign, name="note_sign"),
    path("arenden/<case:slug>/historik/", case.history, name="history"),
    path("arenden/<case:slug>/handlingar/", documents.documents, name="documents"),
    # what came from outside has addresses of its own, and shows nothing there: it is fetched
    path("handlingar/<case:slug>/<int:number>/", documents.document, name="document"),
    path(
        "arenden/<case:slug>/handlingar/<int:number>/felregistrerad/",
        documents.misfiled,
        name="misfile",
    ),
    path("kontroll/handlingar/", documents.checks, name="document_checks"),
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
    path(
        "arenden/<case:slug>/utredning/kommunicering/",
        RedirectView.as_view(pattern_name="communication"),
        name="communication_before",
    ),
    path("arenden/<case:slug>/utredning/samrad/", consultation.consult, name="consultation"),
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
    path("arenden/<case:slug>/namngivna/", naming.named, name="named"),
    path("arenden/<case:slug>/namngivna/ny/", naming.name, name="name_colleague"),
    path("arenden/<case:slug>/namngivna/<int:pk>/ta-bort/", naming.unname, name="unname_colleague"),
    path("arenden/<case:slug>/moten/", summons.summonses, name="summonses"),
    path(
        "arenden/<case:slug>/moten/forhandsgranska/<slug:sha256>.pdf",
        summons.preview_pdf,
        name="summons_preview",
    ),
    path("arenden/<case:slug>/moten/<int:pk>.pdf", summons.letter, name="summons_letter"),
    path(
        "arenden/<case:slug>/moten/installt-<int:pk>.pdf",
        summons.cancellation_letter,
        name="cancellation_letter",
    ),
    path("arenden/<case:slug>/moten/<int:pk>/stall-in/", summons.cancel, name="summons_cancel"),
    path("arenden/<case:slug>/kvittens.pdf", case.receipt, name="receipt"),
    path("arenden/<case:slug>/foljebrev.pdf", case.cover, name="cover"),
    path("arenden/<case:slug>/utkast/<slug:form>/", drafts.draft, name="draft"),
    path("arenden/<case:slug>/utkast/<slug:form>/slang/", drafts.discard, name="draft_discard"),
]
