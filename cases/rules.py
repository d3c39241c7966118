"""Why an act on a case may not be done now: every reason at once."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q

from cases.conflict_rules import against_barred, is_barred
from cases.consultation_rules import missing_consultation
from cases.district_rules import is_unsignposted
from cases.models import Assessment, Case, Investigation, Part, Status
from cases.models.parts import CriterionAnswer
from cases.rulings import RulingDraft, Rulings, against_rulings
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import CHEFER, Function, Unit, User

COMMUNICATION = "communication"  # the page where it is put right


def against_assigning(case: Case, coach: User, by: User) -> list[Rule]:
    """Why the case cannot be given to this coach by this user."""
    rules = []
    taking = coach == by and by.holds(Function.COACH, unit=case.unit)
    if not taking and not leads(by, case.unit):
        rules.append(
            Rule("assigner", f"Bara chefer på {case.unit} fördelar ärenden.", kind="forbidden")
        )
    if not coach.holds(Function.COACH, unit=case.unit):
        rules.append(Rule("not_coach", f"{coach} är inte coach på {case.unit}.", where="coach"))
    if coach != by and is_barred(case, coach):
        rules.append(Rule("barred_coach", f"{coach} är jävig i ärendet.", where="coach"))
    rules += against_barred(case, by)
    if case.status == Status.AVSLUTAD:
        rules.append(Rule("closed", "Ärendet är avslutat.", kind="conflict"))
    return rules


def leads(user: User, unit: Unit) -> bool:
    """Whether the unit's work is the user's to share out: its chefs', or who stands in for one."""
    return user.holds(*CHEFER, unit=unit) or any(
        held.unit_id == unit.pk and held.function in CHEFER for held in user.stood_in_for()
    )


def takes(case: Case, coach: User, by: User) -> bool:
    """Whether the case is taken rather than given: a chef gives it, also to themself."""
    return coach == by and not by.holds(*CHEFER, unit=case.unit)


def against_starting(case: Case, by: User) -> list[Rule]:
    """Why the investigation cannot be begun. SoL 14 kap. 2 §."""
    return [
        *_against_status(case, Status.AKTUALISERAD, "Utredningen är redan inledd."),
        *_against_coach(case, by),
        *against_barred(case, by),
    ]


def against_investigating(case: Case, by: User) -> list[Rule]:
    """Why the user cannot write in the investigation now."""
    return [
        *_against_status(case, Status.UTREDS, "Utredningen är låst: ärendet utreds inte nu."),
        *_against_coach(case, by),
        *against_barred(case, by),
    ]


def _against_status(case: Case, wanted: Status, sentence: str) -> Iterator[Rule]:
    if case.status != wanted:
        yield Rule("status", f"{sentence} Status: {case.get_status_display()}.", kind="conflict")


def _against_coach(case: Case, by: User) -> Iterator[Rule]:
    if not by.holds(Function.COACH, unit=case.unit):
        yield Rule("not_coach", f"Bara coacher på {case.unit} utreder.", kind="forbidden")
    elif case.coach is None:
        yield Rule("unassigned", "Ärendet är inte fördelat. Ta ärendet först.", kind="forbidden")
    elif case.coach != by and not by.stands_in_for(case.coach):
        yield Rule(
            "other_coach",
            f"Ärendet handläggs av {case.coach}. Ta över det om du ska utreda.",
            kind="forbidden",
        )


def took_part(case: Case, user: User) -> bool:
    """Whether the user has investigated, proposed, communicated, or ever written in a part."""
    begun = Investigation.objects.filter(application__case=case)
    wrote = Part.history.filter(investigation__application__case=case, saved_by=user)
    part = Q(investigator=user) | Q(proposed_by=user) | Q(sendings__sent_by=user)
    part |= Q(sendings__replies__rejoinders__written_by=user) | Q(waivers__noted_by=user)
    return begun.filter(part).exists() or wrote.exists()


def against_stale(part: Part | None, seen: int) -> list[Rule]:
    """Somebody, perhaps the same person in another tab, has saved since the page was fetched."""
    version = part.version if part else 0
    if version == seen or part is None:
        return []
    at = f"{part.saved_at.astimezone(clock.STOCKHOLM):%Y-%m-%d %H:%M}"
    sentence = (
        f"{part.saved_by} sparade den här delen {at}, efter att du öppnade sidan. Din text är kvar "
        "i fälten. Jämför med det som är sparat innan du sparar igen."
    )
    return [Rule("stale", sentence, kind="conflict")]


def missing(investigation: Investigation) -> list[Rule]:
    """What is still lacking before Lämna till beslut; `where` names the part, or the page."""
    return [*missing_basis(investigation), *_missing_communication(investigation)]


def missing_basis(investigation: Investigation) -> list[Rule]:
    """What the parts still lack, before the person gets the basis to comment on."""
    return [
        *_missing_criteria(investigation),
        *_missing_signposting(investigation),
        *_missing_answers(investigation),
        *_missing_children(investigation),
        *_missing_af(investigation),
        *missing_consultation(investigation),
        *_missing_summary(investigation),
    ]


