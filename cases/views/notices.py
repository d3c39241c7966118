"""What waits beside the worklist: asked about in one question, fetched where there is something."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.access import log_list
from cases.actions import GIVEN
from cases.application_rules import REGISTERS
from cases.beside import how_many
from cases.models import (
    AdviceContact,
    Case,
    Document,
    JournalEntry,
    Note,
    Opening,
    OpeningReview,
    Paper,
    Reminder,
    Signposting,
    Status,
)
from cases.opening_rules import to_explain, unreviewed
from cases.reminding import to_show
from cases.views.common import followed
from jobbtorg import clock
from jobbtorg.deadlines import previous_working_day
from jobbtorg.organisation.models import CHEFER, Appointment, Function, User

LATELY = timedelta(days=7)
NEWLY = timedelta(days=3)
WITH_A_COACH = (Status.AKTUALISERAD, Status.UTREDS, Status.PAGAR)


def notices(user: User, visible: Any) -> dict[str, Any]:
    """The user's notes, hänvisningar, papers and openings, and how many of what is only counted."""
    there = _there(user)
    return {
        "unsigned": _unsigned(user, visible) if there["unsigned"] else [],
        "shared_out": there.get("shared_out", 0),
        "infected": _infected(user, visible) if there["infected"] else [],
        "signpostings": _signpostings(user, visible) if there["signpostings"] else [],
        "unapplied": there.get("unapplied", 0),
        "unsorted": _unsorted(user) if there.get("unsorted") else [],
        "lying": there.get("lying", 0),
        "openings": unreviewed(user).count() if there.get("openings") else 0,
        "to_explain": len(to_explain(user)) if there["to_explain"] else 0,
        **(_reminders(user) if there["reminded"] else {}),
    }


def _there(user: User) -> dict[str, Any]:
    """Whether there may be something of each kind for the user's functions, or how much.

    What is fetched after is held against what the user may see; this is only to know where to look.
    """
    held = {role.function for role in user.roles()}
    asked: dict[str, Any] = {
        "unsigned": Exists(Note.objects.open().filter(author=user)),
        "infected": Exists(_taken_in(user)),
        "signpostings": Exists(Signposting.objects.open().filter(_followed_by(user))),
        "reminded": Exists(Reminder.objects.unseen(user)),
        "to_explain": Exists(
            Opening.objects.filter(user=user, reviews__kind=OpeningReview.Kind.ASKED)
        ),
    }
    if Function.COACH in held:
        asked["shared_out"] = _shared_out(user)
    if held & set(REGISTERS):
        asked["unapplied"] = how_many(AdviceContact.objects.visible_to(user).waiting())
    if held & set(CHEFER):
        asked["lying"] = _lying(user)
    if held & {*CHEFER, Function.FORVALTNINGSCHEF}:
        asked["openings"] = Exists(Opening.objects.exclude(user=user))
    if Function.REGISTRATOR in held:
        asked["unsorted"] = Exists(Paper.objects.waiting())
    rows = User.objects.filter(pk=user.pk).values(**{f"there_{k}": v for k, v in asked.items()})
    return {name.removeprefix("there_"): value for name, value in rows.get().items()}


def _lying(user: User) -> QuerySet[Any]:
    """How many of the unit's cases nobody has had for a whole working day. users.md P7.

    A new one is late the working day after it came; one whose coach has left, as soon as that was
    so on the working day before too.
    """
    today = clock.today()
    units = [role.unit_id for role in user.roles() if role.function in CHEFER]
    rows: Any = Case.objects.visible_to(user).filter(unit__in=units, status__in=WITH_A_COACH)
    before = Appointment.objects.on(previous_working_day(today)).filter(
        user=OuterRef("coach"), unit=OuterRef("unit"), function=Function.COACH
    )
    new = Q(coach=None, status__in=WITH_A_COACH[:2], due_on__lt=today)
    left = Q(coach__isnull=False) & ~Q(stage=Case.Stage.GIVE) & ~Exists(before)
    rows = rows.with_coach_here().with_insats().filter(coach_here=False)
    return how_many(rows.filter(new | left))


def _reminders(user: User) -> dict[str, Any]:
    """What the user has been reminded of and still has to do."""
    found = to_show(user)
    if found["reminded"]:
        log_list(user, "Påminnelser", [due.case for due in found["reminded"] if due.case])
    return found


def _unsigned(user: User, visible: Any) -> list[Note]:
    """What the user has left unsigned, in the cases that they see; soonest locked first."""
    rows = Note.objects.open().filter(author=user, case__in=visible.values("pk"))
    return list(rows.select_related("case").order_by("locks_at"))


def _shared_out(user: User) -> QuerySet[Any]:
    """How many cases somebody else has lately given to the user, who still has them."""
    lately = JournalEntry.objects.filter(
        kind=JournalEntry.Kind.ASSIGNMENT,
        written_at__gte=clock.now() - NEWLY,
        case__coach=user,
        title__endswith=GIVEN.format(coach=user),
    )
    return how_many(lately, different="case")


def _taken_in(user: User) -> QuerySet[Document]:
    """What the user took in lately and a virus was found in, until it is noted as wrong."""
    lately = clock.now() - LATELY
    return Document.objects.infected().current().filter(uploaded_by=user, uploaded_at__gte=lately)


def _infected(user: User, visible: Any) -> QuerySet[Document]:
    """The same, in the cases that they see."""
    return _taken_in(user).filter(case__in=visible.values("pk")).select_related("case")


def _unsorted(user: User) -> list[Paper]:
    """What a registrator has left in the inbox since an earlier working day, the oldest first."""
    return list(Paper.objects.visible_to(user).late().order_by("uploaded_at"))


def _followers(user: User) -> tuple[list[int], list[int]]:
    """Whose cases the user has or stands in for, and at which units they share out."""
    away = user.stood_in_for()
    shared_at = [r.unit_id for r in (*user.roles(), *away) if r.function in CHEFER]
    return [user.pk, *(held.user_id for held in away)], shared_at


def _followed_by(user: User) -> Q:
    """The hänvisningar of cases that the user has, stands in for or shares out."""
    coaches, shared_at = _followers(user)
    return Q(case__coach__in=coaches) | Q(case__unit__in=shared_at)


def _signpostings(user: User, visible: Any) -> list[Signposting]:
    """Hänvisningar att följa upp: the coach's, or who stands in; also when the case is closed."""
    coaches, shared_at = _followers(user)
    mine = Q(coach__in=coaches, coach_here=True) | Q(coach_here=False, unit__in=shared_at)
    cases = visible.with_coach_here().filter(mine)
    rows = followed(Signposting.objects.open().filter(case__in=cases.values("pk")))
    if rows:
        log_list(user, "Hänvisningar att följa upp", [row.case for row in rows])
    return rows
