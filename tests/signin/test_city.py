"""Signing in by the city's identity provider: what is believed of its answer, and what is not."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from jobbtorg.organisation.models import Function
from jobbtorg.signin import oidc
from tests.signin.helpers import REFUSED, asked, is_in
from tests.world import OWN_WORDS


def test_a_good_sign_in_leads_to_the_page_asked_for(city, events):
    response = city.sign_in(next="/ny-ansokan/")
    assert (response.status_code, response.url) == (302, "/ny-ansokan/#rubrik")
    assert is_in(city.client)
    assert events() == [("staden", "inloggad", "")]


def test_the_request_has_state_nonce_verifier_and_the_levels_demanded(city):
    told = asked(city.begin())
    assert told["response_type"] == "code" and told["code_challenge_method"] == "S256"
    assert min(len(told[name]) for name in ("state", "nonce", "code_challenge")) >= 20
    assert told["acr_values"] == "loa3 loa4"
    other = asked(city.begin())
    assert {told[n] for n in ("state", "nonce", "code_challenge")}.isdisjoint(other.values())


def test_the_session_gets_a_new_key(city):
    back = city.back_from(city.begin())
    before = city.client.cookies["sessionid"].value
    city.client.get(back)
    assert city.client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


LATE = 1_700_000_000


@pytest.mark.parametrize(
    "wanted",
    [
        {"claims": {"nonce": "en-annans"}},
        {"claims": {"nonce": None}},
        {"claims": {"exp": LATE, "iat": LATE - 300}},
        {"claims": {"exp": None}},
        {"claims": {"aud": "annan-klient"}},
        {"claims": {"aud": ["annan-klient", "jobbtorg"]}},
        {"claims": {"aud": ["annan-klient", "jobbtorg"], "azp": "annan-klient"}},
        {"claims": {"iss": "https://annan.example"}},
        {"claims": {"sub": None}},
        {"signed": "forged"},
        {"signed": "none"},
        {"signed": "HS256"},
        {"error": "access_denied"},
    ],
    ids=str,
)
def test_an_answer_that_is_not_true_is_refused_and_logged(city, wanted, events):
    city.will(**wanted)
    response = city.sign_in()
    assert response.status_code == 403
    assert REFUSED in response.content.decode()
    assert not is_in(city.client)
    ((way, outcome, reason),) = events()
    assert (way, outcome) == ("staden", "nekad") and reason


def test_the_same_answer_does_not_help_twice(city):
    back = city.back_from(city.begin())
    assert city.client.get(back).status_code == 302
    city.client.post("/logout/")
    assert city.client.get(back).status_code == 403
    assert not is_in(city.client)


def test_an_answer_to_another_browser_does_not_help(city):
    stolen = city.back_from(city.begin())
    other = Client()
    assert other.get(stolen).status_code == 403
    assert not is_in(other)


def test_a_code_that_the_provider_has_taken_already_does_not_help(city):
    back = city.back_from(city.begin())
    city.client.get(back)
    used = asked(f"x?{back.partition('?')[2]}")["code"]
    fresh = asked(city.back_from(city.begin()))["state"]
    response = city.client.get("/login/staden/svar/", {"code": used, "state": fresh})
    assert response.status_code == 403


@pytest.mark.parametrize("level", ["loa2", None, ["loa3x"]])
def test_a_sign_in_below_the_level_is_refused_in_words(city, level, events):
    city.will(claims={"acr": level})
    response = city.sign_in()
    assert response.status_code == 403
    assert "e-tjänstelegitimation" in response.content.decode()
    assert events() == [("staden", "nekad", "level")]


def test_a_method_may_be_what_is_demanded(city, settings):
    settings.OIDC |= {"level_claim": "amr", "levels": ["siths"]}
    city.will(claims={"amr": ["pin", "siths"]})
    assert city.sign_in().status_code == 302


def test_who_has_no_account_is_refused(city, events):
    city.will(claims={"sub": "okand-9"})
    response = city.sign_in()
    assert "inget konto här för dig" in response.content.decode()
    assert events() == [("staden", "nekad", "no_account")]


def test_who_has_left_is_refused_the_same_day(city, world, events):
    row = world.coach.appointments.get()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jobbtorg.clock.today", lambda: row.valid_from.replace(year=2022))
        assert city.sign_in().status_code == 403
    world.coach.is_active = False
    world.coach.save()
    assert city.sign_in().status_code == 403
    assert [reason for *_, reason in events()] == ["no_appointment", "no_account"]


class TestGroups:
    def test_that_name_the_function_let_in(self, city, settings):
        settings.OIDC |= {"groups": {"JT-Coach": Function.COACH}}
        city.will(claims={"groups": ["Alla", "JT-Coach"]})
        assert city.sign_in().status_code == 302

    def test_that_name_another_function_do_not(self, city, settings, events):
        settings.OIDC |= {"groups": {"JT-Coach": Function.COACH, "JT-Chef": Function.ENHETSCHEF}}
        city.will(claims={"groups": ["JT-Chef"]})
        assert "stämmer inte med ditt förordnande" in city.sign_in().content.decode()
        assert events() == [("staden", "nekad", "groups")]

    def test_never_give_an_appointment_or_a_delegation(self, city, settings, world):
        settings.OIDC |= {"groups": {"JT-Coach": Function.COACH, "JT-Chef": Function.ENHETSCHEF}}
        city.will(claims={"groups": ["JT-Coach", "JT-Chef"]})
        assert city.sign_in().status_code == 302
        assert [row.function for row in world.coach.roles()] == [Function.COACH]
        assert not world.coach.may("insats_ratt", world.unit())


def test_signing_out_signs_out_at_the_provider_too(city):
    city.sign_in()
    there = city.client.post("/logout/")["Location"]
    assert there.startswith(f"{city.issuer}/logout?")
    told = asked(there)
    assert told["post_logout_redirect_uri"] == "http://testserver/login/"
    assert told["client_id"] == "jobbtorg" and told["id_token_hint"].count(".") == 2
    assert not is_in(city.client)


def test_a_form_posted_after_the_session_ended_comes_through_the_citys_sign_in(city, world):
    case = world.started()
    city.sign_in()
    Session.objects.all().delete()
    url = reverse("part", args=[case.slug, "initial-bedomning"])
    page = city.client.post(url, {"seen": "0", "question_1": OWN_WORDS})
    carried = {name: page.context[name] for name in ("resume_path", "resume_form")}
    again = city.sign_in(**carried)
    assert ("question_1", OWN_WORDS) in again.context["fields"]


def test_a_provider_that_is_away_or_another_is_told_of_in_words(city, settings):
    for wrong in ("http://127.0.0.1:9", f"{city.issuer}/"):
        settings.OIDC |= {"issuer": wrong}
        response = city.client.post("/login/staden/")
        assert response.status_code == 409
        assert "svarar inte som den ska" in response.content.decode()


def test_without_the_setting_there_is_no_such_sign_in(world, client):
    assert not oidc.is_on()
    assert client.post("/login/staden/").status_code == 404
    assert client.get("/login/staden/svar/?code=1&state=2").status_code == 404
    assert "stadens inloggning" not in client.get("/login/").content.decode()


def test_passwords_can_be_turned_off(city, settings, world):
    settings.LOCAL_SIGN_IN = False
    assert "Lösenord" not in city.client.get("/login/").content.decode()
    told = {"username": "coach-farsta", "password": "hemligt"}
    assert city.client.post("/login/", told).status_code == 404
