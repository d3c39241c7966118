"""Users, units, appointments and the delegation register."""

from jobbtorg.organisation.models.people import CHEFER, Appointment, Function, Unit, User
from jobbtorg.organisation.models.register import Delegation, NamndDecision, Power

__all__ = [
    "CHEFER",
    "Appointment",
    "Delegation",
    "Function",
    "NamndDecision",
    "Power",
    "Unit",
    "User",
]
