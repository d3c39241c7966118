"""Signing in: by password, by one click in the demo, and again when a session ended mid-work."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

BACKEND = "django.contrib.auth.backends.ModelBackend"
HEADING = "rubrik"  # the id of every page's h1 in base.html


def at_heading(url: str) -> str:
    """The address with the focus on its heading, unless it names a place of its own."""
    return url if urlsplit(url).fragment else f"{url}#{HEADING}"


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The sign-in page; in the demo, and only there, it lists the accounts."""

    template_name = "signin.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the demo's accounts, and with the posted form that waits for the sign-in."""
        context = super().get_context_data(**kwargs)
        return context | {
            "accounts": accounts_instead_of_focus(context["form"]),
            "resume_path": self.request.POST.get("resume_path", ""),
            "resume_form": self.request.POST.get("resume_form", ""),
        }

    def get_success_url(self) -> str:
        """The page asked for, or Min arbetslista, read from its heading on."""
        return at_heading(super().get_success_url())

    def form_valid(self, form: Any) -> HttpResponse:
        """Signed in: to the page asked for, or on with the form that was posted."""
        response = super().form_valid(form)
        return _resume(self.request) or response


def demo_accounts() -> list[Any]:
    """Everyone with an account, when this is the demo; nobody otherwise."""
    if not settings.DEMO:
        return []
    users = get_user_model().objects.filter(is_active=True)
    return list(users.prefetch_related("appointments__unit").order_by("pk"))


def accounts_instead_of_focus(form: Any) -> list[Any]:
    """The accounts to choose from; the page then begins with them, and not in the user name."""
    accounts = demo_accounts()
    if accounts:
        form.fields["username"].widget.attrs.pop("autofocus", None)
    return accounts


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click, in the demo only: elsewhere the address does not exist."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(
        get_user_model(), username=request.POST.get("username", ""), is_active=True
    )
    login(request, user, backend=BACKEND)
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = resolve_url(settings.LOGIN_REDIRECT_URL)
    return _resume(request) or redirect(at_heading(target))


def posted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The form as it was posted, without its token."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """The sign-in page (401) that carries the form just posted, so that no text is lost."""
    context = {
        "form": (form := SignIn.form_class(request)),
        "accounts": accounts_instead_of_focus(form),
        "resume_path": request.get_full_path(),
        "resume_form": json.dumps(posted_fields(request)),
    }
    return render(request, "signin.html", context, status=401)


def _resume(request: HttpRequest) -> HttpResponse | None:
    """A page with the carried form, ready to be sent again with the new session's token."""
    path = request.POST.get("resume_path", "")
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return None
    try:
        fields = [
            (str(name), str(value)) for name, value in json.loads(request.POST["resume_form"])
        ]
    except (KeyError, ValueError, TypeError):
        return None
    return render(request, "resume.html", {"path": path, "fields": fields})


def signed_in(request: HttpRequest) -> HttpResponse:
    """What the other tab shows after signing in again there."""
    return render(request, "signed_in.html")
