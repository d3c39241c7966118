"""Kortkommandon and Utseende: what each user chooses for themselves (WCAG 2.1.4)."""

from tests.cases.helpers import get, post, text_of

URL = "/kortkommandon/"
LOOKS = "/utseende/"


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


class TestUtseende:
    def test_is_each_users_own_and_holds_on_every_page(self, world):
        assert world.chef
        assert post(world.coach, LOOKS, scheme="morkt", density="kompakt").status_code == 302
        page = text_of(get(world.coach, "/"))
        assert 'data-scheme="morkt"' in page
        assert 'data-density="kompakt"' in page
        assert "density.css" in page
        assert "data-scheme" not in text_of(get(world.chef, "/"))
        assert world.coach.history.filter(scheme="morkt", history_user=world.coach).exists()

    def test_follows_the_computer_and_is_normal_until_something_is_chosen(self, world):
        page = text_of(get(world.coach, "/"))
        assert "data-scheme" not in page
        assert "data-density" not in page

    def test_is_one_of_those_that_are_offered(self, world):
        response = post(world.coach, LOOKS, scheme="rosa", density="")
        assert response.status_code == 422
        world.coach.refresh_from_db()
        assert world.coach.scheme == ""
