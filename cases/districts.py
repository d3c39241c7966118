"""The official acts towards stadsdelsförvaltningen: ask, note the answer, hänvisa, follow up."""

from datetime import date

from django.utils.formats import date_format

from cases import district_rules as rules
from cases.actions import lock_case
from cases.district_rules import SignpostingData
from cases.journal import record
from cases.models import (
    Case,
    DistrictAnswer,
    DistrictQuestion,
    Draft,
    Signposting,
    SignpostingFollowUp,
)
from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Code, setting


@act
def ask_districts(case: Case, asked_on: date, *, by: User) -> DistrictQuestion:
    """Fråga stadsdelsnämnderna whether the person is aktuell there. SoL 15 kap. 8 §."""
    case = lock_case(case)
    refuse(rules.against_asking(case, asked_on, by))
    question = DistrictQuestion.objects.create(
        case=case, asked_on=asked_on, asked_by=by, noted_at=clock.now()
    )
    record(case, "Stadsdelsnämnderna tillfrågades", by=by, event_on=asked_on)
    return question


@act
def note_answer(
    question: DistrictQuestion, answered_on: date, district: Code | None, *, by: User, known: bool
) -> DistrictAnswer:
    """Aktuell there, or not: nothing more. Raises RuleBroken. SoL 15 kap. 8 §."""
    case = lock_case(question.case)
    question = DistrictQuestion.objects.select_related("case__unit", "answer").get(pk=question.pk)
    refuse(rules.against_answer(question, known, district, answered_on, by))
    answer = DistrictAnswer.objects.create(
        question=question,
        known=known,
        district=district if known else None,
        answered_on=answered_on,
        noted_by=by,
        noted_at=clock.now(),
    )
    title = f"Svar från stadsdelsnämnderna: {answer.in_words}"
    record(case, title, by=by, event_on=answered_on)
    return answer


@act
def signpost(case: Case, told: SignpostingData, *, by: User) -> Signposting:
    """Hänvisa till stadsdelsförvaltning. Raises RuleBroken."""
    case = lock_case(case)
    refuse(rules.against_signposting(case, told, by))
    row = Signposting.objects.create(
        case=case,
        own_contact=told.own_contact,
        follow_up_after=setting("hanvisning_foljs_upp_dagar", told.signposted_on),
        noted_by=by,
        noted_at=clock.now(),
        **{name: getattr(told, name) for name in SignpostingData.__dataclass_fields__},
    )
    Draft.objects.filter(user=by, case=case, form="hanvisning").delete()
    by_whom = "Personen tar kontakten själv." if row.own_contact else f"{row.consent}"
    text = f"{row.need}: {row.need_words.strip()}\n{row.how}. {by_whom}"
    title = f"Hänvisades till stadsdelsförvaltningen {row.district}"
    record(case, title, by=by, text=text, event_on=row.signposted_on)
    return row


@act
def follow_up(
    signposting: Signposting, outcome: str, followed_on: date, tried: str, *, by: User
) -> SignpostingFollowUp:
    """Kontakt etablerad, not yet, or the person declines. Raises RuleBroken."""
    case = lock_case(signposting.case)
    signposting = Signposting.objects.select_related("case__unit", "district").get(
        pk=signposting.pk
    )
    refuse(rules.against_following_up(signposting, outcome, followed_on, tried, by))
    row = SignpostingFollowUp.objects.create(
        signposting=signposting,
        outcome=outcome,
        followed_on=followed_on,
        tried=tried.strip(),
        noted_by=by,
        noted_at=clock.now(),
    )
    Draft.objects.filter(user=by, case=case, form=f"uppfoljning-{signposting.pk}").delete()
    title = f"Hänvisningen till {signposting.district} {date_format(signposting.signposted_on)}"
    title = f"{title}: {row.get_outcome_display().lower()}"
    record(case, title, by=by, text=row.tried, event_on=followed_on)
    return row
