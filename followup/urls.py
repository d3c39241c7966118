"""Addresses of uppdrag and uppföljning. No name and no personnummer is ever part of one."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
