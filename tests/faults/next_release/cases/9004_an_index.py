"""An index of a table that is written in meanwhile."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "9003_that_check_of_the_old")]

    operations = [
        AddIndexConcurrently(
            "journalentry", models.Index(fields=["of_next_release"], name="of_next_release_index")
        ),
    ]
