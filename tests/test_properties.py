"""Whatever is done in whatever order by whomever: nobody's case is forgotten, no rule is passed.

Random acts by random people. Beside the product stands a small model of what ought to happen.
"""

import uuid
from datetime import timedelta

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases import actions, communicating, consulting, noting
from cases.communicating import ReplyData, SendingData
from cases.conflicts import declare
from cases.desk import tabs_for
from cases.investigating import save_part
from cases.models import Case, Investigation, Part, Status
from cases.models.case import TRANSITIONS
from cases.standing import untrue
from cases.steps import next_step
from decisions import actions as deciding
from decisions import referrals
from decisions.models import Referral
from decisions.serving import dispatch
from followup import assigning
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import User
from tests.cases.helpers import as_if_committed, undone

CHEFS = {"chef", "bitr"}
COACHES = {"coach", "colleague"}
TOP = "forvaltningschef"
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
    "forvaltningschef",
]
PERSONS = ["200202152385", "200102152392"]
ACTS = [
    "assign", "start", "save", "send", "reply", "meet", "waive", "propose", "refer", "hand back",
    "return", "decide", "dispatch", "give", "take", "close", "withdraw", "apply", "jav", "no",
]  # fmt: skip
OF_INSATS = ("give", "take", "close")
TOLD = {"send": "sent", "reply": "replied", "meet": "met", "waive": "waived"}
NONE = Q(pk=None)
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


