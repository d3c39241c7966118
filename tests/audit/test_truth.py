"""A change leaves a history row in its transaction that says what was done, or is refused."""

import pytest
from django.db import DatabaseError, models, transaction

from jobbtorg import clock
from jobbtorg.audit.tables import followed_models
from jobbtorg.history import Audited
from jobbtorg.organisation.models import Unit
from tests.audit.helpers import as_application
from tests.cases.helpers import refused_by_database, sql
from tests.test_history import city, is_refused  # noqa: F401 - city is a fixture


def followed():
    return [model for model in followed_models() if issubclass(model, Audited)]


def history_of(model):
    """Its history table, and the columns that both have."""
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    return model.history.model._meta.db_table, columns


def told_falsely(model, row):
    """A row is touched, and its history is copied with another value in the last column."""
    history, columns = history_of(model)
    table, key = model._meta.db_table, model._meta.pk.column
    sql(f'UPDATE "{table}" SET "{key}" = "{key}" WHERE "{key}" = %s', row.pk)
    sql(
        f'INSERT INTO "{history}" ({columns}, history_date, history_type)'
        f' SELECT {columns}, now(), \'~\' FROM "{table}" WHERE "{key}" <> %s LIMIT 1',
        row.pk,
    )


def told_truly(model, row):
    """The same with a copy of the row itself."""
    history, columns = history_of(model)
    table, key = model._meta.db_table, model._meta.pk.column
    sql(f'UPDATE "{table}" SET "{key}" = "{key}" WHERE "{key}" = %s', row.pk)
    sql(
        f'INSERT INTO "{history}" ({columns}, history_date, history_type)'
        f' SELECT {columns}, now(), \'~\' FROM "{table}" WHERE "{key}" = %s',
        row.pk,
    )


def test_history_that_says_something_else_is_refused(world):
    person = world.registered().person
    history, columns = history_of(type(person))
    other = columns.replace('"last_name"', "'Annan'")
    with refused_by_database("historik som säger något annat: cases_person"):
        sql("UPDATE cases_person SET last_name = 'Ny' WHERE id = %s", person.pk)
        sql(
            f"INSERT INTO {history} ({columns}, history_date, history_type)"
            f" SELECT {other}, now(), '~' FROM cases_person WHERE id = %s",
            person.pk,
        )


def test_a_change_by_plain_sql_with_its_true_history_is_kept(world):
    person = world.registered().person
    with transaction.atomic(), as_application():
        told_truly(type(person), person)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("SET CONSTRAINTS ALL DEFERRED")
    assert person.history.count() == 2


def test_a_second_change_in_the_transaction_needs_its_own_row(world):
    person = world.registered().person
    with refused_by_database("historik som säger något annat"):
        person.first_name = "Ny"
        person.save()
        sql("UPDATE cases_person SET first_name = 'Nyare' WHERE id = %s", person.pk)


def test_a_history_row_planted_in_advance_is_of_the_transaction_that_wrote_it(world):
    person = world.registered().person
    history, columns = history_of(type(person))
    sql(
        f"INSERT INTO {history} ({columns}, history_date, history_type, history_tx)"
        f" SELECT {columns}, now(), '~', 999999999 FROM cases_person WHERE id = %s",
        person.pk,
    )
    ((now, stamped),) = sql(
        f"SELECT pg_current_xact_id()::text::bigint, history_tx FROM {history}"
        " ORDER BY history_id DESC LIMIT 1"
    )
    assert now == stamped


def test_every_model_refuses_what_its_history_does_not_tell_and_keeps_what_it_does(city):  # noqa: F811
    let_through, kept_out = [], []
    for model in followed():
        row = model.objects.order_by("pk").first()
        assert row is not None, f"no row of {model._meta.label} to try"
        if not is_refused(
            lambda m=model, r=row: told_falsely(m, r), "historik", "låst", "ändras inte", "signerad"
        ):
            let_through.append(model._meta.label)
        try:
            with transaction.atomic():
                told_truly(model, row)
        except DatabaseError as error:
            if "historik" in str(error):
                kept_out.append(model._meta.label)
    assert (let_through, kept_out) == ([], [])
    assert len(followed()) > 20


def test_bulk_paths_of_every_model_are_refused(city):  # noqa: F811
    let_through, reasons = [], []
    for model in followed():
        row = model.objects.order_by("pk").first()
        row.pk = row.id = None
        unique = [f for f in model._meta.concrete_fields if f.unique and not f.primary_key]
        for field in unique:
            if isinstance(field, models.CharField):
                setattr(row, field.attname, f"{clock.now():%H%M%S%f}"[: field.max_length])
        try:
            with transaction.atomic():
                model._base_manager.bulk_create([row])
            let_through.append(model._meta.label)
        except DatabaseError as error:
            reasons.append(str(error))
    assert let_through == []
    assert sum("utan historik" in reason for reason in reasons) >= 5


@pytest.mark.parametrize("how", ["UPDATE", "INSERT"])
def test_the_same_as_the_applications_role(world, how):
    case = world.registered()
    fields = (f for f in Unit._meta.concrete_fields if f.column not in ("id", "name"))
    rest = ", ".join(field.column for field in fields)
    change = {
        "UPDATE": f"UPDATE cases_person SET first_name = 'Ny' WHERE id = {case.person_id}",
        "INSERT": f"INSERT INTO organisation_unit ({rest}, name)"
        f" SELECT {rest}, 'Jobbtorg Nytt' FROM organisation_unit WHERE kind = 'jobbtorg' LIMIT 1",
    }[how]
    with refused_by_database("historik"), as_application():
        sql(change)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
