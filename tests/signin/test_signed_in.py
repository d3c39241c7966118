"""The session that the tests give a user: the same as Django's own sign-in gives."""

from django.contrib.sessions.models import Session
from django.test import Client

from jobbtorg import clock
from tests.cases.helpers import in_days, signed_in


def test_it_is_the_same_row_as_by_djangos_own(world):
    with clock.at(clock.now()):
        mine, theirs = signed_in(world.coach), Client()
        theirs.force_login(world.coach, backend="django.contrib.auth.backends.ModelBackend")
        assert dict(mine.session) == dict(theirs.session)
        assert mine.session.keys() >= {"_auth_user_id", "_auth_user_hash", "began", "seen"}
        rows = [Session.objects.get(pk=client.session.session_key) for client in (mine, theirs)]
    ours, djangos = (row.expire_date.replace(microsecond=0) for row in rows)
    assert abs(ours - djangos).seconds < 60


def test_it_lets_in_today_and_not_tomorrow(world):
    client = signed_in(world.coach)
    assert client.get("/").status_code == 200
    with in_days(1):
        assert client.get("/").status_code == 302
