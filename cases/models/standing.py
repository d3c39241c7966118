"""Where a case stands: what lists, pages and access ask of it, one row each.

Derived: PostgreSQL writes it by triggers on every row that tells something (cases/standing_sql.py),
so that nobody has to put the answer together from twenty tables to show a list. docs/adr/0032.
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case as If
from django.db.models import F, Lookup, Q, Value, When
from django.db.models.functions import Coalesce

from jobbtorg import clock
from jobbtorg.rulebook.models import setting

ENDS_SOON = "periodens_slut_forsta"


class DaysField(models.Field):
    """The days on which something is so, with gaps between them: PostgreSQL's datemultirange."""

    def db_type(self, connection: Any) -> str:
        """The column's type."""
        return "datemultirange"


@DaysField.register_lookup
class Holds(Lookup):
    """Whether the day is among them."""

    lookup_name = "holds"
    template = "%s @> %s::date"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The question."""
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return self.template % (lhs, rhs), [*lhs_params, *rhs_params]


@DaysField.register_lookup
class Lacks(Holds):
    """Whether the day is not among them."""

    lookup_name = "lacks"
    template = "NOT %s @> %s::date"


class Standing(models.Model):
    """What the rows of law come to, for one case, as they are now; days tell the rest."""

    case = models.OneToOneField(
        "cases.Case", models.CASCADE, primary_key=True, related_name="standing"
    )
    coach_days = DaysField(db_default=Value("{}"))  # when its coach is one at its unit
    coached_from = models.DateField(null=True)
    uncoached_from = models.DateField(null=True)
    coach_answered = models.BooleanField(db_default=False)  # the question of jäv
    referred = models.BooleanField(db_default=False)  # by a hänskjutande without an answer
    namnd_speaks = models.BooleanField(db_default=False)  # to a court, of what it decided itself
    namnd_asked = models.BooleanField(db_default=False)  # what is not given out. OSL 6 kap. 3 §
    namnds = models.BooleanField(db_default=False)  # any of these, or it has decided and not sent
    reply_by = models.DateField(null=True)  # the latest sending, while nobody has replied
    unmet = models.BooleanField(db_default=False)  # the latest reply
    withdrawn_on = models.DateField(null=True)  # while the application is not avskriven
    granted = models.BooleanField(db_default=False)
    runs_to = models.DateField(null=True)
    step = models.CharField(max_length=10, db_default="ge")  # Case.Stage, of what was granted last
    contact_asked = models.BooleanField(db_default=False)
    signposted = models.BooleanField(db_default=False)  # and to be followed up
    appeal_until = models.DateField(null=True)  # the last day on which something is left to do
    last_line_at = models.DateTimeField(null=True)  # in its journal

    class Meta:
        indexes = [
            models.Index(fields=["coached_from"], name="cases_coached_from"),
            models.Index(fields=["uncoached_from"], name="cases_uncoached_from"),
            models.Index(fields=["case"], name="cases_of_the_namnd", condition=Q(namnds=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"

    def has_coach(self, day: date) -> bool:
        """Whether its coach is a coach at its unit on the day."""
        return any(day in days for days in self.coach_days)


def coach_here() -> Q:
    """Whose coach is a coach at their unit today."""
    return Q(standing__coach_days__holds=clock.today())


def nobody_here() -> Q:
    """Who has no coach at their unit today: of the open ones, found by an index."""
    today = clock.today()
    maybe = Q(standing__coached_from=None) | Q(standing__coached_from__gt=today)
    maybe |= Q(standing__uncoached_from__lte=today)
    return maybe & Q(standing__coach_days__lacks=today)


def awaited() -> Q:
    """Where it is the applicant's turn: a reply or the day brings it."""
    return Q(status="utreds", standing__reply_by__gte=clock.today())


def deadline_on() -> Coalesce:
    """The day by which the next step is taken: the person's, while it is their turn."""
    theirs = If(When(awaited(), then=F("standing__reply_by")), output_field=models.DateField())
    return Coalesce(theirs, "due_on")


def over() -> Q:
    """Whose insats runs no longer, and is to be closed."""
    return Q(status="pagar", standing__runs_to__lt=clock.today())


def to_give() -> Q:
    """Where a chef is to give the uppdrag of what was granted."""
    runs = Q(standing__runs_to=None) | Q(standing__runs_to__gte=clock.today())
    return Q(runs, status="pagar", standing__step="ge")


def ends_soon(standing: Standing) -> bool:
    """Whether the period ends within the days of the setting."""
    if standing.runs_to is None:
        return False
    return (standing.runs_to - clock.today()).days <= int(setting(ENDS_SOON))
