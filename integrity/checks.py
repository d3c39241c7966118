"""What always holds, each promise with how it is asked, whose a breach is, and what to do then.

Most of it PostgreSQL refuses already: the check is for what came past it, and for what nobody did.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from cases import unapplied
from cases.models import Application, Case, DocumentCheck, Outcome, Status
from cases.models.standing import nobody_here
from cases.standing import put_right, untrue
from decisions import unreported
from decisions.models import FORMAL, GRANTS, Decision, Letter, LetterCheck, ReportList, Ruling
from decisions.models import reporting as reported
from decisions.sending_lists import LISTS, with_where_they_stand
from jobbtorg import clock
from jobbtorg.deadlines import previous_working_day
from jobbtorg.organisation.models import CHEFER, Appointment, Function, Unit
from jobbtorg.rulebook.models import setting

RESTORED = (
    "Ändra ingenting. Kontakta driften: det som saknas hämtas ur säkerhetskopian, och innan dess "
    "ska ingen göra om det för hand."
)


@dataclass(frozen=True)
class Found:
    """One breach: the row, in words that a check never changes, and the case it is in."""

    subject: str
    sentence: str
    case: int | None = None


Find = Callable[[], Iterable[Found]]


@dataclass(frozen=True)
class Check:
    """A promise: what it is called, whose a breach is, what to do about it, how it is asked."""

    key: str
    title: str
    answers: Function
    what_to_do: str
    find: Find


CHECKS: dict[str, Check] = {}


def check(key: str, title: str, answers: Function, what_to_do: str) -> Callable[[Find], Find]:
    """Registers the question as a promise."""

    def register(find: Find) -> Find:
        CHECKS[key] = Check(key, title, answers, what_to_do, find)
        return find

    return register


@check(
    "fel-lage",
    "Ärende vars läge var fel",
    Function.GRANSKARE,
    "Läget är rättat: ärendet står på rätt lista igen. Kontakta driften, som tar reda på hur det "
    "blev fel.",
)
def standing_untrue() -> Iterator[Found]:
    """Where a case stands is kept beside it, and is what the rows of law say. ADR 32.

    Asked first: the others read it.
    """
    for pk in (wrong := untrue()):
        yield Found(f"läge {pk}", "Ärendet stod inte på rätt lista.", pk)
    put_right(wrong)


@check("brev-saknas", "Beslut utan brev", Function.ENHETSCHEF, RESTORED)
def without_letter() -> Iterator[Found]:
    """No decision without its letter. G15."""
    for row in _decisions().filter(letter=None):
        yield _of(row, f"Beslut {row.number} har inget brev.")


@check(
    "ordning",
    "Prövning i fel ordning",
    Function.ENHETSCHEF,
    "Kontakta driften och en jurist: rätten prövas först, och befogenheten bara för det som rätten "
    "inte ger. Beslutet kan behöva ändras.",
)
def out_of_order() -> Iterator[Found]:
    """The right first, and the may-insats for what the right does not give. G2."""
    same = Ruling.objects.filter(decision=OuterRef("pk"))
    right, may = (same.filter(basis=basis) for basis in (Ruling.Basis.RIGHT, Ruling.Basis.MAY))
    rows = _decisions().annotate(
        ruled=Exists(same),
        right=Subquery(right.values("pk")[:1]),
        may=Subquery(may.values("pk")[:1]),
        outcome=Subquery(right.values("outcome")[:1]),
    )
    insats = ~Q(kind__in=FORMAL)
    whole = Q(outcome=Outcome.GRANTED, may__isnull=False)
    left = Q(right__isnull=False, may=None) & ~Q(outcome=Outcome.GRANTED)
    wrong = Q(right=None) | Q(may__lt=F("right")) | whole | left
    for row in rows.filter(insats & wrong | Q(ruled=False)):
        yield _of(row, f"Beslut {row.number} prövar inte rätten och befogenheten i ordning.")


@check(
    "brev-ej-skickat",
    "Brev som inte är skickat",
    Function.REGISTRATOR,
    "Skicka brevet och markera det som skickat under Expediering.",
)
def unsent() -> Iterator[Found]:
    """No letter lies longer than the working day after its decision. FL 33 §."""
    today = previous_working_day(clock.today())
    late = Q(pk__in=[])
    for waiting in LISTS.values():
        if waiting.is_sent_here:
            late |= waiting.belongs & Q(**{f"{waiting.since}__lt": today})
    rows = with_where_they_stand(Letter.objects.all()).filter(late)
    for row in rows.defer("pdf").select_related("decision__application"):
        sentence = f"Brevet till beslut {row.decision.number} är inte skickat."
        yield Found(f"brev {row.pk}", sentence, row.decision.application.case_id)


@check(
    "ingen-coach",
    "Ärende utan coach",
    Function.ENHETSCHEF,
    "Fördela ärendet till en coach vid enheten.",
)
def without_coach() -> Iterator[Found]:
    """No open case is nobody's longer than the working day after it came."""
    coached = (Status.AKTUALISERAD, Status.UTREDS, Status.PAGAR)
    new = _midnight(previous_working_day(clock.today()))
    rows = Case.objects.filter(nobody_here(), status__in=coached)
    for row in rows.exclude(applications__registered_at__gte=new):
        yield Found(f"ärende {row.pk}", "Ärendet har ingen coach vid enheten.", row.pk)


@check(
    "ingen-frist",
    "Ärende utan nästa steg",
    Function.ENHETSCHEF,
    "Öppna ärendet och ta nästa steg. Står det inget steg där, kontakta driften.",
)
def without_day() -> Iterator[Found]:
    """Every open case has a day by which its next step is taken."""
    rows: Any = Case.objects.open().with_deadline()
    for row in rows.filter(deadline_on=None):
        yield Found(f"ärende {row.pk}", "Ärendet är öppet men har ingen frist.", row.pk)


