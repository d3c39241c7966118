"""Every address of the product."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from jobbtorg.ui import signin

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", signin.SignIn.as_view(), name="login"),
    path("login/demo/", signin.demo_sign_in, name="demo_sign_in"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("inloggad/", signin.signed_in, name="signed_in"),
    path("", include("jobbtorg.organisation.urls")),
    path("", include("jobbtorg.publishing.urls")),
    path("", include("jobbtorg.jobs.urls")),
    path("", include("jobbtorg.calendar.urls")),
    path("", include("cases.urls")),
    path("", include("decisions.urls")),
    path("", include("appeals.urls")),
    path("", include("followup.analysis.urls")),  # its address is no figure's
    path("", include("followup.urls")),
]

handler400 = "jobbtorg.ui.errors.bad_request"
