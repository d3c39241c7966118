"""Begär kontakt: nobody who turns to the wrong unit is turned away. users.md script 9.1 step 4."""

from collections.abc import Iterator
from datetime import date

from cases.actions import lock_case
from cases.application_rules import REGISTERS, against_text
from cases.conflict_rules import against_barred
from cases.journal import record
from cases.models import Case, ContactAnswer, ContactRequest, Draft
from jobbtorg import clock
from jobbtorg.acts import Rule, act, refuse
from jobbtorg.organisation.models import CHEFER, Function, User


def _against_asking(case: Case | None, came_on: date, by: User) -> Iterator[Rule]:
    """Why no contact can be asked for; nothing is said of the case."""
    if not by.holds(*REGISTERS):
        yield Rule("not_registrar", "Du tar inte emot ansökningar.", kind="forbidden")
    if case is None:
        sentence = "Personen har inget öppet ärende. Registrera ansökan."
        yield Rule("no_case", sentence, kind="conflict", where="personnummer")
    if came_on > clock.today():
        yield Rule("future", "Dagen kan inte ligga i framtiden.", where="arrived_on")


@act
def ask_for_contact(digits: str, came_on: date, text: str, *, by: User) -> ContactRequest:
    """Tells those who have the person's open case what the person wanted. Raises RuleBroken."""
    found = Case.objects.open().filter(person__personnummer=digits).first()
    refuse(
        _against_asking(found, came_on, by),
        against_text(text, "Skriv vad personen vill, med egna ord.", "own_words"),
    )
    assert found is not None  # refused above
    case = lock_case(found)
    row = ContactRequest.objects.create(
        case=case,
        came_on=came_on,
        text=text.strip(),
        asked_by=by,
        asked_as=by.acting_as(),
        asked_at=clock.now(),
    )
    Draft.objects.filter(user=by, case=None, form="ny-ansokan").delete()
    title = f"Personen hörde av sig till en annan enhet: {by.acting_as()} bad om kontakt"
    record(case, title, by=by, text=row.text, event_on=came_on)
    return row


def against_answering(request: ContactRequest, by: User) -> list[Rule]:
    """Why this user cannot say what was done about it."""
    case = request.case
    rules = list(against_barred(case, by))
    if not by.holds(Function.COACH, *CHEFER, unit=case.unit):
        rules.append(Rule("answerer", f"Bara {case.unit} svarar på begäran.", kind="forbidden"))
    if ContactAnswer.objects.filter(request=request).exists():
        rules.append(Rule("answered", "Begäran är redan besvarad.", kind="conflict"))
    return rules


@act
def answer_contact(request: ContactRequest, text: str, *, by: User) -> ContactAnswer:
    """Notes what was done about the request. Raises RuleBroken."""
    case = lock_case(request.case)
    refuse(against_answering(request, by), against_text(text, "Skriv vad ni gjorde.", "text"))
    row = ContactAnswer.objects.create(
        request=request, text=text.strip(), answered_by=by, answered_at=clock.now()
    )
    Draft.objects.filter(user=by, case=case, form="kontakt").delete()
    record(case, "Begäran om kontakt besvarades", by=by, text=row.text)
    return row
