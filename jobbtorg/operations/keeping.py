"""Backup and restore: the database, the documents, and a manifest that says what each hashes to.

The database is dumped first and the documents are copied after: a document that comes in between
is a file without a row, which is cleared away by itself; a row without its file would be a loss.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import connection

from jobbtorg import clock
from jobbtorg.audit import sealing
from jobbtorg.files import keeping
from jobbtorg.operations.parts import PROBE

DUMP, FILES, MANIFEST = "databas.dump", "handlingar", "manifest.json"
FORMAT = 1
# What psycopg is told of the server, as PostgreSQL's programs read it from the environment.
TOLD = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
}


class Unfit(Exception):
    """What was asked for cannot be done; the message says why, in Swedish."""


@dataclass(frozen=True)
class Entry:
    """A file of the backup: where it lies there, how large it is, what it hashes to."""

    path: str
    size: int
    sha256: str


def back_up(to: Path) -> dict[str, Any]:
    """Writes all to an empty directory; the manifest last, so that half a backup has none.

    Raises Unfit.
    """
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(to.iterdir()):
        raise Unfit(f"Katalogen {to} är inte tom. Ange en ny.")
    sealing.seal()
    heads = [row.head for row in sealing.heads(1)]
    _run("pg_dump", "--format=custom", f"--file={to / DUMP}", _name())
    (to / DUMP).chmod(0o600)
    documents = [one for key in kept_keys() if (one := _copied(key, to))]
    manifest = {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "heads": heads,
        "database": asdict(_entry(to, to / DUMP)),
        "documents": [asdict(one) for one in documents],
    }
    half = to / f"{MANIFEST}.new"
    half.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    half.chmod(0o600)
    half.rename(to / MANIFEST)
    return manifest


def kept_keys() -> Iterator[str]:
    """Every key in the documents' storage."""
    storage = keeping.storage()
    try:
        folders = storage.listdir("")[0]
    except FileNotFoundError:  # nothing has come in yet
        return
    for folder in sorted(set(folders) - {PROBE}):
        for name in sorted(storage.listdir(folder)[1]):
            yield f"{folder}/{name}"


def _copied(key: str, to: Path) -> Entry | None:
    """None for what has been taken away since it was listed: a virus, or long work's old file."""
    target = to / FILES / key
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with keeping.fetch(key) as source, target.open("xb") as kept:
            shutil.copyfileobj(source, kept)
    except FileNotFoundError:
        return None
    target.chmod(0o600)
    return _entry(to, target)


def _entry(root: Path, path: Path) -> Entry:
    with path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return Entry(str(path.relative_to(root)), path.stat().st_size, sha256)


def read_manifest(root: Path) -> dict[str, Any]:
    """The manifest of a backup of which every file is as it was written. Raises Unfit."""
    try:
        found: dict[str, Any] = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
        heads = found["heads"]
        entries = [Entry(**one) for one in (found["database"], *found["documents"])]
    except FileNotFoundError:
        raise Unfit(f"{root} har ingen {MANIFEST}: det är ingen hel säkerhetskopia.") from None
    except (ValueError, KeyError, TypeError):
        raise Unfit(f"{root / MANIFEST} går inte att läsa.") from None
    if found.get("format") != FORMAT or not isinstance(heads, list):
        raise Unfit(f"{root} är gjord i ett annat format än det här programmet läser.")
    changed = [one.path for one in entries if not _is_whole(root, one)]
    if changed:
        told = ", ".join(changed[:10])
        raise Unfit(f"Säkerhetskopian är ändrad eller inte hel: {told}.")
    return found


def _is_whole(root: Path, entry: Entry) -> bool:
    path = (root / entry.path).resolve()
    inside = path.is_relative_to(root.resolve())
    return inside and path.is_file() and _entry(root.resolve(), path).sha256 == entry.sha256


def restore(root: Path) -> dict[str, Any]:
    """Reads all of it into an empty database and an empty storage. Raises Unfit.

    The database comes whole or not at all. Rights are left out: create_app_role gives them anew.
    """
    manifest = read_manifest(root)
    if _tables():
        raise Unfit("Databasen är inte tom. Återläs bara till en ny databas.")
    if next(kept_keys(), None):
        raise Unfit("Där handlingarna ska ligga finns redan filer. Återläs bara till en tom plats.")
    flags = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    _run("pg_restore", *flags, f"--dbname={_name()}", str(root / DUMP))
    for one in manifest["documents"]:
        key = one["path"].removeprefix(f"{FILES}/")
        with (root / one["path"]).open("rb") as content:
            if keeping.storage().save(key, File(content)) != key:
                raise Unfit(f"{key} fick ett annat namn: platsen för handlingarna är inte tom.")
    return manifest


def _tables() -> int:
    """How many tables, views and functions of ours the database has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p', 'v', 'm')"
        )
        return int(cursor.fetchone()[0])


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *arguments: str) -> None:
    """Runs one of PostgreSQL's own; where to and with what password is told by the environment."""
    known = connection.get_connection_params()
    told = {name: str(known[key]) for key, name in TOLD.items() if known.get(key)}
    connection.close()  # a connection of ours that is idle must not hold a lock meanwhile
    done = subprocess.run(
        [program_path(program), *arguments], env=os.environ | told, capture_output=True, text=True
    )
    if done.returncode:
        raise Unfit(f"{program} misslyckades: {done.stderr.strip()[-500:]}")


def program_path(program: str) -> str:
    """The newest there is: it reads every older server. Raises Unfit."""
    chosen = os.environ.get("PG_BINDIR")
    if chosen:
        return str(Path(chosen) / program)
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda p: int(p.parts[4])
    )
    path = str(found[-1]) if found else shutil.which(program)
    if path is None:
        raise Unfit(f"Programmet {program} finns inte. Installera postgresql-client.")
    return path
