"""Makes the role that the application runs as. Run by who may make roles: docs/operations.md."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from psycopg import sql

from jobbtorg.audit import grants
from jobbtorg.settings import env_secret

# A role is the whole server's: from two databases at once both would find none, and make it.
MADE_ONCE = """
DO $$ BEGIN
    CREATE ROLE {} LOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""


class Command(BaseCommand):
    help = "Skapar rollen jobbtorg_app, som programmet kör som. Lösenordet läses ur APP_PASSWORD."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """The role, its password where one is given, and its rights; twice is as once."""
        role, password = sql.Identifier(grants.ROLE), env_secret("APP_PASSWORD")
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(MADE_ONCE).format(role))
            if password:
                said = sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(password))
                cursor.execute(said)
        grants.after_migrating()
        self.stdout.write(f"Rollen {grants.ROLE} får det som programmet gör, och inget mer.")
