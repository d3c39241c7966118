"""How the product looks and answers to each user: colours, density, keys."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jobbtorg.acts import act
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import carry_out
from jobbtorg.ui.forms import Form


@act
def use_single_keys(on: bool, *, by: User) -> User:
    """Whether a single key, without Ctrl, opens anything for this user (WCAG 2.1.4)."""
    return _prefer(by, single_keys=on)


@act
def choose_looks(scheme: str, density: str, *, by: User) -> User:
    """The colours and the density of every page, for this user."""
    return _prefer(by, scheme=scheme, density=density)


@act
def mail_reminders(on: bool, *, by: User) -> User:
    """Whether a mail, which names nobody, tells this user of days that run out."""
    return _prefer(by, mail_reminders=on)


def _prefer(by: User, **chosen: object) -> User:
    user = User.objects.select_for_update().get(pk=by.pk)
    for name, value in chosen.items():
        setattr(user, name, value)
    user.save()
    return user


class LooksForm(Form):
    """Utseende."""

    scheme = forms.ChoiceField(
        label="Färger", choices=User.Scheme.choices, required=False, widget=forms.RadioSelect
    )
    density = forms.ChoiceField(
        label="Täthet",
        choices=User.Density.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="Kompakt visar fler rader på skärmen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_all_but()


@require_http_methods(["GET", "HEAD", "POST"])
def looks(request: StaffRequest) -> HttpResponse:
    """What the user chooses holds from the next page on, on every computer."""
    user = request.user
    if request.method != "POST":
        first = {"scheme": user.scheme, "density": user.density}
        return render(request, "looks.html", {"form": LooksForm(initial=first)})
    form = LooksForm(request.POST)
    status = carry_out(form, lambda: choose_looks(**form.cleaned_data, by=user))
    if status:
        return render(request, "looks.html", {"form": form}, status=status)
    messages.success(request, "Utseendet är ändrat.")
    return redirect("looks")


@require_http_methods(["GET", "HEAD", "POST"])
def shortcuts(request: StaffRequest) -> HttpResponse:
    """What the keys do, and the button that turns the single ones off or on."""
    if request.method == "POST":
        user = use_single_keys(request.POST.get("do") == "on", by=request.user)
        told = "på" if user.single_keys else "av"
        messages.success(request, f"Kortkommandon med en tangent är {told}.")
        return redirect("shortcuts")
    return render(request, "shortcuts.html")
