"""Two nämnder in one city: the one does not read what is the other's. OSL 8 kap. 1 §."""

import pytest

from cases import advice_counts
from cases.inbox import set_aside
from cases.inbox_rules import AsideData
from cases.models import AdviceContact, Paper, Sorting
from followup.models import Deviation
from jobbtorg import clock
from tests.cases.helpers import get, post, refused, refused_by_database, text_of
from tests.cases.opening import another_namnd
from tests.followup.deviations import reported


@pytest.fixture
def theirs(world):
    """A registrator under another nämnd."""
    return another_namnd(world)[2]


def staff_of(world, theirs, function):
    """Somebody with the function at the other nämnd's förvaltning."""
    return world.staff(f"{function}-soc", function, theirs.appointments.get().unit.name)


class TestTheInbox:
    def test_shows_and_counts_the_own_namnds_papers_alone(self, world, theirs):
        ours = world.paper(name="till oss.txt")
        other = world.paper(name="till dem.txt", by=theirs)
        assert list(Paper.objects.visible_to(theirs)) == [other]
        page = text_of(get(theirs, "/inkorg/"))
        assert "till dem.txt" in page and "till oss.txt" not in page
        assert "till dem.txt" not in text_of(get(world.registrator, "/inkorg/"))
        assert get(theirs, ours.get_absolute_url()).status_code == 404
        assert get(world.registrator, other.get_absolute_url()).status_code == 404
        assert get(world.registrator, ours.get_absolute_url()).status_code == 200

    def test_lets_nobody_sort_anothers_paper(self, world, theirs):
        ours = world.paper()
        told = AsideData("misstag", "Lades in av misstag.")
        with refused("not_found"):
            set_aside([ours], told, by=theirs)
        answer = post(theirs, "/inkorg/hor-inte-hit/", papper=ours.pk, reason="Fel")
        assert answer.status_code == 302 and not Sorting.objects.exists()
        with refused_by_database("annan nämnds inkorg"):
            Sorting.objects.create(
                paper=ours, outcome="misstag", reason="Fel", sorted_at=clock.now(),
                sorted_by=theirs,
            )  # fmt: skip

    def test_does_not_say_what_anothers_file_is_called(self, world, theirs):
        row = world.paper(b"samma", name="Tildas brev.txt")
        with pytest.raises(Exception, match="en annan nämnds inkorg") as caught:
            world.paper(b"samma", by=theirs)
        assert "Tilda" not in str(caught.value)
        assert Paper.objects.get() == row

    def test_hides_what_was_sorted_there(self, world, theirs):
        set_aside([world.paper(name="x.txt")], AsideData("misstag", "Fel."), by=world.registrator)
        assert "x.txt" in text_of(get(world.registrator, "/inkorg/sorterade/"))
        assert "x.txt" not in text_of(get(theirs, "/inkorg/sorterade/"))


def test_of_another_namnds_open_case_only_that_it_is_there_is_told(world):
    case = world.registered()
    elsewhere, coach, _ = another_namnd(world)
    with refused("open_case") as rules:
        world.registered(unit=elsewhere.name, by=coach)
    assert rules[0].sentence == "Personen har ett öppet ärende hos en annan nämnd."
    assert str(case.unit) not in rules[0].sentence


@pytest.mark.parametrize("function", ["registrator", "granskare", "forvaltningschef"])
def test_advice_is_counted_for_the_own_namnd_alone(world, theirs, function):
    world.contact()
    ours, other = getattr(world, function), theirs
    if function != "registrator":
        other = staff_of(world, theirs, function)
    assert AdviceContact.objects.visible_to(ours).count() == 1
    assert not AdviceContact.objects.visible_to(other).exists()
    today = clock.today()
    assert advice_counts.counts(other, today.replace(year=2000), today) == []


@pytest.mark.parametrize("function", ["granskare", "forvaltningschef"])
def test_deviations_are_the_own_namnds_alone(world, theirs, function):
    row = reported(world)
    other = staff_of(world, theirs, function)
    assert get(getattr(world, function), row.get_absolute_url()).status_code == 200
    assert get(other, row.get_absolute_url()).status_code == 404
    assert not Deviation.objects.visible_to(other).exists()
