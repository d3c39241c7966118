"""The parts of an investigation, kommunicering, and what goes with them."""

from datetime import date, timedelta
from typing import Any

from cases import communicating, consulting
from cases.communicating import ReplyData, SendingData
from cases.consents import ConsentData, note_consent
from cases.district_rules import SignpostingData
from cases.districts import signpost
from cases.investigating import save_part
from cases.models import (
    Case,
    Consent,
    Consultation,
    Investigation,
    Part,
    Rejoinder,
    Reply,
    Sending,
    Signposting,
    Summons,
    Waiver,
)
from cases.summoning import summon
from cases.summoning_rules import SummonsData
from jobbtorg import clock
from jobbtorg.deadlines import last_day_of_grant
from jobbtorg.organisation.models import User
from tests.world.kept import kept
from tests.world.people import TP1
from tests.world.registering import LONG, OWN_WORDS, REPLY, Registering

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


class Investigating(Registering):
    """Short ways to whole parts, consents, hänvisningar and what is sent and answered."""

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

    def summons(self, **told: Any) -> SummonsData:
        """To a meeting at the jobbtorg in a week, by a letter that is handed over today."""
        values: dict[str, Any] = {
            "meeting_at": clock.now() + timedelta(days=7),
            "manner": "besok",
            "place": "Exempelgatan 2, Farsta",
            "purpose": "Vi vill höra hur du har det.",
            "bring": "",
            "how": "overlamnat",
            "sent_on": clock.today(),
        }
        return SummonsData(**values | told)

    def summon(self, case: Case, *, by: User | None = None, **told: Any) -> Summons:
        """The coach calls the person to a meeting, unless told otherwise."""
        return summon(case, self.summons(**told), by=by or self.coach)

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

    @kept
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


def last_of_period(first: date) -> date:
    """Six months from the day, inclusive."""
    return last_day_of_grant(first, months=6)
