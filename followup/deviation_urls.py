"""Addresses of avvikelser. No name and no case is ever part of one, but where it is reported."""

from django.urls import path

from followup import deviation_namnd_views as namnd
from followup import deviation_step_views as steps
from followup import deviation_views as views
from followup import deviation_year_views as years

ONE = "avvikelser/<slug:number>/"

urlpatterns = [
    path("avvikelser/", views.deviations, name="deviations"),
    path("avvikelser/ny/", views.report, name="new_deviation"),
    path("arenden/<case:slug>/avvikelse/", views.report, name="report_deviation"),
    path("avvikelser/sammanstallning/", years.year, name="deviations_this_year"),
    path("avvikelser/sammanstallning/<int:year>/", years.year, name="deviations_year"),
    path("avvikelser/sammanstallning/<int:year>.csv", years.year_csv, name="deviations_year_csv"),
    path("avvikelser/sammanstallning/<int:year>/excel/", years.year_book, name="deviations_book"),
    path(ONE, views.deviation, name="deviation"),
    *(
        path(f"{ONE}{name}/", steps.step, {"name": name}, name=f"deviation_step_{name}")
        for name in steps.STEPS
    ),
    path(f"{ONE}atgarder/<int:pk>/klar/", steps.measure_done, name="deviation_measure_done"),
    path(f"{ONE}namnden-utser/", namnd.hand_to, name="deviation_hand_to"),
    path(f"{ONE}anmalan-utkast.pdf", steps.ivo_preview, name="deviation_ivo_preview"),
    path(f"{ONE}anmalan.pdf", steps.ivo_letter, name="deviation_ivo_letter"),
]
