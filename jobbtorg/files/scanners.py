"""Looks for viruses. Which scanner is used is named by the setting DOCUMENT_SCANNER."""

import socket
import struct
from contextlib import suppress
from typing import IO, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

CHUNK = 64 * 1024
# The test file that every scanner knows, in two halves so that none takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class ScannerDown(Exception):
    """No answer about the file: it stays shut until there is one."""


class Scanner(Protocol):
    """What a scanner does."""

    def scan(self, file: IO[bytes]) -> str:
        """What was found, or nothing when the file is clean. Raises ScannerDown."""
        ...


def scanner() -> Scanner:
    """The one that the setting names."""
    made: Scanner = import_string(settings.DOCUMENT_SCANNER)()
    return made


class EicarOnly:
    """Knows the test file and nothing else: for the demo and for developers."""

    def scan(self, file: IO[bytes]) -> str:
        """Whether the test file is in it."""
        before = b""
        while chunk := file.read(CHUNK):
            if EICAR in before + chunk:
                return "Eicar-Test-Signature"
            before = chunk[-len(EICAR) :]
        return ""


class Clamd:
    """ClamAV's daemon, by its command INSTREAM, at settings.CLAMD_ADDRESS."""

    seconds = 60

    def scan(self, file: IO[bytes]) -> str:
        """Sends the bytes; the name of what was found comes back, or nothing."""
        try:
            with self._connected() as line:
                answer = self._ask(line, file)
        except OSError as error:
            raise ScannerDown(str(error)) from error
        if answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND")
        if answer != "stream: OK":
            raise ScannerDown(answer or "no answer")
        return ""

    def _connected(self) -> socket.socket:
        """A line to tcp://host:3310 or unix:///path."""
        address = urlsplit(settings.CLAMD_ADDRESS)
        if address.scheme == "tcp" and address.hostname:
            return socket.create_connection((address.hostname, address.port or 3310), self.seconds)
        if address.scheme != "unix":
            raise ScannerDown("CLAMD_ADDRESS is not set")
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(self.seconds)
        try:
            line.connect(address.path)
        except OSError:
            line.close()
            raise
        return line

    def _ask(self, line: socket.socket, file: IO[bytes]) -> str:
        """Each chunk with its length before it, an empty one last; then the answer."""
        with suppress(BrokenPipeError, ConnectionResetError):  # it may have said enough already
            line.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
            line.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := line.recv(4096)):
            answer += part
        return answer.rstrip(b"\0\n").decode("utf-8", "replace")
