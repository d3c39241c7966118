"""Official acts: how one is done in one transaction, and how it says no.

An act locks, refuses, writes and records. Rules are questions that answer with every reason at
once; the page prints the same sentences that the act refuses with.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

Kind = Literal["incomplete", "forbidden", "conflict"]

_acting: ContextVar[Any] = ContextVar("acting_user", default=None)


@dataclass(frozen=True)
class Rule:
    """One reason why an act may not be done now.

    `kind` tells what would help: to fill in (incomplete), another person (forbidden), or to look
    at what has happened meanwhile (conflict). `where` names the form field or the part of the
    investigation that it is about.
    """

    code: str
    sentence: str
    statute: str = ""
    kind: Kind = "incomplete"
    where: str = ""


class RuleBroken(Exception):
    """An act was refused; `rules` holds every reason, in the order to show them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = list(rules)
        super().__init__(" ".join(rule.sentence for rule in self.rules))

    @property
    def kind(self) -> Kind:
        """The gravest kind among the reasons: forbidden before conflict before incomplete."""
        kinds = {rule.kind for rule in self.rules}
        return next(k for k in ("forbidden", "conflict", "incomplete") if k in kinds)


def refuse(*answers: Iterable[Rule]) -> None:
    """Raise RuleBroken when any of the questions was answered with a reason."""
    rules = [rule for answer in answers for rule in answer]
    if rules:
        raise RuleBroken(rules)


def acting_user() -> Any:
    """Who performs the act that is under way, or None outside of acts."""
    return _acting.get()


@contextmanager
def acting(user: Any) -> Iterator[None]:
    """Within this block every history row names `user`."""
    token = _acting.set(user)
    try:
        yield
    finally:
        _acting.reset(token)


def act(function: Callable[P, R]) -> Callable[P, R]:
    """An official act: one transaction, in the name of the keyword argument `by`."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(), acting(kwargs["by"]):
            return function(*args, **kwargs)

    return wrapper
