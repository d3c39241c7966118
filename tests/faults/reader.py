"""Someone who reads and writes, for a test that stops servers beside: one line in, one line out.

`skriv` registers a case. `sida` reads how many applications the statistics page has, `fil` the
same in the file, `redo` what readiness says of the copy.
"""

import json
import os
import re
import sys
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")
PAGE = "/statistik/inflode/"


def main() -> None:
    """Answers until the lines end."""
    django.setup()
    from django.test import Client

    from jobbtorg import replica
    from jobbtorg.operations import parts
    from tests.world import World, test_number

    world, browser, born = World(), Client(), date(1995, 1, 1)
    asked_by(browser, world.chef)
    for word in map(str.strip, sys.stdin):
        replica._away_until = float("-inf")  # no test waits until it is asked anew
        told: object = "ok"
        if word == "skriv":
            born += timedelta(days=1)
            world.started(test_number(born))
        elif word == "sida":
            text = browser.get(PAGE).content.decode()
            told = {"antal": counted(text), "sedan": "som de var" in text}
        elif word == "fil":
            told = counted_in(browser.get(f"{PAGE}csv/").content.decode("utf-8-sig"))
        elif word == "redo":
            told = parts._asked(next(part for part in parts.PARTS if part.name == "läskopia"))
        print(json.dumps(told), flush=True)


def asked_by(browser, user):
    """The browser, signed in."""
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def counted(text: str) -> int:
    """The cases behind the figure, as its page lists them."""
    return text.count("row-link")


def counted_in(text: str) -> int:
    """The number of the line of all."""
    line = next(line for line in reversed(text.splitlines()) if "Alla" in line)
    return int(re.findall(r"\d+", line)[0])


if __name__ == "__main__":
    main()
