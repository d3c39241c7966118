"""Signing in: by the city, by password and code, by one click in the demo; and signing out."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jobbtorg import clock
from jobbtorg.acts import RuleBroken, refuse
from jobbtorg.organisation.models import User
from jobbtorg.practice.mark import is_marked
from jobbtorg.practice.models import Reset
from jobbtorg.signin import actions, attempts, factors, oidc
from jobbtorg.signin.forms import CodeForm, DemoForm, EnrolForm, SignInForm
from jobbtorg.signin.models import Outcome, Way
from jobbtorg.ui.errors import refused
from jobbtorg.ui.signin import asked_for, carry, go_on, posted_fields

BACKEND = "django.contrib.auth.backends.ModelBackend"
AWAITING = "awaiting"  # in the session: whose password was right, and when
TOKEN = "id_token"  # in the session: to sign out at the provider with
PATIENCE = 10 * 60  # seconds between password and code
LISTED = 100  # accounts to click on; the demo's own people come first, and are fewer
open_to_all = login_not_required


def demo_accounts(named: DemoForm | None) -> dict[str, Any]:
    """Accounts to choose from, and how many there are, when this is the demo; none otherwise."""
    if not (settings.DEMO and is_marked()):
        return {"accounts": []}
    users = get_user_model().objects.filter(is_active=True)
    listed = users.prefetch_related("appointments__unit").order_by("pk")[:LISTED]
    found = {"accounts": list(listed), "of_all": users.count()}
    return found | {"named": named or DemoForm(auto_id="demo_%s")}


def sign_in_page(
    request: HttpRequest,
    form: Any,
    told: dict[str, str],
    status: int,
    named: DemoForm | None = None,
) -> HttpResponse:
    """The sign-in page; with accounts to choose from it does not begin in the user name.

    named: the demo's user name as it was written, with what is wrong with it.
    """
    choice = demo_accounts(named)
    accounts = choice["accounts"]
    if accounts or oidc.is_on():
        form.fields["username"].widget.attrs.pop("autofocus", None)
    context = (
        told
        | choice
        | {
            "form": form,
            "reset": Reset.objects.order_by("-pk").first() if accounts else None,
            "city": oidc.is_on(),
            "local": settings.LOCAL_SIGN_IN,
        }
    )
    return render(request, "signin/signin.html", context, status=status)


@method_decorator([open_to_all, sensitive_post_parameters()], name="dispatch")
class SignIn(View):
    """User name and password, where local accounts are let in; then the code."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return sign_in_page(request, SignInForm(request), asked_for(request), 200)

    def post(self, request: HttpRequest) -> HttpResponse:
        """A try."""
        if not settings.LOCAL_SIGN_IN:
            raise Http404
        form = SignInForm(request, data=request.POST)
        if not form.is_valid():
            return sign_in_page(request, form, asked_for(request), 422)
        user = form.get_user()
        if not settings.SECOND_FACTOR:
            attempts.note(request, Way.PASSWORD, Outcome.IN, user)
            return _in(request, user)
        attempts.note(request, Way.PASSWORD, Outcome.PASSED, user)
        carry(request)
        request.session.cycle_key()
        request.session[AWAITING] = {"user": user.pk, "at": clock.now().timestamp()}
        return redirect("sign_in_code" if factors.factor_of(user) else "sign_in_enrol")


def _in(request: HttpRequest, user: User) -> HttpResponse:
    """The session is the user's from here on, under a new key."""
    request.session.pop(AWAITING, None)
    login(request, user, backend=BACKEND)
    return go_on(request)


def _awaiting(request: HttpRequest) -> User | None:
    """Whose password was right a moment ago in this session."""
    told = request.session.get(AWAITING) or {}
    if abs(clock.now().timestamp() - told.get("at", 0)) > PATIENCE:  # ahead: it was put back
        return None
    user = User.objects.filter(pk=told.get("user", 0), is_active=True).first()
    return user if user and user.roles() else None


