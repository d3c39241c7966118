"""What of a month's log is to be judged: the flags, each one question, and a random sample.

The sample is drawn by hashing with a seed that is kept: anyone can draw the same again.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Value
from django.db.models.functions import Replace, TruncDate

from cases.models import Case
from jobbtorg.audit.models import AccessLog, AccessLogQuerySet
from jobbtorg.organisation.models import Unit, User
from jobbtorg.rulebook.models import setting
from review.models import Flag, log_of, span

Key = tuple[int, str, date | None]  # the reader, and the case or the day
Assignment = AccessLog.Assignment
STRANGER = (Assignment.UNIT, Assignment.NONE)
UNASSIGNED = (*STRANGER, Assignment.REGISTRATOR)


@dataclass(frozen=True)
class Seen:
    """How often, and from when to when."""

    looks: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Drawn:
    """One to judge: who, what, and which flags in order of weight; none for chance."""

    key: Key
    seen: Seen
    flags: list[str]


@dataclass(frozen=True)
class Draw:
    """All that is to be judged, and what it was drawn from."""

    rows: list[Drawn]
    looks: int
    readers: int


def draw(unit: Unit, month: date, seed: str, sample: int) -> Draw:
    """The flagged ones, then the sample of the rest."""
    pairs = _pairs(log_of(unit, month).looks())
    refused = _pairs(_refused(unit, month))
    days = _days(unit, month)
    flags = _flags(unit, month)
    for key in refused:
        flags[key].add(Flag.REFUSED)
    for key in days:
        flags[key].add(Flag.MANY)
    known = refused | pairs | days
    weight = {flag: n for n, flag in enumerate(Flag.values)}
    flagged = [Drawn(key, known[key], sorted(flags[key], key=weight.__getitem__)) for key in flags]
    flagged.sort(key=lambda row: (weight[row.flags[0]], row.key[0], row.key[1]))
    rest = [key for key in pairs if key not in flags]
    rest.sort(key=lambda key: hashlib.sha256(f"{seed}:{key[0]}:{key[1]}".encode()).digest())
    chance = [Drawn(key, pairs[key], []) for key in rest[:sample]]
    looks = sum(seen.looks for seen in pairs.values())
    return Draw([*flagged, *chance], looks, len({key[0] for key in pairs}))


def _pairs(rows: AccessLogQuerySet) -> dict[Key, Seen]:
    """Each reader and case, with how often."""
    counted = rows.order_by().values("user_id", "case_number")
    counted = counted.annotate(n=Count("pk"), first=Min("at"), last=Max("at"))
    return {
        (row["user_id"], row["case_number"], None): Seen(row["n"], row["first"], row["last"])
        for row in counted
    }


def _refused(unit: Unit, month: date) -> AccessLogQuerySet:
    """The tries at cases that were not theirs."""
    refused = log_of(unit, month).filter(action=AccessLog.Action.REFUSED)
    return refused.filter(assignment__in=["", Assignment.NONE]).exclude(case_number="")


def _days(unit: Unit, month: date) -> dict[Key, Seen]:
    """Who opened many persons on one day."""
    counted = log_of(unit, month).looks().order_by().values("user_id", day=TruncDate("at"))
    counted = counted.annotate(
        n=Count("case_number", distinct=True), first=Min("at"), last=Max("at")
    ).filter(n__gte=setting("logg_personer_per_dag"))
    return {
        (row["user_id"], "", row["day"]): Seen(row["n"], row["first"], row["last"])
        for row in counted
    }


def _flags(unit: Unit, month: date) -> defaultdict[Key, set[str]]:
    """Which flags each reader and case has: one question to the database for each flag."""
    looks = log_of(unit, month).looks()
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for flag, condition in _conditions():
        rows = looks.filter(condition).order_by().values_list("user_id", "case_number").distinct()
        for user, number in rows:
            found[user, number, None].add(flag)
    for user, number in _often(unit, month):
        found[user, number, None].add(Flag.OFTEN)
    return found


def _conditions() -> Iterator[tuple[str, Any]]:
    """What one row tells by itself, or with the case and the reader."""
    yield Flag.WITHOUT, Q(assignment__in=STRANGER)
    yield Flag.CLOSED, Q(closed=True)
    yield Flag.PROTECTED, Q(protected=True)
    case = Case.objects.order_by().filter(number=OuterRef("case_number"))
    yield Flag.NAME, Exists(case.filter(person__last_name__iexact=OuterRef("user__last_name")))
    yield Flag.COLLEAGUE, Q(case_number__in=_of_staff().values("number"))
    told = OuterRef("user__log_facts__personnummer")
    yield Flag.OWN, Exists(case.filter(person__personnummer=told))
    there = case.exclude(person__street="").filter(
        person__street__iexact=OuterRef("user__log_facts__street")
    )
    code = Replace("person__postcode", Value(" "))
    yield (
        Flag.ADDRESS,
        Exists(there.annotate(code=code).filter(code=OuterRef("user__log_facts__postcode"))),
    )


def _of_staff() -> Any:
    """The cases of persons with the name of someone on the staff."""
    named = User.objects.filter(
        is_active=True,
        first_name=OuterRef("person__first_name"),
        last_name=OuterRef("person__last_name"),
    )
    return Case.objects.order_by().filter(Exists(named))


def _often(unit: Unit, month: date) -> Iterator[tuple[int, str]]:
    """Who opened one case that was not theirs so often, in so many days that end in the month."""
    most, within = setting("logg_ofta_antal"), timedelta(days=setting("logg_ofta_dagar"))
    rows = AccessLog.objects.looks().filter(unit=unit, assignment__in=UNASSIGNED)
    start, end = span(month)
    rows = rows.filter(at__gte=start - within, at__lt=end).order_by()
    counted = rows.values("user_id", "case_number").annotate(n=Count("pk")).filter(n__gte=most)
    for row in counted.annotate(times=ArrayAgg("at", order_by="at")):
        if _so_often(row["times"], most, within, start):
            yield row["user_id"], row["case_number"]


def _so_often(times: list[datetime], most: int, within: timedelta, start: datetime) -> bool:
    """Whether `most` of them lie within the time, the last of them in the month."""
    ends = zip(times, times[most - 1 :], strict=False)
    return any(last >= start and last - first <= within for first, last in ends)