@check(
    "ingen-chef",
    "Enhet utan chef",
    Function.DELEGATIONSADMIN,
    "Förordna en chef vid enheten, också när det bara är för en tid.",
)
def without_chef() -> Iterator[Found]:
    """Where there are open cases somebody shares them out, decides and answers for them."""
    chefs = Appointment.objects.on().filter(
        unit=OuterRef("pk"), function__in=CHEFER, user__is_active=True
    )
    cases = Case.objects.open().filter(unit=OuterRef("pk"))
    for row in Unit.objects.filter(Exists(cases), ~Exists(chefs)):
        yield Found(f"enhet {row.pk}", f"{row} har öppna ärenden men ingen chef.")


@check(
    "inget-uppdrag",
    "Beviljad insats utan uppdrag",
    Function.ENHETSCHEF,
    "Ge uppdraget till coachen, så att insatsen kan börja.",
)
def without_assignment() -> Iterator[Found]:
    """What is granted and runs is given to a coach within the days that the rulebook says. G18."""
    today = clock.today()
    day = today
    for _ in range(setting("uppdrag_inom_arbetsdagar")):
        day = previous_working_day(day)
    given = Ruling.objects.filter(
        decision__application=OuterRef("pk"),
        decision__changed_by=None,
        decision__decided_on__lt=day,
        outcome__in=GRANTS,
        period_to__gte=today,
    )
    running = (Status.PAGAR, Status.AKTUALISERAD, Status.UTREDS, Status.VANTAR)
    rows = Application.objects.filter(Exists(given), assignment=None, case__status__in=running)
    for row in rows.unclosed():
        sentence = "En insats är beviljad, men inget uppdrag är gett."
        yield Found(f"ansökan {row.pk}", sentence, row.case_id)


@check(
    "lista-missar",
    "Beslut som inte är anmält",
    Function.NAMNDSEKRETERARE,
    "Fastställ nästa lista, där beslutet följer med, eller protokollför beslutet särskilt.",
)
def left_out() -> Iterator[Found]:
    """Every delegated decision of a reported period stands in a list. KL 7 kap. 8 §."""
    latest = ReportList.objects.order_by("namnd_id", "-period_to").distinct("namnd_id")
    for last in latest.select_related("namnd"):
        for row in reported.left_out(last.period_to, last.namnd).select_related("application"):
            yield _of(row, f"Beslut {row.number} står inte i någon anmälan till nämnden.")


@check(
    "oanmalt-beslut",
    "Beslut som stod fel bland de oanmälda",
    Function.GRANSKARE,
    "Uppgiften är rättad, och nästa lista blir hel. Kontakta driften, som tar reda på hur det blev "
    "fel.",
)
def unreported_untrue() -> Iterator[Found]:
    """Which decisions are unreported is kept beside them, and is what the rows of law say."""
    for row in (wrong := list(unreported.untrue().select_related("application"))):
        yield _of(row, f"Beslut {row.number} stod fel bland de oanmälda.")
    if wrong:
        unreported.put_right()


@check(
    "fel-vantande-kontakt",
    "Kontakt som stod fel bland dem som väntar på ansökan",
    Function.GRANSKARE,
    "Uppgiften är rättad. Kontakta driften, som tar reda på hur det blev fel.",
)
def unapplied_untrue() -> Iterator[Found]:
    """Who may yet apply is kept beside the contacts, and is what the rows of law say."""
    for row in (wrong := list(unapplied.untrue())):
        yield Found(f"kontakt {row.pk}", f"Kontakten {row.held_on} stod fel bland de väntande.")
    if wrong:
        unapplied.put_right()


@check("lista-ofullstandig", "Lista som saknar rader", Function.NAMNDSEKRETERARE, RESTORED)
def shortened() -> Iterator[Found]:
    """A list still holds as many decisions as when it was fixed."""
    for row in ReportList.objects.all():
        if row.rows.count() != row.total:
            sentence = f"Lista {row.number} fastställdes med {row.total} beslut men har "
            yield Found(f"lista {row.pk}", f"{sentence}{row.rows.count()}.")


@check("handling-andrad", "Handling som är ändrad eller saknas", Function.GRANSKARE, RESTORED)
def changed_documents() -> Iterator[Found]:
    """Every document has the bytes that it came with, by the latest check of them."""
    latest = DocumentCheck.objects.first()
    return (Found(what, f"{what}.") for what in (latest.deviating if latest else []))


@check("brev-andrat", "Brev som är ändrat", Function.GRANSKARE, RESTORED)
def changed_letters() -> Iterator[Found]:
    """Every letter has the bytes that it was made with, by the latest check of them."""
    latest = LetterCheck.objects.first()
    return (Found(what, f"{what}: ändrat.") for what in (latest.deviating if latest else []))


@check(
    "kontroll-utebliven",
    "Nattens kontroll är inte gjord",
    Function.DELEGATIONSADMIN,
    "Kontakta driften: programmets bakgrundsarbete står stilla.",
)
def not_checked() -> Iterator[Found]:
    """Documents and letters are checked every night."""
    since = clock.now() - timedelta(days=2)
    for model, what in ((DocumentCheck, "Handlingarna"), (LetterCheck, "Breven")):
        latest = model.objects.first()  # type: ignore[attr-defined]
        if latest and latest.checked_at < since:
            yield Found(what, f"{what} är inte kontrollerade på över två dygn.")


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related("application").order_by("pk")


def _of(decision: Decision, sentence: str) -> Found:
    return Found(f"beslut {decision.pk}", sentence, decision.application.case_id)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.STOCKHOLM)
