"""The database writes in an investigation only while the case is under investigation."""

import pytest

from cases.models import (
    AfInformation,
    Assessment,
    AssessmentAnswer,
    CriterionAnswer,
    Investigation,
    Part,
)
from decisions.actions import return_to_coach
from jobbtorg import clock
from tests.cases.helpers import refused_by_database, sql

LOCKED = "Utredningen är låst"
ROWS = [Part, CriterionAnswer, AssessmentAnswer, AfInformation, Assessment]


@pytest.fixture
def locked(world):
    """A case that waits for decision, with every part saved."""
    return world.proposed(refused=True)


def test_no_row_of_a_part_is_changed_by_orm_or_sql(locked):
    for model in ROWS:
        row, table = model.objects.first(), model._meta.db_table
        with refused_by_database(LOCKED):
            row.save()
        with refused_by_database(LOCKED):
            model.objects.update(investigation=row.investigation)
        with refused_by_database(LOCKED):
            sql(f"UPDATE {table} SET id = id WHERE id = %s", row.pk)


def test_no_row_of_a_part_is_taken_away(locked):
    for model in ROWS:
        with refused_by_database():
            model.objects.all().delete()
        with refused_by_database():
            sql(f"DELETE FROM {model._meta.db_table}")


def test_no_row_of_a_part_is_added(locked):
    for model in ROWS:
        row = model.objects.first()
        row.pk, row._state.adding = None, True
        with refused_by_database(LOCKED):
            row.save()


@pytest.mark.parametrize("model", [AssessmentAnswer, Assessment])
def test_no_row_of_a_locked_part_is_moved_to_another_case(world, locked, model):
    other = Investigation.objects.of(world.started("200102152392"))
    with refused_by_database(LOCKED):
        model.objects.filter(pk=model.objects.first().pk).update(investigation=other)


def test_a_case_sent_back_opens_the_parts_again(world, locked):
    return_to_coach(locked, "Skriv mer om arbetet.", by=world.chef)
    assert world.save(locked, "samlad-bedomning").version == 2


# --- what Arbetsförmedlingen has told: SoL 15 kap. 11 §, OSL 10 kap. 1 § ---------------------


def af(case, **told):
    values = {"basis": "lagstod", "received_on": clock.today(), "source": "Utdrag"}
    return AfInformation(investigation=Investigation.objects.of(case), **(values | told))


def test_the_database_takes_the_six_items_without_consent(world):
    af(world.started(), not_registered=True, unemployment_fund="Handels").save()
    assert AfInformation.objects.get().more == ""


def test_the_database_takes_more_only_with_consent_or_another_statute(world):
    case = world.started()
    with refused_by_database("af_more_needs_consent_or_statute"):
        af(case, more="Handläggarens anteckningar").save()
    af(case, basis="samtycke", consent=world.consent(case), more="Hennes planering.").save()


@pytest.mark.parametrize(
    "told",
    [
        {"basis": "samtycke"},
        {"basis": "annat_lagstod", "statute": "  "},
        {"basis": "lagstod", "statute": "10 kap. 28 § OSL"},
    ],
)
def test_the_database_takes_no_basis_by_half(world, told):
    with refused_by_database("af_basis_is_whole"):
        af(world.started(), **told).save()
