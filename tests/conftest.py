"""The base city: units, register and rulebook are there in every test that has a database."""

import gc
import os
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import hypothesis
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from playwright.sync_api import Browser, sync_playwright

from appeals import monthly
from jobbtorg import practice
from jobbtorg.letters import Manuscript
from jobbtorg.organisation import printout
from tests import base_database
from tests.world import World

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

# How long an example takes depends on what else the machine does: that proves nothing.
hypothesis.settings.register_profile("tests", deadline=None)
hypothesis.settings.load_profile("tests")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: begun last, one worker would wait minutes for the other."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays; and of what comes little goes in circles.

    To look for garbage as often as Python does by itself takes a tenth of all the tests' time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole session; Debian's."""
    # Playwright keeps an event loop in this thread, and Django then asks for leave to use the ORM.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Each worker's database is a copy of the base, not migrated on its own."""
    with django_db_blocker.unblock():
        copied = {"TEMPLATE": base_database.ensure(), "MIGRATE": False}
    connection.settings_dict["TEST"].update(copied)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What the base loads today, and what the application's role may in this very database."""
    with django_db_blocker.unblock():
        call_command("load_base")
        call_command("create_app_role", stdout=StringIO())


@pytest.fixture(scope="session")
def base_rows(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The base as it was loaded, which Django puts back instead of emptying the tables."""
    with django_db_blocker.unblock():
        rows = base_database.Rows()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: rows.put_back())
        yield


@pytest.fixture
def base(base_rows, transactional_db):
    """For tests that commit: after each the database is the base again."""


@pytest.fixture
def world(db) -> World:
    """Staff with appointments, and short ways to bring a case to any point."""
    return World()


@pytest.fixture
def empowered(world: World) -> None:
    """The chefer of Farsta take the other kinds of decision too."""
    world.empower()


@pytest.fixture
def committed_world(base) -> World:
    """The same, for tests whose transactions commit."""
    return World()


@pytest.fixture(scope="session")
def printed_letters() -> dict[Any, bytes]:
    """Each letter that the session has printed, and each list."""
    return {}


@pytest.fixture(autouse=True)
def letters_are_printed_once(request, monkeypatch, printed_letters):
    """The same letter gives the same bytes, which the tests marked `prints` prove: one printing."""
    if request.node.get_closest_marker("prints"):
        monkeypatch.setattr("tests.world.kept.KEPT", {})
        return
    print_once(monkeypatch, printed_letters)


def print_once(monkeypatch: pytest.MonkeyPatch, printed_letters: dict[Any, bytes]) -> None:
    """From here on a letter that has been printed is not printed again, nor one of the lists
    that every role fetches."""
    printing = Manuscript.pdf

    def pdf(letter: Manuscript) -> bytes:
        if letter not in printed_letters:
            printed_letters[letter] = printing(letter)
        return printed_letters[letter]

    monkeypatch.setattr(Manuscript, "pdf", pdf)
    for module in (printout, monthly):
        monkeypatch.setattr(module, "printed", printing_once(module.printed, printed_letters))


def printing_once(
    printed: Callable[[str, str], bytes], printed_letters: dict[Any, bytes]
) -> Callable[[str, str], bytes]:
    """The same HTML with the same style gives the same bytes, in the same environment."""

    def once(html: str, style: str) -> bytes:
        key = printed.__module__, html, style, practice.style()
        if key not in printed_letters:
            printed_letters[key] = printed(html, style)
        return printed_letters[key]

    return once


@pytest.fixture(autouse=True)
def settings_of_tests(settings):
    """Plain static names, documents in memory, quick passwords, tasks that run where called.

    A password is enough to sign in, and nobody counts how often.

    WhiteNoise looks for a static file when it is asked for: to list them all takes each new
    client of Django's longer than its page.
    """
    set_for_tests(settings)


def set_for_tests(settings: Any) -> None:
    """The same, for whoever needs them longer than a test."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.WHITENOISE_AUTOREFRESH = True
    settings.SECOND_FACTOR = False  # tests/signin turns it on, and these too
    settings.RATE_LIMITS = {}
    settings.SESSION_IDLE_MINUTES = 9 * 60
