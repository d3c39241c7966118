"""Arbeten: one's own work, how far it has come, its file; and many letters printed through it."""

import io
from datetime import date

import pikepdf
import pytest

from jobbtorg.audit.models import AccessLog
from jobbtorg.files import keeping
from jobbtorg.jobs import running
from jobbtorg.jobs.models import Job
from jobbtorg.rulebook.models import Setting
from tests.cases.helpers import get, in_days, on, post, signed_in, sql, text_of
from tests.decisions.reporting import decided_on
from tests.jobs.kinds import BYTES, asked, finished

MONDAY = date(2026, 3, 2)


def url(job, what=""):
    return f"/arbeten/{job.pk}/{what}"


class TestThePage:
    def test_shows_ones_own_work_and_nobody_elses(self, world):
        finished(world.coach, steps=4)
        asked(world.chef, "prov_rader", steps=2)
        page = text_of(get(world.coach, "/arbeten/"))
        assert "Prov</a>" in page
        assert "Prov med rader" not in page

    def test_of_one_that_is_under_way_has_its_bar_and_reads_itself_anew(self, world):
        job = asked(world.coach, steps=4)
        sql(
            "UPDATE jobs_job SET state = 'arbetar', done = 1, total = 4 WHERE id = %s",
            job.pk,
        )
        page = text_of(get(world.coach, url(job)))
        assert "1 av 4 klara" in page
        assert 'max="4" value="1"' in page
        assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page
        assert f'data-work="{url(job, "lage/")}"' in page

    def test_that_is_done_offers_the_file_and_stands_still(self, world):
        page = text_of(get(world.coach, url(finished(world.coach))))
        assert "download>Hämta<" in page
        assert "http-equiv" not in page
        assert "data-work=" not in page

    def test_that_failed_says_why_and_offers_to_try_again(self, world):
        job = finished(world.coach, "prov_nej")
        page = text_of(get(world.coach, url(job)))
        assert "Enheten är stängd." in page
        assert "Försök igen" in page
        response = post(world.coach, url(job, "igen/"))
        assert response.status_code == 302
        assert Job.objects.get(pk=job.pk).state == "vantar"

    def test_does_not_try_again_what_is_done(self, world):
        job = finished(world.coach)
        assert "Försök igen" not in text_of(get(world.coach, url(job)))
        response = post(world.coach, url(job, "igen/"))
        assert response.status_code == 409
        assert "inget att försöka igen" in text_of(response)

    def test_is_not_there_for_others_which_is_logged(self, world):
        job = finished(world.coach)
        for what in ("", "lage/", "fil/"):
            assert get(world.chef, url(job, what)).status_code == 404
        assert post(world.chef, url(job, "igen/")).status_code == 404
        refusals = AccessLog.objects.filter(user=world.chef, action="nekad", what="Ett arbete")
        assert refusals.count() == 4


class TestTheQuietWord:
    def test_stands_on_every_page_until_it_is_looked_at(self, world):
        finished(world.coach, steps=1)
        browser = signed_in(world.coach)
        assert "1 arbete är klart" in text_of(browser.get("/kortkommandon/"))
        finished(world.coach, steps=2)
        finished(world.coach, "prov_fel")
        page = text_of(browser.get("/"))
        assert "2 arbeten är klara, 1 arbete misslyckades" in page
        browser.get("/arbeten/")
        page = text_of(browser.get("/"))
        assert "är klara" not in page
        assert "misslyckades" not in page

    def test_is_not_said_to_others_nor_of_what_is_under_way(self, world):
        asked(world.coach)
        finished(world.chef)
        assert "arbete är klart" not in text_of(get(world.coach, "/kortkommandon/"))


