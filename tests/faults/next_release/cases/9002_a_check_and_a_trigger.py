"""A check that the old rows are not asked, and a trigger on what is written all the time."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

TRIGGER = """
CREATE FUNCTION of_next_release() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN NEW.of_next_release := 'skriven'; RETURN NEW; END$$;
CREATE TRIGGER of_next_release BEFORE INSERT ON cases_note
FOR EACH ROW EXECUTE FUNCTION of_next_release()"""


class Migration(migrations.Migration):
    dependencies = [("cases", "9001_columns_and_a_table")]

    operations = [
        AddConstraintNotValid(
            "note",
            models.CheckConstraint(
                condition=~models.Q(of_next_release="fel"), name="of_next_release"
            ),
        ),
        migrations.RunSQL(TRIGGER),
    ]
