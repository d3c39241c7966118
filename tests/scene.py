"""A scene that takes long to set is set once in a session; then its rows are put in place."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from jobbtorg import clock
from tests.base_database import Rows
from tests.world.kept import files, read


def kept_scene(build: Callable[..., Any]) -> Callable[..., Any]:
    """The builder of a whole database: what it answers with has rows of the same keys each time.

    It is called with an untouched base, and answers with what the tests ask of the scene.
    """
    scenes: dict[Any, tuple[Any, Rows, dict[str, bytes]]] = {}  # by the day on which it is set

    @wraps(build)
    def put_in_place(*args: Any) -> Any:
        today = clock.today()
        if today not in scenes:
            answer = build(*args)
            scenes[today] = answer, Rows(), {name: read(name) for name in files()}
            return answer
        answer, rows, documents = scenes[today]
        rows.put_back()
        for name, content in documents.items():
            storages["documents"].save(name, ContentFile(content))
        return answer

    return put_in_place
