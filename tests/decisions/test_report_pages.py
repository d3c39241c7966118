"""Anmälan av delegationsbeslut as people meet it: the pages, the PDF and the CSV."""

import csv
import io
import subprocess
from datetime import date, timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decisions import reporting
from decisions.models import Notice, ReportList, SpecialMinute
from tests.cases.helpers import get, on, page_of, post, signed_in, text_of
from tests.decisions.reporting import (
    FIRST,
    LAST,
    MONDAY,
    POSTED,
    UNTIL,
    decided_on,
    fixed,
    noted,
)

REPORTS = "/anmalan/"
NOTICE_DAYS = ("meeting_on", "adjusted_on", "posted_on")
NOTICE = {
    "meeting_on": "2026-03-24", "paragraph": "§ 12", "adjusted_on": "2026-03-26",
    "posted_on": "2026-03-27",
}  # fmt: skip


def asked(world, day=MONDAY, first=FIRST, last=LAST):
    with on(day):
        return get(world.sekreterare, f"{REPORTS}?first={first}&last={last}")


def fix(world, day=MONDAY, user=None):
    with on(day):
        return post(user or world.sekreterare, REPORTS, first=str(FIRST), last=str(LAST))


class TestThePreview:
    def test_shows_what_the_list_would_hold_without_names(self, world):
        one = decided_on(world, date(2026, 2, 10), 1)
        two = decided_on(world, date(2026, 3, 9), 2)
        page = text_of(asked(world))
        for decision in (one, two):
            assert decision.application.case.number in page
        assert page.count("Fattat före perioden") == 2  # the row, and the count of them
        assert "Chef Farsta" in page and "Jobbtorg Farsta" in page
        assert "Tilda" not in page and "Provström" not in page and "19990101" not in page
        assert "Fastställ lista" in page

    def test_suggests_the_days_since_the_latest_list(self, world):
        decided_on(world, date(2026, 3, 9))
        with on(MONDAY):
            first = page_of(get(world.sekreterare, REPORTS)).inputs
        assert (first["first"], first["last"]) == ("2026-03-09", "2026-03-15")
        fixed(world)
        with on(date(2026, 4, 2)):
            then = page_of(get(world.sekreterare, REPORTS)).inputs
        assert (then["first"], then["last"]) == ("2026-03-16", "2026-04-01")

    def test_says_why_there_is_no_button(self, world):
        decided_on(world, date(2026, 3, 9))
        page = text_of(asked(world, last=MONDAY))
        assert "Välj en sista dag före i dag" in page
        assert "Fastställ lista</button>" not in page
        fixed(world)
        page = text_of(asked(world))
        assert "Inga nya beslut" in page and "Fastställ lista</button>" not in page

    def test_a_day_that_is_none_is_said(self, world):
        with on(MONDAY):
            answer = get(world.sekreterare, f"{REPORTS}?first=2026-02-30&last=2026-03-15")
        assert answer.status_code == 422 and "finns inte i kalendern" in text_of(answer)

    @pytest.mark.parametrize("role", ["registrator", "granskare", "forvaltningschef"])
    def test_others_read_without_buttons_and_their_post_is_refused(self, world, role):
        decided_on(world, date(2026, 3, 9))
        user = getattr(world, role)
        with on(MONDAY):
            page = text_of(get(user, REPORTS))
        assert "JT 2026-" in page
        assert "Fastställ lista</button>" not in page and "Protokollför särskilt</a>" not in page
        assert fix(world, user=user).status_code == 403
        assert not ReportList.objects.exists()


class TestFaststallLista:
    def test_locks_it_and_shows_it_with_its_files(self, world):
        decided_on(world, date(2026, 3, 9))
        answer = fix(world)
        report = ReportList.objects.get()
        assert answer.status_code == 302 and answer["Location"] == report.get_absolute_url()
        page = text_of(get(world.sekreterare, report.get_absolute_url()))
        assert "Lista 2026:1" in page and "och låst" in page
        assert reverse("report_pdf", args=[report.pk]) in page

    def test_again_says_that_there_is_nothing_new(self, world):
        decided_on(world, date(2026, 3, 9))
        fix(world)
        answer = fix(world)
        assert answer.status_code == 409 and "Inga nya beslut" in text_of(answer)
        assert ReportList.objects.count() == 1


