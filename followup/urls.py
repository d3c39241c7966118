"""Addresses of uppdrag and uppföljning. No name and no personnummer is ever part of one."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("followup.deviation_urls")),
]
