"""Why what a court has said cannot be noted as it is told: every reason at once.

FL 46 §, KL 13 kap., SoL 35 kap. 4–5 §§.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from appeals.mal import ORDER, SENT_BY, Mal, execute_since
from appeals.models import Appeal, CourtEvent, CourtState, Instance, Judgment, Way
from appeals.rules import against_current, against_handler
from cases.conflict_rules import against_barred
from cases.models import Document
from cases.models.seeing import UNIT_ROLES
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User

Kind, Outcome = CourtEvent.Kind, Judgment.Outcome
STAYS = (Kind.STAY_ASKED, Kind.STAYED, Kind.STAY_REFUSED, Kind.STAY_LIFTED)
HIGHER_ONLY = (Kind.APPEALED, Kind.LEAVE, Kind.NO_LEAVE)
OF_WAY = {
    Way.BESVAR: (Outcome.GRANTED, Outcome.REMITTED),
    Way.LEGALITY: (Outcome.QUASHED,),
}
ANY = (Outcome.DISMISSED, Outcome.REJECTED, Outcome.STRUCK)
BY_HIGHER = (Outcome.BACK, Outcome.UPHELD)


@dataclass(frozen=True)
class EventData:
    """What is told of something that came from a court."""

    kind: str
    event_on: date
    instance: str = Instance.FIRST
    way: str = Way.BESVAR
    case_number: str = ""
    reply_by: date | None = None
    by: str = ""
    document: Document | None = None
    text: str = ""


@dataclass(frozen=True)
class JudgmentData:
    """What is told of a judgment: by which court, how it ended, when, and what it says."""

    outcome: str
    judged_on: date
    arrived_on: date
    text: str
    instance: str = Instance.FIRST
    way: str = Way.BESVAR
    document: Document | None = None


def against_noting(appeal: Appeal, by: User) -> list[Rule]:
    """Why this person notes nothing from a court, or no court has the appeal."""
    rules = [*against_handler(appeal, by), *against_current(appeal)]
    if not any(appeal.sent(kind) for kind in SENT_BY.values()):
        sentence = (
            "Överklagandet är inte överlämnat till rätten. Lämna över det först, eller registrera "
            "domen som handling."
        )
        rules.append(Rule("not_sent", sentence, "46 § FL", "conflict"))
    return rules


def _against_told(mal: Mal, document: Document | None) -> Iterator[Rule]:
    """Of a mål that has been sent, by the court's own paper."""
    if mal.way not in Way.values:
        yield Rule("way", "Ange vad målet gäller.", where="way")
    elif not mal.appeal.sent(SENT_BY[Way(mal.way)]):
        sentence = f"Rätten har inte fått den del som gäller {mal.label.lower()}. Skicka den först."
        yield Rule("way", sentence, "46 § FL", where="way")
    if document and (document.case_id != mal.appeal.case.pk or document.type.code != "domstol"):
        sentence = "Välj en handling från domstolen, som ligger i ärendet."
        yield Rule("document", sentence, where="document")


def against_event(appeal: Appeal, told: EventData, without: CourtEvent | None = None) -> list[Rule]:
    """What is wrong with what is told of a court; `without` is what it puts right."""
    mal = Mal(appeal, told.way, without)
    rules = list(_against_told(mal, told.document))
    if told.kind not in Kind.values:
        rules.append(Rule("kind", "Välj vad som har kommit.", where="kind"))
    if told.instance not in Instance.values:
        rules.append(Rule("instance", "Ange vilken domstol det gäller.", where="instance"))
    if rules:
        return rules
    return [
        *_against_day(mal, told),
        *_against_contents(told),
        *_against_appealing(mal, told),
        *_against_instance(mal, told),
    ]


def _against_day(mal: Mal, told: EventData) -> Iterator[Rule]:
    if not mal.sent_on <= told.event_on <= clock.today():
        sentence = f"Ange en dag från {mal.sent_on}, när rätten fick överklagandet, till i dag."
        yield Rule("event_on", sentence, where="event_on")


