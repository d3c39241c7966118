"""Why it cannot be noted that the insats began, or why it has not: every reason at once."""

from datetime import date

from cases.conflict_rules import against_barred
from cases.models import Outcome
from decisions.models import Execution, Ruling, Unexecuted
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, Function, User

Reason = Unexecuted.Reason


def against_noter(ruling: Ruling, by: User) -> list[Rule]:
    """Why it is not this person's to note: the unit that carries the insats out notes it."""
    case = ruling.decision.application.case
    rules = list(against_barred(case, by))
    if not by.holds(Function.COACH, *CHEFER, unit=case.unit):
        sentence = f"Coacher och chefer på {case.unit} antecknar verkställigheten."
        rules.append(Rule("unit", sentence, kind="forbidden"))
    return rules


def against_noting(ruling: Ruling, by: User) -> list[Rule]:
    """Why nothing more is to be noted: whose it is, nothing was granted, or it has begun."""
    rules = against_noter(ruling, by)
    if ruling.outcome == Outcome.REFUSED:
        sentence = "Beslutet ger ingen insats att verkställa."
        rules.append(Rule("not_granted", sentence, kind="conflict"))
    begun = Execution.objects.filter(ruling=ruling).first()
    if begun:
        sentence = f"Det är redan antecknat att insatsen började {begun.started_on}."
        rules.append(Rule("begun", sentence, kind="conflict"))
    return rules


def against_execution(ruling: Ruling, started_on: date, by: User) -> list[Rule]:
    """Why the beginning cannot be noted: it is a day from the decision until today."""
    rules = against_noting(ruling, by)
    first = ruling.decision.decided_on
    if not first <= started_on <= clock.today():
        sentence = f"Ange en dag från beslutsdagen {first} till i dag."
        rules.append(Rule("started_on", sentence, where="started_on"))
    return rules


def against_unexecuted(ruling: Ruling, reason: str, text: str, by: User) -> list[Rule]:
    """Why the reason cannot be noted: another reason is told in words."""
    rules = against_noting(ruling, by)
    if reason not in Reason.values:
        rules.append(Rule("reason", "Välj skäl.", where="reason"))
    elif reason == Reason.OTHER and not text.strip():
        sentence = "Skriv vad det andra skälet är."
        rules.append(Rule("text", sentence, where="text"))
    return rules
