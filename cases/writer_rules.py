"""Who writes beside a case's investigation: those at its unit, and the registrator."""

from cases.conflict_rules import against_barred
from cases.models import Case
from cases.models.seeing import UNIT_ROLES
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import Function, User
from jobbtorg.organisation.namnder import acts_for


def writes(case: Case, by: User) -> bool:
    """Whether the user is a coach or chef at the unit today, or a registrator."""
    return by.holds(*UNIT_ROLES, unit=case.unit) or acts_for(by, case.unit, Function.REGISTRATOR)


def against_writer(case: Case, by: User, does: str = "antecknar det här") -> list[Rule]:
    """Why the user cannot do what those at the unit and the registrator do; `does` says what."""
    rules = list(against_barred(case, by))
    if not writes(case, by):
        sentence = f"Bara {case.unit} och registratorn {does}."
        rules.append(Rule("writer", sentence, kind="forbidden"))
    return rules
