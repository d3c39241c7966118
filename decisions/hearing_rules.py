"""Why the person cannot be heard about a change now, or a reply not be noted. FL 25 §."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.communication_rules import against_manner
from cases.conflict_rules import against_barred
from cases.writer_rules import against_writer
from decisions.models import ADVERSE, Decision, Hearing
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, Function, User


@dataclass(frozen=True)
class Heard:
    """What the person is to comment on, how and when it goes, and until when to reply."""

    ground: str
    facts: str
    plan: str
    how: str
    sent_on: date
    reply_by: date


def against_hearer(decision: Decision, by: User) -> list[Rule]:
    """Why this person sends no underlag about this decision, whatever it says."""
    rules = list(against_barred(decision.application.case, by))
    if not by.holds(Function.COACH, *CHEFER, unit=decision.unit):
        sentence = f"Bara {decision.unit} skickar underlag inför en ändring."
        rules.append(Rule("hearer", sentence, kind="forbidden"))
    if decision.granted is None or Decision.objects.filter(changes=decision).exists():
        sentence = "Beslutet ger ingen insats, eller gäller inte längre."
        rules.append(Rule("replaced", sentence, kind="conflict"))
    return rules


def against_hearing(decision: Decision, heard: Heard, by: User) -> list[Rule]:
    """Why this underlag cannot be sent."""
    rules = against_hearer(decision, by)
    if heard.ground not in ADVERSE:
        rules.append(Rule("ground", "Ange grunden.", "37 § FL", where="ground"))
    if not heard.facts.strip():
        rules.append(Rule("facts", "Skriv vad som har kommit fram.", "25 § FL", where="facts"))
    if not heard.plan.strip():
        rules.append(Rule("plan", "Skriv vad ni tänker besluta.", "25 § FL", where="plan"))
    rules += against_manner(decision.application.case, heard.how)
    return [*rules, *_against_days(decision, heard)]


def _against_days(decision: Decision, heard: Heard) -> Iterator[Rule]:
    if not decision.decided_on <= heard.sent_on <= clock.today():
        sentence = f"Ange en dag från beslutet {decision.decided_on} till i dag."
        yield Rule("sent_on", sentence, where="sent_on")
    if heard.reply_by <= max(heard.sent_on, clock.today()):
        sentence = "Den sista dagen att svara ska vara efter i dag."
        yield Rule("reply_by", sentence, "25 § FL", where="reply_by")


def against_hearing_reply(hearing: Hearing, arrived_on: date, text: str, by: User) -> list[Rule]:
    """Why what the person says to the underlag cannot be noted."""
    rules = against_writer(hearing.decision.application.case, by, "registrerar svaret")
    if not hearing.sent_on <= arrived_on <= clock.today():
        sentence = f"Ange en dag från {hearing.sent_on}, när underlaget skickades, till i dag."
        rules.append(Rule("arrived_on", sentence, where="arrived_on"))
    if not text.strip():
        rules.append(Rule("text", "Skriv vad personen svarar.", where="text"))
    return rules
