"""Why a list may not be fixed, a decision minuted or an anslag noted now: every reason at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cases.conflict_rules import against_barred
from decisions.legal_force import latest_notice
from decisions.models import Decision, ReportList, ReportRow, SpecialMinute
from decisions.models.reporting import READERS, unreported
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import Function, Unit, User
from jobbtorg.organisation.namnder import acts_for, tops
from jobbtorg.rulebook.citations import without_sign

NOTHING_NEW = "Inga nya beslut. Alla delegationsbeslut till och med {} är redan anmälda."


@dataclass(frozen=True)
class Period:
    """From the one day to the other, both included; either may not be filled in yet.

    `namnd` is the förvaltning of the nämnd; it goes without saying where the secretary has one.
    """

    first: date | None
    last: date | None
    namnd: Unit | None = None

    def reported_by(self, by: User) -> "Period":
        """The same, with the only nämnd that the user is the secretary of."""
        own = tops(by, Function.NAMNDSEKRETERARE)
        return replace(self, namnd=own[0]) if self.namnd is None and len(own) == 1 else self


@dataclass(frozen=True)
class Announced:
    """What the protokoll and the anslagstavla say."""

    meeting_on: date | None
    paragraph: str
    adjusted_on: date | None
    posted_on: date | None
    note: str = ""

    def as_noted(self) -> "Announced":
        """Trimmed, and the paragraph without its sign."""
        paragraph = without_sign(self.paragraph)
        return replace(self, paragraph=paragraph, note=self.note.strip())


def against_reading(by: User) -> list[Rule]:
    """Why this person does not see the lists."""
    if by.holds(*READERS):
        return []
    sentence = "Nämndsekreteraren, registratorn, granskaren och förvaltningschefen ser listorna."
    return [Rule("not_reader", sentence, kind="forbidden")]


def against_reporting(by: User, unit: Unit | None = None) -> list[Rule]:
    """Why this person does not write here, or not of what is decided at the unit."""
    secretary = Function.NAMNDSEKRETERARE
    if acts_for(by, unit, secretary) if unit else by.holds(secretary):
        return []
    sentence = "Bara nämndsekreteraren anmäler delegationsbeslut."
    return [Rule("not_secretary", sentence, kind="forbidden")]


def against_period(period: Period) -> list[Rule]:
    """Why the days are no period to report: its last day has passed, so that it is whole."""
    rules = []
    if period.first is None:
        rules.append(Rule("first", "Ange periodens första dag.", where="first"))
    if period.last is None:
        rules.append(Rule("last", "Ange periodens sista dag.", where="last"))
    elif period.last >= clock.today():
        sentence = "Välj en sista dag före i dag: i dag kan det fortfarande komma beslut."
        rules.append(Rule("last", sentence, where="last"))
    if period.first and period.last and period.first > period.last:
        sentence = "Den första dagen ligger efter den sista."
        rules.append(Rule("order", sentence, where="first"))
    return rules


def against_fixing(period: Period, by: User) -> list[Rule]:
    """Why no list of the period can be fixed. KL 7 kap. 8 §."""
    period = period.reported_by(by)
    rules = [*against_reporting(by, period.namnd), *against_period(period)]
    if period.namnd is None and by.holds(Function.NAMNDSEKRETERARE):
        rules.append(Rule("namnd", "Välj nämnd.", where="namnd"))
    if not (period.first and period.last and period.namnd) or any(rule.where for rule in rules):
        return rules
    if not unreported(period.last, period.namnd).exists():
        sentence = NOTHING_NEW.format(period.last)
        return [*rules, Rule("nothing_new", sentence, kind="conflict")]
    return [*rules, *_against_overlap(period.first, period.last, period.namnd)]


def _against_overlap(first: date, last: date, namnd: Unit) -> Iterator[Rule]:
    """A day belongs to one list; what comes to light later stands in the next one, marked."""
    lists = ReportList.objects.filter(namnd=namnd)
    other = lists.filter(period_from__lte=last, period_to__gte=first).first()
    if other:
        sentence = (
            f"Lista {other.number} gäller redan {other.period_from}–{other.period_to}. Välj en "
            "period utanför de dagarna. Beslut som har tillkommit sedan dess följer med nästa "
            "lista, märkta Fattat före perioden."
        )
        yield Rule("overlap", sentence, where="first")


def against_minuting(
    decision: Decision, minuted_on: date | None, dnr: str, paragraph: str, by: User
) -> list[Rule]:
    """Why the decision cannot be noted as minuted by itself. KL 7 kap. 8 §."""
    rules = against_reporting(by, decision.unit)
    rules += against_barred(decision.application.case, by)
    if decision.by_namnd:
        sentence = "Nämnden har själv beslutat. Beslutet står redan i nämndens protokoll."
        rules.append(Rule("by_namnd", sentence, kind="conflict"))
    row = ReportRow.objects.filter(decision=decision).select_related("report_list").first()
    if row:
        sentence = f"Beslutet är redan anmält i lista {row.report_list.number}."
        rules.append(Rule("listed", sentence, kind="conflict"))
    if SpecialMinute.objects.filter(decision=decision).exists():
        rules.append(Rule("minuted", "Beslutet är redan protokollfört särskilt.", kind="conflict"))
    if minuted_on is None:
        rules.append(Rule("minuted_on", "Ange protokollets dag.", where="minuted_on"))
    elif not decision.decided_on <= minuted_on <= clock.today():
        sentence = f"Ange en dag från beslutsdagen {decision.decided_on} till i dag."
        rules.append(Rule("minuted_on", sentence, where="minuted_on"))
    if not dnr.strip():
        rules.append(Rule("dnr", "Ange diarienumret.", where="dnr"))
    if not paragraph.strip():
        rules.append(Rule("paragraph", "Ange paragrafen i protokollet.", where="paragraph"))
    return rules


def against_noting(subject: ReportList | Decision, told: Announced, by: User) -> list[Rule]:
    """Why the anslag cannot be noted: whose, in what order, and why it is changed. KL 8 kap."""
    rules = [*_against_writer(subject, by), *_against_no_minutes(subject)]
    if not told.paragraph:
        rules.append(Rule("paragraph", "Ange paragrafen i protokollet.", where="paragraph"))
    rules += _against_days(subject, told)
    if latest_notice(subject) and not told.note:
        sentence = "Skriv varför uppgifterna ändras. Det som stod förut finns kvar."
        rules.append(Rule("note", sentence, where="note"))
    return rules


def _against_writer(subject: ReportList | Decision, by: User) -> list[Rule]:
    """The nämndsekreterare, who is not jävig where it is about one case. KL 7 kap. 4 §."""
    rules = against_reporting(by, subject.unit if isinstance(subject, Decision) else subject.namnd)
    if isinstance(subject, Decision):
        rules += against_barred(subject.application.case, by)
    return rules


def _against_no_minutes(subject: ReportList | Decision) -> Iterator[Rule]:
    """A delegate's decision has minutes of its own only when it is minuted specially."""
    if isinstance(subject, Decision) and not subject.by_namnd and not hasattr(subject, "minute"):
        sentence = "Beslutet är inte protokollfört särskilt. Anslaget hör till dess lista."
        yield Rule("no_minutes", sentence, kind="conflict")


