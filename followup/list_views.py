"""The list of insatser that are carried out at the unit."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import log_list
from cases.models import Case
from followup import ongoing
from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.models import CHEFER, Function
from jobbtorg.organisation.requests import StaffRequest
from jobbtorg.ui.errors import refused
from jobbtorg.ui.tabs import tabs as tabs_of

ROWS = 25
READERS = (Function.COACH, *CHEFER)
TABS = {
    "": ("Chefen ska följa upp", ongoing.to_follow_up, "followed_on"),
    "slutar": ("Perioden slutar snart", ongoing.ending, "runs_to"),
    "alla": ("Alla pågående", Q, "followed_on"),
}
NOT_READER = Rule(
    "not_reader", "Enhetens coacher och chefer ser de pågående insatserna.", kind="forbidden"
)


@require_safe
def insatser(request: StaffRequest) -> HttpResponse:
    """Each uppdrag that is not closed; the tab is in the address."""
    if all(role.function not in READERS for role in request.user.roles()):
        return refused(request, RuleBroken([NOT_READER]))
    name = request.GET.get("flik", "")
    name = name if name in TABS else ""
    rows = ongoing.assignments_of(Case.objects.visible_to(request.user))
    counts = ongoing.counts(rows, **{f"n_{key}": which() for key, (_, which, _) in TABS.items()})
    label, which, day = TABS[name]
    pages = Paginator(ongoing.shown(rows.filter(which()).order_by(day, "pk")), ROWS)
    pages.count = counts[f"n_{name}"]  # counted once already, with the other lists
    listed = pages.get_page(request.GET.get("page"))
    lines = [ongoing.line(row) for row in listed.object_list] if pages.count else []
    log_list(request.user, f"Pågående insatser: {label}", [row["case"] for row in lines])
    tabs = tabs_of(((key, told, counts[f"n_{key}"]) for key, (told, _, _) in TABS.items()), name)
    context = {"tabs": tabs, "chosen": label, "page": listed, "rows": lines}
    return render(request, "followup/insatser.html", context)
