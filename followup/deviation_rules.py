"""Why an act on an avvikelse cannot be done now: every reason at once. SoL 27 kap., KL 6:28."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import Case
from cases.models.seeing import held_by, units_beside
from followup.models import Deviation, DeviationDecision, DeviationReception
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.delegation import why_not
from jobbtorg.organisation.models import CHEFER, Function, Power, Unit, User
from jobbtorg.organisation.namnder import acts_for

POWER = "lex_sarah"
TOP = Function.FORVALTNINGSCHEF
Kind, Track = Deviation.Kind, DeviationReception.Track
Outcome = DeviationDecision.Outcome


@dataclass(frozen=True)
class Report:
    """What is reported, in six answers; `case` where it was reported from one."""

    kind: str
    what: str
    happened_on: date
    unit: Unit
    told_by: str
    done_at_once: str
    case: Case | None = None


@dataclass(frozen=True)
class Meeting:
    """Where the nämnd's own decision stands."""

    held_on: date
    dnr: str
    paragraph: str


def against_reporting(by: User) -> Iterator[Rule]:
    """Anyone on the staff reports. 27 kap. 2 § SoL."""
    if not by.is_active or not by.appointments.on().exists():
        sentence = "Du har inget förordnande i dag. Ring enhetens chef i stället."
        yield Rule("staff", sentence, "27 kap. 2 § SoL", "forbidden")


def against_report(told: Report) -> Iterator[Rule]:
    """What the report lacks."""
    if told.kind not in Kind.values:
        yield Rule("kind", "Ange vad du vill rapportera.", where="kind")
    if not told.what.strip():
        yield Rule("what", "Skriv vad som har hänt.", where="what")
    if not told.done_at_once.strip():
        sentence = "Skriv vad som gjordes genast. Gjordes inget, så skriv det."
        yield Rule("done_at_once", sentence, where="done_at_once")
    if told.happened_on > clock.today():
        sentence = "Dagen kan inte ligga i framtiden."
        yield Rule("future", sentence, where="happened_on")
    if told.told_by == Deviation.From.ANONYMOUS and told.kind not in (Kind.COMPLAINT, Kind.OPINION):
        sentence = "Bara den som lämnar ett klagomål eller en synpunkt kan vara anonym."
        yield Rule("anonymous", sentence, where="told_by")


def is_about(deviation: Deviation, user: User) -> bool:
    """Whether it names the user, or the user is jävig in its case. KL 6 kap. 28 §."""
    return not Deviation.objects.filter(pk=deviation.pk).not_about(user).exists()


def handles(deviation: Deviation, user: User) -> bool:
    """Whether it is the user's to handle: a chef's or their ersättares, the top's, the nämnd's."""
    if _leads(deviation, user) or of_namnd(deviation, user):
        return True
    away = User.objects.filter(pk__in=user.substitutes_in.on().values("user"))
    return any(_leads(deviation, chef) and not is_about(deviation, chef) for chef in away)


def _leads(deviation: Deviation, user: User) -> bool:
    """Whether the user is a chef of the unit, or the förvaltningschef."""
    return user.holds(*CHEFER, unit=deviation.unit) or acts_for(user, deviation.unit, TOP)


def of_namnd(deviation: Deviation, user: User) -> bool:
    """Whether the nämnd has appointed the user to handle it, and they work here still."""
    appointed = deviation.of_namnd
    return bool(appointed and appointed.user_id == user.pk and user.appointments.on().exists())


def notes_for_namnd(deviation: Deviation, user: User) -> bool:
    """Whether what the nämnd itself has decided is noted by this user."""
    return acts_for(user, deviation.unit, TOP) or of_namnd(deviation, user)


def _against_subject(deviation: Deviation, by: User, where: str = "") -> Iterator[Rule]:
    if is_about(deviation, by):
        sentence = (
            f"{by} är den som rapporten gäller, eller jävig i ärendet, och handlägger den inte."
        )
        yield Rule("subject", sentence, "6 kap. 28 § KL", "forbidden", where)


def against_closed(deviation: Deviation) -> Iterator[Rule]:
    """What is closed stays as it is."""
    if deviation.is_closed:
        yield Rule("closed", "Rapporten är avslutad.", kind="conflict")


