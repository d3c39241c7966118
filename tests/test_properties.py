"""Whatever is done in whatever order by whomever: nobody's case is forgotten, no rule is passed.

Random acts by random people. Beside the product stands a small model of what ought to happen.
"""

import uuid

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases import actions
from cases.investigating import save_part
from cases.models import Case, Investigation, Part, Status
from cases.models.case import TRANSITIONS
from cases.steps import next_step
from cases.views.worklist import tabs_for
from decisions import actions as deciding
from decisions import referrals
from decisions.models import Referral
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import User
from tests.cases.helpers import as_if_committed, undone

CHEFS = {"chef", "bitr"}
COACHES = {"coach", "colleague"}
PEOPLE = [
    "coach",
    "colleague",
    "chef",
    "bitr",
    "coach_city",
    "chef_city",
    "registrator",
    "granskare",
    "sekreterare",
]
PERSONS = ["200202152385", "200102152392"]
ACTS = ["assign", "start", "save", "propose", "refer", "hand back", "return", "decide", "dispatch"]
ONWARD = ["onward"] * len(ACTS)  # half of the time the right act by the right person

steps = st.lists(
    st.tuples(
        st.sampled_from([*ONWARD, *ACTS]),
        st.sampled_from(PEOPLE),
        st.integers(0, len(PERSONS) - 1),
        st.booleans(),
    ),
    min_size=10,
    max_size=40,
)


