"""Why a letter cannot be noted as sent, or the delfående not be noted: every reason at once.

FL 33 §, delgivningslag (2010:1932), SoL 14 kap. 12 §.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from cases.conflict_rules import against_barred
from cases.models import Document, Outcome, Representative
from decisions.legal_force import LONG_DAY, Standing, right_appealable_until, ruling_is_new
from decisions.models import Decision, Dispatch, Ruling, Service, governing
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.deadlines import next_working_day
from jobbtorg.organisation.models import CHEFER, Function, User
from jobbtorg.organisation.namnder import acts_for

Evidence, How = Service.Evidence, Dispatch.How
NEEDS_LETTER = (Evidence.RECEIPT, Evidence.DIGITAL)  # nobody signs for a letter that was not sent


@dataclass(frozen=True)
class Sent:
    """How and when the letter went, and to whom beside the person."""

    how: str
    sent_on: date
    informed_on: date | None = None
    representative: Representative | None = None


@dataclass(frozen=True)
class Received:
    """The delfående as it is told, with what shows it."""

    evidence: str
    received_on: date
    note: str = ""
    document: Document | None = None


def may_dispatch(decision: Decision, by: User) -> bool:
    """Whether it is the user's to send the letter: the registrator, the unit, who decided."""
    at_unit = by.holds(Function.COACH, *CHEFER, unit=decision.unit)
    return at_unit or acts_for(by, decision.unit, Function.REGISTRATOR) or by == decision.decided_by


def against_sender(decision: Decision, by: User) -> list[Rule]:
    """Why the letter and what comes of it are not this person's to note."""
    rules = list(against_barred(decision.application.case, by))
    if not may_dispatch(decision, by):
        sentence = f"Registratorn och {decision.unit} skickar brevet."
        rules.append(Rule("sender", sentence, kind="forbidden"))
    return rules


def against_dispatching(decision: Decision, by: User, sent: Sent) -> list[Rule]:
    """Why the letter cannot be noted as sent. FL 33 §."""
    rules = against_sender(decision, by)
    latest = decision.letter.dispatch
    if latest and not latest.is_undelivered:
        rules.append(Rule("sent", "Brevet är redan antecknat som skickat.", kind="conflict"))
    rules += _against_sent_day(decision, latest, sent.sent_on)
    rules += _against_way(decision, sent)
    return rules


def _against_sent_day(decision: Decision, latest: Dispatch | None, day: date) -> Iterator[Rule]:
    """From the decision, or from what came back, until today."""
    first = latest.undelivered.noticed_on if latest and latest.is_undelivered else None
    if first and first > day:
        yield Rule("sent_on", f"Det förra brevet kom tillbaka {first}.", where="sent_on")
    elif not decision.decided_on <= day <= clock.today():
        sentence = f"Ange en dag från beslutsdagen {decision.decided_on} till i dag."
        yield Rule("sent_on", sentence, where="sent_on")


def _against_way(decision: Decision, sent: Sent) -> Iterator[Rule]:
    """What the way itself asks for."""
    application = decision.application
    unsafe = (How.LETTER, How.SIMPLIFIED, How.DIGITAL)
    if application.case.person.is_protected and sent.how in unsafe:
        sentence = (
            "Personen har skyddade personuppgifter: skicka genom Skatteverkets förmedling "
            "eller lämna över brevet personligen."
        )
        yield Rule("protected", sentence, where="how")
    if sent.how != How.SIMPLIFIED:
        return
    if sent.informed_on is None:
        sentence = "Ange vilken dag den sökande fick veta att förenklad delgivning kan användas."
        yield Rule("informed_on", sentence, "25 § delgivningslagen", where="informed_on")
    elif not application.arrived_on <= sent.informed_on <= sent.sent_on:
        sentence = f"Ange en dag från ansökan {application.arrived_on} till dagen brevet skickades."
        yield Rule("informed_on", sentence, where="informed_on")


def control_day(dispatch: Dispatch) -> date:
    """The day on which the kontrollmeddelande is to be sent: the next working day."""
    return next_working_day(dispatch.sent_on)


def against_control(dispatch: Dispatch, sent_on: date, by: User) -> list[Rule]:
    """Why the kontrollmeddelande cannot be noted. Delgivningslag 22–23 §§."""
    rules = against_sender(dispatch.letter.decision, by)
    day = control_day(dispatch)
    if dispatch.how != How.SIMPLIFIED:
        rules.append(
            Rule("way", "Brevet skickades inte med förenklad delgivning.", kind="conflict")
        )
    elif hasattr(dispatch, "control_message") or dispatch.is_undelivered:
        sentence = "Det är redan antecknat hur det gick med brevet."
        rules.append(Rule("noted", sentence, kind="conflict"))
    elif sent_on > clock.today():
        rules.append(Rule("control_on", "Dagen kan inte ligga i framtiden.", where="control_on"))
    elif sent_on != day:
        sentence = (
            f"Kontrollmeddelandet ska skickas närmast följande arbetsdag, {day}. Annars gäller "
            "inte delgivningen: anteckna det och skicka brevet på nytt."
        )
        rules.append(Rule("control_on", sentence, "22 § delgivningslagen", where="control_on"))
    return rules