def against_handling(deviation: Deviation, by: User) -> Iterator[Rule]:
    """The unit's chefer and the förvaltningschef handle it; never whom it is about."""
    if not handles(deviation, by):
        sentence = f"Bara cheferna på {deviation.unit} och förvaltningschefen gör det här."
        yield Rule("handler", sentence, kind="forbidden")
    yield from _against_subject(deviation, by)


def against_working(deviation: Deviation, by: User) -> Iterator[Rule]:
    """Who is appointed to investigate does this too."""
    appointed = deviation.appointed
    if appointed is None or appointed.user_id != by.pk:
        yield from against_handling(deviation, by)
    else:
        yield from _against_subject(deviation, by)


def _against_unreceived(deviation: Deviation) -> Iterator[Rule]:
    if deviation.reception is None:
        yield Rule("unreceived", "Ta emot rapporten först.", "27 kap. 5 § SoL", "conflict")


def against_naming(deviation: Deviation, by: User) -> list[Rule]:
    """Who reported it names whom it is about, and so do those who handle it."""
    own = deviation.reported_by_id == by.pk
    return [*against_closed(deviation), *(() if own else against_handling(deviation, by))]


def against_handing_on(deviation: Deviation, by: User) -> list[Rule]:
    """Only when nobody else can handle it; noted by the nämnd's secretary. KL 6 kap. 28 §."""
    rules = [*_against_subject(deviation, by), *against_closed(deviation)]
    if deviation.unit_id not in units_beside(held_by(by), [Function.NAMNDSEKRETERARE]):
        sentence = "Bara nämndsekreteraren antecknar vem nämnden har utsett."
        rules.append(Rule("secretary", sentence, kind="forbidden"))
    if not Deviation.objects.unhandled().filter(pk=deviation.pk).exists():
        sentence = "Någon annan kan handlägga rapporten. Då utser nämnden ingen."
        rules.append(Rule("handled", sentence, "6 kap. 28 § KL", "conflict"))
    return rules


def against_receiving(deviation: Deviation, by: User) -> list[Rule]:
    """Once; and once more only to make it a lex Sarah-ärende. 27 kap. 5 § SoL."""
    rules = [*against_handling(deviation, by), *against_closed(deviation)]
    if deviation.track == Track.LEX_SARAH:
        sentence = "Rapporten hanteras redan enligt lex Sarah."
        rules.append(Rule("received", sentence, kind="conflict"))
    return rules


def against_track(
    deviation: Deviation, track: str, assessment: str, measures: str
) -> Iterator[Rule]:
    """A lex Sarah-rapport is never made less. 27 kap. 5 § SoL."""
    if track not in Track.values:
        yield Rule("track", "Ange hur rapporten ska hanteras.", where="track")
    elif track != Track.LEX_SARAH and (deviation.is_lex_sarah or deviation.reception):
        sentence = (
            "En rapport enligt lex Sarah ska utredas och beslutas, också när den visar sig vara "
            "obefogad."
            if deviation.is_lex_sarah
            else "Rapporten är redan mottagen. Du kan bara ändra den till lex Sarah."
        )
        yield Rule("track", sentence, "27 kap. 5 § SoL", where="track")
    if not assessment.strip():
        yield Rule("assessment", "Skriv din bedömning.", where="assessment")
    if not measures.strip():
        sentence = "Skriv vilka åtgärder som har vidtagits genast. Behövs inga, så skriv varför."
        yield Rule("measures", sentence, "27 kap. 5 § SoL", where="measures")


def against_appointing(deviation: Deviation, by: User) -> list[Rule]:
    """Until it is decided, by who handles it."""
    rules = [*against_handling(deviation, by), *against_closed(deviation)]
    rules += _against_unreceived(deviation)
    if hasattr(deviation, "decision"):
        rules.append(Rule("decided", "Beslutet är redan fattat.", kind="conflict"))
    return rules


def against_investigator(deviation: Deviation, user: User) -> Iterator[Rule]:
    """Never whom it is about; someone who works here. KL 6 kap. 28 §."""
    yield from _against_subject(deviation, user, "user")
    if not user.is_active or not user.appointments.on().exists():
        yield Rule("staff", f"{user} har inget förordnande i dag.", where="user")


