"""Whatever is changed past the triggers is found, and the sentence names the row."""

import re
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction

from cases.models import Document, JournalEntry
from decisions.models import Decision, Letter
from jobbtorg.audit import sealing
from jobbtorg.audit.models import AccessLog, AuditCheck, Seal
from jobbtorg.audit.tables import chained, chained_models, followed_models
from jobbtorg.audit.verifying import _found, verify
from tests.audit.helpers import as_owner, sealed, told
from tests.cases.helpers import in_days, sql
from tests.test_history import city  # noqa: F401 - city is a fixture


@pytest.fixture
def chain(world):
    """A decided case, opened thrice; all of it sealed and settled."""
    case = world.decided().application.case
    sealed(lambda: read(world, case))
    return case


def read(world, case):
    AccessLog.objects.create(
        user=world.coach, acting_as="Coach", action="las", what="Ärendet", case_number=case.number
    )


def latest(model):
    return model.objects.order_by("-pk").first()


class TestNothingIsWrong:
    def test_when_nothing_is_changed(self, chain):
        assert told() == []
        check = AuditCheck.objects.get()
        assert check.checked > 100
        assert check.head == Seal.objects.last().head

    def test_of_a_row_that_is_not_sealed_yet(self, chain, world):
        read(world, chain)
        assert told() == []

    def test_after_ten_seals_in_a_row_with_nothing_new(self, chain):
        before = Seal.objects.count()
        assert [sealing.seal() for _ in range(3)] == [0, 0, 0]
        assert Seal.objects.count() == before

    def test_each_row_that_is_written_once_has_one_seal(self, chain):
        for table in chained():
            keys = [key for (key,) in sql(f'SELECT "{table.key}" FROM {table.name} ORDER BY 1')]
            rows = Seal.objects.filter(table=table.name).values_list("keys", flat=True)
            assert sorted(key for row in rows for key in row) == keys, table.name


class TestAsTheOwner:
    def test_a_changed_decision_is_named_with_its_column(self, chain):
        row = latest(Decision)
        as_owner("UPDATE decisions_decision SET unnamed = 'Hot.' WHERE id = %s", row.pk)
        assert f"decisions_decision, rad {row.pk}: unnamed är inte som historiken säger." in told()
        assert any(
            re.fullmatch(rf"decisions_decision, rad {row.pk}: är ändrad efter förseglingen .*", s)
            for s in told()
        )

    def test_so_is_one_whose_history_is_changed_with_it(self, chain):
        row = latest(Decision)
        as_owner("UPDATE decisions_decision SET unnamed = 'Hot.' WHERE id = %s", row.pk)
        as_owner("UPDATE decisions_historicaldecision SET unnamed = 'Hot.' WHERE id = %s", row.pk)
        found = told()
        assert len(found) == 2
        assert found[0].startswith(f"decisions_decision, rad {row.pk}: är ändrad")
        assert found[1].startswith("decisions_historicaldecision, rad ")

    def test_a_changed_case_is_told_by_its_history(self, chain):
        as_owner("UPDATE cases_case SET status = 'utreds' WHERE id = %s", chain.pk)
        assert told() == [f"cases_case, rad {chain.pk}: status är inte som historiken säger."]

    def test_a_row_that_is_gone(self, chain):
        row = latest(chain.history.model)
        as_owner("DELETE FROM cases_historicalcase WHERE history_id = %s", row.pk)
        found = told()
        assert found[0].startswith(f"cases_historicalcase, rad {row.pk}: är borttagen efter")
        assert any(s.startswith(f"cases_case, rad {chain.pk}: ") for s in found)

    def test_a_case_that_is_gone_but_for_its_history(self, chain):
        as_owner("DELETE FROM cases_case WHERE id = %s", chain.pk)
        assert told() == [f"cases_case, rad {chain.pk}: är borttagen."]

    def test_a_row_without_any_history(self, chain):
        as_owner("DELETE FROM cases_historicalcase WHERE id = %s", chain.pk)
        assert f"cases_case, rad {chain.pk}: har ingen historik." in told()

    def test_a_row_put_in_between(self, chain, world):
        gap = JournalEntry.objects.order_by("pk").first().pk - 1
        columns = ", ".join(f.column for f in JournalEntry._meta.concrete_fields[1:])
        as_owner(
            f"INSERT INTO cases_journalentry (id, {columns})"
            f" SELECT {gap}, {columns} FROM cases_journalentry LIMIT 1"
        )
        sealing.seal()
        assert told() == [
            f"cases_journalentry, rad {gap}: är inskjuten efteråt; den saknar försegling."
        ]

    def test_two_rows_that_have_changed_places(self, chain):
        one, other = JournalEntry.objects.order_by("pk")[:2]
        for entry, text in ((one, other.title), (other, one.title)):
            as_owner("UPDATE cases_journalentry SET title = %s WHERE id = %s", text, entry.pk)
        assert [s.split(":")[0] for s in told()] == [
            f"cases_journalentry, rad {one.pk}",
            f"cases_journalentry, rad {other.pk}",
        ]

    def test_two_rows_that_have_changed_keys(self, chain):
        one, other = JournalEntry.objects.order_by("pk")[:2]
        for old, new in ((one.pk, -1), (other.pk, one.pk), (-1, other.pk)):
            as_owner("UPDATE cases_journalentry SET id = %s WHERE id = %s", new, old)
        assert len(told()) == 2

    def test_a_row_of_the_log(self, chain):
        row = latest(AccessLog)
        as_owner("UPDATE audit_accesslog SET what = 'Något annat' WHERE id = %s", row.pk)
        (sentence,) = told()
        assert sentence.startswith(f"audit_accesslog_{row.at:%Y_%m}, rad {row.pk}: är ändrad")

    def test_a_month_of_the_log_that_is_gone(self, chain):
        name = f"audit_accesslog_{AccessLog.objects.first().at:%Y_%m}"
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql(f"DROP TABLE {name}")
        assert f"{name}: tabellen är borta." in told()

    def test_and_a_seal_that_says_that_it_was_dropped_is_no_help_for_another_table(self, chain):
        sealing.append(kind="gallrad", table="cases_correction")
        as_owner("UPDATE audit_seal SET \"table\" = 'x_y' WHERE \"table\" = 'cases_journalentry'")
        sealing.append(kind="gallrad", table="x_y")
        assert "x_y: tabellen är borta." in told()


