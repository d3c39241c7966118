"""Why what a court has sent back cannot be taken up again now: every reason at once."""

from collections.abc import Iterator

from appeals.mal import Mal
from appeals.models import CourtState, Judgment
from appeals.rules import against_handler
from cases.models import Case, Status
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User


def case_for(judgment: Judgment) -> Case:
    """The case to take it up in: the person's open one, or its own."""
    case = judgment.appeal.case
    return Case.objects.open().filter(person=case.person).first() or case


def against_reopening(judgment: Judgment, by: User) -> list[Rule]:
    """Why this person does not take it up again, or nothing was sent back, or all is not ready."""
    appeal = judgment.appeal
    rules = against_handler(appeal, by)
    mal = Mal(appeal, judgment.way)
    if hasattr(judgment, "remission"):
        number = judgment.remission.application.case.number
        sentence = f"Det är redan upptaget på nytt, i ärende {number}."
        return [*rules, Rule("reopened", sentence, kind="conflict")]
    if mal.state != CourtState.REOPEN or mal.holds != judgment:
        sentence = "Rätten har inte återförvisat något till er."
        rules.append(Rule("not_remitted", sentence, kind="conflict"))
    return [*rules, *_against_case(case_for(judgment), appeal.case, by)]


def _against_case(case: Case, own: Case, by: User) -> Iterator[Rule]:
    """One open case per person, and one application at a time in it."""
    visible = case == own or Case.objects.visible_to(by).filter(pk=case.pk).exists()
    if not visible:
        where = "" if case.person.is_protected else f" på {case.unit}"
        sentence = f"Personen har ett öppet ärende{where}. Det som är återförvisat tas upp där."
        yield Rule("other_case", sentence, kind="conflict")
    elif case.status == Status.BESLUTAD:
        sentence = (
            f"Brevet i ärende {case.number} är inte skickat. Skicka det först. Ta sedan upp det "
            "som är återförvisat."
        )
        yield Rule("unsent", sentence, kind="conflict")
    elif case.status not in (Status.PAGAR, Status.AVSLUTAD):
        sentence = (
            f"Personen har en ansökan som inte är avgjord i ärende {case.number}. Avgör den först. "
            "Ta sedan upp det som är återförvisat."
        )
        yield Rule("undecided", sentence, kind="conflict")
