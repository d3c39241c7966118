"""Every address that takes a POST, by a stranger and with evil texts: nothing shown or changed.

The addresses and the rows that they name are those of tests/test_urls_by_role.py, so that a new
address is tried here too.
"""

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.models import User
from jobbtorg.ui.forms import Form
from tests.addresses import TABLE
from tests.cases.helpers import undone
from tests.test_urls_by_role import WITH_CASE, address, case_in

POSTS = sorted({key[:2] for key in TABLE if key[2] == "post"})
STATE_OF = {key[:2]: key[3] for key in sorted(TABLE) if key[2] == "post"}
GETS = sorted({(key[0], key[1], key[3]) for key in TABLE if key[2] == "get"})
EVIL = [
    "'; DROP TABLE cases_case; --",
    '"><script>alert(1)</script>{{ 7777*7777 }}{% debug %}${7777*7777}',
    "1 OR 1=1",
    "\r\nSet-Cookie: stulen=1\r\n\r\n<html>",
    "../../../../etc/passwd%00\x00.pdf",
    "-1",
    "99999999999999999999999999",
    "\ud7ff\u202e\U0001f9a9" * 200,
]
ECHOED = ("<script>alert(1)", str(7777 * 7777), "root:x:0", "Traceback", "psycopg", "DoesNotExist")
PARAMETERS = ["arende", "brev", "ersatter", "flik", "kontakt", "page", "sida", "slag", "handling",
              "datum", "q", "next", "namn", "enhet", "fran", "till"]  # fmt: skip
OUT = (403, 404, 405)
OWN = {"audit.AccessLog", "signin.SignInEvent", "sessions.Session"}  # what a refused try leaves


def subclasses(of):
    for one in of.__subclasses__():
        yield one
        yield from subclasses(one)


def fields():
    """The name of every field of every form, and what the pages' buttons send."""
    named = {name for form in subclasses(Form) for name in form.base_fields}
    return sorted(named | {"do", "seen", "confirmed", "revision", "owner", "username", "upload"})


def counts():
    """How many rows each table has, but for the logs."""
    models = [m for m in apps.get_models() if m._meta.managed and m._meta.label not in OWN]
    unions = " UNION ALL ".join(
        f"SELECT '{m._meta.label}', count(*) FROM {connection.ops.quote_name(m._meta.db_table)}"
        for m in models
        if not m._meta.proxy
    )
    with connection.cursor() as cursor:
        cursor.execute(unions)
        return dict(cursor.fetchall())


def refusals():
    """How many looks the access log has as refused."""
    return AccessLog.objects.filter(action=AccessLog.Action.REFUSED).count()


def of_state(state, keys):
    return [key for key in keys if STATE_OF[key] == state]


def entitled(name, extra, state):
    """A role that is let in furthest: what it meets is not that the page is not there."""
    row = TABLE[(name, extra, "post", state)]
    return min(row, key=lambda role: (row[role] in (404, 405), row[role] == 403, role))


@pytest.mark.parametrize("state", sorted(set(STATE_OF.values())))
def test_a_stranger_meets_nothing_with_others_ids(world, state):
    """Rows of a case in Farsta, by a coach in City: 404 or 403, logged, and nothing has changed."""
    case, data = case_in(world, state), dict.fromkeys(fields(), "1")
    client = Client()
    client.force_login(User.objects.get(pk=world.coach_city.pk))
    for key in of_state(state, POSTS):
        if key[0] not in WITH_CASE or TABLE[(*key, "post", state)]["coach_city"] not in OUT:
            continue
        with undone():
            url = address(world, case, *key)
            before, logged = counts(), refusals()
            response = client.post(url, data)
            text = response.content.decode()
            assert response.status_code in OUT, url
            assert case.person.personnummer not in text and case.person.last_name not in text
            assert counts() == before, url
            assert response.status_code != 404 or refusals() > logged, url


@pytest.mark.parametrize("state", sorted(set(STATE_OF.values())))
def test_evil_texts_break_nothing_and_are_never_shown_raw(world, state):
    case = case_in(world, state)
    names, found = fields(), []
    for n, key in enumerate(of_state(state, POSTS)):
        client = Client(raise_request_exception=False)
        with undone():
            url = address(world, case, *key)
            client.force_login(User.objects.get(pk=getattr(world, entitled(*key, state)).pk))
            for evil in (EVIL[n % len(EVIL)], EVIL[(n + 3) % len(EVIL)]):
                response = client.post(url, dict.fromkeys(names, evil))
                body = b"".join(response) if response.streaming else response.content
                shown = [word for word in ECHOED if word.encode() in body]
                if (
                    response.status_code >= 500
                    or shown
                    or "Set-Cookie: stulen" in str(response.headers)
                ):
                    found.append((url, evil[:30], response.status_code, shown))
    assert found == []


def test_evil_parameters_in_addresses_break_nothing(world):
    case = case_in(world, "proposed")
    client, found = Client(raise_request_exception=False), []
    client.force_login(User.objects.get(pk=world.coach.pk))
    urls = [address(world, case, name, extra) for name, extra, state in GETS if state == "proposed"]
    for n, url in enumerate(urls):
        evil = EVIL[n % len(EVIL)]
        response = client.get(url, dict.fromkeys(PARAMETERS, evil))
        body = b"".join(response) if response.streaming else response.content
        shown = [word for word in ECHOED if word.encode() in body]
        if response.status_code >= 500 or shown:
            found.append((url, evil[:30], response.status_code, shown))
    assert found == []


@pytest.mark.parametrize(
    "header", ["User-Agent", "Referer", "Accept-Language", "Accept", "X-Forwarded-For", "Origin",
               "If-Modified-Since", "Range", "Content-Type"],
)  # fmt: skip
def test_evil_headers_break_nothing(world, header):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=world.coach.pk))
    for evil in EVIL:
        plain = evil.replace("\r\n", " ").replace("\x00", "")
        response = client.get("/", headers={header: plain})
        assert response.status_code < 500
        assert b"<script>alert(1)" not in response.content


@pytest.mark.parametrize("cookies", [{}, {"sessionid": "0" * 32}, {"sessionid": "'; DROP --"}])
def test_a_forged_or_ended_session_changes_nothing(world, cookies):
    case = case_in(world, "proposed")
    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    before = counts()
    for key in of_state("proposed", POSTS):
        arguments = [1 if word.isupper() else word for word in key[1]]
        url = reverse(key[0], args=[*([case.slug] if key[0] in WITH_CASE else []), *arguments])
        response = client.post(url, {"do": "x"})
        assert response.status_code == 401, url
        assert case.person.last_name not in response.content.decode()
    assert counts() == before


def test_a_post_without_a_token_changes_nothing(world):
    case = case_in(world, "proposed")
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=world.chef.pk))
    for key in of_state("proposed", POSTS):
        with undone():
            url = address(world, case, *key)
            before = counts()
            for token in ("", "fel" * 20):
                response = client.post(url, {"do": "decide", "csrfmiddlewaretoken": token})
                assert response.status_code == 403, url
            assert counts() == before, url
