"""Who sees which cases: lag (2001:454) 10 §, in one question to the database."""

import re
from datetime import timedelta

import pytest
from guardian.shortcuts import assign_perm

from cases.conflicts import declare, lift
from cases.models import Case
from jobbtorg import clock
from jobbtorg.organisation.models import Function
from tests.cases.helpers import get, in_days, post, refused_by_database, text_of

DAY = timedelta(days=1)
ROLES = [
    "coach",
    "colleague",
    "chef",
    "bitr",
    "coach_city",
    "chef_city",
    "coach_insatser",
    "registrator",
    "granskare",
    "sekreterare",
    "delegationsadmin",
    "forvaltningschef",
]
UNIT = {"coach", "colleague", "chef", "bitr"}


@pytest.fixture
def staff(world):
    """Everyone, in place before the first application."""
    return {role: getattr(world, role) for role in ROLES}


def sees(user, case):
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def seeing(staff, case):
    return {role for role, user in staff.items() if sees(user, case)}


def test_an_ordinary_case_is_seen_by_its_unit_and_the_registrator(world, staff):
    assert seeing(staff, world.registered()) == UNIT | {"registrator"}


def test_a_case_at_city_is_seen_by_city(world, staff):
    case = world.registered(unit="City")
    assert seeing(staff, case) == {"coach_city", "chef_city", "registrator"}


@pytest.mark.parametrize("level", ["sekretessmarkering", "skyddad_folkbokforing", "fingerade"])
def test_a_protected_case_is_seen_by_those_named_on_it(world, staff, level):
    assert seeing(staff, world.registered(protection=level)) == {"coach", "chef"}


@pytest.mark.parametrize("status", ["aktualiserad", "utreds", "vantar_pa_beslut"])
def test_who_sees_a_case_does_not_change_with_its_status(world, staff, status):
    stages = {"aktualiserad": "registered", "utreds": "started", "vantar_pa_beslut": "proposed"}
    case = getattr(world, stages[status])()
    assert case.status == status
    assert seeing(staff, case) == UNIT | {"registrator"}


def test_a_grant_shows_that_case_alone_to_whoever_has_an_appointment(world, staff):
    case = world.registered(protection="fingerade")
    other = world.registered("200102152392", protection="fingerade")
    assign_perm("open_case", world.coach_city, case)
    assert sees(world.coach_city, case)
    assert not sees(world.coach_city, other)


def test_another_permission_on_the_case_is_no_grant(world, staff):
    case = world.registered(protection="fingerade")
    assign_perm("view_case", world.coach_city, case)
    assert not sees(world.coach_city, case)


@pytest.mark.parametrize("protection", ["", "fingerade"])
def test_an_appointment_counts_from_its_first_to_its_last_day(world, protection):
    today = clock.today()
    vikarie = world.staff(
        "vikarie-farsta", Function.COACH, since=today + DAY, until=today + 2 * DAY
    )
    case = world.registered(protection=protection)
    assign_perm("open_case", vikarie, case)
    for days, expected in ((0, False), (1, True), (2, True), (3, False)):
        with in_days(days):
            assert sees(vikarie, case) is expected, f"day {days}"
        on = today + days * DAY
        assert Case.objects.visible_to(vikarie, on).exists() is expected


@pytest.mark.parametrize("protection", ["", "fingerade"])
def test_a_user_who_has_been_shut_out_sees_nothing_named_or_not(world, protection):
    case = world.registered(protection=protection)
    world.coach.is_active = False
    world.coach.save()
    assert not sees(world.coach, case)


def test_a_user_without_appointment_sees_nothing_though_named(world):
    case = world.registered(protection="fingerade")
    nobody = type(world.coach).objects.create_user("nobody")
    assign_perm("open_case", nobody, case)
    assert not sees(nobody, case)


def test_a_superuser_without_appointment_sees_no_case(world):
    world.registered()
    root = type(world.coach).objects.create_superuser("root", password="hemligt")
    assert not Case.objects.visible_to(root).exists()


def test_one_who_works_at_two_units_sees_both_and_each_case_once(world, staff):
    world.appoint(world.coach, Function.COACH, "City", since=clock.today())
    world.appoint(
        world.coach, Function.REGISTRATOR, "Arbetsmarknadsförvaltningen", since=clock.today()
    )
    ours, theirs = world.registered(), world.registered("200102152392", unit="City")
    assert list(Case.objects.visible_to(world.coach).order_by("pk")) == [ours, theirs]


