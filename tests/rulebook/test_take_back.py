"""To take a proposal back: nothing changes, and the proposal is still there to read."""

import pytest

from jobbtorg.publishing.actions import publish, take_back
from jobbtorg.rulebook.models import LetterText, Proposal
from tests.cases.helpers import refused, refused_by_database, sql
from tests.rulebook.helpers import change_to, proposed


def test_either_keeper_takes_it_back(world):
    for by in (world.delegationsadmin, world.forvaltningschef):
        found = take_back(proposed(world), by=by)
        assert (found.taken_back_by, found.status[0]) == (by, "Återtaget")
    assert LetterText.objects.filter(key="beslut_avslag").count() == 1
    assert Proposal.objects.count() == 2
    assert not Proposal.objects.waiting().exists()


@pytest.mark.parametrize("who", ["coach", "chef", "registrator", "granskare", "sekreterare"])
def test_others_do_not(world, who):
    with refused("not_keeper"):
        take_back(proposed(world), by=getattr(world, who))


def test_nothing_that_is_published_or_taken_back(world):
    found = proposed(world)
    publish(found, by=world.forvaltningschef)
    with refused("published"):
        take_back(found, by=world.delegationsadmin)
    other = proposed(world, change_to("brevtexter", "beslut_delvis", text="Nej."))
    take_back(other, by=world.delegationsadmin)
    with refused("taken_back"):
        take_back(other, by=world.forvaltningschef)


def test_the_database_keeps_it(committed_world):
    found = take_back(proposed(committed_world), by=committed_world.delegationsadmin)
    with refused_by_database("Ett avslutat förslag ändras inte"):
        sql("UPDATE rulebook_proposal SET taken_back_at = NULL, taken_back_by_id = NULL"
            " WHERE id = %s", found.pk)  # fmt: skip
    with refused_by_database("Cannot delete"):
        found.delete()
