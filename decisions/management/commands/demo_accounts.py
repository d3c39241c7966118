"""manage.py demo_accounts: the main accounts of the demo, as a short table."""

from typing import Any

from django.core.management.base import BaseCommand

from decisions.demo.decks import content
from jobbtorg.organisation.models import Appointment, User

HEAD = ("KONTO", "NAMN", "FUNKTION", "ENHET")


class Command(BaseCommand):
    """Prints username, name, function and unit of the accounts that a demo begins with."""

    help = "Visar demostadens viktigaste konton."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per account, in columns."""
        main = [row["username"] for row in content("staff") if row.get("main")]
        users = {u.username: u for u in User.objects.filter(username__in=main, is_active=True)}
        rows = [HEAD, *(_row(users[name]) for name in main if name in users)]
        widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def _row(user: User) -> tuple[str, str, str, str]:
    held: list[Appointment] = user.roles()
    functions = ", ".join(role.get_function_display() for role in held)
    units = ", ".join(dict.fromkeys(role.unit.name for role in held))
    return user.username, str(user), functions, units
