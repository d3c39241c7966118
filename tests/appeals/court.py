"""What the tests of the courts share: an appeal that they have, and what comes from them."""

from datetime import date, timedelta

from appeals import judging, transferring
from appeals.court_rules import EventData, JudgmentData
from appeals.models import Appeal, CourtEvent, Judgment
from tests.appeals.helpers import (
    LAST,
    appealed,
    fresh,
    handed_over,
    kept_whole,
    out,
    refusal,
    scanned,
    send,
)
from tests.cases.helpers import on

NUMBERED = LAST + timedelta(days=6)
JUDGED = date(2026, 6, 2)
CAME = date(2026, 6, 3)
DUE = date(2026, 6, 24)  # three weeks after it came, a Wednesday
RULING = "Förvaltningsrätten bifaller överklagandet och ger rätt till insatsen i sex månader."


@kept_whole
def at_court(world, **told) -> Appeal:
    """A förvaltningsbesvär that was handed over on its last day."""
    return handed_over(world, appealed(world, refusal(world), **told))


@kept_whole
def forwarded(world, **told) -> Appeal:
    """A laglighetsprövning that was sent on."""
    appeal = appealed(world, refusal(world), concerns="befogenhet", **told)
    return forward(world, appeal)


@kept_whole
def forward(world, appeal, day: date = LAST) -> Appeal:
    """Sent on to the court."""
    scanned(appeal.case)
    with on(day):
        send(transferring.forward, appeal, out("vidarebefordran", day), by=world.registrator)
    return appeal


def noted(world, appeal, kind: str, day: date = NUMBERED, *, by=None, **told) -> CourtEvent:
    """Something that came from a court that day."""
    with on(day):
        data = EventData(kind, day, **told)
        return judging.note_event(appeal, data, by=by or world.registrator)


def judged(
    world, appeal, outcome: str = "bifall", *, by=None, day: date = CAME, **told
) -> Judgment:
    """The judgment of 2 June 2026, which came the day after unless told."""
    values = {"judged_on": JUDGED if day == CAME else day, "arrived_on": day, "text": RULING}
    with on(day):
        data = JudgmentData(outcome, **(values | told))
        return judging.judge(appeal, data, by=by or world.registrator)


def taken_on(world, appeal, day: date = CAME, *, who="part", to="kammarratten", **told):
    """The judgment was appealed to the next court."""
    with on(day):
        data = EventData("overklagat", day, instance=to, by=who, **told)
        return judging.note_event(appeal, data, by=world.registrator)


def seen(appeal, day: date) -> Appeal:
    """As it stands that day."""
    with on(day):
        return fresh(appeal)
