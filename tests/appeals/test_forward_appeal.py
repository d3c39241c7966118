"""Laglighetsprövning by mistake at the nämnd: forwarded at once, untried. KL 13 kap. 6 §."""

from datetime import timedelta

import pytest
from django.urls import reverse

from appeals import transferring
from appeals.models import Appeal
from appeals.standing import Stage, due_on, next_step, pace_of, stage_of
from cases.models import Case, Status
from decisions import serving
from jobbtorg.deadlines import next_working_day
from tests.appeals.helpers import (
    DECIDED,
    LAST,
    appealed,
    fresh,
    let_on,
    out,
    refusal,
    scanned,
    send,
)
from tests.cases.helpers import get, on, refused, refused_by_database, sql, text_of


def forward(world, appeal, day=LAST):
    scanned(appeal.case)
    with on(day):
        send(transferring.forward, appeal, out("vidarebefordran", day), by=world.registrator)
    return fresh(appeal)


def test_it_goes_to_the_court_with_the_day_it_came_and_is_done_here(world):
    appeal = forward(world, appealed(world, refusal(world), concerns="befogenhet"))
    assert stage_of(appeal) == Stage.FORWARDED
    assert not Appeal.objects.waiting().exists()


def test_it_is_to_go_the_next_working_day(world):
    appeal = appealed(world, refusal(world), concerns="befogenhet")
    assert due_on(appeal) == next_working_day(LAST)


def test_it_is_red_as_soon_as_it_should_have_gone(world):
    appeal = appealed(world, refusal(world), concerns="befogenhet")
    day = next_working_day(LAST)
    assert pace_of(appeal, day).level == ""
    assert pace_of(appeal, day + timedelta(days=1)).level == "danger"


def test_no_rattidsprovning_is_offered(world):
    appeal = appealed(world, refusal(world), concerns="befogenhet")
    step = next_step(appeal, world.registrator)
    assert step.label == "Vidarebefordra till förvaltningsrätten" and step.mine
    page = text_of(get(world.chef, appeal.get_absolute_url()))
    assert "Rättidsprövning" not in page and "Omprövning" not in page


def test_what_is_unclear_is_both_forwarded_and_tried(world):
    appeal = appealed(world, refusal(world), concerns="bada")
    assert stage_of(appeal) == Stage.FORWARD
    appeal = forward(world, appeal)
    assert stage_of(appeal) == Stage.TRY
    assert Appeal.objects.waiting().get() == appeal
    assert stage_of(let_on(world, appeal)) == Stage.REVIEW


def test_a_forvaltningsbesvar_is_never_forwarded_untried(world):
    appeal = appealed(world, refusal(world))
    scanned(appeal.case)
    with on(LAST), refused("besvar"):
        send(transferring.forward, appeal, out("vidarebefordran", LAST), by=world.registrator)


def test_once(world):
    appeal = forward(world, appealed(world, refusal(world), concerns="befogenhet"))
    with refused("gone"):
        forward(world, appeal)


def test_by_a_member_of_the_municipality_too(world):
    appeal = appealed(world, refusal(world), concerns="befogenhet", by="medlem", name="Kim Granne")
    assert stage_of(forward(world, appeal)) == Stage.FORWARDED


class TestAnotherAuthoritys:
    def test_is_sent_on_and_leaves_the_list(self, world):
        appeal = appealed(world, refusal(world))
        scanned(appeal.case)
        told = out("annan_myndighet", LAST, to="Försäkringskassan", note="Gäller sjukpenning.")
        with on(LAST):
            send(transferring.send_elsewhere, appeal, told, by=world.registrator)
        assert stage_of(fresh(appeal)) == Stage.ELSEWHERE
        assert not Appeal.objects.waiting().exists()

    @pytest.mark.parametrize(
        ("told", "code"), [({"to": " ", "note": "Deras."}, "to"), ({"to": "FK"}, "note")]
    )
    def test_not_without_saying_where_and_why(self, world, told, code):
        appeal = appealed(world, refusal(world))
        scanned(appeal.case)
        with on(LAST), refused(code):
            send(
                transferring.send_elsewhere,
                appeal,
                out("annan_myndighet", LAST, **told),
                by=world.registrator,
            )

    def test_not_what_has_been_tried_here(self, world):
        appeal = let_on(world, appealed(world, refusal(world)))
        scanned(appeal.case)
        with on(LAST), refused("tried"):
            send(
                transferring.send_elsewhere,
                appeal,
                out("annan_myndighet", LAST, to="FK", note="Deras."),
                by=world.registrator,
            )


class TestTheList:
    def test_shows_what_waits_to_those_it_concerns(self, world):
        appeal = appealed(world, refusal(world))
        for user in (world.registrator, world.chef, world.coach):
            assert appeal.dnr in text_of(get(user, reverse("ongoing_appeals")))
        assert appeal.dnr not in text_of(get(world.chef_city, reverse("ongoing_appeals")))

    def test_shows_how_long_it_has_lain_in_words(self, world):
        appealed(world, refusal(world))
        with on(LAST + timedelta(days=7)):
            page = text_of(get(world.registrator, reverse("ongoing_appeals")))
        assert "7 dagar, hos förvaltningschefen" in page


class TestTheCase:
    """Nothing that happens to the case stops an open appeal. G8."""

    def test_closing_it_leaves_the_appeal_on_the_list(self, world):
        with on(DECIDED):
            decision = world.decided(may="avslag")
        appeal = appealed(world, decision, DECIDED)
        with on(DECIDED):
            serving.dispatch(decision, "brev", DECIDED, by=world.registrator)
        assert Case.objects.get(pk=appeal.case.pk).status == Status.AVSLUTAD
        assert Appeal.objects.waiting().get() == appeal

    @pytest.mark.parametrize("table", ["appeals_appealpaper", "cases_document", "decisions_letter"])
    def test_what_it_rests_on_is_not_taken_away(self, world, table):
        appealed(world, refusal(world))
        with refused_by_database():
            sql(f"DELETE FROM {table}")
