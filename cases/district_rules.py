"""Why the stadsdelsnämnder cannot be asked, or a person hänvisad: every reason at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.consent_rules import FUTURE, OF_DISTRICT, against_relying
from cases.models import (
    Case,
    Consent,
    DistrictQuestion,
    Investigation,
    Signposting,
    SignpostingFollowUp,
)
from cases.writer_rules import against_writer
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code

ASKING = "15 kap. 8 § SoL"
CRITERION = "stadsdel"  # the criterion of the guideline that an answer is a source for
Outcome = SignpostingFollowUp.Outcome


@dataclass(frozen=True)
class SignpostingData:
    """The need, where the person is shown to, how, and by which consent if not by themself."""

    need: Code
    need_words: str
    district: Code
    how: Code
    signposted_on: date
    consent: Consent | None = None

    @property
    def own_contact(self) -> bool:
        """Whether the person takes the contact themself."""
        return self.consent is None


def _days(day: date, first: date, what: str, where: str) -> Iterator[Rule]:
    """Not in the future, and not before what it follows on."""
    if day > clock.today():
        yield Rule("future", FUTURE, where=where)
    elif day < first:
        yield Rule("too_early", f"Dagen är före {what} {first}.", where=where)


def against_asking(case: Case, asked_on: date, by: User) -> list[Rule]:
    """Why the stadsdelsnämnder cannot be asked now. SoL 15 kap. 8 §."""
    rules = against_writer(case, by)
    unanswered = case.district_questions.filter(answer__isnull=True).first()
    if unanswered:
        sentence = f"Frågan från {unanswered.asked_on} är inte besvarad än."
        rules.append(Rule("asked", sentence, ASKING, "conflict"))
    arrived_on = case.applications.latest("pk").arrived_on
    rules += _days(asked_on, arrived_on, "ansökan", "asked_on")
    return rules


def against_answer(
    question: DistrictQuestion, known: bool, district: Code | None, answered_on: date, by: User
) -> list[Rule]:
    """Why this answer cannot be noted: aktuell and where, or not, and nothing more."""
    rules = against_writer(question.case, by)
    if hasattr(question, "answer"):
        rules.append(Rule("answered", "Svaret är redan antecknat.", kind="conflict"))
    if known and district is None:
        sentence = "Ange vilken stadsdelsförvaltning personen är aktuell hos."
        rules.append(Rule("district", sentence, where="district"))
    rules += _days(answered_on, question.asked_on, "frågan", "answered_on")
    return rules


def against_signposting(case: Case, told: SignpostingData, by: User) -> list[Rule]:
    """Why the person cannot be hänvisad like this."""
    rules = against_writer(case, by)
    if not told.need_words.strip():
        sentence = "Skriv vad personen behöver hjälp med."
        rules.append(Rule("need_words", sentence, where="need_words"))
    arrived_on = case.applications.latest("pk").arrived_on
    rules += _days(told.signposted_on, arrived_on, "ansökan", "signposted_on")
    if not told.own_contact:
        towards = Consent.Towards.DISTRICT
        rules += against_relying(case, told.consent, towards, told.signposted_on, OF_DISTRICT)
    return rules


def against_following_up(
    signposting: Signposting, outcome: str, followed_on: date, tried: str, by: User
) -> list[Rule]:
    """Why this follow-up cannot be noted."""
    rules = against_writer(signposting.case, by)
    if not signposting.is_open:
        sentence = "Hänvisningen följs inte längre upp: kontakten är etablerad eller avböjd."
        rules.append(Rule("ended", sentence, kind="conflict"))
    if outcome == Outcome.NOT_YET and not tried.strip():
        rules.append(Rule("tried", "Skriv vad som har prövats.", where="tried"))
    rules += _days(followed_on, signposting.signposted_on, "hänvisningen", "followed_on")
    return rules


def is_unsignposted(investigation: Investigation) -> bool:
    """Whether a criterion bars a grant and the person has not been hänvisad since they applied."""
    if not any(answer.bars_grant for answer in investigation.criteria):
        return False
    application = investigation.application
    since = application.case.signpostings.filter(signposted_on__gte=application.arrived_on)
    return not since.exists()
