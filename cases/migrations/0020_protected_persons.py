from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0019_reminders_of_no_case")]

    operations = [
        AddIndexConcurrently(
            model_name="person",
            index=models.Index(
                condition=models.Q(("protection", ""), _negated=True),
                fields=["id"],
                name="persons_protected",
            ),
        ),
    ]
