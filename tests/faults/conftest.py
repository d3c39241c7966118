"""The long ones, which stop and kill servers of their own, run by script/test --faults alone."""

import os

import pytest

from tests.faults.server import directory_of_its_own

collect_ignore_glob = [] if os.environ.get("FAULTS") else ["test_long_*.py"]


@pytest.fixture
def server():
    """A cluster with nothing in it yet; gone after the test."""
    with directory_of_its_own() as found:
        found.make()
        found.start()
        yield found
