"""The cases that a demo is really about: TP1–TP5 and the ones that strain rules and pages."""

from datetime import timedelta

from decisions.demo.days import Days
from decisions.demo.people import test_number
from decisions.demo.plans import Plan
from decisions.demo.shares import REFUSED
from jobbtorg.deadlines import add_months

# eighty letters, none of them a blank or a hyphen
LONG_NAME = (
    "Maximiliana Fernanda Esperanza Valentina",
    "Etxeberria-Montenegro de la Fuente Villavicencio",
)


def difficult(days: Days) -> list[Plan]:
    """TP1–TP5 first (users.md §9), then the rest."""
    return [*_test_persons(), *_strained(), _turning_thirty(days), _thirty_that_day(days)]


def _test_persons() -> list[Plan]:
    return [
        Plan("Farsta", "vantar", coach="coach-farsta", digits="200203212386",
             name=("Tilda", "Provström"), back=3),
        Plan("Farsta", "vantar_svar", coach="coach-farsta", digits="198504172381",
             name=("Teresa", "Provlund"), group="kvinnor", outcomes=REFUSED,
             ground="stadsdel", back=4),
        Plan("Farsta", "utreds", coach="coach-farsta", digits="200406232397",
             name=("Timo", "Provberg"), woman=False, outcomes=REFUSED,
             ground="forsorjningsstod", depth=3, ago=12),
        Plan("Farsta", "utreds", coach="coach-farsta", digits="199907082383",
             name=("Tora", "Provdal"), protection="skyddad_folkbokforing", depth=2, ago=16),
        Plan("City", "utreds", coach="coach-city", digits="200109102392",
             name=("Tarik", "Provholm"), woman=False, depth=1, ago=9),
    ]  # fmt: skip


def _strained() -> list[Plan]:
    """A long name, a long investigation, a woman of 58, a handover, one returned twice.

    And two of principle: one that the nämnd has, and one that it has decided.
    """
    return [
        Plan("Skärholmen", "vantar", group="kvinnor", age=46, name=LONG_NAME, back=1),
        Plan("Farsta", "utreds", group="kvinnor", age=39, coach="coach-farsta", ago=148, depth=4),
        Plan("Farsta", "pagar", group="kvinnor", age=58, outcomes=("bifall", ""), back=9),
        Plan("Farsta", "utreds", coach="coach2-farsta", handed_over=True, age=21, ago=20, depth=3),
        Plan("Farsta", "aterlamnad", coach="coach-farsta", age=26, returns=2, back=1),
        Plan("Farsta", "vantar", referred=True, coach="coach-farsta", age=22, back=2),
        Plan("City", "beslutad", referred=True, coach="coach-city", age=27, back=0),
    ]


def _turning_thirty(days: Days) -> Plan:
    """Twenty-nine when the application came in, thirty while it was investigated."""
    born = add_months(days.today - timedelta(days=12), -12 * 30)
    digits = test_number(born, woman=True)
    return Plan("Kista", "vantar", digits=digits, name=("Nora", "Gränsfors"), back=1, ago=31)


def _thirty_that_day(days: Days) -> Plan:
    """A man whose thirtieth birthday is the day that his application came in."""
    arrived = min(days.today - timedelta(days=41), days.day(0))
    digits = test_number(add_months(arrived, -12 * 30), woman=False)
    return Plan(
        "City", "avslutad", group="annan", digits=digits, name=("Nils", "Gränsberg"),
        woman=False, outcomes=REFUSED, ground="malgrupp", ago=41,
    )  # fmt: skip
