"""Why what was noted from a court cannot be put right, or not so: every reason at once."""

from collections.abc import Iterator

from appeals.court_rules import EventData, against_noting
from appeals.mal import Mal
from appeals.models import Appeal, CourtEvent, Instance, Judgment
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User

Kind = CourtEvent.Kind


def against_correcting(appeal: Appeal, old: CourtEvent | Judgment, by: User) -> list[Rule]:
    """Why this person does not put it right, or something has been done because of it."""
    rules = against_noting(appeal, by)
    if hasattr(old, "replaced_by") or old.strikes:
        rules.append(Rule("corrected", "Det är redan rättat.", kind="conflict"))
    elif isinstance(old, Judgment):
        rules.extend(_against_resting_on(appeal, old))
    return rules


def _against_resting_on(appeal: Appeal, old: Judgment) -> Iterator[Rule]:
    """A judgment that has been followed, or gone on from, stands as it was followed."""
    if hasattr(old, "execution"):
        sentence = (
            f"Domen är redan verkställd {old.execution.done_on}. Det som är gjort står kvar, och "
            "därför byts domen inte ut. Skriv i journalen vad som blev fel."
        )
        yield Rule("executed", sentence, kind="conflict")
    if hasattr(old, "remission"):
        number = old.remission.application.case.number
        sentence = (
            f"Ärendet utreds redan på nytt efter domen, i ärende {number}. Därför byts domen inte "
            "ut. Skriv i journalen vad som blev fel."
        )
        yield Rule("reopened", sentence, kind="conflict")
    mal = Mal(appeal, old.way)
    if any(row.judgment_id == old.pk for row in mal.events):
        sentence = "Det är antecknat att domen är överklagad. Stryk den anteckningen först."
        yield Rule("appealed", sentence, kind="conflict")
    elif mal.latest != old:
        sentence = "En senare dom bygger på den här. Rätta den senare domen först."
        yield Rule("later", sentence, kind="conflict")


def against_moving(appeal: Appeal, old: CourtEvent, told: EventData | None) -> Iterator[Rule]:
    """What came from a higher court rests on the note that the judgment was appealed there."""
    left = Mal(appeal, old.way, old)
    same = (Kind.APPEALED, old.way, old.instance)
    if old.kind != Kind.APPEALED or left.has(old.instance):
        return
    if told and (told.kind, told.way, told.instance) == same:
        return
    if any(row.instance == old.instance for row in (*left.events, *left.judgments)):
        court = Instance(old.instance).inside
        sentence = f"Det som har kommit från {court} bygger på anteckningen. Rätta det först."
        yield Rule("rests", sentence, kind="conflict", where="kind")


def against_reason(reason: str) -> Iterator[Rule]:
    """Nothing is put right without saying what was wrong."""
    if not reason.strip():
        yield Rule("reason", "Skriv vad som blev fel.", where="reason")
