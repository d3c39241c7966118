"""A case that waits for decision, is decided, or goes on after it."""

import uuid
from typing import Any

from cases import actions
from cases.models import (
    Case,
)
from cases.rulings import RulingDraft, Rulings
from decisions import actions as deciding
from decisions import referrals
from decisions.deciders import Minutes
from decisions.models import Decision, Referral
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.organisation.models import User
from tests.world.investigating import Investigating, last_of_period
from tests.world.kept import kept
from tests.world.people import TP1
from tests.world.registering import LONG

WHY = "Frågan om stöd till den som redan har en plats har inte prövats av nämnden förut."


class World(Investigating):
    """A small Farsta and City, and short ways to bring a case to any point."""

    def decide(self, case: Case, rulings: Rulings, *, by: User | None = None) -> Decision:
        """The chef answers about jäv and decides."""
        self.clear(case, by or self.chef)
        return deciding.decide(case, rulings, by=by or self.chef)

    @kept
    def sent(self, digits: str = TP1, **told: Any) -> Case:
        """A case in which a refusal is proposed, and the applicant has the basis to comment on."""
        case = self.investigated(digits, **told)
        no = {"may_outcome": "avslag", "period_from": None, "period_to": None}
        self.save(case, "samlad-bedomning", **no)
        self.send(case)
        return case

    @kept
    def proposed(self, digits: str = TP1, **told: Any) -> Case:
        """A case that waits for decision."""
        case = self.investigated(digits, **told)
        actions.propose(case, by=case.coach)
        case.refresh_from_db()
        return case

    @kept
    def running(self, digits: str = TP1, **told: Any) -> Case:
        """A case whose insats runs."""
        decision = self.decided(digits, **told)
        dispatch(decision, "brev", clock.today(), by=self.registrator)
        return Case.objects.get(pk=decision.application.case_id)

    @kept
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

    @kept
    def referred(self, digits: str = TP1, **told: Any) -> Case:
        """A case that the nämnd has: its chef referred it today."""
        case = self.proposed(digits, **told)
        assert self.sekreterare
        referrals.refer(case, Referral.Ground.PRINCIPLE, WHY, by=self.chef)
        return Case.objects.get(pk=case.pk)

    def minutes(self, **told: Any) -> Minutes:
        """Of a meeting today."""
        values = {"meeting_on": clock.today(), "dnr": "AMF 2026/88", "paragraph": "12"}
        return Minutes(**(values | told))

    @kept
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

    @kept
    def decided(
        self, digits: str = TP1, right: str = "avslag", may: str = "bifall", **told: Any
    ) -> Decision:
        """A decided case with its letter."""
        case = self.proposed(digits, refused=may == "avslag", **told)
        return self.decide(case, self.rulings(right, may))
