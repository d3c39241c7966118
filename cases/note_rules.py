"""Why a note cannot be written, changed, signed or corrected now: every reason at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.conflict_rules import against_barred
from cases.models import Case, Draft, JournalEntry, Note, Status
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, Function, User
from jobbtorg.organisation.namnder import acts_for

UNTITLED = "Anteckning"
ANYWHERE = (Function.REGISTRATOR, Function.FORVALTNINGSCHEF)


@dataclass(frozen=True)
class NoteText:
    """What a note says: when it happened, in a word, from whom, and what."""

    event_on: date
    title: str
    text: str
    source: str = ""

    def as_noted(self) -> "NoteText":
        """Without blanks at the ends, and under a heading."""
        told = (self.title.strip() or UNTITLED, self.text.strip(), self.source.strip())
        return NoteText(self.event_on, *told)


def against_writing_here(case: Case, by: User) -> list[Rule]:
    """Why the user writes nothing in this case's journal, whatever it says. SoL 14 kap. 3 §."""
    return [*_against_reader(case, by), *against_barred(case, by)]


def _against_reader(case: Case, by: User) -> Iterator[Rule]:
    works = by.holds(Function.COACH, *CHEFER, unit=case.unit) or acts_for(by, case.unit, *ANYWHERE)
    if not works or not case.is_seen_by(by):
        sentence = f"Bara registratorn och de som arbetar på {case.unit} skriver i journalen."
        yield Rule("reader", sentence, kind="forbidden")


def against_new_note(case: Case, by: User) -> list[Rule]:
    """Why no new note can be begun: what is closed stays so, since an entry restarts gallring."""
    rules = against_writing_here(case, by)
    if case.status == Status.AVSLUTAD:
        sentence = (
            "Ärendet är avslutat, och en ny anteckning skulle förlänga tiden innan det gallras. "
            "Söker personen igen: registrera en ny ansökan och skriv där. Är något i journalen "
            "fel: rätta den anteckningen."
        )
        rules.append(Rule("closed", sentence, kind="conflict"))
    return rules


def against_text(told: NoteText, written_on: date) -> list[Rule]:
    """What the note lacks, and that it tells of what has not happened. FL 27 §."""
    rules = []
    if told.event_on > clock.today():
        sentence = "Händelsedatum kan inte ligga i framtiden."
        rules.append(Rule("future", sentence, where="event_on"))
    elif told.event_on > written_on:
        sentence = (
            f"Anteckningen började skrivas {written_on}. Skriv en ny anteckning om det som hände "
            "senare."
        )
        rules.append(Rule("later", sentence, where="event_on"))
    if not told.text:
        rules.append(Rule("text", "Ange text.", where="text"))
    return rules


def against_changing(note: Note, by: User) -> list[Rule]:
    """Why this note cannot be changed or signed by this user now."""
    rules = against_writing_here(note.case, by)
    if note.author_id != by.pk:
        sentence = f"{note.author} har skrivit anteckningen. Bara hen kan ändra och signera den."
        rules.append(Rule("author", sentence, kind="forbidden"))
    if note.is_locked:
        rules.append(_locked(note))
    return rules


def _locked(note: Note) -> Rule:
    at = note.signed_at or note.locks_at
    what = "Anteckningen är signerad" if note.signed_at else "Anteckningen låstes"
    sentence = (
        f"{what} {at.astimezone(clock.STOCKHOLM):%Y-%m-%d %H:%M} och kan inte ändras. Är något "
        "fel: gör en rättelse från journalen."
    )
    return Rule("locked", sentence, kind="conflict")


def against_unsaved(note: Note, by: User) -> list[Rule]:
    """Its author has written more than what would be signed."""
    if not Draft.objects.filter(user=by, case=note.case, form=note.form).exists():
        return []
    sentence = (
        "Du har ändringar i anteckningen som inte är sparade. Öppna den med Ändra och spara dem, "
        "eller släng utkastet."
    )
    return [Rule("unsaved", sentence, kind="conflict")]


def against_stale(note: Note, seen: int) -> list[Rule]:
    """The author has saved the note elsewhere since the page was fetched."""
    if note.version == seen:
        return []
    at = f"{note.saved_at.astimezone(clock.STOCKHOLM):%Y-%m-%d %H:%M}"
    sentence = (
        f"Du sparade anteckningen {at} på ett annat ställe. Din text är kvar i fälten. Jämför med "
        "det som är sparat innan du sparar igen."
    )
    return [Rule("stale", sentence, kind="conflict")]


def against_correcting(entry: JournalEntry, by: User) -> list[Rule]:
    """Why this entry cannot be corrected by this user: also a closed case's can."""
    rules = against_writing_here(entry.case, by)
    if hasattr(entry, "correction"):
        made = entry.correction
        sentence = (
            f"Anteckningen är redan rättad {clock.day_of(made.written_at)} av {made.author}. "
            "Rätta rättelsen om den också är fel."
        )
        rules.append(Rule("corrected", sentence, kind="conflict"))
    return rules


def against_correction(reason: str, text: str) -> list[Rule]:
    """What the correction lacks."""
    rules = []
    if not reason.strip():
        sentence = "Ange varför anteckningen rättas."
        rules.append(Rule("reason", sentence, where="reason"))
    if not text.strip():
        sentence = "Ange vad som ska stå i stället."
        rules.append(Rule("text", sentence, where="text"))
    return rules
