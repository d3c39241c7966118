"""For which request something is done: a number that goes with it through logs and queue."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The number of the request that this is done for; empty where there is none."""
    return _request_id.get()


@contextmanager
def done_for(request_id: str) -> Iterator[None]:
    """Within this block all is done for that request."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)
