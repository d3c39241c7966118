"""Why a case cannot be opened with a reason, or an opening reviewed: every reason at once.

Lag (2001:454) 10 §. Of a case that the user may not open nothing is told, not even that it exists.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cases.conflict_rules import is_barred
from cases.models import Case, Declaration, Opening, OpeningReview
from cases.models.opening import LONGEST, REASONS, SHORTEST_TEXT
from cases.models.seeing import OPENERS, held_by, units_beside
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, Appointment, Function, User
from jobbtorg.rulebook.models import Code, setting

STATUTE = "10 § lagen (2001:454)"
HOURS = (1, 2, 4, 8, 12, 24)
NUMBER = re.compile(r"\s*JT[\s_-]{0,3}([0-9]{4})[\s_–-]{0,3}([0-9]{4,9})\s*", re.IGNORECASE)
Kind = OpeningReview.Kind
NOT_FOUND = (
    "Det finns inget ärende med det numret som du kan öppna med skäl. Kontrollera numret. Gäller "
    "det skyddade personuppgifter läser bara den som är namngiven på ärendet."
)


@dataclass(frozen=True)
class Reason:
    """Why somebody wants to open a case, and for how many hours."""

    code: Code
    text: str
    hours: int


def number_in(written: str) -> str:
    """The case number as it is kept, however it is written; empty for what is none."""
    found = NUMBER.fullmatch(written)
    return f"JT {found[1]}-{found[2]}" if found else ""


def hours_offered() -> list[int]:
    """For how long a case may be opened today."""
    longest = setting(LONGEST)
    return [hours for hours in HOURS if hours <= longest]


def reasons() -> QuerySet[Code]:
    """The reasons to choose among today."""
    return Code.objects.on().filter(list=REASONS)


def may_open(by: User) -> bool:
    """Whether the user has a function in which cases are opened with a reason."""
    return by.holds(*OPENERS)


def against_opener(by: User) -> Iterator[Rule]:
    """Why this user opens no case with a reason."""
    if not may_open(by):
        sentence = "Bara coacher, chefer och registratorn öppnar ärenden med skäl."
        yield Rule("opener", sentence, STATUTE, "forbidden")


def openable(number: str, by: User) -> Case | None:
    """The case, if the user may open it with a reason: of a unit under the same nämnd.

    Not who is jävig, and nobody where there are skyddade personuppgifter.
    """
    units = units_beside(held_by(by), OPENERS)
    cases = Case.objects.filter(number=number, person__protection="", unit__in=units)
    found = cases.select_related("unit").first()
    return None if found is None or is_barred(found, by) else found


def against_opening(case: Case | None, reason: Reason, by: User) -> list[Rule]:
    """Why the case cannot be opened for this reason and so long."""
    rules = list(against_opener(by))
    if case is None or openable(case.number, by) is None:
        rules.append(Rule("not_found", NOT_FOUND, where="number"))
    if len("".join(reason.text.split())) < SHORTEST_TEXT:
        sentence = f"Beskriv med minst {SHORTEST_TEXT} tecken varför du behöver läsa ärendet."
        rules.append(Rule("text", sentence, STATUTE, where="text"))
    if not 0 < reason.hours <= setting(LONGEST):
        sentence = f"Ange en tid på högst {setting(LONGEST)} timmar."
        rules.append(Rule("hours", sentence, where="hours"))
    if not reasons().filter(pk=reason.code.pk).exists():
        rules.append(Rule("reason", "Ange ett skäl i listan.", where="reason"))
    return rules


def against_ending(opening: Opening, by: User) -> Iterator[Rule]:
    """Why the opening cannot be ended: only one's own, while it lasts."""
    if opening.user_id != by.pk:
        yield Rule("not_own", "Du har inte öppnat ärendet.", kind="forbidden")
    elif opening.is_over:
        yield Rule("over", "Tiden har redan gått ut.", kind="conflict")


def for_review(by: User) -> QuerySet[Opening]:
    """What the user reviews: others' openings of the unit's cases, none in which they are jävig.

    What a chef at the unit has opened, the förvaltningschef sees too. A case that has become
    protected since is seen by who is named on it alone.
    """
    held = held_by(by)
    rows = Opening.objects.filter(case__unit__in=held.units(*CHEFER))
    top = units_beside(held, [Function.FORVALTNINGSCHEF])
    if top:
        chefer = Appointment.objects.on().filter(function__in=CHEFER)
        rows |= Opening.objects.filter(case__unit__in=top, user__in=chefer.values("user"))
    barred = Declaration.objects.barring().filter(user=by)
    named = Case.objects.visible_to(by).exclude(person__protection="")
    seen = Q(case__person__protection="") | Q(case__in=named.values("pk"))
    return rows.filter(seen).exclude(user=by).exclude(case__in=barred.values("case")).distinct()


def unreviewed(by: User) -> QuerySet[Opening]:
    """What waits for the user's word: nothing is said yet, or an explanation has come."""
    said = OpeningReview.objects.filter(kind=Kind.RIGHT).values("opening")
    asked = OpeningReview.objects.filter(kind=Kind.ASKED).values("opening")
    explained = OpeningReview.objects.filter(kind=Kind.EXPLAINED).values("opening")
    waits = ~Q(pk__in=asked) | Q(pk__in=explained)
    return for_review(by).filter(waits).exclude(pk__in=said)


def against_reviewing(opening: Opening, kind: str, text: str, by: User) -> Iterator[Rule]:
    """Why this cannot be said of the opening."""
    if not for_review(by).filter(pk=opening.pk).exists():
        yield Rule("reviewer", "Du granskar inte den här öppningen.", kind="forbidden")
    latest = opening.latest
    if latest and latest.kind == Kind.RIGHT:
        yield Rule("done", "Öppningen är redan bedömd som behörig.", kind="conflict")
    elif kind == Kind.ASKED and latest and latest.kind == Kind.ASKED:
        yield Rule("asked", "Förklaringen är redan begärd.", kind="conflict")
    if kind == Kind.ASKED and not text.strip():
        yield Rule("text", "Ange vad du vill ha förklarat.", where="text")


def against_explaining(opening: Opening, text: str, by: User) -> Iterator[Rule]:
    """Why this is no explanation: nobody asked, or it is another's to give."""
    latest = opening.latest
    if opening.user_id != by.pk:
        yield Rule("not_own", "Du har inte öppnat ärendet.", kind="forbidden")
    elif latest is None or latest.kind != Kind.ASKED:
        yield Rule("not_asked", "Ingen har begärt en förklaring.", kind="conflict")
    if not text.strip():
        yield Rule("text", "Ange varför du öppnade ärendet.", where="text")


def to_explain(by: User) -> list[Opening]:
    """One's own openings that somebody has asked about, and that wait for an answer."""
    asked = Opening.objects.shown().filter(user=by, reviews__kind=Kind.ASKED).distinct()
    return [row for row in asked if row.latest and row.latest.kind == Kind.ASKED]


def lasting(by: User) -> QuerySet[Opening]:
    """What the user has open now."""
    return Opening.objects.shown().filter(user=by).in_force()  # type: ignore[attr-defined]
