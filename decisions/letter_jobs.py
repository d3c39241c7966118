"""Many letters as one PDF to print: long work, fetched under Arbeten."""

from collections.abc import Iterator

from cases.access import log_case
from decisions import sending_lists as lists
from decisions.letter_bundle import bundle
from jobbtorg import clock
from jobbtorg.acts import Rule, refuse
from jobbtorg.audit.models import AccessLog
from jobbtorg.jobs.kinds import Work, job

TO_PRINT = "brev_att_skriva_ut"


@job(TO_PRINT, "Brev att skriva ut")
def letters_to_print(work: Work) -> Iterator[None]:
    """The letters of `letters` that `by` still sees, in the order of the list; each is logged."""
    seen = lists.letters_for(work.by).filter(pk__in=work.parameters["letters"])
    keys = list(lists.in_order(seen).values_list("pk", flat=True))
    if not keys:
        refuse([Rule("none_left", "Inget av breven är längre ditt att skicka.", kind="conflict")])
    pages, cases = [], []
    for key in work.left(keys):
        letter = seen.defer(None).get(pk=key)
        pages.append((f"Beslut {letter.decision.number}", bytes(letter.pdf)))
        cases.append(letter.decision.application.case)
        yield
    for case in cases:
        log_case(work.by, AccessLog.Action.PRINT, "Beslutsbrevet", case)
    work.give(f"Brev-att-skicka-{clock.today()}.pdf", bundle(pages))
