"""Anmälan av delegationsbeslut: each decision in exactly one list, or minuted by itself. G19."""

from datetime import date, timedelta

import pytest

from cases.conflicts import declare
from decisions import reporting
from decisions.models import Decision, ReportList, ReportRow
from decisions.report_lines import lines
from decisions.reporting_rules import Period, against_fixing
from jobbtorg import clock
from tests.cases.helpers import (
    on,
    parallel,
    refused,
)
from tests.decisions.reporting import FIRST, LAST, MONDAY, decided_on, fixed, namnd
from tests.world import World

DAY = timedelta(days=1)


def make_javig(world, case):
    """The secretary, who has been a coach at the unit, is jävig in the case."""
    world.appoint(world.sekreterare, "coach", "Farsta", since=date(2023, 1, 1))
    declare(case, world.sekreterare, "part_eller_narstaende", by=world.sekreterare)


def numbers(report):
    return list(report.rows.values_list("decision__number", flat=True))


class TestTheList:
    def test_holds_every_delegated_decision_of_the_period_and_says_what_is_asked(self, world):
        one = decided_on(world, date(2026, 2, 16), 1)
        two = decided_on(world, date(2026, 3, 15), 2, right="bifall", may="")
        after = decided_on(world, date(2026, 3, 16), 3)
        report = fixed(world)
        assert numbers(report) == [one.number, two.number] and report.total == 2
        assert not ReportRow.objects.filter(decision=after).exists()
        row = report.rows.first()
        assert (row.position, row.decided_on, row.case_number) == (
            1, date(2026, 2, 16), one.application.case.number,
        )  # fmt: skip
        assert row.kinds == (
            "Bevilja eller avslå rätt till insats\nBevilja eller avslå insats utöver rätten"
        )
        assert "11 kap. 1 §" in row.provisions and "11 kap. 4 §" in row.provisions
        assert row.outcomes == "Avslag\nBifall"
        assert (row.unit, row.delegate, row.delegate_title) == (
            "Jobbtorg Farsta", "Chef Farsta", "Enhetschef",
        )  # fmt: skip
        assert row.points == "2\n3"
        assert not row.late

    def test_leaves_the_namnds_own_decisions_to_its_minutes(self, world):
        decided_on(world, date(2026, 3, 2), 1)
        with on(date(2026, 3, 3)):
            own = world.decided_by_namnd("200102152392")
        report = fixed(world)
        assert own.number not in numbers(report) and report.total == 1

    def test_is_numbered_by_the_year_without_gaps(self, world):
        decided_on(world, date(2025, 12, 1), 1)
        decided_on(world, date(2026, 1, 20), 2)
        decided_on(world, date(2026, 3, 2), 3)
        days = [
            (date(2025, 11, 1), date(2025, 12, 15), date(2025, 12, 16)),
            (date(2025, 12, 16), date(2026, 2, 15), date(2026, 2, 16)),
            (FIRST, LAST, MONDAY),
        ]
        assert [fixed(world, *d).number for d in days] == ["2025:1", "2026:1", "2026:2"]

    def test_names_neither_unit_nor_delegate_where_the_person_is_protected(self, world):
        decision = decided_on(world, date(2026, 3, 2), protection="skyddad_folkbokforing")
        row = fixed(world).rows.get()
        assert (row.unit, row.delegate, row.delegate_title) == ("Skyddad", "Skyddad", "Enhetschef")
        assert row.case_number == decision.application.case.number

    def test_is_told_in_the_journal_but_not_where_the_secretary_is_javig(self, world):
        case = decided_on(world, date(2026, 3, 2), 1).application.case
        other = decided_on(world, date(2026, 3, 2), 2).application.case
        make_javig(world, other)
        assert fixed(world).total == 2
        assert case.journal.first().title == "Beslutet anmäldes till nämnden i lista 2026:1"
        assert not other.journal.filter(title__contains="anmäldes").exists()

    def test_takes_as_many_questions_however_many_decisions(self, world, django_assert_num_queries):
        decided_on(world, date(2026, 3, 2), 1)
        with django_assert_num_queries(5):
            assert len(lines(FIRST, LAST, namnd())) == 1
        decided_on(world, date(2026, 3, 3), 2)
        with django_assert_num_queries(5):
            assert len(lines(FIRST, LAST, namnd())) == 2


