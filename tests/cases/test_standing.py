"""Where a case stands is kept in one row, and is what the rows of law say: ADR 32.

That it is so after every act is held by the property test of the workflow, and by the demo city.
"""

import re
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from django.db import transaction

from cases import standing_sql
from cases.models import Case, ContactRequest, Standing
from cases.models.standing import nobody_here
from cases.standing import stand_all, untrue
from cases.standing_sql import FUNCTIONS, SOURCES, WHERE_IT_STANDS
from jobbtorg import clock
from tests.audit.helpers import as_owner
from tests.cases.helpers import on, parallel, sql

DAY = timedelta(days=1)
TABLE = re.compile(r"(?:FROM|JOIN) ([a-z]+_[a-z]+)")


def here(case):
    """Whether its coach is one at its unit, as each way of asking has it."""
    today = clock.today()
    asked = Case.objects.filter(pk=case.pk)
    holds = asked.filter(standing__coach_days__holds=today).exists()
    lacks = asked.filter(standing__coach_days__lacks=today).exists()
    assert holds is not lacks
    assert holds is Case.objects.get(pk=case.pk).is_handled
    return holds


def nobodys():
    """The numbers of the cases that no coach has today, as the index finds them."""
    return set(Case.objects.filter(nobody_here()).values_list("number", flat=True))


def test_every_table_that_tells_where_a_case_stands_has_its_trigger(db):
    read = set(TABLE.findall(WHERE_IT_STANDS))
    assert read <= SOURCES.keys()
    asked = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s"
    assert {name for (name,) in sql(asked, "case_stands")} == SOURCES.keys()
    assert sql(asked, "case_was_written_in") == [("cases_journalentry",)]


def test_the_migration_has_what_the_code_has(db):
    kept = "SELECT prosrc FROM pg_proc WHERE proname = %s"
    for name in ("case_stands", "coach_stands", "case_was_written_in"):
        ((source,),) = sql(kept, name)
        assert " ".join(source.split()) in " ".join(FUNCTIONS.split())


class TestTheCoach:
    def test_who_leaves_and_comes_back_has_the_case_on_those_days_alone(self, world):
        case = world.started()
        row = world.coach.appointments.get()
        row.valid_to = clock.today() + 9 * DAY
        row.save()
        world.appoint(world.coach, "coach", "Farsta", since=clock.today() + 20 * DAY)
        seen = []
        for days in (0, 9, 10, 19, 20):
            with on(clock.today() + days * DAY):
                seen.append(here(case))
                assert (case.number in nobodys()) is not seen[-1]
        assert seen == [True, True, False, False, True]

    def test_an_account_that_is_shut_has_no_case(self, world):
        case = world.started()
        world.coach.is_active = False
        world.coach.save()
        assert not here(case) and case.number in nobodys()
        world.coach.is_active = True
        world.coach.save()
        assert here(case) and case.number not in nobodys()

    def test_nobody_is_asked_for_the_coach_of_a_closed_case(self, world):
        case = world.started()
        world.coach.is_active = False
        world.coach.save()
        as_owner("UPDATE cases_case SET status = 'avslutad'")
        sql("SELECT case_stands(%s)", case.pk)
        assert case.number not in nobodys() and not here(case)


def test_it_goes_with_its_case(world):
    case = world.registered()
    with transaction.atomic():
        as_owner("DELETE FROM cases_case WHERE id = %s", case.pk)
        sql("SELECT case_stands(%s)", case.pk)
        assert not Standing.objects.exists()
        transaction.set_rollback(True)


def test_what_was_written_past_the_triggers_is_worked_out_by_hand(world):
    world.running()
    before = Standing.objects.values().get()
    as_owner("DELETE FROM cases_standing")
    assert untrue()
    stand_all()
    assert Standing.objects.values().get() == before and untrue() == []


@pytest.mark.parametrize("column", standing_sql.COLUMNS)
def test_each_thing_that_is_kept_is_held_against_the_rows_of_law(world, column):
    world.running()
    told = {
        "coach_days": "'{}'", "step": "'planera'", "reply_by": "current_date",
        "withdrawn_on": "current_date", "appeal_until": "current_date",
        "coached_from": "NULL", "uncoached_from": "current_date", "runs_to": "NULL",
    }  # fmt: skip
    as_owner(f"UPDATE cases_standing SET {column} = {told.get(column, f'NOT {column}')}")
    assert untrue()


def test_two_who_write_in_the_same_case_at_once_both_count(committed_world):
    world = committed_world
    case, left = world.started(), Event()

    def coach_leaves():
        with transaction.atomic():
            world.coach.is_active = False
            world.coach.save()
            left.set()
            sleep(0.3)  # the other is on its way meanwhile

    def contact_is_asked():
        left.wait(5)
        told = {"came_on": clock.today(), "text": "Ring mig.", "asked_as": "Coach"}
        ContactRequest.objects.create(
            case=case, asked_by=world.colleague, asked_at=clock.now(), **told
        )

    assert world.colleague
    assert parallel(coach_leaves, contact_is_asked) == [None, None]
    kept = Standing.objects.get(case=case)
    assert kept.contact_asked and not kept.has_coach(clock.today())
    assert untrue() == []


def test_the_last_line_of_the_journal_is_known(world):
    case = world.started()
    assert Standing.objects.get(case=case).last_line_at == case.journal.first().written_at
