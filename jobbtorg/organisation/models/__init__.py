"""Users, units, appointments and the delegation register."""

from jobbtorg.organisation.models.people import CHEFER, Appointment, Function, Unit, User
from jobbtorg.organisation.models.register import (
    INSATS,
    Delegation,
    NamndDecision,
    NamndDocument,
    Power,
)
from jobbtorg.organisation.models.staff import Absence, Course, Training

__all__ = [
    "CHEFER",
    "INSATS",
    "Absence",
    "Appointment",
    "Course",
    "Delegation",
    "Function",
    "NamndDecision",
    "NamndDocument",
    "Power",
    "Training",
    "Unit",
    "User",
]