def against_investigating(deviation: Deviation, by: User) -> list[Rule]:
    """Only who is appointed; until it is decided."""
    rules = [*_against_subject(deviation, by), *against_closed(deviation)]
    if deviation.track != Track.LEX_SARAH:
        sentence = "Rapporten hanteras inte enligt lex Sarah."
        rules.append(Rule("track", sentence, kind="conflict"))
    elif deviation.appointed is None or deviation.appointed.user_id != by.pk:
        sentence = f"Bara den som är utsedd utreder: {deviation.appointed or 'ingen än'}."
        rules.append(Rule("investigator", sentence, kind="forbidden"))
    if hasattr(deviation, "decision"):
        rules.append(Rule("decided", "Beslutet är redan fattat.", kind="conflict"))
    return rules


def _against_moment_of_decision(deviation: Deviation) -> Iterator[Rule]:
    yield from against_closed(deviation)
    if deviation.inquiry is None:
        sentence = "Utredningen är inte klar."
        yield Rule("uninvestigated", sentence, "27 kap. 5 § SoL", "conflict")
    if hasattr(deviation, "decision"):
        yield Rule("decided", "Beslutet är redan fattat.", kind="conflict")


def against_delegate(deviation: Deviation, by: User) -> Iterator[Rule]:
    """By a row of the register, else the nämnd decides. law.md §5.2."""
    if not by.may(POWER, deviation.unit):
        told = f"{why_not(by, POWER, deviation.unit)} Det gäller beslutstypen "
        sentence = f"{told}”{Power.objects.get(code=POWER)}”. Utan delegat beslutar nämnden."
        yield Rule("delegation", sentence, "7 kap. 5–6 §§ KL", "forbidden")


def against_deciding(deviation: Deviation, by: User) -> list[Rule]:
    """A delegate, who is another than who investigated."""
    rules = [*against_delegate(deviation, by), *_against_subject(deviation, by)]
    if any(row.finished_by_id == by.pk for row in deviation.inquiries.all()):
        sentence = "Du har utrett rapporten. Någon annan fattar beslutet."
        rules.append(Rule("investigated", sentence, kind="forbidden"))
    return [*rules, *_against_moment_of_decision(deviation)]


def against_noting_decision(deviation: Deviation, by: User) -> list[Rule]:
    """The nämnd's own decision is noted by the förvaltningschef."""
    rules = list(_against_subject(deviation, by))
    if not notes_for_namnd(deviation, by):
        sentence = "Bara förvaltningschefen antecknar nämndens beslut."
        rules.append(Rule("top", sentence, kind="forbidden"))
    return [*rules, *_against_moment_of_decision(deviation)]


def against_outcome(outcome: str, reasons: str) -> Iterator[Rule]:
    """What a decision says."""
    if outcome not in Outcome.values:
        yield Rule("outcome", "Ange vad beslutet är.", where="outcome")
    if not reasons.strip():
        yield Rule("reasons", "Skriv skälen för beslutet.", where="reasons")


def against_meeting(deviation: Deviation, told: Meeting) -> Iterator[Rule]:
    """Where the nämnd's word stands, and when."""
    if not deviation.reported_on <= told.held_on <= clock.today():
        sentence = f"Sammanträdet ska ligga mellan {deviation.reported_on} och i dag."
        yield Rule("held_on", sentence, where="held_on")
    if not told.dnr.strip():
        yield Rule("dnr", "Ange diarienumret.", where="dnr")
    if not told.paragraph.strip():
        yield Rule("paragraph", "Ange paragrafen i protokollet.", where="paragraph")


def against_sending(deviation: Deviation, by: User) -> list[Rule]:
    """What is serious, once, by a delegate; what the nämnd decided by its förvaltningschef too."""
    decision = getattr(deviation, "decision", None)
    rules = [*_against_subject(deviation, by), *against_closed(deviation)]
    for_namnd = decision and decision.decided_by is None and notes_for_namnd(deviation, by)
    if not for_namnd:
        rules += against_delegate(deviation, by)
    if decision is None or not decision.is_serious:
        sentence = "Bara det som är beslutat som allvarligt anmäls till Ivo."
        rules.append(Rule("not_serious", sentence, "27 kap. 6 § SoL", "conflict"))
    elif hasattr(decision, "ivo"):
        rules.append(Rule("sent", "Anmälan är redan skickad.", kind="conflict"))
    return rules


