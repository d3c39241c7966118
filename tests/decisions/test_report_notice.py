"""Justering, anslag and laga kraft: what is noted of a list, and what follows. KL 8 and 13 kap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions import legal_force, reporting
from decisions.legal_force import (
    appealable_until,
    right_appealable_until,
    standing,
    standing_of,
    taken_down_early,
    warnings,
)
from decisions.models import Decision, Notice
from jobbtorg import clock
from jobbtorg.deadlines import is_working_day
from tests.cases.helpers import on, refused, refused_by_database
from tests.decisions.reporting import (
    ADJUSTED,
    MEETING,
    MONDAY,
    POSTED,
    UNTIL,
    announced,
    decided_on,
    fixed,
    noted,
)

DAY = timedelta(days=1)
days = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@pytest.fixture
def report(world):
    decided_on(world, date(2026, 3, 9))
    return fixed(world)


@pytest.fixture
def may(report):
    return report.rows.get().decision.rulings.get(basis="befogenhet")


def fresh(ruling):
    """The ruling as it is fetched anew."""
    return type(ruling).objects.get(pk=ruling.pk)


def notice(**told):
    values = {
        "meeting_on": MEETING, "paragraph": "12", "adjusted_on": ADJUSTED, "posted_on": POSTED,
    }  # fmt: skip
    return Notice(**(values | told))


class TestUntilWhen:
    def test_the_scripts_day(self, world, report, may):
        assert appealable_until(may) is None
        noted(world, report)
        assert appealable_until(fresh(may)) == UNTIL == date(2026, 4, 17)
        with on(UNTIL):
            told = standing_of(fresh(may).decision)
            assert told.text == "Laglighetsprövning t.o.m. fredag 17 april 2026"
        with on(UNTIL + DAY):
            told = standing_of(fresh(may).decision)
            assert told.text == "Laga kraft lördag 18 april 2026"

    @pytest.mark.parametrize(
        ("posted", "last"),
        [
            ("2023-06-14", "2023-07-05"),  # law.md §5.6, worked
            ("2026-04-10", "2026-05-04"),
            ("2026-12-03", "2026-12-28"),
            ("2026-12-15", "2027-01-05"),
        ],
    )
    def test_golden_days(self, posted, last):
        told = notice(posted_on=date.fromisoformat(posted))
        assert legal_force.last_posted_day(told) == date.fromisoformat(last)

    @given(days)
    def test_never_before_three_weeks_never_on_a_closed_day(self, posted):
        last = legal_force.last_posted_day(notice(posted_on=posted))
        assert last >= posted + timedelta(weeks=3)
        assert is_working_day(last)
        nominal = posted + timedelta(weeks=3)
        assert not any(is_working_day(nominal + n * DAY) for n in range((last - nominal).days))
        assert last == right_appealable_until(posted)

    def test_the_rights_ruling_does_not_wait_for_the_anslag(self, world, report):
        noted(world, report)
        right = report.rows.get().decision.rulings.get(basis="ratt")
        assert appealable_until(right) is None


class TestWhatIsMissing:
    def test_is_told_step_by_step(self, world):
        decision = decided_on(world, date(2026, 3, 9))
        assert "inte anmält" in standing_of(decision).hint
        fixed(world)
        decision = Decision.objects.get(pk=decision.pk)
        assert "Anmält i lista 2026:1" in standing_of(decision).hint
        assert standing_of(decision).text == "Inte laga kraft"

    def test_of_what_is_minuted_by_itself_and_of_the_namnds_own(self, world):
        decision = decided_on(world, date(2026, 3, 9))
        with on(MONDAY):
            own = world.decided_by_namnd("200102152392")
            reporting.minute_separately(decision, MONDAY, "x", "1", by=world.sekreterare)
        decision = Decision.objects.get(pk=decision.pk)
        assert "Protokollfört särskilt" in standing_of(decision).hint
        assert "nämndens protokoll" in standing_of(own).hint
        for subject in (decision, own):
            noted(world, subject)
            assert legal_force.last_posted_day(legal_force.notice_for(subject)) == UNTIL


class TestOrder:
    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"meeting_on": date(2026, 3, 15)}, "meeting_on"),  # before the list was fixed
            ({"adjusted_on": date(2026, 3, 23)}, "adjusted_on"),
            ({"posted_on": date(2026, 3, 25)}, "posted_on"),
            ({"posted_on": date(2026, 3, 28)}, "posted_on"),  # tomorrow
            ({"meeting_on": None}, "meeting_on"),
            ({"adjusted_on": None}, "adjusted_on"),
            ({"posted_on": None}, "posted_on"),
            ({"paragraph": " § "}, "paragraph"),
        ],
    )
    def test_meeting_justering_anslag_until_today(self, world, report, told, code):
        with refused(code):
            noted(world, report, **told)
        assert not Notice.objects.exists()

    def test_all_on_one_day_is_in_order(self, world, report):
        told = dict.fromkeys(("meeting_on", "adjusted_on", "posted_on"), MEETING)
        assert noted(world, report, **told).paragraph == "12"

    def test_by_the_secretary_alone(self, world, report):
        with on(POSTED), refused("not_secretary"):
            reporting.note_notice(report, announced(), by=world.registrator)

    def test_not_of_a_decision_that_belongs_to_a_list(self, world, report):
        with refused("no_minutes"):
            noted(world, report.rows.get().decision)


class TestWarnings:
    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ({"adjusted_on": date(2026, 4, 7), "posted_on": date(2026, 4, 7)}, []),
            (
                {"adjusted_on": date(2026, 4, 8), "posted_on": date(2026, 4, 8)},
                ["senast 2026-04-07, 14 dagar"],
            ),
            ({"posted_on": date(2026, 3, 28)}, []),  # Saturday the second day: Monday still holds
            ({"posted_on": date(2026, 3, 30)}, []),
            ({"posted_on": date(2026, 3, 31)}, ["senast 2026-03-30, andra dagen"]),
        ],
    )
    def test_what_came_late_is_told(self, told, words):
        found = warnings(notice(**told))
        assert len(found) == len(words)
        assert all(part in text for part, text in zip(words, found, strict=True))


class TestChanges:
    def test_are_new_rows_that_say_why(self, world, report, may):
        noted(world, report)
        with refused("note"):
            noted(world, report, posted_on=ADJUSTED)
        noted(world, report, posted_on=ADJUSTED, note="Fel dag.")
        assert Notice.objects.count() == 2
        assert appealable_until(fresh(may)) == date(2026, 4, 16)

    def test_are_told_in_the_journal(self, world, report, may):
        noted(world, report)
        entry = may.decision.application.case.journal.first()
        assert (entry.title, entry.event_on) == ("Protokollet med § 12 anslogs", POSTED)


class TestTakenDown:
    def down(self, world, report, day, on_day=None):
        with on(on_day or day):
            return reporting.take_down(report, day, by=world.sekreterare)

    def test_after_the_whole_time_it_changes_nothing(self, world, report, may):
        noted(world, report)
        self.down(world, report, UNTIL + DAY)
        assert appealable_until(fresh(may)) == UNTIL
        with on(UNTIL + DAY):
            assert standing_of(fresh(may).decision).text.startswith("Laga kraft")

    @pytest.mark.parametrize("day", [POSTED, date(2026, 4, 1), UNTIL])
    def test_early_is_caught_and_it_is_put_up_anew(self, world, report, may, day):
        noted(world, report)
        early = self.down(world, report, day)
        assert appealable_until(fresh(may)) is None
        with on(date(2026, 6, 1)):
            told = standing(early)
            assert told.text == "Anslaget togs ned för tidigt" and told.tone == "danger"
            assert "på nytt" in told.hint
        again = date(2026, 4, 20)
        noted(world, report, again, posted_on=again, note="Anslogs på nytt.")
        assert appealable_until(fresh(may)) == date(2026, 5, 11)
        assert Notice.objects.count() == 3

    @given(posted=days, up=st.integers(0, 60))
    def test_early_is_until_and_with_the_last_day(self, posted, up):
        down = posted + timedelta(days=up)
        told = notice(posted_on=posted, taken_down_on=down)
        assert taken_down_early(told) == (down <= legal_force.last_posted_day(told))

    def test_has_a_day_from_the_anslag_to_today_once_by_the_secretary(self, world, report):
        with refused("no_notice"):
            self.down(world, report, UNTIL)
        noted(world, report)
        for day in (None, ADJUSTED, UNTIL + 5 * DAY):
            with refused("day"):
                self.down(world, report, day, UNTIL)
        with on(UNTIL), refused("not_secretary"):
            reporting.take_down(report, UNTIL, by=world.chef)
        self.down(world, report, UNTIL + DAY)
        with refused("taken_down"):
            self.down(world, report, UNTIL + DAY)


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"meeting_on": date(2026, 3, 15)}, "före det som anmäls"),
            ({"posted_on": date(2026, 3, 30)}, "ligger i framtiden"),
            ({"taken_down_on": date(2026, 3, 30)}, "ligger i framtiden"),
            ({"adjusted_on": date(2026, 3, 23)}, "notice_days_in_order"),
            ({"posted_on": date(2026, 3, 25)}, "notice_days_in_order"),
            ({"taken_down_on": date(2026, 3, 26)}, "notice_days_in_order"),
            ({"paragraph": " "}, "notice_has_paragraph"),
            ({"report_list": None}, "före det som anmäls"),
        ],
    )
    def test_refuses_what_is_out_of_order(self, world, report, changed, words):
        self.refuse(world, words, **({"report_list": report} | changed))

    def test_refuses_a_row_about_both_a_list_and_a_decision(self, world, report):
        with on(MONDAY):
            own = world.decided_by_namnd("200102152392")
        self.refuse(world, "notice_of_list_or_decision", report_list=report, decision=own)

    def refuse(self, world, words, **values):
        with on(POSTED):
            told = {"recorded_by": world.sekreterare, "recorded_at": clock.now()}
        row = notice(**(told | values))
        with refused_by_database(words):
            row.save()

    def test_refuses_others_a_decision_without_minutes_and_an_unexplained_change(
        self, world, report
    ):
        self.refuse(world, "Bara nämndsekreteraren", report_list=report, recorded_by=world.chef)
        self.refuse(world, "inget eget protokoll", decision=report.rows.get().decision)
        noted(world, report)
        self.refuse(world, "förklaras", report_list=report)
