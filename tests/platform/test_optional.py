"""What a page calls optional may be left out: no act then asks for it."""

import re

import pytest
from django import forms
from django.test import Client

from jobbtorg.organisation.models import User
from tests.cases.helpers import undone
from tests.platform.test_fuzz import POSTS, STATE_OF, entitled, of_state
from tests.test_urls_by_role import address, case_in

BUTTON = re.compile(r'<button[^>]*\bname="(do|outcome)"[^>]*\bvalue="([a-z_]+)"')


def buttons(client, url):
    """What each button of the page sends; the bare form where it has none of its own."""
    page = client.get(url)
    if page.status_code != 200 or page.streaming or "html" not in page["Content-Type"]:
        return [{}]
    found = sorted(set(BUTTON.findall(page.content.decode())))
    return [{name: value} for name, value in found] or [{}]


def asked_for_after_all(response):
    """The fields that are said to be optional, and are refused for being empty."""
    contexts = response.context or []
    values = [value for context in contexts for value in context.flatten().values()]
    found = {id(form): form for form in values if isinstance(form, forms.BaseForm)}
    return sorted(
        f"{field.label}: {field.errors[0]}"
        for form in found.values()
        for field in form
        if form.is_bound and field.errors and field.is_optional and not field.value()
    )


@pytest.mark.parametrize("state", sorted(set(STATE_OF.values())))
def test_no_form_asks_for_what_it_calls_optional(world, state):
    case, found = case_in(world, state), {}
    for key in of_state(state, POSTS):
        client = Client()
        with undone():
            url = address(world, case, *key)
            client.force_login(User.objects.get(pk=getattr(world, entitled(*key, state)).pk))
            for sent in buttons(client, url):
                asked = asked_for_after_all(client.post(url, sent))
                if asked:
                    found[url] = asked
    assert found == {}
