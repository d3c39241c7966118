"""A letter as it was sent: its bytes with their hash, printed once and never again."""

import hashlib
import io
from dataclasses import dataclass
from typing import Any, Protocol

import pgtrigger
import pikepdf
from django.db import models
from django.db.models import F, Q

from jobbtorg import clock
from jobbtorg.history import Sha256Hex, append_only


class Printable(Protocol):
    """What is printed once: its bytes are found again by what they were made of."""

    @property
    def content_hash(self) -> str:
        """The hash of the content."""

    def pdf(self) -> bytes:
        """The bytes."""


@dataclass(frozen=True)
class Printed:
    """A letter as bytes, and the hash of the content that it was made from."""

    pdf: bytes
    content_hash: str

    @property
    def sha256(self) -> str:
        """What the bytes hash to."""
        return hashlib.sha256(self.pdf).hexdigest()

    def columns(self) -> dict[str, Any]:
        """What the row of a stored letter is made of."""
        with pikepdf.open(io.BytesIO(self.pdf)) as document:
            pages, title = len(document.pages), str(document.docinfo.get("/Title", ""))
        return {
            "title": title,
            "pdf": self.pdf,
            "sha256": self.sha256,
            "content_hash": self.content_hash,
            "pages": pages,
            "made_at": clock.now(),
        }


class StoredLetter(models.Model):
    """A row of law whose bytes PostgreSQL itself holds against their hash."""

    title = models.CharField("titel", max_length=200)
    pdf = models.BinaryField("pdf")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    content_hash = models.CharField("innehållets kontrollsumma", max_length=64)
    pages = models.PositiveSmallIntegerField("sidor")
    made_at = models.DateTimeField("framställt")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_bytes_match_hash", condition=Q(sha256=Sha256Hex(F("pdf")))
            )
        ]
        triggers: list[pgtrigger.Trigger] = [append_only()]

    def __str__(self) -> str:
        return self.title
