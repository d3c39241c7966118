"""Anmälan av delegationsbeslut: each decision in exactly one list, or minuted by itself. G19."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest

from cases.conflicts import declare
from decisions import reporting
from decisions.models import Decision, ReportList, ReportRow, SpecialMinute
from decisions.report_lines import lines
from decisions.reporting_rules import Period, against_fixing
from jobbtorg import clock
from tests.cases.helpers import (
    as_if_committed,
    on,
    parallel,
    refused,
    refused_by_database,
    undone,
)
from tests.decisions.reporting import FIRST, LAST, MONDAY, decided_on, fixed
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
        with django_assert_num_queries(3):
            assert len(lines(FIRST, LAST)) == 1
        decided_on(world, date(2026, 3, 3), 2)
        with django_assert_num_queries(3):
            assert len(lines(FIRST, LAST)) == 2


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


class TestTheDatabase:
    def row(self, world, **changed):
        """A list past the act, as a shell would write it."""
        decided_on(world, date(2026, 3, 2), 1)
        report = fixed(world)
        values = {f.attname: getattr(report, f.attname) for f in report._meta.concrete_fields}
        values |= {"id": None, "number": "2026:2", "period_from": MONDAY, "period_to": MONDAY}
        values |= {"fixed_at": report.fixed_at + 9 * DAY}
        return ReportList(**(values | changed))

    def add(self, report, decision, **changed):
        with on(MONDAY):
            line = next(
                asdict(line)
                for line in lines(report.period_from, date(2026, 12, 31))
                if line.decision_id == decision.pk
            )
        return ReportRow.objects.create(report_list=report, **(line | changed))

    def test_refuses_a_list_that_leaves_a_decision_out(self, world):
        with on(date(2026, 3, 25)):
            report = self.row(world, total=1)
            one = decided_on(world, MONDAY, 2)
            decided_on(world, MONDAY, 3)
            with refused_by_database("utelämnar ett delegationsbeslut"):
                report.save()
                self.add(report, one, position=1)

    def test_takes_it_when_the_other_is_minuted(self, world):
        with on(date(2026, 3, 25)):
            report = self.row(world, total=1)
            one, two = (decided_on(world, MONDAY, n) for n in (2, 3))
            reporting.minute_separately(two, MONDAY, "x", "1", by=world.sekreterare)
            with undone():
                report.save()
                self.add(report, one, position=1)
                as_if_committed()

    def test_refuses_a_total_that_is_not_true(self, world):
        report = self.row(world, total=2)
        one = decided_on(world, MONDAY, 2)
        with refused_by_database("inte så många beslut"):
            report.save()
            self.add(report, one, position=1)

    def test_refuses_a_row_more_in_a_list_that_is_fixed(self, world):
        decided_on(world, date(2026, 3, 2), 1)
        report = fixed(world)
        as_if_committed()
        late = decided_on(world, date(2026, 3, 3), 2)
        with refused_by_database("fastställd"):
            self.add(report, late, position=2)

    def test_refuses_a_decision_in_two_lists(self, world):
        report = self.row(world, total=1)
        row = ReportRow.objects.get()
        columns = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        with refused_by_database("decision_id"):
            report.save()
            late = {"id": None, "report_list_id": report.pk, "late": True}
            ReportRow.objects.create(**(columns | late))

    def test_refuses_the_namnds_own_later_ones_and_what_is_minuted(self, world):
        report = self.row(world, total=1)
        with on(MONDAY):
            own = world.decided_by_namnd("200102152392")
        later = decided_on(world, MONDAY + DAY, 2)
        minuted = decided_on(world, MONDAY, 3)
        row = asdict(lines(FIRST, MONDAY + DAY)[0])
        with on(MONDAY + DAY):
            reporting.minute_separately(minuted, MONDAY, "x", "1", by=world.sekreterare)
        for decision, words in (
            (own, "egna beslut"), (later, "efter perioden"), (minuted, "protokollfört särskilt"),
        ):  # fmt: skip
            told = row | {"decision_id": decision.pk, "decided_on": decision.decided_on}
            told |= {"case_number": decision.application.case.number, "late": False}
            with refused_by_database(words):
                report.save()
                ReportRow.objects.create(report_list=report, **told)

    @pytest.mark.parametrize(
        "changed", [{"late": True}, {"case_number": "JT 2026-9999"}, {"decided_on": LAST}]
    )
    def test_refuses_a_row_that_says_something_else_than_the_decision(self, world, changed):
        report = self.row(world, total=1)
        one = decided_on(world, MONDAY, 2)
        with refused_by_database("stämmer inte med beslutet"):
            report.save()
            self.add(report, one, **({"position": 1} | changed))

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"period_to": date(2026, 3, 25)}, "Perioden är inte slut"),
            ({"number": "2025:7"}, "annat år"),
            ({"period_from": date(2026, 3, 1)}, "report_periods_never_overlap"),
            ({"period_from": date(2026, 3, 20)}, "report_period_in_order"),
            ({"total": 0}, "report_holds_something"),
            ({"sha256": "0" * 64}, "bytes_match_hash"),
        ],
    )
    def test_refuses_a_list_that_is_none(self, world, changed, words):
        report = self.row(world, **changed)
        decided_on(world, MONDAY, 2)
        with refused_by_database(words):
            report.save()

    def test_refuses_who_is_not_namndsekreterare(self, world):
        report = self.row(world)
        report.fixed_by = world.chef
        with refused_by_database("Bara nämndsekreteraren"):
            report.save()

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"minuted_on": date(2026, 3, 1)}, "äldre än beslutet"),
            ({"minuted_on": date(2026, 3, 17)}, "i framtiden"),
            ({"paragraph": " "}, "minute_says_where"),
            ({"recorded_by": "chef"}, "Bara nämndsekreteraren"),
        ],
    )
    def test_refuses_minutes_that_are_none(self, world, changed, words):
        decision = decided_on(world, date(2026, 3, 2))
        with on(MONDAY):
            values = {
                "decision": decision, "minuted_on": LAST, "dnr": "x", "paragraph": "1",
                "recorded_by": world.sekreterare, "recorded_at": clock.now(),
            }  # fmt: skip
        values |= changed
        if changed.get("recorded_by"):
            values["recorded_by"] = world.chef
        with refused_by_database(words):
            SpecialMinute.objects.create(**values)

    def test_refuses_minutes_of_what_is_listed_or_the_namnds(self, world):
        listed = decided_on(world, date(2026, 3, 2))
        fixed(world)
        with on(MONDAY):
            own = world.decided_by_namnd("200102152392")
            told = {"minuted_on": MONDAY, "dnr": "x", "paragraph": "1", "recorded_at": clock.now()}
        for decision, words in ((listed, "redan anmält"), (own, "dess protokoll")):
            with refused_by_database(words):
                SpecialMinute.objects.create(
                    decision=decision, recorded_by=world.sekreterare, **told
                )


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
