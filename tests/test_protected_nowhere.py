"""Nowhere: a protected person's address, phone, name and unit, on every address, for every role.

law.md §9.4. A person's whole way, from the application to an appeal, and then protection: each
address of the table is fetched and sent to by everyone, and what comes back is read as a person
reads it, row by row: page, JSON, CSV, XLSX, calendar, PDF and error page.
"""

import logging
import re
from datetime import date
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from cases.models import Case
from cases.persons import protect
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.audit.models import AccessLog
from jobbtorg.calendar.actions import make_feed
from jobbtorg.files.contents import PDF
from jobbtorg.files.text import text_in
from tests.addresses import TABLE
from tests.addresses.roles import ROLES
from tests.cases.helpers import signed_in, undone
from tests.cases.opening import FORM, posted
from tests.followup.deviations import reported
from tests.scene import kept_scene
from tests.test_urls_by_role import WITH_CASE, address, appeal_in
from tests.world import test_number as number_of

NAMED = ("coach", "chef")
OUTSIDE = tuple(role for role in ROLES if role not in NAMED)
NEAREST = ("colleague", "registrator")  # to all others the case's addresses are 404, by the table
WHERE = {"street": "Hemligvägen 17", "postcode": "129 87", "city": "Gömstad"}
REACHED = {"phone": "070-987 65 43", "email": "hemlig@gomd.example"}
ADDRESS = (*WHERE.values(), *REACHED.values())
NUMBER = number_of(date(1996, 7, 9))  # no help text has it for an example
WHO = ("Skyddsdotter", NUMBER, f"{NUMBER[:8]}-{NUMBER[8:]}", f"{NUMBER[2:8]}-{NUMBER[8:]}")
UNIT = "Jobbtorg Farsta"
ROW = re.compile(r"</?(?:tr|li|p|div|section|article|dl|h[1-6]|option|label)\b|\n")
ONES_OWN = ("person", "change_person", "end_representative")  # where the named see the address


def text_of(answer):
    """What the answer holds, as text, whatever its kind."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    if "pdf" in kind:
        return text_in(BytesIO(body), PDF.code)
    if "spreadsheet" in kind:
        sheets = load_workbook(BytesIO(body)).worksheets
        rows = (row for sheet in sheets for row in sheet.iter_rows(values_only=True))
        return "\n".join(" ".join(map(str, row)) for row in rows)
    return body.decode("utf-8", "replace")


def rows_of(text):
    """The text as a person reads it: a row of a table, a point of a list, a line."""
    return ROW.split(text)


class Protected:
    """A person whose case has gone the whole way, before the protection was told of."""

    def __init__(self, world):
        self.world = world
        for role in ROLES:
            getattr(world, role)
        told = {"last_name": "Skyddsdotter", **WHERE, **REACHED}
        self.case = world.planned(NUMBER, **told)
        world.summon(self.case)
        world.document(self.case)
        reported(world, case=self.case)
        appeal_in(world, self.case)
        self.urls = dict(self.addresses())
        self.case = Case.objects.get(pk=self.case.pk)
        protect(self.case, "sekretessmarkering", clock.today(), "Skatteverket", by=world.coach)
        self.case = Case.objects.get(pk=self.case.pk)
        self.numbers = (self.case.number, self.case.slug)

    def addresses(self):
        """Each address of the table, of the case where it is one of a case's."""
        for name, extra in dict.fromkeys(key[:2] for key in TABLE):
            try:
                with transaction.atomic():
                    yield (name, extra), address(self.world, self.case, name, extra)
            except (RuleBroken, DatabaseError, LookupError, AttributeError, AssertionError):
                yield (name, extra), self._as_if(name, extra)
            except Exception as error:
                if not type(error).__name__ == "DoesNotExist":
                    raise
                yield (name, extra), self._as_if(name, extra)

    def _as_if(self, name, extra):
        """The address with a row that cannot be made of this case: who may not see it gets 404."""
        slug = [self.case.slug] if name in WITH_CASE else []
        return reverse(name, args=[*slug, *(1 if word.isupper() else word for word in extra)])

    def told_to_strangers(self, text):
        """What of the person stands in an answer to somebody who is not named on the case."""
        found = [word for word in (*ADDRESS, *WHO) if word in text]
        return found + self.unit_beside(text)

    def told_to_the_named(self, name, answer):
        """What stands in an answer to who is named, on another page than the person's own."""
        if name in ONES_OWN or "pdf" in answer.get("Content-Type", ""):
            return []  # a letter that was sent before stands as it was sent
        text = text_of(answer)
        found = [word for word in ADDRESS if word in text]
        return found if name in WITH_CASE else found + self.unit_beside(text)

    def unit_beside(self, text):
        """The rows that tell of the case and of its unit at once."""
        return [
            row.strip()[:200]
            for row in rows_of(text)
            if UNIT in row and any(number in row for number in self.numbers)
        ]


