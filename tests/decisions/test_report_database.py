"""What PostgreSQL itself refuses of the anmälan of delegated decisions: G19."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest

from decisions import reporting
from decisions.models import ReportList, ReportRow, SpecialMinute
from decisions.report_lines import lines
from jobbtorg import clock
from tests.cases.helpers import as_if_committed, on, refused_by_database, undone
from tests.decisions.reporting import FIRST, LAST, MONDAY, decided_on, fixed, namnd

DAY = timedelta(days=1)


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
                for line in lines(report.period_from, date(2026, 12, 31), namnd())
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
        row = asdict(lines(FIRST, MONDAY + DAY, namnd())[0])
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
