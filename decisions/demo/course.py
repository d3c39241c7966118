"""A case on its way: each step is an official act, done by whoever does it in real life."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID

from cases import actions, communicating, districts, scanning
from cases.advice import note_contact
from cases.advice_rules import ContactData
from cases.communicating import ReplyData, SendingData
from cases.conflicts import declare
from cases.consents import ConsentData, note_consent
from cases.district_rules import SignpostingData
from cases.documents import DocumentData, receive
from cases.investigating import save_part
from cases.models import AdviceContact, Case, Consent, Investigation, Part
from cases.rules import rulings_of
from cases.told import ApplicationData, PersonData
from decisions import actions as deciding
from decisions import referrals
from decisions.deciders import Minutes
from decisions.demo import parts
from decisions.demo.everyday import note_the_talk
from decisions.demo.plans import Plan
from decisions.demo.printer import Printer
from decisions.demo.staff import Staff
from decisions.demo.writing import Words
from decisions.models import Decision, Dispatch, Referral, Service
from decisions.service_rules import Received
from decisions.serving import dispatch, note_service
from jobbtorg import clock
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code

# the stadsdelsförvaltning where most of a jobbtorg's people live
DISTRICTS = {
    "Kista": "jarva", "Kista unga": "jarva", "Vällingby": "hasselby-vallingby",
    "City": "norra-innerstaden", "Farsta": "farsta", "Skärholmen": "skarholmen",
    "unga Globen": "enskede-arsta-vantor",
}  # fmt: skip


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
            return
        if step == Part.Name.AF:  # asked in the same sitting
            self._save(Part.Name.CHILDREN)
        self._save(Part.Name(step))

    def _register(self) -> None:
        plan, rng = self.plan, self.rng
        outreach = plan.ground != "nadd"
        reached = rng.choice(["insatser", "insatser", "jobbtorg"]) if outreach else "egen"
        group = plan.group if plan.group != "annan" else "oklart"
        application = ApplicationData(
            arrived_on=plan.arrived_on,
            channel="skriftlig" if plan.written else "muntlig",
            delivery="epost" if plan.written else "",
            own_words=self.words.own_words(),
            reached_by=_code("nadd_via", reached),
            target_group=_code("malgrupp", group),
            contact=self._contact(reached),
        )
        self.case = actions.register(
            self.person,
            application,
            self.staff.unit(plan.unit),
            by=self.staff["registrator"] if plan.unassigned else self.coach,
            request_id=UUID(int=rng.getrandbits(128), version=4),
        )
        if plan.digits and not plan.protection:  # the cases that a demo is really about
            self._receive("ansokan", "Ansökan", application.own_words)

    def _receive(self, code: str, title: str, text: str) -> None:
        """A document that comes in with the application, already looked for viruses in."""
        letter = f"{text}\n\n{self.person.first_name} {self.person.last_name}\n"
        data = DocumentData(title, _code("handlingstyp", code), self.plan.arrived_on)
        file = BytesIO(letter.encode())
        scanning.scan(receive(self.case, file, f"{title}.txt", data, by=self.coach))

    def _contact(self, reached: str) -> AdviceContact | None:
        """The contact in råd och stöd at which the person applied, for half of the oral ones."""
        plan, chance = self.plan, Random(f"kontakt {self.person.personnummer}")
        if plan.written or plan.unassigned or chance.random() < 0.5:
            return None
        told = ContactData(
            held_on=plan.arrived_on,
            unit=self.staff.unit(plan.unit),
            kind=_code("kontaktslag", "uppsokande" if reached == "jobbtorg" else "samtal"),
            gender="kvinna" if plan.woman else "man",
            informed=True,
            wants="ja",
        )
        request_id = UUID(int=chance.getrandbits(128), version=4)
        return note_contact(told, by=self.coach, request_id=request_id)

    def _assign(self, coach: User) -> None:
        self.case = actions.assign(self.case, coach, by=self.chef)

    def _start(self) -> None:
        self._clear(self.coach)
        self.investigation = actions.start_investigation(self.case, by=self.coach)
        note_the_talk(self.case, by=self.coach)

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
        consent = self._consent() if part == Part.Name.AF else None
        values = parts.values_of(
            part,
            self.investigation,
            self.plan,
            self.words,
            self.rng,
            whole=whole,
            consent=consent,
        )
        seen = self._versions.get(part, 0)
        saved = save_part(self.case, part, values | changed, by=self.coach, seen=seen)
        self._versions[part] = saved.version
        if part == Part.Name.CRITERIA and whole and self.plan.ground == "forsorjningsstod":
            self._signpost()

    def _consent(self) -> Consent | None:
        """Now and then the person lets the coach ask for more than the six items."""
        if self.rng.random() >= 0.3:
            return None
        told = ConsentData(Consent.Towards.AF, parts.CONSENT_COVERS, clock.today(), "muntligt")
        return note_consent(self.case, told, by=self.coach)

    def _signpost(self) -> None:
        """Who has försörjningsstöd is hänvisad to where it is given."""
        told = SignpostingData(
            need=_code("behov", "forsorjningsstod"),
            need_words=self.words.text("needs"),
            district=_code("stadsdelsforvaltning", DISTRICTS[self.plan.unit]),
            how=_code("hanvisas_genom", self.rng.choice(["mote", "telefon"])),
            signposted_on=clock.today(),
        )
        districts.signpost(self.case, told, by=self.coach)

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
        dispatch(self.decision, how, clock.today(), by=by)
        if how == Dispatch.How.HANDED:
            told = Received(Service.Evidence.HANDED, clock.today(), "Hämtade brevet hos oss.")
            note_service(self.decision, told, by=by)


def _code(list_: str, code: str) -> Code:
    return Code.objects.on().get(list=list_, code=code)
