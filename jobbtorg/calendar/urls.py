"""Addresses of the user's calendar: its page, and the feed under its secret."""

from django.urls import path, register_converter

from jobbtorg.calendar import views


class Token:
    """What secrets.token_urlsafe(32) gives."""

    regex = r"[A-Za-z0-9_-]{43}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    to_url = to_python


register_converter(Token, "feed_token")

urlpatterns = [
    path("kalender/", views.calendar, name="calendar"),
    path("kalender/<feed_token:token>.ics", views.feed, name="calendar_feed"),
]
