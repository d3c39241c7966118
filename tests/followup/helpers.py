"""A page as it reads: its words without the tags."""

import re
from html import unescape

from django.http import HttpResponse

TAG = re.compile("<[^>]*>")


def page(response: HttpResponse) -> str:
    """The words of a page that was shown, each gap a single space."""
    assert response.status_code == 200
    return " ".join(unescape(TAG.sub(" ", response.content.decode())).split())
