"""Ordboken: what the views for analysis hold, for those who work with the figures."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from followup.analysis.dictionary import dictionary
from followup.analysis.schema import SCHEMA
from jobbtorg.organisation.requests import StaffRequest


@require_safe
def words(request: StaffRequest) -> HttpResponse:
    """Every view with its columns; it holds no data."""
    context = {"views": dictionary(), "schema": SCHEMA}
    return render(request, "followup/dictionary.html", context)
