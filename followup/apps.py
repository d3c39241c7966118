"""Utforma uppdrag, genomföra, följa upp: from the uppdrag to the closing, and the figures."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "followup"
    verbose_name = "Uppdrag och uppföljning"
