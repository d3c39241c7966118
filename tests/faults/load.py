"""What is done while PostgreSQL is killed: cases are registered and notes written, one by one.

Run as a program, with a number of its own and for how many seconds; with none it only employs the
staff. What has been answered for is told on standard output, a line for each.
"""

import os
import sys
from datetime import date, timedelta
from time import monotonic

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")
SEED = int(sys.argv[1])
SECONDS = float(sys.argv[2])
STAFF = {"coach": "coach-farsta", "chef": "chef-farsta", "registrator": "registrator"}


def main() -> None:
    """Goes on until the time is over; what fails is told of and tried anew with the next."""
    django.setup()
    from django.db import Error, connection
    from django.test import Client

    from tests.world import World, test_number

    world, browser, until = World(), None, monotonic() + SECONDS
    employ(world)
    for n in range(1_500):
        if monotonic() > until:
            break
        try:
            browser = browser or signed_in(Client(raise_request_exception=False), world.coach)
            case = world.started(test_number(date(1994, 1, 1) + timedelta(days=SEED * 1500 + n)))
            world.note(case, sign=True)
            print("klart", case.number, flush=True)
        except Error as error:
            print("fel", type(error).__name__, flush=True)
            connection.close()
        if browser:
            print("sida", browser.get("/").status_code, flush=True)


def employ(world):
    """Those whom another of these programs has employed already are known again."""
    from jobbtorg.organisation.models import User

    for name, username in STAFF.items():
        found = User.objects.filter(username=username).first()
        if found:
            vars(world)[name] = found
        assert getattr(world, name)


def signed_in(browser, user):
    """The browser, signed in."""
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


if __name__ == "__main__":
    main()
