"""Accounts: one's own page, a new password, and what the administrator does."""

import pytest
from django.db import IntegrityError, transaction

from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import User
from jobbtorg.signin import actions
from tests.signin.helpers import is_in

NEW = "en hel mening som ingen annan har"


class TestANewPassword:
    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({"old": "fel", "new": NEW}, "Det nuvarande lösenordet stämmer inte."),
            ({"old": "hemligt", "new": "kort"}, "12"),
            ({"old": "hemligt", "new": "1qaz2wsx3edc"}, "vanligt"),
            ({"old": "", "new": ""}, "Fel"),
        ],
    )
    def test_is_refused_in_words(self, world, client, told, sentence):
        client.force_login(world.coach)
        response = client.post("/konto/losenord/", told)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert User.objects.get(pk=world.coach.pk).check_password("hemligt")

    def test_may_be_long_with_spaces_and_any_letters(self, world, client):
        client.force_login(world.coach)
        new = "  räksmörgås 🍤 " + "x" * 100 + " "
        client.post("/konto/losenord/", {"old": "hemligt", "new": new})
        assert User.objects.get(pk=world.coach.pk).check_password(new)

    def test_is_never_shown_in_the_history(self, world, client):
        client.force_login(world.coach)
        client.post("/konto/losenord/", {"old": "hemligt", "new": NEW})
        user = User.objects.get(pk=world.coach.pk)
        assert user.history.first().history_user == user
        assert NEW not in str(user.history.values())


class TestTheAdministrator:
    def test_sees_everyone(self, world, client):
        assert world.coach
        client.force_login(world.delegationsadmin)
        page = client.get("/konton/").content.decode()
        assert "coach-farsta" in page and "Coach, Jobbtorg Farsta" in page

    def test_closes_and_opens_an_account(self, world, client):
        client.force_login(world.delegationsadmin)
        for do, active in (("close", False), ("open", True)):
            client.post(f"/konton/{world.coach.pk}/", {"do": do})
            assert User.objects.get(pk=world.coach.pk).is_active is active
        row = User.objects.get(pk=world.coach.pk).history.first()
        assert row.history_user == world.delegationsadmin

    def test_connects_an_account_with_the_city(self, world, client):
        client.force_login(world.delegationsadmin)
        client.post(f"/konton/{world.coach.pk}/", {"subject": "anna-1"})
        assert User.objects.get(pk=world.coach.pk).city_subject == "anna-1"

    def test_cannot_connect_two_accounts_with_one_person(self, world, client):
        actions.connect(world.coach, "anna-1", by=world.delegationsadmin)
        client.force_login(world.delegationsadmin)
        response = client.post(f"/konton/{world.chef.pk}/", {"subject": "anna-1"})
        assert response.status_code == 409
        assert "redan kopplat" in response.content.decode()
        world.chef.city_subject = "anna-1"
        with pytest.raises(IntegrityError), transaction.atomic():
            world.chef.save()

    def test_takes_the_connection_away_and_ends_the_sessions(self, world, client):
        actions.connect(world.coach, "anna-1", by=world.delegationsadmin)
        client.force_login(User.objects.get(pk=world.coach.pk))
        actions.connect(world.coach, "", by=world.delegationsadmin)
        assert not is_in(client)
        assert User.objects.get(pk=world.coach.pk).city_subject is None

    @pytest.mark.parametrize("do", ["unlock", "reset", "close", "open", "subject"])
    def test_does_nothing_to_the_own_account(self, world, client, do):
        admin = world.delegationsadmin
        client.force_login(admin)
        response = client.post(f"/konton/{admin.pk}/", {"do": do, "subject": "jag"})
        assert response.status_code == 403
        assert User.objects.get(pk=admin.pk).sessions_version == 0

    def test_is_the_only_one(self, world):
        for act, told in (
            (actions.connect, ("x",)),
            (actions.set_active, (False,)),
            (actions.unlock, ()),
            (actions.reset_second_factor, ()),
        ):
            with pytest.raises(RuleBroken):
                act(world.coach, *told, by=world.chef)


def test_ones_own_page_shows_the_sign_ins(world, client):
    assert world.coach
    client.post("/login/", {"username": "coach-farsta", "password": "hemligt"})
    page = client.get("/konto/").content.decode()
    assert "Inloggad" in page and "127.0.0.1" in page
