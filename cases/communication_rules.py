"""Why kommunicering cannot go on now: every reason at once. FL 25 §, SoL 14 kap. 8 §."""

from collections.abc import Iterator
from datetime import date, timedelta

from cases.conflict_rules import against_barred
from cases.models import Case, Investigation, Sending, Status, Waiver
from cases.rules import against_investigating, missing_basis
from cases.writer_rules import writes
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User

SHORT = timedelta(days=7)  # less than this to reply is asked about once


def against_sending(case: Case, investigation: Investigation, by: User) -> list[Rule]:
    """Why the basis cannot be sent now, whatever the form says: it is whole when it is sent."""
    against = against_investigating(case, by)
    lacking = missing_basis(investigation)
    if lacking and not against:
        sentence = "Gör klart utredningen och förslaget först. Den sökande ska få hela underlaget."
        return [Rule("basis", sentence, "25 § FL"), *lacking]
    return against


def against_manner(case: Case, how: str) -> Iterator[Rule]:
    """Nothing goes to an address that the authority may not know. law.md §9.4."""
    if how not in Sending.How.values:
        yield Rule("how", "Ange hur underlaget skickas.", where="how")
    if case.person.is_protected and how in Sending.BY_POST:
        sentence = (
            "Personen har skyddade personuppgifter: skicka genom Skatteverkets förmedling "
            "eller lämna över underlaget personligen."
        )
        yield Rule("protected", sentence, where="how")


def against_days(
    investigation: Investigation, sent_on: date, reply_by: date, *, short_confirmed: bool
) -> Iterator[Rule]:
    """Sent during the investigation and no later than today; with reasonable time to reply."""
    if not investigation.started_on <= sent_on <= clock.today():
        sentence = (
            f"Ange en dag från {investigation.started_on}, då utredningen började, till i dag."
        )
        yield Rule("sent_on", sentence, where="sent_on")
    if reply_by <= sent_on:
        sentence = "Den sista dagen att svara ska vara efter dagen då underlaget skickas."
        yield Rule("reply_by", sentence, "25 § FL", where="reply_by")
    elif reply_by <= clock.today():
        sentence = "Den sista dagen att svara har redan varit. Ange en senare dag."
        yield Rule("reply_by", sentence, "25 § FL", where="reply_by")
    elif reply_by - sent_on < SHORT and not short_confirmed:
        days = (reply_by - sent_on).days
        sentence = (
            f"Den sökande får {days} {'dag' if days == 1 else 'dagar'} på sig att svara. "
            "Det är kort. Ändra dagen eller kryssa i att tiden räcker."
        )
        yield Rule("short", sentence, "25 § FL", where="short_confirmed")


def against_unseen(investigation: Investigation, seen: int) -> Iterator[Rule]:
    """Something has been sent, answered or noted since the page was fetched."""
    if seen != investigation.exchanged:
        sentence = (
            "Något har hänt i kommuniceringen sedan du öppnade sidan. Läs det som har kommit till. "
            "Behövs det du har fyllt i fortfarande: skicka igen."
        )
        yield Rule("stale", sentence, kind="conflict")


def against_reply(case: Case, investigation: Investigation, by: User) -> list[Rule]:
    """Why no reply can be registered now, whatever it says."""
    rules = list(against_barred(case, by))
    if not writes(case, by):
        sentence = f"Registratorn, coacher och chefer på {case.unit} registrerar svar."
        rules.append(Rule("registrar", sentence, kind="forbidden"))
    if case.status not in (Status.UTREDS, Status.VANTAR):
        sentence = f"Ärendet är redan beslutat. Status: {case.get_status_display()}."
        rules.append(Rule("status", sentence, kind="conflict"))
    if investigation.latest_sending is None:
        rules.append(Rule("unsent", "Underlaget är inte skickat. Då finns inget att svara på."))
    return rules


def sending_replied_to(investigation: Investigation, arrived_on: date) -> Sending | None:
    """The latest sending that had gone when the reply came."""
    gone = [row for row in investigation.sendings.all() if row.sent_on <= arrived_on]
    return gone[-1] if gone else None


def against_reply_content(
    investigation: Investigation, arrived_on: date, text: str
) -> Iterator[Rule]:
    """The reply's own day and words. A late one is registered all the same."""
    if arrived_on > clock.today():
        yield Rule("arrived_on", "Svaret kan inte ha kommit i framtiden.", where="arrived_on")
    elif sending_replied_to(investigation, arrived_on) is None:
        first = investigation.sendings.all()[0].sent_on
        sentence = f"Underlaget skickades {first}. Svaret kan inte ha kommit före det."
        yield Rule("arrived_on", sentence, where="arrived_on")
    if not text.strip():
        yield Rule("text", "Skriv vad den sökande har svarat.", where="text")


def against_meeting(case: Case, investigation: Investigation, by: User) -> list[Rule]:
    """Why the coach cannot meet a reply now. After Lämna till beslut the decider does."""
    rules = against_investigating(case, by)
    if not investigation.replies:
        rules.append(Rule("no_reply", "Det finns inget svar att bemöta."))
    return rules


def against_rejoinder(text: str) -> Iterator[Rule]:
    """A rejoinder says something."""
    if not text.strip():
        yield Rule("text", "Skriv vad du säger om svaret.", where="text")


def against_waiving(ground: str, reason: str) -> Iterator[Rule]:
    """A waiver has a ground in law, and says why it is there in this case."""
    if ground not in Waiver.Ground.values:
        yield Rule("ground", "Ange grunden i lagen.", "25 § FL", where="ground")
    if not reason.strip():
        sentence = "Skriv varför grunden finns i det här ärendet."
        yield Rule("reason", sentence, "25 § FL", where="reason")
