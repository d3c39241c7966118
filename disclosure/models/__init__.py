"""A request to see what a case holds, and all that comes of it: written once, row by row."""

from disclosure.models.copy import Given, Look, MaskedCopy, Release
from disclosure.models.namnd import DisclosureHandedBack, DisclosureReferral
from disclosure.models.refusal import CourtAppeal, Demand, Refusal, Reply
from disclosure.models.request import Disclosure

__all__ = [
    "CourtAppeal",
    "Demand",
    "Disclosure",
    "DisclosureHandedBack",
    "DisclosureReferral",
    "Given",
    "Look",
    "MaskedCopy",
    "Refusal",
    "Release",
    "Reply",
]