class TestOnce:
    def test_the_same_period_again_has_nothing_new(self, world):
        decided_on(world, date(2026, 3, 2))
        fixed(world)
        with on(MONDAY), refused("nothing_new") as rules:
            reporting.fix_list(Period(FIRST, LAST), by=world.sekreterare)
        assert "Inga nya beslut" in rules[0].sentence and rules[0].kind == "conflict"
        assert ReportList.objects.count() == 1

    def test_a_decision_that_comes_to_light_later_stands_in_the_next_list_marked(self, world):
        decided_on(world, date(2026, 3, 2), 1)
        first = fixed(world)
        late = decided_on(world, date(2026, 3, 14), 2)  # dated the 14th, there on the 17th
        new = decided_on(world, date(2026, 3, 17), 3)
        with on(date(2026, 4, 16)), refused("overlap"):
            reporting.fix_list(Period(FIRST, LAST), by=world.sekreterare)
        second = fixed(world, MONDAY, date(2026, 4, 15), date(2026, 4, 16))
        assert numbers(second) == [late.number, new.number]
        assert [row.late for row in second.rows.all()] == [True, False]
        assert not set(numbers(first)) & set(numbers(second))

    def test_two_who_fix_at_once_give_one_list(self, committed_world):
        world = committed_world
        decided_on(world, clock.today() - 2 * DAY)
        period = Period(clock.today() - 9 * DAY, clock.today() - DAY)

        def fix():
            return reporting.fix_list(period, by=world.sekreterare)

        given = parallel(fix, fix)
        assert sum(isinstance(one, ReportList) for one in given) == 1
        assert "Inga nya beslut" in " ".join(str(one) for one in given)
        assert ReportList.objects.count() == 1


class TestThePeriod:
    @pytest.mark.parametrize(
        ("first", "last", "codes"),
        [
            (None, None, ["first", "last"]),
            (FIRST, MONDAY, ["last"]),  # today: a decision may still come
            (FIRST, MONDAY + DAY, ["last"]),
            (LAST, FIRST, ["order"]),
        ],
    )
    def test_has_passed_and_has_its_days_in_order(self, world, first, last, codes):
        decided_on(world, date(2026, 2, 17))
        with on(MONDAY), refused(*codes):
            reporting.fix_list(Period(first, last), by=world.sekreterare)
        assert not ReportList.objects.exists()

    def test_may_end_yesterday(self, world):
        decided_on(world, LAST)
        assert fixed(world).total == 1

    def test_without_decisions_there_is_nothing_to_fix(self, world):
        with on(MONDAY), refused("nothing_new"):
            reporting.fix_list(Period(FIRST, LAST), by=world.sekreterare)


class TestWhoFixes:
    @pytest.mark.parametrize("role", ["chef", "registrator", "granskare", "forvaltningschef"])
    def test_the_namndsekreterare_alone(self, world, role):
        decided_on(world, date(2026, 3, 2))
        user = getattr(world, role)
        with on(MONDAY):
            told = [rule.code for rule in against_fixing(Period(None, MONDAY), user)]
            assert told == ["not_secretary", "first", "last"]  # every reason at once
            with refused("not_secretary"):
                reporting.fix_list(Period(FIRST, LAST), by=user)


class TestMinutedSpecially:
    def minute(self, world, decision, day=LAST, by=None):
        with on(MONDAY):
            told = (day, "AMF 2026/91", "§ 3")
            return reporting.minute_separately(decision, *told, by=by or world.sekreterare)

    def test_stands_in_no_list(self, world):
        decision = decided_on(world, date(2026, 3, 2), 1)
        decided_on(world, date(2026, 3, 2), 2)
        minute = self.minute(world, decision)
        assert (minute.paragraph, minute.dnr) == ("3", "AMF 2026/91")
        assert decision.number not in numbers(fixed(world))
        journal = decision.application.case.journal.first()
        assert "protokollfördes särskilt" in journal.title and "§ 3" in journal.text

    def test_only_what_is_in_no_list_and_only_once(self, world):
        one = decided_on(world, date(2026, 3, 2), 1)
        fixed(world)
        with refused("listed"):
            self.minute(world, one)
        two = decided_on(world, date(2026, 3, 2), 2)
        self.minute(world, two)
        with refused("minuted"):
            self.minute(world, two)

    def test_neither_before_the_decision_nor_by_others_nor_without_reference(self, world):
        decision = decided_on(world, date(2026, 3, 2))
        with refused("minuted_on"):
            self.minute(world, decision, date(2026, 3, 1))
        with refused("minuted_on"):
            self.minute(world, decision, MONDAY + DAY)
        with on(MONDAY), refused("not_secretary", "minuted_on", "dnr", "paragraph"):
            reporting.minute_separately(decision, None, " ", "", by=world.chef)
        make_javig(world, decision.application.case)
        with refused("barred"):
            self.minute(world, decision)

    def test_the_namnds_own_are_in_its_minutes_already(self, world):
        with on(date(2026, 3, 2)):
            own = world.decided_by_namnd()
        with refused("by_namnd"):
            self.minute(world, own)


def test_every_delegated_decision_is_in_one_list_or_minuted_whatever_the_periods(world: World):
    days = [date(2026, 1, 7), date(2026, 2, 9), date(2026, 2, 27), date(2026, 3, 13)]
    made = [decided_on(world, day, n) for n, day in enumerate(days, start=1)]
    with on(date(2026, 3, 14)):
        reporting.minute_separately(made[1], date(2026, 2, 10), "x", "1", by=world.sekreterare)
    first = fixed(world, date(2026, 2, 1), date(2026, 2, 27), date(2026, 3, 2))
    second = fixed(world, date(2026, 3, 5), LAST)  # a gap of days loses nothing
    assert numbers(first) == [made[0].number, made[2].number]
    assert numbers(second) == [made[3].number]
    assert first.rows.first().late
    assert Decision.objects.filter(report_row=None, minute=None).count() == 0
