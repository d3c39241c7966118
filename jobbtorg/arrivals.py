"""The day a document came in: presumed by how it came, or another day for a reason. FL 22 §."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models

from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.deadlines import previous_working_day


class Delivery(models.TextChoices):
    """How a written document reached the authority."""

    POST = "post", "Post"
    LETTERBOX = "brevlada", "Egen brevlåda"
    HANDED = "overlamnad", "Överlämnad till oss"
    EMAIL = "epost", "E-post"
    DIGITAL = "digital", "Digital tjänst"


ON_THE_WAY = (Delivery.POST, Delivery.LETTERBOX)  # presumed to have come the working day before
ELECTRONIC = (Delivery.EMAIL, Delivery.DIGITAL)  # come when they reach the address, any day


@dataclass(frozen=True)
class Arrival:
    """What is known of how a document came: `told_on` is empty until someone says another day.

    `noticed_on` is when the post came, the letterbox was emptied, or somebody read the e-mail.
    `reason` says why the day is another than the presumed one.
    """

    noticed_on: date
    delivery: str = ""
    told_on: date | None = None
    reason: str = ""

    @property
    def presumed_on(self) -> date:
        """The day by FL 22 §: post and letterbox the working day before they were found."""
        if self.delivery in ON_THE_WAY:
            return previous_working_day(self.noticed_on)
        return self.noticed_on

    @property
    def arrived_on(self) -> date:
        """The arrival day."""
        return self.told_on or self.presumed_on


def against_arrival(arrival: Arrival) -> Iterator[Rule]:
    """What is wrong with the days; `where` names arrived_on, noticed_on or arrival_reason."""
    if arrival.delivery and arrival.noticed_on > clock.today():
        sentence = "Dagen då ni fick den kan inte ligga i framtiden."
        yield Rule("noticed_future", sentence, "22 § FL", where="noticed_on")
    if arrival.arrived_on > clock.today():
        sentence = "Ankomstdagen kan inte ligga i framtiden."
        yield Rule("future", sentence, "22 § FL", where="arrived_on")
    elif arrival.arrived_on > arrival.noticed_on:
        sentence = (
            f"Ankomstdagen är efter {arrival.noticed_on}, då ni fick den. Rätta någon av dagarna."
        )
        yield Rule("arrived_late", sentence, "22 § FL", where="arrived_on")
    elif needs_reason(arrival) and not arrival.reason.strip():
        yield Rule(
            "arrival_reason",
            f"Ankomstdagen blir {arrival.presumed_on} enligt huvudregeln. Skriv varför den ska "
            f"vara {arrival.arrived_on}, eller lämna ankomstdagen tom.",
            "22 § FL",
            where="arrival_reason",
        )


def needs_reason(arrival: Arrival) -> bool:
    """Whether the told day departs from what the statute presumes; an e-mail's is a fact."""
    if not arrival.delivery or arrival.delivery in ELECTRONIC:
        return False
    return arrival.arrived_on != arrival.presumed_on
