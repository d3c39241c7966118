"""PostgreSQL is killed under load by kill -9, or stopped: what was answered for is there, whole."""

import signal
import time

import pytest

from tests.faults.under_load import Work, all_is_whole

LOAD_SECONDS = 30


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_what_was_answered_for_is_there_and_whole(base, server, how):
    server.fill("city")
    work = Work(server, LOAD_SECONDS)
    try:
        work.until("klart", 6)
        server.end(how)
        time.sleep(3)
        server.start()
        work.end()
    finally:
        work.stop()
    assert work.count("fel"), "nobody met the fault"
    assert work.told("sida") == {"200", "503"}
    all_is_whole(server, work.told("klart"))