def _against_contents(told: EventData) -> Iterator[Rule]:
    """Each kind has what it needs."""
    if told.kind == Kind.NUMBER and not told.case_number.strip():
        yield Rule("case_number", "Ange målnumret.", where="case_number")
    if told.kind == Kind.ORDERED and told.reply_by is None:
        sentence = "Ange när rätten senast vill ha ert yttrande."
        yield Rule("reply_by", sentence, where="reply_by")
    elif told.kind == Kind.ORDERED and told.reply_by and told.reply_by < told.event_on:
        sentence = "Sista dagen för yttrandet är före dagen då rätten bad om det."
        yield Rule("reply_by", sentence, where="reply_by")
    if told.kind == Kind.APPEALED and told.by not in CourtEvent.By.values:
        yield Rule("by", "Ange vem som överklagar domen.", where="by")


def _against_appealing(mal: Mal, told: EventData) -> Iterator[Rule]:
    """A judgment is appealed to the next court, once by each, since it was given."""
    if told.kind != Kind.APPEALED:
        return
    latest = mal.appealable
    if latest is None:
        yield Rule("unjudged", "Det finns ingen dom att överklaga.", kind="conflict", where="kind")
        return
    above = ORDER[ORDER.index(Instance(latest.instance)) + 1 :]
    if not above:
        sentence = "Högsta förvaltningsdomstolens avgörande går inte att överklaga."
        yield Rule("highest", sentence, kind="conflict", where="kind")
    elif told.instance != above[0]:
        sentence = f"{latest.get_instance_display()}s dom överklagas till {above[0].inside}."
        yield Rule("instance", sentence, where="instance")
    if told.event_on < latest.judged_on:
        sentence = f"Domen kom {latest.judged_on}. Den överklagas inte före det."
        yield Rule("event_on", sentence, where="event_on")
    if any(row.judgment_id == latest.pk and row.by == told.by for row in mal.events):
        yield Rule("same", "Det överklagandet är redan antecknat.", kind="conflict", where="by")


def _against_instance(mal: Mal, told: EventData) -> Iterator[Rule]:
    """A higher court has what has been appealed to it; only there leave is asked for."""
    if told.kind in (Kind.LEAVE, Kind.NO_LEAVE) and told.instance == Instance.FIRST:
        sentence = "Prövningstillstånd behövs först i kammarrätten."
        yield Rule("instance", sentence, "35 kap. 4 § SoL", where="instance")
    elif told.kind != Kind.APPEALED and not mal.has(told.instance):
        yield _not_there(told.instance)
    if told.kind == Kind.STAY_LIFTED and not mal.is_stayed:
        sentence = "Det finns ingen inhibition att upphäva. Anteckna först att den beviljades."
        yield Rule("not_stayed", sentence, kind="conflict", where="kind")


def _not_there(instance: str) -> Rule:
    sentence = (
        f"Målet är inte överklagat till {Instance(instance).inside}. Anteckna först att domen är "
        "överklagad dit."
    )
    return Rule("not_there", sentence, kind="conflict", where="instance")


def against_judgment(
    appeal: Appeal, told: JudgmentData, without: Judgment | None = None
) -> list[Rule]:
    """What is wrong with what is told of a judgment; `without` is the one that it puts right."""
    mal = Mal(appeal, told.way, without)
    rules = list(_against_told(mal, told.document))
    if told.outcome not in Outcome.values:
        rules.append(Rule("outcome", "Ange hur det gick.", where="outcome"))
    if told.instance not in Instance.values:
        rules.append(Rule("instance", "Ange vilken domstol som har dömt.", where="instance"))
    if not told.text.strip():
        rules.append(Rule("text", "Skriv vad rätten bestämde.", where="text"))
    if any(rule.code in ("way", "instance", "outcome") for rule in rules):
        return rules
    return [
        *rules,
        *_against_outcome(told),
        *_against_days(mal, told),
        *_against_judging(mal, told),
    ]


