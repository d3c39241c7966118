"""Frister: what is late and what falls due in fourteen days, at the unit. users.md §6."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.drafts import discard, keep
from cases.models import Case, Reminder
from cases.reminding import remind
from cases.upcoming import upcoming
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from review.actions import judge, sign, start_review
from tests.appeals.helpers import appealed
from tests.cases.helpers import get, in_days, on, signed_in, text_of
from tests.followup.helpers import page
from tests.world import test_number

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


def test_it_asks_as_much_for_many_cases_as_for_one(world):
    def asked(user):
        client = signed_in(user)
        client.get(URL)
        with CaptureQueriesContext(connection) as found:
            client.get(URL)
        return len(found)

    world.registered()
    one, nothing = asked(world.coach), asked(world.colleague)
    for n in (2, 3):
        world.registered(test_number(date(1999, 1, n)))
    assert asked(world.coach) == one
    assert asked(world.colleague) == nothing


def test_for_a_spreadsheet_without_names_and_logged(world):
    case = world.registered()
    content = get(world.chef, f"{URL}csv/").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows[0][0] == "Dag"
    assert rows[1][4] == case.number
    assert case.person.last_name not in content
    assert AccessLog.objects.filter(what="Frister, csv").count() == 1


class TestDrafts:
    """What is left lying unsaved is a deadline of its writer's. users.md §4."""

    @pytest.fixture
    def case(self, world):
        return world.started()

    def told(self, user):
        found = upcoming(user, Case.objects.visible_to(user))
        return [(due.day, due.label, due.mine) for due in found if due.kind == "Utkast"]

    def test_falls_due_three_working_days_after_it_was_kept(self, world, case):
        with on(date(2026, 4, 1)):  # the Wednesday before Easter
            keep(world.coach, case, "anteckning", {"text": "Början"}, 0)
        with on(date(2026, 4, 2)):
            label = "Gör klart eller släng utkastet: anteckning"
            assert self.told(world.coach) == [(date(2026, 4, 8), label, True)]

    def test_is_told_to_its_writer_alone(self, world, case):
        keep(world.coach, case, "samlad-bedomning", {"text": "Början"}, 0)
        assert [label for _, label, _ in self.told(world.coach)] == [
            "Gör klart eller släng utkastet: Samlad bedömning"
        ]
        assert self.told(world.chef) == []
        assert "släng utkastet" in page(get(world.coach, URL))
        assert "släng utkastet" not in page(get(world.chef, URL))

    def test_stands_on_its_writers_page_also_where_another_coach_has_the_case(self, world, case):
        keep(world.colleague, case, "anteckning", {"text": "Början"}, 0)
        shown = page(get(world.colleague, URL))
        assert "släng utkastet: anteckning" in shown and "Inled" not in shown

    def test_a_new_application_that_was_never_registered_is_told_of_too(self, world):
        keep(world.registrator, None, "ny-ansokan", {"own_words": "Jag vill"}, 0)
        keep(world.coach, None, "ny-ansokan", {"own_words": "Jag vill"}, 0)
        shown = get(world.coach, URL)
        assert "släng utkastet: ny ansökan" in page(shown)
        assert 'href="/ny-ansokan/"' in text_of(shown)
        assert self.told(world.registrator) != []

    def test_is_reminded_of_once_and_never_with_what_it_says(self, world, case):
        keep(world.coach, None, "ny-ansokan", {"own_words": "Hemligt"}, 0)
        with in_days(20):
            for _ in range(2):
                remind(world.coach)
        assert Reminder.objects.filter(user=world.coach, case=None, kind="Utkast").count() == 1
        with in_days(20):
            assert "ny ansökan" in page(get(world.coach, "/"))

    def test_thrown_away_it_is_gone(self, world, case):
        keep(world.coach, case, "anteckning", {"text": "Början"}, 0)
        discard(world.coach, case, "anteckning")
        assert self.told(world.coach) == []


class TestTheMonthsLog:
    """Logguppföljning is a deadline of the unit's chefer, like any other."""

    @pytest.fixture
    def february(self, world):
        """Somebody at Farsta read a case in February."""
        assert world.chef and world.bitr
        with on(date(2026, 2, 10)):
            get(world.coach, world.registered().get_absolute_url())

    def told(self, user):
        found = upcoming(user, Case.objects.visible_to(user))
        return [(due.day, due.label) for due in found if due.kind == "Logguppföljning"]

    def test_falls_due_by_the_end_of_the_month_after(self, world, february):
        with on(date(2026, 3, 20)):
            told = (date(2026, 3, 31), "Logguppföljning för Jobbtorg Farsta, 2026-02")
            assert self.told(world.chef) == [told]
            assert "Logguppföljning för Jobbtorg Farsta" in page(get(world.chef, URL))
            assert "Logguppföljning,csv" not in get(world.chef, f"{URL}csv/").content.decode()

    def test_is_not_the_coachs_nor_another_units(self, world, february):
        with on(date(2026, 3, 20)):
            assert self.told(world.coach) == self.told(world.chef_city) == []

    def test_is_gone_when_the_report_is_signed(self, world, february):
        with on(date(2026, 4, 2)):
            review = start_review(world.unit(), date(2026, 2, 1), by=world.chef)
            assert "2026-02" in self.told(world.chef)[0][1]
            judge(list(review.findings.all()), "behorig", by=world.chef)
            sign(review, by=world.chef)
            assert "2026-02" not in " ".join(label for _, label in self.told(world.chef))
