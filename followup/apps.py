"""Utforma uppdrag, genomföra, följa upp: from the uppdrag to the closing, and the figures."""

from importlib import import_module

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "followup"
    verbose_name = "Uppdrag och uppföljning"

    def ready(self) -> None:
        """Tells the cases by when their insats asks for something, and calendars and lists of
        frister its days; registers the kinds of long work.
        """
        import_module("followup.due")
        import_module("followup.calendar")
        import_module("followup.upcoming")
        import_module("followup.figures.whole_year")
        import_module("followup.deviation_year_job")
