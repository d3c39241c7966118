"""Addresses of the figures."""

from django.urls import path

from followup.figures import views

urlpatterns = [
    path("statistik/", views.index, name="figures"),
    path("statistik/hela-aret/", views.whole_year, name="figures_whole_year"),
    path("statistik/<slug:key>/", views.figure, name="figure"),
    path("statistik/<slug:key>/csv/", views.as_csv, name="figure_csv"),
    path("statistik/<slug:key>/xlsx/", views.as_xlsx, name="figure_xlsx"),
]
