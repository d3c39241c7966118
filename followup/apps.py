"""Utforma uppdrag, genomföra, följa upp: from the uppdrag to the closing, and the figures."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "followup"
    verbose_name = "Uppdrag och uppföljning"

    def ready(self) -> None:
        """Tells the cases by when their insats asks for something."""
        from cases.running import answer
        from followup.due import due_in

        answer(due_in)
