"""Begär kontakt: who turns to another unit than the one that has the case is not turned away."""

import pytest

from cases import contacting
from cases.models import Case, ContactRequest
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from tests.cases.helpers import get, page_of, post, refused, text_of
from tests.cases.test_register_page import form
from tests.world import OWN_WORDS, TP1


def ask(world, by=None, **told):
    values = {"digits": TP1, "came_on": clock.today(), "text": OWN_WORDS} | told
    return contacting.ask_for_contact(**values, by=by or world.coach_city)


def test_the_stop_offers_it_and_shows_nothing_of_the_case(world):
    case = world.started()
    answer = post(world.coach_city, "/ny-ansokan/", **form(world, unit=world.unit("City").pk))
    shown = text_of(answer)
    assert answer.status_code == 409
    assert "Personen har ett öppet ärende på Jobbtorg Farsta." in shown
    assert "Begär kontakt" in shown
    assert case.number not in shown
    assert "Coach Farsta" not in shown


def test_what_stands_in_the_form_goes_to_those_who_have_the_case(world):
    case = world.started()
    told = form(world, unit=world.unit("City").pk, do="contact")
    answer = post(world.coach_city, "/ny-ansokan/", **told)
    assert (answer.status_code, answer.url) == (302, "/")
    row = ContactRequest.objects.get()
    assert (row.case, row.text, row.asked_as) == (case, OWN_WORDS, "Coach, Jobbtorg City")
    assert Case.objects.count() == 1
    shown = text_of(get(world.coach, case.get_absolute_url()))
    assert "Coach, Jobbtorg City ber om kontakt" in shown
    assert OWN_WORDS[:40] in shown
    assert "Ber om kontakt" in text_of(get(world.coach, "/"))


def test_the_journal_says_who_asked_and_the_asker_still_sees_nothing(world):
    case = world.started()
    ask(world)
    assert case.journal.first().title == (
        "Personen hörde av sig till en annan enhet: Coach, Jobbtorg City bad om kontakt"
    )
    assert get(world.coach_city, case.get_absolute_url()).status_code == 404
    assert AccessLog.objects.filter(user=world.coach_city, action="nekad").exists()


def test_the_unit_answers_once_and_the_notice_goes(world):
    case = world.started()
    row = ask(world)
    there = f"{case.get_absolute_url()}kontakt/{row.pk}/"
    assert there in page_of(get(world.coach, case.get_absolute_url())).links
    assert post(world.coach, there, text="").status_code == 422
    assert post(world.coach, there, text="Ringde upp.").status_code == 302
    assert "ber om kontakt" not in text_of(get(world.coach, case.get_absolute_url()))
    assert post(world.coach, there, text="Igen.").status_code == 409
    with refused("answered"):
        contacting.answer_contact(row, "Igen", by=world.chef)


def test_only_the_unit_answers(world):
    row = ask(world) if world.started() else None
    with refused("answerer"):
        contacting.answer_contact(row, "Nej", by=world.coach_city)
    assert post(
        world.coach_city, f"{row.case.get_absolute_url()}kontakt/{row.pk}/"
    ).status_code == (404)


def test_for_whom_there_is_no_open_case_the_application_is_registered_instead(world):
    with refused("no_case"):
        ask(world)


@pytest.mark.parametrize("who", ["granskare", "sekreterare", "delegationsadmin"])
def test_who_takes_no_applications_asks_for_no_contact(world, who):
    world.started()
    with refused("not_registrar"):
        ask(world, by=getattr(world, who))


def test_of_a_protected_person_not_even_the_unit_is_told(world):
    world.started(protection="fingerade")
    told = form(world, unit=world.unit("City").pk, do="contact")
    answer = post(world.coach_city, "/ny-ansokan/", **told)
    assert answer.status_code == 302
    assert "Farsta" not in text_of(get(world.coach_city, "/"))
