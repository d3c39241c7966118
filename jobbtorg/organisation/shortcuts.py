"""Keys that do something by themselves, and turning them off (WCAG 2.1.4)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jobbtorg.acts import act
from jobbtorg.organisation.models import User
from jobbtorg.organisation.requests import StaffRequest


@act
def use_single_keys(on: bool, *, by: User) -> User:
    """Whether a single key, without Ctrl, opens anything for this user."""
    user = User.objects.select_for_update().get(pk=by.pk)
    user.single_keys = on
    user.save()
    return user


@require_http_methods(["GET", "HEAD", "POST"])
def shortcuts(request: StaffRequest) -> HttpResponse:
    """What the keys do, and the button that turns the single ones off or on."""
    if request.method == "POST":
        user = use_single_keys(request.POST.get("do") == "on", by=request.user)
        told = "på" if user.single_keys else "av"
        messages.success(request, f"Kortkommandon med en tangent är {told}.")
        return redirect("shortcuts")
    return render(request, "shortcuts.html")
