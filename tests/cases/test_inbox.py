"""Inkorgen: putting papers in, opening them, and that none of them lies overnight."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import DocumentCheck, Paper, PaperScan
from cases.tasks import scan_paper, scan_waiting, verify_documents
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.files import keeping
from jobbtorg.files.scanners import EICAR
from tests.cases.documents import PDF, kept
from tests.cases.helpers import get, on, refused, refused_by_database, signed_in, text_of
from tests.cases.inbox import INBOX, sorted_to

FRIDAY, SATURDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)
OTHERS = ["coach", "chef", "sekreterare", "granskare", "delegationsadmin", "forvaltningschef"]


def send(user, *files, json=False):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    headers = {"accept": "application/json"} if json else {}
    return signed_in(user).post(INBOX, {"upload": sent}, headers=headers)


class TestPuttingIn:
    def test_keeps_several_files_at_once_and_leaves_them_unsorted(self, world):
        answer = send(world.registrator, ("brev.pdf", PDF), ("två.txt", b"Hej"))
        assert (answer.status_code, answer.url) == (302, INBOX)
        rows = Paper.objects.waiting()
        assert [(row.file_name, row.kind) for row in rows] == [
            ("brev.pdf", "pdf"),
            ("två.txt", "txt"),
        ]
        assert {row.uploaded_by for row in rows} == {world.registrator}
        with keeping.fetch(rows[0].key) as file:
            assert file.read() == PDF

    def test_keeps_the_good_ones_when_one_is_bad_and_names_the_bad_one(self, world):
        answer = send(world.registrator, ("bra.pdf", PDF), ("dålig.pdf", b"\x01"), ("tom.pdf", b""))
        page = text_of(answer)
        assert answer.status_code == 422
        assert "dålig.pdf: Filen heter .pdf men innehållet är inte en pdf." in page
        assert "tom.pdf: Filen är tom." in page
        assert [row.file_name for row in Paper.objects.all()] == ["bra.pdf"]
        assert len(kept()) == 1

    def test_answers_the_script_that_sends_one_file_at_a_time(self, world):
        answer = send(world.registrator, ("a.pdf", PDF), json=True)
        assert answer.json() == {"saved": 1, "errors": []}
        answer = send(world.registrator, ("a.pdf", PDF), json=True)
        assert answer.status_code == 409
        sentence = "a.pdf: Filen ligger redan i inkorgen: ”a.pdf”."
        assert answer.json() == {"saved": 0, "errors": [{"field": "upload", "sentence": sentence}]}

    def test_without_a_file_it_asks_for_one(self, world):
        assert "Välj minst en fil." in text_of(send(world.registrator))

    @pytest.mark.parametrize("who", OTHERS)
    def test_is_for_registratorer_alone(self, world, who):
        user = getattr(world, who)
        assert 'href="/inkorg/"' not in text_of(get(user, "/"))
        for answer in (get(user, INBOX), send(user, ("a.pdf", PDF))):
            assert answer.status_code == 403
            assert "Bara registratorer ser inkorgen." in text_of(answer)
        with refused("not_registrator"):
            world.paper(by=user)
        assert kept() == []

    def test_the_database_takes_nothing_from_others_and_no_file_twice(self, world):
        paper = world.paper()
        copy = {f.attname: getattr(paper, f.attname) for f in Paper._meta.fields if f.name != "id"}
        with refused_by_database("Filen ligger redan i inkorgen"):
            Paper.objects.create(**copy | {"key": "a/b"})
        with refused_by_database("Bara registratorer lägger in i inkorgen"):
            Paper.objects.create(
                **copy | {"key": "a/b", "sha256": "0" * 64, "uploaded_by_id": world.chef.pk}
            )

    def test_the_same_file_may_come_again_once_it_is_sorted(self, world):
        case = world.started()
        sorted_to(world, case, world.paper(b"Samma"))
        assert world.paper(b"Samma").pk


class TestOpening:
    def test_shows_it_where_nothing_in_it_runs_and_logs_it_without_its_name(self, world):
        paper = world.paper(PDF, name="Tilda Provström.pdf")
        answer = get(world.registrator, paper.get_absolute_url())
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        assert f"Inkorgen-{paper.pk}.pdf" in answer["Content-Disposition"]
        row = AccessLog.objects.filter(user=world.registrator).first()
        assert (row.action, row.what, row.case_number) == (
            "las",
            f"Inkorgen: handling {paper.pk}",
            "",
        )

    def test_the_list_is_logged_too_by_number(self, world):
        paper = world.paper(name="Tilda Provström.txt")
        get(world.registrator, INBOX)
        row = AccessLog.objects.filter(user=world.registrator, what="Inkorgen").first()
        assert (row.action, row.shown) == ("lista", [f"inkorg {paper.pk}"])

    def test_is_refused_and_logged_for_everyone_else(self, world):
        paper = world.paper()
        assert get(world.chef, paper.get_absolute_url()).status_code == 403
        assert AccessLog.objects.filter(user=world.chef, action="nekad", what="Inkorgen").exists()

    def test_waits_until_it_is_scanned(self, world, django_capture_on_commit_callbacks, settings):
        settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"
        with django_capture_on_commit_callbacks(execute=False):
            paper = world.paper(scanned=False)
        answer = get(world.registrator, paper.get_absolute_url())
        assert answer.status_code == 403 and "inte virussökt än" in text_of(answer)
        page = text_of(get(world.registrator, INBOX))
        assert "Väntar på virussökning" in page
        assert f'href="{paper.get_absolute_url()}"' not in page
        scan_waiting()
        assert get(world.registrator, paper.get_absolute_url()).status_code == 200

    def test_a_virus_shuts_it_for_good(self, world, django_capture_on_commit_callbacks, settings):
        settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"
        with django_capture_on_commit_callbacks(execute=True):
            paper = world.paper(b"hej " + EICAR, scanned=False)
            scan_paper(paper.pk)
        assert not keeping.storage().exists(paper.key)
        answer = get(world.registrator, paper.get_absolute_url())
        assert answer.status_code == 403 and "innehöll ett virus" in text_of(answer)
        assert "Stoppad: virus" in text_of(get(world.registrator, INBOX))
        with refused_by_database("Handlingen är stoppad för gott"):
            PaperScan.objects.create(
                paper=paper, outcome="rent", scanner="x", scanned_at=clock.now()
            )


class TestTheNight:
    def test_bytes_in_the_inbox_are_claimed_and_verified(self, world):
        paper = world.paper()
        with clock.at(clock.now() + timedelta(days=2)):
            verify_documents()
        assert kept() == [paper.key]
        assert DocumentCheck.objects.get().checked == 1

    def test_a_changed_file_is_told_of_by_its_number(self, world):
        paper = world.paper()
        keeping.remove(paper.key)
        verify_documents()
        expected = [f"inkorgen, handling {paper.pk}: saknas"]
        assert DocumentCheck.objects.get().deviating == expected

    def test_bytes_that_have_come_into_a_case_are_counted_once(self, world):
        sorted_to(world, world.started(), world.paper())
        with clock.at(clock.now() + timedelta(days=2)):
            verify_documents()
        assert (DocumentCheck.objects.get().checked, len(kept())) == (1, 1)


class TestNothingLiesOvernight:
    def test_what_came_yesterday_is_red_in_the_inbox_and_on_the_worklist(self, world):
        with on(MONDAY):
            world.paper()
            assert "Sortera inkorgen" not in text_of(get(world.registrator, "/"))
        with on(MONDAY + timedelta(days=1)):
            told = "1 handling ligger osorterad sedan i går."
            for url in (INBOX, "/"):
                page = text_of(get(world.registrator, url))
                assert told in page and 'data-color="danger"' in page
            assert told not in text_of(get(world.chef, "/"))

    def test_several_are_counted_with_the_day_of_the_oldest(self, world):
        for day in (FRIDAY, MONDAY):
            with on(day):
                world.paper()
        with on(MONDAY + timedelta(days=1)):
            told = "2 handlingar ligger osorterade, den äldsta sedan 6 mars."
            assert told in text_of(get(world.registrator, "/"))

    @pytest.mark.parametrize(
        ("put_in", "looked_at", "late"),
        [
            (FRIDAY, FRIDAY, False),
            (FRIDAY, SATURDAY, True),
            (SATURDAY, MONDAY, False),
            (SATURDAY, MONDAY + timedelta(days=1), True),
        ],
    )
    def test_a_day_without_work_gives_until_the_next_working_day(
        self, world, put_in, looked_at, late
    ):
        with on(put_in):
            paper = world.paper()
        with on(looked_at):
            assert Paper.objects.late().exists() is late
            assert paper.is_late is late

    def test_the_menu_counts_what_waits(self, world):
        world.paper()
        page = text_of(get(world.registrator, "/"))
        assert '<span class="count">1<span class="ds-sr-only"> osorterade</span></span>' in page

    def test_an_empty_inbox_says_so(self, world):
        page = text_of(get(world.registrator, INBOX))
        assert "Inkorgen är tom" in page and "Sortera de valda" not in page
