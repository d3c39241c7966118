"""Whatever is done with an appeal: none is lost, and none turned away unproven. G6, G8.

Random steps on random days, by someone who may; each is done, or refused by its rule.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from appeals import judging, remitting, reviewing, transferring, trying
from appeals.bundle import Bundle, printed
from appeals.court_rules import ANY, OF_WAY, EventData, JudgmentData
from appeals.mal import mal_of
from appeals.models import Appeal, CourtEvent, Instance, Judgment, Way
from appeals.standing import OPEN, Stage, pace_of, stage_of
from jobbtorg.acts import RuleBroken
from tests.appeals.helpers import DECIDED, SERVED, WHY, appealed, fresh, out, refusal, scanned, send
from tests.cases.helpers import as_if_committed, on, undone

STEPS = [
    "try", "reject", "review", "hand_over", "forward", "elsewhere", "state", "send_more", "event",
    "event", "taken_on", "judge", "judge", "execute", "reopen",
]  # fmt: skip
ONWARD = ["onward"] * len(STEPS)  # half of the time the next thing to do
KINDS = [kind for kind in CourtEvent.Kind.values if kind != "overklagat"]
ENDED = (Stage.REJECTED, Stage.CHANGED, Stage.ELSEWHERE, Stage.REPLACED, Stage.DONE)
NEXT = {
    Stage.FORWARD: "forward", Stage.TRY: "try", Stage.REVIEW: "review",
    Stage.HAND_OVER: "hand_over", Stage.ANSWER: "state", Stage.SEND_MORE: "send_more",
    Stage.EXECUTE: "execute", Stage.REOPEN: "reopen",
}  # fmt: skip
sequences = st.lists(
    st.tuples(
        st.sampled_from([*STEPS, *ONWARD]),
        st.integers(0, 25),  # days since the step before
        st.sampled_from(Way.values),
        st.sampled_from(Instance.values),
        st.sampled_from(KINDS),
        st.sampled_from(Judgment.Outcome.values),
    ),
    min_size=8,
    max_size=16,
)
concerning = st.sampled_from(["ratt", "befogenhet", "bada"])
LAID = st.integers(1, 40)  # days from the decision to the appeal


@pytest.fixture
def papers_are_one_page(monkeypatch):
    """What is sent is printed elsewhere in these tests; here it only takes time."""
    page = printed("<p>Prov</p>", "", tagged=False)
    monkeypatch.setattr(Bundle, "pdf", lambda self: page)


@pytest.fixture(params=[SERVED, None], ids=["served", "unknown"])
def decision(request, world, papers_are_one_page):
    """A refusal, with and without a delfående that can be shown."""
    assert world.coach and world.chef and world.registrator
    return refusal(world, served=request.param)


class Play:
    """One appeal, and the steps taken with it."""

    def __init__(self, world, decision, concerns, laid):
        self.world, self.day = world, DECIDED + timedelta(days=laid)
        self.appeal = appealed(world, decision, self.day, concerns=concerns)
        scanned(self.appeal.case)

    def take(self, name, days, *told):
        """The step, so many days on; refused or done whole."""
        self.day += timedelta(days)
        with on(self.day):
            self.appeal = fresh(self.appeal)
            if name == "onward":
                name, told = self.onward(*told)
            with suppress(RuleBroken):
                self.do(name, *told)
            as_if_committed()
            self.check()

    def onward(self, *told):
        """What is to be done next; of a mål that a court has, a judgment; then an appeal of it."""
        stage, (_, instance, kind, outcome) = stage_of(self.appeal), told
        if stage in NEXT:
            return NEXT[stage], told
        for mal in mal_of(self.appeal):
            if mal.awaits():
                fits = outcome in (*ANY, *OF_WAY[mal.way])
                ends = outcome if fits else OF_WAY[mal.way][0]
                return "judge", (mal.way, mal.awaits()[0], kind, ends)
            if instance != "forvaltningsratten":
                above = "hfd" if mal.latest.instance != "forvaltningsratten" else "kammarratten"
                return "taken_on", (mal.way, above, kind, outcome)
        return "event", told

    def do(self, name, way, instance, kind, outcome):
        """One step by who may take it."""
        world, appeal, day = self.world, self.appeal, self.day
        desk = {"by": world.registrator}
        acts = {
            "try": lambda: trying.let_on(appeal, "", by=world.chef),
            "reject": lambda: trying.reject(appeal, WHY, by=world.chef),
            "review": lambda: self.review(),
            "hand_over": lambda: send(
                transferring.hand_over, appeal, out("overlamnande", day), **desk
            ),
            "forward": lambda: send(
                transferring.forward, appeal, out("vidarebefordran", day), **desk
            ),
            "elsewhere": lambda: send(
                transferring.send_elsewhere,
                appeal,
                out("annan_myndighet", day, to="FK", note="Deras."),
                **desk,
            ),
            "state": lambda: transferring.state(appeal, "Vi vidhåller.", by=world.chef),
            "send_more": lambda: send(transferring.send_more, appeal, out("efterat", day), **desk),
            "event": lambda: judging.note_event(
                appeal,
                EventData(kind, day, instance, way, "1-26", day + timedelta(days=9)),
                **desk,
            ),
            "taken_on": lambda: judging.note_event(
                appeal, EventData("overklagat", day, instance, way, by="part"), **desk
            ),
            "judge": lambda: judging.judge(
                appeal, JudgmentData(outcome, day, day, "Domslut.", instance, way), **desk
            ),
            "execute": lambda: judging.execute(self.last(), day, "Stödet började.", by=world.coach),
            "reopen": lambda: remitting.reopen(self.last(), **desk),
        }
        acts[name]()

    def review(self):
        return reviewing.review(self.appeal, "andras_inte", "Inget nytt.", by=self.world.chef)

    def last(self):
        """The latest judgment; without one there is nothing to do."""
        found = Judgment.objects.order_by("-pk").first()
        if found is None:
            raise RuleBroken([])
        return found

    def check(self):
        """What is never to be, whatever has been done."""
        appeal = fresh(self.appeal)
        trial, stage = getattr(appeal, "trial", None), stage_of(appeal)
        if trial and trial.is_late:
            assert trial.service and trial.received_on == trial.service.received_on
            assert appeal.arrived_on > trial.last_day
        waits = Appeal.objects.waiting().filter(pk=appeal.pk).exists()
        at_court = Appeal.objects.at_court().filter(pk=appeal.pk).exists()
        assert waits or at_court or stage in ENDED, stage
        assert waits == (stage in NEXT and (stage != Stage.SEND_MORE or waits)), stage
        assert not (waits and stage in ENDED), stage
        assert stage in OPEN or pace_of(appeal).level != "escalated" or not waits


@given(steps=sequences, concerns=concerning, laid=LAID)
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_appeal_is_lost_or_turned_away_unproven(world, decision, steps, concerns, laid):
    with undone():
        play = Play(world, decision, concerns, laid)
        for name, *told in steps:
            play.take(name, *told)
