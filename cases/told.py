"""What is told when an application is registered: who applies, and what came in how."""

from dataclasses import dataclass
from datetime import date

from cases import personnummer
from cases.models import AdviceContact
from jobbtorg import clock
from jobbtorg.arrivals import Arrival
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code


@dataclass(frozen=True)
class PersonData:
    """Who applies, as told; without personnummer the birth date, and the gender if known."""

    personnummer: str
    first_name: str
    last_name: str
    protection: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    interpreter: str = ""
    born: date | None = None
    gender: str = ""

    @property
    def birth_date(self) -> date | None:
        """The day of birth, by the number where there is one that tells."""
        told = self.personnummer and not self.personnummer.startswith("T")
        return personnummer.birth_date(self.personnummer) if told else self.born


@dataclass(frozen=True)
class ApplicationData:
    """What came in, when and how, in the person's own words."""

    arrived_on: date | None
    channel: str
    own_words: str
    reached_by: Code
    target_group: Code
    delivery: str = ""
    noticed_on: date | None = None
    arrival_reason: str = ""
    made_by: str = ""
    received_by: User | None = None
    contact: AdviceContact | None = None

    @property
    def arrival(self) -> Arrival:
        """How it came: what is said has arrived when it was said. FL 22 §."""
        if not self.delivery:
            day = self.arrived_on or clock.today()
            return Arrival(noticed_on=day, told_on=day)
        return Arrival(
            self.noticed_on or clock.today(), self.delivery, self.arrived_on, self.arrival_reason
        )
