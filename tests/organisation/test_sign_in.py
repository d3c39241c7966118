"""Signing in: by password, by one click in the demo alone, and again without losing text."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from cases.models import AssessmentAnswer, Case
from jobbtorg.organisation.models import User
from jobbtorg.practice import mark
from tests.audit.helpers import as_owner
from tests.world import OWN_WORDS


def test_a_user_signs_in_with_a_password_and_lands_on_the_worklist(committed_world, client):
    committed_world.coach.save()
    response = client.post("/login/", {"username": "coach-farsta", "password": "hemligt"})
    assert (response.status_code, response.url) == (302, "/#rubrik")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ("/ny-ansokan/", "/ny-ansokan/#rubrik"),
        ("/?flik=mina", "/?flik=mina#rubrik"),
        ("/arenden/JT-2026-0001/#inled", "/arenden/JT-2026-0001/#inled"),
    ],
)
def test_a_sign_in_leads_to_the_heading_of_the_page_that_was_asked_for(
    world, client, asked, reached
):
    world.coach.save()
    data = {"username": "coach-farsta", "password": "hemligt", "next": asked}
    assert client.post("/login/", data).url == reached


def test_a_wrong_password_is_refused_in_swedish(world, client):
    world.coach.save()
    page = client.post("/login/", {"username": "coach-farsta", "password": "fel"})
    assert "Ange ett korrekt" in page.content.decode() or "stämmer inte" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_who_has_left_does_not_sign_in(world, client):
    world.coach.is_active = False
    world.coach.save()
    client.post("/login/", {"username": "coach-farsta", "password": "hemligt"})
    assert "_auth_user_id" not in client.session


@pytest.fixture
def practice(db):
    """A practice database, marked before anyone was there."""
    mark.mark(1)


def many_more():
    """Two thousand accounts, as a city of scale has them."""
    as_owner(
        "INSERT INTO organisation_user (SELECT (jsonb_populate_record(u, jsonb_build_object("
        "'id', u.id + 100000 + n, 'username', u.username || '-' || n))).* FROM organisation_user u,"
        " generate_series(1, 2000) n WHERE username = 'coach-farsta')"
    )


class TestTheDemo:
    def test_lists_the_accounts_and_signs_in_with_one_click(
        self, practice, world, client, settings
    ):
        settings.DEMO = True
        world.coach.save()
        page = client.get("/login/").content.decode()
        assert 'value="coach-farsta"' in page and "ÖVNING" in page
        assert client.post("/login/demo/", {"username": "coach-farsta"}).status_code == 302
        assert "ÖVNING" in client.get("/").content.decode()

    def test_a_large_city_lists_its_first_people_and_lets_the_others_in_by_name(
        self, practice, world, client, settings, monkeypatch
    ):
        settings.DEMO = True
        assert world.coach and world.chef and world.registrator
        many_more()
        monkeypatch.setattr("jobbtorg.signin.views.LISTED", 3)
        page = client.get("/login/").content.decode()
        assert page.count('<button name="username"') == 3
        assert 'value="coach-farsta"' in page and "coach-farsta-7" not in page
        assert f"Ovan står 3 av övningsmiljöns {User.objects.count()} konton." in " ".join(
            page.replace("\xa0", " ").split()
        )
        assert client.post("/login/demo/", {"username": "coach-farsta-1999"}).status_code == 302
        assert client.session["_auth_user_id"] == str(
            User.objects.get(username="coach-farsta-1999").pk
        )

    def test_its_page_does_not_grow_with_the_city(self, practice, world, client, settings):
        settings.DEMO = True
        assert world.coach
        many_more()
        assert len(client.get("/login/").content) < 100_000

    def test_one_that_lists_them_all_asks_for_no_name(self, practice, world, client, settings):
        settings.DEMO = True
        assert world.coach
        assert "Någon annan" not in client.get("/login/").content.decode()

    def test_a_name_that_nobody_has_is_said_so_and_a_carried_form_is_kept(
        self, practice, world, client, settings, monkeypatch
    ):
        settings.DEMO = True
        assert world.coach and world.chef
        monkeypatch.setattr("jobbtorg.signin.views.LISTED", 1)
        carried = {"resume_path": "/x/", "resume_form": '[["text", "Det jag skrev"]]'}
        answer = client.post("/login/demo/", {"username": "coach-frasta"} | carried)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Inget öppet konto har användarnamnet coach-frasta." in page
        assert 'value="coach-frasta"' in page and "Det jag skrev" in page
        assert "_auth_user_id" not in client.session

    def test_is_only_the_demo(self, world, client, settings):
        settings.DEMO = False
        world.coach.save()
        page = client.get("/login/").content.decode()
        assert "coach-farsta" not in page and "ÖVNING" not in page
        assert client.post("/login/demo/", {"username": "coach-farsta"}).status_code == 404
        assert "_auth_user_id" not in client.session

    def test_does_not_lead_away_from_the_product(self, practice, world, client, settings):
        settings.DEMO = True
        world.coach.save()
        data = {"username": "coach-farsta", "next": "https://elsewhere.example/"}
        assert client.post("/login/demo/", data).url == "/#rubrik"


class TestAFormPostedAfterTheSessionEnded:
    def posted(self, world, client):
        case = world.started()
        client.force_login(world.coach)
        Session.objects.all().delete()
        url = reverse("part", args=[case.slug, "initial-bedomning"])
        question = case.applications.get().investigation.form.questions.first()
        data = {"seen": "0", f"question_{question.pk}": OWN_WORDS + " 'citat' <b>och</b> åäö"}
        return url, data, client.post(url, data)

    def test_leads_to_a_sign_in_that_keeps_the_text(self, world, client):
        url, data, response = self.posted(world, client)
        assert response.status_code == 401
        assert "din text är kvar" in response.content.decode()
        assert json.loads(response.context["resume_form"]) == [list(d) for d in data.items()]

    def test_is_offered_again_after_the_sign_in_and_saved(self, world, client):
        url, data, response = self.posted(world, client)
        carried = {key: response.context[key] for key in ("resume_path", "resume_form")}
        again = client.post(
            "/login/", {"username": "coach-farsta", "password": "hemligt"} | carried
        )
        assert "Din text är kvar" in again.content.decode()
        assert again.context["fields"] == list(data.items())
        assert client.post(again.context["path"], dict(again.context["fields"])).status_code == 302
        assert AssessmentAnswer.objects.filter(text__contains="<b>och</b> åäö").exists()

    def test_survives_a_wrong_password_in_between(self, world, client):
        _, _, response = self.posted(world, client)
        carried = {key: response.context[key] for key in ("resume_path", "resume_form")}
        wrong = client.post("/login/", {"username": "coach-farsta", "password": "fel"} | carried)
        assert {key: wrong.context[key] for key in carried} == carried

    @pytest.mark.parametrize("path", ["//elsewhere.example/", "https://elsewhere.example/", ""])
    def test_is_never_sent_elsewhere(self, world, client, path):
        world.coach.save()
        data = {"resume_path": path, "resume_form": '[["a", "b"]]'}
        response = client.post(
            "/login/", {"username": "coach-farsta", "password": "hemligt"} | data
        )
        assert response.status_code == 302
        assert response.url == "/#rubrik"


class TestAPageThatIsTooOld:
    def post(self, world, **headers):
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.coach)
        return client.post("/ny-ansokan/", {"own_words": OWN_WORDS}, headers=headers)

    def test_of_ours_offers_the_text_again(self, world):
        response = self.post(world, origin="http://testserver")
        assert response.status_code == 403
        assert ("own_words", OWN_WORDS) in response.context["fields"]

    def test_of_another_site_is_refused_and_its_text_is_not_offered(self, world):
        response = self.post(world, origin="http://elsewhere.example")
        assert response.status_code == 403
        assert OWN_WORDS not in response.content.decode()
        assert not Case.objects.exists()


def test_every_answer_carries_the_policy_and_is_not_cached(world, client):
    client.force_login(world.coach)
    response = client.get("/")
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"
