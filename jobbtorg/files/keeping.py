"""Where files are kept: under random keys that say nothing, in the storage "documents"."""

import hashlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import IO, ParamSpec, TypeVar
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import Storage, storages

P = ParamSpec("P")
R = TypeVar("R")
CHUNK = 64 * 1024

_written: ContextVar[list[str] | None] = ContextVar("files_written", default=None)


@dataclass(frozen=True)
class Kept:
    """Where the bytes are."""

    key: str
    size: int
    sha256: str


def storage() -> Storage:
    """Where documents are kept: STORAGES["documents"]."""
    return storages["documents"]


def writes_files(function: Callable[P, R]) -> Callable[P, R]:
    """What the function keeps is taken away again when it fails, its commit included."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        keys: list[str] = []
        token = _written.set(keys)
        try:
            result = function(*args, **kwargs)
        except BaseException:
            for key in keys:
                remove(key)
            raise
        finally:
            _written.reset(token)
        around = _written.get()
        if around is not None:  # an act around this one may still fail
            around.extend(keys)
        return result

    return wrapper


def digest(file: IO[bytes]) -> tuple[int, str]:
    """How many bytes, and what they hash to."""
    file.seek(0)
    size, sha256 = 0, hashlib.sha256()
    while chunk := file.read(CHUNK):
        size += len(chunk)
        sha256.update(chunk)
    file.seek(0)
    return size, sha256.hexdigest()


def keep(file: IO[bytes]) -> Kept:
    """Writes the bytes; for functions that are marked with @writes_files."""
    keys = _written.get()
    assert keys is not None, "what keeps a file is marked with @writes_files"
    size, sha256 = digest(file)
    name = uuid4().hex
    key = f"{name[:2]}/{name}"
    keys.append(key)  # first: what is half written is taken away too
    return Kept(storage().save(key, File(file)), size, sha256)


def fetch(key: str) -> IO[bytes]:
    """The kept bytes, to be read and closed. Raises OSError where they are missing."""
    return storage().open(key, "rb")


def remove(key: str) -> None:
    """Takes the bytes away; that they are gone already is no error."""
    storage().delete(key)


def keys_before(moment: datetime) -> Iterator[str]:
    """Every key that was written before the moment."""
    found = storage()
    if hasattr(found, "keys_before"):  # object storage tells it of many at once
        yield from found.keys_before(moment)
        return
    for folder in found.listdir("")[0]:
        for name in found.listdir(folder)[1]:
            key = f"{folder}/{name}"
            if found.get_modified_time(key) < moment:
                yield key
