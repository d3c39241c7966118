"""Every letter that is stored, and whether its bytes are the ones it was made with."""

import hashlib
from collections.abc import Iterator

from django.apps import apps

from cases.models import Sending
from decisions.models import Letter, ReportList
from jobbtorg.letters.stored import StoredLetter

NAMED = (Letter, Sending, ReportList)  # which have names of their own; the rest have titles


def deviates(sha256: str, pdf: bytes) -> bool:
    """Whether the bytes hash to something else."""
    return hashlib.sha256(pdf).hexdigest() != sha256


def stored() -> Iterator[tuple[str, str, bytes]]:
    """Every stored letter: what it is called, its hash, its bytes."""
    columns = ("sha256", "pdf")
    yield from Letter.objects.values_list("decision__number", *columns).iterator(chunk_size=100)
    sendings = Sending.objects.values_list(
        "investigation__application__case__number", "sent_on", *columns
    )
    for number, sent_on, sha256, pdf in sendings.iterator(chunk_size=100):
        yield f"{number}, underlag {sent_on}", sha256, pdf
    for number, sha256, pdf in ReportList.objects.values_list("number", *columns).iterator():
        yield f"Anmälan {number}", sha256, pdf
    for model in apps.get_models():
        if issubclass(model, StoredLetter) and model not in NAMED:
            rows = model._default_manager.values_list("pk", "title", *columns)
            for pk, title, *row in rows.iterator(chunk_size=100):
                yield f"{title} ({pk})", row[0], row[1]
