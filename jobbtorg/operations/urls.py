"""Addresses for machines. They tell of parts and numbers, never of a case or a person."""

from django.urls import path

from jobbtorg.operations import views

urlpatterns = [
    path("drift/lever/", views.alive, name="alive"),
    path("drift/redo/", views.ready, name="ready"),
    path("drift/matt/", views.measured, name="measures"),
]