class TestTheFiles:
    @pytest.fixture
    def report(self, world):
        decided_on(world, date(2026, 2, 10), 1, protection="sekretessmarkering")
        decided_on(world, date(2026, 3, 9), 2)
        return fixed(world)

    def text(self, world, report):
        content = get(world.granskare, reverse("report_pdf", args=[report.pk])).content
        read = ["pdftotext", "-layout", "-", "-"]
        return content, subprocess.run(read, input=content, capture_output=True).stdout.decode()

    def test_the_pdf_is_the_stored_bytes_tagged_titled_and_names_no_person(self, world, report):
        content, text = self.text(world, report)
        assert content == bytes(ReportList.objects.get().pdf)
        with pikepdf.open(io.BytesIO(content)) as document:
            assert document.Root.MarkInfo.Marked
            assert str(document.docinfo["/Title"]) == "Anmälan av delegationsbeslut 2026:1"
        for words in ("2026-02-10", "Skyddad", "Fattat före perioden", "Jobbtorg Farsta", "Avslag"):
            assert words in text
        assert "Tilda" not in text and "Provström" not in text and "199901" not in text
        assert text.count("Jobbtorg Farsta") == 1  # not that of the protected person's case

    def test_the_csv_has_the_columns_and_is_the_same_each_time(self, world, report):
        first, again = (
            get(world.sekreterare, reverse("report_csv", args=[report.pk])) for _ in range(2)
        )
        assert first.content == again.content and first.content.startswith(b"\xef\xbb\xbf")
        assert 'filename="Anmalan-delegationsbeslut-2026-1.csv"' in first["Content-Disposition"]
        rows = list(csv.reader(io.StringIO(first.content.decode("utf-8-sig")), delimiter=";"))
        assert rows[1] == [
            "Löpnr", "Beslutsdatum", "Ärendenummer", "Beslutstyp", "Lagrum", "Utfall", "Enhet",
            "Delegat", "Befattning", "Delegationspunkt", "Anmärkning",
        ]  # fmt: skip
        assert rows[2][5:] == [
            "Avslag / Bifall", "Skyddad", "Skyddad", "Enhetschef", "2 / 3", "Fattat före perioden",
        ]  # fmt: skip
        assert rows[3][6:8] == ["Jobbtorg Farsta", "Chef Farsta"] and rows[3][10] == ""
        assert rows[-1] == ["Antal beslut", "2"]
        assert "Tilda" not in first.content.decode()


class TestJusteringAndAnslag:
    @pytest.fixture
    def report(self, world):
        decided_on(world, date(2026, 3, 9))
        return fixed(world)

    def note(self, world, report, day=POSTED, **told):
        with on(day):
            return post(world.sekreterare, report.get_absolute_url(), **(NOTICE | told))

    def test_the_decision_says_what_is_missing_then_until_when_then_laga_kraft(self, world, report):
        url = reverse("decision", args=[report.rows.get().decision.application.case.slug])
        assert "Anmält i lista 2026:1" in text_of(get(world.coach, url))
        assert self.note(world, report).status_code == 302
        with on(date(2026, 4, 1)):
            page = text_of(get(world.coach, url))
        assert "Laglighetsprövning t.o.m. fredag 17 april 2026" in page
        with on(date(2026, 4, 20)):
            assert "Laga kraft lördag 18 april 2026" in text_of(get(world.coach, url))

    def test_what_is_wrong_is_said_at_its_field(self, world, report):
        answer = self.note(world, report, adjusted_on="2026-03-23", paragraph="")
        page = text_of(answer)
        assert answer.status_code == 422 and not Notice.objects.exists()
        assert "Dagen för justeringen är för tidig: sammanträdet var 2026-03-24." in page
        assert "Ange paragrafen i protokollet." in page

    def test_a_change_asks_why(self, world, report):
        self.note(world, report)
        assert self.note(world, report).status_code == 422
        assert self.note(world, report, note="Fel dag.").status_code == 302
        assert "Tidigare uppgifter" in text_of(get(world.granskare, report.get_absolute_url()))

    def test_what_came_late_is_told(self, world, report):
        self.note(world, report, date(2026, 4, 1), posted_on="2026-04-01")
        page = text_of(get(world.sekreterare, report.get_absolute_url()))
        assert "andra dagen efter justeringen" in page

    def test_taken_down_early_it_is_to_be_put_up_anew(self, world, report):
        self.note(world, report)
        with on(date(2026, 4, 10)):
            down = {"do": "down", "day": "2026-04-10"}
            assert post(world.sekreterare, report.get_absolute_url(), **down).status_code == 302
        page = text_of(get(world.sekreterare, report.get_absolute_url()))
        assert "Anslaget togs ned för tidigt" in page
        assert "behöver anslås på nytt" in page and "Registrera nytt anslag" in page
        url = reverse("decision", args=[report.rows.get().decision.application.case.slug])
        assert "Anslaget togs ned för tidigt" in text_of(get(world.coach, url))
        with on(UNTIL):
            again = self.note(world, report, UNTIL, posted_on=str(UNTIL), note="På nytt.")
        assert again.status_code == 302
        with on(UNTIL):
            assert "fredag 8 maj 2026" in text_of(get(world.coach, url))

    def test_who_reads_gets_no_form(self, world, report):
        page = text_of(get(world.granskare, report.get_absolute_url()))
        assert "Registrera anslag" not in page
        with on(POSTED):
            answer = post(world.granskare, report.get_absolute_url(), **NOTICE)
        assert answer.status_code == 403


