"""A masked copy is long work: each paper a step, the printing one more, and at the end the act."""

from collections.abc import Iterator

from django.urls import reverse

from cases.access import log_case
from cases.actions import lock_case
from cases.models import Case
from disclosure import rules
from disclosure.actions import make_copy
from disclosure.copying_rules import against_copying
from disclosure.drawing import leaves_of, put_together
from disclosure.models import Disclosure
from disclosure.papers import chosen_from
from disclosure.printing import Leaf
from disclosure.selection import Selection, revision_of, selection_of
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.audit.models import AccessLog
from jobbtorg.jobs.actions import start
from jobbtorg.jobs.kinds import Work, job
from jobbtorg.jobs.models import Job
from jobbtorg.organisation.models import User

MASKED_COPY = "maskad_kopia"
GONE = "Ärendet är inte längre ditt att se, eller så har urvalet ändrats. Skapa kopian på nytt."


@act
def ask_for_copy(found: Disclosure, *, by: User) -> Job:
    """Asks for a masked copy of what `by` has chosen and masked so far. Raises RuleBroken."""
    case = lock_case(found.case)
    selection = selection_of(found, by)
    refuse(rules.against_preparing(found, by))
    refuse(against_copying(found, selection, chosen_from(case, selection.papers)))
    asked = {"disclosure": found.pk, "selection": revision_of(found, by)}
    return start(MASKED_COPY, asked, by=by, what=case.number)


@job(MASKED_COPY, "Maskad kopia")
def masked_copy(work: Work) -> Iterator[None]:
    """What was chosen and masked when it was asked for, and nothing that was chosen since."""
    found, selection = _asked(work)
    if found is None:
        refuse([Rule("gone", GONE, kind="conflict")])
        return
    refuse(rules.against_preparing(found, work.by))
    papers = chosen_from(found.case, selection.papers)
    refuse(against_copying(found, selection, papers))
    leaves: list[Leaf] = []
    drawn = None
    for paper in work.left([*papers, None]):  # the last step is the printing
        if paper:
            leaves += leaves_of(found, paper, selection)
        else:
            drawn = put_together(found, selection, papers, leaves, by=work.by)
        yield
    copy = make_copy(found, selection, drawn, by=work.by)
    log_case(work.by, AccessLog.Action.PRINT, "Maskad kopia", found.case)
    work.lead(reverse("masked_copy", args=[found.case.slug, found.pk, copy.pk]))


def _asked(work: Work) -> tuple[Disclosure | None, Selection]:
    """The request while its case is the user's to see, and what stood there when it was asked."""
    rows = Disclosure.objects.whole().filter(case__in=Case.objects.visible_to(work.by))
    found = rows.filter(pk=work.parameters["disclosure"]).first()
    if found is None or revision_of(found, work.by) != work.parameters["selection"]:
        return None, Selection()
    return found, selection_of(found, work.by)
