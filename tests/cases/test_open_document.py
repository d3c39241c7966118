"""Opening a document, and noting that one is wrongly registered."""

import pytest

from cases.conflicts import declare
from cases.documents import misfile
from cases.models import Misfiling
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, post, refused, refused_by_database, text_of
from tests.files import samples


@pytest.fixture
def case(world):
    return world.started()


def list_of(user, case, query=""):
    return text_of(get(user, f"{case.get_absolute_url()}handlingar/{query}"))


class TestOpening:
    @pytest.mark.parametrize(
        ("name", "content", "media"),
        [
            ("a.pdf", samples.pdf(), "application/pdf"),
            ("a.pdf", samples.pdf_with_script(), "application/pdf"),
            ("a.png", samples.image("PNG"), "image/png"),
            ("a.txt", b"<script>alert(1)</script>", "text/plain; charset=utf-8"),
            ("a.docx", samples.word(), "application/vnd.openxml"),
            ("a.tif", samples.image("TIFF"), "image/tiff"),
        ],
    )
    def test_fetches_the_file_and_nothing_in_it_can_run(self, world, case, name, content, media):
        row = world.document(case, content, name=name, title="Tilda Provströms intyg")
        answer = get(world.coach, row.get_absolute_url())
        assert b"".join(answer.streaming_content) == content
        assert answer["Content-Type"].startswith(media)
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert f"Handling-{case.slug}-1" in answer["Content-Disposition"]
        assert "Tilda" not in answer["Content-Disposition"]
        policy = answer["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "frame-ancestors 'none'", "sandbox"} <= set(policy)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Cache-Control"] == "no-store"

    def test_is_under_an_address_where_no_page_of_ours_is(self, world, case):
        row = world.document(case)
        assert row.get_absolute_url() == f"/handlingar/{case.slug}/1/"
        assert get(world.coach, f"{case.get_absolute_url()}handlingar/1/").status_code == 404

    def test_is_logged_by_type_and_number_and_never_by_title(self, world, case):
        row = world.document(case, title="Intyg om Tildas hälsa")
        get(world.coach, row.get_absolute_url())
        log = AccessLog.objects.filter(user=world.coach).first()
        assert (log.action, log.what) == ("las", "Handling 1 (intyg)")
        assert log.case_number == case.number

    def test_that_is_refused_is_logged_too(self, world, case):
        row = world.document(case, scanned=False)
        get(world.coach, row.get_absolute_url())
        get(world.coach_city, row.get_absolute_url())
        found = AccessLog.objects.values_list("user", "action", "what")
        assert (world.coach.pk, "nekad", "Handling 1 (intyg)") in found
        assert (world.coach_city.pk, "nekad", "Handling 1") in found

    def test_is_not_for_strangers_nor_for_who_is_javig(self, world, case):
        row = world.document(case)
        for user in (world.coach_city, world.chef_city, world.granskare):
            assert get(user, row.get_absolute_url()).status_code == 404
        declare(case, world.chef, "tillsyn", by=world.chef)
        assert get(world.chef, row.get_absolute_url()).status_code == 404

    def test_another_cases_document_is_not_found_under_this_ones_address(self, world, case):
        other = world.started("200102152392")
        for _ in range(2):
            world.document(other)
        world.document(case)
        assert get(world.coach, f"/handlingar/{case.slug}/2/").status_code == 404
        assert get(world.coach, f"/handlingar/{other.slug}/2/").status_code == 200


class TestMisfiled:
    def test_is_out_of_the_list_until_asked_for_and_keeps_its_number(self, world, case):
        row = world.document(case, title="Fel persons intyg")
        misfile(row, "Hör till ett annat ärende", by=world.coach)
        assert "Fel persons intyg" not in list_of(world.chef, case)
        assert "Visa felregistrerade (1)" in list_of(world.chef, case)
        asked = list_of(world.chef, case, "?felregistrerade=visa")
        assert "Fel persons intyg" in asked and "Hör till ett annat ärende" in asked
        assert world.document(case).number == 2

    def test_is_opened_by_the_units_chefs_alone_who_alone_see_its_title(self, world, case):
        row = world.document(case, title="Fel persons intyg")
        misfile(row, "Hör till ett annat ärende", by=world.coach)
        assert get(world.chef, row.get_absolute_url()).status_code == 200
        for user in (world.coach, world.colleague, world.registrator):
            answer = get(user, row.get_absolute_url())
            assert answer.status_code == 403
            assert "Bara chefer på Jobbtorg Farsta kan öppna den." in text_of(answer)
            assert "Fel persons" not in list_of(user, case, "?felregistrerade=visa")
            for page in ("journal/", "handlingar/1/felregistrerad/", "historik/"):
                html = text_of(get(user, f"{case.get_absolute_url()}{page}"))
                assert "Fel persons" not in html

    def test_leaves_a_line_in_the_journal_and_is_not_in_the_basis(self, world):
        case = world.proposed()
        row = world.document(case, title="Fel persons intyg")
        misfile(row, "Hör till ett annat ärende", by=world.coach)
        entry = case.journal.first()
        assert entry.title == "Handling 1 antecknades som felregistrerad"
        assert entry.text == "Hör till ett annat ärende"
        basis = text_of(get(world.chef, f"{case.get_absolute_url()}beslut/"))
        assert "Fel persons intyg" not in basis

    def test_the_same_file_may_then_be_registered_anew(self, world, case):
        row = world.document(case, b"Ett intyg")
        with refused("same"):
            world.document(case, b"Ett intyg")
        misfile(row, "Fel ankomstdag", by=world.coach)
        assert world.document(case, b"Ett intyg").number == 2

    def test_needs_a_reason_and_happens_once(self, world, case):
        row = world.document(case)
        with refused("reason"):
            misfile(row, " ", by=world.coach)
        misfile(row, "Fel", by=world.coach)
        with refused("misfiled"):
            misfile(row, "Fel igen", by=world.chef)

    def test_is_noted_on_its_page_by_those_who_take_documents_in(self, world, case):
        row = world.document(case)
        url = f"{case.get_absolute_url()}handlingar/{row.number}/felregistrerad/"
        assert url in list_of(world.coach, case)
        answer = post(world.coach, url, reason="")
        assert answer.status_code == 422
        assert "Ange varför handlingen är felregistrerad." in text_of(answer)
        assert post(world.coach, url, reason="Fel").status_code == 302
        assert post(world.coach, url, reason="Fel").status_code == 409
        assert post(world.coach_city, url, reason="Fel").status_code == 404

    def test_is_not_noted_by_the_secretary(self, world):
        case = world.referred()
        row = world.document(case, by=world.coach)
        url = f"{case.get_absolute_url()}handlingar/{row.number}/felregistrerad/"
        assert "Du kan inte anteckna handlingen" in text_of(get(world.sekreterare, url))
        assert post(world.sekreterare, url, reason="Fel").status_code == 403

    def test_the_database_wants_a_reason_and_someone_of_the_unit_who_is_not_javig(
        self, world, case
    ):
        row = world.document(case)

        def note(**changed):
            values = {"reason": "Fel", "noted_at": clock.now(), "noted_by": world.coach}
            Misfiling.objects.create(document=row, **(values | changed))

        with refused_by_database("misfiling_says_why"):
            note(reason=" ")
        with refused_by_database("Bara enheten och registratorn"):
            note(noted_by=world.coach_city)
        declare(case, world.chef, "tillsyn", by=world.chef)
        with refused_by_database("Den som är jävig noterar inget"):
            note(noted_by=world.chef)
