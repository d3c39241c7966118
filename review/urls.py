"""Addresses of the log review. No name and no personnummer is ever part of one."""

from django.urls import path

from review import extract_views, fact_views, log_views, views

urlpatterns = [
    path("logguppfoljning/", views.reviews, name="log_reviews"),
    path("logguppfoljning/uppgifter/", fact_views.facts, name="reader_facts"),
    path("logguppfoljning/fynd/<int:pk>/", views.finding, name="log_finding"),
    path("logguppfoljning/fynd/<int:pk>/forklaring/", views.explanation, name="log_explanation"),
    path("logguppfoljning/<int:unit>/<str:month>/", views.review, name="log_review"),
    path("logguppfoljning/<int:unit>/<str:month>/borja/", views.start, name="log_review_start"),
    path("logguppfoljning/<int:unit>/<str:month>/signera/", views.sign, name="log_review_sign"),
    path("logguppfoljning/<int:unit>/<str:month>/rapport.pdf", views.report, name="log_report"),
    path("logguppfoljning/<int:unit>/<str:month>/logg.csv", log_views.csv, name="log_csv"),
    path("arenden/<case:slug>/oppnat/", log_views.opened, name="opened"),
    path("arenden/<case:slug>/registerutdrag/", extract_views.extract, name="extract"),
]
