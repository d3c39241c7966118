"""Stops a file that is too large while it streams in, before it has filled any disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

FILES_AT_ONCE = 10  # so many of the largest files are taken in one request


class SizeLimit(FileUploadHandler):
    """First among FILE_UPLOAD_HANDLERS: what is over the limit is read past and kept nowhere."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.total = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """The chunk goes on to the next handler, unless the file is now too large."""
        self.total += len(raw_data)
        if start + len(raw_data) > settings.DOCUMENT_MAX_BYTES:
            self._skip(too_large())
        if self.total > FILES_AT_ONCE * settings.DOCUMENT_MAX_BYTES:
            self._skip("Filerna är för många på en gång. Skicka resten för sig.")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file is made by the handlers after this one."""

    def _skip(self, sentence: str) -> None:
        skipped_of(self.request).append((self.file_name or "", sentence))
        raise SkipFile


def too_large() -> str:
    """What is said of a file that is larger than the setting allows."""
    largest = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
    return f"Filen är större än {largest} MB. Spara den mindre eller dela upp den."


def skipped_of(request: Any) -> list[tuple[str, str]]:
    """The files of the request that were read past, each with the sentence that says why."""
    if not hasattr(request, "skipped_files"):
        request.skipped_files = []
    found: list[tuple[str, str]] = request.skipped_files
    return found
