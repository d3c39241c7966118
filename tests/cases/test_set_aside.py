"""Hör inte hit: what is another authority's, or a mistake, is noted and never silently gone."""

from datetime import timedelta

import pytest

from cases.inbox import set_aside
from cases.inbox_rules import AsideData
from cases.models import Paper, Sorting
from jobbtorg import clock
from tests.cases.helpers import get, in_days, post, refused, refused_by_database, text_of
from tests.cases.inbox import ASIDE, INBOX, SORTED


def forwarded(**told):
    values = {
        "outcome": "overlamnad", "authority": "Försäkringskassan", "way": "post",
        "sent_on": clock.today(), "reason": "Gäller sjukpenning.",
    }  # fmt: skip
    return values | told


class TestTheAct:
    def test_notes_to_which_authority_how_when_and_why(self, world):
        paper = world.paper()
        (row,) = set_aside([paper], AsideData(**forwarded()), by=world.registrator)
        assert (row.outcome, row.authority, row.way) == ("overlamnad", "Försäkringskassan", "post")
        assert (row.sent_on, row.reason) == (clock.today(), "Gäller sjukpenning.")
        assert not Paper.objects.waiting().exists()

    def test_asks_for_all_that_is_missing_at_once(self, world):
        told = AsideData(**forwarded(authority=" ", way="", sent_on=None, reason=""))
        with refused("authority", "way", "sent_on", "reason"):
            set_aside([world.paper()], told, by=world.registrator)

    def test_what_was_sent_back_needs_no_authority_and_a_mistake_no_way(self, world):
        back = AsideData(**forwarded(outcome="retur", authority=""))
        (row,) = set_aside([world.paper()], back, by=world.registrator)
        assert (row.authority, row.way) == ("", "post")
        mistake = AsideData(**forwarded(outcome="misstag"))
        (row,) = set_aside([world.paper()], mistake, by=world.registrator)
        assert (row.authority, row.way, row.sent_on) == ("", "", None)

    def test_a_virus_leaves_the_inbox_that_way(self, world):
        paper = world.paper(scanned=False)
        paper.scans.create(outcome="virus", signature="X", scanner="x", scanned_at=clock.now())
        assert set_aside([paper], AsideData("misstag", "Virus"), by=world.registrator)

    @pytest.mark.parametrize(("days", "code"), [(1, "future"), (-1, "before")])
    def test_it_was_sent_after_it_came_and_not_in_the_future(self, world, days, code):
        told = AsideData(**forwarded(sent_on=clock.today() + timedelta(days=days)))
        with refused(code):
            set_aside([world.paper()], told, by=world.registrator)

    def test_it_is_done_once_and_by_a_registrator(self, world):
        paper = world.paper()
        told = AsideData(**forwarded())
        with refused("not_registrator"):
            set_aside([paper], told, by=world.chef)
        set_aside([paper], told, by=world.registrator)
        with refused("sorted"):
            set_aside([paper], told, by=world.registrator)


class TestThePages:
    def test_what_is_missing_is_told_and_then_it_leaves_the_inbox(self, world):
        paper = world.paper(name="till-fk.txt")
        page = get(world.registrator, f"{ASIDE}?papper={paper.pk}")
        assert page.status_code == 200 and "till-fk.txt" in text_of(page)
        answer = post(world.registrator, ASIDE, papper=paper.pk, outcome="overlamnad")
        assert answer.status_code == 422 and "Ange vilken myndighet." in text_of(answer)
        answer = post(world.registrator, ASIDE, papper=paper.pk, **forwarded())
        assert (answer.status_code, answer.url) == (302, INBOX)
        assert "till-fk.txt" not in text_of(get(world.registrator, INBOX))

    def test_it_stays_readable_under_sorterade_for_thirty_days(self, world):
        paper = world.paper(name="till-fk.txt")
        set_aside([paper], AsideData(**forwarded()), by=world.registrator)
        page = text_of(get(world.registrator, SORTED))
        assert "till-fk.txt" in page and "Försäkringskassan" in page
        assert "Gäller sjukpenning." in page
        for days, listed, status in ((29, True, 200), (31, False, 403)):
            with in_days(days):
                assert ("till-fk.txt" in text_of(get(world.registrator, SORTED))) is listed
                assert get(world.registrator, paper.get_absolute_url()).status_code == status

    def test_they_are_for_registratorer_alone(self, world):
        paper = world.paper()
        assert get(world.chef, f"{ASIDE}?papper={paper.pk}").status_code == 403
        assert get(world.chef, SORTED).status_code == 403
        assert post(world.chef, ASIDE, papper=paper.pk, **forwarded()).status_code == 403


class TestTheDatabase:
    def note(self, paper, by, **told):
        return Sorting.objects.create(
            paper=paper, sorted_at=clock.now(), sorted_by=by, **forwarded(**told)
        )

    @pytest.mark.parametrize(
        "missing", [{"authority": " "}, {"way": ""}, {"sent_on": None}, {"reason": ""}]
    )
    def test_refuses_a_sorting_that_does_not_tell_all(self, world, missing):
        with refused_by_database("sorting_tells_what_its_outcome_asks"):
            self.note(world.paper(), world.registrator, **missing)

    def test_refuses_who_is_no_registrator_and_a_day_to_come(self, world):
        paper = world.paper()
        with refused_by_database("Bara registratorer sorterar inkorgen"):
            self.note(paper, world.chef)
        with refused_by_database("skickades vidare ligger i framtiden"):
            self.note(paper, world.registrator, sent_on=clock.today() + timedelta(days=1))
