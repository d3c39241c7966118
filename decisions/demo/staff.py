"""The demo city's staff: who works where, as what, and since when."""

from datetime import date, datetime, time
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from decisions.demo.decks import content
from decisions.demo.plans import Plan
from jobbtorg import clock
from jobbtorg.organisation.models import Appointment, Function, Unit, User

PASSWORD = "övning-jobbtorg"  # the demo's only, and printed with its accounts


class Staff:
    """The users by username, and who takes which case."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = content("staff")
        self._users: dict[str, User] = {}
        self._units = {unit.name: unit for unit in Unit.objects.all()}

    def appoint_all(self) -> None:
        """Makes every account with its appointment, each on its own first day."""
        password = make_password(PASSWORD)
        for row in self._rows:
            first = datetime.combine(date.fromisoformat(row["from"]), time(8), clock.STOCKHOLM)
            with clock.at(first):
                self._users[row["username"]] = self._appoint(row, password)

    def _appoint(self, row: dict[str, Any], password: str) -> User:
        user = User.objects.create(
            username=row["username"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            email=f"{row['username']}@jobbtorg.example",
            password=password,
            date_joined=clock.now(),
        )
        Appointment.objects.create(
            user=user,
            function=row["function"],
            unit=self._units[row["unit"]],
            kind=row.get("kind", Appointment.Kind.ORDINARIE),
            valid_from=row["from"],
            valid_to=row.get("to"),
        )
        return user

    def __getitem__(self, username: str) -> User:
        return self._users[username]

    def unit(self, name: str) -> Unit:
        """The jobbtorg by its short name."""
        return self._units[f"Jobbtorg {name}"]

    def coach(self, plan: Plan, rng: Random) -> User:
        """The plan's coach, or one of the unit's; the first has a few more."""
        usernames = self._holding(plan.unit, Function.COACH)
        weights = [3, 2, 2][: len(usernames)]
        return self._users[plan.coach or rng.choices(usernames, weights)[0]]

    def who_reach(self, since: date) -> list[tuple[User, Unit]]:
        """The coaches who have been where they are since the day, Insatser's among them."""
        return [
            (self._users[row["username"]], self._units[row["unit"]])
            for row in self._rows
            if row["function"] == Function.COACH and "to" not in row
            if date.fromisoformat(row["from"]) <= since
        ]

    def other_coach(self, plan: Plan, before: User) -> User:
        """Another coach of the unit."""
        names = self._holding(plan.unit, Function.COACH)
        return next(self._users[name] for name in names if name != before.username)

    def chef(self, plan: Plan, rng: Random) -> User:
        """The unit's enhetschef, or the one who is biträdande."""
        functions = (Function.ENHETSCHEF, Function.BITRADANDE)
        return self._users[rng.choice(self._holding(plan.unit, *functions))]

    def _holding(self, unit: str, *functions: str) -> list[str]:
        """Who holds the function at the unit for good."""
        return [
            row["username"]
            for row in self._rows
            if row["unit"] == f"Jobbtorg {unit}" and row["function"] in functions
            if "to" not in row
        ]
