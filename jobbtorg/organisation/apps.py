"""Users, units, appointments and the delegation register: who may do what, and by which chain."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "jobbtorg.organisation"
    label = "organisation"
    verbose_name = "Organisation"
