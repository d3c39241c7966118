"""Inled utredning. SoL 14 kap. 2 §."""

from datetime import date, timedelta

import pytest

from cases import actions
from cases.models import Investigation
from jobbtorg import clock
from jobbtorg.rulebook.models import AssessmentForm, Riktlinje
from tests.cases.helpers import get, on, page_of, post, refused, refused_by_database, text_of


@pytest.fixture
def case(world):
    return world.registered()


def url(case):
    return f"{case.get_absolute_url()}inled/"


def test_the_cases_coach_begins_under_todays_guideline_and_form(world, case):
    found = world.begin(case)
    case.refresh_from_db()
    assert case.status == "utreds"
    assert (found.investigator, found.started_on) == (world.coach, clock.today())
    assert (found.riktlinje, found.form) == (Riktlinje.objects.get(), AssessmentForm.objects.get())
    assert case.journal.first().title == "Utredning inleddes"


def test_the_goal_is_thirty_days_from_the_application_not_from_today(world):
    case = world.registered(arrived_on=clock.today() - timedelta(days=12))
    world.begin(case)
    case.refresh_from_db()
    assert case.due_on == clock.today() + timedelta(days=18)


def test_a_new_guideline_changes_no_investigation_that_has_begun(world):
    old = Riktlinje.objects.get()
    with on(date(2026, 11, 20)):
        begun = world.started()
    old.valid_to = date(2026, 11, 30)
    old.save()
    new = Riktlinje.objects.create(
        name="Nya riktlinjer", insats="ny insats", valid_from=date(2026, 12, 1)
    )
    with on(date(2026, 12, 1)):
        later = world.started("200102152392")
        assert Investigation.objects.of(later).riktlinje == new
        assert Investigation.objects.of(begun).riktlinje == old


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("colleague", "other_coach"),
        ("chef", "not_coach"),
        ("bitr", "not_coach"),
        ("coach_city", "not_coach"),
        ("registrator", "not_coach"),
        ("coach_insatser", "not_coach"),
    ],
)
def test_nobody_but_the_cases_coach_begins(world, case, who, reason):
    with refused(reason) as rules:
        actions.start_investigation(case, by=getattr(world, who))
    assert rules[0].kind == "forbidden"
    assert not Investigation.objects.exists()


def test_a_case_that_nobody_has_taken_is_not_begun(world):
    case = world.registered(by=world.registrator)
    with refused("unassigned") as rules:
        actions.start_investigation(case, by=world.coach)
    assert rules[0].sentence == "Ärendet är inte fördelat. Ta ärendet först."


def test_it_begins_once(world, case):
    world.begin(case)
    with refused("status") as rules:
        actions.start_investigation(case, by=world.coach)
    assert rules[0].sentence == "Utredningen är redan inledd. Status: Under utredning."
    assert (Investigation.objects.count(), case.journal.count()) == (1, 2)


def test_the_coach_has_the_button_and_it_leads_to_the_investigation(world, case):
    page = page_of(get(world.coach, case.get_absolute_url()))
    assert [f for f in page.forms if f.get("action") == url(case)]
    answer = post(world.coach, url(case), conflict="nej")
    assert (answer.status_code, answer.url) == (302, f"{case.get_absolute_url()}utredning/")


@pytest.mark.parametrize("who", ["colleague", "chef", "bitr", "registrator"])
def test_others_get_the_reason_instead_of_the_button_and_a_refused_post(world, case, who):
    user = getattr(world, who)
    seen = get(user, case.get_absolute_url())
    refusal = post(user, url(case))
    assert not [f for f in page_of(seen).forms if f.get("action") == url(case)]
    assert refusal.status_code == 403
    sentence = (
        "Ärendet handläggs av Coach Farsta."
        if who == "colleague"
        else "Bara coacher på Jobbtorg Farsta utreder."
    )
    assert sentence in text_of(seen)
    assert sentence in text_of(refusal)


def test_sent_twice_it_answers_409_and_begins_once(world, case):
    post(world.coach, url(case), conflict="nej")
    again = post(world.coach, url(case), conflict="nej")
    assert again.status_code == 409
    assert "Utredningen är redan inledd." in text_of(again)
    assert Investigation.objects.count() == 1


@pytest.mark.parametrize("who", ["coach_city", "chef_city", "granskare", "sekreterare"])
def test_for_a_stranger_there_is_no_such_case(world, case, who):
    assert post(getattr(world, who), url(case)).status_code == 404


def test_before_it_has_begun_the_investigation_leads_back_to_the_case(world, case):
    for page in ("utredning/", "utredning/kriterier/"):
        answer = get(world.coach, case.get_absolute_url() + page)
        assert (answer.status_code, answer.url) == (302, case.get_absolute_url())


def test_the_database_keeps_one_investigation_for_an_application(world, case):
    found = world.begin(case)
    found.pk = None
    found._state.adding = True
    with refused_by_database("cases_investigation_application_id_key"):
        found.save()
