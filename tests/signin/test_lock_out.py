"""Who types wrong too often waits; nobody learns which names exist; all of it is written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.signin import actions, attempts
from jobbtorg.signin.models import SignInEvent
from tests.signin.helpers import code_now, is_in, name_and_password, with_codes

CONSTANT = "Användarnamnet eller lösenordet stämmer inte"


def wrong(client, username="coach-farsta", times=1, **headers):
    for _ in range(times):
        response = client.post("/login/", {"username": username, "password": "fel"}, **headers)
    return response


def test_after_five_wrong_the_right_password_does_not_help(world, client, events):
    assert world.coach
    wrong(client, times=5)
    response = name_and_password(client, world.coach)
    assert response.status_code == 422 and not is_in(client)
    assert [outcome for _, outcome, _ in events()] == ["fel"] * 5 + ["last"]


def test_four_wrong_do_not_lock(world, client):
    assert world.coach
    wrong(client, times=4)
    assert name_and_password(client, world.coach).status_code == 302


def test_capitals_are_no_way_around(world, client):
    assert world.coach
    for username in (
        "coach-farsta",
        "Coach-Farsta",
        " coach-farsta",
        "COACH-FARSTA",
        "coach-Farsta",
    ):
        wrong(client, username)
    assert name_and_password(client, world.coach).status_code == 422


def test_the_time_unlocks(world, client):
    assert world.coach
    wrong(client, times=5)
    with clock.at(clock.now() + timedelta(minutes=14)):
        assert name_and_password(client, world.coach).status_code == 422
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert name_and_password(client, world.coach).status_code == 302


def test_a_right_sign_in_begins_the_count_anew(world, client):
    assert world.coach
    for _ in range(3):
        wrong(client, times=4)
        assert name_and_password(client, world.coach).status_code == 302


def test_an_administrator_unlocks(world, client, events):
    assert world.coach
    wrong(client, times=5)
    admin = Client()
    admin.force_login(world.delegationsadmin)
    page = admin.get(f"/konton/{world.coach.pk}/").content.decode()
    assert "Låst efter för många försök" in page and "Lås upp" in page
    admin.post(f"/konton/{world.coach.pk}/", {"do": "unlock"})
    assert ("administrator", "upplast", "") in events()
    assert name_and_password(client, world.coach).status_code == 302


def test_a_name_that_does_not_exist_is_answered_and_locked_the_same(world, client):
    assert world.coach
    for username in ("coach-farsta", "finns-inte"):
        seen = {
            (response.status_code, CONSTANT in response.content.decode())
            for response in (wrong(client, username) for _ in range(7))
        }
        assert seen == {(422, True)}
    outcomes = SignInEvent.objects.values_list("outcome", flat=True)
    assert sorted(outcomes) == ["fel"] * 10 + ["last"] * 4


def test_what_was_typed_as_name_is_nowhere(world, client):
    wrong(client, "hemligt-losenord-i-fel-falt")
    row = SignInEvent.objects.values().get()
    assert "hemligt-losenord" not in str(row)


def test_one_address_trying_many_names_is_locked(world, client, settings):
    assert world.coach
    settings.TRIES_BY_ADDRESS = 6
    for n in range(6):
        wrong(client, f"namn-{n}")
    assert name_and_password(client, world.coach).status_code == 422
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    told = {"username": "coach-farsta", "password": "hemligt"}
    assert Client().post("/login/", told, **elsewhere).status_code == 302


def test_a_forged_forwarding_header_is_not_believed(world, client, settings):
    assert world.coach
    wrong(client, headers={"X-Forwarded-For": "1.2.3.4, '; DROP TABLE x"})
    settings.PROXIES = 1
    wrong(client, headers={"X-Forwarded-For": "6.6.6.6, 10.1.1.1"})
    wrong(client, headers={"X-Forwarded-For": "<script>"})
    found = list(SignInEvent.objects.order_by("pk").values_list("address", flat=True))
    assert found == ["127.0.0.1", "10.1.1.1", None]


@pytest.mark.usefixtures("local")
def test_wrong_codes_lock_too(world, client):
    secret, _ = with_codes(world.coach)
    name_and_password(client, world.coach)
    for _ in range(5):
        client.post("/login/kod/", {"code": "000000"})
    assert client.post("/login/kod/", {"code": code_now(secret)}).status_code == 422
    assert not is_in(client)


def test_nobody_guesses_faster_by_guessing_at_the_same_time(committed_world):
    assert committed_world.coach

    def guess(_):
        try:
            return wrong(Client()).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(guess, range(24))) == {422}
    assert SignInEvent.objects.filter(outcome="fel").count() == 5
    assert SignInEvent.objects.filter(outcome="last").count() == 19


def test_a_thousand_sign_ins_are_let_in_and_written(world, client):
    assert world.coach
    for _ in range(1000):
        assert name_and_password(client, world.coach).status_code == 302
    assert SignInEvent.objects.filter(outcome="inloggad").count() == 1000
    assert not attempts.is_user_locked(world.coach)


def test_a_try_is_never_changed_or_taken_away(world, client):
    wrong(client)
    for change in (
        "UPDATE signin_signinevent SET outcome = 'inloggad'",
        "DELETE FROM signin_signinevent",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_only_an_administrator_unlocks(world):
    for by in (world.chef, world.coach):
        with pytest.raises(RuleBroken):
            actions.unlock(world.coach, by=by)
