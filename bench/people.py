"""Who is measured, and at which cases: found in the city as it is, the same each time."""

from functools import cached_property
from typing import Any

from django.db.models import Count
from django.test import Client

from cases.models import Case, Investigation, Person, Status
from cases.rules import rulings_of
from decisions.models import ReportList
from decisions.rules import against_content, against_deciding
from jobbtorg import clock
from jobbtorg.organisation.models import Function, Unit, User
from review.models import LogReview


class City:
    """The largest unit, who works there, and cases in each status."""

    @cached_property
    def unit(self) -> Unit:
        """The largest unit."""
        largest = Case.objects.values("unit").annotate(n=Count("pk")).order_by("-n", "unit")
        return Unit.objects.get(pk=largest[0]["unit"])

    @cached_property
    def coach(self) -> User:
        """Its coach with the most open cases."""
        open_ = Case.objects.open().filter(unit=self.unit, coach__is_active=True)
        held = open_.values("coach").annotate(n=Count("pk")).order_by("-n", "coach")
        found = User.objects.filter(pk__in=[row["coach"] for row in held[:5]])
        return next(user for user in found if user.holds(Function.COACH, unit=self.unit))

    @cached_property
    def chef(self) -> User:
        """Its enhetschef."""
        return next(
            row.user for row in self.unit.appointments.on().filter(function=Function.ENHETSCHEF)
        )

    def holding(self, function: str) -> User:
        """Who has the function for the whole city."""
        return User.objects.filter(appointments__function=function).order_by("pk")[0]

    def case(self, status: str, coach: User | None = None) -> Case:
        """One in the status, the latest that was made."""
        rows = Case.objects.filter(unit=self.unit, status=status, person__protection="")
        if coach:
            rows = rows.filter(coach=coach)
        return rows.order_by("-pk")[0]

    @cached_property
    def to_decide(self) -> Case:
        """One that the chef can decide today as proposed."""
        for case in Case.objects.filter(status=Status.VANTAR, unit=self.unit).order_by("pk"):
            found = Investigation.objects.of(case)
            against = [*against_deciding(case, self.chef)]
            if not against and not against_content(found, rulings_of(found.summary), clock.today()):
                return case
        raise LookupError("Inget ärende på enheten kan beslutas i dag.")

    @cached_property
    def numbers(self) -> dict[str, str]:
        """To search for: a test number of Skatteverket's, and a samordningsnummer."""
        people = Person.objects.order_by("pk")
        number = people.exclude(personnummer__startswith="T")[0].personnummer
        other = people.filter(personnummer__regex=r"^[0-9]{6}[6-9]").first()
        nobodys = "200202752382"
        return {
            "Sök personnummer": number,
            "Sök samordningsnummer": other.personnummer if other else nobodys,
        }

    @cached_property
    def review(self) -> LogReview:
        """A log review that is there."""
        return LogReview.objects.order_by("-month")[0]

    @cached_property
    def report(self) -> ReportList | None:
        """A list of delegated decisions, where there is one."""
        return ReportList.objects.order_by("-period_to").first()


def signed_in(user: User) -> Client:
    """A browser of the user's."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def fetching(user: User, url: str, **posted: Any) -> Any:
    """The work of fetching a page as the user; posted to where something is given."""
    client = signed_in(user)

    def fetch() -> Any:
        response = client.post(url, posted) if posted else client.get(url)
        assert response.status_code in (200, 302), (url, response.status_code)
        return response

    return fetch
