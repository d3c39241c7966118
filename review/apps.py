"""Logguppföljning: who has read what, and whether their work asked for it."""

from importlib import import_module

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "review"
    verbose_name = "Logguppföljning"

    def ready(self) -> None:
        """Tells the long work how a registerutdrag is made, and Frister what is to be reviewed."""
        import_module("review.extract")
        import_module("review.upcoming")
