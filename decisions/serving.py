"""The official acts of serving: the letter sent, the control message, the delfående. FL 33 §."""

from dataclasses import replace
from datetime import date
from typing import IO

from django.utils.formats import date_format

from cases.actions import lock_case, unname_secretaries
from cases.documents import DocumentData, receive
from cases.journal import record
from cases.models import Case, Document, JournalEntry, Representative, Status
from cases.noting import end_application
from decisions import service_rules as rules
from decisions.models import ControlMessage, Decision, Dispatch, Service, Undelivered
from decisions.service_rules import Received, Sent
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.files.keeping import writes_files
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code


@act
def dispatch(
    decision: Decision,
    how: str,
    sent_on: date,
    informed_on: date | None = None,
    representative: Representative | None = None,
    *,
    by: User,
) -> Dispatch:
    """Expediera: notes how and when the letter went. A refusal then closes the case. FL 33 §."""
    case = lock_case(decision.application.case)
    sent = Sent(how, sent_on, informed_on, representative)
    refuse(rules.against_dispatching(decision, by, sent))
    row = Dispatch.objects.create(
        letter=decision.letter, recorded_by=by, recorded_at=clock.now(), **vars(sent)
    )
    if case.status == Status.BESLUTAD:
        end_application(case)  # the insats runs until it is closed
    if decision.by_namnd and case.person.is_protected:
        unname_secretaries(case)
    title = f"Brevet skickades {date_format(sent.sent_on)} ({row.get_how_display().lower()})"
    _record(case, title, sent.sent_on, by=by)
    return row


@act
def note_control(dispatch: Dispatch, sent_on: date, *, by: User) -> Service:
    """Notes the kontrollmeddelande; the delfående then comes two weeks after the letter went.

    Delgivningslag 22–26 §§.
    """
    decision = dispatch.letter.decision
    case = lock_case(decision.application.case)
    refuse(rules.against_control(dispatch, sent_on, by))
    ControlMessage.objects.create(
        dispatch=dispatch, sent_on=sent_on, noted_by=by, noted_at=clock.now()
    )
    served = Service.objects.create(
        decision=decision,
        evidence=Service.Evidence.SIMPLIFIED,
        received_on=dispatch.served_on,
        dispatch=dispatch,
        noted_by=by,
        noted_at=clock.now(),
    )
    text = f"Delfående {served.received_on}, om inget visar att brevet inte har kommit fram."
    _record(case, "Kontrollmeddelande skickades", sent_on, by=by, text=text)
    return served


@act
def note_undelivered(dispatch: Dispatch, noticed_on: date, reason: str, *, by: User) -> Undelivered:
    """Notes that the letter did not arrive: it serves nothing, and is to be sent anew."""
    case = lock_case(dispatch.letter.decision.application.case)
    refuse(rules.against_undelivered(dispatch, noticed_on, reason, by))
    row = Undelivered.objects.create(
        dispatch=dispatch,
        noticed_on=noticed_on,
        reason=reason.strip(),
        noted_by=by,
        noted_at=clock.now(),
    )
    _record(case, "Brevet kom inte fram", noticed_on, by=by, text=row.reason)
    return row


@writes_files
@act
def note_service(
    decision: Decision,
    received: Received,
    *,
    by: User,
    replaces: Service | None = None,
    receipt: tuple[IO[bytes], str] | None = None,
) -> Service:
    """Registrera delfående: the day, and the evidence of it; `replaces` is put right by it.

    What is handed over and was not sent before is sent by being handed over. `receipt` is the
    signed paper and its name, which comes in to the case as a document.
    """
    case = lock_case(decision.application.case)
    if receipt:
        document = _take_in(case, *receipt, received.received_on, by=by)
        received = replace(received, document=document)
    refuse(rules.against_receiving(decision, received, by, replaces))
    if decision.letter.dispatch is None:
        dispatch(decision, Dispatch.How.HANDED, received.received_on, by=by)
    row = Service.objects.create(
        decision=decision, replaces=replaces, noted_by=by, noted_at=clock.now(), **vars(received)
    )
    title = f"Delfående {date_format(row.received_on)} ({row.get_evidence_display().lower()})"
    _record(case, title, row.received_on, by=by, text=row.note)
    return row


def _take_in(case: Case, file: IO[bytes], name: str, day: date, *, by: User) -> Document:
    kind = Code.objects.on().get(list=Code.List.DOCUMENT_TYPE, code="delgivningskvitto")
    return receive(case, file, name, DocumentData(kind.label, kind, day), by=by)


def _record(case: Case, title: str, day: date, *, by: User, text: str = "") -> None:
    record(case, title, by=by, text=text, event_on=day, kind=JournalEntry.Kind.LETTER)
