"""Taking documents in: several at once, each by itself, and never half."""

import io
from datetime import timedelta
from unittest import mock

import pytest
from django.db import DatabaseError

from cases.conflicts import declare
from cases.documents import DocumentData, receive
from cases.models import Case, Document
from cases.tasks import verify_documents
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.files import keeping
from tests.cases.documents import PDF, kept, send, url
from tests.cases.helpers import (
    get,
    parallel,
    refused,
    refused_by_database,
    text_of,
)


@pytest.fixture
def case(world):
    return world.started()


@pytest.fixture
def intyg(world):
    return world.code("handlingstyp", "intyg").pk


class TestTheAct:
    def test_keeps_the_bytes_under_a_key_that_says_nothing_and_numbers_the_document(
        self, world, case
    ):
        first = world.document(case, PDF, name="Tilda Provström.pdf")
        second = world.document(case)
        assert (first.number, second.number, first.kind) == (1, 2, "pdf")
        with keeping.fetch(first.key) as file:
            assert file.read() == PDF
        assert first.file_name == "Tilda Provström.pdf"
        assert first.key.replace("/", "").isalnum()
        assert "Tilda" not in first.key and case.number not in first.key

    def test_leaves_a_line_in_the_journal_on_the_day_it_came(self, world, case):
        day = clock.today() - timedelta(days=2)
        world.document(case, received_on=day, title="Läkarintyg")
        entry = case.journal.first()
        assert entry.title.startswith("Handling inkom: intyg, ")
        assert (entry.kind, entry.event_on) == ("handling", day)
        assert entry.text == "Handling 1"

    def test_takes_in_what_comes_late_to_a_closed_case(self, world):
        decision = world.decided(may="avslag")
        case = decision.application.case
        dispatch(decision, "brev", clock.today(), by=world.registrator)
        world.document(case, by=world.registrator)
        page = text_of(get(world.registrator, url(case)))
        assert "Ärendet är avslutat. Det som kommer in registreras ändå." in page

    @pytest.mark.parametrize("who", ["coach", "colleague", "chef", "bitr", "registrator"])
    def test_is_for_the_units_coaches_and_chefs_and_the_registrator(self, world, case, who):
        assert world.document(case, by=getattr(world, who)).number == 1

    @pytest.mark.parametrize("who", ["coach_city", "chef_city", "granskare", "sekreterare"])
    def test_is_for_nobody_else(self, world, case, who):
        with refused("writer"):
            world.document(case, by=getattr(world, who))

    def test_is_not_for_the_secretary_who_sees_a_referred_case(self, world):
        case = world.referred()
        with refused("writer") as rules:
            world.document(case, by=world.sekreterare)
        sentence = "Bara Jobbtorg Farsta och registratorn registrerar handlingar."
        assert rules[0].sentence == sentence

    def test_is_not_for_who_is_javig_nor_for_who_is_not_named_on_a_protected_case(
        self, world, case
    ):
        declare(case, world.chef, "tillsyn", by=world.chef)
        with refused("barred"):
            world.document(case, by=world.chef)
        hidden = world.registered("200102152392", protection="fingerade")
        with refused("unseen"):
            world.document(hidden, by=world.colleague)

    def test_refuses_a_day_to_come_and_an_empty_title_at_once(self, world, case):
        with refused("title", "future"):
            world.document(case, title=" ", received_on=clock.today() + timedelta(days=1))

    def test_refuses_the_same_file_twice_and_names_the_one_that_is_there(self, world, case):
        world.document(case, PDF, name="a.pdf", title="Intyget")
        with refused("same") as rules:
            world.document(case, PDF, name="b.pdf")
        assert rules[0].sentence == "Filen finns redan i ärendet: handling 1, ”Intyget”."
        world.document(world.started("200102152392"), PDF, name="a.pdf")


