"""Two beats at once: every scheduled task is done twice in the same moment, and once in effect."""

from collections import Counter
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings as configured
from django.core import mail
from django.db import transaction

from cases.models import CaseUserObjectPermission, Note, Reminder
from cases.tasks import scan_document
from followup.figures.counting import ALIKE, recount
from followup.models import FigureCount, FigureStale
from integrity.models import Fault
from jobbtorg import clock
from jobbtorg.audit.models import Seal
from jobbtorg.audit.tables import log_tables
from jobbtorg.audit.verifying import verify
from jobbtorg.deadlines import is_working_day
from jobbtorg.jobs import outbox
from jobbtorg.jobs.models import Heartbeat, Job, Message
from jobbtorg.jobs.tasks import carry_out
from tests.audit.helpers import as_owner
from tests.cases.helpers import parallel, sql
from tests.jobs.kinds import asked

current_app.loader.import_default_modules()  # as a worker does
LONG_AGO = timedelta(days=30)
SCHEDULE = {
    name: (told["task"], told.get("args", ()))
    for name, told in configured.CELERY_BEAT_SCHEDULE.items()
}


def twice(name):
    """What both gave, or raised."""
    task, arguments = SCHEDULE[name]
    done = parallel(*[lambda: current_app.tasks[task].apply(arguments)] * 2)
    return [result.state if hasattr(result, "state") else result for result in done]


@pytest.fixture
def city(committed_world, settings):
    """Something for every task to do."""
    settings.DOCUMENT_SCANNER = "jobbtorg.files.scanners.EicarOnly"
    with clock.at(clock.now() - LONG_AGO):
        case = committed_world.started()
        committed_world.note(case)
    committed_world.decided("200102152392")
    return committed_world


@pytest.mark.parametrize("name", SCHEDULE)
def test_neither_fails(city, name):
    assert twice(name) == ["SUCCESS", "SUCCESS"]


def test_a_note_that_has_locked_itself_is_signed_once(city):
    assert Note.objects.overdue().count() == 1
    twice("sign-overdue-notes")
    assert Note.objects.overdue().count() == 0
    note = Note.objects.get()
    assert note.case.journal.filter(note=note).count() == 1


def test_the_chain_is_whole(city):
    twice("seal-what-is-written")
    numbers = list(Seal.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert verify(beside=False).deviating == []


def test_a_month_of_the_log_that_is_missing_is_made_once(city):
    latest = max(name for name in log_tables() if name[-1].isdigit())
    sql(f'DROP TABLE "{latest}"')
    assert twice("make-months-of-the-log") == ["SUCCESS", "SUCCESS"]
    assert latest in log_tables()


def test_who_is_to_see_a_protected_persons_case_is_named_once(city):
    case = city.started("200203152390", protection="skyddad_folkbokforing")
    as_owner("DELETE FROM cases_caseuserobjectpermission")
    assert twice("name-new-chefs") == ["SUCCESS", "SUCCESS"]
    named = CaseUserObjectPermission.objects.filter(content_object=case, user=city.chef)
    assert named.count() == 1


def test_each_is_reminded_once(city):
    city.coach.email = "coach@jobbtorg.example"
    city.coach.save()
    twice("remind")
    told = Counter(Reminder.objects.values_list("user", "case", "kind", "day", "stage"))
    working = is_working_day(clock.today())
    assert set(told.values()) == ({1} if working else set())
    assert len(mail.outbox) == int(working)


def test_a_fault_is_told_of_once(city):
    as_owner("UPDATE cases_case SET due_on = NULL WHERE status = 'utreds'")
    twice("check-integrity")
    assert Fault.objects.filter(promise="ingen-frist").count() == 1


def test_a_document_that_both_find_unscanned_is_scanned_to_one_outcome(city):
    document = city.document(city.started("200203152390"), scanned=False)
    as_owner("DELETE FROM cases_scan")
    assert twice("scan-waiting") == ["SUCCESS", "SUCCESS"]
    assert list(document.scans.values_list("outcome", flat=True)) == ["rent"]


def test_what_is_counted_ahead_is_counted_once(city):
    assert FigureStale.objects.exists()
    assert twice("count-figures") == ["SUCCESS", "SUCCESS"]
    counted = set(FigureCount.objects.filter(n__gt=0).values_list(*ALIKE.split(", "), "month", "n"))
    assert counted and not FigureStale.objects.exists()
    recount()
    anew = set(FigureCount.objects.filter(n__gt=0).values_list(*ALIKE.split(", "), "month", "n"))
    assert counted == anew


def test_a_sign_of_life_is_one_row(city):
    twice("show-life-celery")
    assert Heartbeat.objects.filter(queue="celery").count() == 1


def test_long_work_that_both_hand_on_is_carried_out_once(city):
    job = asked(city.coach)  # eagerly: done at once; so one that waits is made by hand
    as_owner(
        "UPDATE jobs_job SET state = 'vantar', key = '', sha256 = '', ended_at = NULL,"
        " heartbeat = heartbeat - interval '1 hour', attempt = 0 WHERE id = %s",
        job.pk,
    )
    assert twice("hand-on-work") == ["SUCCESS", "SUCCESS"]
    row = Job.objects.get(pk=job.pk)
    assert (row.state, row.attempt) == ("klart", 1)


def test_what_both_send_from_the_outbox_is_done_once(city, monkeypatch):
    document = city.document(city.started("200203152390"), scanned=False)
    as_owner("DELETE FROM cases_scan")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "send", lambda row: False)
        with transaction.atomic():
            outbox.post(scan_document, document.pk)
            outbox.post(carry_out, 0)
    as_owner("UPDATE jobs_message SET written_at = written_at - interval '1 hour'")
    assert twice("send-what-is-left") == ["SUCCESS", "SUCCESS"]
    assert Message.objects.count() == 0
    assert set(document.scans.values_list("outcome", flat=True)) == {"rent"}
