"""Who reads the figures, and of which units: the own unit's in full, or the nämnd's concealed."""

from dataclasses import dataclass

from decisions.unexecuted import AT_UNIT, EVERYWHERE
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import Unit, User
from jobbtorg.organisation.namnder import under


def against_reading(by: User) -> list[Rule]:
    """Why this person does not see the figures."""
    if {role.function for role in by.roles()} & {*AT_UNIT, *EVERYWHERE}:
        return []
    sentence = "Enheten, nämndsekreteraren, granskaren och förvaltningschefen ser statistiken."
    return [Rule("not_reader", sentence, kind="forbidden")]


@dataclass(frozen=True)
class Reach:
    """What the reader may choose among: the own units, and all of the nämnd's together."""

    own: tuple[Unit, ...]
    everywhere: frozenset[int]  # the keys of the nämnd's units; none for who sees the own alone

    def chosen(self, code: str) -> tuple[Unit, ...] | None:
        """The units of that choice: none for all of them; None where it is not theirs."""
        if not code:
            return () if self.everywhere else self.own[:1]
        return next(((unit,) for unit in self.own if str(unit.pk) == code), None)


def reach_of(user: User) -> Reach:
    """By the appointments of today."""
    roles = user.roles()
    own = {role.unit_id: role.unit for role in roles if role.function in AT_UNIT}
    wide = any(role.function in EVERYWHERE for role in roles)
    return Reach(tuple(own.values()), frozenset(under(user, *EVERYWHERE) if wide else ()))
