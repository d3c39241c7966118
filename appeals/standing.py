"""Where an appeal stands, what comes next and how long it has lain. FL 46 §, KL 13 kap. 6 §, G8."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.urls import reverse

from appeals.models import Appeal, Review, Transfer
from appeals.rules import STATES, TRIES
from cases.writer_rules import writes
from jobbtorg import clock
from jobbtorg.deadlines import next_working_day
from jobbtorg.organisation.models import Function, User
from jobbtorg.rulebook.models import setting

Kind = Transfer.Kind


class Stage(TextChoices):
    """What is to be done with the appeal, or how it ended here."""

    FORWARD = "vidarebefordra", "Ska vidarebefordras"
    TRY = "rattidsprova", "Ska rättidsprövas"
    REVIEW = "ompröva", "Ska omprövas"
    HAND_OVER = "overlamna", "Ska överlämnas"
    SEND_MORE = "komplettera", "Ny handling ska till rätten"
    AT_COURT = "hos_ratten", "Överlämnat"
    FORWARDED = "vidarebefordrat", "Vidarebefordrat"
    REJECTED = "avvisat", "Avvisat"
    CHANGED = "andrat", "Ändrat helt som begärt"
    ELSEWHERE = "annan_myndighet", "Hos en annan myndighet"
    REPLACED = "omregistrerat", "Registrerat på nytt"


OPEN = (Stage.FORWARD, Stage.TRY, Stage.REVIEW, Stage.HAND_OVER)


def stage_of(appeal: Appeal) -> Stage:
    """The one thing to do next; what goes only to the court is forwarded before all else."""
    if appeal.is_void:
        return Stage.REPLACED
    if appeal.sent(Kind.ELSEWHERE):
        return Stage.ELSEWHERE
    if appeal.is_legality and not appeal.sent(Kind.FORWARD):
        return Stage.FORWARD
    if not appeal.is_besvar:
        return _at_court(appeal, Stage.FORWARDED)
    return _besvar(appeal)


def _besvar(appeal: Appeal) -> Stage:
    """Tried, reviewed, handed over: in that order."""
    trial, review = getattr(appeal, "trial", None), getattr(appeal, "review", None)
    if trial is None:
        return Stage.TRY
    if trial.is_late:
        return Stage.REJECTED
    if review is None:
        return Stage.REVIEW
    if review.outcome == Review.Outcome.WHOLLY:
        return Stage.CHANGED
    return _at_court(appeal, Stage.AT_COURT) if appeal.sent(Kind.HANDOVER) else Stage.HAND_OVER


def _at_court(appeal: Appeal, stage: Stage) -> Stage:
    """What came or was written since the last sending goes after the appeal."""
    return Stage.SEND_MORE if unsent(appeal) else stage


def unsent(appeal: Appeal) -> bool:
    """Whether a paper or a yttrande is younger than what has been sent to the court."""
    sent = [row.made_at for row in appeal.transfers.all() if row.kind != Kind.ELSEWHERE]
    moments = [row.noted_at for row in appeal.papers.all()]
    moments += [row.decided_at for row in appeal.statements.all()]
    return bool(sent) and max(moments) > max(sent)


@dataclass(frozen=True)
class Pace:
    """How long the appeal has lain: its days, the last day, and how urgent it is. G8."""

    days: int
    due_on: date
    level: str  # "", "warning", "danger" or "escalated"

    @property
    def tone(self) -> str:
        """The colour of the tag, which also says so in words."""
        return {"": "info", "warning": "warning"}.get(self.level, "danger")

    @property
    def text(self) -> str:
        """Beside the colour: how many days it has lain."""
        told = f"{self.days} {'dag' if self.days == 1 else 'dagar'}"
        return f"{told}, hos förvaltningschefen" if self.level == "escalated" else told


def pace_of(appeal: Appeal, today: date | None = None) -> Pace:
    """From the day it came in, whatever has been done since: only its end here stops it."""
    days = ((today or clock.today()) - appeal.arrived_on).days
    limits = (
        ("escalated", setting("overklagande_eskaleras_dagar")),
        ("danger", setting("overklagande_rod_dagar")),
        ("warning", setting("overklagande_gul_dagar")),
    )
    level = next((level for level, limit in limits if days >= int(limit)), "")
    due = due_on(appeal)
    if level in ("", "warning") and (today or clock.today()) > due:
        level = "danger"
    return Pace(days, due, level)


def due_on(appeal: Appeal) -> date:
    """By when it is to be with the court: within a week, or at once where it only passes."""
    if stage_of(appeal) == Stage.FORWARD:
        return next_working_day(appeal.noticed_on)
    return appeal.arrived_on + timedelta(days=int(setting("overklagande_eskaleras_dagar")))


def escalated(user: User) -> list[Appeal]:
    """What has lain a week at any unit: the förvaltningschef sees it, without whose it is. G8."""
    if not user.holds(Function.FORVALTNINGSCHEF):
        return []
    limit = timedelta(days=int(setting("overklagande_eskaleras_dagar")))
    rows = Appeal.objects.waiting().filter(arrived_on__lte=clock.today() - limit)
    return list(rows.whole())


@dataclass(frozen=True)
class NextStep:
    """The one thing to do: what it is called, where, and whether it is this user's."""

    label: str
    url: str
    mine: bool
    who: str


ADDRESSES = {
    Stage.FORWARD: ("Vidarebefordra till förvaltningsrätten", "forward_appeal"),
    Stage.TRY: ("Rättidsprövning", "try_appeal"),
    Stage.REVIEW: ("Omprövning", "review_appeal"),
    Stage.HAND_OVER: ("Överlämna till förvaltningsrätten", "hand_over_appeal"),
    Stage.SEND_MORE: ("Skicka till förvaltningsrätten", "send_more"),
}


def next_step(appeal: Appeal, user: User) -> NextStep | None:
    """What is to be done next, and by whom; None where it is the court's, or has ended."""
    stage, case = stage_of(appeal), appeal.case
    if stage not in ADDRESSES:
        return None
    label, name = ADDRESSES[stage]
    url = reverse(name, args=[case.slug, appeal.pk])
    if stage in (Stage.TRY, Stage.REVIEW):
        return NextStep(label, url, user.may(TRIES, case.unit), f"Chefer, {case.unit}")
    return NextStep(label, url, writes(case, user), f"Registrator eller {case.unit}")


def may_state(appeal: Appeal, user: User) -> bool:
    """Whether a yttrande to the court is this user's to write now."""
    return (
        not appeal.is_void
        and not appeal.decision.by_namnd
        and appeal.sent(Kind.ELSEWHERE) is None
        and stage_of(appeal) not in (Stage.REJECTED, Stage.CHANGED)
        and user.may(STATES, appeal.case.unit)
    )
