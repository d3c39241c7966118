"""What every answer carries, what production asks for, and what never reaches a log."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from jobbtorg.redaction import Formatter, redacted
from tests.addresses import TABLE
from tests.test_urls_by_role import address, case_in
from tests.world import TP1

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "HTTPS": "1", "DEMO": "0", "DEBUG": "0", "ALLOWED_HOSTS": "jobbtorg.example",
    "TRUSTED_ORIGINS": "https://jobbtorg.example", "CLAMD_ADDRESS": "tcp://clamav:3310",
    "SECRET_KEY": "en-lang-nyckel-av-slump-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    "DOCUMENT_SCANNER": "", "PROXIES": "1",
}  # fmt: skip


def in_production(*arguments, **other):
    """manage.py, or Python, as it is started in production."""
    environment = os.environ | PRODUCTION | other
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the browser's tests set it here
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_check_deploy_has_nothing_to_say():
    told = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert told.returncode == 0, told.stderr
    assert "no issues" in told.stdout


ASK = """
import django; django.setup()
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
      s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_DOMAIN,
      s.SESSION_COOKIE_PATH, s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS,
      s.SECOND_FACTOR, s.DEBUG, s.DEMO)
"""


def test_in_production_cookies_are_the_hosts_own_and_the_second_factor_is_on():
    told = in_production("-c", ASK, DJANGO_SETTINGS_MODULE="jobbtorg.settings").stdout.split()
    assert told == [
        "__Host-sessionid",
        "__Host-csrftoken",
        "True",
        "True",
        "True",
        "Lax",
        "None",
        "/",
        "31536000",
        "True",
        "True",
        "False",
        "False",
    ]


def test_nothing_starts_without_a_key_or_with_a_provider_that_demands_no_level():
    assert "SECRET_KEY saknas" in in_production("manage.py", "check", SECRET_KEY="").stderr
    told = in_production("manage.py", "check", OIDC_ISSUER="https://idp.example", OIDC_LEVELS="")
    assert "OIDC_LEVELS saknas" in told.stderr


def test_the_scripts_find_the_token_under_the_hosts_own_name_too():
    found = [
        path.name
        for path in (ROOT / "jobbtorg/ui/static/ui/js").glob("*.js")
        if "csrftoken" in path.read_text() and "__Host-" not in path.read_text()
    ]
    assert found == []


@pytest.mark.parametrize("path", ["/", "/login/", "/finns-inte/", "/static/ui/js/page.js"])
def test_every_answer_carries_the_headers(world, client, path):
    client.force_login(world.coach)
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    for part in (
        "default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'",
        "form-action 'self'", "frame-ancestors 'self'", "require-trusted-types-for 'script'",
        "trusted-types jobbtorg-inert",
    ):  # fmt: skip
        assert part in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_no_script_makes_html_of_text_but_in_one_place():
    sinks = re.compile(
        r"\.(?:inner|outer)HTML\s*=[^=]|insertAdjacentHTML|document\.write|\beval\(|srcdoc"
        r"|new Function|createContextualFragment|parseFromString"
    )
    found = [
        path.name
        for path in (ROOT / "jobbtorg/ui/static/ui/js").glob("*.js")
        if sinks.search(path.read_text())
    ]
    assert found == ["inert.js"]


class TestLogs:
    @pytest.mark.parametrize(
        "text",
        [TP1, f"{TP1[:8]}-{TP1[8:]}", f"{TP1[2:8]}-{TP1[8:]}", "20020275-2385", "anna@example.se"],
    )
    def test_tell_no_number_and_no_address(self, text):
        assert text not in redacted(f"Not Found: /arenden/{text}/")

    @pytest.mark.parametrize("text", ["JT-2026-0001", "2026-02-27 10:15:00,123", "pid 123456"])
    def test_tell_what_is_needed(self, text):
        assert redacted(text) == text

    def test_tell_no_values_of_a_row_that_was_refused(self):
        try:
            raise ValueError("duplicate key\nDETAIL:  Key (first_name)=(Tilda) already exists.")
        except ValueError:
            record = logging.LogRecord("x", 40, "x", 1, "Fel", None, sys.exc_info())
        line = Formatter("%(message)s").format(record)
        assert "Tilda" not in line and "ValueError" in line

    def test_go_through_that_net(self):
        handler = configured.LOGGING["formatters"]["line"]
        assert handler["()"] == "jobbtorg.redaction.JsonLines"

    def test_and_addresses_and_lines_name_nobody(self, world, client, caplog):
        """A walk through what a coach sees: no address in a page has a number or a name in it."""
        case = case_in(world, "proposed")
        client.force_login(world.coach)
        hidden = {TP1, TP1[2:], f"{TP1[:8]}-{TP1[8:]}", case.person.last_name.lower()}
        for name, extra, method, state in sorted(TABLE):
            if (method, state) != ("get", "proposed"):
                continue
            answer = client.get(address(world, case, name, extra))
            body = b"".join(answer) if answer.streaming else answer.content
            if "text/html" not in answer["Content-Type"]:
                continue
            for link in re.findall(r'(?:href|action|src)="([^"]*)"', body.decode()):
                if not link.startswith("data:"):
                    assert not any(word in link.lower() for word in hidden), link
        assert not any(word in caplog.text.lower() for word in hidden)


class TestErrorPages:
    """In Swedish, with nothing of what is inside."""

    def test_400_for_another_host_name(self, client, db):
        answer = client.get("/login/", headers={"Host": "elsewhere.example"})
        assert answer.status_code == 400
        assert "Det gick inte att läsa" in answer.content.decode()
        assert "elsewhere.example" not in answer.content.decode()

    def test_404(self, world, client):
        client.force_login(world.coach)
        answer = client.get("/finns-inte/<script>/")
        assert answer.status_code == 404
        assert 'lang="sv"' in answer.content.decode() and "<script>/" not in answer.content.decode()

    def test_413_for_what_is_too_large(self, world, client, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        client.force_login(world.coach)
        answer = client.post("/ny-ansokan/", {"own_words": "x" * 2000})
        assert answer.status_code == 413
        assert "för stort" in answer.content.decode()

    def test_500(self, world, monkeypatch):
        self.answered(world, monkeypatch, ValueError("hemlig detalj"), 500, "fel hos oss")

    def test_503_when_the_database_is_away(self, world, monkeypatch):
        away = OperationalError("connection to server failed: hemlig detalj")
        answer = self.answered(world, monkeypatch, away, 503, "svarar inte just nu")
        assert answer["Retry-After"] == "30"

    def answered(self, world, monkeypatch, error, status, words):
        def fail(*_, **__):
            raise error

        client = Client(raise_request_exception=False)
        client.force_login(world.coach)
        monkeypatch.setattr("jobbtorg.ui.signin.render", fail)
        answer = client.get("/inloggad/")
        assert answer.status_code == status
        assert words in answer.content.decode() and "hemlig" not in answer.content.decode()
        assert "Content-Security-Policy" in answer
        return answer


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example",
     "javascript:alert(1)", "http:elsewhere.example", "\thttps://elsewhere.example", "https:///elsewhere.example"],
)  # fmt: skip
def test_a_sign_in_leads_nowhere_else(world, client, target):
    assert world.coach
    told = {"username": "coach-farsta", "password": "hemligt", "next": target}
    assert client.post(reverse("login"), told).url == "/#rubrik"
