"""Ej verkställda beslut: three months after a decision on the right alone. SoL 34 kap. 1 §."""

import csv
import io
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from decisions import changing, executing, unexecuted
from decisions.executing import note_execution
from decisions.later_rules import Why
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, in_days, on, signed_in, text_of
from tests.decisions.later import FALSE, SLIP, heard, put_right
from tests.decisions.reporting import decided_on

PAGE, FILE = "/ej-verkstallda/", "/ej-verkstallda.csv"
DECIDED = date(2026, 3, 2)
LATE = date(2026, 6, 3)
DAY = timedelta(days=1)


def granted(world, day=DECIDED, n=1, **told):
    """A decision that gives all by the right."""
    return decided_on(world, day, n, **({"right": "bifall", "may": ""} | told))


def page(user, day=LATE, tab=""):
    with on(day):
        return text_of(get(user, f"{PAGE}?flik={tab}"))


def case_of(decision):
    return decision.application.case


class TestWhatIsOnIt:
    def test_is_the_right_alone_never_the_may_insats(self, world):
        right, may = granted(world), decided_on(world, DECIDED, 2)
        partly = granted(world, n=3, right="delvis", may="bifall")
        html = page(world.chef)
        assert case_of(right).number in html and case_of(partly).number in html
        assert case_of(may).number not in html

    @pytest.mark.parametrize(
        ("decided", "today", "tab"),
        [
            (date(2026, 3, 2), date(2026, 5, 2), None),
            (date(2026, 3, 2), date(2026, 5, 3), "inom-kort"),
            (date(2026, 3, 2), date(2026, 6, 2), "inom-kort"),
            (date(2026, 3, 2), date(2026, 6, 3), ""),
            (date(2026, 3, 31), date(2026, 6, 30), "inom-kort"),
            (date(2026, 3, 31), date(2026, 7, 1), ""),
            (date(2025, 11, 30), date(2026, 2, 28), "inom-kort"),
            (date(2025, 11, 30), date(2026, 3, 1), ""),
        ],
    )
    def test_counts_months_from_the_day_of_the_decision(self, world, decided, today, tab):
        number = case_of(granted(world, decided)).number
        for name in ("", "inom-kort"):
            assert (number in page(world.chef, today, name)) == (name == tab)

    @given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 8))
    def test_no_day_falls_between_the_lists(self, today, extra):
        with on(today):
            last = unexecuted.decided_before(3)
        assert last + relativedelta(months=3) < today
        assert last + DAY + relativedelta(months=3) >= today
        assert last - extra * DAY + relativedelta(months=3) < today

    def test_is_no_longer_what_has_begun(self, world):
        decision = granted(world)
        with on(LATE):
            executing.note_execution(decision.granted, LATE, by=world.coach)
        assert case_of(decision).number not in page(world.chef)

    def test_says_days_latest_reason_and_next_report_the_oldest_first(self, world):
        new, old = granted(world, DECIDED + DAY, 1), granted(world, DECIDED, 2)
        for reason in ("resursbrist", "tackat_nej"):
            with on(LATE):
                executing.note_unexecuted(old.granted, reason, by=world.coach)
        html = page(world.chef, LATE + DAY)
        assert html.index(case_of(old).number) < html.index(case_of(new).number)
        assert "Den enskilde har tackat nej till erbjudande" in html and "Resursbrist" not in html
        assert '<td class="tight right">94</td>' in html and "Inget skäl antecknat" in html
        assert "kvartal 2 2026" in html

    @pytest.mark.parametrize(
        ("decided", "today", "told"),
        [
            (date(2026, 3, 2), date(2026, 5, 10), "kvartal 2 2026"),
            (date(2026, 3, 31), date(2026, 6, 10), "kvartal 3 2026"),
            (date(2025, 9, 1), date(2026, 1, 1), "kvartal 1 2026"),
        ],
    )
    def test_is_reported_from_the_quarter_in_which_three_months_have_gone(
        self, decided, today, told
    ):
        with on(today):
            assert unexecuted.quarter(unexecuted.report_from(decided)) == told


