"""The scanners: ClamAV's daemon over a real socket, and the demo's, which knows only EICAR."""

import io
import socket
import struct
import threading
from contextlib import suppress

import pytest

from jobbtorg.files.scanners import CHUNK, EICAR, Clamd, EicarOnly, ScannerDown


class FakeClamd:
    """Speaks INSTREAM as clamd does: one question for each connection."""

    def __init__(self, server, answer=None, most=10_000_000):
        self.server, self.answer, self.most = server, answer, most
        self.heard: list[bytes] = []
        server.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return  # the test is over
            with line, suppress(OSError):  # the other side may have given up
                line.sendall(self.reply(line.makefile("rb")) + b"\0")

    def reply(self, stream):
        assert stream.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", stream.read(4))[0]:
            assert length <= CHUNK
            content += stream.read(length)
            if len(content) > self.most:
                return b"INSTREAM size limit exceeded. ERROR"
        self.heard.append(content)
        if self.answer is not None:
            return self.answer
        found = EICAR in content
        return b"stream: Eicar-Test-Signature FOUND" if found else b"stream: OK"


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path):
    """Starts a daemon with the given ways, and points the setting at it."""
    opened = []

    def start(**ways):
        if request.param == "tcp":
            server = socket.create_server(("127.0.0.1", 0))
            settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        else:
            server = socket.socket(socket.AF_UNIX)
            server.bind(str(tmp_path / "clamd"))
            settings.CLAMD_ADDRESS = f"unix://{tmp_path}/clamd"
        opened.append(server)
        return FakeClamd(server, **ways)

    yield start
    for server in opened:
        server.close()


def test_a_clean_file_is_sent_whole_and_nothing_is_found(clamd):
    daemon, content = clamd(), bytes(range(256)) * 1000
    assert Clamd().scan(io.BytesIO(content)) == ""
    assert daemon.heard == [content]


def test_eicar_is_found_and_named(clamd):
    clamd()
    assert Clamd().scan(io.BytesIO(b"x" * 99 + EICAR)) == "Eicar-Test-Signature"


@pytest.mark.parametrize("answer", [b"", b"UNKNOWN COMMAND", b"stream: something ERROR"])
def test_any_other_answer_is_no_answer(clamd, answer):
    clamd(answer=answer)
    with pytest.raises(ScannerDown):
        Clamd().scan(io.BytesIO(b"x"))


def test_a_daemon_that_hangs_up_on_a_large_file_has_not_said_that_it_is_clean(clamd):
    clamd(most=1000)
    with pytest.raises(ScannerDown):
        Clamd().scan(io.BytesIO(b"x" * 1_000_000))


@pytest.mark.parametrize("address", ["", "unix:///finns/inte", "tcp://127.0.0.1:1", "skräp"])
def test_without_a_daemon_there_is_no_answer(settings, address):
    settings.CLAMD_ADDRESS = address
    with pytest.raises(ScannerDown):
        Clamd().scan(io.BytesIO(b"x"))


def test_a_daemon_that_never_answers_is_given_up(clamd, monkeypatch):
    monkeypatch.setattr(Clamd, "seconds", 0.2)
    daemon = clamd()
    monkeypatch.setattr(daemon, "reply", lambda stream: threading.Event().wait(1) or b"")
    with pytest.raises(ScannerDown):
        Clamd().scan(io.BytesIO(b"x"))


@pytest.mark.parametrize("before", [0, CHUNK - 30, 3 * CHUNK - 1])
def test_the_demos_scanner_finds_the_test_file_wherever_it_stands(before):
    assert EicarOnly().scan(io.BytesIO(b"0" * before + EICAR)) == "Eicar-Test-Signature"
    assert EicarOnly().scan(io.BytesIO(b"0" * before + EICAR[:-1])) == ""
