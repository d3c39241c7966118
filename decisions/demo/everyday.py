"""What stands beside the acts in the demo city: notes in the journal, and phrases."""

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cases import notes
from cases.models import Case, Note
from cases.note_rules import NoteText
from cases.phrases import make_phrase
from decisions.demo.decks import content
from decisions.demo.staff import Staff
from jobbtorg import clock
from jobbtorg.organisation.models import User

FARSTA = "coach-farsta"


def make_phrases(staff: Staff) -> None:
    """The common ones, Farsta's and its coach's own."""
    owners: dict[str, dict[str, Any]] = {
        "common": {"by": staff["delegationsadmin"], "common": True},
        "unit": {"by": staff["chef-farsta"], "unit": staff.unit("Farsta")},
        "own": {"by": staff[FARSTA]},
    }
    for row in content("phrases"):
        make_phrase(row["title"], row["text"], **owners[row["whose"]])


def note_the_talk(case: Case, *, by: User) -> None:
    """What the coach wrote when the investigation began; now and then it had to be corrected."""
    n = _place(case)
    entry = _write(case, n, by=by, sign=True).entry
    if entry and n % 12 == 5:
        reason = "Jag skrev vem som ringde, men inte när."
        notes.correct(entry, reason, f"{entry.text} Samtalet var på förmiddagen.", by=by)


def leave_unsigned(staff: Staff) -> None:
    """Two notes that Farsta's coach has not signed yet."""
    coach = staff[FARSTA]
    cases = Case.objects.filter(coach=coach, status="utreds").order_by("-pk")[:2]
    for hours, case in enumerate(cases, start=2):
        with clock.at(clock.now() - timedelta(hours=hours)):
            _write(case, _place(case) + 1, by=coach, sign=False)


def _place(case: Case) -> int:
    """The case's number in its year."""
    return int(case.number[-4:])


def _write(case: Case, n: int, *, by: User, sign: bool) -> Note:
    rows = content("notes")
    row = rows[n % len(rows)]
    told = NoteText(clock.today(), row["title"], row["text"], row["source"])
    made = uuid5(NAMESPACE_URL, f"{case.number} {row['title']} {sign}")
    return notes.write_note(case, told, by=by, request_id=made, sign=sign)
