"""A small Farsta and City: their staff, and short ways to bring a case to any point."""

import uuid
from datetime import date, datetime, time, timedelta
from functools import cached_property
from io import BytesIO
from typing import Any

from cases import actions, communicating, consulting, notes
from cases.advice import note_contact
from cases.advice_rules import ContactData
from cases.communicating import ReplyData, SendingData
from cases.conflicts import declare
from cases.consents import ConsentData, note_consent
from cases.district_rules import SignpostingData
from cases.districts import signpost
from cases.documents import DocumentData, receive
from cases.investigating import save_part
from cases.models import (
    AdviceContact,
    Case,
    Consent,
    Consultation,
    Document,
    Investigation,
    Note,
    Part,
    Rejoinder,
    Reply,
    Scan,
    Sending,
    Signposting,
    Waiver,
)
from cases.note_rules import NoteText
from cases.rulings import RulingDraft, Rulings
from cases.told import ApplicationData, PersonData
from decisions import actions as deciding
from decisions import referrals
from decisions.deciders import Minutes
from decisions.models import Decision, Referral
from jobbtorg import clock
from jobbtorg.deadlines import last_day_of_grant
from jobbtorg.organisation.models import Appointment, Function, Unit, User
from jobbtorg.rulebook.models import Code

# Skatteverket's test numbers have 238 (women) or 239 (men) as birth number.
TP1 = "200202152385"


