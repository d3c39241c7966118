"""Registerutdrag: all that is kept about a person, and who has read it when. GDPR art. 15."""

import subprocess
from datetime import timedelta

from cases.models import Person
from followup.models import Deviation
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.files import keeping
from jobbtorg.jobs.models import Job
from review.extract import kept_about, pointing_at
from review.extract_rules import answer_by
from review.extract_words import TITLES
from review.extracting import ask_for_extract
from tests.cases.helpers import get, post, refused, text_of
from tests.followup.deviations import reported


def words(pdf):
    """The extract's text, as pdftotext reads it."""
    read = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(read, input=bytes(pdf), capture_output=True, check=True).stdout.decode()


class TestWhatItHolds:
    def test_every_table_that_the_persons_case_has_rows_in(self, world):
        case = world.proposed()
        world.note(case, sign=True)
        titles = {table.title for table in kept_about(case.person)}
        assert {"Personen", "Ärendet", "Ansökan", "Utredningen", "Journalen"} <= titles
        text = str(kept_about(case.person))
        assert case.person.first_name in text and case.number in text
        assert case.journal.first().title in text

    def test_each_table_that_a_person_can_stand_in_has_a_name_in_swedish(self):
        found = [Person]
        for model in found:
            found += [child for child, _ in pointing_at(model) if child not in found]
        assert {model.__name__ for model in found} == set(TITLES)

    def test_nothing_of_another_person(self, world):
        case, other = world.started(), world.started("200102152392")
        assert other.number not in str(kept_about(case.person))

    def test_no_lex_sarah_rapport_that_is_linked_to_the_case(self, world):
        case = world.started()
        reported(world, case=case)
        assert not Deviation.objects.filter(case=None).exists()
        assert Deviation.objects.get().number not in str(kept_about(case.person))


class TestAsking:
    def test_is_the_registrators(self, world):
        case = world.started()
        for user in (world.coach, world.chef):
            assert get(user, f"{case.get_absolute_url()}registerutdrag/").status_code == 403
            with refused("not_registrator"):
                ask_for_extract(case, clock.today(), by=user)
        html = text_of(get(world.registrator, f"{case.get_absolute_url()}personen/"))
        assert "registerutdrag/" in html

    def test_not_of_a_day_ahead(self, world):
        with refused("ahead"):
            ask_for_extract(
                world.started(), clock.today() + timedelta(days=1), by=world.registrator
            )

    def test_notes_the_request_with_its_last_day_and_makes_a_logged_file(
        self, world, django_capture_on_commit_callbacks
    ):
        case = world.started()
        get(world.colleague, case.get_absolute_url())
        with django_capture_on_commit_callbacks(execute=True):
            url = f"{case.get_absolute_url()}registerutdrag/"
            answer = post(world.registrator, url, received_on=clock.today().isoformat())
        job = Job.objects.get()
        assert answer.status_code == 302 and answer.url == job.get_absolute_url()
        entry = case.journal.get(title="Begäran om registerutdrag kom in")
        assert str(answer_by(clock.today())) in entry.text
        row = AccessLog.objects.get(action="export")
        assert (row.what, row.case_number) == ("Registerutdrag", case.number)
        text = " ".join(words(keeping.fetch(job.key).read()).split())
        assert case.person.formatted in text and "Coach, Jobbtorg Farsta" in text
        assert str(world.colleague) not in text.partition("Vilka som har läst om dig")[2]
