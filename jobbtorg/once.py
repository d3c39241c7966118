"""What does not change while a page is shown is asked for once, however many want to know.

Only while a page is read (GET): an act always asks PostgreSQL itself, and outside of a request
nothing is kept.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within this block each question is asked once."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def reading() -> bool:
    """Whether a page is being read."""
    return _answers.get() is not None


def once(question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer, from before where a page is read."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    return answers[question]
