"""A browser's way through the city's sign-in, and through password and code."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import requests
from django.test import Client

from jobbtorg import clock
from jobbtorg.organisation.models import User
from jobbtorg.signin import actions, factors

PASSWORD = {"password": "hemligt"}
REFUSED = "gick inte att lita på"


class City:
    """The provider, and the browser that goes between it and us."""

    def __init__(self, issuer: str, client: Client) -> None:
        self.issuer, self.client = issuer, client

    def will(self, **wanted: Any) -> None:
        """What the provider does wrong the next time."""
        requests.post(f"{self.issuer}/behave", json=wanted, timeout=10).raise_for_status()

    def begin(self, **posted: str) -> str:
        """Where the browser is sent, at the provider."""
        response = self.client.post("/login/staden/", posted)
        assert response.status_code == 302, response.content.decode()
        return response["Location"]

    def back_from(self, address: str) -> str:
        """Where the provider sends the browser, at us."""
        answer = requests.get(address, allow_redirects=False, timeout=10)
        there = urlsplit(answer.headers["Location"])
        return f"{there.path}?{there.query}"

    def sign_in(self, **posted: str) -> Any:
        """The whole way."""
        return self.client.get(self.back_from(self.begin(**posted)))


def asked(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def is_in(client: Client) -> bool:
    """Whether the client is signed in."""
    return client.get("/konto/").status_code == 200


def with_codes(user: User) -> tuple[str, list[str]]:
    """A device and its recovery codes, for the account."""
    secret = factors.new_secret()
    _, codes = actions.add_second_factor(secret, by=user)
    return secret, codes


def code_now(secret: str) -> str:
    """What the device shows."""
    return pyotp.TOTP(secret).at(clock.now())


def name_and_password(client: Client, user: User, **told: str) -> Any:
    """The first step."""
    return client.post("/login/", {"username": user.username} | PASSWORD | told)
