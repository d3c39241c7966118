"""The database that each test database is a copy of: migrated, with the base city, made once.

Migrating takes a minute; a copy takes a second. Run as a program it makes the database.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "base_of_tests_"


def fingerprint() -> str:
    """Another one as soon as a migration, a fixture or a package is another."""
    found = [ROOT / "requirements.txt"]
    found += (path for kind in ("py", "sql") for path in ROOT.glob(f"**/migrations/*.{kind}"))
    found.append(ROOT / "jobbtorg/audit/months.py")  # what is made after each migration
    found += (path for path in (ROOT / "fixtures").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in sorted(p for p in found if not {".venv", "node_modules"} & set(p.parts)):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def ensure() -> str:
    """The name of the base database, which is made where it is not there."""
    from django.db import connection

    name = PREFIX + fingerprint()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])  # two workers, one base
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        there = {row[0] for row in cursor.fetchall()}
        if name not in there:
            for old in there:
                cursor.execute(f'DROP DATABASE "{old}"')
            cursor.execute(f'CREATE DATABASE "{PREFIX}new"')
            with _connected_to(f"{PREFIX}new"):
                _fill()
            cursor.execute(f'ALTER DATABASE "{PREFIX}new" RENAME TO "{name}"')
    return name


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """Within this block the default connection is to the database of that name."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _fill() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_base")


class Rows:
    """Every row as it is now, to be put back: the base after a test that commits, a kept scene."""

    KEPT = {"django_content_type", "auth_permission"}  # no test writes there

    def __init__(self) -> None:
        from django.db import connection

        tables = set(connection.introspection.django_table_names(only_existing=True)) - self.KEPT
        with connection.cursor() as cursor:
            self.copies = {table: self._read(cursor, table) for table in sorted(tables)}

    @staticmethod
    def _read(cursor: Any, table: str) -> bytes:
        # a table of months is copied by a question
        with cursor.copy(f'COPY (SELECT * FROM "{table}") TO STDOUT') as copy:
            return b"".join(bytes(block) for block in copy)

    def put_back(self) -> None:
        """These rows alone, past triggers and foreign keys; PostgreSQL lets only its owner do so.

        To delete the few rows of a test takes far less time than Django's TRUNCATE of each table.
        """
        from django.db import connection, transaction

        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(";".join(f'DELETE FROM "{table}"' for table in self.copies))
            for table, rows in self.copies.items():
                if rows:
                    with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                        copy.write(rows)
            cursor.execute("SET LOCAL session_replication_role = origin")  # a test may go on


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")
    django.setup()
    ensure()
