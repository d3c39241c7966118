"""Why it cannot be noted that the insats began, or why it has not: every reason at once."""

from datetime import date

from cases.conflict_rules import against_barred
from decisions.models import Decision, Execution, Kind, Ruling, Unexecuted
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, Function, User

Reason = Unexecuted.Reason


def execution_of(ruling: Ruling) -> Execution | None:
    """When the insats began, also where it was noted before a later decision restated it."""
    same = {"ruling__decision__application": ruling.decision.application_id}
    return Execution.objects.filter(ruling__basis=ruling.basis, **same).first()


def decided_first(ruling: Ruling) -> date:
    """The day of the decision on the application, whose place a later one may have taken."""
    rows = Decision.objects.filter(application=ruling.decision.application_id, kind=Kind.INSATS)
    day: date = rows.values_list("decided_on", flat=True).get()
    return day


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
    if not ruling.grants:
        sentence = "Beslutet ger ingen insats att verkställa."
        rules.append(Rule("not_granted", sentence, kind="conflict"))
    begun = execution_of(ruling)
    if begun:
        sentence = f"Det är redan antecknat att insatsen började {begun.started_on}."
        rules.append(Rule("begun", sentence, kind="conflict"))
    return rules


def against_execution(ruling: Ruling, started_on: date, by: User) -> list[Rule]:
    """Why the beginning cannot be noted: it is a day from the decision until today."""
    rules = against_noting(ruling, by)
    first = decided_first(ruling)
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
