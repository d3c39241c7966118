"""Fråga stadsdelsnämnderna: aktuell there or not, and nothing more. SoL 15 kap. 8 §."""

from datetime import timedelta

import pytest

from cases import districts
from cases.models import DistrictAnswer, DistrictQuestion
from jobbtorg import clock
from jobbtorg.rulebook.models import Code
from tests.cases.helpers import get, in_days, post, refused, refused_by_database, text_of


def days(n):
    return clock.today() + timedelta(days=n)


def url(case):
    return f"{case.get_absolute_url()}stadsdelsfraga/"


@pytest.fixture
def case(world):
    with in_days(-9):
        return world.started()


@pytest.fixture
def question(world, case):
    return districts.ask_districts(case, days(-2), by=world.coach)


def answer_to(question, world, **told):
    values = {"known": False, "district": None, "answered_on": clock.today(), "by": world.coach}
    return districts.note_answer(question, **(values | told))


class TestTheQuestion:
    def test_has_its_day_and_who_asked(self, world, case):
        answer = post(world.coach, url(case), asked_on=f"{clock.today()}")
        assert (answer.status_code, answer.url) == (302, url(case))
        row = DistrictQuestion.objects.get()
        assert (row.asked_on, row.asked_by) == (clock.today(), world.coach)
        assert case.journal.first().title == "Stadsdelsnämnderna tillfrågades"
        assert "15 kap. 8 § SoL" in text_of(get(world.coach, url(case)))

    def test_shows_on_the_case_page_while_it_is_unanswered(self, world, case, question):
        home = case.get_absolute_url()
        assert "och har inte svarat." in text_of(get(world.coach, home))
        answer_to(question, world)
        assert "och har inte svarat." not in text_of(get(world.coach, home))

    def test_one_at_a_time(self, world, case, question):
        answer = post(world.coach, url(case), asked_on=f"{clock.today()}")
        assert answer.status_code == 409
        assert f"Frågan från {days(-2)} är inte besvarad än." in text_of(answer)
        with refused("asked"):
            districts.ask_districts(case, clock.today(), by=world.coach)
        with refused_by_database("redan obesvarad"):
            asked(world, case)
        answer_to(question, world)
        districts.ask_districts(case, clock.today(), by=world.coach)

    def test_neither_before_the_application_nor_in_the_future(self, world, case):
        for day, code in ((-10, "too_early"), (1, "future")):
            with refused(code):
                districts.ask_districts(case, days(day), by=world.coach)
        with refused_by_database("framtiden"):
            asked(world, case, asked_on=days(1))


def asked(world, case, **changed):
    """A question past every rule in Python."""
    values = {"asked_on": clock.today(), "asked_by": world.coach, "noted_at": clock.now()}
    return DistrictQuestion.objects.create(case=case, **(values | changed))


class TestTheAnswer:
    def test_aktuell_says_where(self, world, case, question):
        farsta = world.code("stadsdelsforvaltning", "farsta")
        sent = {"known": "aktuell", "district": farsta.pk, "answered_on": f"{clock.today()}"}
        answer = post(world.coach, f"{url(case)}{question.pk}/svar/", **sent)
        assert answer.status_code == 302
        assert "Aktuell hos stadsdelsförvaltningen Farsta" in text_of(get(world.coach, url(case)))

    def test_aktuell_somewhere_is_no_answer(self, world, case, question):
        sent = {"known": "aktuell", "answered_on": f"{clock.today()}"}
        answer = post(world.coach, f"{url(case)}{question.pk}/svar/", **sent)
        assert answer.status_code == 422
        assert "Ange vilken stadsdelsförvaltning" in text_of(answer)
        with refused_by_database("known_says_where"):
            answered(world, question, known=True)

    def test_not_aktuell_is_so_everywhere(self, world, question):
        farsta = world.code("stadsdelsforvaltning", "farsta")
        assert answer_to(question, world, district=farsta).district is None

    def test_nothing_more_has_a_place_to_stand(self):
        from django.db import models

        free = [
            f.name
            for f in DistrictAnswer._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        assert free == []

    def test_only_a_stadsdelsforvaltning_is_one(self, world, question):
        other = Code.objects.filter(list="malgrupp").first()
        with refused_by_database("ingen stadsdelsförvaltning"):
            answered(world, question, known=True, district=other)

    @pytest.mark.parametrize("day", [-3, 1])
    def test_neither_before_the_question_nor_in_the_future(self, world, question, day):
        with refused("future" if day > 0 else "too_early"):
            answer_to(question, world, answered_on=days(day))
        with refused_by_database("Svaret"):
            answered(world, question, answered_on=days(day))

    def test_once_and_never_changed(self, world, question):
        answer_to(question, world)
        with refused("answered"):
            answer_to(question, world)
        with refused_by_database("Cannot update"):
            DistrictAnswer.objects.update(known=True)


def answered(world, question, **changed):
    """An answer past every rule in Python."""
    values = {
        "known": False,
        "answered_on": clock.today(),
        "noted_by": world.coach,
        "noted_at": clock.now(),
    }
    return DistrictAnswer.objects.create(question=question, **(values | changed))


class TestTheCriterion:
    def page(self, world, case):
        return text_of(get(world.coach, f"{case.get_absolute_url()}utredning/kriterier/"))

    def test_offers_the_question_then_its_answer_as_a_source_and_never_an_answer(self, world, case):
        assert f'href="{url(case)}">Fråga stadsdelsnämnderna' in self.page(world, case)
        question = districts.ask_districts(case, clock.today(), by=world.coach)
        assert "och har inte svarat." in self.page(world, case)
        answer_to(question, world)
        source = f"Fråga till stadsdelsnämnderna, svar {clock.today()}: inte aktuell"
        html = self.page(world, case)
        assert f'data-fill="id_stadsdel_source" data-text="{source}"' in html
        assert html.count("data-fill") == 1
        assert " checked" not in html
