"""What the triggers would have demanded of the copies, asked of all rows at once."""

from collections.abc import Iterator

from cases.models import Document
from jobbtorg.audit.tables import followed_models
from jobbtorg.audit.verifying import history_breaks
from jobbtorg.files import keeping
from jobbtorg.scale.sql import ask, one


def breaks() -> Iterator[str]:
    """Every constraint and history that does not hold, in words."""
    yield from loose_ends()
    for model in followed_models():
        yield from history_breaks(model)
    yield from missing_files()


def loose_ends() -> Iterator[str]:
    """Foreign keys that point at nothing."""
    keys = ask("""SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text, b.attname
        FROM pg_constraint k
        JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
        JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]
        WHERE contype = 'f' AND cardinality(conkey) = 1 AND conparentid = 0""")
    for table, column, to, key in keys:
        loose = one(f"""SELECT count(*) FROM {table} t WHERE t."{column}" IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM {to} p WHERE p."{key}" = t."{column}")""")
        if loose:
            yield f"{table}.{column}: {loose} rader pekar på rader som inte finns i {to}."


def missing_files() -> Iterator[str]:
    """Documents whose bytes are not kept."""
    storage = keeping.storage()
    for key in Document.objects.not_infected().values_list("key", flat=True).iterator():
        if not storage.exists(key):
            yield f"handlingen {key} finns inte."
