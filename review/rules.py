"""Who follows up the log, and why something cannot be done now: every reason at once."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.deadlines import add_months
from jobbtorg.organisation.models import CHEFER, Appointment, Function, Unit, User
from jobbtorg.organisation.namnder import under
from review.models import Explanation, Finding, Judgement, LogReview

SHORT = 10  # characters: less says nothing
EXPLAIN, REPORT = Judgement.Outcome.EXPLAIN, Judgement.Outcome.REPORT


def units_of(user: User) -> Q:
    """The units whose log the user follows up: the nämnd's, or those that they are chef of."""
    if not user.is_active:
        return Q(pk__in=[])
    led = [role.unit_id for role in user.roles() if role.function in CHEFER]
    found = Q(pk__in={*led, *under(user, Function.GRANSKARE)})
    return found | Q(kind=Unit.Kind.FORVALTNING, pk__in=under(user, Function.FORVALTNINGSCHEF))


def reviews(user: User, unit: Unit) -> bool:
    """Whether the user follows up the unit's log."""
    return Unit.objects.filter(units_of(user), pk=unit.pk).exists()


def against_reading(user: User) -> list[Rule]:
    """Why the log review is not this user's."""
    functions = (Function.GRANSKARE, Function.FORVALTNINGSCHEF, *CHEFER)
    if user.is_active and any(role.function in functions for role in user.roles()):
        return []
    sentence = "Logguppföljningen är för granskaren och cheferna."
    return [Rule("not_reviewer", sentence, kind="forbidden")]


def against_reviewing(unit: Unit, user: User) -> list[Rule]:
    """Why this unit's log is not this user's to follow up."""
    if reviews(user, unit):
        return []
    sentence = f"Loggen för {unit} följs upp av granskaren och av enhetens egna chefer."
    return [Rule("not_reviewer", sentence, kind="forbidden")]


def against_starting(unit: Unit, month: date, user: User) -> Iterator[Rule]:
    """Only a month that is over, and once."""
    yield from against_reviewing(unit, user)
    if clock.today() < add_months(month, 1):
        sentence = "Månaden är inte slut. Uppföljningen görs när den är det."
        yield Rule("not_over", sentence, kind="conflict")
    if LogReview.objects.of(unit, month).exists():
        yield Rule("begun", "Uppföljningen är redan påbörjad.", kind="conflict")


def against_judge(finding: Finding, user: User) -> Iterator[Rule]:
    """Who reviews the unit; never the reader; until the report is signed."""
    yield from against_reviewing(finding.review.unit, user)
    if finding.reader_id == user.pk:
        sentence = "Du bedömer inte dina egna öppningar. Det gör granskaren eller en annan chef."
        yield Rule("own", sentence, kind="forbidden")
    if hasattr(finding.review, "report"):
        yield Rule("signed", "Rapporten är undertecknad.", kind="conflict")


def against_judging(
    finding: Finding, outcome: str, note: str, reply_by: date | None, user: User
) -> Iterator[Rule]:
    """As above; Anmäl says why, and an explanation is waited for."""
    yield from against_judge(finding, user)
    latest = finding.latest
    waits = latest and latest.outcome == EXPLAIN and not hasattr(latest, "answer")
    until = latest.reply_by if latest and waits else None
    if until and clock.today() <= until and outcome != REPORT:
        sentence = f"En förklaring är begärd till den {until}. Bedöm när den har kommit."
        yield Rule("awaited", sentence, kind="conflict")
    if outcome == REPORT and len(note.strip()) < SHORT:
        yield Rule("no_reason", "Ange varför det ska anmälas.", where="note")
    if outcome == EXPLAIN and (reply_by is None or reply_by <= clock.today()):
        yield Rule("no_day", "Ange en dag framåt för svaret.", where="reply_by")


def answers(user: User, finding: Finding) -> bool:
    """Whether the user is the reader's chef, and not the reader."""
    if user.pk == finding.reader_id or not user.is_active:
        return False
    unit = finding.review.unit_id
    led = any(role.function in CHEFER and role.unit_id == unit for role in user.roles())
    return led or unit in under(user, Function.FORVALTNINGSCHEF)


def against_answering(judgement: Judgement, text: str, user: User) -> Iterator[Rule]:
    """A chef of the reader's, once, in words."""
    if not answers(user, judgement.finding):
        sentence = "Förklaringen lämnas av medarbetarens chef."
        yield Rule("not_chef", sentence, kind="forbidden")
    if judgement.outcome != EXPLAIN or judgement != judgement.finding.latest:
        yield Rule("not_asked", "Ingen förklaring är begärd.", kind="conflict")
    elif Explanation.objects.filter(judgement=judgement).exists():
        yield Rule("answered", "Förklaringen är redan lämnad.", kind="conflict")
    if len(text.strip()) < SHORT:
        yield Rule("no_text", "Ange varför ärendet öppnades.", where="text")


def against_signing(review: LogReview, user: User) -> Iterator[Rule]:
    """When everything is judged for good."""
    yield from against_reviewing(review.unit, user)
    if hasattr(review, "report"):
        yield Rule("signed", "Rapporten är redan undertecknad.", kind="conflict")
    left = review.findings.waiting().count()
    if left:
        sentence = f"{left} återstår att bedöma, eller väntar på en förklaring."
        yield Rule("left", sentence, kind="conflict")


def staff_of(user: User) -> QuerySet[User]:
    """Those whose readings the granskare follows up: who has worked under the same nämnd."""
    units = under(user, Function.GRANSKARE)
    held = Appointment.objects.filter(user=OuterRef("pk"), unit__in=units)
    return User.objects.filter(Exists(held))


def against_noting_facts(user: User, of: User | None = None) -> list[Rule]:
    """Only the granskare keeps what is known of the staff, each under the own nämnd."""
    if not under(user, Function.GRANSKARE):
        sentence = "Uppgifterna förs av granskaren."
        return [Rule("not_granskare", sentence, kind="forbidden")]
    if of and not staff_of(user).filter(pk=of.pk).exists():
        sentence = "Medarbetaren arbetar inte under din nämnd."
        return [Rule("not_staff", sentence, kind="forbidden", where="user")]
    return []
