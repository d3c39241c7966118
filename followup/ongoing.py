"""Pågående insatser: every uppdrag that is carried out, with when the chef is to follow it up."""

from datetime import timedelta
from typing import Any, cast

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import Application, Case
from decisions.models import Ruling
from followup.models import Assignment, FollowUp
from jobbtorg import clock
from jobbtorg.among import among
from jobbtorg.rulebook.models import setting

SOON = timedelta(days=7)


def assignments_of(cases: QuerySet[Case]) -> QuerySet[Assignment]:
    """The uppdrag of insatser that are not closed in these cases, the next follow-up first.

    Each with `followed_on`, the day for the chef's next follow-up, and `runs_to`, the last day of
    the period by the decision that holds.
    """
    chefs = FollowUp.objects.filter(assignment=OuterRef("pk"), hat=FollowUp.Hat.CHEF)
    latest = chefs.order_by("-pk").values("next_on")[:1]
    granted = Ruling.objects.filter(
        decision__application=OuterRef("application"),
        decision__changed_by=None,
        period_to__isnull=False,
    )
    last = granted.order_by("-period_to").values("period_to")[:1]
    later = Assignment.objects.filter(
        application__case=OuterRef("application__case"), pk__gt=OuterRef("pk")
    )
    open_ = Application.objects.unclosed().filter(pk=OuterRef("application"))
    theirs = among("application__case", cases.order_by().values("pk"))
    rows = Assignment.objects.filter(theirs, Exists(open_), ~Exists(later))
    return rows.annotate(
        runs_to=Subquery(last, output_field=DateField()),
        followed_on=Coalesce(Subquery(latest), F("follow_up_on"), output_field=DateField()),
    ).order_by("followed_on", "pk")


def to_follow_up() -> Q:
    """Those whose day for the chef's follow-up has come, or comes within a week."""
    return Q(followed_on__lte=clock.today() + SOON)


def ending() -> Q:
    """Those whose period ends within the days of the watch, or has ended."""
    watched = timedelta(days=setting("periodens_slut_forsta"))
    return Q(runs_to__lte=clock.today() + watched)


def counts(rows: QuerySet[Any], **lists: Q) -> dict[str, int]:
    """How many are on each of the lists, by one question; a Q() is all of them."""
    asked = {name: Count("pk", filter=which or None) for name, which in lists.items()}
    return rows.order_by().aggregate(**asked)


def shown(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With what a row of the list shows."""
    return rows.select_related(
        "application__case__person", "application__case__coach", "application__case__unit"
    ).annotate(
        taken=Exists(
            Assignment.objects.filter(
                pk=OuterRef("pk"), acceptances__coach=OuterRef("application__case__coach")
            )
        ),
        planned=Exists(Assignment.objects.filter(pk=OuterRef("pk"), plans__isnull=False)),
    )


def line(row: Assignment) -> dict[str, Any]:
    """An uppdrag as a row: whose, how far it has come, and its two days."""
    told = cast(Any, row)
    today = clock.today()
    state, tone = ("Jobbplan finns", "success") if told.planned else ("Utan jobbplan", "warning")
    if not told.taken:
        state, tone = "Inte mottaget", "danger"
    if told.runs_to < today:
        state, tone = "Perioden är slut", "danger"
    return {
        "case": row.application.case,
        "followed_on": told.followed_on,
        "late": told.followed_on < today,
        "runs_to": told.runs_to,
        "state": state,
        "tone": tone,
    }
