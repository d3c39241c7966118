"""Looking for viruses: shut until found clean, shut for good when not, and nothing ever lost."""

from datetime import timedelta

import pytest
from django.core.checks import run_checks
from django.db import connection, transaction

from cases import scanning
from cases.documents import misfile
from cases.models import DocumentCheck, Scan
from cases.tasks import scan_document, scan_waiting, verify_documents
from jobbtorg import clock
from jobbtorg.files import keeping
from jobbtorg.files.scanners import EICAR, ScannerDown
from tests.cases.helpers import get, refused_by_database, text_of
from tests.files import samples

OUT_OF_REACH = "Handlingen är inte virussökt än."


class Down:
    """A scanner that does not answer."""

    def scan(self, file):
        raise ScannerDown("nobody there")


@pytest.fixture(autouse=True)
def knows_eicar(settings):
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"


@pytest.fixture
def down(settings):
    """From when it is called, nobody answers."""

    def go():
        settings.DOCUMENT_SCANNER = f"{__name__}.Down"

    return go


@pytest.fixture
def case(world):
    return world.started()


def page(user, case):
    return text_of(get(user, f"{case.get_absolute_url()}handlingar/"))


class TestUntilItIsScanned:
    def test_nobody_opens_it_and_the_page_offers_no_link(self, world, case):
        row = world.document(case, scanned=False)
        for user in (world.coach, world.chef, world.registrator):
            answer = get(user, row.get_absolute_url())
            assert answer.status_code == 403 and OUT_OF_REACH in text_of(answer)
            assert f'href="{row.get_absolute_url()}"' not in page(user, case)
        assert "Väntar på virussökning" in page(world.coach, case)

    def test_it_is_scanned_as_soon_as_it_is_committed(
        self, world, case, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            row = world.document(case, scanned=False)
        assert row.scans.get().outcome == "rent"
        assert get(world.coach, row.get_absolute_url()).status_code == 200

    def test_while_the_scanner_is_down_it_waits_and_the_page_says_so_after_ten_minutes(
        self, world, case, down
    ):
        down()
        row = world.document(case, scanned=False)
        scan_document(row.pk)
        assert row.scans.count() == 0
        assert "Virussökningen svarar inte" not in page(world.coach, case)
        with clock.at(clock.now() + timedelta(minutes=11)):
            assert "Virussökningen svarar inte" in page(world.coach, case)
        assert get(world.coach, row.get_absolute_url()).status_code == 403

    def test_all_that_wait_are_scanned_when_it_is_up_again(self, world, case, down, settings):
        rows = [world.document(case, scanned=False) for _ in range(3)]
        used = settings.DOCUMENT_SCANNER
        down()
        scan_waiting()
        settings.DOCUMENT_SCANNER = used
        scan_waiting()
        scan_waiting()
        assert [row.scans.count() for row in rows] == [1, 1, 1]

    def test_a_file_that_is_gone_is_not_called_clean(self, world, case):
        row = world.document(case, scanned=False)
        keeping.remove(row.key)
        assert scanning.scan(row) is None


class TestAVirus:
    @pytest.fixture
    def infected(self, world, case, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            row = world.document(case, b"hej " + EICAR, scanned=False)
            scan_document(row.pk)
        return row

    def test_shuts_it_for_good_and_takes_the_bytes_away_but_not_the_row(self, world, infected):
        row = infected.scans.get()
        assert (row.outcome, row.signature) == ("virus", "Eicar-Test-Signature")
        assert not keeping.storage().exists(infected.key)
        for user in (world.coach, world.chef):
            answer = get(user, infected.get_absolute_url())
            assert answer.status_code == 403
            assert "Handlingen innehöll ett virus (Eicar-Test-Signature)" in text_of(answer)

    def test_is_told_in_red_on_the_case_the_documents_and_to_who_took_it_in(
        self, world, case, infected
    ):
        told = "Handling 1"
        assert told in text_of(get(world.chef, case.get_absolute_url())).partition("stepper")[0]
        assert "Stoppad: virus" in page(world.chef, case)
        mine = text_of(get(world.coach, "/"))
        assert 'data-color="danger"' in mine and "innehöll ett virus" in mine
        assert "innehöll ett virus" not in text_of(get(world.colleague, "/"))
        misfile(infected, "Smittad", by=world.coach)
        assert "innehöll ett virus" not in text_of(get(world.coach, "/"))

    def test_the_database_lets_no_later_scan_call_it_clean(self, infected):
        with refused_by_database("Handlingen är stoppad för gott"):
            Scan.objects.create(
                document=infected, outcome="rent", scanner="x", scanned_at=clock.now()
            )

    def test_two_scans_at_once_leave_one_row(self, infected):
        keeping.storage().save(infected.key, samples.io.BytesIO(EICAR))
        assert scanning.scan(infected) is None
        assert infected.scans.count() == 1

    def test_a_scan_says_what_it_found(self, world, case):
        row = world.document(case, scanned=False)
        for outcome, signature in (("virus", ""), ("rent", "X"), ("kanske", "")):
            with refused_by_database("scan_says_what_it_found"):
                Scan.objects.create(
                    document=row,
                    outcome=outcome,
                    signature=signature,
                    scanner="x",
                    scanned_at=clock.now(),
                )

    def test_found_later_in_what_was_clean_shuts_it_too(self, world, case):
        row = world.document(case)
        Scan.objects.create(
            document=row, outcome="virus", signature="Ny", scanner="x", scanned_at=clock.now()
        )
        assert get(world.coach, row.get_absolute_url()).status_code == 403


class TestTheNight:
    def test_untouched_documents_match_and_infected_ones_are_not_asked_for(self, world, case):
        world.document(case)
        bad = world.document(case)
        Scan.objects.create(
            document=bad, outcome="virus", signature="X", scanner="x", scanned_at=clock.now()
        )
        verify_documents.delay()
        check = DocumentCheck.objects.get()
        assert (check.checked, check.deviating) == (1, [])

    def test_a_changed_and_a_missing_file_are_told_of_and_shown_to_the_granskare(self, world, case):
        changed, missing = world.document(case, samples.pdf(), name="a.pdf"), world.document(case)
        keeping.remove(missing.key)
        keeping.remove(changed.key)
        keeping.storage().save(changed.key, samples.io.BytesIO(b"annat"))
        verify_documents.delay()
        found = [f"{case.number}, handling 1: ändrad", f"{case.number}, handling 2: saknas"]
        assert DocumentCheck.objects.get().deviating == found
        shown = text_of(get(world.granskare, "/kontroll/handlingar/"))
        assert "Avvikelse" in shown and found[0] in shown
        assert get(world.coach, "/kontroll/handlingar/").status_code == 403

    def test_a_missing_file_is_told_of_when_it_is_opened(self, world, case):
        row = world.document(case)
        keeping.remove(row.key)
        answer = get(world.coach, row.get_absolute_url())
        assert answer.status_code == 409 and "går inte att läsa" in text_of(answer)


@pytest.mark.parametrize(
    ("scanner", "address", "warned"),
    [("EicarOnly", "", True), ("Clamd", "", True), ("Clamd", "tcp://clamav:3310", False)],
)
def test_check_deploy_warns_without_a_real_scanner(settings, scanner, address, warned):
    settings.DOCUMENT_SCANNER = f"jobbtorg.files.scanners.{scanner}"
    settings.CLAMD_ADDRESS = address
    found = run_checks(include_deployment_checks=True)
    assert any(message.id == "cases.W001" for message in found) is warned


def test_the_demo_says_that_it_knows_only_eicar(world, case, settings):
    assert "bara efter testviruset EICAR" in page(world.coach, case)
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.Clamd"
    assert "EICAR" not in page(world.coach, case)


def test_the_bytes_of_a_virus_stay_until_the_scan_is_committed(world, case):
    row = world.document(case, EICAR, scanned=False)
    with transaction.atomic():
        scanning.scan(row)
        assert keeping.storage().exists(row.key)
        assert connection.in_atomic_block
