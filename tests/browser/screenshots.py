"""The pictures in docs/screenshots: script/screenshots runs this.

The city is always that of the same moment, and so is the clock of the pages.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from appeals.models import Appeal  # noqa: E402
from cases.models import Case, Status  # noqa: E402
from decisions.models import Decision  # noqa: E402
from jobbtorg import clock  # noqa: E402
from jobbtorg.deadlines import add_months  # noqa: E402
from jobbtorg.organisation.models import Unit, User  # noqa: E402
from tests import base_database  # noqa: E402
from tests.browser.conftest import sign_in_quietly  # noqa: E402
from tests.conftest import ARGUMENTS  # noqa: E402

MOMENT = datetime(2026, 11, 24, 10, 30, tzinfo=clock.STOCKHOLM)
CASES = 150
PICTURES = Path(__file__).resolve().parents[2] / "docs/screenshots"
WIDE, NARROW = 1366, 320
TALLEST = 1500  # what is further down a reader of the pictures does not need
COLOURS = 160


@dataclass(frozen=True)
class Shot:
    """A picture: whose page, where it is, and how it is looked at."""

    user: str
    where: str | Callable[[], str]
    dark: bool = False
    dense: bool = False
    width: int = WIDE
    before: Callable[[Page], None] | None = None

    @property
    def url(self) -> str:
        """Where the page is, in this city."""
        return self.where if isinstance(self.where, str) else self.where()


def of_farsta(*statuses: str) -> Case:
    """The coach's first case at such a point."""
    found = Case.objects.filter(
        unit__name="Jobbtorg Farsta", person__protection="", status__in=statuses
    ).order_by("coach__username", "pk")
    return found[0]


def tilda() -> str:
    """The case that waits for decision, with all that has happened in it."""
    return Case.objects.filter(person__first_name="Tilda")[0].get_absolute_url()


def under_way() -> str:
    """A case that is being investigated."""
    return of_farsta(Status.UTREDS).get_absolute_url()


def insats() -> str:
    """A case whose insats goes on."""
    return of_farsta(Status.PAGAR).get_absolute_url()


def an_appeal() -> str:
    """The appeal that came first."""
    return Appeal.objects.order_by("pk")[0].get_absolute_url()


def a_review() -> str:
    """Farsta's review of the month before last, which is signed."""
    unit = Unit.objects.get(name="Jobbtorg Farsta")
    month = add_months(clock.today().replace(day=1), -2)
    return f"/logguppfoljning/{unit.pk}/{month:%Y-%m}/?flik=bedomda"


def search(page: Page) -> None:
    """Ctrl+K, a name, Enter."""
    page.keyboard.press("Control+K")
    page.keyboard.type("Farah")
    with page.expect_navigation():
        page.keyboard.press("Enter")


# The lists first: a case that its coach has opened is no longer marked as new there.
SHOTS = {
    "arbetslista": Shot("coach-farsta", "/"),
    "arbetslista-chef": Shot("chef-farsta", "/?flik=beslut"),
    "arbetslista-registrator": Shot("registrator", "/"),
    "arbetslista-mork": Shot("coach-farsta", "/", dark=True),
    "arbetslista-kompakt": Shot("coach-farsta", "/", dense=True),
    "arbetslista-320": Shot("coach-farsta", "/", width=NARROW),
    "arende": Shot("coach-farsta", tilda),
    "utredning": Shot("coach-farsta", lambda: f"{under_way()}utredning/"),
    "samlad-bedomning": Shot("coach-farsta", lambda: f"{under_way()}utredning/samlad-bedomning/"),
    "beslut": Shot("chef-farsta", lambda: f"{tilda()}beslut/"),
    "overklaganden": Shot("registrator", "/overklaganden/"),
    "overklagande": Shot("chef-farsta", an_appeal),
    "jobbplan": Shot("coach-farsta", lambda: f"{insats()}jobbplan/"),
    "delegationer": Shot("delegationsadmin", "/delegationer/"),
    "anmalan": Shot("namndsekreterare", "/anmalan/"),
    "statistik": Shot("chef-farsta", "/statistik/"),
    "logguppfoljning": Shot("granskare", a_review),
    "inkorg": Shot("registrator", "/inkorg/"),
    "frister": Shot("chef-farsta", "/frister/"),
    "lagesbild": Shot("chef-farsta", "/lagesbild/"),
    "sok": Shot("coach-farsta", "/", before=search),
    "arende-mork": Shot("coach-farsta", tilda, dark=True),
    "arende-320": Shot("coach-farsta", tilda, width=NARROW),
}


