"""Förhandsgranska brev: the real PDF, and the very bytes that the decision stores."""

import pytest
from django.urls import reverse

from cases.models import LetterPreview
from decisions import actions
from decisions.models import Letter
from tests.decisions.test_decide import form_of, post

pytestmark = pytest.mark.prints


def test_the_previewed_bytes_are_the_stored_bytes(world):
    case = world.proposed()
    seen = actions.preview(case, world.rulings(), by=world.chef)
    letter = world.decide(case, world.rulings()).letter
    assert bytes(letter.pdf) == bytes(seen.pdf)
    assert letter.sha256 == seen.sha256


def test_the_preview_itself_is_what_is_stored_not_another_rendering(world):
    case = world.proposed()
    seen = actions.preview(case, world.rulings(), by=world.chef)
    marked = bytes(seen.pdf) + b"\n%seen\n"
    LetterPreview.objects.filter(pk=seen.pk).update(pdf=marked)
    letter = world.decide(case, world.rulings()).letter
    assert bytes(letter.pdf) == marked


def test_a_change_after_the_preview_gives_the_changed_letter(world):
    case = world.proposed()
    seen = actions.preview(case, world.rulings(), by=world.chef)
    changed = world.rulings(reasons="Nya skäl. " * 40)
    letter = world.decide(case, changed).letter
    assert letter.sha256 != seen.sha256


def test_previews_are_gone_when_the_decision_is_taken(world):
    case = world.proposed()
    actions.preview(case, world.rulings(), by=world.chef)
    world.decide(case, world.rulings())
    assert not LetterPreview.objects.exists()


def test_the_page_shows_the_pdf_and_the_button(world, client):
    case = world.proposed()
    response = post(client, world.chef, case, **form_of(world.rulings(), do="preview"))
    assert response.status_code == 302
    page = client.get(response.url)
    assert "Fatta beslut</button>" in page.content.decode()
    pdf = client.get(page.context["pdf_url"])
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")


def test_from_preview_to_decision_nothing_is_typed_again(world, client):
    case = world.proposed()
    shown = client.get(post(client, world.chef, case, **form_of(world.rulings(), do="preview")).url)
    fields = dict(shown.context["fields"]) | {"do": "decide", "conflict": "nej"}
    decided = client.post(reverse("decide", args=[case.slug]), fields)
    assert decided.status_code == 302
    assert Letter.objects.get().sha256 == shown.context["preview"].sha256


def test_what_the_decision_would_be_refused_for_refuses_the_preview(world, client):
    case = world.proposed()
    response = post(client, world.chef, case, **form_of(world.rulings("", "bifall"), do="preview"))
    assert response.status_code == 422
    assert not LetterPreview.objects.exists()


def test_a_preview_is_for_the_eyes_that_made_it(world, client):
    case = world.proposed()
    seen = actions.preview(case, world.rulings(), by=world.chef)
    client.force_login(world.bitr)
    for name in ("preview", "preview_pdf"):
        assert client.get(reverse(name, args=[case.slug, seen.sha256])).status_code == 404
