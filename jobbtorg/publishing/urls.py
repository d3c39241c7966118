"""Addresses of the rulebook's pages."""

from django.urls import path

from jobbtorg.publishing import views

urlpatterns = [
    path("formular/", views.versions, name="form_versions"),
    path("formular/ny/", views.new_version, name="new_form_version"),
    path("formular/<int:pk>/", views.version, name="form_version"),
]
