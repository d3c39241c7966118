"""Why an insats cannot be closed: every reason at once. SoL 14 kap. 9 §, FL 37 §."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.conflict_rules import against_barred
from cases.models import Case, Status
from followup.insats import Insats
from followup.models import DECEASED, Closing
from followup.rules import against_closed, against_empty, against_outsider, against_unsent
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, User
from jobbtorg.rulebook.models import Code

TRIED = (Status.AKTUALISERAD, Status.UTREDS, Status.VANTAR)


@dataclass(frozen=True)
class ClosingData:
    """When and why it ended, with what result, and how the participant knows."""

    closed_on: date
    reason: Code
    result: str
    result_text: str
    where_to: str
    informed: str
    wants_more: bool = False
    own_wish: str = ""
    own_wish_on: date | None = None


def against_ending(insats: Insats, by: User) -> list[Rule]:
    """Why this user closes nothing now, whatever is told."""
    rules = [*against_outsider(insats, by), *against_closed(insats), *against_unsent(insats)]
    if insats.case.status in TRIED:
        sentence = "En ansökan om fortsatt insats prövas. Avsluta när den är avgjord."
        rules.append(Rule("tried", sentence, kind="conflict"))
    return rules


def against_correcting(insats: Insats, by: User) -> list[Rule]:
    """Why this user puts nothing right in the closing."""
    return [*against_outsider(insats, by), *_against_open(insats)]


def against_reopening(insats: Insats, by: User) -> list[Rule]:
    """Why this user does not open the insats again: a chef does, while its period runs."""
    rules = list(against_barred(insats.case, by))
    if not by.holds(*CHEFER, unit=insats.case.unit):
        sentence = f"Bara chefer på {insats.case.unit} öppnar en insats igen."
        rules.append(Rule("not_chef", sentence, kind="forbidden"))
    return [*rules, *_against_open(insats), *_against_going_on(insats)]


def _against_open(insats: Insats) -> Iterator[Rule]:
    if insats.closing is None:
        yield Rule("open", "Insatsen är inte avslutad.", kind="conflict")


def _against_going_on(insats: Insats) -> Iterator[Rule]:
    """What has come since the closing, and is not undone."""
    if insats.is_over:
        sentence = f"Perioden slutade {insats.last_day}. Rätta avslutet i stället."
        yield Rule("over", sentence, kind="conflict")
    if insats.closing and insats.case.status != Status.AVSLUTAD:
        sentence = "Ärendet är redan öppet igen, av en annan orsak."
        yield Rule("case_open", sentence, kind="conflict")
    others = Case.objects.open().filter(person=insats.case.person_id).exclude(pk=insats.case.pk)
    if others.exists():
        sentence = "Personen har ett nytt öppet ärende. Det tidigare kan inte öppnas också."
        yield Rule("second_case", sentence, kind="conflict")


def against_reason(why: str) -> Iterator[Rule]:
    """Nothing is put right without saying what was wrong."""
    return against_empty("why_replaced", why, "Skriv vad som blev fel.")


def against_closing(insats: Insats, told: ClosingData) -> list[Rule]:
    """What is wrong with this closing."""
    rules = [*_against_day(insats, told), *_against_early(insats, told)]
    if told.result not in Closing.Result.values:
        rules.append(Rule("result", "Ange hur det gick med målen.", where="result"))
    sentence = "Skriv vad insatsen gav, mot målen i uppdraget."
    rules += against_empty("result_text", told.result_text, sentence)
    if told.informed not in Closing.Informed.values and told.reason.code != DECEASED:
        sentence = "Ange hur deltagaren fick veta att insatsen är avslutad."
        rules.append(Rule("informed", sentence, where="informed"))
    return rules


def _against_day(insats: Insats, told: ClosingData) -> Iterator[Rule]:
    """From the beginning until today, for a reason that was in use that day."""
    first = insats.started_on or insats.decision.decided_on
    last = max(first, min(insats.last_day, clock.today()))
    if not first <= told.closed_on <= last:
        sentence = f"Ange en dag från {first}, då insatsen började, till {last}."
        yield Rule("closed_on", sentence, where="closed_on")
    elif not in_use(told.reason, told.closed_on):
        sentence = f"Orsaken {told.reason} användes inte {told.closed_on}. Välj en annan."
        yield Rule("reason", sentence, where="reason")


def in_use(reason: Code, day: date) -> bool:
    """Whether the code was one to choose that day."""
    ended = reason.valid_to is not None and reason.valid_to < day
    return reason.valid_from <= day and not ended


def _against_early(insats: Insats, told: ClosingData) -> Iterator[Rule]:
    """What is granted for a time ends before it only by decision, or by the person's own wish."""
    if told.closed_on >= insats.last_day or told.reason.code == DECEASED:
        return
    if not told.own_wish.strip():
        sentence = (
            f"Insatsen är beviljad till {insats.last_day}. Den avslutas tidigare bara när "
            "deltagaren själv vill det, eller genom ett beslut. Skriv hur deltagaren har sagt det."
        )
        yield Rule("own_wish", sentence, "14 kap. 9 § SoL", where="own_wish")
    if told.own_wish_on is None or told.own_wish_on > told.closed_on:
        sentence = "Ange vilken dag deltagaren sa det, senast dagen för avslutet."
        yield Rule("own_wish_on", sentence, where="own_wish_on")
