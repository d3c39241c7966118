"""The product with settings of a test's own: a program that is told what to do, line by line.

`skicka` posts work for a worker, and says what is left in the outbox; `igen` is the beat, some
minutes later. `liv` has a worker show life, `rader` says whether one has. `ko` is how long the
queues are, `redo` what readiness says of them. `handling` takes in a document on its page and
reads some pages beside: what each answered, and the longest wait. `avsökta` is how often each
document has been scanned, `avsök` is the beat that looks for those that were not.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds, for a program to start on a busy machine


@contextmanager
def asking(environment: dict[str, str]) -> Iterator[Callable[[str], Any]]:
    """Asks a program with those settings; ended after the block."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.product"], cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert program.stdin and program.stdout

    def ask(word: str) -> Any:
        print(word, file=program.stdin, flush=True)
        assert program.stdout
        return json.loads(program.stdout.readline())

    try:
        yield ask
    finally:
        program.kill()
        program.communicate()


def until(what: Callable[[], Any]) -> None:
    """Waits until it is so."""
    for _ in range(PATIENCE * 2):
        if what():
            return
        time.sleep(0.5)
    raise AssertionError("it never came to that")


def main() -> None:
    """Answers until the lines end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")
    import django

    django.setup()
    from jobbtorg.celery import app

    app.loader.import_default_modules()
    for word in map(str.strip, sys.stdin):
        print(json.dumps(DONE[word]()), flush=True)


def sent() -> Any:
    from django.db import transaction

    from jobbtorg.jobs import outbox, tasks
    from jobbtorg.jobs.models import Message

    with transaction.atomic():
        outbox.post(tasks.carry_out, 0)
    return Message.objects.count()


def sent_again() -> Any:
    from jobbtorg import clock
    from jobbtorg.jobs import outbox
    from jobbtorg.jobs.models import Message

    with clock.at(clock.now() + timedelta(minutes=5)):
        return [outbox.send_left(), Message.objects.count()]


def shown_life() -> Any:
    from jobbtorg.jobs import outbox, tasks

    try:
        tasks.show_life.delay("celery")
    except outbox.AWAY:  # the beat tries anew each minute
        return "borta"
    return "ok"


def alive() -> Any:
    from jobbtorg.jobs.models import Heartbeat

    found = Heartbeat.objects.first()
    return found.at.isoformat() if found else ""


def queued() -> Any:
    from jobbtorg.operations import measures

    return {name: int(number) for name, number in measures.queued()}


def ready() -> Any:
    from jobbtorg.operations import parts

    named = ("kö", "redis")
    return {part.name: parts._asked(part) for part in parts.PARTS if part.name in named}


ACTS: dict[str, Any] = {}  # the coach's browser and case, when first asked for


def case_and_browser() -> tuple[Any, Any]:
    from django.test import Client

    from tests.world import World

    if not ACTS:
        world, browser = World(), Client(raise_request_exception=False)
        ACTS["case"], ACTS["browser"] = world.started(), browser
        ACTS["kind"] = world.code("handlingstyp", "intyg").pk
        browser.force_login(world.coach, backend="django.contrib.auth.backends.ModelBackend")
    return ACTS["case"], ACTS["browser"]


def taken_in() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case, browser = case_and_browser()
    here, told, longest = case.get_absolute_url(), [], 0.0
    paper = {
        "type": ACTS["kind"],
        "received_on": str(case.application.arrived_on),
        "upload": [SimpleUploadedFile("intyg.txt", os.urandom(8).hex().encode())],
    }
    for ask in (
        lambda: browser.post(f"{here}handlingar/", paper),
        lambda: browser.get(f"{here}handlingar/"),
        lambda: browser.get("/"),
        lambda: browser.get("/sok/"),
    ):
        begun = time.monotonic()
        told.append(ask().status_code)
        longest = max(longest, time.monotonic() - begun)
    return [told, longest]


def scanned() -> Any:
    from django.db.models import Count

    from cases.models import Document

    return list(Document.objects.annotate(n=Count("scans")).values_list("n", flat=True))


def look_for_unscanned() -> Any:
    from cases.tasks import scan_waiting

    return scan_waiting.apply().state


DONE = {
    "skicka": sent, "igen": sent_again, "liv": shown_life, "rader": alive, "ko": queued,
    "redo": ready, "handling": taken_in, "avsökta": scanned, "avsök": look_for_unscanned,
}  # fmt: skip

if __name__ == "__main__":
    main()
