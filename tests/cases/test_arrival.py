"""How an application came in, and the day it counts from. FL 22 §."""

from datetime import date

import pytest

from cases.models import Application
from tests.cases.helpers import on, post, refused, refused_by_database, text_of, undone
from tests.cases.test_register_page import form

WEDNESDAY = date(2026, 3, 4)


def written(world, **told):
    """A written application, told on the Wednesday."""
    values = {"channel": "skriftlig", "delivery": "post", "arrived_on": None}
    with on(WEDNESDAY):
        return world.registered(**(values | {"noticed_on": WEDNESDAY} | told)).application


def test_what_came_by_post_counts_from_the_working_day_before(world):
    row = written(world)
    assert (row.noticed_on, row.arrived_on) == (WEDNESDAY, date(2026, 3, 3))
    assert row.case.journal.get().title == (
        "Ansökan kom in 3 mars 2026 (post), mottagen 4 mars 2026, registrerad 4 mars 2026"
    )


def test_another_day_is_taken_for_a_reason_which_is_kept(world):
    with refused("arrival_reason") as rules:
        written(world, arrived_on=date(2026, 3, 2))
    assert rules[0].where == "arrival_reason"
    row = written(world, arrived_on=date(2026, 3, 2), arrival_reason="Poststämplad 27 februari.")
    assert (row.arrived_on, row.arrival_reason) == (date(2026, 3, 2), "Poststämplad 27 februari.")


def test_a_reason_that_is_not_needed_is_not_kept(world):
    assert written(world, arrival_reason="I onödan").arrival_reason == ""


def test_how_a_written_application_came_is_asked(world):
    with refused("delivery") as rules:
        written(world, delivery="")
    assert rules[0].sentence == "Ange hur den skriftliga ansökan kom in."


def test_an_oral_application_has_come_when_it_was_said(world):
    with on(WEDNESDAY):
        row = world.registered(arrived_on=date(2026, 2, 27)).application
    assert (row.noticed_on, row.arrived_on, row.delivery) == (row.arrived_on, row.arrived_on, "")


def test_who_took_it_is_noted_apart_from_who_registered_it(world):
    row = world.registered(received_by=world.colleague, made_by="Ombud Olof Ek").application
    assert (row.received_by, row.registered_by) == (world.colleague, world.coach)
    assert row.made_by == "Ombud Olof Ek"
    assert world.registered("200102152392").application.received_by == world.coach


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"delivery": ""}, "violates check constraint"),
        ({"delivery": "flaskpost"}, "violates check constraint"),
        ({"channel": "muntlig"}, "written_application_came_somehow"),
        ({"arrived_on": date(2026, 3, 5)}, "application_arrived_before_noticed"),
        ({"arrived_on": WEDNESDAY}, "arrival_by_the_statute_or_for_a_reason"),
        (
            {"delivery": "overlamnad", "arrived_on": date(2026, 3, 3)},
            "arrival_by_the_statute_or_for_a_reason",
        ),
        (
            {"delivery": "overlamnad", "arrived_on": date(2026, 3, 3), "arrival_reason": " "},
            "arrival_by_the_statute_or_for_a_reason",
        ),
    ],
)
def test_the_database_keeps_the_days_and_the_way_together(world, changed, constraint):
    row = written(world)
    whole = {f.name: getattr(row, f.name) for f in Application._meta.concrete_fields}
    del whole["id"], whole["request_id"]
    whole["case"] = world.running("200102152392")
    with undone(), refused_by_database(constraint):
        Application.objects.create(**(whole | changed))


def test_the_page_takes_a_letter_and_counts_the_day(world):
    with on(WEDNESDAY):
        told = form(
            world, channel="skriftlig", delivery="post", noticed_on="2026-03-04", arrived_on=""
        )
        assert post(world.coach, "/ny-ansokan/", **told).status_code == 302
    assert Application.objects.get().arrived_on == date(2026, 3, 3)


def test_the_page_asks_for_the_reason_beside_its_field_and_keeps_what_was_written(world):
    with on(WEDNESDAY):
        told = form(
            world,
            channel="skriftlig",
            delivery="brevlada",
            noticed_on="2026-03-04",
            arrived_on="2026-02-20",
        )
        answer = post(world.coach, "/ny-ansokan/", **told)
    assert answer.status_code == 422
    assert "Ankomstdagen blir 2026-03-03 enligt huvudregeln." in text_of(answer)
    assert "2026-02-20" in text_of(answer)
    assert not Application.objects.exists()


def test_what_is_asked_of_letters_is_not_kept_of_what_was_said(world):
    told = form(world, delivery="post", arrival_reason="Hör inte hit")
    post(world.coach, "/ny-ansokan/", **told)
    row = Application.objects.get()
    assert (row.delivery, row.arrival_reason) == ("", "")
