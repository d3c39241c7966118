"""A real browser against a real server: one Chromium for the session, a new context per test."""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from threading import Lock
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from jobbtorg.clock import STOCKHOLM
from jobbtorg.organisation.models import User
from tests.browser.hands import Hand, Keyboard
from tests.world import World, test_number

# TP1 of users.md §9: a woman, 24 years old.
TILDA = test_number(date(2002, 2, 15))
LAPTOP = {"width": 1366, "height": 768}

expect.set_options(timeout=10_000)

TOO_WIDE = """addEventListener("load", () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) throw new Error(`${location.pathname}: ${scrollWidth} px`);
})"""

PATIENCE = 20  # seconds for what a closed page had asked for

OpenContext = Callable[..., BrowserContext]
OpenPage = Callable[..., Page]
SitDown = Callable[..., Hand]


@pytest.fixture
def answered() -> Iterator[None]:
    """Lets the server answer all that was asked for before the rows of the test are taken away."""
    under_way = Under()
    request_started.connect(under_way.begun)
    request_finished.connect(under_way.ended)
    yield
    for _ in range(PATIENCE * 100):
        if not under_way.count:
            break
        time.sleep(0.01)
    request_started.disconnect(under_way.begun)
    request_finished.disconnect(under_way.ended)


class Under:
    """How many requests the server has under way."""

    def __init__(self) -> None:
        self.count, self.lock = 0, Lock()

    def begun(self, **_: Any) -> None:
        """One more."""
        with self.lock:
            self.count += 1

    def ended(self, **_: Any) -> None:
        """One less; those from before the test are not counted."""
        with self.lock:
            self.count = max(0, self.count - 1)


@pytest.fixture
def open_context(
    chromium: Browser, live_server: Any, base: None, answered: None
) -> Iterator[OpenContext]:
    """A fresh browser profile; with `user`, one that has signed in already."""
    opened = []

    def open_(user: User | None = None, **options: Any) -> BrowserContext:
        context = chromium.new_context(
            **{"base_url": live_server.url, "locale": "sv-SE", "viewport": LAPTOP} | options
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        if user:
            sign_in_quietly(context, user, live_server.url)
        return context

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def open_page(open_context: OpenContext) -> OpenPage:
    """A page in a fresh profile; every error that a page throws fails the test."""
    thrown: list[str] = []

    def open_(user: User | None = None, **options: Any) -> Page:
        page = open_context(user, **options).new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        return page

    yield open_  # type: ignore[misc]
    assert thrown == []


@pytest.fixture(params=[pytest.param(Hand, id="mus"), pytest.param(Keyboard, id="tangentbord")])
def sit_down(request: pytest.FixtureRequest, open_page: OpenPage) -> SitDown:
    """Someone at a screen of their own, where no page may be wider than the window.

    Who has the keyboard alone has chosen Kompakt: one walk shows both.
    """

    def sit_down_(user: User | None = None, *, signed_in: bool = True) -> Hand:
        if user and request.param is Keyboard:
            user.density = "kompakt"
            user.save()
        page = open_page(user if signed_in else None)
        page.add_init_script(TOO_WIDE)
        hand: Hand = request.param(page)
        return hand

    return sit_down_


@pytest.fixture
def at() -> Iterator[Callable[[str], None]]:
    """Sets the clock of the server, which goes on from there: at("2026-03-02 08:30")."""
    traveller = None

    def move(moment: str) -> None:
        nonlocal traveller
        if traveller:
            traveller.stop()
        day = datetime.fromisoformat(moment).replace(tzinfo=STOCKHOLM)
        traveller = time_machine.travel(day, tick=True)
        traveller.start()

    yield move
    if traveller:
        traveller.stop()


@pytest.fixture
def world(committed_world: World) -> World:
    """In these tests everything is committed, since the server has a connection of its own."""
    return committed_world


def sign_in_quietly(context: BrowserContext, user: User, url: str) -> None:
    """Gives the profile a session without the sign-in page."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


def sign_in(page: Page, username: str) -> None:
    """On the sign-in page, by user name and password."""
    Hand(page).sign_in(username)