def against_undelivered(dispatch: Dispatch, noticed_on: date, reason: str, by: User) -> list[Rule]:
    """Why it cannot be noted that the letter did not arrive."""
    rules = against_sender(dispatch.letter.decision, by)
    if dispatch.is_undelivered:
        sentence = "Det är redan antecknat att brevet inte kom fram."
        rules.append(Rule("noted", sentence, kind="conflict"))
    if not reason.strip():
        rules.append(Rule("reason", "Skriv vad som hände med brevet.", where="reason"))
    if not dispatch.sent_on <= noticed_on <= clock.today():
        sentence = f"Ange en dag från {dispatch.sent_on}, när brevet skickades, till i dag."
        rules.append(Rule("noticed_on", sentence, where="noticed_on"))
    return rules


def against_receiving(
    decision: Decision, received: Received, by: User, replaced: Service | None = None
) -> list[Rule]:
    """Why the delfående cannot be noted: there is no delfående without its evidence."""
    rules = against_sender(decision, by)
    if replaced and replaced.is_void:
        rules.append(Rule("replaced", "Det delfåendet gäller inte längre.", kind="conflict"))
    sent = decision.letter.dispatch
    if sent is None and received.evidence != Evidence.HANDED:
        sentence = "Anteckna först hur brevet skickades."
        rules.append(Rule("not_sent", sentence, where="evidence"))
    return [*rules, *_against_received_day(decision, received), *_against_evidence(received)]


def _against_received_day(decision: Decision, received: Received) -> Iterator[Rule]:
    """From the decision, or from when the letter went, until today."""
    sent = decision.letter.dispatch
    first = decision.decided_on
    if sent and received.evidence in NEEDS_LETTER:
        first = min(row.sent_on for row in decision.letter.dispatches.all())
    if not first <= received.received_on <= clock.today():
        sentence = f"Ange en dag från {first} till i dag."
        yield Rule("received_on", sentence, where="received_on")


def _against_evidence(received: Received) -> Iterator[Rule]:
    """What each kind of evidence asks for."""
    if received.evidence == Evidence.SIMPLIFIED:
        sentence = "Förenklad delgivning räknas av sig själv när kontrollmeddelandet är antecknat."
        yield Rule("simplified", sentence, where="evidence")
    elif received.evidence == Evidence.RECEIPT and received.document is None:
        yield Rule("document", "Lägg till det undertecknade kvittot.", where="document")
    elif received.document is None and not received.note.strip():
        sentence = "Skriv hur det gick till: vem som lämnade, läste upp eller fick uppgiften."
        yield Rule("note", sentence, where="note")


def appealable(decision: Decision) -> bool:
    """Whether it goes to förvaltningsrätten: a right not wholly given, or a matter of form.

    Of a later decision only what it rules anew; also a right that is taken back in part.
    """
    adverse = decision.changes is not None and decision.amendment.adverse
    return any(
        ruling.basis == Ruling.Basis.FORMAL
        or ruling.basis == Ruling.Basis.RIGHT
        and (ruling.outcome != Outcome.GRANTED or adverse)
        and ruling_is_new(decision, ruling)
        for ruling in decision.rulings.all()
    )


def appeal_until(decision: Decision) -> date | None:
    """The last day to appeal what the right does not give; None while the delfående is unknown.

    FL 44 §, lag (1930:173).
    """
    held = governing(list(decision.services.all()))
    return right_appealable_until(held.received_on) if held and appealable(decision) else None


def right_standing(decision: Decision) -> Standing | None:
    """Where the ruling on the right stands; None where it gives all, which nobody appeals."""
    if not appealable(decision):
        return None
    appeal = decision.appeals.binding().first()
    if appeal:
        hint = f"Överklagandet {appeal.dnr} kom in {date_format(appeal.arrived_on)}."
        return Standing("Överklagat", "warning", hint)
    judged = decision.appeals.judged().first()
    if judged:
        hint = f"Överklagandet {judged.dnr} är slutligt prövat av domstol. Domen gäller."
        return Standing("Avgjort av domstol", "success", hint)
    until = appeal_until(decision)
    if until is None:
        hint = "Delfåendet är okänt. Tiden att överklaga har inte börjat."
        return Standing("Inte laga kraft", "warning", hint)
    if clock.today() <= until:
        return Standing(f"Överklagande t.o.m. {date_format(until, LONG_DAY)}", "info")
    gained = date_format(until + timedelta(days=1), LONG_DAY)
    return Standing(f"Laga kraft {gained}", "success", "Gäller om ingen har överklagat.")
