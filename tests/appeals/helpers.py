"""What the tests of appeals share: a refusal that was served, and the appeal of it."""

import subprocess
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from functools import wraps
from io import BytesIO

from appeals import registering, reviewing, transferring, trying
from appeals.court_papers import Out
from appeals.models import Appeal, Transfer
from appeals.registering import Papers
from appeals.registering_rules import AppealData
from cases.conflicts import declare
from cases.models import Case, Document, Scan
from decisions import serving
from decisions.models import Decision
from decisions.service_rules import Received
from jobbtorg import clock
from jobbtorg.arrivals import Arrival
from tests.cases import helpers
from tests.world.kept import kept

DECIDED = date(2026, 3, 12)
SERVED = date(2026, 3, 13)
LAST = date(2026, 4, 7)  # three weeks is Good Friday
WHY = "Överklagandet kom in den 8 april, en dag efter den sista dagen att överklaga."
DESK = "Hämtade brevet i receptionen och skrev under."
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%"
)


def on(day: date):
    """Within this block it is noon of that day; today it is now, after what was done before."""
    return nullcontext() if day == clock.today() else helpers.on(day)


def fresh(appeal: Appeal) -> Appeal:
    """As it stands now."""
    return Appeal.objects.whole().get(pk=appeal.pk)


def kept_whole(way: Callable[..., Appeal]) -> Callable[..., Appeal]:
    """A way to an appeal that is gone once at each place, and leads to it as it stands now."""
    once = kept(way)

    @wraps(way)
    def wrapper(*args, **told):
        return fresh(once(*args, **told))

    return wrapper


@kept
def refusal(world, digits=None, *, served: date | None = SERVED, **told) -> Decision:
    """All refused and sent on 12 March 2026, handed over on the 13th unless told."""
    told = {"may": "avslag"} | told
    with on(DECIDED):
        decision = world.decided(*([digits] if digits else []), **told)
        serving.dispatch(decision, "brev", DECIDED, by=world.registrator)
    if served:
        with on(served):
            received = Received("overlamnat", served, DESK)
            serving.note_service(decision, received, by=world.registrator)
    return Decision.objects.get(pk=decision.pk)


def a_paper(n: int = 0) -> BytesIO:
    """A PDF that is like no other."""
    return BytesIO(PDF + b"%d" % n)


def told(day: date, **changed) -> AppealData:
    """An appeal of the right that came by e-mail on the day, from the person."""
    values = {
        "concerns": "ratt",
        "dnr": "AMF 2026/412",
        "arrival": Arrival(day, "epost", day),
        "asks": "Att jag får stödet.",
    }
    return AppealData(**(values | changed))


@kept_whole
def appealed(world, decision, day: date = LAST, *, n: int = 0, **changed) -> Appeal:
    """The appeal that came on that day, with one paper; `by` in `changed` is who appeals."""
    with on(day):
        papers = Papers(files=[(a_paper(n + 100 * decision.pk), "overklagande.pdf")])
        return registering.register(decision, told(day, **changed), papers, by=world.registrator)


@kept_whole
def let_on(world, appeal, day: date | None = None, fault: str = "") -> Appeal:
    """Tried and found to be in time."""
    with on(day or appeal.arrived_on):
        trying.let_on(appeal, fault, by=world.chef)
    return appeal


@kept_whole
def reviewed(world, appeal, outcome="andras_inte", day: date | None = None) -> Appeal:
    """Reviewed, and left as it is unless told."""
    with on(day or appeal.arrived_on):
        reviewing.review(appeal, outcome, "Inget nytt har kommit fram.", by=world.chef)
    return appeal


def ready(world, appeal, day: date | None = None) -> Appeal:
    """Tried and reviewed: only to be handed over."""
    return reviewed(world, let_on(world, appeal, day), day=day)


def out(kind: str, day: date, **changed) -> Out:
    """A bundle that went by a safe digital service that day."""
    return Out(**({"kind": kind, "how": "digital", "sent_on": day} | changed))


def send(act: Callable[..., Transfer], appeal: Appeal, told: Out, *, by) -> Transfer:
    """Has the file made, and notes it as sent."""
    transferring.prepare(appeal, told, by=by)
    return act(appeal, told, by=by)


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, as pdftotext reads it."""
    made = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return made.stdout.decode().split("\f")[:-1]


def scanned(case: Case) -> None:
    """Every document of the case was looked in, and is clean."""
    for row in Document.objects.unscanned().filter(case=case):
        Scan.objects.create(document=row, outcome="rent", scanner="prov", scanned_at=clock.now())


@kept_whole
def handed_over(world, appeal, day: date | None = None) -> Appeal:
    """The whole way to the court, on the day it came unless told."""
    appeal = ready(world, appeal, day)
    scanned(appeal.case)
    day = day or appeal.arrived_on
    with on(day):
        send(transferring.hand_over, appeal, out("overlamnande", day), by=world.registrator)
    return appeal


def cleared(world, appeal, *users) -> None:
    """These have answered that they are not jäviga in the case."""
    for user in users:
        declare(appeal.case, user, by=user)


def later(day: date, days: int) -> date:
    """So many days after."""
    return day + timedelta(days=days)
