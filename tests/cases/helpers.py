"""What the tests of cases share: how the database says no, and pages as a person sees them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils.crypto import get_random_string

from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import Unit, User
from jobbtorg.signin.sessions import began

MEN = ["200102152392", "200203152390"]


def sql(statement: str, *values: Any) -> list[Any]:
    """Plain SQL, as from a shell."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def as_if_committed() -> None:
    """Asks what PostgreSQL would ask at the commit."""
    connection.check_constraints()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in the block has not happened after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def refused_by_database(*words: str) -> Iterator[None]:
    """The block, or the commit after it, is refused by PostgreSQL, in these words."""
    with pytest.raises(DatabaseError) as told, transaction.atomic():
        yield
        as_if_committed()
    for word in words:
        assert word in str(told.value)


@contextmanager
def refused(*codes: str) -> Iterator[list[Any]]:
    """The act is refused for exactly these reasons; the list is filled with them."""
    rules: list[Any] = []
    with pytest.raises(RuleBroken) as told:
        yield rules
    rules += told.value.rules
    assert sorted(rule.code for rule in rules) == sorted(codes)


def signed_in(user: User) -> Client:
    """A browser in which the user has signed in.

    Its session is written at once: Django's force_login asks fourteen questions for the same row,
    which in a suite of many thousand requests takes a tenth of the time.
    """
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    began(SimpleNamespace(session=session))
    row = Session.objects.create(
        session_key=get_random_string(32),
        session_data=session.encode(dict(session.items())),
        expire_date=session.get_expiry_date(),
    )
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    return client


def get(user: User, url: str, /) -> HttpResponse:
    """The page as the user gets it."""
    return signed_in(user).get(url)


def post(user: User, url: str, /, **data: Any) -> HttpResponse:
    """The form as the user sends it."""
    return signed_in(user).post(url, data)


HELP = re.compile(r'<details class="help">.*?</details>', re.DOTALL)


def text_of(response: HttpResponse) -> str:
    """The page's HTML, without the help, which speaks of more than the page offers."""
    return HELP.sub("", response.content.decode())


def on(day: date, hour: int = 12) -> Any:
    """Within this block it is that day, at noon in Stockholm unless told."""
    return clock.at(datetime.combine(day, time(hour), tzinfo=clock.STOCKHOLM))


def in_days(days: int) -> Any:
    """Within this block it is the same time in Stockholm, so many days from now."""
    return clock.at(datetime.now(clock.STOCKHOLM) + timedelta(days=days))  # noqa: TID251


def as_posted(values: dict[str, Any]) -> dict[str, str]:
    """Values of a part as its form sends them: dates as written, a tick only when ticked."""
    return {
        name: "on" if value is True else str(value)
        for name, value in values.items()
        if value is not None and value is not False
    }


def every_unit() -> set[int]:
    """The units of the whole city, as the one nämnd has them in most tests."""
    return set(Unit.objects.values_list("pk", flat=True))


class Page(HTMLParser):
    """A page's forms, text areas and links, each text area with the form it stands in."""

    VOID = {"input", "meta", "link", "br", "img", "hr"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open_form: dict[str, str | None] | None = None
        self.forms: list[dict[str, str | None]] = []
        self.areas: list[tuple[dict[str, Any], dict[str, str | None] | None]] = []
        self.inputs: dict[str, str | None] = {}
        self.links: list[str] = []
        self._area: dict[str, Any] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "form":
            self.open_form = named
            self.forms.append(named)
        elif tag == "textarea":
            self._area = named | {"text": ""}
            self.areas.append((self._area, self.open_form))
        elif tag == "input" and named.get("name"):
            self.inputs[str(named["name"])] = named.get("value")
        elif tag == "a" and named.get("href"):
            self.links.append(str(named["href"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open_form = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area["text"] += data

    def written(self, name: str) -> str:
        """What stands in the text area of that name."""
        return next(a["text"] for a, _ in self.areas if a["name"] == name).removeprefix("\n")


def page_of(response: HttpResponse) -> Page:
    """The page, read."""
    return Page(text_of(response))


def parallel(*calls: Callable[[], Any]) -> list[Any]:
    """The calls at the same moment, each with its own connection; what each gave or raised."""
    import threading

    barrier = threading.Barrier(len(calls))
    given: list[Any] = [None] * len(calls)

    def run(n: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            given[n] = call()
        except Exception as error:
            given[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, call)) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given
