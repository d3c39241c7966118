"""The act: a request for a registerutdrag is noted in the journal, and the extract is made."""

from datetime import date

from cases.journal import record
from cases.models import Case
from jobbtorg.acts import act, refuse
from jobbtorg.jobs.actions import start
from jobbtorg.jobs.models import Job
from jobbtorg.organisation.models import User
from review.extract import TO_PERSON
from review.extract_rules import against_asking, answer_by


@act
def ask_for_extract(case: Case, received: date, *, by: User) -> Job:
    """Notes when the request came in and by when it is to be answered, and asks for the extract.

    Raises RuleBroken. GDPR art. 12.3 and 15.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    refuse(against_asking(case, received, by))
    text = f"Ska vara besvarad senast {answer_by(received)}."
    title = "Begäran om registerutdrag kom in"
    record(case, title, by=by, event_on=received, text=text)
    asked = {"case": case.pk, "received": received.isoformat()}
    return start(TO_PERSON, asked, by=by, what=case.number)