def _missing_criteria(investigation: Investigation) -> Iterator[Rule]:
    if investigation.riktlinje_has_changed:
        sentence = "Riktlinjen har ändrats. Bedöm kriterierna enligt den som gäller nu."
        yield _part_rule(Part.Name.CRITERIA, sentence)
    answers = {a.criterion_id: a for a in investigation.criteria}
    for criterion in investigation.riktlinje.criteria.all():
        answer = answers.get(criterion.pk)
        if answer is None or not answer.answer:
            yield _part_rule(Part.Name.CRITERIA, f"Kriteriet saknar svar: {criterion.question}")
        elif not answer.source.strip():
            yield _part_rule(Part.Name.CRITERIA, f"Kriteriet saknar källa: {criterion.question}")
    individual = getattr(investigation, "individual", None)
    if individual is None or not individual.text.strip():
        yield _part_rule(Part.Name.CRITERIA, "Den individuella bedömningen saknas.")


def _missing_signposting(investigation: Investigation) -> Iterator[Rule]:
    """Who is barred by a criterion is not only refused: they are shown where help is. G20."""
    if is_unsignposted(investigation):
        sentence = "Ett kriterium hindrar bifall. Hänvisa personen till stadsdelsförvaltning först."
        yield Rule("missing", sentence, where="signposting")


def _missing_answers(investigation: Investigation) -> Iterator[Rule]:
    answered = {a.question_id for a in investigation.answers.all() if a.text.strip()}
    for question in investigation.form.questions.all():
        if question.required and question.pk not in answered:
            yield _part_rule(Part.Name.ASSESSMENT, f"Frågan är inte besvarad: {question.text}")


def _missing_children(investigation: Investigation) -> Iterator[Rule]:
    """Asked of everyone; where there are children, what is best for them. SoL 3 kap. 1 §."""
    children = getattr(investigation, "children", None)
    if children is None:
        sentence = "Svara på om det finns barn i hushållet."
        yield _part_rule(Part.Name.CHILDREN, sentence, "3 kap. SoL")
    elif children.any == children.Answer.YES and not children.best_interests.strip():
        sentence = "Bedömningen av barnets bästa saknas."
        yield _part_rule(Part.Name.CHILDREN, sentence, "3 kap. SoL")


def _missing_af(investigation: Investigation) -> Iterator[Rule]:
    if not hasattr(investigation, "af"):
        yield _part_rule(Part.Name.AF, "Information från Arbetsförmedlingen saknas.")


def rulings_of(summary: Assessment) -> Rulings:
    """The coach's proposal as rulings; the period belongs to the one that grants."""
    period = (summary.period_from, summary.period_to)
    right = (summary.right_outcome, summary.right_circumstances, summary.right_reasons)
    may = (summary.may_outcome, summary.may_circumstances, summary.may_reasons)
    return Rulings(
        RulingDraft(*right, *period, summary.right_scope),
        RulingDraft(*may, *period, summary.may_scope),
    )


def _missing_summary(investigation: Investigation) -> Iterator[Rule]:
    summary = getattr(investigation, "summary", None) or Assessment()
    texts = (
        ("Fakta saknas.", summary.facts),
        ("Den sökandes egen syn saknas.", summary.own_view),
        ("Bedömningen saknas.", summary.assessment),
    )
    for sentence, text in texts:
        if not text.strip():
            yield _part_rule(Part.Name.SUMMARY, f"Samlad bedömning: {sentence}")
    rulings = rulings_of(summary)
    for rule in against_rulings(rulings, investigation.riktlinje, clock.today()):
        yield _part_rule(Part.Name.SUMMARY, f"Förslag till beslut: {rule.sentence}", rule.statute)
    for rule in against_grant(investigation.criteria, rulings):
        yield _part_rule(Part.Name.SUMMARY, rule.sentence)


def against_grant(answers: Iterable[CriterionAnswer], rulings: Rulings) -> list[Rule]:
    """A criterion that bars: no proposal of bifall for whoever has försörjningsstöd."""
    if rulings.granting is None:
        return []
    where = "right_outcome" if rulings.right.grants else "may_outcome"
    return [
        Rule(answer.criterion.code, answer.criterion.bar_sentence, where=where)
        for answer in answers
        if answer.bars_grant
    ]


def _missing_communication(investigation: Investigation) -> Iterator[Rule]:
    """FL 25 §: no avslag before the person has had the basis to comment on; each reply is met."""
    if investigation.unmet_reply:
        yield Rule("unmet", "Bemöt den sökandes svar.", where=COMMUNICATION)
    summary = getattr(investigation, "summary", None)
    if summary is None or not summary.right_outcome or rulings_of(summary).gives_all:
        return
    for rule in against_uncommunicated(investigation, clock.today()):
        yield Rule("missing", rule.sentence, rule.statute, where=COMMUNICATION)


def against_uncommunicated(investigation: Investigation, day: date) -> Iterator[Rule]:
    """Not sent, or the days to reply still running on the day. FL 25 §, SoL 14 kap. 8 §."""
    latest = investigation.latest_sending
    if investigation.waiver or (latest and latest.replies.all()):
        return
    if latest is None:
        sentence = "Den sökande ska få ta del av underlaget innan ni beslutar om avslag."
        yield Rule("communication", sentence, "25 § FL")
    elif day <= latest.reply_by:
        yield Rule("reply_time", time_to_reply(latest.reply_by), "25 § FL")


def time_to_reply(until: date) -> str:
    """That the person still has time to reply, in a sentence."""
    return f"Svarsfristen går ut {'i dag' if until == clock.today() else until}."


def _part_rule(part: Part.Name, sentence: str, statute: str = "") -> Rule:
    return Rule("missing", sentence, statute, where=part.value)
