"""A riktlinje updated by delegation is to be reported to the nämnd: a task that makes itself."""

from datetime import date, timedelta

import pytest

from jobbtorg import clock
from jobbtorg.publishing.actions import report_riktlinje
from jobbtorg.publishing.rules import Reported
from jobbtorg.rulebook.models import Riktlinje, RiktlinjeReport
from tests.cases.helpers import get, in_days, post, refused, refused_by_database, text_of
from tests.rulebook.helpers import new_riktlinje

TASK = "Anmäl uppdaterad riktlinje till nämnden"


def told(**changed):
    """Minutes of a meeting today."""
    return Reported(**({"meeting_on": clock.today(), "paragraph": "§ 7", "dnr": "A 1"} | changed))


def test_publishing_makes_the_task_and_reporting_ends_it(world):
    assert not Riktlinje.objects.to_report().exists()
    row = new_riktlinje(world)
    assert list(Riktlinje.objects.to_report()) == [row]
    with in_days(20):
        found = report_riktlinje(row, told(), by=world.sekreterare)
    assert (found.paragraph, found.dnr, found.reported_by) == ("7", "A 1", world.sekreterare)
    assert not Riktlinje.objects.to_report().exists()


def test_a_correction_is_a_new_row_and_the_latest_counts(world):
    row = new_riktlinje(world)
    for dnr in ("A 1", "A 2"):
        report_riktlinje(row, told(dnr=dnr), by=world.sekreterare)
    assert [report.dnr for report in row.reports.all()] == ["A 2", "A 1"]


@pytest.mark.parametrize("who", ["coach", "chef", "delegationsadmin", "forvaltningschef"])
def test_only_the_secretary_registers_it(world, who):
    with refused("not_secretary"):
        report_riktlinje(new_riktlinje(world), told(), by=getattr(world, who))


def test_what_is_missing_or_cannot_be_is_told(world):
    row = new_riktlinje(world)
    with refused("missing", "missing", "missing"):
        report_riktlinje(row, Reported(None, " ", ""), by=world.sekreterare)
    tomorrow, yesterday = (clock.today() + timedelta(days=n) for n in (1, -1))
    with refused("to_come"):
        report_riktlinje(row, told(meeting_on=tomorrow), by=world.sekreterare)
    with refused("before"):
        report_riktlinje(row, told(meeting_on=yesterday), by=world.sekreterare)


def test_what_the_namnd_itself_decided_is_not_reported(world):
    with refused("own"):
        report_riktlinje(Riktlinje.objects.on().get(), told(), by=world.sekreterare)


def test_the_database_takes_it_from_the_secretary_alone_and_of_a_day_that_was(committed_world):
    world = committed_world
    row = new_riktlinje(world)
    by = world.sekreterare
    values = {"riktlinje": row, "meeting_on": clock.today(), "paragraph": "7", "dnr": "A 1"}
    with refused_by_database("Bara nämndsekreteraren"):
        RiktlinjeReport.objects.create(**values, reported_by=world.forvaltningschef)
    for day in (date(2020, 1, 1), clock.today() + timedelta(days=1)):
        with refused_by_database("Sammanträdet ligger inte"):
            wrong = values | {"meeting_on": day}
            RiktlinjeReport.objects.create(**wrong, reported_by=by)
    made = RiktlinjeReport.objects.create(**values, reported_by=by)
    made.dnr = "A 2"
    with refused_by_database("Cannot update"):
        made.save()


class TestThePage:
    def test_the_task_stands_on_the_rulebooks_page_until_it_is_done(self, world):
        assert TASK not in text_of(get(world.sekreterare, "/regelverk/"))
        row = new_riktlinje(world)
        page = text_of(get(world.sekreterare, "/regelverk/"))
        assert TASK in page
        assert f"/regelverk/anmalan/{row.pk}/" in page
        sent = {"meeting_on": f"{clock.today()}", "paragraph": "7", "dnr": "A 1"}
        answer = post(world.sekreterare, f"/regelverk/anmalan/{row.pk}/", **sent)
        assert answer.status_code == 302
        assert TASK not in text_of(get(world.sekreterare, "/regelverk/"))
        assert "§ 7, dnr A 1" in text_of(get(world.coach, f"/regelverk/anmalan/{row.pk}/"))

    def test_what_is_missing_stands_on_its_field(self, world):
        row = new_riktlinje(world)
        answer = post(world.sekreterare, f"/regelverk/anmalan/{row.pk}/", paragraph="7")
        assert answer.status_code == 422
        assert "Ange sammanträdesdagen." in text_of(answer)
        assert "Ange diarienumret." in text_of(answer)

    def test_others_are_refused(self, world):
        row = new_riktlinje(world)
        sent = {"meeting_on": f"{clock.today()}", "paragraph": "7", "dnr": "A 1"}
        assert post(world.chef, f"/regelverk/anmalan/{row.pk}/", **sent).status_code == 403

    def test_the_namnds_own_has_no_such_page(self, world):
        row = Riktlinje.objects.get()
        assert get(world.sekreterare, f"/regelverk/anmalan/{row.pk}/").status_code == 404
