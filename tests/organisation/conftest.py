"""The day of script 9.3, before the vidaredelegation that it makes."""

from datetime import date

import pytest
import time_machine

from tests.organisation.helpers import end, row_of


@pytest.fixture
def february():
    """Friday 20 February 2026, in the morning."""
    with time_machine.travel("2026-02-20 09:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def without_bitr(world, february):
    """The biträdande enhetschef in Farsta has no delegation from today on."""
    for power in ("insats_ratt", "insats_befogenhet"):
        end(world, row_of(world, power, "bitradande_enhetschef"), date(2026, 2, 19))
    return world