class TestProtokollforSarskilt:
    def test_takes_the_decision_out_of_the_lists_and_asks_for_its_anslag(self, world):
        decision = decided_on(world, date(2026, 3, 9))
        with on(MONDAY):
            told = {"number": decision.number, "minuted_on": str(LAST), "dnr": "AMF 2026/91"}
            answer = post(world.sekreterare, "/anmalan/sarskilt/", **told, paragraph="§ 3")
        assert SpecialMinute.objects.get().decision == decision
        page = text_of(get(world.sekreterare, answer["Location"]))
        assert "Protokollfört särskilt 15 mars 2026: § 3, dnr AMF 2026/91" in page
        assert page_of(get(world.sekreterare, answer["Location"])).inputs["paragraph"] == "3"
        page = text_of(asked(world))
        assert "Inga nya beslut" in page and "Särskilt, § 3" in page
        noted(world, decision)
        with on(POSTED):
            assert "fredag 17 april 2026" in text_of(get(world.registrator, answer["Location"]))

    def test_asks_for_what_is_missing_and_knows_the_numbers(self, world):
        url = "/anmalan/sarskilt/"
        assert "Ange beslutsnumret." in text_of(post(world.sekreterare, url))
        page = text_of(post(world.sekreterare, url, number="2026:99"))
        assert "Det finns inget beslut med numret 2026:99." in page
        decision = decided_on(world, date(2026, 3, 9))
        fixed(world)
        answer = post(world.sekreterare, url, number=decision.number, dnr="x", paragraph="1")
        assert answer.status_code == 409 and "redan anmält i lista 2026:1" in text_of(answer)


def test_the_menu_has_it_for_those_who_see_it(world):
    assert "Anmälan av delegationsbeslut" in text_of(get(world.sekreterare, "/"))
    assert "Anmälan av delegationsbeslut" not in text_of(get(world.coach, "/"))


def test_the_page_takes_as_many_questions_however_many_lists(world):
    found = []
    for n, day in enumerate((date(2026, 2, 17), date(2026, 3, 2), date(2026, 3, 9)), start=1):
        decided_on(world, day, n)
        alone = decided_on(world, day, n + 10)
        then = day + timedelta(days=2)
        with on(then):
            reporting.minute_separately(alone, day, "x", str(n), by=world.sekreterare)
        noted(
            world, fixed(world, day, day, then), **dict.fromkeys(NOTICE_DAYS, MONDAY), on_day=MONDAY
        )
        noted(world, alone, MONDAY, **dict.fromkeys(NOTICE_DAYS, MONDAY))
        with CaptureQueriesContext(connection) as asked:
            assert signed_in(world.sekreterare).get(f"{REPORTS}?first={FIRST}&last={LAST}")
        found.append(len(asked))
    assert len(set(found)) == 1
