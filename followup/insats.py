"""The insats of a case: what the decision that holds gives, and how far it is carried out."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from cases.models import Application, Case
from decisions.models import GRANTS, Decision, Execution, Ruling
from followup.models import Acceptance, Assignment, Closing, JobPlan
from jobbtorg import clock
from jobbtorg.rulebook.models import setting


@dataclass
class Insats:
    """What an application was granted. Period and content are the decision's, at every look."""

    case: Case
    application: Application
    decision: Decision
    rulings: list[Ruling]

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return min(r.period_from for r in self.rulings if r.period_from)

    @property
    def last_day(self) -> date:
        """The last day of the period, inclusive."""
        return max(r.period_to for r in self.rulings if r.period_to)

    @property
    def is_over(self) -> bool:
        """Whether the period has passed."""
        return self.last_day < clock.today()

    @property
    def is_ending(self) -> bool:
        """Whether the watch over the end of the period has begun. users.md §8, 21."""
        watched = timedelta(days=setting("periodens_slut_forsta"))
        return self.last_day - watched <= clock.today()

    @cached_property
    def assignment(self) -> Assignment | None:
        """The uppdrag, once it is given."""
        rows = Assignment.objects.filter(application=self.application)
        return rows.select_related("coach", "given_by", "decision").first()

    @property
    def given(self) -> Assignment:
        """The uppdrag, where the rules have said that it is given."""
        assert self.assignment is not None
        return self.assignment

    @cached_property
    def closing(self) -> Closing | None:
        """The closing of this insats, or of one that followed on it."""
        later = {"application__case": self.case, "application__gte": self.application.pk}
        rows = Closing.objects.standing().filter(**later)
        return rows.select_related("reason", "noted_by").first()

    @cached_property
    def acceptance(self) -> Acceptance | None:
        """That the case's coach has taken the uppdrag on; a new coach takes it on anew."""
        rows = Acceptance.objects.filter(assignment=self.assignment, coach=self.case.coach)
        return rows.select_related("coach").first() if self.assignment else None

    @cached_property
    def plan(self) -> JobPlan | None:
        """The version of the jobbplan that holds."""
        rows = JobPlan.objects.filter(assignment=self.assignment)
        return rows.select_related("written_by").first() if self.assignment else None

    @cached_property
    def started_on(self) -> date | None:
        """The day the person was enrolled: the first beginning since the closing before."""
        closed = Closing.objects.standing().filter(
            application__case=self.case, application__lt=self.application.pk
        )
        rows = Execution.objects.filter(ruling__decision__application__case=self.case)
        last = closed.order_by("-application").values_list("application", flat=True).first()
        if last:
            rows = rows.filter(ruling__decision__application__gt=last)
        return rows.order_by("started_on").values_list("started_on", flat=True).first()

    @property
    def days_enrolled(self) -> int | None:
        """Days from the beginning to the closing; None before both are known."""
        if self.closing is None or self.started_on is None:
            return None
        return (self.closing.closed_on - self.started_on).days

    @property
    def begun(self) -> bool:
        """Whether what this decision gives has begun."""
        same = {"ruling__decision__application": self.application}
        return Execution.objects.filter(**same).exists()


def insats_of(case: Case) -> Insats | None:
    """The insats that was granted last in the case, or None where none has been."""
    application = Application.objects.granted().filter(case=case).order_by("-pk").first()
    if application is None:
        return None
    decision = Decision.objects.in_force().filter(application=application).latest("pk")
    rulings = list(decision.rulings.filter(outcome__in=GRANTS))
    return Insats(case, application, decision, rulings)