def _against_outcome(told: JudgmentData) -> Iterator[Rule]:
    """What a court can do is another thing by each way. KL 13 kap. 8 §."""
    if told.outcome == Outcome.QUASHED and told.way != Way.LEGALITY:
        sentence = (
            "Upphävt är bara för laglighetsprövning. Välj bifall, eller återförvisat om ni ska "
            "utreda på nytt."
        )
        yield Rule("outcome", sentence, "13 kap. 8 § KL", where="outcome")
    elif told.outcome in OF_WAY[Way.BESVAR] and told.way != Way.BESVAR:
        sentence = "Vid laglighetsprövning kan rätten bara upphäva beslutet. Välj upphävt."
        yield Rule("outcome", sentence, "13 kap. 8 § KL", where="outcome")
    elif told.outcome in BY_HIGHER and told.instance == Instance.FIRST:
        sentence = "Så dömer bara en högre domstol. Välj avslag om ert beslut står fast."
        yield Rule("outcome", sentence, where="outcome")


def _against_days(mal: Mal, told: JudgmentData) -> Iterator[Rule]:
    if told.judged_on < mal.sent_on:
        sentence = f"Rätten fick överklagandet {mal.sent_on}. Domen är inte äldre än så."
        yield Rule("judged_on", sentence, where="judged_on")
    elif told.judged_on > clock.today():
        yield Rule("judged_on", "Domens dag ligger i framtiden.", where="judged_on")
    if not told.judged_on <= told.arrived_on <= max(clock.today(), told.judged_on):
        sentence = f"Ange en dag från domens dag {told.judged_on} till i dag."
        yield Rule("arrived_on", sentence, where="arrived_on")


def _against_judging(mal: Mal, told: JudgmentData) -> Iterator[Rule]:
    """Each court judges what it has, once, unless a higher one sends it back."""
    if told.instance in mal.awaits():
        return
    done = next((row for row in reversed(mal.judgments) if row.instance == told.instance), None)
    if done:
        court = done.get_instance_display()
        sentence = (
            f"{court} har redan dömt {done.judged_on}. Är målet återförvisat dit: registrera först "
            "den högre domstolens avgörande."
        )
        yield Rule("judged", sentence, kind="conflict", where="instance")
    elif mal.has(told.instance):
        sentence = f"{Instance(told.instance).label} gav inget prövningstillstånd."
        yield Rule("no_leave", sentence, "35 kap. 4 § SoL", "conflict", "instance")
    else:
        yield _not_there(told.instance)


def against_executing(judgment: Judgment, by: User) -> list[Rule]:
    """Why this person does not note that the judgment is executed, or it is not to be."""
    case = judgment.appeal.case
    rules = list(against_barred(case, by))
    if not by.holds(*UNIT_ROLES, unit=case.unit):
        sentence = f"Det är enheten som verkställer domen: {case.unit}."
        rules.append(Rule("unit", sentence, kind="forbidden"))
    mal = Mal(judgment.appeal, judgment.way)
    if mal.state != CourtState.EXECUTE or mal.holds != judgment:
        rules.append(_not_to_execute(judgment, mal))
    return rules


def _not_to_execute(judgment: Judgment, mal: Mal) -> Rule:
    if hasattr(judgment, "execution"):
        done = judgment.execution
        sentence = f"Domen är redan verkställd {done.done_on}, enligt {done.noted_by}."
    elif mal.holds != judgment:
        sentence = "En senare dom gäller i stället."
    elif judgment.outcome == Outcome.QUASHED:
        sentence = f"Rätta det när domen har fått laga kraft, tidigast {execute_since(judgment)}."
    else:
        sentence = "Det finns inget att verkställa i domen nu."
    return Rule("nothing", sentence, kind="conflict")


def against_execution(judgment: Judgment, done_on: date, how: str) -> list[Rule]:
    """What is wrong with what is told of the execution."""
    rules = []
    if not judgment.judged_on <= done_on <= clock.today():
        sentence = f"Ange en dag från {judgment.judged_on}, när rätten dömde, till i dag."
        rules.append(Rule("done_on", sentence, where="done_on"))
    if not how.strip():
        rules.append(Rule("how", "Skriv hur ni har verkställt domen.", where="how"))
    return rules
