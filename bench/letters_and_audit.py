"""python -m bench.letters_and_audit [LETTERS [ROWS]]: a batch, and what the audit costs."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")
django.setup()


from bench import audit  # noqa: E402
from bench.batch import table  # noqa: E402
from cases.models import Case, Investigation, Status  # noqa: E402
from cases.rules import rulings_of  # noqa: E402
from decisions import actions  # noqa: E402
from decisions.deciders import delegate_for  # noqa: E402
from decisions.rules import against_content, against_deciding  # noqa: E402
from jobbtorg import clock  # noqa: E402
from jobbtorg.letters import Manuscript  # noqa: E402
from jobbtorg.organisation.models import User  # noqa: E402


def decidable() -> tuple[Case, User]:
    """A case of Farsta's that its chef can decide today as proposed."""
    chef = User.objects.get(username="chef-farsta")
    for case in Case.objects.filter(status=Status.VANTAR, unit__name="Jobbtorg Farsta"):
        found = Investigation.objects.of(case)
        against = [*against_deciding(case, chef)]
        if not against and not against_content(found, rulings_of(found.summary), clock.today()):
            return case, chef
    sys.exit("Ingen av Farstas ärenden kan beslutas i dag. Ladda om övningsstaden.")


def manuscript_for(case: Case, chef: User) -> Manuscript:
    """The case's letter before it is printed."""
    found = Investigation.objects.of(case)
    return actions.letter_of(found, rulings_of(found.summary), delegate_for(case, chef))


def main() -> None:
    """Prints the tables; the arguments are how many letters and rows of the log."""
    case, chef = decidable()
    print(table(manuscript_for(case, chef), int(sys.argv[1]) if sys.argv[1:] else 1000))
    print(audit.table(int(sys.argv[2]) if sys.argv[2:] else 1_000_000))


main()