OTHER = {  # by PostgreSQL's type: another value, whatever it was
    "text": "\"{}\" || 'x'", "character varying": "left(\"{}\", 3) || 'x'", "bigint": '"{}" + 1',
    "integer": '"{}" + 1', "smallint": '"{}" + 1', "date": '"{}" + 1', "boolean": 'NOT "{}"',
    "timestamp with time zone": "\"{}\" + interval '1 hour'",
}  # fmt: skip


def change_a_value(model, key):
    """Some column of the row gets another value; a constraint may want another column."""
    table, pk = model._meta.db_table, model._meta.pk.column
    asked = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
    types = dict(sql(asked, table))
    for field in reversed(model._meta.concrete_fields):
        value = OTHER.get(types[field.column], "NULL").format(field.column)
        changed = f'UPDATE {table} SET "{field.column}" = {value} WHERE "{pk}" = %s'
        try:
            with transaction.atomic():
                before = sql(f'SELECT "{field.column}" FROM {table} WHERE "{pk}" = %s', key)
                as_owner(changed, key)
                if sql(f'SELECT "{field.column}" FROM {table} WHERE "{pk}" = %s', key) != before:
                    return
        except DatabaseError:
            sql("SET session_replication_role = origin")
    pytest.fail(f"no column of {table} could be changed")


def test_a_changed_row_of_any_table_is_named(city):  # noqa: F811
    """By construction: every table of law and organisation, and every history."""
    as_owner("INSERT INTO practice_practice (id, cases, made_at) VALUES (1, 21, now())")
    as_owner("INSERT INTO practice_reset (by, at) VALUES ('Mirja Laaksonen', now())")
    sealing.seal()
    assert told() == []
    changed = {}
    for model in {*chained_models(), *followed_models()} - {AuditCheck}:
        row = model.objects.order_by("pk").first()
        assert row is not None, f"no row of {model._meta.label} to try"
        change_a_value(model, row.pk)
        table = model._meta.db_table
        changed[table if model is not AccessLog else f"{table}_{row.at:%Y_%m}"] = row.pk
    sentences = " ".join(all_told())
    assert [name for name, pk in changed.items() if f"{name}, rad {pk}: " not in sentences] == []
    assert len(changed) > 100


