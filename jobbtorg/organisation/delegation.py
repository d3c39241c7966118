"""The one question asked of the register: may this person decide this, and by which chain?

The answer is computed by one SQL function, delegation_chain, which the database's own triggers
ask as well. Kommunallagen (2017:725) 7 kap. 5–6 §§.
"""

from dataclasses import dataclass
from datetime import date

from jobbtorg import clock
from jobbtorg.organisation import chain
from jobbtorg.organisation.models import Appointment, Delegation, Unit, User


@dataclass(frozen=True)
class Chain:
    """By which chain a person may take a decision, as it stood on the day asked about."""

    appointment_id: int
    delegation_id: int
    text: str


def chain_for(user: User, power: str, unit: Unit, on: date | None = None) -> Chain | None:
    """The chain that lets the user take this kind of decision for the unit on the day, or None."""
    day = on or clock.today()
    row = chain.ask(user.pk, power, unit.pk, day) if user.is_active else None
    return Chain(row[0], row[1], describe(row[1])) if row else None


def deciders(power: str, unit: Unit, on: date | None = None) -> list[User]:
    """Everyone whom a chain lets take this kind of decision for the unit on the day."""
    day = on or clock.today()
    given = Delegation.objects.on(day).filter(power__code=power)
    held = Appointment.objects.on(day).filter(function__in=given.values("function"))
    staff = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
    return [user for user in staff if user.may(power, unit, day)]


def describe(delegation_id: int) -> str:
    """The chain in words, from the nämnd down to the delegate."""
    row = Delegation.objects.select_related(
        "power", "unit", "namnd_decision", "ground__namnd_decision"
    ).get(pk=delegation_id)
    top = row.ground or row
    parts = [f"Arbetsmarknadsnämndens delegation, {top.namnd_decision}, punkt {top.point}"]
    if row.ground:
        parts.append("förvaltningschefen")
    holder = f"{row.get_function_display().lower()}, {row.unit}"
    if row.ground:
        holder += f" (vidaredelegation {row.point} från {row.valid_from})"
    return " → ".join([*parts, holder])


def why_not(user: User, power: str, unit: Unit, on: date | None = None) -> str:
    """Which link of the chain is missing, in a sentence for the person who lacks it."""
    day = on or clock.today()
    held = user.appointments.filter(unit=unit, function__in=_functions_of(power, unit))
    if not held.exists():
        return f"Du har inte delegation för {unit}."
    if not held.on(day).exists():
        latest = held.latest("valid_from")
        if latest.valid_from > day:
            return f"Ditt förordnande på {unit} börjar {latest.valid_from}."
        return f"Din delegation upphörde {latest.valid_to}: då slutade ditt förordnande på {unit}."
    return _why_row_lapsed(power, unit, [a.function for a in held.on(day)], day)


def _functions_of(power: str, unit: Unit) -> list[str]:
    """The functions that the register has ever given the power at the unit."""
    rows = Delegation.objects.filter(power__code=power, unit=unit)
    return list(rows.values_list("function", flat=True).distinct())


def _why_row_lapsed(power: str, unit: Unit, functions: list[str], day: date) -> str:
    """The sentence about a delegation that has ended, not begun, or lost its ground."""
    rows = Delegation.objects.filter(power__code=power, unit=unit, function__in=functions)
    in_force = rows.on(day).select_related("ground").first()
    if in_force:
        return "Din delegation saknar grund i dag: nämndens delegation gäller inte längre."
    latest = rows.latest("valid_from")
    if latest.valid_from > day:
        return f"Din delegation börjar {latest.valid_from}."
    return f"Din delegation upphörde {latest.valid_to}."
