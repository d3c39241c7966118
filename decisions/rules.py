"""Why a decision may not be taken now: every reason at once."""

from collections.abc import Iterator

from cases.models import Case, Investigation, Part, Status
from cases.rules import against_uncommunicated
from cases.rulings import Rulings, against_rulings
from decisions.models import Decision, Dispatch
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.delegation import why_not
from jobbtorg.organisation.models import CHEFER, INSATS, Function, User

POWERS = dict(zip(("ratt", "befogenhet"), INSATS, strict=True))


def against_deciding(case: Case, by: User) -> list[Rule]:
    """Why this person cannot decide this case now, whatever the decision says."""
    return [*_against_status(case), *against_decider(case, by)]


def against_decider(case: Case, by: User) -> list[Rule]:
    """Why this person is not the one to decide: no delegation, or took part in the proposal."""
    return [*_against_delegation(case, by), *_against_own_proposal(case, by)]


def _against_status(case: Case) -> Iterator[Rule]:
    if case.status != Status.VANTAR:
        sentence = f"Ärendet väntar inte på beslut. Status: {case.get_status_display()}."
        yield Rule("status", sentence, kind="conflict")


def _against_delegation(case: Case, by: User) -> Iterator[Rule]:
    """KL 7 kap. 5–6 §§: the register is asked for each ruling that a decision may hold."""
    for power in POWERS.values():
        if not by.may(power, case.unit):
            yield Rule("delegation", why_not(by, power, case.unit), "7 kap. 5–6 §§ KL", "forbidden")
            return


def _against_own_proposal(case: Case, by: User) -> Iterator[Rule]:
    """Who investigated or proposed hands over: the decision has a föredragande. FL 31 §."""
    took_part = Investigation.objects.filter(application__case=case)
    wrote = Part.history.filter(investigation__application__case=case, saved_by=by)
    if took_part.filter(investigator=by) or took_part.filter(proposed_by=by) or wrote.exists():
        sentence = "Du har utrett ärendet. Någon annan med delegation behöver besluta."
        yield Rule("own_case", sentence, kind="forbidden")


def against_content(investigation: Investigation, rulings: Rulings) -> list[Rule]:
    """Why these rulings cannot be decided today: order, reasons, period, communication."""
    return [
        *against_rulings(rulings, investigation.riktlinje, clock.today()),
        *_against_bar(investigation, rulings),
        *([] if rulings.gives_all else against_uncommunicated(investigation)),
    ]


def _against_bar(investigation: Investigation, rulings: Rulings) -> Iterator[Rule]:
    """The criteria bind the may-insats only: the right is tried by the statute. law.md §14."""
    if not rulings.may.grants:
        return
    for answer in investigation.criteria.all():
        if answer.bars_grant:
            yield Rule(answer.criterion.code, answer.criterion.bar_sentence, where="may_outcome")


def against_returning(case: Case, by: User, comment: str) -> list[Rule]:
    """Why the case cannot go back to the coach."""
    rules = list(_against_status(case))
    if not by.holds(*CHEFER, unit=case.unit):
        sentence = f"Bara chefer på {case.unit} återlämnar ärenden."
        rules.append(Rule("returner", sentence, kind="forbidden"))
    if not comment.strip():
        sentence = "Skriv vad coachen behöver ändra eller lägga till."
        rules.append(Rule("comment", sentence, where="comment"))
    return rules


def against_dispatching(decision: Decision, by: User, dispatch: Dispatch) -> list[Rule]:
    """Why the letter cannot be noted as sent. FL 33 §."""
    case = decision.application.case
    rules = []
    at_unit = by.holds(Function.COACH, *CHEFER, unit=case.unit)
    if not at_unit and not by.holds(Function.REGISTRATOR):
        sentence = f"Registratorn och {case.unit} skickar brevet."
        rules.append(Rule("sender", sentence, kind="forbidden"))
    if Dispatch.objects.filter(letter__decision=decision).exists():
        rules.append(Rule("sent", "Brevet är redan antecknat som skickat.", kind="conflict"))
    if dispatch.sent_on and not decision.decided_on <= dispatch.sent_on <= clock.today():
        sentence = f"Ange en dag från beslutsdagen {decision.decided_on} till i dag."
        rules.append(Rule("sent_on", sentence, where="sent_on"))
    if case.person.is_protected and dispatch.how == Dispatch.How.LETTER:
        sentence = (
            "Personen har skyddade personuppgifter: skicka genom Skatteverkets förmedling "
            "eller lämna över brevet personligen."
        )
        rules.append(Rule("protected", sentence, where="how"))
    return rules
