"""A PostgreSQL that answers as one whose disk is full, in some of its tables."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.cases.helpers import sql

FUNCTION = """
CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END$$"""


@contextmanager
def answers_as_full(*tables: str) -> Iterator[None]:
    """Within this block no row is written there."""
    sql(FUNCTION)
    try:
        for table in tables:
            sql(
                f"CREATE TRIGGER disk_full BEFORE INSERT OR UPDATE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION disk_full()"
            )
        yield
    finally:
        sql("DROP FUNCTION disk_full() CASCADE")
