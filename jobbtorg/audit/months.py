"""The access log in PostgreSQL: a table of months, made ahead, and dropped whole when too old.

The application owns no table. It asks a function of the owner's for new months, which makes
nothing else; only the owner drops one.
"""

from datetime import date, timedelta

from django.db import connection, transaction

from jobbtorg import clock
from jobbtorg.audit.tables import LOG

ROLE = "jobbtorg_app"  # what the application signs in as
AHEAD = 3
LOCK = 7_305_002  # pg_advisory_xact_lock: one maker at a time
DEFAULT = f"{LOG}_utom"  # rows of a month that nobody made: kept, sealed and told of

# Months that are there are left; so is one whose rows have come to lie in the default partition.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_make_months(first date, last date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    month date := date_trunc('month', first);
    name text;
BEGIN
    IF last > first + interval '20 years' THEN
        RAISE EXCEPTION 'Så många månader görs inte på en gång.';
    END IF;
    WHILE month <= last LOOP
        name := '{LOG}_' || to_char(month, 'YYYY_MM');
        IF to_regclass(name) IS NULL THEN
            BEGIN
                EXECUTE format('CREATE TABLE %I PARTITION OF {LOG} FOR VALUES FROM (%L) TO (%L)',
                    name, month::timestamp AT TIME ZONE 'Europe/Stockholm',
                    (month + interval '1 month')::timestamp AT TIME ZONE 'Europe/Stockholm');
                IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}') THEN
                    EXECUTE format('GRANT SELECT ON %I TO {ROLE}', name);
                END IF;
            EXCEPTION WHEN check_violation THEN
                RAISE NOTICE 'Månaden % finns redan bland raderna utom månaderna.', name;
            END;
        END IF;
        month := month + interval '1 month';
    END LOOP;
END $$"""

# The table as Django made it becomes the first rows of one with months. Its columns, foreign keys
# and triggers are read from PostgreSQL, whatever later migrations have added.
PARTED = f"""
DO $$
DECLARE
    line text;
    lines text[];
BEGIN
    IF (SELECT relkind FROM pg_class WHERE oid = '{LOG}'::regclass) = 'p' THEN
        RETURN;
    END IF;
    SELECT array_agg(said ORDER BY place) INTO lines FROM (
        SELECT 1 AS place, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS said
        FROM pg_index WHERE indrelid = '{LOG}'::regclass AND NOT indisunique
        UNION ALL SELECT 2, format('ALTER TABLE {LOG} ADD CONSTRAINT %I %s',
            conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE conrelid = '{LOG}'::regclass AND contype = 'f'
        UNION ALL SELECT 3, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE tgrelid = '{LOG}'::regclass AND NOT tgisinternal
        UNION ALL SELECT 4, format('COMMENT ON TRIGGER %I ON {LOG} IS %L',
            tgname, obj_description(oid, 'pg_trigger'))
        FROM pg_trigger WHERE tgrelid = '{LOG}'::regclass AND NOT tgisinternal
    ) parts;
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE {LOG} RENAME TO {LOG}_whole;
    CREATE TABLE {LOG} (LIKE {LOG}_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS
        INCLUDING IDENTITY INCLUDING COMMENTS) PARTITION BY RANGE (at);
    CREATE TABLE {DEFAULT} PARTITION OF {LOG} DEFAULT;
    PERFORM audit_make_months(coalesce((SELECT min(at) FROM {LOG}_whole), now())::date,
        (now() + interval '{AHEAD} months')::date);
    INSERT INTO {LOG} SELECT * FROM {LOG}_whole;
    PERFORM setval(pg_get_serial_sequence('{LOG}', 'id'),
        coalesce((SELECT max(id) FROM {LOG}_whole), 0) + 1, false);
    DROP TABLE {LOG}_whole;
    ALTER TABLE {LOG} ADD PRIMARY KEY (id, at);
    FOREACH line IN ARRAY lines LOOP
        EXECUTE line;
    END LOOP;
END $$"""


def make(first: date | None = None, last: date | None = None) -> None:
    """The months from the one to the other; those to come unless told. Two at once take turns."""
    first = first or clock.today()
    last = last or clock.today() + timedelta(days=31 * AHEAD)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SELECT audit_make_months(%s, %s)", [first, last])


def named(day: date) -> str:
    """What the month of that day is called."""
    return f"{LOG}_{day:%Y_%m}"
