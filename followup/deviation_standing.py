"""Where an avvikelse stands, what comes next, and how long it has lain."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils import timezone

from followup.models import Deviation, DeviationReception
from jobbtorg import clock
from jobbtorg.rulebook.models import Setting

Track = DeviationReception.Track


class Stage(TextChoices):
    """What is to be done next, or that it is done."""

    RECEIVE = "ta-emot", "Ska tas emot"
    ANSWER = "svara", "Ska besvaras"
    APPOINT = "utse", "Ska få en utredare"
    INVESTIGATE = "utred", "Utreds"
    DECIDE = "besluta", "Väntar på beslut"
    SEND = "anmal", "Ska anmälas till Ivo"
    CLOSE = "avsluta", "Ska avslutas"
    CLOSED = "avslutad", "Avslutad"


# the settings that make it yellow and red
CLOCKS = {
    Stage.RECEIVE: "avvikelse_mottas",
    Stage.ANSWER: "klagomal_besvaras",
    Stage.APPOINT: "lex_sarah_inleds",
    Stage.INVESTIGATE: "lex_sarah_utreds",
    Stage.DECIDE: "lex_sarah_utreds",
    Stage.SEND: "lex_sarah_anmals",
    Stage.CLOSE: "avvikelse_avslutas",
}


def stage_of(deviation: Deviation) -> Stage:
    """The one thing to do next. Needs `whole()`."""
    if deviation.is_closed:
        return Stage.CLOSED
    if deviation.reception is None:
        return Stage.RECEIVE
    if deviation.track == Track.LEX_SARAH:
        stage = _lex_sarah(deviation)
        if stage != Stage.CLOSE:
            return stage
    return Stage.ANSWER if _unanswered(deviation) else Stage.CLOSE


def _unanswered(deviation: Deviation) -> bool:
    """Whether somebody who complained waits for an answer."""
    return deviation.is_complaint and not hasattr(deviation, "answer")


def _lex_sarah(deviation: Deviation) -> Stage:
    decision = getattr(deviation, "decision", None)
    if decision is None:
        if deviation.inquiry:
            return Stage.DECIDE
        return Stage.INVESTIGATE if deviation.appointed else Stage.APPOINT
    return Stage.SEND if decision.is_serious and not hasattr(decision, "ivo") else Stage.CLOSE


LEVELS = ("", "warning", "danger")


@dataclass(frozen=True)
class Pace:
    """How long it has lain where it stands, and how urgent that is."""

    days: int
    level: str  # "", "warning" or "danger"

    @property
    def text(self) -> str:
        """In words, which the colour only repeats."""
        days = "1 dag" if self.days == 1 else f"{self.days} dagar"
        return f"Försenad, {days}" if self.level == "danger" else days

    @property
    def tone(self) -> str:
        """The colour of the tag."""
        return self.level or "info"


def limits() -> dict[str, int]:
    """The settings in force today, in one query."""
    names = {f"{name}_{level}_dagar" for name in CLOCKS.values() for level in ("gul", "rod")}
    rows = Setting.objects.on(clock.today()).filter(key__in=names)
    return {row.key: int(row.value) for row in rows}


def pace_of(deviation: Deviation, within: dict[str, int]) -> Pace | None:
    """How long it has lain where it stands; the worse of two where an answer waits too."""
    stage = stage_of(deviation)
    if stage == Stage.CLOSED:
        return None
    found = [_pace(deviation, stage, within)]
    if _unanswered(deviation):
        found.append(_pace(deviation, Stage.ANSWER, within))
    return max(found, key=lambda pace: LEVELS.index(pace.level))


def _pace(deviation: Deviation, stage: Stage, within: dict[str, int]) -> Pace:
    days = (clock.today() - _since(deviation, stage)).days
    name = CLOCKS[stage]
    if days >= within[f"{name}_rod_dagar"]:
        return Pace(days, "danger")
    return Pace(days, "warning" if days >= within[f"{name}_gul_dagar"] else "")


def _since(deviation: Deviation, stage: Stage) -> date:
    """A klagomål from when it came, a decision's anmälan from the decision."""
    if stage == Stage.RECEIVE:
        return deviation.reported_on
    if stage == Stage.ANSWER:
        return deviation.received_on
    if stage == Stage.SEND:
        return timezone.localtime(deviation.decision.decided_at).date()
    return timezone.localtime(deviation.reception.received_at).date()


def overdue(deviation: Deviation) -> int:
    """How many measures should have been done before today."""
    return sum(not row.is_done and row.due_on < clock.today() for row in deviation.measures.all())
