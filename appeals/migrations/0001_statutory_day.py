"""statutory_day: the day itself, or the next working day, as jobbtorg.deadlines.roll computes it.

The closed days come from there; PostgreSQL refuses to guess beyond the years that it was given.
"""

from django.db import migrations

from jobbtorg.deadlines import closed_days

YEARS = range(2015, 2101)
CREATE = """
CREATE FUNCTION statutory_day(p_day date) RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
    closed CONSTANT date[] := ARRAY[{days}]::date[];
BEGIN
    IF extract(year FROM p_day) NOT BETWEEN {first} AND {last} - 1 THEN
        RAISE EXCEPTION USING MESSAGE = 'statutory_day knows {first}-{last}, not ' || p_day;
    END IF;
    WHILE extract(isodow FROM p_day) > 5 OR p_day = ANY (closed) LOOP
        p_day := p_day + 1;
    END LOOP;
    RETURN p_day;
END $$;
"""


def create(apps, schema_editor):
    days = sorted(day for year in YEARS for day in closed_days(year))
    told = ", ".join(f"'{day}'" for day in days)
    sql = CREATE.format(days=told, first=YEARS[0], last=YEARS[-1])
    schema_editor.execute(sql)


def drop(apps, schema_editor):
    schema_editor.execute("DROP FUNCTION statutory_day(date)")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(create, drop)]
