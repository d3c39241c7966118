"""Initial bedömning del 2 as the city words it: a new version, without a release."""

from datetime import timedelta

import pytest

from cases.models import Investigation
from jobbtorg import clock
from jobbtorg.rulebook.actions import Asked, change_form
from jobbtorg.rulebook.models import AssessmentForm, Criterion, Question
from tests.cases.helpers import (
    get,
    in_days,
    page_of,
    post,
    refused,
    refused_by_database,
    text_of,
)

NEW = Asked("Vardagen", "Hur ser en vanlig dag ut?", "Sömn, mat, sysslor.")


def tomorrow():
    return clock.today() + timedelta(days=1)


def posted(*questions, **told):
    """What the page sends."""
    data = {"valid_from": f"{tomorrow()}", "rows": f"{len(questions)}"} | told
    for n, question in enumerate(questions):
        data |= {f"q{n}-{name}": value for name, value in question.items()}
    return data


ONE = {"section": "Vardagen", "text": "Hur ser en vanlig dag ut?", "required": "on"}


def test_from_its_day_investigations_begin_with_it_and_those_begun_keep_theirs(world):
    old = world.started()
    version = change_form([NEW], tomorrow(), by=world.delegationsadmin)
    same_day = world.started("200102152392")
    with in_days(1):
        new = world.started("200103042382")
    forms = [Investigation.objects.of(case).form for case in (old, same_day, new)]
    assert forms[0] == forms[1] != forms[2] == version


def test_the_coach_meets_the_new_questions_and_the_old_answers_stand_under_the_old(world):
    old = world.started()
    world.save(old, "initial-bedomning")
    change_form([NEW], tomorrow(), by=world.delegationsadmin)
    with in_days(1):
        new = world.started("200102152392")
        url = f"{new.get_absolute_url()}utredning/initial-bedomning/"
        assert NEW.text in text_of(get(world.coach, url))
        old_url = f"{old.get_absolute_url()}utredning/initial-bedomning/"
        assert NEW.text not in text_of(get(world.coach, old_url))
        assert "Vad fungerar bra?" in text_of(get(world.coach, old_url))


def test_the_one_before_ends_the_day_before(world):
    before = AssessmentForm.objects.get()
    change_form([NEW], tomorrow(), by=world.delegationsadmin)
    before.refresh_from_db()
    assert before.valid_to == clock.today()
    assert before.history.first().history_user == world.delegationsadmin


def test_not_from_today_nor_before_the_latest(world):
    with refused("backwards"):
        change_form([NEW], clock.today(), by=world.delegationsadmin)
    change_form([NEW], clock.today() + timedelta(days=5), by=world.delegationsadmin)
    with refused("later"):
        change_form([NEW], tomorrow(), by=world.delegationsadmin)


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        ([], "no_questions"),
        ([Asked("A", "Frivillig?", required=False)], "no_questions"),
        ([Asked(" ", "Utan avsnitt?")], "section"),
        ([Asked("A", "Samma?"), Asked("B", "samma?")], "twice"),
    ],
)
def test_a_form_asks_something_under_a_section_and_once(world, questions, code):
    with refused(code):
        change_form(questions, tomorrow(), by=world.delegationsadmin)


def test_no_question_is_added_or_changed_in_a_version(committed_world):
    question = Question.objects.first()
    question.text = "En annan fråga?"
    with refused_by_database("En version ändras inte"):
        question.save()
    with refused_by_database("En version ändras inte"):
        Question.objects.create(form=question.form, section="A", text="Ny?", order=99)
    criterion = Criterion.objects.first()
    criterion.help = "Ändrad"
    with refused_by_database("En version ändras inte"):
        criterion.save()


class TestThePage:
    def test_the_keepers_make_a_version_from_the_latest(self, world):
        page = get(world.delegationsadmin, "/formular/ny/")
        assert "Vad fungerar bra?" in text_of(page)
        answer = post(world.delegationsadmin, "/formular/ny/", **posted(ONE, {"text": ""}))
        version = AssessmentForm.objects.latest("valid_from")
        assert (answer.status_code, answer.url) == (302, f"/formular/{version.pk}/")
        assert [q.text for q in version.questions.all()] == ["Hur ser en vanlig dag ut?"]
        assert "Hur ser en vanlig dag ut?" in text_of(get(world.coach, answer.url))
        assert "Kommande" in text_of(get(world.coach, "/formular/"))

    def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(self, world):
        sent = posted({"text": "Utan avsnitt?"}, valid_from="")
        answer = post(world.delegationsadmin, "/formular/ny/", **sent)
        assert answer.status_code == 422
        assert "Ange avsnitt för frågan." in text_of(answer)
        assert "Ange datum för ”Gäller från”." in text_of(answer)
        assert page_of(answer).inputs["q0-text"] == "Utan avsnitt?"

    def test_more_rows_come_when_asked_for_and_nothing_is_lost(self, world):
        answer = post(world.delegationsadmin, "/formular/ny/", **posted(ONE, do="more"))
        page = page_of(answer)
        assert answer.status_code == 200
        assert page.inputs["q0-text"] == "Hur ser en vanlig dag ut?"
        assert "q3-text" in page.inputs
        assert "Det gick inte att spara" not in text_of(answer)

    @pytest.mark.parametrize("who", ["coach", "chef", "registrator", "granskare"])
    def test_others_read_it_and_change_nothing(self, world, who):
        user = getattr(world, who)
        assert get(user, "/formular/").status_code == 200
        assert "/formular/ny/" not in page_of(get(user, "/formular/")).links
        assert post(user, "/formular/ny/", **posted(ONE)).status_code == 403
        assert AssessmentForm.objects.count() == 1
