"""A city of any size: copies of cases that the acts have made, as whole as they are."""

from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases import actions
from cases.models import Case, Document, JournalEntry, NumberSeries, Person, Status
from cases.told import ApplicationData, PersonData
from decisions.models import Decision, ReportList
from jobbtorg import clock
from jobbtorg.audit import sealing
from jobbtorg.audit.models import AccessLog
from jobbtorg.audit.verifying import verify
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code
from jobbtorg.scale import checks, columns, family, plan
from jobbtorg.scale.sql import run
from tests.scene import kept_scene
from tests.world import test_number

MOULDS, CASES, LOOKS = 26, 300, 3


def seed(cases: int = CASES) -> str:
    told = StringIO()
    call_command(
        "seed_scale", cases=cases, moulds=MOULDS, looks=LOOKS, workers=1, check=True, stdout=told
    )
    return told.getvalue()


kept_city = kept_scene(seed)


@pytest.fixture
def city(db, settings, monkeypatch):
    """Blocks of a hundred cases, so that units and chefer are copied too."""
    settings.DEMO = True
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"
    monkeypatch.setattr(plan, "BLOCK_OF", 100)
    kept_city()


def registered_now() -> Case:
    """A new application, by the act."""
    told = ApplicationData(
        arrived_on=clock.today(),
        channel="muntlig",
        own_words="Jag vill ha hjälp att hitta ett jobb.",
        reached_by=Code.objects.on().get(list="nadd_via", code="egen"),
        target_group=Code.objects.on().get(list="malgrupp", code="uvas"),
    )
    coach = User.objects.get(username="coach-farsta")
    person = PersonData(test_number(date(2003, 5, 6)), "Ny", "Sökande")
    unit = coach.roles()[0].unit
    return actions.register(person, told, unit, by=coach, request_id=uuid4())


@pytest.mark.slow
@pytest.mark.usefixtures("city")
class TestASmallCity:
    """Loaded anew for each of these: so they are few, and ask much."""

    def test_holds_what_the_triggers_would_have_demanded(self):
        assert Case.objects.count() == CASES
        assert set(Case.objects.values_list("status", flat=True)) == set(Status.values)
        assert list(checks.breaks()) == []
        connection.check_constraints()
        sealing.seal()
        assert verify(beside=False).deviating == []
        for report in ReportList.objects.all():
            assert report.rows.count() == report.total
        looks = AccessLog.objects.looks().values("case_number").distinct().count()
        assert looks >= CASES - MOULDS
        assert Person.objects.count() == CASES
        assert JournalEntry.objects.values("case").distinct().count() == CASES
        keys = Document.objects.values_list("key", flat=True)
        assert len(set(keys)) == len(keys)

    def test_the_next_act_finds_a_free_key_and_the_next_number(self):
        last = NumberSeries.objects.get(series="JT", year=clock.today().year).last
        assert int(registered_now().number[8:]) == last + 1
        for number in Decision.objects.values_list("number", flat=True):
            year, n = number.split(":")
            assert int(n) <= NumberSeries.objects.get(series="Beslut", year=year).last

    def test_the_pages_of_a_copy_are_shown_to_its_own_chef(self):
        chef = User.objects.get(username="chef-farsta-2")
        client = Client(headers={"host": "localhost"})
        client.force_login(chef)
        assert client.get(reverse("worklist")).status_code == 200
        copies = Case.objects.visible_to(chef).filter(person__protection="")
        for case in {case.status: case for case in copies}.values():
            for name in ("case", "application", "person", "journal", "documents", "history"):
                url = reverse(name, args=[case.slug])
                assert client.get(url).status_code == 200, (url, case.status)

    def test_a_loose_end_and_a_second_seeding_are_told_of(self):
        with pytest.raises(CommandError, match="redan"):
            seed(CASES)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("UPDATE cases_historicalcase SET due_on = NULL")
            cursor.execute("UPDATE cases_journalentry SET case_id = 0")
            cursor.execute("RESET session_replication_role")
        found = " ".join(checks.breaks())
        assert "cases_journalentry.case_id" in found
        assert "due_on är inte som historiken säger" in found


@pytest.mark.django_db
class TestRefusals:
    """What would harm is refused before anything is written."""

    def test_outside_of_a_practice_environment(self, settings):
        settings.DEMO = False
        with pytest.raises(CommandError, match="DEMO=1"):
            seed()

    @pytest.mark.parametrize("cases", [0, -1, 10_000_000])
    def test_a_size_that_is_none(self, settings, cases):
        settings.DEMO = True
        with pytest.raises(CommandError, match="--cases"):
            seed(cases)

    def test_by_a_role_that_may_not_set_triggers_aside(self, settings):
        settings.DEMO = True
        run("SET ROLE jobbtorg_app")
        try:
            with pytest.raises(CommandError, match="ägare"):
                seed()
        finally:
            run("RESET ROLE")


def test_every_table_of_law_is_copied_or_left_for_a_reason():
    """A new table that points at a case is copied by itself; what is left stands in one list."""
    names = {model._meta.label for model in family.of_a_case()}
    assert {"cases.JournalEntry", "decisions.Letter", "followup.Goal", "appeals.Trial"} <= names
    assert not names & family.LEFT


def test_the_letter_of_a_copy_is_the_same_bytes_each_time():
    first = columns.letter()
    columns.letter.cache_clear()
    assert columns.letter() == first
    assert first.startswith(b"%PDF")
