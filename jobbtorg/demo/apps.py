"""The demo city: loaded by manage.py load_demo, in a demo and only there."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "jobbtorg.demo"
    verbose_name = "Demostaden"
