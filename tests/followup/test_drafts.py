"""What is written on the pages of later decisions, appeals and insatser is kept as a draft."""

import pytest
from django.urls import reverse

from cases.models import Draft
from tests.appeals.helpers import appealed, let_on, refusal, scanned
from tests.cases.helpers import Page, get, post, text_of
from tests.decisions.later import ordered, withdrawn


def drafted(user, url):
    """What the page's form keeps its draft as, when something is written in it."""
    response = get(user, url)
    assert response.status_code == 200
    forms = Page(text_of(response)).forms
    addresses = {form["data-draft-url"] for form in forms if "data-draft-url" in form}
    assert addresses
    for address in addresses:
        assert post(user, address, text="Det jag skrev.", revision=0).status_code == 200
    return Draft.objects.filter(user=user).count() == len(addresses)


@pytest.mark.parametrize("name", ["rattidsprovning", "yttrande", "annan-myndighet"])
def test_a_step_of_an_appeal(world, name):
    appeal = appealed(world, refusal(world))
    scanned(appeal.case)
    assert drafted(world.chef, f"{appeal.get_absolute_url()}{name}/")


def test_the_omprovning(world):
    appeal = let_on(world, appealed(world, refusal(world)))
    assert drafted(world.chef, f"{appeal.get_absolute_url()}omprovning/")


@pytest.mark.parametrize("empower", [True, False], ids=["delegate", "to the nämnd"])
@pytest.mark.parametrize("name", ["ratta", "andra", "avsluta"])
def test_a_later_decision(world, name, empower):
    if empower:
        world.empower()
    decision = world.decided()
    args = [decision.application.case.slug, decision.pk, name]
    assert drafted(world.chef, reverse("later_decision", args=args))


@pytest.mark.parametrize("empower", [True, False], ids=["delegate", "to the nämnd"])
@pytest.mark.parametrize(("name", "case_of"), [("avvisa", ordered), ("avskriv", withdrawn)])
def test_a_matter_of_form(world, name, case_of, empower):
    if empower:
        world.empower()
    case = case_of(world)
    assert drafted(world.chef, reverse("formal_decision", args=[case.slug, name]))


def test_the_underlag_before_a_change(world):
    decision = world.decided()
    args = [decision.application.case.slug, decision.pk]
    assert drafted(world.coach, reverse("hearing", args=args))


@pytest.mark.parametrize("name", ["jobbplan", "narvaro", "handelser", "uppfoljning", "avsluta"])
def test_an_insats(world, name):
    case = world.planned()
    assert drafted(world.coach, f"{case.get_absolute_url()}{name}/")


@pytest.mark.parametrize("name", ["", "stall-in/"])
def test_a_planned_meeting(world, name):
    case = world.planned()
    root = f"{case.get_absolute_url()}narvaro/"
    assert drafted(world.coach, f"{root}planera/")
    Draft.objects.all().delete()
    assert drafted(world.coach, f"{root}moten/{world.meeting(case).pk}/{name}")


@pytest.mark.parametrize("name", ["narvaro", "handelser"])
def test_what_is_put_right_in_an_insats(world, name):
    case = world.planned()
    row = world.attendance(case) if name == "narvaro" else world.event(case)
    assert drafted(world.coach, f"{case.get_absolute_url()}{name}/{row.pk}/ratta/")


def test_the_uppdrag(world):
    case = world.running()
    assert drafted(world.chef, f"{case.get_absolute_url()}uppdrag/")
