"""Kom överklagandet in i rätt tid? The algorithm of FL 44–45 §§, as law.md §2.7 writes it out."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from appeals.models import Appeal, Trial
from decisions.legal_force import right_appealable_until
from decisions.models import Service, governing
from jobbtorg import clock

Ground, Outcome = Trial.Ground, Trial.Outcome


@dataclass(frozen=True)
class Timeliness:
    """In time or too late, on which ground; the day of delfående with its evidence, if known."""

    ground: str
    service: Service | None = None
    last_day: date | None = None

    @property
    def is_late(self) -> bool:
        """Whether the appeal must be turned away."""
        return self.ground == Ground.LATE

    @property
    def received_on(self) -> date | None:
        """The day on which the person got part of the decision, where that is shown."""
        return self.service.received_on if self.service else None


def timeliness(appeal: Appeal, notice_fault: str = "") -> Timeliness:
    """Late only by a proven day, past its last, and through no fault of the nämnd's own. G6."""
    service = governing(list(appeal.decision.services.select_related("dispatch__undelivered")))
    if service is None:
        return Timeliness(Ground.UNKNOWN)
    last = right_appealable_until(service.received_on)
    if appeal.arrived_on <= last:
        return Timeliness(Ground.ARRIVED, service, last)
    if appeal.court_arrived_on and appeal.court_arrived_on <= last:
        return Timeliness(Ground.COURT, service, last)
    if notice_fault.strip():
        return Timeliness(Ground.NOTICE, service, last)
    return Timeliness(Ground.LATE, service, last)


def in_words(found: Timeliness, appeal: Appeal) -> str:
    """Why it is in time or too late, in a sentence or two."""
    came = f"Överklagandet kom in {date_format(appeal.arrived_on, 'l j F Y')}."
    if found.ground == Ground.UNKNOWN:
        return (
            f"{came} Ni kan inte visa vilken dag personen fick del av beslutet. Då räknas "
            "överklagandet som inkommet i rätt tid, och kan inte avvisas."
        )
    assert found.service is not None and found.last_day is not None
    proof = (
        f"Personen fick del av beslutet {date_format(found.service.received_on)} "
        f"({found.service.get_evidence_display().lower()}). Sista dagen att överklaga "
        f"{'är' if found.last_day >= clock.today() else 'var'} "
        f"{date_format(found.last_day, 'l j F Y')}."
    )
    ends = {
        Ground.ARRIVED: "Det är i rätt tid.",
        Ground.COURT: "Men det hade kommit till domstolen i tid. Då är det i rätt tid.",
        Ground.NOTICE: "Men förseningen beror på er underrättelse. Då avvisas det inte.",
        Ground.LATE: "Det är för sent.",
    }
    return f"{proof} {came} {ends[Ground(found.ground)]}"
