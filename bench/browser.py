"""A browser of the load: one line to the server that is kept, and the cookies of one session."""

import asyncio
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string

from bench.people import signed_in
from jobbtorg.organisation.models import User

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
PATIENCE = 30.0  # seconds: who has waited so long has met an error


@dataclass
class Answer:
    """What came, and how long it took."""

    status: int
    body: bytes
    seconds: float


class Browser:
    """Signed in from the first; asks one thing at a time, as a person does."""

    def __init__(self, host: str, port: int, user: User) -> None:
        self.host, self.port, self.token = host, port, _get_new_csrf_string()
        session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = (
            f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.token}"
        )
        self.line: Line | None = None

    async def ask(self, path: str, told: dict[str, str] | None = None) -> Answer:
        """Fetches the page, or posts. A line that is broken counts as an error: status 0."""
        begun = perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                status, body = await self._exchanged(path, told)
        except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
            self.close()
            status, body = 0, b""
        return Answer(status, body, perf_counter() - begun)

    async def _exchanged(self, path: str, told: dict[str, str] | None) -> tuple[int, bytes]:
        reader, writer = await self._open_line()
        writer.write(self._request(path, told))
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {n.lower(): v.strip() for n, _, v in (row.partition(":") for row in head[1:])}
        body = await self._body(reader, headers)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return int(head[0].split()[1]), body

    async def _open_line(self) -> Line:
        """The line that is kept, or a new one where the server has hung up since."""
        if self.line is not None and self.line[0].at_eof():
            self.close()
        if self.line is None:
            self.line = await asyncio.open_connection(self.host, self.port)
        return self.line

    @staticmethod
    async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if "content-length" in headers:
            return await reader.readexactly(int(headers["content-length"]))
        if headers.get("transfer-encoding") != "chunked":
            return await reader.read()
        parts = []
        while size := int((await reader.readline()).strip(), 16):
            parts.append((await reader.readexactly(size + 2))[:-2])
        await reader.readline()
        return b"".join(parts)

    def _request(self, path: str, told: dict[str, str] | None) -> bytes:
        body = urlencode(told or {}).encode()
        rows: dict[str, Any] = {"Host": "localhost", "Cookie": self.cookies, "Accept": "text/html"}
        if told is not None:
            rows |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token}
            rows |= {"Content-Length": len(body), "Accept": "application/json, text/html"}
        method = "GET" if told is None else "POST"
        head = "".join(f"{name}: {value}\r\n" for name, value in rows.items())
        return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body

    def close(self) -> None:
        """The next question makes a new line."""
        if self.line is not None:
            self.line[1].close()
            self.line = None
