"""Why nobody is named by hand on a case, or not this one so long: every reason at once.

Lag (2001:454) 10 §: as few as can be, each for what their work needs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from cases.conflict_rules import against_barred, is_barred
from cases.models import Case, CaseUserObjectPermission, Naming
from cases.models.case import own
from cases.models.naming import LONGEST, SHORTEST_TEXT
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, Appointment, Function, User
from jobbtorg.organisation.namnder import acts_for, beside
from jobbtorg.rulebook.models import setting

NAMED = (Function.COACH, *CHEFER, Function.REGISTRATOR, Function.FORVALTNINGSCHEF)
STATUTE = "10 § lagen (2001:454)"


@dataclass(frozen=True)
class Told:
    """Who is to be named, why, and through which day."""

    user: User | None
    reason: str
    until: date | None


def may_be_named(case: Case) -> QuerySet[User]:
    """The colleagues under the case's nämnd who are not named on it yet, by name."""
    held = Appointment.objects.on().filter(function__in=NAMED, unit__in=beside([case.unit_id]))
    there = CaseUserObjectPermission.objects.in_force().filter(content_object=case)
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return found.exclude(pk__in=there.values("user")).order_by("first_name", "last_name", "pk")


def last_day() -> date:
    """The last day through which somebody can be named today."""
    return clock.today() + timedelta(days=setting(LONGEST))


def against_leading(case: Case, by: User) -> list[Rule]:
    """Why this person names nobody on the case and takes nobody's naming away."""
    rules = list(against_barred(case, by))
    leads = by.holds(*CHEFER, unit=case.unit) or acts_for(by, case.unit, Function.FORVALTNINGSCHEF)
    if not leads or case.pk not in own(by).named:
        sentence = "Bara enhetens chefer och förvaltningschefen, som själva är namngivna, namnger."
        rules.append(Rule("not_chef", sentence, STATUTE, "forbidden"))
    return rules


def against_naming(case: Case, by: User) -> list[Rule]:
    """Why nobody can be named on the case by this person."""
    if not case.person.is_protected:
        sentence = "Ärendet har inga skyddade personuppgifter. Enheten ser det utan namngivning."
        return [Rule("not_protected", sentence, kind="conflict")]
    return against_leading(case, by)


def against_told(case: Case, told: Told) -> Iterator[Rule]:
    """What is wrong with whom, why and until when."""
    if told.user is None:
        yield Rule("user", "Välj vem som ska namnges.", where="user")
    elif is_barred(case, told.user):
        yield Rule("user_barred", f"{told.user} är jävig i ärendet.", "7 kap. 4 § KL", where="user")
    elif not may_be_named(case).filter(pk=told.user.pk).exists():
        sentence = f"{told.user} är redan namngiven, eller arbetar inte under samma nämnd."
        yield Rule("not_namable", sentence, where="user")
    if len(told.reason.strip()) < SHORTEST_TEXT:
        yield Rule("reason", "Ange varför personen behöver ärendet i sitt arbete.", where="reason")
    if told.until is None or not clock.today() <= told.until <= last_day():
        yield Rule("until", f"Ange en dag från i dag till {last_day()}.", where="until")


def against_unnaming(row: Naming, by: User) -> list[Rule]:
    """Why the naming cannot be taken away by this person."""
    rules = against_leading(row.case, by)
    if hasattr(row, "end") or not Naming.objects.in_force().filter(pk=row.pk).exists():
        rules.append(Rule("ended", "Namngivningen gäller inte längre.", kind="conflict"))
    return rules
