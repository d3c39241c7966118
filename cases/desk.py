"""What belongs on whose worklist: the tabs that a user's functions give.

The desk is the user as values, so that a question about it is built once (jobbtorg/built_once.py).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cases.models import Status
from cases.models.case import REMINDED, own
from cases.models.standing import awaited, coach_here, nobody_here, over, to_give
from cases.steps import WITHDRAWN
from jobbtorg import clock
from jobbtorg.among import among
from jobbtorg.organisation.models import CHEFER, Function, User

WITH_A_COACH = (Status.AKTUALISERAD, Status.UTREDS, Status.PAGAR)
UNCLOSED = tuple(one for one in Status if one != Status.AVSLUTAD)  # an index has them by unit


@dataclass(frozen=True)
class Desk:
    """What a user's functions, and those they stand in for, make of a worklist: as values."""

    user: int
    coaches: list[int]  # whose cases are the user's to handle
    unit_at: list[int]
    chef_at: list[int]
    shared_at: list[int]  # where the user gives the cases to coaches
    away_at: list[int]  # of these, where a chef is away whom the user stands in for
    named: list[int]  # on cases that nobody at the unit may decide
    reminded_since: date  # since when a withdrawn application is to be avskriven
    handles: bool  # cases of their own, or of somebody's who is away
    is_coach: bool
    is_top: bool
    is_registrator: bool
    is_secretary: bool

    @property
    def is_wide(self) -> bool:
        """Whether what is theirs to do lies at more units than their own."""
        return self.is_top or self.is_registrator or self.is_secretary


def desk_of(user: User) -> Desk:
    """The user's, today."""
    roles, away = user.roles(), user.stood_in_for()
    held = {role.function for role in roles}
    chef_at = [r.unit_id for r in roles if r.function in CHEFER]
    away_at = [r.unit_id for r in away if r.function in CHEFER]
    is_top = Function.FORVALTNINGSCHEF in held
    return Desk(
        user.pk,
        [user.pk, *(r.user_id for r in away)],
        [r.unit_id for r in roles if r.function in (Function.COACH, *CHEFER)],
        chef_at,
        [*chef_at, *away_at],
        away_at,
        own(user).named if is_top else [],
        clock.today() - REMINDED,
        Function.COACH in held or bool(away),
        Function.COACH in held,
        is_top,
        Function.REGISTRATOR in held,
        Function.NAMNDSEKRETERARE in held,
    )


def are_letters(desk: Desk, tab: str) -> bool:
    """Whether there are letters to send and nothing else on the tab."""
    more = desk.handles or desk.chef_at or desk.shared_at or desk.named or desk.is_secretary
    return tab == "brev" or (tab == "" and desk.is_registrator and not more)


def tabs_for(user: User) -> dict[str, tuple[str, Q]]:
    """The tabs that the user's functions give, each with what belongs on it."""
    return tabs_of_desk(desk_of(user))


def tabs_of_desk(desk: Desk) -> dict[str, tuple[str, Q]]:
    """The same, of values alone."""
    parts = _parts(desk)
    tabs = {"": ("Att göra nu", _now(desk, parts))}
    unclosed = Q(status__in=UNCLOSED)
    if desk.is_coach:
        tabs["vantar"] = ("Väntar på sökande", parts["coachs"] & awaited())
        tabs["mina"] = ("Mina ärenden", Q(coach=desk.user) & unclosed)
    if desk.chef_at or desk.is_top:
        tabs["beslut"] = ("Väntar på beslut", parts["waiting"])
    if desk.unit_at:
        tabs["enhetens"] = ("Enhetens", Q(among("unit", desk.unit_at)) & unclosed)
    if desk.unit_at or desk.is_registrator:
        here = Q() if desk.is_registrator else Q(among("unit", desk.unit_at))
        tabs["ofordelade"] = ("Ofördelade", parts["unassigned"] & here)
    if desk.is_registrator:
        tabs["brev"] = ("Brev att skicka", parts["letters"])
    if desk.is_secretary:
        tabs["namnden"] = ("Till nämnden", parts["namnds"])
    return tabs


def _parts(desk: Desk) -> dict[str, Q]:
    """What a case on a list may be."""
    with_coach = Q(coach_here(), among("coach", desk.coaches), status__in=WITH_A_COACH)
    return {
        "coachs": with_coach & ~to_give(),
        "waiting": Q(status=Status.VANTAR) & _decides(desk),
        "namnds": Q(standing__referred=True),
        # of what is granted the chef chooses the coach with the uppdrag
        "unassigned": Q(nobody_here(), status__in=WITH_A_COACH) & ~to_give(),
        "letters": Q(status=Status.BESLUTAD),
    }


def _decides(desk: Desk) -> Q:
    here = Q(among("unit", desk.chef_at)) if desk.chef_at else Q(pk__in=[])
    return here | Q(among("pk", desk.named)) if desk.named else here


def _now(desk: Desk, parts: dict[str, Q]) -> Q:
    """What this user is to do now."""
    chefs = parts["letters"] | Q(status=Status.VANTAR) & ~parts["namnds"]
    now = parts["letters"] if desk.is_registrator else Q(pk__in=[])
    if desk.handles:
        now |= parts["coachs"] & ~awaited()
    if desk.named:
        now |= chefs & Q(among("pk", desk.named))
    if desk.chef_at:
        lately = {"standing__withdrawn_on__gte": desk.reminded_since}
        chefs |= parts["unassigned"] | to_give() | over() | Q(status__in=WITHDRAWN, **lately)
        now |= Q(among("unit", desk.chef_at)) & chefs
    if desk.away_at:
        now |= parts["unassigned"] & Q(among("unit", desk.away_at))
    if desk.is_secretary:
        now |= parts["namnds"]
    return now
