"""Who opens an avvikelse: those who handle it, never whom it is about. KL 6 kap. 28 §."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.conflicts import declare
from followup import deviation_handling as handling
from followup.models import Deviation
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, text_of
from tests.followup.deviations import (
    WHAT,
    appointed,
    investigated,
    named,
    received,
    reported,
)


def status(user, row):
    return get(user, row.get_absolute_url()).status_code


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("chef", 200), ("bitr", 200), ("forvaltningschef", 200), ("granskare", 200),
        ("coach", 200), ("colleague", 404), ("chef_city", 404), ("coach_city", 404),
        ("registrator", 404), ("sekreterare", 404), ("delegationsadmin", 404),
    ],
)  # fmt: skip
def test_the_chefer_the_top_the_granskare_and_the_reporter_alone(world, who, expected):
    assert status(getattr(world, who), reported(world)) == expected


def test_who_is_appointed_to_investigate_opens_it_and_nobody_who_no_longer_is(world):
    row = appointed(world, by=world.colleague)
    assert status(world.colleague, row) == 200
    handling.appoint(row, world.bitr, by=world.chef)
    assert status(world.colleague, row) == 404


@pytest.mark.parametrize("who", ["chef", "forvaltningschef", "granskare"])
def test_whom_it_is_about_neither_opens_nor_lists_it(world, who):
    user = getattr(world, who)
    row = named(reported(world), user, by=world.coach)
    assert status(user, row) == 404
    assert row.number not in text_of(get(user, "/avvikelser/"))
    assert get(user, reverse("deviation_step_ta-emot", args=[row.number])).status_code == 404


def test_nor_who_is_javig_in_its_case(world):
    case = world.started()
    row = reported(world, case=case)
    declare(case, world.chef, "tillsyn", by=world.chef)
    assert status(world.chef, row) == 404 and status(world.bitr, row) == 200


def test_an_investigator_who_is_named_afterwards_loses_it(world):
    row = named(appointed(world, by=world.colleague), world.colleague, by=world.chef)
    assert status(world.colleague, row) == 404


def test_every_look_and_every_refusal_is_logged(world):
    row = reported(world)
    get(world.chef, row.get_absolute_url())
    get(world.chef_city, row.get_absolute_url())
    found = AccessLog.objects.filter(what=f"Avvikelse, {row.number}")
    assert sorted(found.values_list("user__username", "action")) == [
        ("chef-city", "nekad"),
        ("chef-farsta", "las"),
    ]


def test_the_list_is_logged_with_the_numbers_on_it(world):
    row = reported(world)
    get(world.chef, "/avvikelser/")
    entry = AccessLog.objects.get(what="Avvikelser: Öppna")
    assert row.number in entry.shown


class TestTheLink:
    def test_is_seen_by_who_handles_it_and_by_no_other(self, world):
        case = world.started()
        row = received(world, case=case)
        assert case.number in text_of(get(world.chef, row.get_absolute_url()))
        assert case.number not in text_of(get(world.granskare, row.get_absolute_url()))
        assert case.number not in text_of(get(world.coach, row.get_absolute_url()))

    @pytest.mark.parametrize("protection", ["", "sekretessmarkering"])
    def test_tells_nothing_of_the_person_but_the_number(self, world, protection):
        case = world.started(protection=protection)
        row = received(world, case=case)
        page = text_of(get(world.forvaltningschef, row.get_absolute_url()))
        assert case.number in page and case.get_absolute_url() not in page
        assert case.person.last_name not in page and case.person.personnummer not in page

    def test_leads_to_the_case_only_for_who_sees_it_anyway(self, world):
        case = world.started()
        row = received(world, case=case)
        assert case.get_absolute_url() in text_of(get(world.chef, row.get_absolute_url()))


class TestTheList:
    def test_has_filters_for_open_closed_and_kind(self, world):
        wrong, complaint = reported(world), reported(world, "klagomal")
        page = text_of(get(world.chef, "/avvikelser/?flik=oppna&slag=klagomal"))
        assert complaint.number in page and wrong.number not in page
        assert wrong.number not in text_of(get(world.chef, "/avvikelser/?flik=avslutade"))

    def test_bad_filters_are_no_filters(self, world):
        row = reported(world)
        page = get(world.chef, "/avvikelser/?flik=x&slag=y&page=z")
        assert page.status_code == 200 and row.number in text_of(page)

    def test_asks_as_many_questions_for_many_as_for_one(self, world):
        investigated(world)
        get(world.chef, "/avvikelser/")
        with CaptureQueriesContext(connection) as one:
            get(world.chef, "/avvikelser/")
        for _ in range(3):
            investigated(world)
        with CaptureQueriesContext(connection) as many:
            get(world.chef, "/avvikelser/")
        assert len(many) == len(one)
        assert len(one) <= 36  # one is of ended work, on every page

    def test_of_another_unit_holds_nothing(self, world):
        reported(world)
        assert WHAT not in text_of(get(world.chef_city, "/avvikelser/"))
        assert not Deviation.objects.visible_to(world.chef_city).exists()