class TestTheFile:
    def test_is_the_bytes_that_were_made_and_the_download_is_logged(self, world):
        response = get(world.coach, url(finished(world.coach), "fil/"))
        assert b"".join(response.streaming_content) == BYTES
        assert response["Content-Disposition"] == 'attachment; filename="prov.csv"'
        assert response["Cache-Control"] == "no-store"
        row = AccessLog.objects.get(what="Laddade ner Prov")
        assert (row.user, row.action) == (world.coach, "utskrift")

    def test_is_not_given_before_it_is_done_nor_when_it_is_gone(self, world):
        response = get(world.coach, url(asked(world.coach, steps=9), "fil/"))
        assert (response.status_code, "inte klart" in text_of(response)) == (409, True)
        job = finished(world.coach)
        with in_days(8):
            running.clear_old()
            response = get(world.coach, url(job, "fil/"))
        assert (response.status_code, "borttagen" in text_of(response)) == (409, True)

    def test_is_not_given_when_it_has_changed_or_is_missing(self, world):
        for change in ("changed", "missing"):
            job = finished(world.coach, steps=len(change))
            keeping.remove(job.key)
            if change == "changed":
                keeping.storage().save(job.key, io.BytesIO(b"annat"))
            response = get(world.coach, url(job, "fil/"))
            assert response.status_code == 409
            assert "saknas eller har ändrats" in text_of(response)

    def test_is_not_given_to_who_no_longer_works_here(self, world):
        job = finished(world.coach)
        with in_days(3):
            held = world.coach.appointments.get()
            held.valid_to = held.valid_from
            held.save()
            answer = get(world.coach, url(job, "fil/"))
            assert answer["Location"].startswith("/login/")  # nobody without an appointment is in


class TestManyLetters:
    @pytest.fixture
    def letters(self, world):
        """Three letters, in a city where more than two are many."""
        row = Setting.objects.get(key="brev_direkt_hogst")
        sql("ALTER TABLE rulebook_setting DISABLE TRIGGER USER")
        Setting.objects.filter(pk=row.pk).update(value=2)
        sql("ALTER TABLE rulebook_setting ENABLE TRIGGER USER")
        return [decided_on(world, MONDAY, n).letter for n in (1, 2, 3)]

    def printed(self, world, letters):
        with on(MONDAY):
            keys = [letter.pk for letter in letters]
            response = post(world.registrator, "/expediering/", do="print", letters=keys)
            job = Job.objects.get()
            running.run(job.pk)
        return response, Job.objects.get()

    def test_are_long_work_that_gives_one_pdf_in_the_order_of_the_list(self, world, letters):
        response, job = self.printed(world, letters[::-1])
        assert (response.status_code, response["Location"]) == (302, url(job))
        assert (job.title, job.state, job.total) == ("Brev att skriva ut, 3 brev", "klart", 3)
        with keeping.fetch(job.key) as kept, pikepdf.open(kept) as pdf, pdf.open_outline() as found:
            titles = [item.title for item in found.root]
        assert titles == [f"Beslut {letter.decision.number}" for letter in letters]

    def test_each_is_logged_as_printed_once(self, world, letters):
        self.printed(world, letters)
        rows = AccessLog.objects.filter(what="Beslutsbrevet", action="utskrift")
        numbers = [letter.decision.application.case.number for letter in letters]
        assert sorted(rows.values_list("case_number", flat=True)) == sorted(numbers)

    def test_a_few_are_given_at_once(self, world, letters):
        with on(MONDAY):
            keys = [letter.pk for letter in letters[:2]]
            response = post(world.registrator, "/expediering/", do="print", letters=keys)
        assert response["Content-Type"] == "application/pdf"
        assert not Job.objects.exists()

    def test_that_are_no_longer_theirs_to_see_are_left_out(self, world, letters):
        with on(MONDAY):
            keys = [letter.pk for letter in letters]
            post(world.registrator, "/expediering/", do="print", letters=keys)
            held = world.registrator.appointments.get()
        with in_days(1):
            held.valid_to = held.valid_from
            held.save()
            running.run(Job.objects.get().pk)
        job = Job.objects.get()
        assert (job.state, job.error) == (
            "misslyckat",
            "Inget av breven är längre ditt att skicka.",
        )
