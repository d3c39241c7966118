"""Which letters wait for what: to be sent, sent anew, a kontrollmeddelande, a known delfående. G10.

A letter goes the working day after the decision. FL 33 §, delgivningslag 22 §.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from cases.models import Case, Outcome, Representative
from cases.models.case import own
from decisions.models import (
    Decision,
    Dispatch,
    Kind,
    Letter,
    Ruling,
    Service,
    Undelivered,
    WaitingLetter,
)
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.counting import MOST, how_many_at_most
from jobbtorg.deadlines import next_working_day, previous_working_day
from jobbtorg.organisation.models import CHEFER, Function, User

How = Dispatch.How
WAYS = (How.LETTER, How.RECEIPT, How.HANDED, How.DIGITAL)
WAYS_OF_PROTECTED = (How.FORWARDED, How.HANDED)
FIRST = WaitingLetter.List.TO_SEND  # the list that the address names by no name
NOT_SENT = Q(stands=False)


@dataclass(frozen=True)
class Waiting:
    """One list: what belongs on it, the day each letter has waited since, and what to do."""

    label: str
    belongs: Q
    since: str
    since_label: str
    what_to_do: str
    is_due: bool = True
    is_sent_here: bool = False
    is_late: str = ""  # what is late, where it is not the letter itself


LISTS = {
    "": Waiting(
        "Att skicka",
        NOT_SENT & Q(came_back=None),
        "decided_on",
        "Beslutsdag",
        "Brevet skickas senast arbetsdagen efter beslutet. Det som har väntat längst står först.",
        is_sent_here=True,
    ),
    "pa-nytt": Waiting(
        "Att skicka på nytt",
        NOT_SENT & Q(came_back__isnull=False),
        "came_back",
        "Kom inte fram",
        "De här breven kom inte fram. Skicka dem på nytt senast arbetsdagen efter.",
        is_sent_here=True,
    ),
    "kontrollmeddelande": Waiting(
        "Kontrollmeddelande",
        Q(controls=True),
        "sent_on",
        "Brevet skickat",
        "Kontrollmeddelandet skickas arbetsdagen efter brevet och antecknas på beslutets sida. "
        "Skickades det inte den dagen gäller inte delgivningen: anteckna att brevet inte kom fram "
        "och skicka det på nytt.",
        is_late="meddelandet",
    ),
    "delfaende": Waiting(
        "Utan känd delfåendedag",
        Q(stands=True, controls=False, known=False, against=True),
        "sent_on",
        "Brevet skickat",
        "Så länge ingen vet vilken dag personen fick beslutet räknas ett överklagande som "
        "inkommet i rätt tid. Registrera delfåendet på beslutets sida.",
        is_due=False,
    ),
}


def against_reading(by: User) -> list[Rule]:
    """Why this person does not see the lists."""
    if any(role.function in (Function.REGISTRATOR, *CHEFER) for role in by.roles()):
        return []
    return [Rule("not_reader", "Registratorn och cheferna ser listorna.", kind="forbidden")]


def letters_for(user: User) -> QuerySet[Letter]:
    """The letters that the user sees here: the registrator's all, a chef's own unit's."""
    roles = user.roles()
    cases = Case.objects.visible_to(user)
    if not any(role.function == Function.REGISTRATOR for role in roles):
        chef_at = [role.unit_id for role in roles if role.function in CHEFER]
        cases = cases.filter(Q(unit__in=chef_at) | Q(pk__in=own(user).named))
    spokesman = Representative.objects.on().filter(
        person=OuterRef("decision__application__case__person")
    )
    letters = Letter.objects.filter(decision__application__case__in=cases)
    rows = letters.annotate(spoken_for=Exists(spokesman))
    shown = ("waiting", "decision__unit", "decision__application__case__person")
    return rows.select_related(*shown).defer("pdf")


def with_where_they_stand(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Each letter with where it stands, read from the rows of law: for all letters, at night."""
    standing = Dispatch.objects.filter(letter=OuterRef("pk"), undelivered=None)
    back = Undelivered.objects.filter(dispatch__letter=OuterRef("pk")).order_by("-pk")
    known = Service.objects.filter(
        decision=OuterRef("decision"), replaced_by=None, dispatch__undelivered=None
    )
    rulings = Ruling.objects.filter(decision=OuterRef("decision"))
    anew = Q(decision__kind__in=(Kind.INSATS, Kind.CHANGE)) & ~Q(outcome=Outcome.GRANTED)
    right = Q(basis=Ruling.Basis.RIGHT) & (anew | Q(decision__amendment__adverse=True))
    against = rulings.filter(right | Q(basis=Ruling.Basis.FORMAL))
    return letters.annotate(  # type: ignore[no-any-return]
        decided_on=F("decision__decided_on"),
        stands=Exists(standing),
        sent_on=Subquery(standing.values("sent_on")[:1]),
        came_back=Subquery(back.values("noticed_on")[:1]),
        controls=Exists(standing.filter(how=How.SIMPLIFIED, control_message=None)),
        known=Exists(known),
        against=Exists(against),
    )


def on_list(letters: QuerySet[Letter], name: str) -> QuerySet[Letter]:
    """The letters on the list, what has waited longest first."""
    return in_order(letters.filter(waiting__list=name or FIRST))


def in_order(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """What has waited longest first."""
    return letters.order_by("waiting__since", "decision__decided_at", "pk")


def counts(user: User, letters: QuerySet[Letter]) -> dict[str, int]:
    """How many of the letters are on each list, by its name, and how many are `late`.

    MOST + 1 stands for all more.
    """
    waiting = WaitingLetter.objects.filter(letter__in=letters.order_by().values("pk"))
    asked = {f"n_{name}": waiting.filter(list=name or FIRST) for name in LISTS}
    asked["n_late"] = late(waiting)
    few = {name: how_many_at_most(rows, MOST + 1) for name, rows in asked.items()}
    found: Any = User.objects.filter(pk=user.pk).values(**few)
    return {name.removeprefix("n_"): n for name, n in found.get().items()}


def late(waiting: QuerySet[WaitingLetter]) -> QuerySet[WaitingLetter]:
    """Those that something should have been done about before today."""
    due = [name or FIRST for name, one in LISTS.items() if one.is_due]
    return waiting.filter(list__in=due, since__lt=previous_working_day(clock.today()))


def may_send(decision: Decision, user: User) -> bool:
    """As may_dispatch, asked of the roles that were read with the page: for lists."""
    return user.pk == decision.decided_by_id or any(
        role.function == Function.REGISTRATOR
        or (role.function in (Function.COACH, *CHEFER) and role.unit_id == decision.unit_id)
        for role in user.roles()
    )


def ways(decision: Decision) -> tuple[How, ...]:
    """How the letter may go from the list, the usual way first.

    Förenklad delgivning asks for a day of its own, and is noted on the decision's page.
    """
    return WAYS_OF_PROTECTED if decision.application.case.person.is_protected else WAYS


def due_in_words(since: date) -> tuple[str, str]:
    """When what has waited since the day is to be sent, and how urgent that is."""
    due, today = next_working_day(since), clock.today()
    if due < today:
        when = "i går" if due == today - timedelta(days=1) else str(due)
        return f"skulle ha skickats {when}", "late"
    return ("ska skickas i dag", "soon") if due == today else (f"ska skickas {due}", "hint")


def ago_in_words(since: date) -> str:
    """How long ago the day was."""
    days = (clock.today() - since).days
    return {0: "i dag", 1: "i går"}.get(days, f"för {days} dagar sedan")