def _against_days(subject: ReportList | Decision, told: Announced) -> Iterator[Rule]:
    """Meeting, justering, anslag: in that order, from the day of the list until today."""
    listed = isinstance(subject, ReportList)
    first = (
        clock.day_of(subject.fixed_at) if isinstance(subject, ReportList) else subject.decided_on
    )
    since = f"listan fastställdes {first}" if listed else f"beslutet fattades {first}"
    steps = (
        ("meeting_on", told.meeting_on, "dagen för sammanträdet", since),
        ("adjusted_on", told.adjusted_on, "dagen för justeringen", "sammanträdet var {}"),
        ("posted_on", told.posted_on, "dagen då protokollet anslogs", "protokollet justerades {}"),
    )
    for name, day, what, before in steps:
        if day is None:
            yield Rule(name, f"Ange {what}.", where=name)
        elif day > clock.today():
            yield Rule(name, f"{what.capitalize()} kan inte ligga i framtiden.", where=name)
        elif day < first:
            yield Rule(
                name, f"{what.capitalize()} är för tidig: {before.format(first)}.", where=name
            )
        first = max(first, day or first)


def against_taking_down(subject: ReportList | Decision, day: date | None, by: User) -> list[Rule]:
    """Why it cannot be noted that the anslag has been taken down."""
    rules = _against_writer(subject, by)
    notice = latest_notice(subject)
    if notice is None:
        return [*rules, Rule("no_notice", "Inget anslag är antecknat.", kind="conflict")]
    if notice.taken_down_on:
        sentence = f"Det är redan antecknat att anslaget togs ned {notice.taken_down_on}."
        rules.append(Rule("taken_down", sentence, kind="conflict"))
    if day is None:
        rules.append(Rule("day", "Ange dagen då anslaget togs ned.", where="day"))
    elif not notice.posted_on <= day <= clock.today():
        sentence = f"Ange en dag från {notice.posted_on}, då protokollet anslogs, till i dag."
        rules.append(Rule("day", sentence, where="day"))
    return rules
