"""The city's identity provider, and local accounts as they are in production."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests
from django.test import Client

from jobbtorg.signin.models import SignInEvent
from tests.signin.helpers import City
from tests.signin.provider import CLIENT, SECRET


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """A real provider, in a process of its own."""
    command = [sys.executable, "-m", "tests.signin.provider"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture
def city(issuer: str, settings, world) -> City:
    """The city's sign-in is on, and the coach's account is connected with it."""
    settings.OIDC = {
        "issuer": issuer, "client_id": CLIENT, "client_secret": SECRET, "scope": "openid",
        "subject_claim": "sub", "level_claim": "acr", "levels": ["loa3", "loa4"],
        "groups_claim": "groups", "groups": {},
    }  # fmt: skip
    world.coach.city_subject = "anna-1"
    world.coach.save()
    requests.post(f"{issuer}/behave", json={}, timeout=10)
    return City(issuer, Client())


@pytest.fixture
def local(settings) -> None:
    """Local accounts need their second factor."""
    settings.SECOND_FACTOR = True


@pytest.fixture
def events():
    """(way, outcome, reason) of each try, the oldest first."""
    return lambda: list(SignInEvent.objects.order_by("pk").values_list("way", "outcome", "reason"))
