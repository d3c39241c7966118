"""A question built once is the same question each time, whoever asks and whenever: ADR 33."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from cases.models import Case, JournalEntry
from jobbtorg import clock
from jobbtorg.among import among
from jobbtorg.built_once import BuiltOnce, NotAValue, built_once
from jobbtorg.organisation.models import Appointment, Unit, User
from jobbtorg.rulebook.models import setting
from tests.cases.helpers import in_days

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Where:
    units: list[int]
    since: datetime | None


def counted(build) -> tuple[BuiltOnce, list[int]]:
    """The question, and how many times it has been built."""
    times: list[int] = []

    def told(*values, **shape) -> QuerySet:
        times.append(1)
        return build(*values, **shape)

    return built_once(told), times


class TestTheAnswer:
    def test_is_that_of_the_values_that_it_is_asked_with(self, world):
        case = world.registered()
        asked, times = counted(lambda number: Case.objects.filter(number=number))
        assert asked(case.number) == [case]
        assert asked("JT 2000-0001") == [] and asked.one("JT 2000-0001") is None
        assert asked.one(case.number).unit_id == case.unit_id
        assert len(times) == 2  # twice, to be sure of what are values

    def test_has_rows_with_what_is_fetched_beside_them(self, world, django_assert_num_queries):
        case, unit = world.registered(), world.unit().pk
        asked = built_once(
            lambda n: (
                Case.objects.filter(pk=n)
                .select_related("unit", "coach")
                .annotate(again=F("number"))
                .prefetch_related("journal")
            )
        )
        with django_assert_num_queries(2):
            row = asked.one(case.pk)
            assert (row.unit.pk, row.coach, row.again) == (unit, world.coach, case.number)
            assert row.journal.all()[0].case_id == case.pk

    def test_may_be_values_or_tuples(self, world):
        case = world.registered()
        assert built_once(lambda n: Case.objects.filter(pk=n).values("number"))(case.pk) == [
            {"number": case.number}
        ]
        told = built_once(lambda n: Case.objects.filter(pk=n).values_list("pk", "number"))
        assert told(case.pk) == [(case.pk, case.number)]

    def test_may_be_some_of_the_rows(self, world):
        world.started()
        asked = built_once(lambda kind: JournalEntry.objects.exclude(kind=kind))
        everything = asked("")
        assert len(everything) == 2
        assert asked("", first=1, most=2) == everything[1:]
        assert asked("", most=1) == everything[:1]

    def test_is_of_the_day_on_which_it_is_asked(self, world):
        row = world.coach.appointments.get()
        row.valid_to = clock.today() + DAY
        row.save()
        asked = built_once(lambda user: Appointment.objects.on().filter(user=user))
        assert asked(world.coach.pk) == [row]
        with in_days(2):
            assert asked(world.coach.pk) == []

    def test_takes_keys_as_one_list_and_values_within_a_value(self, world):
        case = world.registered()

        def build(where):
            rows = Case.objects.filter(among("unit", where.units))
            return rows.filter(journal__written_at__gte=where.since) if where.since else rows

        asked, times = counted(build)
        other = world.unit("City").pk
        assert asked(Where([case.unit_id, other], None)) == [case]
        assert asked(Where([other], None)) == []
        assert asked(Where([case.unit_id], clock.now() + DAY)) == []
        assert asked(Where([case.unit_id], clock.now() - DAY))
        assert len(times) == 6  # with one key and with several, with a day and without

    def test_is_nothing_where_nothing_can_be_found(self, db):
        asked, times = counted(lambda n: Case.objects.filter(pk=n, unit__in=[]))
        assert asked(1) == asked(2) == []
        assert len(times) == 2


class TestWhatBuildsItIsRefused:
    """Each of these would be asked with for ever."""

    @pytest.mark.parametrize(
        "build",
        [
            lambda n: Case.objects.filter(pk=n, due_on__lt=clock.today() - DAY),
            lambda n: Case.objects.filter(pk=n, due_on__lt=clock.now().date() + DAY),
            lambda n: Case.objects.filter(pk=n + 1),
            lambda n: Case.objects.filter(number__contains=f"{n}"),
            lambda n: Case.objects.filter(pk=n)[: clock.today().year],
            lambda n: Case.objects.order_by("pk" if clock.today().day == 5 else "-pk"),
        ],
        ids=["another day", "the day after", "another key", "in a text", "how many", "the order"],
    )
    def test_where_it_has_changed_a_value_or_taken_another(self, db, build):
        with pytest.raises(NotAValue):
            built_once(build)(1)

    @pytest.mark.parametrize(
        "build",
        [
            lambda n: Case.objects.filter(pk__gt=n, number=str(User.objects.count())),
            lambda n: Unit.objects.filter(pk__gt=n + int(setting("lagsta_cellantal"))),
            lambda n: Case.objects.filter(pk=n) if Case.objects.exists() else Case.objects.none(),
        ],
        ids=["a count", "a setting", "whether there are any"],
    )
    def test_where_it_has_asked_the_database(self, db, build):
        with pytest.raises(NotAValue):
            built_once(build)(1)

    @pytest.mark.parametrize(
        "build",
        [
            lambda keys: Case.objects.filter(pk__in=keys),
            lambda keys: Case.objects.none() if len(keys) == 2 else Case.objects.all(),
        ],
    )
    def test_where_it_matters_how_many_keys_there_are(self, db, build):
        with pytest.raises(NotAValue):
            built_once(build)([1, 2])

    def test_for_a_sort_of_value_that_it_knows_nothing_of(self, world):
        with pytest.raises(NotAValue):
            built_once(lambda user: Case.objects.filter(coach=user))(world.coach)


class TestThePlan:
    """What is asked often has its plan kept by the server, of the question as it always is."""

    def test_is_kept_for_the_question_whatever_the_values(self, world):
        case = world.registered()
        asked = built_once(lambda n, s: Case.objects.filter(pk__gt=n, number__lt=s, returned=False))
        told = [(0, "a"), (40_000, "JT"), (3_000_000_000, "b"), (1, "c"), (2, "d"), (0, "ö")]
        assert [asked(*values) for values in told] == [[], [], [], [], [], [case]]
        [(statement, types)] = plans('"number" < $')
        assert sorted(types) == ["bigint", "text"]

    def test_is_for_a_page_and_for_what_stands_in_it_always(self, world):
        world.registered()
        asked = built_once(lambda n: Case.objects.filter(pk__gt=n).exclude(number="100 %s").all())
        assert [len(asked(0, first=one, most=1)) for one in range(6)] == [1, 0, 0, 0, 0, 0]
        [(statement, types)] = plans("100 %s")
        assert "LIMIT 1 OFFSET $2" in statement and len(types) == 2

    def test_is_not_kept_where_it_is_made_for_very_many_keys(self, world):
        case = world.registered()
        asked = built_once(lambda n: Case.objects.filter(Q(among("unit", n))).exclude(number="m"))
        for _ in range(6):
            assert asked([*range(10**6, 10**6 + 100), case.unit_id]) == [case]
        assert plans("'m'") == []

    def test_is_not_kept_where_the_plan_for_any_values_would_read_far_more(self, world):
        asked = built_once(lambda n: Case.objects.filter(pk=n).exclude(number="anew"))
        for n in range(10):
            asked(n, anew=True)
        assert plans("'anew'") == []
        for n in range(10):
            asked(n)
        assert len(plans("'anew'")) == 1

    def test_where_questions_are_logged_the_log_has_the_values(self, world):
        case = world.registered()
        asked = built_once(lambda n: Case.objects.filter(pk=n))
        with CaptureQueriesContext(connection) as log:
            assert asked(case.pk) == [case]
        assert f'"id" = {case.pk}' in log.captured_queries[0]["sql"]


def plans(part: str) -> list[tuple[str, list[str]]]:
    """The questions with this part whose plans this connection keeps, and the values' types."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement, parameter_types::text[] FROM pg_prepared_statements"
            " WHERE strpos(statement, %s) > 0",
            [part],
        )
        return cursor.fetchall()


def test_a_value_of_the_old_times_is_a_value_too(world):
    asked = built_once(lambda day: Case.objects.filter(due_on__gt=day))
    assert asked(date(1801, 2, 1)) == asked(date(1999, 1, 1)) == asked(date(1901, 2, 1))
