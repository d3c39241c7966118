"""The access log: who opened what, when and as whom. Lag (2001:454) 10 §."""

import pytest

from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, post, refused_by_database, sql

PAGES = {
    "": "Ärendets översikt",
    "journal/": "Journalen",
    "historik/": "Historiken",
    "handlingar/": "Handlingarna",
    "utredning/": "Utredningen",
    "utredning/kriterier/": "Utredningen: Kriterier",
    "utredning/samlad-bedomning/": "Utredningen: Samlad bedömning",
}


def rows(user):
    return list(AccessLog.objects.filter(user=user).order_by("pk"))


@pytest.mark.parametrize(("page", "what"), PAGES.items())
def test_each_page_of_a_case_leaves_a_row(world, page, what):
    case = world.started()
    get(world.coach, case.get_absolute_url() + page)
    (row,) = rows(world.coach)
    assert (row.action, row.what, row.case_number) == ("las", what, case.number)
    assert row.acting_as == "Coach, Jobbtorg Farsta"
    assert clock.day_of(row.at) == clock.today()


def test_the_basis_for_decision_and_the_letter_leave_rows_too(world):
    case = world.proposed()
    get(world.chef, f"{case.get_absolute_url()}beslut/")
    assert [(row.action, row.what) for row in rows(world.chef)] == [
        ("las", "Underlaget för beslut")
    ]


def test_the_stored_letter_is_logged_as_printed(world):
    case = world.decided().application.case
    get(world.registrator, f"{case.get_absolute_url()}beslutsbrev.pdf")
    assert [row.action for row in rows(world.registrator)] == ["utskrift"]


def test_looking_ten_times_leaves_ten_rows(world):
    case = world.started()
    for _ in range(10):
        get(world.coach, case.get_absolute_url())
    assert len(rows(world.coach)) == 10


def test_a_list_is_logged_with_the_cases_that_were_on_it(world):
    case = world.started()
    get(world.coach, "/")
    (row,) = rows(world.coach)
    assert (row.action, row.what) == ("lista", "Arbetslista: Att göra nu")
    assert row.shown == [case.number]


@pytest.mark.parametrize("page", [*PAGES, "beslut/", "beslutet/", "beslutsbrev.pdf"])
def test_a_try_that_is_refused_leaves_a_row_too(world, page):
    case = world.started()
    get(world.coach_city, case.get_absolute_url() + page)
    (row,) = rows(world.coach_city)
    assert (row.action, row.case_number) == ("nekad", case.number)
    assert row.acting_as == "Coach, Jobbtorg City"


@pytest.mark.parametrize("act", ["inled/", "fordela/", "utredning/lamna/", "aterlamna/"])
def test_an_act_tried_in_a_case_that_is_not_seen_is_logged(world, act):
    case = world.started()
    post(world.coach_city, case.get_absolute_url() + act)
    assert [row.action for row in rows(world.coach_city)] == ["nekad"]


def test_a_chef_elsewhere_who_is_told_whose_it_is_is_logged_as_refused(world):
    case = world.proposed()
    assert get(world.chef_city, f"{case.get_absolute_url()}beslut/").status_code == 403
    assert [(row.action, row.case_number) for row in rows(world.chef_city)] == [
        ("nekad", case.number)
    ]


def test_a_draft_tried_in_a_case_that_is_not_seen_is_logged(world):
    case = world.started()
    post(world.coach_city, f"{case.get_absolute_url()}utkast/kriterier/")
    assert [row.action for row in rows(world.coach_city)] == ["nekad"]


def test_a_number_that_no_case_has_is_logged_as_tried(world):
    get(world.coach, "/arenden/JT-2019-0001/")
    (row,) = rows(world.coach)
    assert (row.action, row.case_number) == ("nekad", "JT 2019-0001")


def test_no_row_of_the_log_is_changed_or_taken_away(world):
    get(world.coach, "/")
    with refused_by_database("Cannot update"):
        AccessLog.objects.update(reason="")
    with refused_by_database("Cannot update"):
        sql("UPDATE audit_accesslog SET user_id = user_id")
    with refused_by_database("Cannot update or delete"):
        sql("DELETE FROM audit_accesslog")
    with refused_by_database("Cannot update or delete"):
        AccessLog.objects.all().delete()


def test_the_log_has_no_foreign_key_to_a_case_and_outlives_it():
    related = {f.related_model._meta.label for f in AccessLog._meta.fields if f.is_relation}
    assert related == {"organisation.User", "organisation.Unit"}


def test_a_very_long_number_in_the_address_is_no_error_of_ours(world):
    answer = get(world.coach, f"/arenden/JT-2026-{'1' * 200}/")
    assert answer.status_code == 404
