"""In one transaction: columns in tables that every act writes in, and a table that points at them.

The tables come in another order than the acts take them, so that each may wait for the other.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tests.faults.next_release.cases import LATEST

WRITTEN = ("historicalnote", "note", "journalentry", "application", "historicalcase", "case")


def column():
    return models.CharField(max_length=20, db_default="", default="")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", LATEST),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(migrations.AddField(name, "of_next_release", column()) for name in WRITTEN),
        migrations.CreateModel(
            "OfNextRelease",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("case", models.ForeignKey("cases.case", django.db.models.deletion.PROTECT)),
                (
                    "by",
                    models.ForeignKey(settings.AUTH_USER_MODEL, django.db.models.deletion.PROTECT),
                ),
            ],
        ),
    ]
