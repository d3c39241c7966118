"""Who works in Farsta and City, and who applies there."""

from datetime import date, datetime, time

from decisions.deciders import OF_KIND
from jobbtorg import clock
from jobbtorg.organisation.models import (
    CHEFER,
    Appointment,
    Delegation,
    Function,
    NamndDecision,
    Power,
    Unit,
    User,
)
from jobbtorg.rulebook.models import Code
from tests.world.kept import Traveller, employed, kept

# Skatteverket's test numbers have 238 (women) or 239 (men) as birth number.
TP1 = "200202152385"


def test_number(born: date, woman: bool = True) -> str:
    """A personnummer of the kind on Skatteverket's list of test numbers."""
    nine = f"{born:%y%m%d}{'238' if woman else '239'}"
    doubled = (int(d) * (2 - n % 2) for n, d in enumerate(nine))
    check = -sum(d // 10 + d % 10 for d in doubled) % 10
    return f"{born:%Y%m%d}{nine[6:]}{check}"


test_number.__test__ = False  # not a test, whatever pytest thinks of its name


class Staff:
    """Everyone whom a test needs, made when first asked for."""

    def __init__(self) -> None:
        self.traveller = Traveller()

    def unit(self, name: str = "Farsta") -> Unit:
        """A jobbtorg by its short name, or another unit by its whole name."""
        return Unit.objects.filter(name__in=[name, f"Jobbtorg {name}"]).get()

    @kept
    def empower(self) -> None:
        """The nämnd lets the chefer of Farsta take the other kinds of decision too."""
        since = date(2023, 1, 1)
        with clock.at(datetime.combine(since, time(), clock.STOCKHOLM)):
            namnd = NamndDecision.objects.create(dnr="AMF 2023/1", decided_on=since, paragraph="2")
            codes = [code for code in OF_KIND.values() if code != "rattidsprovning"]  # they have it
            codes.append("avsla_utlamnande")
            for n, code in enumerate(codes, start=1):
                told = {"power": Power.objects.get(code=code), "point": str(n), "valid_from": since}
                top = Delegation.objects.create(
                    function=Function.FORVALTNINGSCHEF,
                    unit=Unit.objects.get(kind=Unit.Kind.FORVALTNING),
                    namnd_decision=namnd,
                    may_pass_on_to=list(CHEFER),
                    **told,
                )
                for function in CHEFER:
                    Delegation.objects.create(
                        function=function, unit=self.unit(), ground=top, **told
                    )

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

    @employed
    def coach(self) -> User:
        return self.staff("coach-farsta", Function.COACH)

    @employed
    def colleague(self) -> User:
        return self.staff("kollega-farsta", Function.COACH)

    @employed
    def chef(self) -> User:
        return self.staff("chef-farsta", Function.ENHETSCHEF)

    @employed
    def bitr(self) -> User:
        return self.staff("bitr-farsta", Function.BITRADANDE)

    @employed
    def coach_city(self) -> User:
        return self.staff("coach-city", Function.COACH, "City")

    @employed
    def chef_city(self) -> User:
        return self.staff("chef-city", Function.ENHETSCHEF, "City")

    @employed
    def coach_insatser(self) -> User:
        return self.staff("coach-insatser", Function.COACH, "Insatser")

    @employed
    def registrator(self) -> User:
        return self.staff("registrator", Function.REGISTRATOR, "Arbetsmarknadsförvaltningen")

    @employed
    def granskare(self) -> User:
        return self.staff("granskare", Function.GRANSKARE, "Arbetsmarknadsförvaltningen")

    @employed
    def sekreterare(self) -> User:
        return self.staff(
            "namndsekreterare", Function.NAMNDSEKRETERARE, "Arbetsmarknadsförvaltningen"
        )

    @employed
    def delegationsadmin(self) -> User:
        return self.staff(
            "delegationsadmin", Function.DELEGATIONSADMIN, "Arbetsmarknadsförvaltningen"
        )

    @employed
    def forvaltningschef(self) -> User:
        return self.staff(
            "forvaltningschef", Function.FORVALTNINGSCHEF, "Arbetsmarknadsförvaltningen"
        )

    def code(self, list_: str, code: str) -> Code:
        """A code of the rulebook's lists."""
        return Code.objects.on().get(list=list_, code=code)
