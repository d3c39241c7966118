"""Not more requests than a person makes: 429 in Swedish, and nothing typed is lost."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.signin import rates
from jobbtorg.signin.models import SignInEvent
from tests.world import OWN_WORDS


@pytest.fixture
def one_minute(settings):
    """Nobody else counts here, and the minute does not end before the test does."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}
    with clock.at(clock.now()):
        yield


@pytest.fixture
def limits(settings, one_minute):
    """Three of each a minute."""
    settings.RATE_LIMITS = {"signin": 3, "search": 3, "page": 3}


def test_too_many_sign_ins_from_an_address_are_refused(world, client, limits):
    told = {"username": "coach-farsta", "password": "fel"}
    found = [client.post("/login/", told) for _ in range(5)]
    assert [response.status_code for response in found] == [422, 422, 422, 429, 429]
    page = found[-1].content.decode()
    assert "Vänta en stund" in page and int(found[-1]["Retry-After"]) <= 60
    assert 'value="coach-farsta"' in page and 'value="fel"' not in page
    assert client.post("/login/", told, REMOTE_ADDR="10.0.0.7").status_code == 422


def test_too_many_pages_by_one_user_are_refused_and_anothers_are_not(world, client, limits):
    client.force_login(world.coach)
    assert [client.get("/").status_code for _ in range(4)] == [200, 200, 200, 429]
    client.force_login(world.chef)
    assert client.get("/").status_code == 200


def test_what_was_typed_stands_on_the_page(world, client, limits):
    client.force_login(world.coach)
    for _ in range(3):
        client.get("/")
    page = client.post("/ny-ansokan/", {"own_words": OWN_WORDS + " <b>"})
    assert page.status_code == 429
    assert ("own_words", OWN_WORDS + " <b>") in page.context["fields"]
    assert "&lt;b&gt;" in page.content.decode()


def test_a_script_is_answered_as_a_script(world, client, limits):
    client.force_login(world.coach)
    for _ in range(3):
        client.get("/")
    answer = client.get("/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["message"]) == (429, rates.SENTENCE)


def test_without_redis_everyone_is_let_through(world, client, limits, settings, caplog):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/redis.sock",
        }
    }
    client.force_login(world.coach)
    assert {client.get("/").status_code for _ in range(5)} == {200}
    assert "räknas inte" in caplog.text


def test_every_address_that_is_counted_by_itself_is_an_address():
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {*rates.KIND_OF, *rates.BY_POST} <= known


@pytest.mark.parametrize(
    ("address", "told"), [("/sok/", {"term": "Nilsson"}), ("/oppna-med-skal/", {})]
)
def test_searches_are_fewer_than_pages(world, client, settings, one_minute, address, told):
    settings.RATE_LIMITS = {"search": 2, "page": 100}
    client.force_login(world.coach)
    assert {client.get(address).status_code for _ in range(3)} == {200}
    assert [client.post(address, told).status_code == 429 for _ in range(3)] == [False, False, True]


class TestWhatIsRefusedIsLogged:
    def test_too_many_pages_once_a_minute(self, world, client, limits):
        client.force_login(world.coach)
        for _ in range(6):
            client.get("/")
        (row,) = AccessLog.objects.filter(user=world.coach, action="nekad")
        assert (row.what, row.result) == ("För många förfrågningar: /", 429)

    def test_too_many_sign_ins_once_a_minute(self, world, client, limits):
        for _ in range(6):
            client.post("/login/", {"username": "coach-farsta", "password": "fel"})
        (row,) = SignInEvent.objects.filter(outcome="nekad")
        assert (row.way, row.reason, row.user) == ("losenord", "För många förfrågningar", None)
        assert row.address == "127.0.0.1"

    def test_a_form_without_its_token(self, world):
        case = world.started()
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.coach)
        address = f"{case.get_absolute_url()}anteckning/"
        assert client.post(address, {"text": OWN_WORDS}).status_code == 403
        (row,) = AccessLog.objects.filter(user=world.coach, action="nekad")
        assert row.what == f"Ett formulär utan giltig nyckel: {address}"
        assert (row.case_number, row.result) == (case.number, 403)

    def test_a_sign_in_without_its_token(self, world, limits):
        client = Client(enforce_csrf_checks=True)
        for _ in range(2):
            assert client.post("/login/", {"username": "a", "password": "b"}).status_code == 403
        (row,) = SignInEvent.objects.filter(outcome="nekad")
        assert row.reason == "Ett formulär utan giltig nyckel"
