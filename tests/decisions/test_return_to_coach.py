"""Återlämna till coach."""

import pytest
from django.urls import reverse

from cases.actions import propose
from cases.models import Status
from decisions import actions
from jobbtorg.acts import RuleBroken


def test_the_case_is_open_to_the_coach_again_with_the_comment(world):
    comment = "Skriv källan till kriterium 2."
    case = actions.return_to_coach(world.proposed(), comment, by=world.chef)
    assert (case.status, case.returned) == (Status.UTREDS, True)
    entry = case.journal.first()
    assert entry.text == comment
    world.save(case, "kriterier")


def test_it_stands_first_on_the_coachs_list_and_the_comment_on_the_investigation(world, client):
    case = world.proposed()
    world.registered("200103042382")
    actions.return_to_coach(case, "Skriv källan.", by=world.chef)
    client.force_login(world.coach)
    rows = client.get("/").context["rows"]
    assert [row["case"] for row in rows][0] == case
    assert (
        "Skriv källan." in client.get(reverse("investigation", args=[case.slug])).content.decode()
    )


def test_without_a_comment_it_is_refused_on_the_page_and_the_draft_stays(world, client):
    case = world.proposed()
    client.force_login(world.chef)
    response = client.post(reverse("return", args=[case.slug]), {"comment": " "})
    assert response.status_code == 422
    assert "Skriv vad coachen behöver ändra" in response.content.decode()
    case.refresh_from_db()
    assert case.status == Status.VANTAR


@pytest.mark.parametrize("who", ["coach", "chef_city", "registrator"])
def test_only_the_units_chefs_return(world, client, who):
    case, user = world.proposed(), getattr(world, who)
    with pytest.raises(RuleBroken) as refusal:
        actions.return_to_coach(case, "Nej", by=user)
    assert refusal.value.kind == "forbidden"
    client.force_login(user)
    response = client.post(reverse("return", args=[case.slug]), {"comment": "Nej"})
    assert response.status_code in (403, 404)


def test_a_decided_case_is_not_returned(world, client):
    decision = world.decided()
    client.force_login(world.chef)
    url = reverse("return", args=[decision.application.case.slug])
    assert client.post(url, {"comment": "Ändra"}).status_code == 409


def test_when_proposed_again_it_is_no_longer_returned(world):
    case = actions.return_to_coach(world.proposed(), "Ändra", by=world.chef)
    assert propose(case, by=world.coach).returned is False
