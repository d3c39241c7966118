"""Kalender: a feed per user, made, shown once and revoked by the user alone."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "jobbtorg.calendar"
    label = "calendar"
    verbose_name = "Kalender"