def sql(statement: str) -> None:
    """In the server's first database."""
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement)


def use(database: str) -> None:
    """From here on the product works in that database."""
    connection.close()
    connection.settings_dict["NAME"] = database


def stop_the_databases_clock() -> None:
    """What is dated to now is dated to the moment: PostgreSQL holds it against its own clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE SCHEMA stopped; CREATE FUNCTION stopped.clock_timestamp() RETURNS timestamptz "
            f"LANGUAGE sql STABLE AS $$ SELECT timestamptz '{MOMENT.isoformat()}' $$"
        )
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    options["options"] = "-c search_path=stopped,pg_catalog,public"  # found before its own


def build_city() -> None:
    """The demo city of the moment, in a database that was not there before.

    To look at a page leaves marks, so that the pictures are taken in a copy.
    """
    if not os.environ.get("KEEP"):
        sql("DROP DATABASE IF EXISTS pictured WITH (FORCE)")
        sql(f'CREATE DATABASE pictured TEMPLATE "{base_database.ensure()}"')
        use("pictured")
        stop_the_databases_clock()
        call_command("load_demo", cases=CASES)
        connection.close()
    sql("DROP DATABASE IF EXISTS pictures WITH (FORCE)")
    sql("CREATE DATABASE pictures TEMPLATE pictured")
    use("pictures")


@contextmanager
def server() -> Iterator[str]:
    """The product, for one browser."""
    thread = LiveServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://localhost:{thread.port}"
    thread.terminate()


def take(browser: Browser, url: str, name: str, shot: Shot) -> None:
    """One picture."""
    user = User.objects.get(username=shot.user)
    user.density = "kompakt" if shot.dense else ""
    user.save(update_fields=["density"])
    context = browser.new_context(
        base_url=url,
        locale="sv-SE",
        viewport={"width": shot.width, "height": 768},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
    )
    sign_in_quietly(context, user, url)
    page = context.new_page()
    page.goto(shot.url)
    if shot.before:
        shot.before(page)
    page.wait_for_load_state("networkidle")
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": shot.width, "height": height})
    keep(name, page.screenshot(caret="hide", animations="disabled"))
    context.close()


def take_letter() -> None:
    """The first page of a refusal's letter."""
    letter = Decision.objects.filter(rulings__outcome="avslag").order_by("pk")[0].letter
    drawn = subprocess.run(
        ["pdftoppm", "-png", "-r", "90", "-f", "1", "-l", "1"],
        input=bytes(letter.pdf), capture_output=True, check=True,
    )  # fmt: skip
    keep("brev", drawn.stdout)


def keep(name: str, png: bytes) -> None:
    """In few colours: a page has few, and the file is a third as large."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    small = picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(PICTURES / f"{name}.png", optimize=True)
    print(f"docs/screenshots/{name}.png")


def main(names: list[str]) -> None:
    """All pictures, or the named."""
    PICTURES.mkdir(exist_ok=True)
    clock._set_to = ContextVar("clock_set_to", default=MOMENT)  # in every thread
    plain: dict[str, Any] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    changed = {"STORAGES": settings.STORAGES | {"staticfiles": plain}}
    with override_settings(**changed, WHITENOISE_AUTOREFRESH=True, RATE_LIMITS={}):
        build_city()
        with server() as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=ARGUMENTS
            )
            for name, shot in SHOTS.items():
                if not names or name in names:
                    take(browser, url, name, shot)
            browser.close()
        if not names or "brev" in names:
            take_letter()


if __name__ == "__main__":
    main(sys.argv[1:])
