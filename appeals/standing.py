"""Where an appeal stands, what comes next and how long it has lain. FL 46 §, KL 13 kap. 6 §, G8."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse

from appeals.mal import Mal, execute_since, mal_of
from appeals.models import TO_DO, Appeal, CourtState, Review, Transfer
from appeals.rules import STATES, TRIES
from cases.models.seeing import UNIT_ROLES
from cases.writer_rules import writes
from jobbtorg import clock
from jobbtorg.deadlines import next_working_day
from jobbtorg.organisation.models import Function, User
from jobbtorg.organisation.namnder import acts_for, under
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
    ANSWER = "svara", "Rätten väntar på yttrande"
    EXECUTE = "verkstall", "Dom ska verkställas"
    REOPEN = "utred", "Ska utredas på nytt"
    DISMISSED = "dom_avslag", "Dom: avslag"
    GRANTED = "dom_bifall", "Dom: bifall"
    QUASHED = "dom_upphavt", "Dom: upphävt"
    REMITTED = "dom_aterforvisat", "Dom: återförvisat"
    UPHELD = "dom_faststallt", "Dom: beslutet fastställt"
    NOT_TRIED = "dom_avvisat", "Rätten avvisade"
    STRUCK = "dom_avskrivet", "Rätten avskrev"
    DONE = "avgjort", "Slutligt avgjort"
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
        return _at_court(appeal, Stage.REJECTED)
    if review is None:
        return Stage.REVIEW
    if review.outcome == Review.Outcome.WHOLLY:
        return _at_court(appeal, Stage.CHANGED)
    return _at_court(appeal, Stage.AT_COURT) if appeal.sent(Kind.HANDOVER) else Stage.HAND_OVER


def _at_court(appeal: Appeal, stage: Stage) -> Stage:
    """What is to be done of a judgment first, then what goes after the appeal; else as it stands.

    What came or was written since the last sending goes after it, until it is judged.
    """
    found = mal_of(appeal)
    states = {mal.state: mal for mal in found}
    for state in (CourtState.EXECUTE, CourtState.REOPEN):
        if state in states:
            return Stage(state.value)
    if CourtState.AT_COURT in states or CourtState.ANSWER in states:
        if unsent(appeal):
            return Stage.SEND_MORE
        return Stage.ANSWER if CourtState.ANSWER in states else stage
    if CourtState.JUDGED in states:
        holds = states[CourtState.JUDGED].holds
        assert holds
        return Stage(f"dom_{holds.outcome}")
    return Stage.DONE if found else stage


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


@dataclass(frozen=True)
class Limits:
    """After how many days an appeal is urgent, and a judgment is to have been executed."""

    yellow: int
    red: int
    escalated: int
    executed: int


def limits_of_today() -> Limits:
    """As the settings have them: read once for a whole list."""
    return Limits(
        yellow=int(setting("overklagande_gul_dagar")),
        red=int(setting("overklagande_rod_dagar")),
        escalated=int(setting("overklagande_eskaleras_dagar")),
        executed=int(setting("dom_verkstalls_inom_dagar")),
    )


def pace_of(appeal: Appeal, today: date | None = None, limits: Limits | None = None) -> Pace:
    """From the day it came in, whatever has been done since: only its end here stops it.

    What is to be done of a judgment counts from when it is, and is red past its last day.
    `limits` are today's, where they have been read.
    """
    today, limits = today or clock.today(), limits or limits_of_today()
    left = next((mal for mal in mal_of(appeal) if mal.state in TO_DO), None)
    if left and stage_of(appeal) not in OPEN:
        since, due = court_days(left, limits)
        return Pace(max((today - since).days, 0), due, "danger" if today > due else "")
    days = (today - appeal.arrived_on).days
    levels = (
        ("escalated", limits.escalated),
        ("danger", limits.red),
        ("warning", limits.yellow),
    )
    level = next((level for level, limit in levels if days >= limit), "")
    due = due_on(appeal, limits)
    if level in ("", "warning") and today > due:
        level = "danger"
    return Pace(days, due, level)


def court_days(mal: Mal, limits: Limits) -> tuple[date, date]:
    """Since when a court waits, or its judgment is to be followed, and by when."""
    if mal.state == CourtState.ANSWER:
        order = min(mal.unanswered, key=lambda row: row.reply_by or row.event_on)
        return order.event_on, order.reply_by or order.event_on
    assert mal.holds
    if mal.state == CourtState.REOPEN:
        return mal.holds.arrived_on, next_working_day(mal.holds.arrived_on)
    since = execute_since(mal.holds)
    return since, since + timedelta(days=limits.executed)


def due_on(appeal: Appeal, limits: Limits | None = None) -> date:
    """By when it is to be with the court: within a week, or at once where it only passes."""
    if stage_of(appeal) == Stage.FORWARD:
        return next_working_day(appeal.noticed_on)
    limits = limits or limits_of_today()
    return appeal.arrived_on + timedelta(days=limits.escalated)


def escalated(user: User) -> list[Appeal]:
    """What has lain a week under the nämnd: its förvaltningschef sees that. G8."""
    units = under(user, Function.FORVALTNINGSCHEF)
    if not units:
        return []
    limit = timedelta(days=int(setting("overklagande_eskaleras_dagar")))
    rows = Appeal.objects.waiting().filter(arrived_on__lte=clock.today() - limit)
    rows = rows.filter(decision__application__case__unit__in=units)
    limits = limits_of_today()
    return [row for row in rows.whole() if pace_of(row, limits=limits).level == "escalated"]


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
    Stage.SEND_MORE: ("Skicka till rätten", "send_more"),
    Stage.ANSWER: ("Skriv yttrande", "state_appeal"),
    Stage.EXECUTE: ("Verkställ domen", "execute_judgment"),
    Stage.REOPEN: ("Ta upp ärendet igen", "reopen_appeal"),
}


def next_step(appeal: Appeal, user: User, known: dict[Any, bool] | None = None) -> NextStep | None:
    """What is to be done next, and by whom; None where it is the court's, or has ended.

    `known` remembers whose a step is at a unit, through a list.
    """
    stage, case = stage_of(appeal), appeal.case
    if stage not in ADDRESSES:
        return None
    label, name = ADDRESSES[stage]
    if stage == Stage.ANSWER and appeal.decision.by_namnd:
        label = "Registrera nämndens yttrande"
    known = {} if known is None else known
    key = (stage, case.unit_id, appeal.decision.by_namnd)
    if key not in known:
        known[key] = _is_mine(appeal, stage, user)
    url = reverse(name, args=[case.slug, appeal.pk])
    return NextStep(label, url, known[key], _whose(appeal, stage))


def _is_mine(appeal: Appeal, stage: Stage, user: User) -> bool:
    """Whether the step is this user's."""
    case = appeal.case
    if stage in (Stage.TRY, Stage.REVIEW):
        return user.may(TRIES, case.unit)
    if stage == Stage.ANSWER and appeal.decision.by_namnd:
        return acts_for(user, case.unit, Function.NAMNDSEKRETERARE)
    if stage == Stage.ANSWER:
        return user.may(STATES, case.unit)
    if stage == Stage.EXECUTE:
        return user.holds(*UNIT_ROLES, unit=case.unit)
    return writes(case, user)


def _whose(appeal: Appeal, stage: Stage) -> str:
    """Whose the step is."""
    case = appeal.case
    if stage == Stage.ANSWER and appeal.decision.by_namnd:
        return "Nämndsekreteraren"
    if stage in (Stage.TRY, Stage.REVIEW, Stage.ANSWER):
        return f"Chefer, {case.unit}"
    if stage == Stage.EXECUTE:
        return str(case.coach or case.unit)
    return f"Registrator eller {case.unit}"


def may_state(appeal: Appeal, user: User) -> bool:
    """Whether a yttrande to the court is this user's to write now."""
    namnds = appeal.decision.by_namnd
    return (
        not appeal.is_void
        and appeal.sent(Kind.ELSEWHERE) is None
        and stage_of(appeal) not in (Stage.REJECTED, Stage.CHANGED, Stage.DONE)
        and (
            acts_for(user, appeal.case.unit, Function.NAMNDSEKRETERARE)
            if namnds
            else user.may(STATES, appeal.case.unit)
        )
    )
