"""Kinds of long work that only tests ask for; a worker of theirs imports this module."""

import time

from jobbtorg.acts import Rule, refuse
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.jobs import running
from jobbtorg.jobs.actions import start
from jobbtorg.jobs.kinds import job
from jobbtorg.jobs.models import Job

BYTES = b"kolumn\r\nv\xc3\xa4rde\r\n"


@job("prov", "Prov")
def trial(work):
    """Steps that do nothing, and a file."""
    for _ in work.left(range(work.parameters.get("steps", 3))):
        yield
    work.give("prov.csv", BYTES, "text/csv")


@job("prov_rader", "Prov med rader", resumes=True)
def rows(work):
    """Each step leaves a line in the access log, which nothing takes away again."""
    for step in work.left(range(work.parameters["steps"])):
        log.record(work.by, AccessLog.Action.PRINT, f"Steg {step}")
        time.sleep(work.parameters.get("pause", 0) / 1000)
        yield
    log.record(work.by, AccessLog.Action.PRINT, "Slut")
    work.give("prov.csv", BYTES, "text/csv")


@job("prov_sida", "Prov som leder till en sida")
def page(work):
    """Work that gives no file, but leads to where what it made is seen."""
    for _ in work.left(range(work.parameters.get("steps", 2))):
        yield
    work.lead("/arbeten/")


@job("prov_nej", "Prov som nekas")
def unlawful(work):
    """A rule stands in the way, at the second step."""
    log.record(work.by, AccessLog.Action.PRINT, "Första steget")
    yield
    log.record(work.by, AccessLog.Action.PRINT, "Andra steget")
    refuse([Rule("no", "Enheten är stängd.")])
    yield


@job("prov_fel", "Prov som går sönder")
def broken(work):
    """A fault of ours, whose text names a person."""
    yield
    raise ValueError("Tilda Persson 20020215-2385")


def asked(user, kind="prov", **parameters):
    """Work that waits."""
    return start(kind, parameters, by=user)


def finished(user, kind="prov", **parameters):
    """The same after a worker has had it."""
    job = asked(user, kind, **parameters)
    running.run(job.pk)
    return Job.objects.get(pk=job.pk)