class Play:
    """One sequence of acts on two cases, with the model of who may do what."""

    def __init__(self, world):
        self.world = world
        self.people = {name: getattr(world, name) for name in PEOPLE}
        self.cases = [
            actions.register(
                world.person(digits),
                world.application(),
                world.unit(),
                by=world.registrator,
                request_id=uuid.uuid4(),
            )
            for digits in PERSONS
        ]
        self.whole = [False] * len(PERSONS)
        self.wrote = [set() for _ in PERSONS]
        self.decided = 0
        self.referred = [False] * len(PERSONS)

    def expected(self, act, who, n):
        """Whether the act ought to succeed, by the law of this city told once more."""
        case = self.cases[n]
        status, coach = case.status, case.coach and case.coach.username.split("-")[0]
        waits = status == "vantar_pa_beslut"
        own = who in COACHES and coach == {"coach": "coach", "colleague": "kollega"}[who]
        return {
            "assign": who in CHEFS | COACHES and status != "avslutad",
            "start": own and status == "aktualiserad",
            "save": own and status == "utreds",
            "propose": own and status == "utreds" and self.whole[n],
            "return": who in CHEFS and waits and not self.referred[n],
            "refer": who in CHEFS and waits and not self.referred[n],
            "hand back": who == "sekreterare" and self.referred[n],
            "decide": who in CHEFS and waits and not self.referred[n],
            "dispatch": who in CHEFS | COACHES | {"registrator"} and status == "beslutad",
        }[act]

    def do(self, act, who, n, refused):
        """The act itself, through the door that pages use."""
        world, case, by = self.world, self.cases[n], self.people[who]
        if act == "assign":
            actions.assign(case, by if who in COACHES else world.coach, by=by)
        elif act == "start":
            actions.start_investigation(case, by=by)
        elif act == "save":
            self.save_all(case, by, refused)
        elif act == "propose":
            actions.propose(case, by=by)
        elif act == "return":
            deciding.return_to_coach(case, "Skriv mer.", by=by)
        elif act == "refer":
            referrals.refer(case, "principiell", "Frågan är ny.", by=by)
        elif act == "hand back":
            referral = Referral.objects.of(case).first()
            referrals.hand_back(referral, world.minutes(), "", by=by)
        elif act == "decide":
            summary = getattr(Investigation.objects.of(case), "summary", None)
            may = summary.may_outcome if summary else "bifall"
            deciding.decide(case, world.rulings(may=may), by=by)
            self.decided += 1
        elif act == "dispatch":
            decision = case.applications.get().decision
            deciding.dispatch(decision, "brev", clock.today(), by=by)

    def save_all(self, case, by, refused):
        """Every part, as the act's own doer, who need not be the case's coach."""
        found = Investigation.objects.of(case)
        versions = {p.name: p.version for p in found.parts.all()}
        no = {"may_outcome": "avslag", "period_from": None, "period_to": None}
        for part in Part.Name:
            changed = no if refused and part == Part.Name.SUMMARY else {}
            values = self.world.values(case, part, **changed)
            save_part(case, part, values, by=by, seen=versions.get(part, 0))

    def onward(self, n):
        """The act that takes the case on, and whose it is."""
        case = self.cases[n]
        coach = "colleague" if case.coach == self.people["colleague"] else "coach"
        return {
            "aktualiserad": ("start" if case.coach else "assign", coach),
            "utreds": ("propose" if self.whole[n] else "save", coach),
            "vantar_pa_beslut": ("hand back", "sekreterare")
            if self.referred[n]
            else ("return" if self.decided else "decide", "chef"),
            "beslutad": ("dispatch", "registrator"),
        }.get(case.status, ("assign", "colleague"))

    def step(self, act, who, n, refused):
        """One act: it succeeds when it ought to, and changes nothing when it ought not."""
        if act == "onward":
            act, who = self.onward(n)
        case = self.cases[n]
        before, ought = case.status, self.expected(act, who, n)
        if act == "decide" and ought and self.decided:
            return  # a letter takes its time: one in each play
        if (
            act == "save"
            and before in ("aktualiserad",)
            or act == "dispatch"
            and not hasattr(case.applications.get(), "decision")
        ):
            return  # there is nothing yet that it could be done to
        if act == "decide" and before == "aktualiserad":
            return
        if act == "hand back" and not Referral.objects.of(case).exists():
            return
        try:
            self.do(act, who, n, refused)
        except RuleBroken as broken:
            assert not ought, f"{act} by {who} in {before}: {broken}"
        else:
            assert ought, f"{act} by {who} in {before} went through"
            self.whole[n] |= act == "save"
            self.referred[n] = act == "refer" or self.referred[n] and act != "hand back"
        self.cases[n] = case = Case.objects.get(pk=case.pk)
        after = Status(case.status)
        assert after == before or after in TRANSITIONS[Status(before)]
        if not ought:
            assert after == before

    def to_do(self, case):
        """Who has the case on Att göra nu."""
        holders = set()
        for name, user in self.people.items():
            fresh = User.objects.get(pk=user.pk)
            _, where = tabs_for(fresh)[""]
            seen = Case.objects.visible_to(fresh).with_coach_here().with_referred()
            if seen.filter(where, pk=case.pk).exists():
                holders.add(name)
        return holders

    def look(self):
        """What holds at every moment."""
        for case, referred in zip(self.cases, self.referred, strict=True):
            holders = self.to_do(case)
            owner = {"coach": "coach", "kollega": "colleague"}
            coach = {owner[case.coach.username.split("-")[0]]} if case.coach else None
            expected = {
                "aktualiserad": coach or CHEFS,
                "utreds": coach,
                "vantar_pa_beslut": {"sekreterare"} if referred else CHEFS,
                "beslutad": CHEFS | {"registrator"},
                "pagar": coach,
                "avslutad": set(),
            }[case.status]
            assert holders == expected, f"{case.status}: {holders}"
            for name in holders:
                step = next_step(case, User.objects.get(pk=self.people[name].pk))
                assert step.mine or case.status == "pagar"  # its pages come with followup
                assert step.label
                assert step.url.startswith("/arenden/JT-")
            assert case.due_on or case.status == "avslutad"
        assert len({case.number for case in self.cases}) == len(self.cases)


@pytest.fixture
def staffed(world):
    """Everyone is in place before the play, and stays when it is undone."""
    assert all(getattr(world, name).pk for name in PEOPLE)
    return world


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to shrink a failure takes minutes: ask for it
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_no_case_is_forgotten_and_no_rule_is_passed_whatever_people_do(staffed, plan):
    with undone():
        play = Play(staffed)
        play.look()
        for act, who, n, refused in plan:
            play.step(act, who, n, refused)
        play.look()
        as_if_committed()


WAY = [
    ("assign", "coach"),
    ("start", "coach"),
    ("save", "coach"),
    ("propose", "coach"),
    ("return", "chef"),
    ("propose", "coach"),
    ("refer", "chef"),
    ("hand back", "sekreterare"),
    ("decide", "chef"),
    ("dispatch", "registrator"),
]


@pytest.mark.parametrize("refused", [True, False])
def test_along_the_whole_way_only_the_right_people_get_on(world, refused):
    play = Play(world)
    for act, right in WAY:
        for who in PEOPLE:
            if not play.expected(act, who, 0):
                play.step(act, who, 0, refused)
        play.look()
        play.step(act, right, 0, refused)
    play.look()
    assert play.cases[0].status == ("avslutad" if refused else "pagar")
    assert play.cases[0].journal.count() == len(WAY)  # saving a part is no event; registering is
    as_if_committed()
