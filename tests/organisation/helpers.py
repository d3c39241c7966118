"""Short ways to change the register in tests, through the acts that its pages use."""

from datetime import date

from jobbtorg.acts import RuleBroken
from jobbtorg.organisation.models import Delegation, Function, Power
from jobbtorg.organisation.register import actions
from jobbtorg.organisation.register.rules import PassedOn

FIRST, LAST = date(2026, 2, 23), date(2026, 3, 9)


def row_of(world, power="insats_ratt", function=Function.ENHETSCHEF, unit="Farsta", day=None):
    """The row of the register that gives this on the day."""
    rows = Delegation.objects.on(day).filter(power__code=power, function=function)
    return rows.get(unit=world.unit(unit))


def powers(*codes):
    return list(Power.objects.filter(code__in=codes or ("insats_ratt", "insats_befogenhet")))


def pass_on(world, *codes, by=None, replace=False, confirmed=False, **changed):
    """Passes on to the biträdande enhetschef in Farsta, from FIRST to LAST, unless told."""
    told = {
        "function": Function.BITRADANDE,
        "unit": world.unit(),
        "point": "V 2026:1",
        "valid_from": FIRST,
        "valid_to": LAST,
    }
    return actions.pass_on(
        PassedOn(**(told | changed)),
        powers(*codes),
        by=by or world.delegationsadmin,
        replace=replace,
        confirmed=confirmed,
    )


def end(world, row, last_day, *, by=None, confirmed=True):
    return actions.end(
        row, last_day, by=by or world.delegationsadmin, seen=row.version, confirmed=confirmed
    )


def refusals(act, *args, **kwargs):
    """{code: sentence} of every reason why the act is refused; empty when it is done."""
    try:
        act(*args, **kwargs)
    except RuleBroken as broken:
        return {rule.code: rule.sentence for rule in broken.rules}
    return {}
