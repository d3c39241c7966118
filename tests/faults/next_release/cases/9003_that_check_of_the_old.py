"""The old rows are asked too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "9002_a_check_and_a_trigger")]

    operations = [ValidateConstraint("note", "of_next_release")]
