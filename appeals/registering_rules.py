"""Why an appeal cannot be registered as it is told: every reason at once. FL 22 and 43 §§."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from appeals.models import Appeal, Concerns
from appeals.rules import against_handler
from cases.models import Case, Document, Representative
from cases.writer_rules import against_writer
from decisions.models import Decision, Ruling
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.arrivals import Arrival, against_arrival
from jobbtorg.organisation.models import User

By = Appeal.By


@dataclass(frozen=True)
class AppealData:
    """What is told of an appeal as it came in."""

    concerns: str
    dnr: str
    arrival: Arrival
    by: str = By.PARTY
    representative: Representative | None = None
    name: str = ""
    unsigned: bool = False
    asks: str = ""
    court_arrived_on: date | None = None


def may_concern(decision: Decision) -> list[Concerns]:
    """What of the decision can be appealed, and by which of the two ways."""
    if decision.is_formal:
        return [Concerns.FORMAL]
    has_may = any(row.basis == Ruling.Basis.MAY for row in decision.rulings.all())
    return [Concerns.RIGHT, Concerns.MAY, Concerns.BOTH] if has_may else [Concerns.RIGHT]


def against_registering(case: Case, by: User) -> list[Rule]:
    """Why this person registers no appeal in the case, or there is nothing to appeal."""
    rules = against_writer(case, by, "registrerar överklaganden")
    if not Decision.objects.of(case).exists():
        sentence = (
            "Det finns inget beslut att överklaga i ärendet. Lägg in handlingen under Handlingar "
            "och fråga personen vad den gäller."
        )
        rules.append(Rule("undecided", sentence, kind="conflict"))
    return rules


def against_details(
    decision: Decision, told: AppealData, papers: int, replaced: Appeal | None = None
) -> list[Rule]:
    """What is wrong with what is told; `papers` is how many there are."""
    rules = [
        *against_arrival(told.arrival),
        *_against_days(decision, told),
        *_against_who(told),
        *_against_same(decision, told, replaced),
    ]
    if told.concerns not in may_concern(decision):
        rules.append(Rule("concerns", "Ange vad överklagandet gäller.", where="concerns"))
    if not told.dnr.strip():
        sentence = "Ange diarienumret. Ett överklagande diarieförs."
        rules.append(Rule("dnr", sentence, where="dnr"))
    if not papers:
        sentence = "Lägg till överklagandet som handling. Det ska vara skriftligt."
        rules.append(Rule("paper", sentence, "43 § FL", where="upload"))
    return rules


def _against_days(decision: Decision, told: AppealData) -> Iterator[Rule]:
    """Not before there was a decision; what came to the court came there by today."""
    if told.arrival.arrived_on < decision.decided_on:
        sentence = f"Beslutet fattades {decision.decided_on}. Ankomstdagen är före det."
        yield Rule("before_decision", sentence, where="arrived_on")
    court = told.court_arrived_on
    if court and not decision.decided_on <= court <= clock.today():
        sentence = f"Ange en dag från beslutet {decision.decided_on} till i dag."
        yield Rule("court_arrived_on", sentence, where="court_arrived_on")


def _against_who(told: AppealData) -> Iterator[Rule]:
    """Whose appeal it is; whether they may appeal is for the court to try. FL 47 §."""
    if told.by not in By.values:
        yield Rule("by", "Ange vem som överklagar.", where="by")
    elif told.by == By.REPRESENTATIVE and told.representative is None:
        sentence = (
            "Välj företrädaren. Finns personen inte i listan: lägg till ombudet under Personen, "
            "eller välj ”Någon annan, utan fullmakt”."
        )
        yield Rule("representative", sentence, where="representative")
    elif told.by in (By.MEMBER, By.OTHER) and not told.name.strip():
        yield Rule("name", "Ange namnet på den som överklagar.", where="name")


def _against_same(decision: Decision, told: AppealData, replaced: Appeal | None) -> Iterator[Rule]:
    """Twice the same: what more comes is added to the appeal that is there."""
    rows = Appeal.objects.current().filter(decision=decision, concerns=told.concerns, by=told.by)
    if told.by == By.REPRESENTATIVE:
        rows = rows.filter(representative=told.representative)
    elif told.by != By.PARTY:
        rows = rows.filter(name=told.name.strip())
    same = (rows.exclude(pk=replaced.pk) if replaced else rows).first()
    if same:
        sentence = (
            f"Beslutet är redan överklagat av samma person ({same.dnr}, {same.arrived_on}). Lägg "
            "till handlingen i det överklagandet."
        )
        yield Rule("same", sentence, kind="conflict", where="concerns")


def against_replacing(appeal: Appeal, because: str, by: User) -> list[Rule]:
    """Only what nothing has been done about is registered anew, and for a reason."""
    rules = against_handler(appeal, by)
    if appeal.is_void:
        rules.append(Rule("replaced", "Det är redan registrerat på nytt.", kind="conflict"))
    if hasattr(appeal, "trial") or appeal.transfers.exists():
        sentence = "Överklagandet är redan prövat eller skickat, och kan inte registreras på nytt."
        rules.append(Rule("tried", sentence, kind="conflict"))
    if not because.strip():
        sentence = "Skriv vad som var fel i den förra registreringen."
        rules.append(Rule("because", sentence, where="because"))
    return rules


def against_adding(appeal: Appeal, documents: Sequence[Document], by: User) -> list[Rule]:
    """Why papers cannot be added to an appeal."""
    rules = against_handler(appeal, by)
    if appeal.is_void:
        rules.append(Rule("replaced", "Det är registrerat på nytt.", kind="conflict"))
    if not documents:
        rules.append(Rule("paper", "Välj en handling eller lägg till en fil.", where="upload"))
    return rules
