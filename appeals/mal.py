"""A mål: what one of the two ways of an appeal has come to in the courts. law.md §2.7, §5.6."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from appeals.models import Appeal, CourtEvent, CourtState, Instance, Judgment, Transfer, Way
from jobbtorg import clock

Kind, Outcome = CourtEvent.Kind, Judgment.Outcome
Row = TypeVar("Row", CourtEvent, Judgment)
ORDER = list(Instance)
SENT_BY = {Way.BESVAR: Transfer.Kind.HANDOVER, Way.LEGALITY: Transfer.Kind.FORWARD}
LEAVES = (Outcome.DISMISSED, Outcome.REJECTED, Outcome.STRUCK)  # what was judged before, in force


@dataclass(frozen=True)
class Order:
    """Föreläggande: what the court wants said, by when, and the day it was."""

    event: CourtEvent
    answered_on: date | None

    @property
    def is_late(self) -> bool:
        """Whether the last day has passed without an answer."""
        assert self.event.reply_by
        return self.answered_on is None and self.event.reply_by < clock.today()


@dataclass(frozen=True)
class Mal:
    """The mål of one way, from the sending on: what has come, in order."""

    appeal: Appeal
    way: str
    without: CourtEvent | Judgment | None = None  # what is being put right, as if it were not there

    @property
    def label(self) -> str:
        """What it is about."""
        return Way(self.way).label

    @property
    def sent_on(self) -> date:
        """The day the court was sent it."""
        day: date = self.appeal.sent(SENT_BY[Way(self.way)]).sent_on
        return day

    @property
    def events(self) -> list[CourtEvent]:
        """What the courts have told, in order."""
        return self._current(self.appeal.court_events.all())

    @property
    def judgments(self) -> list[Judgment]:
        """What they have judged, in order."""
        return self._current(self.appeal.judgments.all())

    def _current(self, told: Iterable[Row]) -> list[Row]:
        """Those of the mål that are neither struck nor put right, each where it stood at first."""
        rows = list(told)
        void = {row.replaces_id for row in rows}
        held = [row for row in rows if row.way == self.way and row.pk not in void]
        held = [row for row in held if not row.strikes and row != self.without]
        return sorted(held, key=lambda row: row.place)

    @property
    def state(self) -> CourtState:
        """Where it stands."""
        return self.appeal.court_state(self.way)

    @property
    def latest(self) -> Judgment | None:
        """What was judged last."""
        return next(reversed(self.judgments), None)

    @property
    def appealable(self) -> Judgment | None:
        """The judgment that an appeal is of: the latest, or that of the one being put right."""
        if isinstance(self.without, CourtEvent) and self.without.way == self.way:
            return self.without.judgment or self.latest
        return self.latest

    @property
    def holds(self) -> Judgment | None:
        """The judgment to follow: the latest that is not a higher court's leaving it as it is."""
        rows = [
            row for row in self.judgments if row.instance == ORDER[0] or row.outcome not in LEAVES
        ]
        return next(reversed(rows), None)

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """Each court with its mål nr, as it was noted last."""
        found = {
            row.get_instance_display(): row.case_number for row in self.events if row.case_number
        }
        return list(found.items())

    @property
    def number(self) -> str:
        """The mål nr that was noted last, whichever the court."""
        return next((row.case_number for row in reversed(self.events) if row.case_number), "")

    @property
    def is_stayed(self) -> bool:
        """Whether the latest word on inhibition is that it is granted."""
        kinds = (Kind.STAYED, Kind.STAY_LIFTED)
        last = next((row.kind for row in reversed(self.events) if row.kind in kinds), "")
        return last == Kind.STAYED

    @property
    def orders(self) -> list[Order]:
        """What the courts have asked for, each with the day on which it was sent."""
        sent = [
            row.sent_on for row in self.appeal.transfers.all() if row.kind == Transfer.Kind.LATER
        ]
        return [
            Order(row, min((day for day in sent if day >= row.event_on), default=None))
            for row in self.events
            if row.kind == Kind.ORDERED
        ]

    @property
    def unanswered(self) -> list[CourtEvent]:
        """What a court waits for an answer to: first of all the one that has the mål."""
        if self.state != CourtState.ANSWER:
            return []
        now = self.awaits()
        rows = [row.event for row in self.orders if row.answered_on is None]
        return [row for row in rows if row.instance in now] or rows

    @property
    def reply_by(self) -> date | None:
        """By when the court wants an answer, while it waits for one."""
        return min((row.reply_by for row in self.unanswered if row.reply_by), default=None)

    def has(self, instance: str) -> bool:
        """Whether the mål has ever been in this court."""
        appealed = (row.instance for row in self.events if row.kind == Kind.APPEALED)
        return instance in (ORDER[0], *appealed)

    def awaits(self) -> list[str]:
        """The courts that are to judge it now: none when it is judged and not appealed."""
        latest = self.latest
        if latest is None:
            return [ORDER[0]]
        if latest.outcome == Outcome.BACK:
            return list(ORDER[: ORDER.index(Instance(latest.instance))])
        refused = [row.place for row in self.events if row.kind == Kind.NO_LEAVE]
        return [
            row.instance
            for row in self.events
            if row.kind == Kind.APPEALED
            and row.judgment_id == latest.pk
            and not any(place > row.place for place in refused)
        ]


def mal_of(appeal: Appeal) -> list[Mal]:
    """Each mål that a court has been sent."""
    return [Mal(appeal, way) for way in Way.values if appeal.sent(SENT_BY[Way(way)])]


def execute_since(judgment: Judgment) -> date:
    """From when it is to be executed: at once, or when what is quashed has laga kraft.

    SoL 35 kap. 5 §, KL 13 kap. 15 §.
    """
    if judgment.outcome == Outcome.QUASHED:
        return judgment.last_day + timedelta(days=1)
    return judgment.arrived_on


def in_order(mal: Mal) -> list[CourtEvent | Judgment]:
    """All that has come in it, as it was noted; what was put right stands before what replaced it.

    A row that only strikes another is not one of them: it is told of beside what it struck.
    """
    appeal = mal.appeal
    rows: list[CourtEvent | Judgment] = [*appeal.court_events.all(), *appeal.judgments.all()]
    shown = [row for row in rows if row.way == mal.way and not row.strikes]
    return sorted(shown, key=lambda row: row.place)
