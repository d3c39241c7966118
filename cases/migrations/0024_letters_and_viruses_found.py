from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0023_who_may_apply")]

    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status", "beslutad")),
                fields=["-returned", "due_on", "id"],
                include=("unit", "person"),
                name="letters_by_deadline",
            ),
        ),
        AddIndexConcurrently(
            model_name="scan",
            index=models.Index(
                condition=models.Q(("outcome", "virus")),
                fields=["document"],
                name="scans_with_virus",
            ),
        ),
    ]
