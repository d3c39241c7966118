"""The list of insatser that are carried out at the unit."""

from django.core.paginator import Paginator
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
    "": ("Chefen ska följa upp", ongoing.to_follow_up),
    "slutar": ("Perioden slutar snart", ongoing.ending),
    "alla": ("Alla pågående", lambda rows: rows),
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
    pages = {key: Paginator(ongoing.shown(choose(rows)), ROWS) for key, (_, choose) in TABS.items()}
    listed = pages[name].get_page(request.GET.get("page"))
    lines = [ongoing.line(row) for row in listed.object_list]
    log_list(request.user, f"Pågående insatser: {TABS[name][0]}", [row["case"] for row in lines])
    tabs = tabs_of(((key, label, pages[key].count) for key, (label, _) in TABS.items()), name)
    context = {"tabs": tabs, "chosen": TABS[name][0], "page": listed, "rows": lines}
    return render(request, "followup/insatser.html", context)
