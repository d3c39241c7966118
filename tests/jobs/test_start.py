"""Long work: asked for once, carried out once, its file kept for a time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases import scanning
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.files import keeping
from jobbtorg.jobs import running, tasks
from jobbtorg.jobs.actions import start, try_again
from jobbtorg.jobs.kinds import KINDS, job
from jobbtorg.jobs.models import Job
from tests.cases.helpers import get, in_days, refused, refused_by_database, sql, text_of
from tests.jobs.kinds import BYTES, asked, finished


def bytes_of(job):
    with keeping.fetch(job.key) as content:
        return content.read()


def later(**told):
    return clock.at(clock.now() + timedelta(**told))


class TestAskingForIt:
    def test_the_worker_is_told_after_the_commit_and_of_the_number_alone(
        self, world, monkeypatch, django_capture_on_commit_callbacks
    ):
        sent = []
        monkeypatch.setattr(tasks.carry_out, "delay", lambda *told: sent.append(told))
        with django_capture_on_commit_callbacks(execute=True):
            job = asked(world.coach, steps=2)
            assert sent == []
        assert sent == [(job.pk,)]

    def test_nothing_is_asked_for_when_the_transaction_fails(
        self, world, monkeypatch, django_capture_on_commit_callbacks
    ):
        sent = []
        monkeypatch.setattr(tasks.carry_out, "delay", lambda *told: sent.append(told))
        committing = django_capture_on_commit_callbacks(execute=True)
        with committing, pytest.raises(RuntimeError), transaction.atomic():
            asked(world.coach)
            raise RuntimeError
        assert (sent, Job.objects.count()) == ([], 0)

    def test_twice_while_it_is_under_way_is_once(self, world):
        assert asked(world.coach, steps=2) == asked(world.coach, steps=2)
        assert asked(world.coach, steps=3) != asked(world.coach, steps=2)
        assert asked(world.chef, steps=2) != asked(world.coach, steps=2)

    def test_anew_when_it_is_done(self, world):
        assert finished(world.coach) != asked(world.coach)

    @pytest.mark.parametrize(
        "told", ["200202152385", "20020215-2385", ["0202152385"], "Tilda Persson", "a" * 41]
    )
    def test_a_persons_data_are_no_parameters(self, world, told):
        with pytest.raises(ValueError, match="never a person"):
            start("prov", {"who": told}, by=world.coach)

    def test_keys_days_and_choices_are(self, world):
        told = {"letters": [1, 20], "year": 2026, "from": "2026-01-01", "all": True, "unit": None}
        assert start("prov", told, by=world.coach).parameters == told

    def test_the_database_takes_no_personnummer_either(self, world):
        job = asked(world.coach)
        with refused_by_database("inga personnummer"):
            sql(
                "INSERT INTO jobs_job (kind, title, parameters, owner_id, asked_at, state, attempt,"
                " lost, done, total, heartbeat, error, file_name, content_type, key, size, sha256)"
                ' SELECT kind, title, \'{"a": "20020215-2385"}\', owner_id, asked_at, state, 0,'
                " 0, 0, 0, heartbeat, '', '', '', '', 0, '' FROM jobs_job WHERE id = %s",
                job.pk,
            )

    def test_two_kinds_never_have_one_name(self):
        with pytest.raises(AssertionError):
            job("prov", "Ett till")(lambda work: iter(()))
        assert KINDS["prov"].title == "Prov"


class TestCarryingItOut:
    def test_gives_the_file_with_its_checksum(self, world):
        job = finished(world.coach)
        assert (job.state, job.done, job.total) == ("klart", 3, 3)
        assert bytes_of(job) == BYTES
        assert (job.file_name, job.content_type, job.size) == ("prov.csv", "text/csv", len(BYTES))

    def test_is_done_in_the_name_of_who_asked(self, world):
        finished(world.coach, "prov_rader", steps=2)
        users = AccessLog.objects.filter(what__startswith="Steg").values_list("user", flat=True)
        assert set(users) == {world.coach.pk}

    def test_a_second_message_does_nothing(self, world):
        job = finished(world.coach, "prov_rader", steps=2)
        running.run(job.pk)
        again = Job.objects.get(pk=job.pk)
        assert (again.key, again.attempt) == (job.key, 1)
        assert AccessLog.objects.filter(what="Slut").count() == 1

    def test_a_rule_in_the_way_is_told_and_its_step_is_undone(self, world):
        job = finished(world.coach, "prov_nej")
        assert (job.state, job.error, job.key) == ("misslyckat", "Enheten är stängd.", "")
        logged = AccessLog.objects.filter(what__endswith="steget").values_list("what", flat=True)
        assert list(logged) == ["Första steget"]

    def test_a_fault_of_ours_is_told_without_its_words(self, world):
        job = finished(world.coach, "prov_fel")
        assert job.state == "misslyckat"
        assert "Försök igen" in job.error
        assert "Tilda" not in job.error

    def test_a_kind_that_is_no_more_fails(self, world, monkeypatch):
        job = asked(world.coach)
        monkeypatch.delitem(KINDS, "prov")
        running.run(job.pk)
        assert Job.objects.get(pk=job.pk).state == "misslyckat"


class TestAPageInsteadOfAFile:
    def test_is_told_and_there_is_nothing_to_fetch(self, world):
        job = finished(world.coach, "prov_sida")
        assert (job.state, job.page, job.key, job.sha256) == ("klart", "/arbeten/", "", "")
        shown = text_of(get(world.coach, job.get_absolute_url()))
        assert 'href="/arbeten/">Öppna' in shown and "Hämta" not in shown
        answer = get(world.coach, f"{job.get_absolute_url()}fil/")
        assert answer.status_code == 409 and "ingen fil" in text_of(answer)

    def test_is_not_taken_away_with_the_old_files(self, world):
        job = finished(world.coach, "prov_sida")
        with in_days(9):
            running.clear_old()
        assert Job.objects.get(pk=job.pk).state == "klart"

    def test_work_that_gives_neither_has_failed(self, world, monkeypatch):
        monkeypatch.setattr(running.Work, "lead", lambda work, page: None)
        assert finished(world.coach, "prov_sida").state == "misslyckat"

    def test_stays_the_same_in_the_database(self, world):
        job = finished(world.coach, "prov_sida")
        with refused_by_database("redan gett sin fil"):
            sql("UPDATE jobs_job SET page = '/annat/' WHERE id = %s", job.pk)

    def test_leads_nowhere_else_than_here(self, world):
        job = asked(world.coach, "prov_sida")
        running._take(job.pk)
        with refused_by_database("job_done_has_its_file"):
            sql(
                "UPDATE jobs_job SET state = 'klart', ended_at = heartbeat,"
                " page = 'https://example.org/' WHERE id = %s",
                job.pk,
            )


class TestALostWorker:
    def under_way(self, world):
        """Work whose worker died after the first of three steps."""
        job = asked(world.coach, "prov_rader", steps=3)
        taken = running._take(job.pk)
        work = running.Work(taken.owner, taken.parameters)
        assert running._one_more(taken, work, iter(KINDS["prov_rader"].run(work)))
        return taken

    def test_the_work_is_handed_on_and_each_step_is_done_once(self, world):
        job = self.under_way(world)
        with later(minutes=3):
            assert running.left_behind() == [job.pk]
            running.run(job.pk)
        steps = AccessLog.objects.filter(what__startswith="Steg").order_by("pk")
        assert [row.what for row in steps] == ["Steg 0", "Steg 1", "Steg 2"]
        assert Job.objects.get(pk=job.pk).state == "klart"

    def test_who_still_lives_keeps_it(self, world):
        self.under_way(world)
        with later(minutes=1):
            assert running.left_behind() == []

    def test_a_worker_that_was_only_slow_writes_nothing_more(self, world):
        slow = self.under_way(world)
        with later(minutes=3):
            running.left_behind()
            running.run(slow.pk)
        work = running.Work(slow.owner, slow.parameters, 1)
        with pytest.raises(running.Overtaken):
            running._one_more(slow, work, iter(KINDS["prov_rader"].run(work)))
        running._fail(slow, "För sent")
        job = Job.objects.get(pk=slow.pk)
        assert (job.state, job.error) == ("klart", "")

    def test_work_that_kills_its_workers_is_given_up(self, world):
        job = asked(world.coach)
        for hours in range(1, running.MOST_LOST + 1):
            running._take(job.pk)
            with later(hours=hours):
                running.left_behind()
        job = Job.objects.get(pk=job.pk)
        assert job.state == "misslyckat"
        assert "gång på gång" in job.error

    def test_a_message_that_the_queue_lost_is_sent_anew_but_not_each_minute(self, world):
        job = asked(world.coach)
        assert running.left_behind() == []
        with later(minutes=6):
            assert running.left_behind() == [job.pk]
            assert running.left_behind() == []


class TestTryingAgain:
    def test_what_failed_is_done_anew(self, world):
        job = finished(world.coach, "prov_fel")
        again = try_again(job, by=world.coach)
        assert (again.state, again.error, again.ended_at) == ("vantar", "", None)

    def test_what_did_not_fail_is_not(self, world):
        with refused("not_failed"):
            try_again(finished(world.coach), by=world.coach)

    def test_nor_what_is_asked_for_anew_already(self, world):
        failed = finished(world.coach, "prov_fel")
        asked(world.coach, "prov_fel")
        with refused("under_way"):
            try_again(failed, by=world.coach)


class TestHowLongItIsKept:
    def test_as_many_days_as_the_rulebook_says_and_then_the_row_says_so(
        self, world, django_capture_on_commit_callbacks
    ):
        job = finished(world.coach)
        with django_capture_on_commit_callbacks(execute=True), in_days(6):
            running.clear_old()
        assert Job.objects.get(pk=job.pk).state == "klart"
        with django_capture_on_commit_callbacks(execute=True), in_days(8):
            running.clear_old()
        gone = Job.objects.get(pk=job.pk)
        assert (gone.state, gone.key, gone.sha256) == ("borttaget", "", job.sha256)
        with pytest.raises(OSError):
            keeping.fetch(job.key)

    def test_the_nights_clearing_of_documents_leaves_it(self, world):
        job = finished(world.coach)
        with in_days(2):
            scanning.clear_unclaimed()
        assert bytes_of(job) == BYTES


class TestTheDatabase:
    def test_knows_one_result(self, world):
        job = finished(world.coach)
        with refused_by_database("redan gett sin fil"):
            sql("UPDATE jobs_job SET sha256 = %s WHERE id = %s", "a" * 64, job.pk)
        with refused_by_database("redan gett sin fil"):
            sql("UPDATE jobs_job SET key = 'aa/b' WHERE id = %s", job.pk)

    def test_lets_nothing_done_begin_anew(self, world):
        job = finished(world.coach)
        with refused_by_database("Invalid transition"):
            sql("UPDATE jobs_job SET state = 'vantar' WHERE id = %s", job.pk)

    @pytest.mark.parametrize("change", ["kind = 'annat'", "parameters = '{\"a\": 1}'"])
    def test_lets_nobody_change_what_was_asked_for(self, world, change):
        job = asked(world.coach)
        with refused_by_database("ändras inte"):
            sql(f"UPDATE jobs_job SET {change} WHERE id = %s", job.pk)

    def test_keeps_the_row(self, world):
        job = asked(world.coach)
        with refused_by_database("Cannot delete"):
            sql("DELETE FROM jobs_job WHERE id = %s", job.pk)

    def test_lets_nothing_be_done_without_a_file_or_fail_without_a_reason(self, world):
        for state in ("klart", "misslyckat"):
            job = asked(world.coach, steps=1 if state == "klart" else 2)
            running._take(job.pk)
            with pytest.raises(IntegrityError), transaction.atomic():
                sql(
                    "UPDATE jobs_job SET state = %s, ended_at = heartbeat WHERE id = %s",
                    state,
                    job.pk,
                )
