"""What is noted beside an application: clarifications, completions, delay. FL 11, 12 and 20 §§."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import actions, noting
from cases.models import Application, Case, DecisionRequest
from cases.noting import Lack
from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.deadlines import add_months, is_working_day
from tests.cases.helpers import (
    get,
    on,
    page_of,
    post,
    refused,
    refused_by_database,
    text_of,
    undone,
)

CAME = date(2026, 1, 15)
SIX_MONTHS = date(2026, 7, 15)


def page(case):
    return f"{case.get_absolute_url()}ansokan/"


@pytest.fixture
def case(world):
    with on(CAME):
        return world.started()


class TestClarifying:
    def test_the_application_stays_as_it_came_and_the_clarification_stands_beside_it(
        self, world, case
    ):
        before = case.application.own_words
        with on(date(2026, 1, 20)):
            noting.clarify(case, date(2026, 1, 19), "telefon", " Också praktik. ", by=world.coach)
        shown = text_of(get(world.coach, page(case)))
        assert Application.objects.get().own_words == before
        assert before in shown
        assert "Också praktik." in shown
        entry = case.journal.first()
        assert (entry.title, entry.text) == (
            "Den sökande förtydligade ansökan (telefon)",
            "Också praktik.",
        )
        assert entry.event_on == date(2026, 1, 19)

    def test_it_says_something_on_a_day_from_the_arrival_until_today(self, world, case):
        with on(date(2026, 1, 20)):
            for day in (date(2026, 1, 14), date(2026, 1, 21)):
                with refused("said_on", "text"):
                    noting.clarify(case, day, "telefon", " ", by=world.coach)

    def test_another_unit_and_a_decided_application_are_refused(self, world):
        case = world.running()
        with refused("status"):
            noting.clarify(case, clock.today(), "brev", "Mer", by=world.coach)
        other = world.started("200102152392")
        with refused("writer"):
            noting.clarify(other, clock.today(), "brev", "Mer", by=world.chef_city)


class TestCompletion:
    LACK = Lack(date(2026, 1, 20), "brev", "Vi behöver veta vad du söker.", date(2026, 2, 3))

    def ask(self, world, case, **changed):
        with on(date(2026, 1, 20)):
            return noting.ask_for_completion(
                case, Lack(**(vars(self.LACK) | changed)), by=world.coach
            )

    def test_it_says_what_lacks_and_by_when_and_the_journal_says_so(self, world, case):
        row = self.ask(world, case)
        assert row.is_open
        assert case.journal.first().title == "Komplettering begärdes, svar senast 3 februari 2026"

    def test_when_it_cannot_be_tried_without_the_consequence_is_told(self, world, case):
        self.ask(world, case, binding=True)
        assert "går inte att pröva utan" in case.journal.first().text
        assert "avvisas genom ett beslut" in text_of(get(world.coach, page(case)))

    def test_the_person_has_time_to_answer(self, world, case):
        with refused("reply_by"):
            self.ask(world, case, reply_by=date(2026, 1, 20))
        values = vars(self.LACK) | {"noted_by": world.coach, "noted_at": clock.now()}
        values |= {"application": case.application, "reply_by": date(2026, 1, 20)}
        with refused_by_database("completion_has_time"):
            type(self.ask(world, case)).objects.create(**values)

    def test_what_came_is_noted_once_with_whether_it_was_enough(self, world, case):
        row = self.ask(world, case)
        with on(date(2026, 1, 28)):
            noting.note_completion(row, date(2026, 1, 27), "Praktik.", True, by=world.coach)
            with refused("answered"):
                noting.note_completion(row, date(2026, 1, 27), "Igen", True, by=world.coach)
        assert case.journal.first().title == (
            "Komplettering kom in 27 januari 2026, räcker för att pröva ansökan"
        )

    def test_it_has_not_come_before_it_was_asked_for_nor_tomorrow(self, world, case):
        row = self.ask(world, case)
        with on(date(2026, 1, 28)):
            for day in (date(2026, 1, 19), date(2026, 1, 29)):
                with refused("came_on", "text"):
                    noting.note_completion(row, day, "", True, by=world.coach)

    def test_when_the_time_has_gone_the_page_says_what_follows(self, world, case):
        self.ask(world, case)
        with on(date(2026, 2, 3)):
            assert "Svarstiden har gått" not in text_of(get(world.coach, page(case)))
        with on(date(2026, 2, 4)):
            shown = text_of(get(world.coach, page(case)))
        assert "Svarstiden har gått" in shown
        assert "Pröva ansökan som den är." in shown
        with on(date(2026, 2, 4)):
            over = text_of(get(world.coach, case.get_absolute_url()))
        assert "Kompletteringen skulle ha kommit senast 2026-02-03." in over

    def test_the_page_asks_and_answers(self, world, case):
        with on(date(2026, 1, 20)):
            told = {"asked_on": "2026-01-20", "how": "brev", "lacking": "Vad du söker"}
            answer = post(world.coach, f"{page(case)}komplettering/", reply_by="", **told)
            assert answer.status_code == 422
            assert page_of(answer).written("lacking") == "Vad du söker"
            told["reply_by"] = "2026-02-03"
            assert post(world.coach, f"{page(case)}komplettering/", **told).url == page(case)
            row = case.application.completionrequests.get()
            there = f"{page(case)}komplettering/{row.pk}/"
            assert there in page_of(get(world.coach, page(case))).links
            answer = post(world.coach, there, came_on="2026-01-20", text="Jobb", enough="on")
        assert answer.url == page(case)
        assert row.answer.enough

    def test_a_request_in_another_case_is_not_answered_here(self, world, case):
        row = self.ask(world, case)
        other = world.started("200102152392")
        assert get(world.coach, f"{page(other)}komplettering/{row.pk}/").status_code == 404


class TestBegaranOmAvgorande:
    def test_from_the_day_after_six_months_there_are_four_weeks(self, world, case):
        with on(date(2026, 7, 16)):
            row = noting.hasten(case, date(2026, 7, 16), True, by=world.registrator)
        assert row.due_on == date(2026, 8, 13)
        case = Case.objects.get(pk=case.pk)
        assert case.due_on <= row.due_on
        assert "senast 13 augusti 2026" in case.journal.first().title

    @pytest.mark.parametrize(
        ("arrived", "due"),
        [
            (date(2026, 7, 16), date(2026, 8, 13)),
            (date(2026, 11, 26), date(2026, 12, 28)),  # the last day is Christmas Eve
            (date(2026, 12, 3), date(2027, 1, 4)),  # New Year's Eve, then a weekend
            (date(2027, 3, 6), date(2027, 4, 5)),  # a Saturday
        ],
    )
    def test_the_last_day_is_a_working_day(self, world, case, arrived, due):
        with on(arrived):
            assert noting.hasten(case, arrived, True, by=world.coach).due_on == due

    def test_before_that_it_is_no_such_request(self, world, case):
        with on(SIX_MONTHS):
            with refused("too_early") as rules:
                noting.hasten(case, SIX_MONTHS, True, by=world.coach)
            assert "först från 2026-07-16" in rules[0].sentence
            assert f"{page(case)}begaran/" not in page_of(get(world.coach, page(case))).links
        with on(date(2026, 7, 16)):
            assert f"{page(case)}begaran/" in page_of(get(world.coach, page(case))).links

    def test_the_database_knows_the_six_months_too(self, world, case):
        told = {"noted_by": world.coach, "noted_at": clock.now(), "due_on": date(2026, 8, 12)}
        with refused_by_database("först när sex månader har gått"):
            DecisionRequest.objects.create(
                application=case.application, arrived_on=SIX_MONTHS, **told
            )

    def test_once(self, world, case):
        with on(date(2026, 7, 20)):
            noting.hasten(case, date(2026, 7, 20), True, by=world.coach)
            with refused("once") as rules:
                noting.hasten(case, date(2026, 7, 20), True, by=world.coach)
        assert rules[0].kind == "conflict"

    def test_in_writing(self, world, case):
        with on(date(2026, 7, 20)), refused("written"):
            noting.hasten(case, date(2026, 7, 20), False, by=world.coach)

    def test_no_later_step_moves_the_last_day(self, world):
        with on(CAME):
            case = world.investigated()
        with on(date(2026, 8, 10)):
            with on(date(2026, 7, 16)):
                row = noting.hasten(case, date(2026, 7, 16), True, by=world.coach)
            today = clock.today()
            world.save(case, "samlad-bedomning", period_from=today, period_to=today)
            actions.propose(case, by=world.coach)
        assert Case.objects.get(pk=case.pk).due_on == row.due_on

    @settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(150, 220))
    def test_of_any_day_it_counts_only_after_six_months_by_the_calendar(self, world, came, after):
        arrived = came + timedelta(days=after)
        assert world.coach
        with undone():
            with on(came):
                case = world.registered()
            with on(arrived):
                try:
                    row = noting.hasten(case, arrived, True, by=world.coach)
                except RuleBroken:
                    assert arrived <= add_months(came, 6)
                else:
                    assert arrived > add_months(came, 6)
                    assert is_working_day(row.due_on)
                    assert row.due_on >= arrived + timedelta(weeks=4)


class TestTheTime:
    def warning(self, world, case, day):
        with on(day):
            return text_of(get(world.coach, case.get_absolute_url()))

    def test_six_months_is_shown_and_warned_of_in_time(self, world, case):
        assert "Sex månader" not in self.warning(world, case, date(2026, 6, 14))
        soon = self.warning(world, case, date(2026, 6, 15))
        assert "Sex månader har gått 2026-07-15." in soon
        late = self.warning(world, case, date(2026, 7, 16))
        assert "Den sökande kan nu begära att ni avgör ärendet inom fyra veckor." in late
        assert "15 juli 2026" in text_of(get(world.coach, page(case)))

    def test_the_person_is_told_of_delay_and_why(self, world, case):
        with on(date(2026, 6, 20)):
            with refused("reason", "expected_on"):
                noting.tell_of_delay(
                    case, date(2026, 6, 20), "brev", " ", date(2026, 6, 20), by=world.coach
                )
            noting.tell_of_delay(
                case, date(2026, 6, 20), "brev", "Många söker.", date(2026, 8, 1), by=world.coach
            )
        shown = text_of(get(world.coach, page(case)))
        assert "Många söker." in shown
        assert "1 augusti 2026" in shown
