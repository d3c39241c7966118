"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

from jobbtorg.ui import glossary

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jobbtorg.signin.urls")),
    path("ordlista/", glossary.glossary, name="glossary"),
    path("", include("jobbtorg.organisation.urls")),
    path("", include("jobbtorg.publishing.urls")),
    path("", include("jobbtorg.jobs.urls")),
    path("", include("jobbtorg.calendar.urls")),
    path("", include("cases.urls")),
    path("", include("decisions.urls")),
    path("", include("appeals.urls")),
    path("", include("disclosure.urls")),
    path("", include("followup.analysis.urls")),  # its address is no figure's
    path("", include("followup.urls")),
    path("", include("review.urls")),
    path("", include("integrity.urls")),
    path("", include("jobbtorg.operations.urls")),
    path("", include("jobbtorg.demo.urls")),
]

handler400 = "jobbtorg.ui.errors.bad_request"
handler500 = "jobbtorg.ui.errors.server_error"
