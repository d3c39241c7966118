"""Addresses of the rulebook's pages."""

from django.urls import path

from jobbtorg.publishing import proposing, views

urlpatterns = [
    path("regelverk/", views.rulebook, name="rulebook"),
    path("regelverk/forslag/<int:pk>/", proposing.proposal, name="proposal"),
    path("regelverk/forslag/<int:pk>/publicera/", proposing.publish, name="publish"),
    path("regelverk/forslag/<int:pk>/ta-tillbaka/", proposing.take_back, name="take_back"),
    path("regelverk/forslag/<int:pk>/brev/<slug:slug>/", proposing.letter, name="test_letter"),
    path("regelverk/anmalan/<int:pk>/", proposing.report, name="riktlinje_report"),
    path("regelverk/<slug:kind>/", views.kind, name="rulebook_kind"),
    path("regelverk/<slug:kind>/ny/", proposing.change, name="rulebook_new"),
    path("regelverk/<slug:kind>/post/<str:key>/", views.entry, name="rulebook_entry"),
    path("regelverk/<slug:kind>/post/<str:key>/andra/", proposing.change, name="rulebook_change"),
    path("regelverk/<slug:kind>/post/<str:key>/ta-ur-bruk/", proposing.end, name="rulebook_end"),
]
