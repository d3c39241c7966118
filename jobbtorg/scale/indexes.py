"""Takes indexes down while a table is filled, and builds them again when it is full."""

from functools import partial

from jobbtorg.audit.tables import LOG
from jobbtorg.scale.copying import together
from jobbtorg.scale.sql import SCHEMA, ask, run

KEPT = f"{SCHEMA}.index"


def take_down(tables: list[str]) -> None:
    """Every index that enforces nothing; what they were is kept until they are back."""
    run(f"CREATE TABLE {KEPT} (made text)")
    found = ask("""SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE c.relname = ANY(%s) AND c.relnamespace = 'public'::regnamespace
            AND NOT i.indisunique AND NOT i.indisexclusion AND NOT c.relispartition""",
        [*tables, LOG])  # fmt: skip
    for name, made in found:
        run(f"INSERT INTO {KEPT} VALUES (%s)", made.replace(" ON ONLY ", " ON "))
        run(f"DROP INDEX {name}")


def put_back(workers: int) -> None:
    """Builds them, and tells the planner what the tables hold now."""
    jobs = [partial(run, made) for (made,) in ask(f"SELECT made FROM {KEPT}")]
    together(jobs, workers)
    run("ANALYZE")
