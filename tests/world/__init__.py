"""A small Farsta and City: their staff, and short ways to bring a case to any point."""

from tests.world.carrying_out import WORDS, World
from tests.world.deciding import WHY
from tests.world.investigating import COMMUNICATION, last_of_period
from tests.world.people import TP1, test_number
from tests.world.registering import LONG, OWN_WORDS, REPLY

__all__ = [
    "COMMUNICATION",
    "LONG",
    "OWN_WORDS",
    "REPLY",
    "TP1",
    "WHY",
    "WORDS",
    "World",
    "last_of_period",
    "test_number",
]
