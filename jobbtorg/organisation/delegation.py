"""The one question asked of the register: may this person decide this, and by which chain?

The answer is computed by one SQL function, delegation_chains, which the database's own triggers
ask as well. Kommunallagen (2017:725) 7 kap. 5–6 §§.
"""

from dataclasses import dataclass
from datetime import date

from jobbtorg import clock
from jobbtorg.organisation import chain
from jobbtorg.organisation.models import Delegation, Unit, User


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
    return Chain(row[0], row[1], describe(row[1], unit)) if row else None


def deciders(power: str, unit: Unit, on: date | None = None) -> list[User]:
    """Everyone who may take this kind of decision for the unit on the day: its own chefs first."""
    return list(chains(power, unit, on))


def chains(power: str, unit: Unit, on: date | None = None) -> dict[User, Chain]:
    """Everyone who may decide, each with the chain: Vem får besluta?"""
    rows = chain.ask_for_all(power, unit.pk, on or clock.today())
    users = User.objects.in_bulk({row[0] for row in rows})
    given = Delegation.objects.with_chain().in_bulk({row[2] for row in rows})
    found: dict[User, Chain] = {}
    for user_id, appointment_id, delegation_id in sorted(rows, key=lambda r: _rank(given[r[2]])):
        text = in_words(given[delegation_id], unit)
        found.setdefault(users[user_id], Chain(appointment_id, delegation_id, text))
    return found


def _rank(row: Delegation) -> tuple[bool, int]:
    """Passed on before the nämnd's own delegate; the enhetschef before the biträdande."""
    return row.ground is None, len(row.function)


def describe(delegation_id: int, unit: Unit | None = None) -> str:
    """The chain of this row of the register in words."""
    return in_words(Delegation.objects.with_chain().get(pk=delegation_id), unit)


def in_words(row: Delegation, unit: Unit | None = None) -> str:
    """The chain in words, from the nämnd down to the delegate (at the unit, by an area's row)."""
    parts = [f"Arbetsmarknadsnämndens delegation, {row.top.namnd_decision}, punkt {row.top.point}"]
    if row.ground:
        parts.append("förvaltningschefen")
    at = f"{unit}, {row.unit}" if row.ground and unit and unit != row.unit else str(row.unit)
    holder = f"{row.get_function_display().lower()}, {at}"
    if row.ground:
        holder += f" (vidaredelegation {row.point} från {row.valid_from})"
    return " → ".join([*parts, holder])


def why_not(user: User, power: str, unit: Unit, on: date | None = None) -> str:
    """Which link of the chain is missing, in a sentence for the person who lacks it."""
    day = on or clock.today()
    if not user.is_active:
        return "Ditt konto är avstängt."
    held = user.appointments.filter(
        withdrawn_on=None, unit=unit, function__in=_functions_of(power, unit)
    )
    if not held.exists():
        return f"Du har inte delegation för {unit}."
    if not unit.is_open(day):
        return f"{unit} stängde {unit.last_day}. Ingen beslutar där längre."
    if not held.on(day).exists():
        latest = held.latest("valid_from")
        if latest.valid_from > day:
            return f"Ditt förordnande på {unit} börjar {latest.valid_from}."
        return f"Din delegation upphörde {latest.valid_to}: då slutade ditt förordnande på {unit}."
    return _why_row_lapsed(user, power, unit, [a.function for a in held.on(day)], day)


def _functions_of(power: str, unit: Unit) -> list[str]:
    """The functions that the register has ever given the power at the unit."""
    rows = Delegation.objects.for_unit(unit).filter(power__code=power, withdrawn_on=None)
    return list(rows.values_list("function", flat=True).distinct())


def _why_row_lapsed(user: User, power: str, unit: Unit, functions: list[str], day: date) -> str:
    """The sentence about a delegation that has ended, not begun, lost its ground, or is unused."""
    rows = Delegation.objects.for_unit(unit).filter(
        power__code=power, function__in=functions, withdrawn_on=None
    )
    in_force = rows.on(day).select_related("ground").first()
    if in_force and not _rests(in_force, day):
        return "Din delegation saknar grund i dag: nämndens delegation gäller inte längre."
    if in_force and chain.lacks_training(user.pk, day):
        return "Du har inte den utbildning som krävs för att besluta."
    latest = rows.latest("valid_from")
    if latest.valid_from > day:
        return f"Din delegation börjar {latest.valid_from}."
    return f"Din delegation upphörde {latest.valid_to}."


def _rests(row: Delegation, day: date) -> bool:
    """Whether the ground of the row holds on the day."""
    return row.ground is None or Delegation.objects.on(day).filter(pk=row.ground.pk).exists()
