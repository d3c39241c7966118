"""The letter leaves out who decided and who prepared, where threats can be feared. FL 33 §."""

import re
import subprocess
from dataclasses import replace

import pytest
from django.urls import reverse

from decisions import changing
from decisions.models import Decision
from tests.cases.helpers import get, post, refused_by_database, text_of
from tests.decisions.later import SLIP, put_right
from tests.decisions.test_decide import form_of

THREAT = "Personen har hotat personal på jobbtorget."


def words_of(decision):
    """The letter's text, as pdftotext reads it."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=bytes(decision.letter.pdf),
        capture_output=True,
        check=True,
    )
    return re.sub(r"\s+", " ", done.stdout.decode())


@pytest.fixture
def unnamed(world):
    """A decision whose letter names nobody."""
    return world.decide(world.proposed(), replace(world.rulings(), unnamed=f" {THREAT} "))


def test_the_letter_tells_the_office_and_no_name(world, unnamed):
    text = words_of(unnamed)
    assert "Chef Farsta" not in text and "Coach Farsta" not in text
    assert "av en enhetschef" in text and "Kontakta oss på Jobbtorg Farsta" in text
    assert "En coach på Jobbtorg Farsta har utrett" in text


def test_the_decision_has_them_all_the_same(world, unnamed):
    assert unnamed.decided_by == world.chef and unnamed.presented_by == world.coach
    assert unnamed.unnamed == THREAT
    page = text_of(get(world.chef, f"{unnamed.application.case.get_absolute_url()}beslutet/"))
    assert "Fattat" in page and str(world.chef) in page and THREAT in page


def test_any_other_letter_has_the_names(world):
    text = words_of(world.decided())
    assert "Chef Farsta, enhetschef" in text and "Coach Farsta" in text


def test_no_later_letter_in_the_case_tells_them(world, unnamed):
    world.empower()
    new = changing.correct(unnamed, put_right(unnamed), SLIP, by=world.chef)
    text = words_of(new)
    assert new.unnamed == THREAT
    assert "Chef Farsta" not in text and "Coach Farsta" not in text


def test_the_page_takes_the_reason(world):
    case = world.proposed()
    url = reverse("decide", args=[case.slug])
    assert "Ska namnen utelämnas i brevet?" in text_of(get(world.chef, url))
    post(world.chef, url, **form_of(world.rulings(), unnamed=THREAT))
    assert Decision.objects.get().unnamed == THREAT


def test_it_is_never_changed_afterwards(world, unnamed):
    with refused_by_database("Cannot update"):
        Decision.objects.filter(pk=unnamed.pk).update(unnamed="")
