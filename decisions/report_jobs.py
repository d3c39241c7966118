"""A long list of delegated decisions is long work: five hundred take ten seconds to print."""

from collections.abc import Iterator
from datetime import date

from decisions import reporting
from decisions import reporting_rules as rules
from jobbtorg.acts import act, refuse
from jobbtorg.jobs.actions import start
from jobbtorg.jobs.kinds import Work, job
from jobbtorg.jobs.models import Job
from jobbtorg.organisation.models import Unit, User

TO_FIX = "lista_att_faststalla"


@act
def ask_to_fix(period: rules.Period, *, by: User) -> Job:
    """Asks for the period's list. Raises RuleBroken, as to fix it does."""
    period = period.reported_by(by)
    refuse(rules.against_fixing(period, by))
    assert period.first and period.last and period.namnd
    asked = {
        "first": str(period.first),
        "last": str(period.last),
        "namnd": period.namnd.pk,
    }
    return start(TO_FIX, asked, by=by, what=f"{period.first}–{period.last}")


@job(TO_FIX, "Anmälan av delegationsbeslut")
def list_to_fix(work: Work) -> Iterator[None]:
    """The list is fixed in one step, of what is unreported when it is done: KL 7 kap. 8 §."""
    asked = work.parameters
    namnd = Unit.objects.get(pk=asked["namnd"])
    first, last = (date.fromisoformat(asked[name]) for name in ("first", "last"))
    for _ in work.left([namnd]):
        report = reporting.fix_list(rules.Period(first, last, namnd), by=work.by)
        work.lead(report.get_absolute_url())
        yield
