"""Rapportera: anyone on the staff, in six fields, with a number, beside the personakt. SoL 27:2."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Draft, JournalEntry
from followup.deviation_forms import ReportForm
from followup.models import Deviation
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, parallel, post, refused, refused_by_database, sql, text_of
from tests.followup.deviations import WHAT, closed, fresh, named, received, reported

URL = "/avvikelser/ny/"


def answers(world, **told):
    """The six fields as posted."""
    return {
        "kind": "avvikelse",
        "what": WHAT,
        "happened_on": str(clock.today()),
        "unit": world.unit().pk,
        "told_by": "personal",
        "done_at_once": "Ringde upp.",
    } | told


class TestTheReport:
    def test_asks_at_most_six_questions(self):
        assert len(ReportForm.base_fields) == 6

    @pytest.mark.parametrize(
        "who", ["coach", "chef", "registrator", "coach_insatser", "granskare", "sekreterare"]
    )
    def test_is_anyones_on_the_staff(self, world, who):
        response = post(getattr(world, who), URL, **answers(world))
        assert response.status_code == 302
        assert Deviation.objects.get().reported_by == getattr(world, who)

    def test_gets_numbers_without_gaps_in_a_series_of_its_own(self, world):
        year = clock.today().year
        with refused("what"):
            reported(world, what=" ")
        numbers = [reported(world).number, reported(world).number]
        assert numbers == [f"AV-{year}-0001", f"AV-{year}-0002"]

    @pytest.mark.parametrize("field", list(ReportForm.base_fields))
    def test_tells_what_is_missing_and_keeps_the_rest(self, world, field):
        response = post(world.coach, URL, **answers(world, **{field: ""}))
        assert response.status_code == 422 and not Deviation.objects.exists()
        assert field == "what" or WHAT in text_of(response)

    def test_sent_twice_is_one(self, world):
        told = answers(world, request_id="6a1c7b9e-2f0a-4a57-9d3a-3b1f6c1f0a11")
        first, second = post(world.coach, URL, **told), post(world.coach, URL, **told)
        assert first.url == second.url and Deviation.objects.count() == 1

    def test_is_of_what_has_happened(self, world):
        with refused("future"):
            reported(world, happened_on=clock.today() + timedelta(days=1))

    def test_only_a_complaint_is_anonymous(self, world):
        assert reported(world, "klagomal", told_by="anonym")
        with refused("anonymous"):
            reported(world, told_by="anonym")
        with refused_by_database("only_a_complaint_is_anonymous"):
            copy(reported(world), told_by="anonym")

    def test_never_changes(self, world):
        row = reported(world)
        with refused_by_database("Cannot update or delete rows"):
            sql("UPDATE followup_deviation SET what = 'Inget.' WHERE id = %s", row.pk)
        with refused_by_database("Cannot update or delete rows"):
            sql("DELETE FROM followup_deviation WHERE id = %s", row.pk)

    def test_needs_an_appointment(self, world):
        row = reported(world)
        with refused_by_database("Den som rapporterar har inget förordnande."):
            copy(row, reported_at=row.reported_at.replace(year=2020), happened_on="2020-01-01")


def copy(row, **changed):
    """The same report once more, past the act."""
    told = {
        field.attname: getattr(row, field.attname)
        for field in Deviation._meta.concrete_fields
        if not field.primary_key and field.name != "request_id"
    }
    return Deviation.objects.create(**(told | {"number": "AV-2020-9999"} | changed))


class TestFromACase:
    def test_the_case_page_leads_there(self, world):
        case = world.started()
        url = reverse("report_deviation", args=[case.slug])
        assert url in text_of(get(world.coach, case.get_absolute_url()))
        page = text_of(get(world.coach, url))
        assert case.number in page and case.person.last_name not in page

    def test_is_linked_and_stands_nowhere_in_the_personakt(self, world):
        case = world.started()
        before = JournalEntry.objects.count(), case.documents.count()
        url = reverse("report_deviation", args=[case.slug])
        assert post(world.coach, url, **answers(world)).status_code == 302
        row = Deviation.objects.get()
        assert row.case == case
        assert (JournalEntry.objects.count(), case.documents.count()) == before
        for name in ("case", "journal", "history", "documents", "application"):
            page = text_of(get(world.coach, reverse(name, args=[case.slug])))
            assert row.number not in page and WHAT not in page

    def test_a_stranger_to_the_case_reports_nothing_from_it(self, world):
        url = reverse("report_deviation", args=[world.started().slug])
        assert get(world.coach_city, url).status_code == 404

    def test_the_access_log_of_the_case_tells_nothing_of_it(self, world):
        row = reported(world, case=world.started())
        get(world.chef, row.get_absolute_url())
        found = AccessLog.objects.filter(what__contains=row.number)
        assert found.exists() and not found.exclude(case_number="").exists()


class TestTheReporter:
    def test_sees_that_it_came_in_was_received_and_closed(self, world):
        row = reported(world, "avvikelse")
        assert "Inkommen" in text_of(get(world.coach, row.get_absolute_url()))
        row = received(world, "avvikelse")
        assert "Mottagen" in text_of(get(world.coach, row.get_absolute_url()))
        closed(world, row)
        assert "Avslutad" in text_of(get(world.coach, row.get_absolute_url()))

    def test_but_not_what_was_found(self, world):
        row = closed(world, received(world, "avvikelse"))
        page = text_of(get(world.coach, row.get_absolute_url()))
        assert WHAT in page
        for told in ("Allvarligt.", "Hämtat.", "Åtgärdat.", "Engångshändelse.", "Utredare"):
            assert told not in page

    def test_finds_it_among_the_own_reports(self, world):
        row = reported(world)
        page = text_of(get(world.coach, "/avvikelser/"))
        assert row.number in page and "Mina rapporter" in page and ">Öppna<" not in page

    def test_names_whom_it_is_about(self, world):
        row = reported(world)
        url = reverse("deviation_step_namnge", args=[row.number])
        assert post(world.coach, url, users=[world.chef.pk]).status_code == 302
        assert [subject.user for subject in fresh(row).subjects.all()] == [world.chef]

    def test_and_others_do_not(self, world):
        row = reported(world)
        assert world.chef and world.colleague
        with refused_by_database("Bara den som rapporterade"):
            row.subjects.create(user=world.chef, named_by=world.colleague, named_at=clock.now())
        url = reverse("deviation_step_namnge", args=[row.number])
        assert get(world.colleague, url).status_code == 404
        with refused("handler"):
            named(row, world.chef, by=world.colleague)


def test_who_works_here_no_longer_reports_nothing(world):
    left = world.staff("sara-slutat", "coach", until=clock.today() - timedelta(days=1))
    with refused("staff"):
        reported(world, by=left)


def test_a_draft_is_kept_and_thrown_away_when_it_is_sent(world):
    page = text_of(get(world.coach, URL))
    assert 'data-draft-url="/utkast/avvikelse-ny-0/"' in page
    post(world.coach, "/utkast/avvikelse-ny-0/", what="Halvskrivet.", revision=0)
    assert "Halvskrivet." in text_of(get(world.coach, URL))
    post(world.coach, URL, **answers(world))
    assert not Draft.objects.exists()


def test_two_at_once_get_two_numbers(committed_world):
    world = committed_world
    assert world.coach and world.colleague
    unit = world.unit()
    made = parallel(
        lambda: reported(world, unit=unit), lambda: reported(world, by=world.colleague, unit=unit)
    )
    assert sorted(row.number[-4:] for row in made) == ["0001", "0002"]