kept_protected = kept_scene(Protected)


@pytest.fixture
def protected(world):
    """The person, the case and its addresses."""
    return kept_protected(world)


@pytest.mark.slow
def test_no_answer_to_anybody_else_tells_of_the_protected(protected):
    leaks = {}
    for role in OUTSIDE:
        browser = signed_in(getattr(protected.world, role))
        for (name, extra), url in protected.urls.items():
            if name in WITH_CASE and role not in NEAREST:
                continue
            found = protected.told_to_strangers(text_of(browser.get(url)))
            if found:
                leaks[role, name, extra] = found
    assert leaks == {}


@pytest.mark.slow
def test_no_answer_to_a_post_tells_of_the_protected(protected):
    leaks = {}
    posts = [key[:2] for key in TABLE if key[2] != "get"]
    for role in ("colleague", "chef_city", "registrator", "sekreterare"):
        browser = signed_in(getattr(protected.world, role))
        for name, extra in posts:
            with undone():
                answer = browser.post(protected.urls[name, extra])
            found = protected.told_to_strangers(text_of(answer))
            if found:
                leaks[role, name, extra] = found
    assert leaks == {}


@pytest.mark.parametrize("role", ["coach_city", "registrator"])
def test_no_search_tells_of_the_protected(protected, role):
    user, case = getattr(protected.world, role), protected.case
    browser = signed_in(user)
    paper = protected.world.paper(f"{NUMBER} {case.number} Skyddsdotter".encode())
    told = {"personnummer": NUMBER, "first_name": "Tilda", "last_name": "Annan"}
    answers = [browser.post("/ny-ansokan/", told), browser.post(FORM, posted(case))]
    for term in ("Skyddsdotter", NUMBER, case.number, "Gömstad"):
        answers.append(browser.get("/inkorg/sortera/", {"papper": paper.pk, "sok": term}))
        answers.append(browser.post(FORM, posted(term)))
    for answer in answers:
        text = text_of(answer).replace("Skyddsdotter</", "").replace(f'value="{NUMBER}"', "")
        text = re.sub(r'value="[^"]*"', "", text)  # what the user typed stands in its field
        assert [word for word in (*ADDRESS, "Skyddsdotter") if word in text] == []
        assert protected.unit_beside(text) == []


@pytest.mark.slow
def test_the_named_see_the_address_on_the_persons_page_alone(protected):
    leaks = {}
    for role in NAMED:
        browser = signed_in(getattr(protected.world, role))
        shown = text_of(browser.get(f"{protected.case.get_absolute_url()}personen/"))
        assert WHERE["street"] in shown and REACHED["phone"] in shown
        for (name, extra), url in protected.urls.items():
            found = protected.told_to_the_named(name, browser.get(url))
            if found:
                leaks[role, name, extra] = found
    assert leaks == {}


def test_the_calendar_that_leaves_the_system_tells_nothing(protected, client):
    for role in NAMED:
        feed = make_feed(by=getattr(protected.world, role))
        text = text_of(client.get(reverse("calendar_feed", args=[feed])))
        assert "BEGIN:VCALENDAR" in text
        assert protected.told_to_strangers(text) == []
        assert protected.case.number not in text


def test_no_row_of_the_access_log_and_no_line_of_a_log_tells_of_the_protected(protected, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    for role in ("coach", "chef", "colleague", "registrator"):
        browser = signed_in(getattr(protected.world, role))
        for page in ("", "personen/", "journal/", "handlingar/", "finns-inte/"):
            browser.get(protected.case.get_absolute_url() + page)
        browser.get("/")
        browser.post(FORM, posted(protected.case))
    told = [f"{row.what} {row.reason}" for row in AccessLog.objects.all()]
    told += [record.getMessage() for record in caplog.records]
    assert len(told) > 20
    for line in told:
        assert [word for word in (*ADDRESS, *WHO, UNIT) if word in line] == []