def against_sent(deviation: Deviation, dnr: str, how: str, sent_on: date) -> Iterator[Rule]:
    """The anmälan's dnr, way and day."""
    if not dnr.strip():
        yield Rule("dnr", "Ange diarienumret.", where="dnr")
    if not how:
        yield Rule("how", "Ange hur anmälan skickades.", where="how")
    if not deviation.reported_on <= sent_on <= clock.today():
        sentence = f"Dagen ska ligga mellan {deviation.reported_on} och i dag."
        yield Rule("sent_on", sentence, where="sent_on")


def against_answering(deviation: Deviation, by: User) -> list[Rule]:
    """A klagomål or a synpunkt, once."""
    rules = [*against_working(deviation, by), *against_closed(deviation)]
    rules += _against_unreceived(deviation)
    if not deviation.is_complaint:
        sentence = "Bara klagomål och synpunkter besvaras."
        rules.append(Rule("no_complaint", sentence, kind="conflict"))
    if hasattr(deviation, "answer"):
        rules.append(Rule("answered", "Det är redan besvarat.", kind="conflict"))
    return rules


def against_day(
    deviation: Deviation, day: date | None, where: str, *, until: date | None = None
) -> Iterator[Rule]:
    """Between the event and today."""
    if day and not deviation.happened_on <= day <= (until or clock.today()):
        sentence = f"Dagen ska ligga mellan {deviation.happened_on} och i dag."
        yield Rule("day", sentence, where=where)


def against_measuring(deviation: Deviation, by: User) -> list[Rule]:
    """Once received, until it is closed."""
    return [
        *against_working(deviation, by),
        *against_closed(deviation),
        *_against_unreceived(deviation),
    ]


def against_due(due_on: date) -> Iterator[Rule]:
    """A measure is to be done some day from now."""
    if due_on < clock.today():
        yield Rule("past", "Dagen har redan varit.", where="due_on")


def against_noting_done(measure: Any, by: User) -> list[Rule]:
    """Once; after the closing too."""
    rules = list(against_working(measure.deviation, by))
    if measure.is_done:
        rules.append(Rule("done", "Åtgärden är redan antecknad som klar.", kind="conflict"))
    return rules


def against_writing_in_journal(deviation: Deviation, by: User) -> Iterator[Rule]:
    """Only in the case that it is linked to, by who sees that case."""
    yield from against_working(deviation, by)
    if deviation.case is None:
        yield Rule("no_case", "Rapporten hör inte till något ärende.", kind="conflict")
    elif not Case.objects.visible_to(by).filter(pk=deviation.case.pk).exists():
        yield Rule("case", "Du arbetar inte med det ärendet.", kind="forbidden")


def against_closing(deviation: Deviation, by: User) -> list[Rule]:
    """Received; answered, or decided and where serious sent. 27 kap. 5–6 §§ SoL."""
    rules = [*against_handling(deviation, by), *against_closed(deviation)]
    rules += _against_unreceived(deviation)
    if deviation.is_complaint and not hasattr(deviation, "answer"):
        rules.append(Rule("unanswered", "Svara på klagomålet först.", kind="conflict"))
    decision = getattr(deviation, "decision", None)
    if deviation.track == Track.LEX_SARAH and decision is None:
        sentence = "Den avslutas först när beslutet är fattat."
        rules.append(Rule("undecided", sentence, "27 kap. 5 § SoL", "conflict"))
    if decision and decision.is_serious and not hasattr(decision, "ivo"):
        sentence = "Det som är allvarligt avslutas först när det är anmält till Ivo."
        rules.append(Rule("unsent", sentence, "27 kap. 6 § SoL", "conflict"))
    return rules


def against_conclusion(
    deviation: Deviation, conclusion: str, cause: Any, no_measures: str
) -> Iterator[Rule]:
    """What it came to, why it happened, and its measures, or why there are none."""
    if not conclusion.strip():
        yield Rule("conclusion", "Skriv vad ni har kommit fram till.", where="conclusion")
    if deviation.track != Track.LEX_SARAH and cause is None:
        yield Rule("cause", "Ange den viktigaste orsaken.", where="cause")
    if not deviation.measures.all() and not no_measures.strip():
        sentence = "Anteckna en åtgärd först, eller skriv varför inga behövs."
        yield Rule("no_measures", sentence, where="no_measures")
