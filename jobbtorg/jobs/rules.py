"""Why a piece of work may not be asked for, tried again or fetched."""

import re
from collections.abc import Iterator
from typing import Any

from jobbtorg.acts import Rule
from jobbtorg.jobs.models import UNDER_WAY, Job, State

PLAIN = re.compile(r"[A-Za-z0-9åäöÅÄÖ_-]{0,40}")
NUMBER = re.compile(r"[0-9]{6}[-+]?[0-9]{4}")


def names_nobody(parameters: dict[str, Any]) -> bool:
    """Whether the parameters are keys, days and choices alone: no text and no personnummer."""
    return all(_plain(value) for value in parameters.values())


def _plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(_plain(part) for part in value)
    if value is None or isinstance(value, bool):
        return True
    told = str(value)
    return PLAIN.fullmatch(told) is not None and NUMBER.search(told) is None


def against_trying_again(job: Job) -> Iterator[Rule]:
    """Only what has failed is tried again, unless the same has been asked for anew meanwhile."""
    if job.state != State.FAILED:
        sentence = "Arbetet har inte misslyckats, så det finns inget att försöka igen med."
        yield Rule("not_failed", sentence, kind="conflict")
        return
    same = Job.objects.filter(owner=job.owner_id, kind=job.kind, parameters=job.parameters)
    if same.filter(state__in=UNDER_WAY).exists():
        sentence = "Samma arbete är redan beställt på nytt. Du hittar det under Arbeten."
        yield Rule("under_way", sentence, kind="conflict")


def against_fetching(job: Job) -> Iterator[Rule]:
    """There is a file to fetch while it is kept."""
    if job.state == State.GONE:
        sentence = "Filen är borttagen. Beställ arbetet på nytt om du behöver den."
        yield Rule("gone", sentence, kind="conflict")
    elif job.page:
        sentence = "Arbetet gav ingen fil att hämta här. Öppna det i stället."
        yield Rule("no_file", sentence, kind="conflict")
    elif job.state != State.DONE:
        yield Rule("not_done", "Arbetet är inte klart.", kind="conflict")
