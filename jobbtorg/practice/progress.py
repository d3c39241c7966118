"""How far the reset has come. In the cache, since its transaction tells nothing until its end.

What is lost there is shown as nothing done: it never decides anything.
"""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger("jobbtorg.practice")
DONE, ASKED, FAILED = "practice_done", "practice_asked", "practice_failed"
WHILE = 10 * 60  # seconds


def tell(done: int, total: int) -> None:
    """So many steps of so many."""
    _set(DONE, done * 100 // max(total, 1), WHILE)


def percent() -> int:
    """How much is done, in per cent."""
    return int(_get(DONE) or 0)


def asked() -> None:
    """Somebody has asked for a reset; it begins when a worker is free."""
    _set(ASKED, 1, WHILE)
    _set(FAILED, 0, WHILE)
    _set(DONE, 0, WHILE)


def ended(*, failed: bool) -> None:
    """It is over."""
    _set(ASKED, 0, WHILE)
    _set(FAILED, int(failed), 24 * 60 * 60)


def is_asked_for() -> bool:
    """Whether a reset is to begin."""
    return bool(_get(ASKED))


def has_failed() -> bool:
    """Whether the last one changed nothing, since something went wrong."""
    return bool(_get(FAILED))


def _set(key: str, value: int, seconds: int) -> None:
    try:
        cache.set(key, value, seconds)
    except (RedisError, OSError):
        logger.warning("The cache is away: how far the reset has come is not told.")


def _get(key: str) -> int:
    try:
        return int(cache.get(key) or 0)
    except (RedisError, OSError):
        return 0
