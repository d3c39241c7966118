"""What waits beside the worklist: asked about in one question, fetched where there is something."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Q, QuerySet, Value

from cases.access import log_list
from cases.actions import GIVEN
from cases.application_rules import REGISTERS
from cases.desk import WITH_A_COACH, Desk
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
)
from cases.models.advice import advising_at
from cases.models.seeing import Sight
from cases.models.standing import coach_here, nobody_here, to_give
from cases.opening_rules import to_explain, unreviewed
from cases.reminding import to_show
from cases.views.common import shown
from jobbtorg import clock
from jobbtorg.among import among
from jobbtorg.built_once import built_once
from jobbtorg.counting import how_many
from jobbtorg.deadlines import previous_working_day
from jobbtorg.organisation.models import User
from jobbtorg.organisation.namnder import Units
from jobbtorg.ui.waiting import waiting

LATELY = timedelta(days=7)
NEWLY = timedelta(days=3)


@dataclass(frozen=True)
class Told:
    """What the question of what waits is asked with, beside the desk: as values."""

    given: str  # what the journal says of a case that was given to the user
    newly: datetime
    lately: datetime
    before: date  # the working day before this one
    own_units: list[int]
    advised_at: Units  # all of a nämnd's, for some
    registers: bool


def told(user: User) -> Told:
    """Of the user, now."""
    now = clock.now()
    return Told(
        GIVEN.format(coach=user),
        now - NEWLY,
        now - LATELY,
        previous_working_day(clock.today()),
        *advising_at(user),
        user.holds(*REGISTERS),
    )


def notices(user: User, desk: Desk, seen: Sight | None, asked: dict[str, Any]) -> dict[str, Any]:
    """The user's notes, hänvisningar, papers and openings, and how many of what is only counted.

    asked: what notices_of was answered, and how many are lying, each by its name after `there_`.
    """
    there = {name.removeprefix("there_"): value for name, value in asked.items()}
    lately = clock.now() - LATELY
    return {
        "unsigned": _unsigned(seen, user.pk) if seen and there["unsigned"] else [],
        "shared_out": there.get("shared_out", 0),
        "infected": _infected(seen, user.pk, lately) if seen and there["infected"] else [],
        "signpostings": _signpostings(user, desk, seen) if seen and _followed(there) else [],
        "unapplied": there.get("unapplied", 0),
        "unsorted": _unsorted(user) if waiting(user)["papers"] else [],
        "lying": there.get("lying", 0),
        "openings": unreviewed(user).count() if there.get("openings") else 0,
        "to_explain": len(to_explain(user)) if there["to_explain"] else 0,
        **(_reminders(user) if there["reminded"] else {}),
    }


def notices_of(desk: Desk, told: Told) -> dict[str, Any]:
    """Whether there may be something of each kind for the user's functions, or how much.

    What is fetched after is held against what the user may see; this is only to know where to look.
    """
    user, openings = desk.user, Opening.objects
    asked: dict[str, Any] = {
        "unsigned": Exists(Note.objects.open().filter(author=user)),
        "infected": Exists(_taken_in(user, told.lately)),
        "signpostings": Exists(
            Signposting.objects.open().filter(among("case__coach", desk.coaches))
        ),
        "reminded": Exists(Reminder.objects.unseen(user)),
        "to_explain": Exists(openings.filter(user=user, reviews__kind=OpeningReview.Kind.ASKED)),
    }
    if desk.shared_at:
        asked["left"] = Exists(Case.objects.filter(_coach_gone(desk), standing__signposted=True))
    if desk.is_coach:
        asked["shared_out"] = _shared_out(user, told.given, told.newly)
    if told.registers:
        contacts = AdviceContact.objects.seen_at(told.own_units, told.advised_at, user).waiting()
        asked["unapplied"] = how_many(contacts)
    if desk.chef_at or desk.is_top:
        asked["openings"] = Exists(openings.exclude(user=user))
    return asked


def lying(desk: Desk, before: date) -> Q:
    """The unit's cases that nobody has had for a whole working day. users.md P7.

    A new one is late the working day after it came; one whose coach has left, as soon as that was
    so on the working day before too.
    """
    theirs = Q(nobody_here(), among("unit", desk.chef_at), status__in=WITH_A_COACH)
    new = Q(coach=None, status__in=WITH_A_COACH[:2], due_on__lt=clock.today())
    left = Q(coach__isnull=False, standing__coach_days__lacks=before)
    return theirs & (new | left & ~to_give())


def _reminders(user: User) -> dict[str, Any]:
    """What the user has been reminded of and still has to do."""
    found = to_show(user)
    if found["reminded"]:
        log_list(user, "Påminnelser", [due.case for due in found["reminded"] if due.case])
    return found


@built_once
def _unsigned(seen: Sight, user: int) -> Any:
    """What the user has left unsigned, in the cases that they see; soonest locked first."""
    rows = Note.objects.open().filter(author=user, case__in=_pks(seen))
    return rows.select_related("case").order_by("locks_at")


def _pks(seen: Sight) -> Any:
    return Case.objects.in_sight(seen).values("pk")


def _shared_out(user: int, given: str, newly: datetime) -> QuerySet[Any]:
    """How many cases somebody else has lately given to the user, who still has them."""
    lately = JournalEntry.objects.filter(
        kind=JournalEntry.Kind.ASSIGNMENT,
        written_at__gte=newly,
        case__coach=user,
        title__endswith=Value(given),
    )
    return how_many(lately, different="case")


def _taken_in(user: int, lately: datetime) -> QuerySet[Document]:
    """What the user took in lately and a virus was found in, until it is noted as wrong."""
    return Document.objects.infected().current().filter(uploaded_by=user, uploaded_at__gte=lately)


@built_once
def _infected(seen: Sight, user: int, lately: datetime) -> Any:
    """The same, in the cases that they see."""
    return _taken_in(user, lately).filter(case__in=_pks(seen)).select_related("case")


def _unsorted(user: User) -> list[Paper]:
    """What a registrator has left in the inbox since an earlier working day, the oldest first."""
    return list(Paper.objects.visible_to(user).late().order_by("uploaded_at"))


def _coach_gone(desk: Desk) -> Q:
    """The cases that the user shares out and whose coach is no longer there."""
    return Q(among("unit", desk.shared_at), standing__coach_days__lacks=clock.today())


def _followed(there: dict[str, Any]) -> bool:
    """Whether there are hänvisningar of cases that the user has, stands in for or shares out."""
    return bool(there["signpostings"] or there.get("left"))


def _signpostings(user: User, desk: Desk, seen: Sight) -> list[Signposting]:
    """Hänvisningar att följa upp: the coach's, or who stands in; also when the case is closed."""
    rows = sorted(_to_follow(seen, desk), key=lambda row: row.due_on)
    if rows:
        log_list(user, "Hänvisningar att följa upp", [row.case for row in rows])
    return rows


@built_once
def _to_follow(seen: Sight, desk: Desk) -> Any:
    theirs = Q(coach_here(), among("coach", desk.coaches))
    if desk.shared_at:
        theirs |= _coach_gone(desk)
    cases = Case.objects.in_sight(seen).filter(theirs)
    return shown(Signposting.objects.open().filter(case__in=cases.values("pk")))
