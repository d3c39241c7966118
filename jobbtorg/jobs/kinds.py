"""Which kinds of long work there are, and what a kind is given to work with."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from jobbtorg.organisation.models import User

T = TypeVar("T")
PDF = "application/pdf"


@dataclass(frozen=True)
class Result:
    """The file that the work gives."""

    name: str
    content: bytes
    content_type: str


@dataclass
class Work:
    """One piece of work under way: for whom, with what, how far, and what came of it."""

    by: User
    parameters: dict[str, Any]
    done: int = 0
    total: int = 0
    result: Result | None = field(default=None, init=False)
    page: str = field(default="", init=False)

    def left(self, steps: Sequence[T]) -> Sequence[T]:
        """The steps that are not done; in the same order each time. Their number is the total."""
        self.total = len(steps)
        return steps[self.done :]

    def give(self, name: str, content: bytes, content_type: str = PDF) -> None:
        """The file, which is kept when the generator has ended."""
        self.result = Result(name, content, content_type)

    def lead(self, page: str) -> None:
        """The page where what was made is seen, by whoever may see it there; instead of a file."""
        self.page = page


Run = Callable[[Work], Iterator[None]]


@dataclass(frozen=True)
class Kind:
    """A kind of long work; `resumes`: its steps write rows, and those done are not done again."""

    key: str
    title: str
    run: Run
    resumes: bool = False


KINDS: dict[str, Kind] = {}


def job(key: str, title: str, *, resumes: bool = False) -> Callable[[Run], Run]:
    """Registers the generator as a kind of long work."""

    def register(run: Run) -> Run:
        assert key not in KINDS, f"two kinds of work are called {key}"
        KINDS[key] = Kind(key, title, run, resumes)
        return run

    return register
