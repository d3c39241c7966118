"""Följebrev: a protected person's letter goes through Skatteverket, with a cover of its own."""

import re
import subprocess

from django.urls import reverse

from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, text_of


def url(case):
    return reverse("cover", args=[case.slug])


def words_of(response):
    """The text of the first page, as pdftotext reads it."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=response.content, capture_output=True, check=True
    )
    return re.sub(r"\s+", " ", done.stdout.decode())


def test_it_goes_to_skatteverket_and_says_for_whom(world):
    assert world.chef
    case = world.registered(protection="skyddad_folkbokforing")
    text = words_of(get(world.coach, url(case)))
    assert re.search("Skatteverket.*Förmedlingsuppdrag.*Box 2820", text)
    assert case.person.name in text and case.person.formatted in text
    assert "Begäran om förmedling av post" in text


def test_it_tells_neither_unit_nor_what_it_is_about(world):
    assert world.chef
    case = world.registered(protection="skyddad_folkbokforing")
    text = words_of(get(world.coach, url(case)))
    assert "Farsta" not in text and "stöd" not in text.lower().replace("stödinsats", "")


def test_it_is_logged_as_printed(world):
    assert world.chef
    case = world.registered(protection="skyddad_folkbokforing")
    get(world.coach, url(case))
    row = AccessLog.objects.filter(what="Följebrev till Skatteverket").latest("pk")
    assert row.action == AccessLog.Action.PRINT and row.case_number == case.number


def test_nobody_else_has_one(world):
    case = world.registered()
    assert get(world.coach, url(case)).status_code == 404


def test_is_reached_from_the_decision(world):
    assert world.chef
    decision = world.decided(protection="skyddad_folkbokforing")
    page = text_of(get(world.chef, f"{decision.application.case.get_absolute_url()}beslutet/"))
    assert url(decision.application.case) in page