@pytest.mark.parametrize("role", sorted(UNIT | {"registrator"}))
def test_who_is_javig_sees_that_case_no_more_and_the_others_as_before(world, staff, role):
    case, other = world.registered(), world.registered("200102152392")
    declare(case, staff[role], "tillsyn", by=staff[role])
    assert seeing(staff, case) == (UNIT | {"registrator"}) - {role}
    assert seeing(staff, other) == UNIT | {"registrator"}


def test_a_grant_does_not_show_the_case_to_who_is_javig(world, staff):
    case = world.registered(protection="fingerade")
    declare(case, world.chef, "part_eller_narstaende", by=world.chef)
    assert seeing(staff, case) == {"coach"}
    with refused_by_database("jävig"):
        assign_perm("open_case", world.chef, case)
    lift(case, world.chef, "AMF 2026/1", clock.today(), by=chef_beside(world, case))
    assign_perm("open_case", world.chef, case)
    assert sees(world.chef, case)


def chef_beside(world, case):
    """Another chef, named on the case."""
    assign_perm("open_case", world.bitr, case)
    return world.bitr


def test_for_who_is_javig_no_page_list_or_draft_of_the_case_is_there(world, staff):
    case = world.proposed()
    root = case.get_absolute_url()
    post(world.chef, f"{root}utkast/beslut/", revision=0, right_reasons="Mina skäl.")
    declare(case, world.chef, "tillsyn", by=world.chef)
    for page in [*PAGES, "jav/"]:
        assert get(world.chef, root + page).status_code == 404, page
    for address in ("utredning/lamna/", "utkast/beslut/", "aterlamna/", "beslut/", "jav/"):
        assert post(world.chef, root + address).status_code == 404, address
    for tab in ("", "beslut", "enhetens", "ofordelade"):
        assert case.number not in text_of(get(world.chef, f"/?flik={tab}"))
    assert case.number in text_of(get(world.bitr, "/?flik=beslut"))


def test_it_asks_what_the_user_holds_the_days_and_then_once(world, django_assert_num_queries):
    world.registered()
    # the appointments, the setting, the cases named, opened and barred, and then the others
    with django_assert_num_queries(4):
        list(Case.objects.visible_to(world.coach))
    nobody = type(world.coach).objects.create_user("nobody")
    with django_assert_num_queries(1):  # who holds nothing sees nothing: no more is asked
        list(Case.objects.visible_to(nobody))


def test_a_coachs_question_says_nothing_of_the_namnd_or_the_registrator(world):
    asked = str(Case.objects.visible_to(world.coach).query)
    assert "namnds" not in asked
    assert "namnds" in str(Case.objects.visible_to(world.sekreterare).query)


def test_an_appointment_that_ends_is_seen_at_the_next_question(world):
    case = world.registered()
    assert sees(world.coach, case)
    row = world.coach.appointments.get()
    row.valid_to = clock.today() - DAY
    row.save()
    assert not sees(world.coach, case)


PAGES = ["", "journal/", "historik/", "utredning/", "utredning/kriterier/", "beslut/", "beslutet/"]


@pytest.mark.parametrize(
    "role",
    [
        "coach_city",
        "coach_insatser",
        "granskare",
        "sekreterare",
        "delegationsadmin",
        "forvaltningschef",
    ],
)
def test_for_a_stranger_no_page_of_the_case_is_there(world, staff, role):
    case, user = world.proposed(), staff[role]
    missing = f"{case.get_absolute_url()[:-5]}9999/"
    for page in PAGES:
        assert get(user, case.get_absolute_url() + page).status_code == 404, page
        assert get(user, missing + page).status_code == 404
    assert post(user, f"{case.get_absolute_url()}utredning/lamna/").status_code == 404


def test_the_page_of_a_hidden_case_is_word_for_word_that_of_no_case(world, staff):
    case = world.registered(protection="fingerade")
    with clock.at(clock.now()):  # the page says how many seconds of the session are left
        hidden = get(world.bitr, case.get_absolute_url())
        nothing = get(world.bitr, "/arenden/JT-2019-0001/")
    assert (hidden.status_code, nothing.status_code) == (404, 404)
    told = without_token(hidden).replace(case.slug, "JT-2019-0001")
    assert told == without_token(nothing)


def without_token(answer):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text_of(answer))


def test_a_chef_elsewhere_is_told_nothing_of_a_protected_case(world, staff):
    case = world.registered(protection="fingerade")
    assert get(world.chef_city, f"{case.get_absolute_url()}beslut/").status_code == 404
