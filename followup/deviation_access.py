"""The way to an avvikelse from a page: only who may see it, and every look is logged."""

from typing import Any

from django.http import Http404

from cases.models.seeing import held_by, units_beside
from followup.models import Deviation
from jobbtorg.audit import log
from jobbtorg.audit.models import AccessLog
from jobbtorg.organisation.models import Function, User

Action = AccessLog.Action


def get_deviation(
    user: User, number: str, what: str, *, action: str = Action.READ, own: bool = False
) -> Deviation:
    """The report with all about it; 404 for strangers and for whom it is about.

    With `own` also for who reported it. The log never names the case that it is linked to.
    """
    told = f"{what}, {number}"
    found = Deviation.objects.visible_to(user).filter(number=number).first()
    if found is None and own:
        found = Deviation.objects.own(user).filter(number=number).first()
    if found is None:
        log.record(user, Action.REFUSED, told)
        raise Http404
    log.record(user, action, told)
    return Deviation.objects.whole().get(pk=found.pk)


def unhandled_for(user: User) -> Any:
    """What waits for the nämnd to appoint someone, for its secretary: never what it says."""
    units = units_beside(held_by(user), [Function.NAMNDSEKRETERARE])
    rows = Deviation.objects.unhandled().not_about(user).filter(unit__in=units)
    return rows.order_by("reported_at", "pk")


def may_open(deviation: Deviation, user: User) -> bool:
    """Whether the user sees more than that the report has come in."""
    return Deviation.objects.visible_to(user).filter(pk=deviation.pk).exists()


def works_with(deviation: Deviation, user: User) -> bool:
    """Whether the user handles it, and so sees which case it is linked to."""
    return Deviation.objects.handled_by(user).filter(pk=deviation.pk).exists()