@open_to_all
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code from the device, after the password."""
    user = _awaiting(request)
    if user is None or factors.factor_of(user) is None:
        return redirect("login")
    form = CodeForm(request.POST or None, request=request, user=user)
    if request.method == "POST" and form.is_valid():
        return _in(request, user)
    return render(request, "signin/code.html", {"form": form}, status=422 if form.errors else 200)


@open_to_all
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """A device for the account that has none; its recovery codes are shown this once."""
    user = _awaiting(request)
    if user is None or factors.factor_of(user) is not None:
        return redirect("login")
    awaiting = request.session[AWAITING]
    secret = awaiting.setdefault("secret", factors.new_secret())
    request.session.modified = True
    form = EnrolForm(request.POST or None, secret=secret)
    if request.method == "POST" and form.is_valid():
        factor, codes = actions.add_second_factor(secret, by=user)
        step = factors.step_of(secret, form.cleaned_data["code"])
        attempts.note(request, Way.CODE, Outcome.IN, user, factor=factor, step=step)
        request.session.pop(AWAITING)
        login(request, user, backend=BACKEND)
        return render(request, "signin/recovery_codes.html", {"codes": codes})
    context = {
        "form": form,
        "picture": factors.picture(user, secret),
        "secret": factors.in_groups(secret),
    }
    return render(request, "signin/enrol.html", context, status=422 if form.errors else 200)


@require_GET
def onwards(request: HttpRequest) -> HttpResponse:
    """On from the recovery codes to what was asked for."""
    return go_on(request)


@open_to_all
@require_POST
def city(request: HttpRequest) -> HttpResponse:
    """To the city's identity provider, with what is to be gone on with kept here."""
    if not oidc.is_on():
        raise Http404
    carry(request)
    try:
        return oidc.begin(request, request.build_absolute_uri(reverse("sign_in_city_back")))
    except RuleBroken as broken:
        return refused(request, broken, reverse("login"))


@open_to_all
@require_GET
def city_back(request: HttpRequest) -> HttpResponse:
    """Back from the provider: the answer is checked, and the account found."""
    if not oidc.is_on():
        raise Http404
    user = None
    try:
        claims, token = oidc.answered(request)
        user = oidc.user_of(claims)
        refuse(oidc.against_claims(claims, user))
    except RuleBroken as broken:
        reason = ", ".join(rule.code for rule in broken.rules)
        attempts.note(request, Way.CITY, Outcome.REFUSED, user, reason=reason[:200])
        return refused(request, broken, reverse("login"))
    assert user is not None
    attempts.note(request, Way.CITY, Outcome.IN, user)
    login(request, user, backend=BACKEND)
    request.session[TOKEN] = token
    return go_on(request)


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Signs out here, and at the provider that the sign-in came from."""
    if not isinstance(request.user, User):
        return redirect("login")
    token = request.session.get(TOKEN)
    attempts.note(request, Way.CITY if token else Way.PASSWORD, Outcome.OUT, request.user)
    logout(request)
    back = request.build_absolute_uri(reverse("login"))
    elsewhere = oidc.end_session(request, token, back) if token and oidc.is_on() else None
    return redirect(elsewhere or "login")


@open_to_all
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click, in the demo only: elsewhere the address does not exist."""
    if not (settings.DEMO and is_marked()):
        raise Http404
    named = DemoForm(request.POST, auto_id="demo_%s")
    if not named.is_valid() or named.user is None:
        return sign_in_page(request, SignInForm(request), asked_for(request), 422, named)
    attempts.note(request, Way.DEMO, Outcome.IN, named.user)
    return _in(request, named.user)


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """The sign-in page (401) that carries the form just posted, so that no text is lost."""
    told = {
        "next": "",
        "resume_path": request.get_full_path(),
        "resume_form": json.dumps(posted_fields(request)),
    }
    return sign_in_page(request, SignInForm(request), told, 401)