class TestWhoSees:
    def test_the_unit_sees_its_own_with_names_and_a_way_to_note(self, world):
        decision = granted(world)
        for user in (world.chef, world.coach):
            html = page(user)
            assert case_of(decision).person.name in html
            assert f"verkstallighet/{decision.granted.pk}/" in html
        assert case_of(decision).number not in page(world.chef_city)

    @pytest.mark.parametrize("who", ["sekreterare", "granskare", "forvaltningschef"])
    def test_those_around_the_namnd_see_every_unit_without_names(self, world, who):
        decision = granted(world)
        html = page(getattr(world, who))
        assert case_of(decision).number in html and "Jobbtorg Farsta" in html
        assert case_of(decision).person.last_name not in html and "verkstallighet" not in html

    def test_a_protected_persons_unit_is_concealed_and_who_is_not_named_sees_nothing(self, world):
        assert world.bitr and world.chef
        decision = granted(world, protection="skyddad_folkbokforing")
        html = page(world.granskare)
        assert case_of(decision).number in html and "Jobbtorg Farsta" not in html
        assert "<td>Skyddad</td>" in html
        assert case_of(decision).number in page(world.chef)
        assert case_of(decision).number not in page(world.bitr)

    @pytest.mark.parametrize("who", ["registrator", "delegationsadmin"])
    def test_others_are_refused(self, world, who):
        for address in (PAGE, FILE):
            assert get(getattr(world, who), address).status_code == 403

    def test_each_look_is_logged(self, world):
        decision = granted(world)
        page(world.granskare)
        row = AccessLog.objects.filter(action="lista", user=world.granskare).get()
        assert case_of(decision).number in row.shown


class TestTheList:
    def test_asks_as_many_questions_for_many_as_for_one(self, world, django_assert_num_queries):
        granted(world)
        for n, user in ((2, world.chef), (3, world.granskare)):
            client = signed_in(user)
            with on(LATE):
                client.get(PAGE)
                with CaptureQueriesContext(connection) as one:
                    client.get(PAGE)
            granted(world, n=n)
            with on(LATE), django_assert_num_queries(len(one)):
                client.get(PAGE)

    def test_is_read_a_page_at_a_time(self, world, monkeypatch):
        monkeypatch.setattr("decisions.execution_views.ROWS", 1)
        first, second = granted(world, n=1), granted(world, DECIDED + DAY, 2)
        with on(LATE + DAY):
            html = text_of(get(world.chef, f"{PAGE}?page=2"))
        assert case_of(second).number in html and case_of(first).number not in html


class TestTheFile:
    def rows(self, user, day=LATE):
        with on(day):
            response = get(user, FILE)
        assert response.content.startswith(b"\xef\xbb\xbf")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        text = response.content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))

    def test_holds_what_is_to_be_reported_without_names_or_free_text(self, world):
        decision, soon = granted(world), granted(world, DECIDED + 20 * DAY, 2)
        with on(LATE):
            executing.note_unexecuted(
                decision.granted, "annat", "Tilda är på resa.", by=world.coach
            )
        rows = self.rows(world.granskare)
        told = decision.granted.lagrum
        assert rows[1][0] == "Ärendenummer" and rows[-1] == ["Antal beslut", "1"]
        assert rows[2] == [
            case_of(decision).number, decision.number, "2026-03-02", "93", told,
            "Jobbtorg Farsta", "Annat skäl", "2026-06-03", "kvartal 2 2026",
        ]  # fmt: skip
        assert "Tilda" not in str(rows) and case_of(soon).number not in str(rows)

    def test_is_logged_as_exported(self, world):
        self.rows(world.chef)
        assert AccessLog.objects.filter(action="export", what="Ej verkställda beslut, csv")


class TestALaterDecision:
    def test_counts_from_the_first_and_keeps_what_has_begun(self, world):
        world.empower()
        with in_days(-100):
            old = world.decided(right="bifall", may="")
        new = changing.correct(old, put_right(old), SLIP, by=world.chef)
        [row] = [unexecuted.line(r) for r in unexecuted.late(unexecuted.rulings_for(world.chef))]
        assert row.ruling.decision == new and row.days == 100
        note_execution(new.granted, clock.today() - timedelta(days=50), by=world.coach)
        assert not unexecuted.rulings_for(world.chef)

    def test_that_gives_nothing_is_not_on_the_list(self, world):
        world.empower()
        with in_days(-12):
            old = world.decided(right="bifall", may="")
        heard(world, old)
        why = Why("Du har haft ett arbete.", FALSE)
        changing.change_decision(old, world.rulings("avslag", "avslag"), why, by=world.chef)
        assert not unexecuted.rulings_for(world.chef)
