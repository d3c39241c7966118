"""Kortkommandon: a single key that does something can be turned off (WCAG 2.1.4)."""

from tests.cases.helpers import get, post, text_of

URL = "/kortkommandon/"


def test_a_user_turns_single_keys_off_and_on_and_no_page_then_listens(world):
    case = world.registered()
    assert "data-note-url" in text_of(get(world.coach, case.get_absolute_url()))
    assert post(world.coach, URL, do="off").status_code == 302
    world.coach.refresh_from_db()
    assert not world.coach.single_keys
    assert "data-note-url" not in text_of(get(world.coach, case.get_absolute_url()))
    assert "De är av för dig." in text_of(get(world.coach, URL))
    post(world.coach, URL, do="on")
    assert "De är på för dig." in text_of(get(world.coach, URL))


def test_it_is_each_users_own_and_leaves_a_trace(world):
    assert world.chef
    post(world.coach, URL, do="off")
    world.chef.refresh_from_db()
    assert world.chef.single_keys
    assert world.coach.history.first().history_user == world.coach


def test_every_page_leads_there(world):
    assert f'href="{URL}"' in text_of(get(world.coach, "/"))