class TestNothingIsHalfSaved:
    def test_a_row_that_fails_takes_its_file_with_it(self, world, case):
        failing = mock.patch("cases.documents.record", side_effect=DatabaseError("nej"))
        with failing, pytest.raises(DatabaseError):
            world.document(case)
        assert (Document.objects.count(), kept()) == (0, [])

    def test_so_does_a_commit_that_fails(self, committed_world):
        world = committed_world
        case = world.started()
        changing = mock.patch("cases.documents.lock_case", changed_without_history)
        with changing, pytest.raises(DatabaseError, match="utan historik"):
            world.document(case, scanned=False)
        assert (Document.objects.count(), kept()) == (0, [])

    def test_a_storage_that_fails_leaves_no_row(self, world, case):
        full = mock.patch("jobbtorg.files.keeping.storage", side_effect=OSError("disk full"))
        with full, pytest.raises(OSError, match="disk full"):
            world.document(case)
        assert Document.objects.count() == 0

    def test_a_queue_that_is_down_loses_nothing(
        self, world, case, intyg, django_capture_on_commit_callbacks, caplog
    ):
        down = mock.patch("cases.documents.scan_document.delay", side_effect=ConnectionError)
        with down, django_capture_on_commit_callbacks(execute=True):
            answer = send(world.coach, case, ("a.pdf", PDF), type=intyg)
        assert answer.status_code == 302
        assert Document.objects.unscanned().count() == 1

    def test_what_a_dead_program_left_is_cleared_after_a_day(self, world, case):
        row = world.document(case)
        dying = mock.patch.object(Document.objects, "create", side_effect=SystemExit)
        leaving = mock.patch("jobbtorg.files.keeping.remove")
        with dying, leaving, pytest.raises(SystemExit):
            world.document(case)
        assert len(kept()) == 2
        verify_documents()
        assert len(kept()) == 2
        with clock.at(clock.now() + timedelta(days=2)):
            verify_documents()
        assert kept() == [row.key]


def changed_without_history(case):
    """Locks the case, and changes it in a way that the commit will refuse."""
    Case.objects.filter(pk=case.pk).update(due_on=None)
    return Case.objects.select_related("person", "unit", "coach").get(pk=case.pk)


class TestTheDatabase:
    """What comes past pages and acts."""

    def insert(self, world, case, **changed):
        values = {
            "case": case, "number": 1, "title": "x", "type": world.code("handlingstyp", "brev"),
            "received_on": clock.today(), "file_name": "x.pdf", "kind": "pdf", "key": "a/b",
            "size": 1, "sha256": "0" * 64, "uploaded_at": clock.now(), "uploaded_by": world.coach,
        }  # fmt: skip
        return Document.objects.create(**(values | changed))

    def test_refuses_a_day_to_come(self, world, case):
        with refused_by_database("Ankomstdagen ligger i framtiden"):
            self.insert(world, case, received_on=clock.today() + timedelta(days=1))

    @pytest.mark.parametrize("who", ["coach_city", "granskare", "sekreterare"])
    def test_refuses_who_neither_works_at_the_unit_nor_is_registrator(self, world, case, who):
        with refused_by_database("Bara enheten och registratorn"):
            self.insert(world, case, uploaded_by=getattr(world, who))

    def test_refuses_who_is_javig(self, world, case):
        declare(case, world.chef, "tillsyn", by=world.chef)
        with refused_by_database("Den som är jävig tar inte emot handlingar"):
            self.insert(world, case, uploaded_by=world.chef)

    def test_refuses_the_same_file_twice_and_the_same_number(self, world, case):
        self.insert(world, case)
        with refused_by_database("Filen finns redan i ärendet"):
            self.insert(world, case, number=2, key="c/d")
        with refused_by_database("document_numbered_once"):
            self.insert(world, case, sha256="1" * 64, key="c/d")

    @pytest.mark.parametrize(
        "changed", [{"size": 0}, {"sha256": "x"}, {"kind": "exe"}, {"title": " "}]
    )
    def test_refuses_what_is_no_file(self, world, case, changed):
        with refused_by_database("document_is_a_file_of_a_known_kind"):
            self.insert(world, case, **changed)


def test_two_at_once_get_different_numbers(committed_world):
    world = committed_world
    case, told = world.started(), world.code("handlingstyp", "brev")
    data = DocumentData("x", told, clock.today())
    users = [world.coach, world.colleague]

    def one(n):
        return lambda: receive(case, io.BytesIO(b"%d" % n), "x.txt", data, by=users[n])

    found = parallel(one(0), one(1))
    assert sorted(row.number for row in found) == [1, 2]
