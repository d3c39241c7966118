"""What the worker does for cases: at night, every quarter of an hour, and as documents come."""

from itertools import chain

from celery import shared_task
from django.db.models import Q

from cases import reminding, scanning
from cases.actions import name_on_case
from cases.models import Case, Document, Note, Paper, Status
from cases.notes import sign_overdue


@shared_task
def name_new_chefs() -> None:
    """Names a unit's present enhetschef on its protected persons' open cases; twice is as once.

    Without it a case would be out of sight for everyone when its enhetschef is replaced, or, while
    it is hänskjutet, when the nämndsekreterare is.
    """
    protected = Case.objects.exclude(person__protection="").select_related("person")
    for case in protected.filter(~Q(status=Status.AVSLUTAD) | Q(standing__referred=True)):
        name_on_case(case)


@shared_task
def remind() -> None:
    """Reminds each of what is theirs to do and runs out; it catches up, and twice is as once."""
    reminding.remind_all()


@shared_task
def sign_overdue_notes() -> None:
    """Signs the notes that have locked themselves; it catches up, and twice is as once."""
    for pk in Note.objects.overdue().values_list("pk", flat=True):
        sign_overdue(pk)


@shared_task
def scan_document(pk: int) -> None:
    """Looks for a virus in a document that nobody has looked in."""
    for document in Document.objects.unscanned().filter(pk=pk):
        scanning.scan(document)


@shared_task
def scan_paper(pk: int) -> None:
    """The same for a paper in the inbox."""
    for paper in Paper.objects.unscanned().filter(pk=pk):
        scanning.scan(paper)


@shared_task
def scan_waiting() -> None:
    """The same for all that are left: the scanner, or the queue, was down when they came."""
    left = [Document.objects.unscanned().order_by("pk"), Paper.objects.unscanned().order_by("pk")]
    for file in chain.from_iterable(left):
        if scanning.scan(file) is None:
            return  # no answer about one: the rest are asked about in the next run


@shared_task
def verify_documents() -> None:
    """Hashes every kept document anew, and takes away bytes that have no row."""
    scanning.verify()
    scanning.clear_unclaimed()
