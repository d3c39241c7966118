"""Frister: what is late and what falls due in fourteen days, at the unit. users.md §6."""

import csv
import io
from datetime import timedelta

import pytest

from cases.models import Case
from cases.upcoming import upcoming
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.appeals.helpers import appealed
from tests.cases.helpers import get, in_days, text_of
from tests.followup.helpers import page

URL = "/frister/"


def kinds(user):
    """What falls due for the user at Farsta: kind and day."""
    found = upcoming(user, Case.objects.visible_to(user))
    return [(due.kind, due.day) for due in found]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("registered", "Utredning"),
        ("proposed", "Beslut"),
        ("running", "Uppdrag"),
        ("given", "Uppdrag"),
        ("taken_on", "Uppdrag"),
    ],
)
def test_each_step_stands_under_its_kind_by_the_day_that_the_case_has(world, state, kind):
    case = getattr(world, state)()
    assert (kind, case.due_on) in kinds(world.chef)


def test_a_row_leads_to_the_act_only_for_those_who_do_it(world):
    case = world.proposed()
    (chefs,), (coachs,) = (
        upcoming(user, Case.objects.visible_to(user)) for user in (world.chef, world.coach)
    )
    assert chefs.link == f"{case.get_absolute_url()}beslut/"
    assert coachs.link == case.get_absolute_url()
    assert f'href="{coachs.link}"' in text_of(get(world.coach, f"{URL}?coach=alla"))


def test_a_letter_to_send_is_expediering(world):
    decided = Case.objects.get(pk=world.decided().application.case.pk)
    assert kinds(world.chef) == [("Expediering", decided.due_on)]


def test_what_waits_for_the_persons_reply_is_kommunicering(world):
    world.send(world.investigated(refused=True))
    assert [kind for kind, _ in kinds(world.chef)] == ["Kommunicering"]


def test_the_chefs_follow_up_and_the_periods_end_stand_beside_the_next_step(world):
    case = world.planned()
    last = world.last_day(case)
    with in_days((last - clock.today()).days - 3):
        found = kinds(world.chef)
        assert ("Insats slutar", last) in found
        assert ("Uppföljning", world.uppdrag(case).follow_up_on) in found
    with in_days((last - clock.today()).days + 1):
        assert [day for kind, day in kinds(world.chef) if kind == "Insats slutar"] == [case.due_on]


def test_an_appeal_stands_by_the_day_it_is_to_be_with_the_court(world):
    decision = world.decided(may="avslag")
    appeal = appealed(world, decision, clock.today())
    found = dict(kinds(world.chef))
    assert found["Överklagande"] == appeal.arrived_on + timedelta(days=7)


def test_what_is_more_than_fourteen_days_away_is_not_there(world):
    case = world.planned()
    ahead = (case.due_on - clock.today()).days
    with in_days(ahead - 15):
        assert kinds(world.chef) == []
    with in_days(ahead - 14):
        assert {day for _, day in kinds(world.chef)} == {case.due_on}


def test_late_stands_first_and_red_and_the_list_is_logged(world):
    case = world.proposed()
    with in_days(60):
        shown = get(world.chef, URL)
        assert "1 är försenad." in page(shown)
        assert 'class="late"' in text_of(shown)
    row = AccessLog.objects.filter(what="Frister").latest("pk")
    assert case.number in row.shown


def test_a_coach_begins_with_the_own_and_chooses_the_whole_unit(world):
    case = world.registered()
    assert case.number in page(get(world.coach, URL))
    assert case.number not in page(get(world.colleague, URL))
    assert case.number in page(get(world.colleague, f"{URL}?coach=alla"))
    assert case.number in page(get(world.chef, f"{URL}?coach={world.coach.pk}"))
    assert case.number not in page(get(world.chef, f"{URL}?coach=ingen"))
    assert case.number in page(get(world.chef, f"{URL}?slag=Utredning"))


def test_another_unit_sees_nothing_of_it_and_others_are_refused(world):
    case = world.registered()
    assert case.number not in page(get(world.chef_city, URL))
    assert get(world.registrator, URL).status_code == 403
    assert get(world.chef, f"{URL}?coach=9999999").status_code == 422


def test_a_protected_case_is_seen_by_the_named_alone(world):
    assert world.chef  # employed, and so named when it comes in
    case = world.registered(protection="skyddad_folkbokforing")
    assert case.number in page(get(world.chef, URL))
    assert case.number not in page(get(world.colleague, f"{URL}?coach=alla"))
    assert case.number not in get(world.chef, f"{URL}csv/").content.decode()


def test_for_a_spreadsheet_without_names_and_logged(world):
    case = world.registered()
    content = get(world.chef, f"{URL}csv/").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows[0][0] == "Dag"
    assert rows[1][4] == case.number
    assert case.person.last_name not in content
    assert AccessLog.objects.filter(what="Frister, csv").count() == 1
