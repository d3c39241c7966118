"""The page that takes documents in: several at once, and each bad one told by name."""

from datetime import timedelta

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobbtorg import clock
from tests.cases.documents import PDF, kept, send, url
from tests.cases.helpers import get, signed_in, text_of


@pytest.fixture
def case(world):
    return world.started()


@pytest.fixture
def intyg(world):
    return world.code("handlingstyp", "intyg").pk


class TestThePage:
    def test_takes_several_files_with_one_type_and_day(self, world, case, intyg):
        answer = send(world.coach, case, ("Ett intyg.pdf", PDF), ("två.txt", b"Hej"), type=intyg)
        assert (answer.status_code, answer.url) == (302, url(case))
        rows = case.documents.values_list("number", "title", "type")
        assert list(rows) == [(1, "Ett intyg", intyg), (2, "två", intyg)]

    def test_keeps_the_good_ones_when_one_is_bad_and_names_the_bad_one(self, world, case, intyg):
        files = [("bra.pdf", PDF), ("dålig.pdf", b"\x01"), ("tom.pdf", b""), ("bra.txt", b"Hej")]
        answer = send(world.coach, case, *files, type=intyg)
        assert answer.status_code == 422
        page = text_of(answer)
        assert "dålig.pdf: Filen heter .pdf men innehållet är inte en pdf." in page
        assert "tom.pdf: Filen är tom." in page
        assert "2 filer är sparade" in page
        assert [row.title for row in case.documents.all()] == ["bra", "bra"]
        assert len(kept()) == 2

    def test_without_type_or_with_a_day_to_come_nothing_is_saved(self, world, case):
        tomorrow = clock.today() + timedelta(days=1)
        answer = send(world.coach, case, ("a.pdf", PDF))
        assert answer.status_code == 422 and "Välj typ." in text_of(answer)
        answer = send(
            world.coach, case, ("a.pdf", PDF), type=world.code("handlingstyp", "brev").pk,
            received_on=tomorrow,
        )  # fmt: skip
        assert "Ankomstdagen kan inte ligga i framtiden." in text_of(answer)
        assert (case.documents.count(), kept()) == (0, [])

    def test_without_a_file_it_asks_for_one(self, world, case, intyg):
        answer = send(world.coach, case, type=intyg)
        assert answer.status_code == 422 and "Välj minst en fil." in text_of(answer)

    def test_the_secretary_gets_the_list_but_no_form_and_a_refused_post(self, world, intyg):
        case = world.referred()
        page = text_of(get(world.sekreterare, url(case)))
        assert "Bara Jobbtorg Farsta och registratorn registrerar handlingar." in page
        assert 'type="file"' not in page
        assert send(world.sekreterare, case, ("a.pdf", PDF), type=intyg).status_code == 403

    def test_for_a_stranger_there_is_no_such_case(self, world, case, intyg):
        assert send(world.coach_city, case, ("a.pdf", PDF), type=intyg).status_code == 404
        assert kept() == []

    def test_the_case_page_says_how_many_there_are_and_the_basis_lists_them(self, world):
        case = world.proposed()
        assert "Inga handlingar än" in text_of(get(world.coach, case.get_absolute_url()))
        row = world.document(case, title="Intyget")
        world.document(case, title="Brevet", scanned=False)
        assert "2 handlingar" in text_of(get(world.coach, case.get_absolute_url()))
        basis = text_of(get(world.chef, f"{case.get_absolute_url()}beslut/"))
        assert f'href="{row.get_absolute_url()}"' in basis
        assert "väntar på virussökning" in basis

    def test_asks_the_database_equally_often_for_one_document_as_for_ten(
        self, world, case, django_assert_num_queries
    ):
        client = signed_in(world.coach)
        world.document(case)
        with CaptureQueriesContext(
            connection,
        ) as one:
            client.get(url(case))
        for _ in range(9):
            world.document(case)
        with django_assert_num_queries(len(one)):
            client.get(url(case))


class TestTheScript:
    def test_sends_one_file_with_its_own_title_and_gets_an_answer_in_json(self, world, case, intyg):
        answer = send(world.coach, case, ("a.pdf", PDF), json=True, type=intyg, title="Mitt")
        assert (answer.status_code, answer.json()) == (200, {"saved": 1, "errors": []})
        assert case.documents.get().title == "Mitt"

    def test_gets_each_error_with_its_field(self, world, case, intyg):
        world.document(case, PDF, name="a.pdf")
        for told, status, field, sentence in [
            ({"type": intyg, "title": " "}, 422, "title", "Ange titel."),
            ({"title": "x"}, 422, "type", "Välj typ."),
            ({"type": intyg}, 409, "upload", "a.pdf: Filen finns redan i ärendet: handling 1,"),
        ]:
            answer = send(world.coach, case, ("a.pdf", PDF), json=True, **told)
            (error,) = answer.json()["errors"]
            assert (answer.status_code, error["field"]) == (status, field)
            assert error["sentence"].startswith(sentence)

    def test_is_told_in_json_also_when_the_user_may_not(self, world, intyg):
        case = world.referred()
        answer = send(world.sekreterare, case, ("a.pdf", PDF), json=True, type=intyg)
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["sentence"].startswith("Bara Jobbtorg Farsta och")


class TestAFileThatIsTooLarge:
    @pytest.fixture(autouse=True)
    def small(self, settings):
        settings.DOCUMENT_MAX_BYTES = 200_000

    def test_is_refused_while_it_streams_and_the_others_are_saved(self, world, case, intyg):
        files = [("stor.pdf", b"%PDF-" + b"0" * 900_000), ("bra.pdf", PDF)]
        answer = send(world.coach, case, *files, type=intyg)
        assert answer.status_code == 422
        assert "stor.pdf: Filen är större än 0 MB." in text_of(answer)
        assert case.documents.get().title == "bra"

    def test_no_more_of_it_is_written_than_the_limit(self, world, case, intyg, monkeypatch):
        written = []
        monkeypatch.setattr(
            TemporaryFileUploadHandler,
            "receive_data_chunk",
            lambda self, data, start: written.append(len(data)),
        )
        send(world.coach, case, ("stor.pdf", b"%PDF-" + b"0" * 9_000_000), type=intyg)
        assert 0 < sum(written) <= 200_000

    def test_so_is_what_comes_after_ten_of_the_largest(self, world, case, intyg, monkeypatch):
        monkeypatch.setattr("jobbtorg.files.receiving.FILES_AT_ONCE", 2)
        files = [(f"{n}.txt", b"%d" % n * 150_000) for n in range(4)]
        answer = send(world.coach, case, *files, type=intyg)
        assert "Filerna är för många på en gång." in text_of(answer)
        assert 0 < case.documents.count() < 4
