"""Works out where each case stands that nobody has written to since 0021 (cases/standing_sql.py).

No table is taken for it: people write meanwhile, and what they write keeps its own row.
"""

from pathlib import Path

from django.db import migrations

ALL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0021_where_cases_stand")]
    operations = [migrations.RunSQL([(ALL, None)], migrations.RunSQL.noop)]