def test_number(born: date, woman: bool = True) -> str:
    """A personnummer of the kind on Skatteverket's list of test numbers."""
    nine = f"{born:%y%m%d}{'238' if woman else '239'}"
    doubled = (int(d) * (2 - n % 2) for n, d in enumerate(nine))
    check = -sum(d // 10 + d % 10 for d in doubled) % 10
    return f"{born:%Y%m%d}{nine[6:]}{check}"


test_number.__test__ = False  # not a test, whatever pytest thinks of its name

OWN_WORDS = "Jag vill ha hjälp att hitta ett jobb. Jag har inte arbetat sedan gymnasiet."
LONG = (
    "Du har bott hos dina föräldrar sedan gymnasiet och har inte haft något arbete. Du söker "
    "jobb varje vecka men har inte fått svar. Du vill arbeta i butik och har god hjälp hemma. "
    "Det finns inget i utredningen som visar att ditt behov inte kan tillgodoses på annat sätt."
)

REPLY = "Jag har inget att tillägga."
CHILDREN = {
    "any": "ja",
    "number": 1,
    "ages": "",
    "effect": "Dagarna läggs efter förskolans tider.",
    "own_view": "",
    "best_interests": "Barnet har nytta av att föräldern får stöd mot arbete.",
}
AF = {"basis": "lagstod", "source": "Utdrag", "not_registered": True}
# the right refused, the may-insats granted
SUMMARY = {
    "facts": LONG,
    "own_view": OWN_WORDS,
    "assessment": LONG,
    "right_outcome": "avslag",
    "right_circumstances": LONG,
    "right_reasons": LONG,
    "may_outcome": "bifall",
    "may_circumstances": LONG,
    "may_reasons": LONG,
}
COMMUNICATION = "kommunicering"  # no part, but saved like one where a test only needs it done

WHY = "Frågan om stöd till den som redan har en plats har inte prövats av nämnden förut."


class World:
    """Everyone whom a test needs, made when first asked for."""

    def unit(self, name: str = "Farsta") -> Unit:
        """A jobbtorg by its short name, or another unit by its whole name."""
        return Unit.objects.filter(name__in=[name, f"Jobbtorg {name}"]).get()

    def staff(
        self,
        username: str,
        function: str,
        unit: str = "Farsta",
        *,
        since: date = date(2023, 1, 1),
        until: date | None = None,
    ) -> User:
        """A user who holds the function at the unit."""
        first, _, last = username.partition("-")
        user = User.objects.create_user(
            username, password="hemligt", first_name=first.title(), last_name=last.title()
        )
        self.appoint(user, function, unit, since=since, until=until)
        return user

    def appoint(
        self, user: User, function: str, unit: str, *, since: date, until: date | None = None
    ) -> Appointment:
        """One more appointment, registered on its first day."""
        with clock.at(datetime.combine(since, time(8), clock.STOCKHOLM)):
            return Appointment.objects.create(
                user=user, function=function, unit=self.unit(unit), valid_from=since, valid_to=until
            )

    @cached_property
    def coach(self) -> User:
        return self.staff("coach-farsta", Function.COACH)

    @cached_property
    def colleague(self) -> User:
        return self.staff("kollega-farsta", Function.COACH)

    @cached_property
    def chef(self) -> User:
        return self.staff("chef-farsta", Function.ENHETSCHEF)

    @cached_property
    def bitr(self) -> User:
        return self.staff("bitr-farsta", Function.BITRADANDE)

    @cached_property
    def coach_city(self) -> User:
        return self.staff("coach-city", Function.COACH, "City")

    @cached_property
    def chef_city(self) -> User:
        return self.staff("chef-city", Function.ENHETSCHEF, "City")

    @cached_property
    def coach_insatser(self) -> User:
        return self.staff("coach-insatser", Function.COACH, "Insatser")

    @cached_property
    def registrator(self) -> User:
        return self.staff("registrator", Function.REGISTRATOR, "Arbetsmarknadsförvaltningen")

    @cached_property
    def granskare(self) -> User:
        return self.staff("granskare", Function.GRANSKARE, "Arbetsmarknadsförvaltningen")

    @cached_property
    def sekreterare(self) -> User:
        return self.staff(
            "namndsekreterare", Function.NAMNDSEKRETERARE, "Arbetsmarknadsförvaltningen"
        )

    @cached_property
    def delegationsadmin(self) -> User:
        return self.staff(
            "delegationsadmin", Function.DELEGATIONSADMIN, "Arbetsmarknadsförvaltningen"
        )

    @cached_property
    def forvaltningschef(self) -> User:
        return self.staff(
            "forvaltningschef", Function.FORVALTNINGSCHEF, "Arbetsmarknadsförvaltningen"
        )

    # --- a case, and how far it has come -------------------------------------------------

    def code(self, list_: str, code: str) -> Code:
        """A code of the rulebook's lists."""
        return Code.objects.on().get(list=list_, code=code)

    def person(self, digits: str = TP1, **told: Any) -> PersonData:
        """Who applies."""
        names = {"first_name": "Tilda", "last_name": "Provström"}
        return PersonData(digits, **(names | told))

    def application(self, **told: Any) -> ApplicationData:
        """What came in, today and by word of mouth unless told."""
        values: dict[str, Any] = {
            "arrived_on": clock.today(),
            "channel": "muntlig",
            "own_words": OWN_WORDS,
            "reached_by": self.code("nadd_via", "insatser"),
            "target_group": self.code("malgrupp", "uvas"),
        }
        values["delivery"] = "overlamnad" if told.get("channel") == "skriftlig" else ""
        values["noticed_on"] = told.get("arrived_on")
        return ApplicationData(**(values | told))

    def registered(
        self, digits: str = TP1, *, by: User | None = None, unit: str = "Farsta", **told: Any
    ) -> Case:
        """A case with status aktualiserad."""
        person = {k: told.pop(k) for k in list(told) if k in PersonData.__dataclass_fields__}
        return actions.register(
            self.person(digits, **person),
            self.application(**told),
            self.unit(unit),
            by=by or (self.coach if unit == "Farsta" else self.coach_city),
            request_id=uuid.uuid4(),
            age_confirmed=True,
        )

    def clear(self, case: Case, user: User) -> None:
        """The user has answered that they are not jävig in the case."""
        declare(case, user, by=user)

    def take(self, case: Case, coach: User) -> Case:
        """The coach answers about jäv and takes the case."""
        self.clear(case, coach)
        return actions.assign(case, coach, by=coach)

    def begin(self, case: Case) -> Investigation:
        """The case's coach answers about jäv and begins the investigation."""
        self.clear(case, case.coach)
        return actions.start_investigation(case, by=case.coach)

    def decide(self, case: Case, rulings: Rulings, *, by: User | None = None) -> Decision:
        """The chef answers about jäv and decides."""
        self.clear(case, by or self.chef)
        return deciding.decide(case, rulings, by=by or self.chef)

    def started(self, digits: str = TP1, **told: Any) -> Case:
        """A case under investigation."""
        case = self.registered(digits, **told)
        self.begin(case)
        case.refresh_from_db()
        return case

    def running(self, digits: str = TP1, **told: Any) -> Case:
        """A case whose insats runs."""
        decision = self.decided(digits, **told)
        deciding.dispatch(decision, "brev", clock.today(), by=self.registrator)
        return Case.objects.get(pk=decision.application.case_id)

    def continued(self, digits: str = TP1, **told: Any) -> Case:
        """A case whose insats runs, with an application for more of it."""
        return self.continued_in(self.running(digits), **told)

    def continued_in(self, case: Case, **told: Any) -> Case:
        """The case, with an application for more of the insats that runs in it."""
        actions.register(
            self.person(case.person.personnummer),
            self.application(**told),
            case.unit,
            by=case.coach,
            request_id=uuid.uuid4(),
            age_confirmed=True,
            continued=True,
        )
        return Case.objects.get(pk=case.pk)

    def values(self, case: Case, part: str, **changed: Any) -> dict[str, Any]:
        """What a whole part holds: the right refused, the may-insats granted for six months."""
        write = {
            Part.Name.CRITERIA: self._criteria,
            Part.Name.ASSESSMENT: self._answers,
            Part.Name.CHILDREN: lambda case: dict(CHILDREN),
            Part.Name.AF: lambda case: AF | {"received_on": clock.today()},
            Part.Name.SUMMARY: self._summary,
        }[Part.Name(part)]
        return write(case) | changed

    def _criteria(self, case: Case) -> dict[str, Any]:
        riktlinje = Investigation.objects.of(case).riktlinje_to_assess_by
        met = {"answer": "uppfyllt", "source": "Samtal med den sökande", "comment": ""}
        return {
            f"{c.code}_{name}": value
            for c in riktlinje.criteria.all()
            for name, value in met.items()
        } | {"individual": LONG}

    def _answers(self, case: Case) -> dict[str, Any]:
        questions = Investigation.objects.of(case).form.questions.all()
        return {f"question_{question.pk}": LONG for question in questions}

    def _summary(self, case: Case) -> dict[str, Any]:
        today = clock.today()
        return SUMMARY | {"period_from": today, "period_to": last_of_period(today)}

    def save(self, case: Case, part: str, *, seen: int | None = None, **changed: Any) -> Any:
        """Saves a part as the case's coach, having seen its latest version unless told."""
        if part == COMMUNICATION:
            return self.communicate(case)
        if seen is None:
            saved = Investigation.objects.of(case).parts.filter(name=part)
            seen = saved.values_list("version", flat=True).first()
        values = self.values(case, part, **changed)
        return save_part(case, Part.Name(part), values, by=case.coach, seen=seen or 0)

    def consent(self, case: Case, towards: str = "arbetsformedlingen", **told: Any) -> Consent:
        """The person's consent, given today by word of mouth unless told."""
        values = {"given_on": clock.today(), "how": "muntligt", "covers": "Planering och insatser"}
        return note_consent(case, ConsentData(towards, **(values | told)), by=case.coach)

    def signposting(self, **told: Any) -> SignpostingData:
        """To Farsta, today, by the person's own contact."""
        values = {
            "need": self.code("behov", "forsorjningsstod"),
            "need_words": "Hon behöver stöd med sin ekonomi och sitt arbete.",
            "district": self.code("stadsdelsforvaltning", "farsta"),
            "how": self.code("hanvisas_genom", "mote"),
            "signposted_on": clock.today(),
        }
        return SignpostingData(**(values | told))

    def signposted(self, case: Case, **told: Any) -> Signposting:
        """The case's person hänvisad to a stadsdelsförvaltning by its coach."""
        return signpost(case, self.signposting(**told), by=case.coach)

    def contact(self, wants: str = "nej", *, by: User | None = None, **told: Any) -> AdviceContact:
        """A contact in råd och stöd at Farsta, today."""
        values = {
            "held_on": clock.today(),
            "unit": self.unit(),
            "kind": self.code("kontaktslag", "samtal"),
            "gender": "kvinna",
            "informed": True,
        }
        data = ContactData(wants=wants, **(values | told))
        return note_contact(data, by=by or self.coach, request_id=uuid.uuid4())

    def exchanged(self, case: Case) -> int:
        """How many rows of kommunicering the case has, as a page that is fetched now knows."""
        return Investigation.objects.of(case).exchanged

    def send(self, case: Case, **changed: Any) -> Sending:
        """The coach hands over the basis today, with ten days to reply."""
        today = clock.today()
        told = {"how": "overlamnat", "sent_on": today, "reply_by": today + timedelta(days=10)}
        data = SendingData(**(told | changed))
        return communicating.send_basis(case, data, by=case.coach, seen=self.exchanged(case))

    def reply(self, case: Case, *, by: User | None = None, **changed: Any) -> Reply:
        """The person replies today, and the coach registers it unless told."""
        told = {"arrived_on": clock.today(), "how": "mote", "text": REPLY}
        data, by = ReplyData(**(told | changed)), by or case.coach
        return communicating.register_reply(case, data, by=by, seen=self.exchanged(case))

    def meet(self, case: Case, text: str = LONG) -> Rejoinder:
        """The coach meets the reply."""
        return communicating.meet_reply(case, text, by=case.coach, seen=self.exchanged(case))

    def waive(
        self, case: Case, ground: str = "obehovligt", reason: str = "Hon har redan fått det."
    ) -> Waiver:
        """The coach notes why the basis is not sent."""
        seen = self.exchanged(case)
        return communicating.waive(case, ground, reason, by=case.coach, seen=seen)

    def communicate(self, case: Case) -> Rejoinder:
        """The basis is handed over, and the reply to it comes and is met the same day."""
        self.send(case)
        self.reply(case)
        return self.meet(case)

    def investigated(self, digits: str = TP1, **told: Any) -> Case:
        """A case whose investigation lacks nothing."""
        refused = told.pop("refused", False)
        case = self.started(digits, **told)
        self.complete(case, refused=refused)
        return case

    def consult(self, case: Case, **told: Any) -> Consultation:
        """The coach has talked with Arbetsförmedlingen today, by the person's consent."""
        values: dict[str, Any] = {
            "held_on": clock.today(),
            "officer": "Ulla Ek",
            "text": "Hon bör fortsätta med praktiken.",
        }
        if "consent" not in told:
            values["consent"] = self.consent(case)
        return consulting.consult(case, consulting.Talk(**(values | told)), by=case.coach)

    def complete(self, case: Case, *, refused: bool = False) -> None:
        """Writes every part of the case's investigation."""
        if case.application.is_continued:
            self.consult(case)
        for part in ("kriterier", "initial-bedomning", "barn", "arbetsformedlingen"):
            self.save(case, part)
        no = {"may_outcome": "avslag", "period_from": None, "period_to": None}
        self.save(case, "samlad-bedomning", **(no if refused else {}))
        if refused:
            self.communicate(case)

    def note(self, case: Case, *, by: User | None = None, sign: bool = False, **told: Any) -> Note:
        """A note in the case's journal, unsigned unless told."""
        values: dict[str, Any] = {
            "event_on": clock.today(),
            "title": "Samtal med den sökande",
            "text": "Hen ringde och frågade hur långt ärendet har kommit.",
        }
        text = NoteText(**(values | told))
        return notes.write_note(case, text, by=by or self.coach, request_id=uuid.uuid4(), sign=sign)

    def sent(self, digits: str = TP1, **told: Any) -> Case:
        """A case in which a refusal is proposed, and the applicant has the basis to comment on."""
        case = self.investigated(digits, **told)
        no = {"may_outcome": "avslag", "period_from": None, "period_to": None}
        self.save(case, "samlad-bedomning", **no)
        self.send(case)
        return case

    def proposed(self, digits: str = TP1, **told: Any) -> Case:
        """A case that waits for decision."""
        case = self.investigated(digits, **told)
        actions.propose(case, by=case.coach)
        case.refresh_from_db()
        return case

    def referred(self, digits: str = TP1, **told: Any) -> Case:
        """A case that the nämnd has: its chef referred it today."""
        case = self.proposed(digits, **told)
        assert self.sekreterare
        referrals.refer(case, Referral.Ground.PRINCIPLE, WHY, by=self.chef)
        return Case.objects.get(pk=case.pk)

    def document(
        self,
        case: Case,
        content: bytes = b"",
        *,
        name: str = "intyg.txt",
        scanned: bool = True,
        **told: Any,
    ) -> Document:
        """A document that came in today, scanned and clean unless told."""
        values = {
            "title": "Läkarintyg",
            "type": self.code("handlingstyp", "intyg"),
            "received_on": clock.today(),
        }
        by = told.pop("by", None) or case.coach or self.chef
        body = content or f"Intyg nummer {case.documents.count() + 1}".encode()
        row = receive(case, BytesIO(body), name, DocumentData(**(values | told)), by=by)
        if scanned:
            Scan.objects.create(
                document=row, outcome="rent", scanner="Tests", scanned_at=clock.now()
            )
        return row

    def minutes(self, **told: Any) -> Minutes:
        """Of a meeting today."""
        values = {"meeting_on": clock.today(), "dnr": "AMF 2026/88", "paragraph": "12"}
        return Minutes(**(values | told))

    def decided_by_namnd(
        self, digits: str = TP1, right: str = "avslag", may: str = "bifall", **told: Any
    ) -> Decision:
        """A case that the nämnd itself has decided, with its letter."""
        case = self.referred(digits, refused=may == "avslag", **told)
        referral = Referral.objects.of(case).get()
        rulings = self.rulings(right, may)
        return referrals.decide_by_namnd(referral, rulings, self.minutes(), by=self.sekreterare)

    def rulings(self, right: str = "avslag", may: str = "bifall", **changed: Any) -> Rulings:
        """Reasoned rulings; the one that grants has six months from today."""
        today = clock.today()
        period = changed.get("period", (today, last_of_period(today)))
        reasons = (changed.get("circumstances", LONG), changed.get("reasons", LONG))

        def ruling(outcome: str) -> RulingDraft:
            if not outcome:
                return RulingDraft()
            days = period if outcome != "avslag" else (None, None)
            return RulingDraft(outcome, *reasons, *days, changed.get("scope", "Coaching."))

        return Rulings(ruling(right), ruling(may), reply_met=changed.get("reply_met", True))

    def decided(
        self, digits: str = TP1, right: str = "avslag", may: str = "bifall", **told: Any
    ) -> Decision:
        """A decided case with its letter."""
        case = self.proposed(digits, refused=may == "avslag", **told)
        return self.decide(case, self.rulings(right, may))


def last_of_period(first: date) -> date:
    """Six months from the day, inclusive."""
    return last_day_of_grant(first, months=6)
