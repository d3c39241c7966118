"""Sessions end: without use, after a day's work, and at once for who has left or changed."""

from datetime import timedelta

import pytest
from django.test import Client

from jobbtorg import clock
from jobbtorg.organisation.staff import actions as staffing
from jobbtorg.signin import actions
from tests.signin.helpers import is_in, name_and_password

HOUR = 3600


@pytest.fixture
def limits(settings):
    settings.SESSION_IDLE_MINUTES, settings.SESSION_COOKIE_AGE = 60, 9 * HOUR


@pytest.fixture
def signed_in(world, client, limits):
    client.force_login(world.coach)
    return client


def later(**how):
    return clock.at(clock.now() + timedelta(**how))


def test_a_session_without_use_ends(signed_in):
    with later(minutes=59):
        assert is_in(signed_in)
    with later(minutes=118):
        assert is_in(signed_in)
    with later(minutes=179):
        assert not is_in(signed_in)


def test_a_session_in_use_ends_after_the_days_work(signed_in):
    for minutes in range(30, 9 * 60, 30):
        with later(minutes=minutes):
            assert is_in(signed_in)
    with later(hours=9, minutes=1):
        assert not is_in(signed_in)


def test_each_answer_tells_how_long_is_left(signed_in, world):
    begun = clock.now()
    with clock.at(begun):
        signed_in.force_login(world.coach)
        page = signed_in.get("/")
    assert page["Session-Ends"] == f"{HOUR} {9 * HOUR}"
    assert f'<meta name="session-ends" content="{HOUR} {9 * HOUR}">' in page.content.decode()
    with clock.at(begun + timedelta(minutes=30)):
        assert signed_in.get("/inloggad/")["Session-Ends"] == f"{HOUR} {9 * HOUR - 1800}"


def test_who_is_not_signed_in_is_told_nothing(client, db):
    page = client.get("/login/")
    assert "Session-Ends" not in page and "session-ends" not in page.content.decode()


def test_a_draft_that_is_saved_keeps_the_session(signed_in, world):
    case = world.started()
    address = f"/arenden/{case.slug}/utkast/samlad-bedomning/"
    with later(minutes=50):
        assert "Session-Ends" in signed_in.post(address, {"revision": "0", "facts": "Text"})
    with later(minutes=100):
        assert is_in(signed_in)


class TestAtOnce:
    """The next request is refused."""

    def test_when_the_account_is_closed(self, world, signed_in):
        actions.set_active(world.coach, False, by=world.delegationsadmin)
        assert not is_in(signed_in)

    def test_when_the_last_appointment_has_ended(self, world, signed_in):
        row = world.coach.appointments.get()
        told = {"seen": row.version, "by": world.delegationsadmin, "confirmed": True}
        staffing.end_appointment(row, clock.today() - timedelta(days=1), **told)
        assert not is_in(signed_in)
        page = name_and_password(signed_in, world.coach)
        assert "inget förordnande som gäller i dag" in page.content.decode()
        assert not is_in(signed_in)

    def test_when_the_password_is_changed_but_for_who_changed_it(self, world, signed_in):
        other = Client()
        other.force_login(world.coach)
        told = {"old": "hemligt", "new": "en hel mening som ingen annan har"}
        assert signed_in.post("/konto/losenord/", told).status_code == 302
        assert is_in(signed_in) and not is_in(other)

    def test_when_the_second_factor_is_taken_away(self, world, signed_in):
        actions.reset_second_factor(world.coach, by=world.delegationsadmin)
        assert not is_in(signed_in)

    def test_when_its_user_signs_out_everywhere_else(self, world, signed_in):
        other = Client()
        other.force_login(world.coach)
        assert signed_in.post("/konto/").status_code == 302
        assert is_in(signed_in) and not is_in(other)


def test_a_sign_in_gives_the_session_a_new_key(world, client):
    client.get("/login/")
    client.cookies["sessionid"] = "vald-av-en-angripare-0123456789ab"
    assert world.coach
    name_and_password(client, world.coach)
    assert client.cookies["sessionid"].value != "vald-av-en-angripare-0123456789ab"
    assert is_in(client)


@pytest.mark.parametrize("forged", ["", "0" * 32, "'; DROP TABLE django_session; --", "a" * 5000])
def test_a_forged_session_is_nobodys(db, client, forged):
    client.cookies["sessionid"] = forged
    assert client.get("/").status_code == 302


def test_what_was_signed_out_is_not_signed_in_again(world, client):
    client.force_login(world.coach)
    old = client.cookies["sessionid"].value
    client.post("/logout/")
    client.cookies["sessionid"] = old
    assert not is_in(client)
