"""Why a matter of form may not be decided: every reason at once. FL 12 and 20 §§, G9."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.application_rules import UNDECIDED
from cases.models import Application, Case, CompletionRequest, Status
from decisions.models import GROUNDS, Decision, Ground, Kind
from decisions.rules import against_decider, against_referral, against_referrer
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import setting


@dataclass(frozen=True)
class Formal:
    """What is decided of form: of which kind, on which ground, and why."""

    kind: str
    reasons: str
    ground: str = ""
    ground_on: date | None = None


def against_said(case: Case, made: Formal, day: date) -> list[Rule]:
    """Why it cannot be decided on the day as it is said: its ground, and its reasons."""
    return [*_against_ground(case, made, day), *_against_reasons(made)]


def against_moment(case: Case, kind: str, by: User) -> list[Rule]:
    """Why this person decides nothing of the kind now, whatever it says."""
    return [
        *against_decider(case, by, kind),
        *against_state(case, kind, clock.today()),
        *against_referral(case.application),
    ]


def against_asking_the_namnd(
    case: Case, kind: str, by: User, ground: str, reasons: str
) -> list[Rule]:
    """Why the question is not handed to the nämnd: nothing to decide, or not by this person."""
    return [
        *against_state(case, kind, clock.today()),
        *against_referral(case.application),
        *against_referrer(case, by, ground, reasons),
    ]


def against_state(case: Case, kind: str, day: date) -> list[Rule]:
    """Why nothing of the kind can be decided on the day, by whomever."""
    moments = {
        Kind.DISMISSAL: _against_dismissing,
        Kind.DISCONTINUANCE: _against_discontinuing,
        Kind.NOT_YET: _against_waiting,
    }
    return list(moments[Kind(kind)](case, case.application, day))


def _against_dismissing(case: Case, application: Application, day: date) -> Iterator[Rule]:
    """Help first, then a föreläggande with its consequence, and only then avvisning. FL 20 §."""
    if case.status not in (Status.AKTUALISERAD, Status.UTREDS):
        sentence = f"Ansökan kan inte avvisas nu. Status: {case.get_status_display()}."
        yield Rule("status", sentence, kind="conflict")
        return
    latest = CompletionRequest.objects.filter(application=application).last()
    if latest is None or not latest.binding:
        sentence = (
            "En ansökan avvisas bara om den inte går att pröva och den sökande har fått ett "
            "föreläggande med svarstid. Begär komplettering först."
        )
        yield Rule("not_asked", sentence, "20 § FL", "conflict")
    elif latest.is_open and latest.reply_by >= day:
        sentence = f"Den sökande har till och med {latest.reply_by} på sig att komplettera."
        yield Rule("reply_time", sentence, "20 § FL", "conflict")
    elif not latest.is_open and latest.answer.enough:
        sentence = "Ansökan är kompletterad och ska prövas."
        yield Rule("completed", sentence, "20 § FL", "conflict")


def _against_discontinuing(case: Case, application: Application, day: date) -> Iterator[Rule]:
    """What has been withdrawn, or whose person has died, and is not decided."""
    if Decision.objects.ending(application).exists():
        yield Rule("ended", "Ansökan är redan avgjord.", kind="conflict")


def _against_waiting(case: Case, application: Application, day: date) -> Iterator[Rule]:
    """Only an open begäran om avgörande is refused, and once. FL 12 §."""
    if case.status not in UNDECIDED:
        yield Rule("status", "Ansökan är redan avgjord.", kind="conflict")
    if not hasattr(application, "decision_request"):
        sentence = "Den sökande har inte begärt att ärendet avgörs."
        yield Rule("not_requested", sentence, "12 § FL", "conflict")
    if Decision.objects.filter(application=application, kind=Kind.NOT_YET).exists():
        yield Rule("refused", "Begäran är redan avslagen.", "12 § FL", "conflict")


def _against_ground(case: Case, made: Formal, day: date) -> Iterator[Rule]:
    if made.kind not in GROUNDS:
        return
    withdrawal = getattr(case.application, "withdrawal", None)
    if made.ground not in GROUNDS[made.kind]:
        yield Rule("ground", "Ange varför ärendet avskrivs.", where="ground")
    elif made.ground == Ground.WITHDRAWN and withdrawal is None:
        sentence = "Ansökan är inte återkallad. Anteckna återkallelsen först."
        yield Rule("not_withdrawn", sentence, where="ground")
    elif made.ground == Ground.DECEASED:
        yield from _against_death(case, made.ground_on, day)


def _against_death(case: Case, died_on: date | None, day: date) -> Iterator[Rule]:
    if case.status not in UNDECIDED:
        yield Rule("status", "Ansökan är redan avgjord.", kind="conflict")
    if died_on is None:
        yield Rule("ground_on", "Ange vilken dag personen avled.", where="ground_on")
    elif died_on > day:
        sentence = "Dagen kan inte ligga efter beslutet."
        yield Rule("ground_on", sentence, where="ground_on")


def _against_reasons(made: Formal) -> Iterator[Rule]:
    """FL 32 §: in own words, as for a refusal; a withdrawal speaks for itself."""
    length = len(made.reasons.strip())
    least = 1 if made.kind == Kind.DISCONTINUANCE else int(setting("egen_motivering_minst"))
    if length == 0:
        yield Rule("reasons", "Skriv skälen.", "32 § FL", where="reasons")
    elif length < least:
        sentence = (
            f"Skälen är {length} tecken. Skriv minst {least} tecken om det som varit avgörande i "
            "det här ärendet."
        )
        yield Rule("own_reasons", sentence, "32 § FL", where="reasons")