def after_last(what, told):
    """What was told after the last of the kind; all of it when there is none."""
    return told[len(told) - told[::-1].index(what) :] if what in told else told


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
        self.whole = [False] * len(PERSONS)  # every part saved
        self.refusing = [False] * len(PERSONS)
        self.exchange = [[] for _ in PERSONS]  # "sent", "replied", "met", "waived", in their order
        self.barred = [set() for _ in PERSONS]
        self.answered = [set() for _ in PERSONS]
        self.presenter = [None] * len(PERSONS)
        self.decider = [None] * len(PERSONS)
        self.at_top = [False] * len(PERSONS)  # nobody at the unit was left to decide
        self.decided = 0
        self.granted = [False] * len(PERSONS)
        self.taken = [None] * len(PERSONS)  # who has taken the uppdrag on, once it is given
        self.referred = [False] * len(PERSONS)

    def expected(self, act, who, n):
        """Whether the act ought to succeed, by the law of this city told once more."""
        if who in self.barred[n]:
            return False
        status = self.cases[n].status
        waits = status == "vantar_pa_beslut" and not self.referred[n]
        asked = who in self.answered[n]
        own = who in COACHES and self.coach_of(n) == who and asked
        given_to = who if who in COACHES else "coach"
        presented = self.presenter[n] not in self.barred[n]
        inside = who in CHEFS | COACHES | {"registrator"}
        inside |= who == TOP and self.at_top[n]
        inside |= who == "sekreterare" and self.referred[n]
        return {
            "assign": who in CHEFS | COACHES
            and given_to not in self.barred[n]
            and (asked or who in CHEFS)
            and status != "avslutad",
            "start": own and status == "aktualiserad",
            "save": own and status == "utreds",
            "send": own and status == "utreds" and self.whole[n],
            "reply": inside
            and who not in {TOP, "sekreterare"}
            and status in ("utreds", "vantar_pa_beslut")
            and "sent" in self.exchange[n],
            "meet": own and status == "utreds" and "replied" in self.exchange[n],
            "waive": own and status == "utreds",
            "propose": own and status == "utreds" and self.whole[n] and self.communicated(n),
            "return": who in CHEFS | {TOP} and waits,
            "refer": (who in CHEFS or who == TOP and self.at_top[n]) and waits,
            "hand back": who == "sekreterare" and self.referred[n],
            "decide": who in CHEFS | {TOP} and asked and presented and waits,
            "dispatch": (who in CHEFS | COACHES | {"registrator"} or who == self.decider[n])
            and status == "beslutad",
            "withdraw": who in CHEFS | COACHES | {"registrator"}
            and status in ("aktualiserad", "utreds", "vantar_pa_beslut"),
            "give": who in CHEFS and self.taken[n] is None and "coach" not in self.barred[n],
            "take": own and self.taken[n] is not None and who not in self.taken[n],
            "close": who in CHEFS | COACHES and status == "pagar",
            "apply": who in CHEFS | COACHES | {"registrator"} and status == "pagar",
            "jav": inside,
            "no": inside,
        }[act]

    def communicated(self, n):
        """Whether nothing in kommunicering keeps the case from being left to decision."""
        return not self.unmet(n) and (not self.refusing[n] or self.settled(n))

    def unmet(self, n):
        """Whether the latest reply stands unmet."""
        told = self.exchange[n]
        return "replied" in told and "met" not in after_last("replied", told)

    def settled(self, n):
        """Whether the latest sending has a reply or a waiver, or a waiver stands for it."""
        told = self.exchange[n]
        return bool({"replied", "waived"} & set(after_last("sent", told)))

    def awaits(self, n):
        """Whether it is the applicant's turn."""
        waits = "sent" in self.exchange[n] and not self.settled(n)
        return waits and self.cases[n].status == "utreds"

    def coach_of(self, n):
        """The role of the case's coach."""
        names = {user: name for name, user in self.people.items()}
        return names.get(self.cases[n].coach)

    def do(self, act, who, n, refused):
        """The act itself, through the door that pages use."""
        if act in TOLD:
            self.communicate(act, self.cases[n], self.people[who])
        elif act == "withdraw":
            today, by = clock.today(), self.people[who]
            noting.withdraw(self.cases[n], today, "telefon", "Den sökande", by=by)
        elif act == "apply":
            self.apply_for_more(self.cases[n], self.people[who])
        elif act in OF_INSATS:
            self.carry_out(act, self.cases[n], self.people[who])
        else:
            self.move(act, who, n, refused)

    def move(self, act, who, n, refused):
        """An act that takes the case on its way."""
        world, case, by = self.world, self.cases[n], self.people[who]
        if act == "assign":
            actions.assign(case, by if who in COACHES else world.coach, by=by)
        elif act == "start":
            actions.start_investigation(case, by=by)
        elif act == "save":
            self.save_all(case, by, refused)
        elif act == "propose":
            actions.propose(case, by=by)
        elif act in ("jav", "no"):
            declare(case, by, "tillsyn" if act == "jav" else "", by=by)
        elif act == "return":
            deciding.return_to_coach(case, "Skriv mer.", by=by)
        elif act in ("refer", "hand back"):
            self.let_the_namnd(act, case, by)
        elif act == "decide":
            summary = getattr(Investigation.objects.of(case), "summary", None)
            may = summary.may_outcome if summary else "bifall"
            deciding.decide(case, world.rulings(may=may), by=by)
            self.decided += 1
        elif act == "dispatch":
            decision = case.application.decisions.get(kind="insats")
            dispatch(decision, "brev", clock.today(), by=by)

    def carry_out(self, act, case, by):
        """Gives the uppdrag to the coach, takes it on, or closes the insats."""
        if act == "give":
            assigning.give_assignment(case, self.world.assignment(), by=by)
        elif act == "take":
            assigning.take_on(case, clock.today(), by=by)
        else:
            self.world.close(case, by=by)

    def apply_for_more(self, case, by):
        """An application for more of the insats that runs."""
        world = self.world
        actions.register(
            world.person(case.person.personnummer),
            world.application(),
            world.unit(),
            by=by,
            request_id=uuid.uuid4(),
            continued=True,
        )

    def communicate(self, act, case, by):
        """Sends the basis, registers or meets a reply, or waives, having seen what there is."""
        seen, today = Investigation.objects.of(case).exchanged, clock.today()
        if act == "send":
            told = SendingData("overlamnat", today, today + timedelta(days=10))
            communicating.send_basis(case, told, by=by, seen=seen)
        elif act == "reply":
            told = ReplyData(today, "mote", "Jag har läst det.")
            communicating.register_reply(case, told, by=by, seen=seen)
        elif act == "meet":
            communicating.meet_reply(case, "Det är med i bedömningen.", by=by, seen=seen)
        else:
            communicating.waive(case, "obehovligt", "Hon har fått det.", by=by, seen=seen)

    def let_the_namnd(self, act, case, by):
        """Hands the case to the nämnd, or back from it."""
        if act == "refer":
            referrals.refer(case, "principiell", "Frågan är ny.", by=by)
        else:
            referral = Referral.objects.of(case).first()
            referrals.hand_back(referral, self.world.minutes(), "", by=by)

    def save_all(self, case, by, refused):
        """Every part, as the act's own doer, who need not be the case's coach."""
        found = Investigation.objects.of(case)
        if found.application.is_continued and not found.consultations.all():
            talk = consulting.Talk(clock.today(), "", None, "Hon samtycker inte.")
            consulting.consult(case, talk, by=by)
        versions = {p.name: p.version for p in found.parts.all()}
        no = {"may_outcome": "avslag", "period_from": None, "period_to": None}
        for part in Part.Name:
            changed = no if refused and part == Part.Name.SUMMARY else {}
            values = self.world.values(case, part, **changed)
            save_part(case, part, values, by=by, seen=versions.get(part, 0))

    def onward(self, n):
        """The act that takes the case on, and whose it is."""
        case = self.cases[n]
        left = [who for who in ("coach", "colleague") if who not in self.barred[n]]
        coach = self.coach_of(n) or (left or ["coach"])[0]
        chef = next((who for who in ("chef", "bitr") if who not in self.barred[n]), TOP)
        stuck = self.decided or self.presenter[n] in self.barred[n]
        act, who = {
            "aktualiserad": ("start" if case.coach else "assign", coach),
            "utreds": (self.next_in_investigation(n), coach),
            "vantar_pa_beslut": ("hand back", "sekreterare")
            if self.referred[n]
            else ("return" if stuck else "decide", chef),
            "beslutad": ("dispatch", "registrator"),
            "pagar": ("give", chef) if self.taken[n] is None else ("take", coach),
        }.get(case.status, ("assign", "colleague"))
        if case.status == "utreds" and not case.coach:
            act = "assign"
        if act not in ("return", "dispatch", "hand back") and who not in self.answered[n]:
            act = "no"
        return act, who

    def next_in_investigation(self, n):
        """What the coach does next."""
        if not self.whole[n]:
            return "save"
        if self.communicated(n):
            return "propose"
        if self.unmet(n):
            return "meet"
        return "waive" if self.exchange[n] else "send"

    def step(self, act, who, n, refused):
        """One act: it succeeds when it ought to, and changes nothing when it ought not."""
        if act == "onward":
            act, who = self.onward(n)
        case = self.cases[n]
        before, ought = case.status, self.expected(act, who, n)
        if act == "decide" and ought and self.decided:
            return  # a letter takes its time: one in each play
        if (
            act in ("save", "decide", *TOLD)
            and (before == "aktualiserad" or not self.is_investigated(n))
            or act == "dispatch"
            and not case.application.decisions.exists()
        ):
            return  # there is nothing yet that it could be done to
        if act == "apply" and before == "avslutad":
            return  # that is another case
        if act in OF_INSATS and (not self.granted[n] or before == "avslutad"):
            return  # there is no insats, or it is closed
        if act == "hand back" and not Referral.objects.of(case).exists():
            return
        try:
            self.do(act, who, n, refused)
        except RuleBroken as broken:
            assert not ought, f"{act} by {who} in {before}: {broken}"
        else:
            assert ought, f"{act} by {who} in {before} went through"
            self.remember(act, who, n, refused)
            self.referred[n] = act == "refer" or self.referred[n] and act != "hand back"
        self.cases[n] = case = Case.objects.get(pk=case.pk)
        after = Status(case.status)
        assert after == before or after in TRANSITIONS[Status(before)]
        if not ought:
            assert after == before

    def is_investigated(self, n):
        """Whether an investigation has begun: an application may be withdrawn before that."""
        return Investigation.objects.filter(application__case=self.cases[n]).exists()

    def remember_insats(self, act, who, n):
        """What is granted, and who carries it out."""
        if act == "decide":
            self.decider[n], self.granted[n] = who, not self.refusing[n]
        elif act == "give":
            self.taken[n] = set()
        elif act == "take":
            self.taken[n].add(who)

    def remember(self, act, who, n, refused):
        """What the act has changed in the model."""
        if act in TOLD:
            self.exchange[n].append(TOLD[act])
        if act == "save":
            self.whole[n], self.refusing[n] = True, refused
        if act == "jav":
            self.barred[n].add(who)
            self.answered[n].discard(who)
        elif act == "no":
            self.answered[n].add(who)
        elif act == "propose":
            self.presenter[n] = who
        elif act in ("decide", *OF_INSATS):
            self.remember_insats(act, who, n)
        elif act in ("withdraw", "apply"):  # what comes after begins anew
            self.whole[n] = self.refusing[n] = self.referred[n] = False
            self.exchange[n], self.presenter[n], self.at_top[n] = [], None, False
        self.cases[n] = case = Case.objects.get(pk=self.cases[n].pk)
        nobody = self.barred[n] >= CHEFS and TOP not in self.barred[n]
        if act in ("jav", "propose") and case.status == "vantar_pa_beslut":
            self.at_top[n] |= nobody
        self.at_top[n] &= TOP not in self.barred[n]

    def lists(self):
        """The cases that each person sees, has on Att göra nu and on Väntar på sökande."""
        found = {}
        for name, user in self.people.items():
            fresh = User.objects.get(pk=user.pk)
            seen, tabs = Case.objects.visible_to(fresh), tabs_for(fresh)
            on = [seen.filter(tabs.get(tab, ("", NONE))[1]) for tab in ("", "vantar")]
            found[name] = [set(rows.values_list("pk", flat=True)) for rows in (seen, *on)]
        return found

    def look(self):
        """What holds at every moment."""
        assert untrue() == []
        lists = self.lists()
        for n, case in enumerate(self.cases):
            seeing, holders, waiters = (
                {name for name, rows in lists.items() if case.pk in rows[which]}
                for which in range(3)
            )
            coach = {self.coach_of(n)} if case.coach else None
            top = {TOP} if self.at_top[n] else set()
            latest = case.applications.latest("pk")
            withdrawn = CHEFS if hasattr(latest, "withdrawal") else set()  # to be avskriven
            expected = {
                "aktualiserad": coach or CHEFS,
                "utreds": coach or CHEFS,
                "vantar_pa_beslut": {"sekreterare"} if self.referred[n] else CHEFS | top,
                "beslutad": CHEFS | {"registrator"} | top,
                "pagar": (CHEFS if self.taken[n] is None else coach or CHEFS) | withdrawn,
                "avslutad": withdrawn,
            }[case.status] - self.barred[n]
            waiting = self.awaits(n) and coach is not None
            assert holders == (set() if waiting else expected), f"{case.status}: {holders}"
            assert waiters == (expected if waiting else set())
            assert not self.barred[n] & seeing
            assert self.coach_of(n) not in self.barred[n]
            for name in holders:
                step = next_step(case, User.objects.get(pk=self.people[name].pk))
                assert step.mine
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
    ("no", "coach"),
    ("assign", "coach"),
    ("start", "coach"),
    ("save", "coach"),
    ("send", "coach"),
    ("reply", "registrator"),
    ("meet", "coach"),
    ("propose", "coach"),
    ("return", "chef"),
    ("propose", "coach"),
    ("no", "chef"),
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
    told = [act for act, _ in WAY if act not in ("save", "no")]
    assert play.cases[0].journal.count() == 1 + len(told)  # registering is told too
    as_if_committed()


