"""Anmälan when there is much to report: a page at a time, and the list takes all. G19, ADR 30."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import JournalEntry
from decisions import reporting, unreported
from decisions.models import Decision, ReportList, UnreportedDecision
from decisions.models.reporting import left_out
from decisions.models.reporting import unreported as shown
from jobbtorg.jobs.models import Job
from jobbtorg.jobs.running import run
from tests.audit.helpers import as_owner
from tests.cases.helpers import get, on, post, signed_in, text_of
from tests.decisions.reporting import FIRST, LAST, MONDAY, decided_on, fixed, namnd

REPORTS = f"/anmalan/?first={FIRST}&last={LAST}"
DAY = timedelta(days=1)


def case_of(decision):
    return decision.application.case.number


def page_of_it(world, number):
    """A page of what the next list would hold."""
    with on(MONDAY):
        return text_of(get(world.sekreterare, f"{REPORTS}&page={number}"))


def asked(world, url):
    """The statements of a page, fetched once before."""
    with on(MONDAY):
        client = signed_in(world.sekreterare)
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as found:
            client.get(url)
    return [query["sql"] for query in found]


class TestWhatIsKeptOfTheUnreported:
    def kept(self):
        return set(UnreportedDecision.objects.values_list("decision", flat=True))

    def as_the_rows_of_law_have_it(self):
        found = left_out(date(2027, 1, 1), namnd())
        assert list(found) == list(shown(date(2027, 1, 1), namnd()))
        assert not unreported.untrue().exists()
        return {row.pk for row in found}

    def test_is_what_the_rows_of_law_say_after_each_act(self, world):
        one, two, three = (decided_on(world, date(2026, 3, n), n) for n in (4, 2, 9))
        assert self.kept() == self.as_the_rows_of_law_have_it() == {one.pk, two.pk, three.pk}
        with on(MONDAY):
            own = world.decided_by_namnd("200102152392")
        assert own.pk not in self.kept() == self.as_the_rows_of_law_have_it()
        with on(MONDAY):
            reporting.minute_separately(two, MONDAY, "x", "1", by=world.sekreterare)
        assert self.kept() == self.as_the_rows_of_law_have_it() == {one.pk, three.pk}
        fixed(world, FIRST, date(2026, 3, 5))
        assert self.kept() == self.as_the_rows_of_law_have_it() == {three.pk}

    def test_what_came_past_the_triggers_is_found_and_put_right(self, world):
        one, two = (decided_on(world, date(2026, 3, n), n) for n in (2, 3))
        fixed(world, FIRST, date(2026, 3, 2))
        connection.check_constraints()
        as_owner("UPDATE decisions_unreporteddecision SET decision_id = %s", one.pk)
        assert set(unreported.untrue()) == {one, two}
        unreported.put_right()
        assert self.kept() == {two.pk} and not unreported.untrue().exists()


class TestThePages:
    @pytest.fixture(autouse=True)
    def two_rows(self, monkeypatch):
        monkeypatch.setattr("decisions.reporting_views.ROWS", 2)

    @pytest.fixture
    def three(self, world):
        return [decided_on(world, date(2026, 3, n), n) for n in (2, 3, 4)]

    def test_go_on_where_the_one_before_ended_and_keep_the_period(self, world, three):
        first, second = page_of_it(world, 1), page_of_it(world, 2)
        assert all(case_of(one) in first for one in three[:2]) and case_of(three[2]) not in first
        assert case_of(three[2]) in second and case_of(three[0]) not in second
        assert "Visar 3–3 av 3 beslut" in second and '<td class="num" rowspan="2">3</td>' in second
        assert f"first={FIRST}&amp;last={LAST}&amp;page=2" in first

    @pytest.mark.parametrize(
        ("number", "told"), [("0", "3–3"), ("999999", "3–3"), ("-1", "3–3"), ("x", "1–2")]
    )
    def test_out_of_range_are_answered_with_one_that_is_there(self, world, three, number, told):
        assert f"Visar {told} av 3 beslut" in page_of_it(world, number)

    def test_say_the_totals_of_the_whole_list(self, world, three):
        late = decided_on(world, date(2026, 2, 3), 9)
        for number in (1, 2):
            page = page_of_it(world, number)
            assert '<dt>Beslut i listan</dt><dd class="num">4</dd>' in page
            assert '<dt>Fattat före perioden</dt><dd class="num">1</dd>' in page
        report = fixed(world)
        page = text_of(get(world.granskare, f"{report.get_absolute_url()}?page=2"))
        assert '<dt>Beslut i listan</dt><dd class="num">4</dd>' in page
        assert case_of(three[2]) in page and case_of(late) not in page
        assert "Visar 3–4 av 4 beslut" in page

    def test_the_totals_are_those_of_the_printed_list(self, world, three):
        decided_on(world, date(2026, 2, 3), 9, may="avslag")
        before = page_of_it(world, 1).split("<dl ")[1].split("</dl>")[0]
        after = text_of(get(world.granskare, fixed(world).get_absolute_url()))
        assert before == after.split('<dl class="summary inline">')[1].split("</dl>")[0].join(
            ['class="summary inline">', ""]
        )

    def test_of_very_many_the_oldest_are_shown_and_the_list_takes_all(
        self, world, three, monkeypatch
    ):
        monkeypatch.setattr("decisions.reporting_views.MOST", 2)
        page = page_of_it(world, 2)
        assert "Mer än tusen beslut är inte anmälda" in page and "Beslut i listan</dt>" not in page
        assert "Visar 1–2 av 2 beslut" in page and "Fastställ lista</button>" in page
        assert fixed(world).rows.count() == 3

    def test_ask_as_much_for_many_as_for_few_and_never_of_what_is_reported(self, world, three):
        few = asked(world, REPORTS)
        fixed(world, FIRST, date(2026, 3, 5))
        for n in (6, 7, 9, 10):
            decided_on(world, date(2026, 3, n), n)
        url = f"/anmalan/?first=2026-03-06&last={LAST}"
        many = asked(world, url)
        assert len(many) == len(few) + 1  # the notices of the list that there is now
        assert not any("decisions_reportrow" in sql and "IS NULL" in sql for sql in many)


class TestALongList:
    """Printed by a worker, as one act: what no list may leave out is asked when it is done."""

    @pytest.fixture(autouse=True)
    def two_are_many(self, monkeypatch):
        monkeypatch.setattr("decisions.reporting_views.AT_ONCE", 1)

    def fix(self, world, user=None, last=LAST):
        with on(MONDAY):
            return post(user or world.sekreterare, "/anmalan/", first=str(FIRST), last=str(last))

    def test_is_work_that_leads_to_the_list(self, world):
        decided_on(world, date(2026, 3, 2), 1)
        decided_on(world, date(2026, 3, 3), 2)
        assert "Listan är lång och skrivs i bakgrunden" in page_of_it(world, 1)
        answer = self.fix(world)
        job = Job.objects.get()
        assert answer.status_code == 302 and answer["Location"] == job.get_absolute_url()
        assert not ReportList.objects.exists()
        with on(MONDAY):
            run(job.pk)
        job.refresh_from_db()
        report = ReportList.objects.get()
        assert (job.state, job.page) == ("klart", report.get_absolute_url())
        assert report.rows.count() == 2 and report.fixed_by == world.sekreterare
        assert self.fix(world).status_code == 409

    def test_that_was_fixed_meanwhile_is_told_of_and_not_fixed_twice(self, world):
        decided_on(world, date(2026, 3, 2), 1)
        decided_on(world, date(2026, 3, 3), 2)
        self.fix(world)
        self.fix(world)
        job = Job.objects.get()
        fixed(world)
        with on(MONDAY):
            run(job.pk)
        job.refresh_from_db()
        assert "Inga nya beslut" in job.error and ReportList.objects.count() == 1

    def test_is_refused_at_once_with_why(self, world):
        decided_on(world, date(2026, 3, 2), 1)
        decided_on(world, date(2026, 3, 3), 2)
        assert self.fix(world, world.registrator).status_code == 403
        answer = self.fix(world, last=MONDAY)
        assert answer.status_code == 422 and "före i dag" in text_of(answer)
        assert not Job.objects.exists()


class TestTheAct:
    def test_takes_all_however_many_there_are_in_few_statements(self, world, monkeypatch):
        monkeypatch.setattr("decisions.report_lines.AT_A_TIME", 2)
        for n in range(2, 7):
            decided_on(world, date(2026, 3, n), n)
        with CaptureQueriesContext(connection) as found:
            report = fixed(world)
        rows = list(report.rows.values_list("position", "decided_on"))
        assert rows == [(n, date(2026, 3, n + 1)) for n in range(1, 6)]
        assert ReportList.objects.get().total == Decision.objects.count() == 5
        told = JournalEntry.objects.filter(title__contains=f"i lista {report.number}")
        assert told.values("case").distinct().count() == 5
        written = [q["sql"] for q in found if q["sql"].startswith("INSERT")]
        assert sum('"decisions_reportrow"' in sql for sql in written) == 1
        assert sum('"cases_journalentry"' in sql for sql in written) == 1
