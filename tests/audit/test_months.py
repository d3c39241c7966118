"""The log by month: made ahead, never lost, and dropped whole with a word in the chain."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from jobbtorg import clock
from jobbtorg.audit import months, retention, sealing
from jobbtorg.audit.models import AccessLog, Seal
from jobbtorg.audit.tables import log_tables
from jobbtorg.audit.tasks import make_months
from jobbtorg.organisation.management.commands.clear_log import kept_years, years_back
from tests.audit.helpers import as_application, as_owner, told
from tests.cases.helpers import in_days, refused_by_database, sql
from tests.rulebook.helpers import set_since_the_beginning

OLD = date(2019, 3, 1)


def row_of(world, moment):
    """A row of the log of that moment."""
    return AccessLog.objects.create(
        at=moment, user=world.coach, acting_as="Coach", action="las", what="Ärendet"
    )


def place_of(row):
    ((name,),) = sql("SELECT tableoid::regclass::text FROM audit_accesslog WHERE id = %s", row.pk)
    return name


@pytest.fixture
def old_row(world):
    """A row of March 2019, in the table of that month, sealed; the constraints have been asked."""
    months.make(OLD, OLD)
    row = row_of(world, datetime(2019, 3, 5, tzinfo=UTC))
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sealing.seal()
    return row


def test_a_row_lies_in_its_month_by_the_clock_in_stockholm(world):
    today = clock.today()
    assert place_of(row_of(world, clock.now())) == f"audit_accesslog_{today:%Y_%m}"
    months.make(OLD, OLD)
    last_evening = datetime(2019, 2, 28, 23, 30, tzinfo=UTC)  # half past midnight in Stockholm
    assert place_of(row_of(world, last_evening)) == "audit_accesslog_2019_03"


def test_a_row_of_a_month_that_nobody_made_is_kept(world):
    row = row_of(world, datetime(1999, 1, 1, tzinfo=UTC))
    assert place_of(row) == months.DEFAULT
    months.make(date(1999, 1, 1), date(1999, 1, 1))  # too late: the row stays where it is
    assert AccessLog.objects.filter(pk=row.pk).exists()
    sealing.seal()
    assert told() == []


def test_the_months_to_come_are_made_by_the_application_and_twice_is_as_once(db):
    with in_days(400), as_application():
        make_months()
        make_months()
        day = clock.today()
    assert months.named(day) in log_tables()
    assert len(log_tables()) >= 8


def test_a_new_month_is_the_owners_and_frozen(world):
    with as_application():
        months.make(OLD, OLD)
    row = row_of(world, datetime(2019, 3, 5, tzinfo=UTC))
    for change in ("UPDATE {} SET what = 'x'", "DELETE FROM {}"):
        with refused_by_database("Cannot update or delete"):
            sql(change.format("audit_accesslog_2019_03"))
    assert AccessLog.objects.filter(pk=row.pk, what="Ärendet").exists()


def test_the_function_makes_no_endless_number_of_months(db):
    with refused_by_database("Så många månader"), as_application():
        months.make(OLD, date(2090, 1, 1))


class TestDropping:
    def test_a_month_that_is_too_old_is_dropped_and_the_chain_says_so(self, old_row, world):
        young = row_of(world, clock.now())
        out = StringIO()
        call_command("clear_log", stdout=out)
        assert out.getvalue() == "audit_accesslog_2019_03: Gallrad, 1 rader. Tiden var ute.\n"
        assert list(AccessLog.objects.filter(pk__in=[old_row.pk, young.pk])) == [young]
        last = Seal.objects.last()
        assert (last.kind, last.table) == ("gallrad", "audit_accesslog_2019_03")
        assert told() == []

    def test_the_setting_says_how_many_years(self, old_row):
        assert kept_years() == 5
        assert years_back(date(2026, 11, 23), 5) == date(2021, 11, 1)
        assert retention.drop_before(OLD) == []
        assert AccessLog.objects.filter(pk=old_row.pk).exists()

    def test_fewer_than_five_years_is_five(self, db):
        set_since_the_beginning("logg_bevaras_ar", 2)
        assert kept_years() == 5

    def test_an_old_row_of_a_month_that_nobody_made_is_taken_out_and_told_of(self, world):
        old = row_of(world, datetime(1999, 1, 31, 22, 59, tzinfo=UTC))
        kept = row_of(world, datetime(1999, 1, 31, 23, 0, tzinfo=UTC))  # February in Stockholm
        (seal,) = retention.drop_before(date(1999, 2, 1))
        assert list(AccessLog.objects.filter(pk__in=[old.pk, kept.pk])) == [kept]
        assert (seal.kind, seal.table, seal.keys) == ("gallrad", months.DEFAULT, [old.pk])
        assert "1999-02, 1 stycken" in seal.told
        assert told() == []

    def test_the_rows_that_stay_are_as_frozen_as_before(self, world):
        row_of(world, datetime(1999, 1, 5, tzinfo=UTC))
        kept = row_of(world, datetime(1999, 3, 5, tzinfo=UTC))
        retention.drop_before(date(1999, 2, 1))
        with refused_by_database("Cannot update or delete"):
            sql(f"DELETE FROM {months.DEFAULT} WHERE id = %s", kept.pk)

    def test_a_row_that_is_gone_without_being_told_of_is_found(self, world):
        row_of(world, datetime(1999, 1, 5, tzinfo=UTC))
        kept = row_of(world, datetime(1999, 3, 5, tzinfo=UTC))
        retention.drop_before(date(1999, 2, 1))
        as_owner(f"DELETE FROM {months.DEFAULT} WHERE id = %s", kept.pk)
        assert len([line for line in told() if f"rad {kept.pk}: är borttagen" in line]) == 1

    def test_an_old_row_that_was_changed_is_not_taken_out(self, world):
        row = row_of(world, datetime(1999, 1, 5, tzinfo=UTC))
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sealing.seal()
        as_owner("UPDATE audit_accesslog SET what = 'Något annat' WHERE id = %s", row.pk)
        with pytest.raises(retention.NotDropped, match=months.DEFAULT):
            retention.drop_before(date(1999, 2, 1))

    def test_what_was_changed_is_not_dropped(self, old_row):
        as_owner("UPDATE audit_accesslog SET what = 'Något annat' WHERE id = %s", old_row.pk)
        with pytest.raises(CommandError, match="Ingenting är gallrat: audit_accesslog_2019_03"):
            call_command("clear_log")

    def test_the_application_cannot(self, old_row):
        with pytest.raises(CommandError, match="bara den roll som äger"):
            drop_as_application()

    def test_a_drop_that_the_chain_does_not_tell_of_is_found(self, old_row):
        sql("DROP TABLE audit_accesslog_2019_03")
        assert "audit_accesslog_2019_03: tabellen är borta." in told()


def drop_as_application():
    with as_application():
        call_command("clear_log")


def test_the_partitions_have_every_index_and_key_of_the_log(db):
    ((count,),) = sql("SELECT count(*) FROM pg_index WHERE indrelid = 'audit_accesslog'::regclass")
    assert count >= 5
    asked = "SELECT count(*) FROM pg_index WHERE indrelid = %s::regclass"
    assert {sql(asked, name)[0] for name in log_tables()} == {(count,)}


def test_the_log_takes_no_row_of_nobody(db):
    with pytest.raises(DatabaseError):
        sql(
            "INSERT INTO audit_accesslog (at, user_id, acting_as, action, what, case_number,"
            " reason) VALUES (now(), 987654321, '', 'las', '', '', '');"
            " SET CONSTRAINTS ALL IMMEDIATE"
        )