class TestTheChainItself:
    def test_a_changed_seal_is_found(self, chain):
        row = Seal.objects.all()[3]
        as_owner("UPDATE audit_seal SET keys = keys || 999999999::bigint WHERE id = %s", row.pk)
        assert any(s.startswith(f"Kedjan: förseglingen {row.number} ") for s in told())

    def test_so_is_one_that_was_made_to_say_it_anew(self, chain):
        """The row, its leaf and its seal's hash are rewritten: the next seal gives it away."""
        row = Seal.objects.filter(table="decisions_decision").get()
        as_owner("UPDATE decisions_decision SET unnamed = 'Hot.' WHERE id = %s", row.keys[0])
        columns = sealing.leaf(row.columns)
        sealing.plainly()
        ((leaf,),) = sql(f"SELECT {columns} FROM decisions_decision t WHERE id = %s", row.keys[0])
        row.leaves[0] = bytes(leaf)
        as_owner(
            "UPDATE audit_seal SET leaves = %s, hash = %s WHERE id = %s",
            [bytes(one) for one in row.leaves], row.hashed(), row.pk,
        )  # fmt: skip
        assert any(f"förseglingen {row.number + 1} " in s and "följer inte" in s for s in told())

    def test_a_seal_that_is_taken_out_of_the_middle(self, chain):
        as_owner("DELETE FROM audit_seal WHERE number = 5")
        assert "Kedjan: försegling 5 saknas." in told()

    def test_a_last_batch_taken_away_shows_by_a_printed_line(self, chain, tmp_path):
        out = StringIO()
        call_command("export_head", stdout=out)
        printed = tmp_path / "utskrivna.txt"
        printed.write_text(out.getvalue())
        last = Seal.objects.last()
        as_owner("DELETE FROM audit_accesslog WHERE id = ANY(%s)", last.keys)
        as_owner("DELETE FROM audit_seal WHERE number = %s", last.number)
        assert told() == []
        out = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("verify_audit", heads=printed, stdout=out)
        assert ended.value.code == 1
        assert f"försegling {last.number}, som har skrivits ut, finns inte längre" in out.getvalue()

    def test_a_whole_chain_made_anew_shows_by_a_printed_line(self, chain):
        head = Seal.objects.last().head
        as_owner("UPDATE decisions_decision SET number = number || 'x'")
        as_owner("UPDATE decisions_historicaldecision SET number = number || 'x'")
        as_owner("DELETE FROM audit_seal")
        sealing.seal()
        assert told() == []
        number = head.split()[-2]
        assert verify([head]).deviating == [
            f"Kedjan: försegling {number}, som har skrivits ut, finns inte längre."
        ]

    def test_its_rows_are_frozen_too(self, chain):
        with pytest.raises(Exception, match="Cannot update"):
            sql("UPDATE audit_seal SET told = 'x'")


class TestFiles:
    def test_a_flipped_byte_in_a_document_is_found(self, chain, world):
        key = Document.objects.get(pk=world.document(chain).pk).key
        flip(key)
        (sentence,) = whole()
        assert sentence == f"{Document.objects.get(key=key).place}: ändrad"

    def test_a_flipped_byte_in_a_letter_is_found(self, chain):
        letter = latest(Letter)
        flip_letter(letter)
        assert f"{letter.decision.number}: brevets innehåll är ändrat." in whole()


def flip(key):
    """The first byte of the stored file is another."""
    storage = storages["documents"]
    with storage.open(key) as file:
        content = bytearray(file.read())
    content[0] ^= 1
    storage.delete(key)
    storage.save(key, ContentFile(bytes(content)))


def flip_letter(letter):
    """One byte of the stored letter is another, past the constraint that compares it."""
    sql("ALTER TABLE decisions_letter DROP CONSTRAINT letter_bytes_match_hash")
    as_owner(
        "UPDATE decisions_letter SET pdf = set_byte(pdf, 9, get_byte(pdf, 9) # 1) WHERE id = %s",
        letter.pk,
    )


def whole():
    """What the check says of tables, letters and files."""
    return list(verify().deviating)


def all_told():
    """Every sentence, however many."""
    return _found([], beside=False)


class TestWritersNeverWait:
    def test_what_is_committed_late_with_a_low_number_is_sealed_when_it_comes(
        self, committed_world
    ):
        """A transaction that took its number before another, and ended after it was sealed."""
        other = connections.create_connection("default")
        try:
            columns = ", ".join(f.column for f in AccessLog._meta.concrete_fields[1:])
            case = committed_world.registered()
            read(committed_world, case)
            with other.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute(
                    f"INSERT INTO audit_accesslog ({columns}) SELECT {columns}"
                    " FROM audit_accesslog LIMIT 1 RETURNING id"
                )
                (late,) = cursor.fetchone()
                for days in range(4):
                    with in_days(days):
                        read(committed_world, case)
                        assert sealing.seal() > 0
                assert late not in keys_of_the_log()
                cursor.execute("COMMIT")
        finally:
            other.close()
        assert told() == []
        sealing.seal()
        assert late in keys_of_the_log()
        assert told() == []

    @pytest.mark.parametrize(("where", "settled"), [("postgres", True), (None, False)])
    def test_and_nobody_waits_for_who_is_at_work_in_another_database_of_the_server(
        self, committed_world, where, settled
    ):
        other = connections.create_connection("default")
        other.settings_dict = {**other.settings_dict, "NAME": where or other.settings_dict["NAME"]}
        case = committed_world.registered()
        try:
            with other.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT pg_current_xact_id()")
                for days in range(4):
                    with in_days(days):
                        read(committed_world, case)
                        sealing.seal()
            assert any(sealing.settled_key(table.name) for table in chained()) is settled
        finally:
            other.close()


def keys_of_the_log():
    rows = Seal.objects.filter(table__startswith="audit_accesslog").values_list("keys", flat=True)
    return {key for row in rows for key in row}
