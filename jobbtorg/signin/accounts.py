"""Pages on accounts: one's own, and for the administrator everyone's."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import User
from jobbtorg.organisation.pages import keepers_only, page, reading, writing
from jobbtorg.organisation.preferences import mail_reminders
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.signin import actions, factors, oidc
from jobbtorg.signin.attempts import is_user_locked
from jobbtorg.signin.forms import PasswordForm, SubjectForm
from jobbtorg.signin.views import TOKEN
from jobbtorg.ui.errors import carry_out, refused

SHOWN = 20  # sign-ins on a page
MAILS = {"mail_on": True, "mail_off": False}


def _local(request: StaffRequest) -> bool:
    return request.user.has_usable_password() and TOKEN not in request.session


@writing
def own_account(request: StaffRequest) -> HttpResponse:
    """How one signs in, when one has done so, and signing out everywhere else."""
    if request.POST.get("do") in MAILS:
        user = mail_reminders(MAILS[request.POST["do"]], by=request.user)
        told = "påslagna" if user.mail_reminders else "avslagna"
        messages.success(request, f"Påminnelser med e-post är {told}.")
        return redirect("own_account")
    if request.method == "POST":
        user = actions.sign_out_everywhere(by=request.user)
        update_session_auth_hash(request, user)
        messages.success(request, "Du är utloggad överallt utom här.")
        return redirect("own_account")
    context = {
        "local": _local(request),
        "factor": factors.factor_of(request.user),
        "sign_ins": request.user.sign_ins.all()[:SHOWN],
        "mails": request.user.email,
        "idle": settings.SESSION_IDLE_MINUTES,
        "hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "signin/own_account.html", context)


@sensitive_post_parameters()
@writing
def password(request: StaffRequest) -> HttpResponse:
    """Byt lösenord, for who has one."""
    if not _local(request):
        return redirect("own_account")
    form, status = PasswordForm(request.POST or None, user=request.user), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            user = actions.change_password(form.cleaned_data["new"], by=request.user)
            update_session_auth_hash(request, user)
            messages.success(request, "Lösenordet är bytt. Du är utloggad överallt utom här.")
            return redirect("own_account")
    return render(request, "signin/password.html", {"form": form}, status=status)


@reading
@keepers_only
def accounts(request: StaffRequest) -> HttpResponse:
    """Everyone's account: open or closed, how they sign in, and whether it is locked."""
    users = User.objects.prefetch_related("appointments__unit").order_by(
        "-is_active", "first_name", "last_name", "username"
    )
    with_codes = set(
        factors.SecondFactor.objects.filter(ended_at=None).values_list("user", flat=True)
    )
    context = page(request, "accounts") | {"users": users, "with_codes": with_codes}
    return render(request, "signin/accounts.html", context)


DOES: dict[str, tuple[Callable[..., Any], str]] = {
    "unlock": (actions.unlock, "Kontot är upplåst."),
    "reset": (
        actions.reset_second_factor,
        "Engångskoderna är borttagna. Vid nästa inloggning läggs nya upp.",
    ),
    "close": (
        lambda user, by: actions.set_active(user, False, by=by),
        "Kontot är stängt och utloggat överallt.",
    ),
    "open": (lambda user, by: actions.set_active(user, True, by=by), "Kontot är öppet."),
}


@writing
@keepers_only
def account(request: StaffRequest, pk: int) -> HttpResponse:
    """One account: connect it with the city, unlock, take away a lost device, close."""
    found = get_object_or_404(User, pk=pk)
    form, status = SubjectForm(initial={"subject": found.city_subject or ""}), 200
    if request.method == "POST" and request.POST.get("do") in DOES:
        return _done(request, found)
    if request.method == "POST":
        form = SubjectForm(request.POST)
        status = carry_out(
            form,
            lambda: actions.connect(found, form.cleaned_data["subject"], by=request.user),
        )
        if not status:
            messages.success(request, "Kopplingen till stadens inloggning är sparad.")
            return redirect("account", pk=pk)
    context = page(request, "accounts") | {
        "account": found,
        "form": form,
        "city": oidc.is_on(),
        "locked": is_user_locked(found),
        "factor": factors.factor_of(found),
        "sign_ins": found.sign_ins.select_related("by")[:SHOWN],
        "own": found == request.user,
    }
    return render(request, "signin/account.html", context, status=status)


def _done(request: StaffRequest, user: User) -> HttpResponse:
    does, told = DOES[request.POST["do"]]
    try:
        does(user, by=request.user)
    except RuleBroken as broken:
        return refused(request, broken, reverse("account", args=[user.pk]))
    messages.success(request, told)
    return redirect("account", pk=user.pk)
