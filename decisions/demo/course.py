"""A case on its way: each step is an official act, done by whoever does it in real life."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from cases import actions, communicating
from cases.actions import ApplicationData, PersonData
from cases.communicating import ReplyData, SendingData
from cases.conflicts import declare
from cases.investigating import save_part
from cases.models import Case, Investigation, Part
from cases.rules import rulings_of
from decisions import actions as deciding
from decisions import referrals
from decisions.deciders import Minutes
from decisions.demo import parts
from decisions.demo.plans import Plan
from decisions.demo.printer import Printer
from decisions.demo.staff import Staff
from decisions.demo.writing import Words
from decisions.models import Decision, Referral
from jobbtorg import clock
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code


class Course:
    """The acts of one case, by the names of the plan's steps."""

    def __init__(
        self, plan: Plan, person: PersonData, words: Words, staff: Staff, rng: Random
    ) -> None:
        self.plan, self.person, self.words, self.staff, self.rng = plan, person, words, staff, rng
        self.coach: User = staff.coach(plan, rng)
        self.chef: User = staff.chef(plan, rng)
        self.printer: Printer | None = None
        self.case: Case
        self.investigation: Investigation
        self.decision: Decision
        self.referral: Referral
        self._versions: dict[str, int] = {}
        self._last = next((n for _, n in reversed(plan.steps) if n in Part.Name), "")

    def do(self, step: str) -> None:
        """The step's act; the clock has been set to its moment."""
        acts: dict[str, Callable[[], Any]] = {
            "register": self._register,
            "assign": partial(self._assign, self.coach),
            "hand_over": self._hand_over,
            "start": self._start,
            "communicate": self._communicate,
            "reply": self._reply,
            "meet": self._meet,
            "again": partial(self._save, Part.Name.SUMMARY),
            "propose": self._propose,
            "return": self._return,
            "decide": self._decide,
            "dispatch": self._dispatch,
            "refer": self._refer,
            "namnd": self._namnd,
        }
        act = acts.get(step)
        if act:
            act()
        else:
            self._save(Part.Name(step))

    def _register(self) -> None:
        plan, rng = self.plan, self.rng
        outreach = plan.ground != "nadd"
        reached = rng.choice(["insatser", "insatser", "jobbtorg"]) if outreach else "egen"
        group = plan.group if plan.group != "annan" else "oklart"
        application = ApplicationData(
            arrived_on=plan.arrived_on,
            channel="skriftlig" if plan.written else "muntlig",
            own_words=self.words.own_words(),
            reached_by=_code("nadd_via", reached),
            target_group=_code("malgrupp", group),
        )
        self.case = actions.register(
            self.person,
            application,
            self.staff.unit(plan.unit),
            by=self.staff["registrator"] if plan.unassigned else self.coach,
            request_id=UUID(int=rng.getrandbits(128), version=4),
        )

    def _assign(self, coach: User) -> None:
        self.case = actions.assign(self.case, coach, by=self.chef)

    def _start(self) -> None:
        self._clear(self.coach)
        self.investigation = actions.start_investigation(self.case, by=self.coach)

    def _hand_over(self) -> None:
        self.coach = self.staff.other_coach(self.plan, self.coach)
        self._assign(self.coach)
        self._clear(self.coach)

    def _clear(self, user: User) -> None:
        """Answers that the user is not jävig."""
        declare(self.case, user, by=user)

    def _save(self, part: Part.Name, **changed: Any) -> None:
        """Saves a part; the last one of a case that is still investigated is often half done."""
        half = self.plan.ending == "utreds" and part == self._last and self.rng.random() < 0.5
        whole = not half or bool(self.plan.digits)
        values = parts.values_of(
            part, self.investigation, self.plan, self.words, self.rng, whole=whole
        )
        seen = self._versions.get(part, 0)
        saved = save_part(self.case, part, values | changed, by=self.coach, seen=seen)
        self._versions[part] = saved.version

    def _communicate(self) -> None:
        how = "formedling" if self.plan.protection else self.rng.choice(["brev", "overlamnat"])
        assert self.plan.reply_by is not None
        told = SendingData(how, clock.today(), self.plan.reply_by)
        communicating.send_basis(self.case, told, by=self.coach, seen=0)

    def _reply(self) -> None:
        how = self.rng.choice(["brev", "telefon", "mote"])
        told = ReplyData(clock.today(), how, self.words.text("replies"))
        communicating.register_reply(self.case, told, by=self.coach, seen=1)

    def _meet(self) -> None:
        communicating.meet_reply(self.case, self.words.text("rejoinders"), by=self.coach, seen=2)

    def _propose(self) -> None:
        actions.propose(self.case, by=self.coach)
        at = {step: moment for moment, step in self.plan.steps}
        last = max(moment for moment, step in self.plan.steps if step == "propose")
        if self.printer and "decide" in at and clock.now() == last:
            with clock.at(at["decide"]):
                self.printer.order(self.case, by=self.chef)

    def _return(self) -> None:
        deciding.return_to_coach(self.case, self.words.text("comments"), by=self.chef)

    def _decide(self) -> None:
        rulings = replace(rulings_of(self.investigation.summary), reply_met=self.plan.communicated)
        if self.printer:
            self.printer.lay_out(self.case, by=self.chef)
        self._clear(self.chef)
        self.decision = deciding.decide(self.case, rulings, by=self.chef)

    def _refer(self) -> None:
        reasons = self.words.text("principles")
        self.referral = referrals.refer(self.case, Referral.Ground.PRINCIPLE, reasons, by=self.chef)

    def _namnd(self) -> None:
        today, secretary = clock.today(), self.staff["namndsekreterare"]
        minutes = Minutes(today, f"AMF {today.year}/{self.rng.randint(40, 400)}", "12")
        rulings = replace(rulings_of(self.investigation.summary), reply_met=self.plan.communicated)
        self.decision = referrals.decide_by_namnd(self.referral, rulings, minutes, by=secretary)

    def _dispatch(self) -> None:
        hows = ["brev", "brev", "brev_mottagningsbevis", "overlamnat"]
        how = "formedling" if self.plan.protection else self.rng.choice(hows)
        by = self.coach if how == "overlamnat" else self.staff["registrator"]
        deciding.dispatch(self.decision, how, clock.today(), by=by)


def _code(list_: str, code: str) -> Code:
    return Code.objects.on().get(list=list_, code=code)
