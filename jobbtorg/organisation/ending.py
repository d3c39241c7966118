"""Ending a row of the register or an appointment: what stands in the way, and who is left waiting.

The cases are asked for through the unit's reverse relation: what is below imports nothing above.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Max, Q

from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation import chain
from jobbtorg.organisation.models import INSATS, Appointment, Delegation, Unit, User
from jobbtorg.organisation.models.row import RegisterRow

DAY = timedelta(days=1)
NAMED = 12  # so many case numbers stand in a sentence that can be read


def against_last_day(row: RegisterRow, last_day: date) -> Iterator[Rule]:
    """Why the row cannot end that day."""
    if row.withdrawn_on:
        yield Rule("withdrawn", f"Raden återtogs {row.withdrawn_on}.", kind="conflict")
    elif row.valid_to and row.valid_to < clock.today():
        yield Rule("ended", f"Raden upphörde {row.valid_to}.", kind="conflict")
    elif last_day < row.valid_from:
        sentence = f"Raden börjar {row.valid_from}. Ange en senare dag, eller återta raden."
        yield Rule("before", sentence, where="last_day")
    elif row.valid_to and last_day > row.valid_to:
        sentence = f"Raden upphör redan {row.valid_to} och kan inte förlängas. Lägg in en ny."
        yield Rule("longer", sentence, where="last_day")
    elif last_day < clock.today() - DAY:
        sentence = "Registret ändras inte bakåt i tiden. Sista dagen kan tidigast vara i går."
        yield Rule("backwards", sentence, where="last_day")


def against_withdrawing(row: RegisterRow) -> Iterator[Rule]:
    """A row is withdrawn before its first day; after that it is ended."""
    if row.withdrawn_on:
        yield Rule("withdrawn", f"Raden återtogs {row.withdrawn_on}.", kind="conflict")
    elif row.valid_from <= clock.today():
        sentence = f"Raden började gälla {row.valid_from}. Avsluta den i stället."
        yield Rule("begun", sentence, kind="conflict")


def against_decided(last_day: date, latest: date | None) -> Iterator[Rule]:
    """A decision rests on the row on a later day."""
    if latest and latest > last_day:
        sentence = (
            f"Beslut har fattats med stöd av raden {latest}. Sista dagen kan tidigast vara då."
        )
        yield Rule("decided", sentence, where="last_day")


def latest_decision_by(row: Delegation) -> date | None:
    """The last day on which a decision rested on the row or on one passed on from it."""
    rows = Delegation.objects.filter(Q(pk=row.pk) | Q(ground=row))
    return rows.aggregate(day=Max("decisions__decided_on"))["day"]


def latest_decision_as(row: Appointment) -> date | None:
    """The last day on which a decision was taken as what the appointment says."""
    return row.decisions.aggregate(day=Max("decided_on"))["day"]


def units_of(row: Delegation) -> list[Unit]:
    """The units that the row gives a decider to; of the nämnd's own, all it is passed on to."""
    rows = [row, *row.passed_on.on().select_related("unit")]
    found = {r.unit for r in rows if r.unit.investigates}
    for area in (r.unit for r in rows if r.unit.kind == Unit.Kind.OMRADE):
        found |= set(area.parts.filter(kind=Unit.Kind.JOBBTORG))
    return sorted(found, key=lambda unit: unit.name)


def about_ending_delegation(row: Delegation, last_day: date) -> Iterator[Rule]:
    """Who waits for a decision by this row, and who can take it afterwards."""
    if row.power.code not in INSATS:
        return
    ended = {row.pk, *row.passed_on.values_list("pk", flat=True)}
    for unit in units_of(row):
        left = chain.ask_for_all(row.power.code, unit.pk, last_day + DAY)
        held = unit.appointments.on(last_day).select_related("user")
        functions = [row.function, *row.passed_on.values_list("function", flat=True)]
        holders = {a.user for a in held if a.function in functions}
        yield from _consequence(unit, last_day, holders, [r[0] for r in left if r[2] not in ended])


def about_ending_appointment(row: Appointment, last_day: date) -> Iterator[Rule]:
    """Who waits for a decision by this person, and who can take it afterwards."""
    today = {r[0] for r in chain.ask_for_all(INSATS[0], row.unit_id, clock.today())}
    if row.user_id in today:
        left = chain.ask_for_all(INSATS[0], row.unit_id, last_day + DAY)
        yield from _consequence(
            row.unit, last_day, {row.user}, [r[0] for r in left if r[1] != row.pk]
        )


def about_absence(user: User, first: date, last: date) -> list[str]:
    """The units where nobody else decides on some day of the absence, and who waits there."""
    told = []
    for unit in {row.unit for row in user.appointments.on(first).select_related("unit")}:
        deciding = {r[0] for r in chain.ask_for_all(INSATS[0], unit.pk, first)}
        if user.pk not in deciding:
            continue
        days = ((last - first) // DAY) + 1
        for day in (first + n * DAY for n in range(days)):
            left = {r[0] for r in chain.ask_for_all(INSATS[0], unit.pk, day)} - {user.pk}
            if not unit.appointments.on(day).filter(user__in=left).exists():
                waiting = waiting_in_words(unit, "")
                sentence = f"Ingen annan på {unit} har delegation {day}. {waiting}"
                told.append(f"{sentence.strip()} Förordna en vikarie om beslut ska kunna fattas.")
                break
    return told


def _consequence(
    unit: Unit, last_day: date, holders: Iterable[User], left: Iterable[int]
) -> Iterator[Rule]:
    """The sentence, where cases wait or nobody is left at the unit."""
    at_unit = unit.appointments.on(last_day + DAY).filter(user__in=list(left))
    others = sorted({str(a.user) for a in at_unit.select_related("user")})
    waiting = waiting_in_words(unit, " och ".join(sorted(map(str, holders))))
    if not waiting and others:
        return
    after = last_day + DAY
    if others:
        rest = f"Från {after} får {listed(others)} besluta."
    else:
        rest = f"Ingen annan på {unit} har delegation från {after}."
    yield Rule("waiting", f"{waiting} {rest}".strip(), where="confirmed")


def waiting_in_words(unit: Unit, by: str) -> str:
    """The cases that wait for decision at the unit, by number; protected persons' only counted."""
    cases = unit.cases.waiting_for_decision()
    count = cases.count()
    if not count:
        return ""
    what = "1 ärende" if count == 1 else f"{count} ärenden"
    numbers = [case.number for case in cases.filter(person__protection="")[:NAMED]]
    more = count - len(numbers)
    if numbers and more:
        numbers.append("1 till" if more == 1 else f"{more} till")
    named = f": {listed(numbers)}" if numbers else ""
    return f"{what} väntar på beslut{f' av {by}' if by else ''}{named}."


def listed(words: list[str]) -> str:
    """ "a, b och c"."""
    return " och ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
