"""Who decides: a delegate by a chain of delegation, or the nämnd itself by its minutes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cases.models import Case
from decisions.letters import Meeting
from decisions.models import Kind
from jobbtorg import clock
from jobbtorg.letters import Contact
from jobbtorg.organisation.delegation import Chain, chain_for
from jobbtorg.organisation.models import INSATS, Appointment, User
from jobbtorg.rulebook.citations import without_sign

POWERS = dict(zip(("ratt", "befogenhet"), INSATS, strict=True))
# what of the register carries a decision of another kind than on the insats itself
OF_KIND: dict[str, str] = {
    Kind.DISMISSAL: "avvisa_ansokan",
    Kind.DISCONTINUANCE: "avskrivning",
    Kind.NOT_YET: "avsla_avgorande",
    Kind.LATE_APPEAL: "rattidsprovning",
    Kind.CORRECTION: "rattelse",
    Kind.CHANGE: "andring",
    Kind.ENDING: "upphorande",
}


def powers_of(kind: str) -> tuple[str, ...]:
    """What of the register a decision of the kind takes: both trials, or its own power."""
    return (OF_KIND[kind],) if kind in OF_KIND else tuple(POWERS.values())


@dataclass(frozen=True)
class Delegate:
    """One person, who decides today by a chain of delegation. KL 7 kap. 5–6 §§."""

    user: User
    appointment: Appointment
    chain: Chain

    @property
    def day(self) -> date:
        """The day of the decision."""
        return clock.today()

    def columns(self) -> dict[str, Any]:
        """What the decision's row says of who decided."""
        return {
            "decided_by": self.user,
            "decider_title": str(self.appointment),
            "appointment": self.appointment,
            "delegation_id": self.chain.delegation_id,
            "chain": self.chain.text,
        }

    def in_letter(self) -> Contact:
        """As the letter is signed."""
        return Contact(str(self.user), self.appointment.get_function_display().lower())


def delegate_for(case: Case, by: User, kind: str = Kind.INSATS) -> Delegate:
    """The person with the chain that carries the decision; the rules have seen that it is there."""
    return delegate_with(case, by, powers_of(kind)[0])


def delegate_with(case: Case, by: User, power: str) -> Delegate:
    """The person with the chain that carries the power; the rules have seen that it is there."""
    chain = chain_for(by, power, case.unit)
    assert chain is not None
    appointment = Appointment.objects.select_related("unit").get(pk=chain.appointment_id)
    return Delegate(by, appointment, chain)


@dataclass(frozen=True)
class Minutes:
    """Where the nämnd's word stands: the day of the meeting, the dnr and the paragraph."""

    meeting_on: date | None
    dnr: str
    paragraph: str

    def as_noted(self) -> "Minutes":
        """Trimmed, and the paragraph without its sign."""
        paragraph = without_sign(self.paragraph)
        return replace(self, dnr=self.dnr.strip(), paragraph=paragraph)


@dataclass(frozen=True)
class Namnd:
    """The nämnd itself, at a meeting; its secretary registers what it decided."""

    minutes: Minutes
    secretary: User

    @property
    def day(self) -> date:
        """The day of the decision; the rules have seen that there is one."""
        assert self.minutes.meeting_on is not None
        return self.minutes.meeting_on

    def columns(self) -> dict[str, Any]:
        """What the decision's row says of who decided."""
        return {
            "dnr": self.minutes.dnr,
            "paragraph": self.minutes.paragraph,
            "registered_by": self.secretary,
        }

    def in_letter(self) -> Meeting:
        """As the letter tells of it."""
        return Meeting(self.minutes.paragraph, self.minutes.dnr)


Decider = Delegate | Namnd
