"""Local accounts: a password and a code, each code once; recovery codes; a new device."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from jobbtorg import clock
from jobbtorg.acts import RuleBroken
from jobbtorg.signin import actions, factors
from jobbtorg.signin.models import RecoveryCode, SecondFactor, SignInEvent
from tests.signin.helpers import code_now, is_in, name_and_password, with_codes

pytestmark = pytest.mark.usefixtures("local")


def test_a_password_alone_lets_nobody_in(world, client):
    with_codes(world.coach)
    response = name_and_password(client, world.coach)
    assert response.url == "/login/kod/"
    assert not is_in(client)
    assert client.get("/").status_code == 302


def test_the_code_lets_in_and_leads_on(world, client, events):
    secret, _ = with_codes(world.coach)
    name_and_password(client, world.coach, next="/ny-ansokan/")
    response = client.post("/login/kod/", {"code": code_now(secret)})
    assert response.url == "/ny-ansokan/#rubrik"
    assert is_in(client)
    assert events() == [("losenord", "ratt", ""), ("engangskod", "inloggad", "")]


def test_a_code_may_be_typed_with_a_space(world, client):
    secret, _ = with_codes(world.coach)
    name_and_password(client, world.coach)
    code = code_now(secret)
    assert client.post("/login/kod/", {"code": f"{code[:3]} {code[3:]}"}).status_code == 302


def test_a_code_is_taken_once(world, client):
    secret, _ = with_codes(world.coach)
    name_and_password(client, world.coach)
    client.post("/login/kod/", {"code": code_now(secret)})
    thief = Client()
    name_and_password(thief, world.coach)
    response = thief.post("/login/kod/", {"code": code_now(secret)})
    assert response.status_code == 422
    assert "redan använd" in response.content.decode()
    assert not is_in(thief)


def test_postgresql_takes_a_code_once(world):
    with_codes(world.coach)
    factor = factors.factor_of(world.coach)
    told = {"user": world.coach, "way": "engangskod", "outcome": "inloggad"}
    SignInEvent.objects.create(factor=factor, step=7, **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignInEvent.objects.create(factor=factor, step=7, **told)


@pytest.mark.parametrize("typed", ["000000", "", "abc", "'; DROP TABLE", "{{ 7*7 }}", "9" * 40])
def test_a_wrong_code_is_refused_in_words(world, client, typed):
    with_codes(world.coach)
    name_and_password(client, world.coach)
    response = client.post("/login/kod/", {"code": typed})
    assert response.status_code == 422
    assert not is_in(client)


def test_codes_may_be_half_a_minute_off_and_no_more(world, client):
    secret, _ = with_codes(world.coach)
    for seconds, status in ((-90, 422), (-30, 302)):
        with clock.at(clock.now() + timedelta(seconds=seconds)):
            code = code_now(secret)
        name_and_password(client, world.coach)
        assert client.post("/login/kod/", {"code": code}).status_code == status


def test_the_step_after_the_password_does_not_wait_for_ever(world, client):
    secret, _ = with_codes(world.coach)
    name_and_password(client, world.coach)
    with clock.at(clock.now() + timedelta(minutes=11)):
        response = client.post("/login/kod/", {"code": code_now(secret)})
    assert response.url == "/login/"
    assert not is_in(client)


def test_without_a_right_password_there_is_no_code_page(world, client):
    with_codes(world.coach)
    for address in ("/login/kod/", "/login/engangskoder/"):
        assert client.get(address).url == "/login/"


class TestRecoveryCodes:
    def test_let_in_once_each(self, world, client, events):
        _, codes = with_codes(world.coach)
        for code, status in ((codes[0], 302), (codes[0], 422), (codes[1].upper(), 302)):
            name_and_password(client, world.coach)
            assert client.post("/login/kod/", {"code": code}).status_code == status
        assert events()[1] == ("reservkod", "inloggad", "")

    def test_are_ten_long_and_kept_only_as_hashes(self, world):
        _, codes = with_codes(world.coach)
        assert len(set(codes)) == 10 and min(len(code) for code in codes) >= 25
        kept = set(RecoveryCode.objects.values_list("hashed", flat=True))
        assert kept.isdisjoint(codes) and all(len(row) == 64 for row in kept)

    def test_of_another_account_do_not_help(self, world, client):
        _, codes = with_codes(world.chef)
        with_codes(world.coach)
        name_and_password(client, world.coach)
        assert client.post("/login/kod/", {"code": codes[0]}).status_code == 422


class TestANewDevice:
    def enrol(self, world, client):
        assert name_and_password(client, world.coach, next="/ny-ansokan/").url == (
            "/login/engangskoder/"
        )
        page = client.get("/login/engangskoder/")
        return page, page.context["secret"].replace(" ", "")

    def test_is_asked_for_at_the_first_sign_in(self, world, client):
        page, secret = self.enrol(world, client)
        text = page.content.decode()
        assert "data:image/svg+xml" in text and page.context["secret"] in text
        done = client.post("/login/engangskoder/", {"code": code_now(secret)})
        assert len(done.context["codes"]) == 10
        assert client.get("/login/vidare/").url == "/ny-ansokan/#rubrik"
        assert is_in(client)

    def test_shows_the_same_secret_until_it_is_done(self, world, client):
        _, secret = self.enrol(world, client)
        wrong = client.post("/login/engangskoder/", {"code": "000000"})
        assert wrong.status_code == 422
        assert wrong.context["secret"].replace(" ", "") == secret
        assert not SecondFactor.objects.exists()

    def test_the_code_that_showed_it_is_used(self, world, client):
        _, secret = self.enrol(world, client)
        client.post("/login/engangskoder/", {"code": code_now(secret)})
        name_and_password(client, world.coach)
        assert client.post("/login/kod/", {"code": code_now(secret)}).status_code == 422

    def test_is_not_added_beside_the_one_there_is(self, world, client):
        with_codes(world.coach)
        name_and_password(client, world.coach)
        assert client.get("/login/engangskoder/").url == "/login/"
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.add_second_factor(factors.new_secret(), by=world.coach)

    def test_its_secret_lies_sealed_in_the_database(self, world):
        secret, _ = with_codes(world.coach)
        factor = SecondFactor.objects.get()
        assert secret not in factor.sealed
        assert factors.secret_of(factor) == secret

    def test_is_opened_by_an_older_key_and_not_without_it(self, world, settings):
        secret, _ = with_codes(world.coach)
        old, settings.SECRET_KEY = settings.SECRET_KEY, "en ny nyckel"
        assert factors.secret_of(SecondFactor.objects.get()) is None
        settings.SECRET_KEY_FALLBACKS = [old]
        assert factors.secret_of(SecondFactor.objects.get()) == secret


class TestALostDevice:
    def test_is_taken_away_by_an_administrator_and_a_new_one_asked_for(self, world, client, events):
        secret, codes = with_codes(world.coach)
        client.force_login(world.delegationsadmin)
        told = client.post(f"/konton/{world.coach.pk}/", {"do": "reset"}, follow=True)
        assert "Engångskoderna är borttagna" in told.content.decode()
        assert ("administrator", "borttagen", "") in events()
        other = Client()
        assert name_and_password(other, world.coach).url == "/login/engangskoder/"
        assert other.post("/login/kod/", {"code": code_now(secret)}).url == "/login/"
        assert SecondFactor.objects.get().history.first().history_user == world.delegationsadmin

    def test_never_by_oneself_or_by_another_role(self, world):
        with_codes(world.coach)
        for by in (world.coach, world.chef):
            with pytest.raises(RuleBroken):
                actions.reset_second_factor(world.coach, by=by)
        with_codes(world.delegationsadmin)
        with pytest.raises(RuleBroken, match="ditt eget konto"):
            actions.reset_second_factor(world.delegationsadmin, by=world.delegationsadmin)
