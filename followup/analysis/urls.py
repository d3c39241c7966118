"""The address of the dictionary."""

from django.urls import path

from followup.analysis import pages

urlpatterns = [path("statistik/ordbok/", pages.words, name="analysis_dictionary")]