def test_an_insats_is_given_taken_on_and_closed_by_the_right_people_alone(world):
    play = Play(world)
    for act, right in WAY:
        play.step(act, right, 0, False)
    for act, right in [("give", "chef"), ("take", "coach"), ("close", "coach")]:
        for who in PEOPLE:
            if not play.expected(act, who, 0):
                play.step(act, who, 0, False)
        play.look()
        play.step(act, right, 0, False)
    play.look()
    assert play.cases[0].status == "avslutad"
    as_if_committed()


def test_when_nobody_at_the_unit_may_decide_the_top_does_and_nobody_forgets_the_case(world):
    play = Play(world)
    for act, who in [*WAY[:8], ("jav", "chef"), ("jav", "bitr"), ("no", TOP), ("decide", TOP)]:
        play.step(act, who, 0, False)
        play.look()
    assert play.cases[0].status == "beslutad"
    assert play.at_top[0]
    as_if_committed()


def test_an_application_for_more_goes_the_same_way_and_may_be_withdrawn(world):
    play = Play(world)
    more = [("apply", "coach"), ("start", "coach"), ("save", "coach"), ("propose", "coach")]
    for act, right in [*WAY, *more, ("withdraw", "registrator")]:
        for who in PEOPLE if act in ("apply", "withdraw") else []:
            if not play.expected(act, who, 0):
                play.step(act, who, 0, False)
        play.step(act, right, 0, False)
        play.look()
    assert play.cases[0].status == "pagar"
    as_if_committed()
