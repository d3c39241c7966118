"""Utlämnande at every point of its way: WCAG 2.2 AA by axe, also at 320 px."""

import pytest
from django.urls import reverse

from disclosure.masking import Phrase
from disclosure.models import Disclosure
from disclosure.selection import Selection, keep
from tests.browser.examiner import Examiner
from tests.disclosure.helpers import (
    asked,
    copied,
    demanded,
    denied,
    filed,
    given,
    refused_by_authority,
    released,
)


def step(found, name, *more):
    return reverse(name, args=[found.case.slug, found.pk, *more])


def test_the_pages_of_a_copy(world, open_page):
    look = Examiner(open_page(world.registrator))
    look.visit("/utlamnanden/", state="tom")
    case = world.started()
    look.visit(reverse("disclosures", args=[case.slug]), state="tom")
    look.visit(reverse("new_disclosure", args=[case.slug]))
    look.press("Registrera", "med fel")
    found = asked(world, case)
    look.visit("/utlamnanden/", state="med rad")
    look.visit(reverse("disclosures", args=[case.slug]), state="med rad")
    look.visit(found.get_absolute_url(), state="ny")
    look.visit(step(found, "prepare_copy"), state="tom")
    key = f"handling-{filed(world, case).number}"
    phrases = (Phrase("Rebecka Granlund", "osl-26-1"),)
    keep(found, Selection(("journal", key), (), phrases), world.registrator)
    look.visit(step(found, "prepare_copy"), state="vald")
    look.press("Maska ordet", "med fel")
    look.visit(step(found, "mask_page", key, 1))
    look.press("Maska området", "med fel")
    copy = copied(world, found, key)
    look.visit(step(found, "masked_copy", copy.pk))
    look.press("Godkänn för utlämnande", "med fel")
    released(world, copy)
    look.visit(step(found, "give_copy"))
    look.press("Anteckna som utlämnat", "med fel")
    given(world, copy)
    look.visit(found.get_absolute_url(), state="utlämnad")
    assert look.seen and look.problems == [], "\n".join(["", *look.problems])


@pytest.mark.usefixtures("empowered")
def test_the_pages_of_a_refusal(world, open_page):
    look = Examiner(open_page(world.chef))
    found = asked(world)
    look.visit(step(found, "reply_disclosure"))
    look.press("Spara svaret", "med fel")
    denied(world, found)
    look.visit(step(found, "demand_decision"))
    found = demanded(world, Disclosure.objects.get(pk=found.pk))
    look.visit(step(found, "decide_disclosure"))
    look.press("Fatta beslutet", "med fel")
    refused_by_authority(world, found)
    look.visit(step(found, "note_disclosure_appeal"))
    look.press("Anteckna", "med fel")
    look.visit(found.get_absolute_url(), state="avslagen")
    assert look.seen and look.problems == [], "\n".join(["", *look.problems])
