"""Why a paper cannot be put into the inbox, opened, sorted or set aside: every reason at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cases import document_rules
from cases.models import Case, Paper, Sorting
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.arrivals import ELECTRONIC, Arrival, against_arrival
from jobbtorg.organisation.models import Function, User
from jobbtorg.rulebook.models import Code, setting


@dataclass(frozen=True)
class Naming:
    """What a paper is to be called as a document of its case, and what it is."""

    paper: Paper
    title: str
    type: Code


@dataclass(frozen=True)
class AsideData:
    """Where a paper that is not ours went, how and when, and why."""

    outcome: str
    reason: str
    authority: str = ""
    way: str = ""
    sent_on: date | None = None


def against_registrator(by: User) -> Iterator[Rule]:
    """Nobody but registratorer sees the inbox: what lies there is of a case nobody knows yet."""
    if not by.holds(Function.REGISTRATOR):
        yield Rule("not_registrator", "Bara registratorer ser inkorgen.", kind="forbidden")


def against_putting_in(by: User, sha256: str) -> Iterator[Rule]:
    """Why the file is not put in: by whom, or since it waits already."""
    yield from against_registrator(by)
    same = Paper.objects.waiting().filter(sha256=sha256).first()
    if same:
        seen = Paper.objects.visible_to(by).filter(pk=same.pk).exists()
        sentence = f"Filen ligger redan i {_which(same) if seen else 'en annan nämnds inkorg'}."
        yield Rule("same", sentence, kind="conflict", where="upload")


def _which(paper: Paper) -> str:
    return f"inkorgen: ”{paper.file_name}”"


def against_opening(paper: Paper, by: User) -> Iterator[Rule]:
    """Why the paper cannot be opened. It has been fetched with its scan and sorting."""
    yield from against_registrator(by)
    if paper.is_infected:
        sentence = f"Handlingen innehöll ett virus ({paper.found}) och är stoppad för gott."
        yield Rule("infected", sentence, kind="forbidden")
    elif not paper.is_clean:
        sentence = "Handlingen är inte virussökt än. Den går att öppna när det är klart."
        yield Rule("quarantine", sentence, kind="forbidden")
    sorting = getattr(paper, "sorting", None)
    if sorting and sorting.sorted_at < shown_since():
        sentence = "Handlingen är sorterad sedan länge och går inte att öppna härifrån."
        yield Rule("past", sentence, kind="forbidden")


def shown_days() -> int:
    """For so many days what has been sorted can be read under Sorterade."""
    return int(setting("inkorg_sorterade_dagar"))


def shown_since() -> datetime:
    """What was sorted after this moment can be read under Sorterade."""
    return clock.now() - timedelta(days=shown_days())


def against_papers(papers: Iterable[Paper], by: User) -> Iterator[Rule]:
    """Why these papers are not sorted at all: by whom, none, or somebody was there before."""
    yield from against_registrator(by)
    papers = list(papers)
    if not papers:
        yield Rule("none", "Välj minst en handling.")
    seen = Paper.objects.visible_to(by).filter(pk__in=[paper.pk for paper in papers])
    if by.holds(Function.REGISTRATOR) and seen.count() < len(papers):
        sentence = "Handlingen finns inte i er inkorg."
        yield Rule("not_found", sentence, "8 kap. 1 § OSL", "forbidden")
    for paper in papers:
        if hasattr(paper, "sorting"):
            sentence = f"”{paper.file_name}” är redan sorterad, av {paper.sorting.sorted_by}."
            yield Rule("sorted", sentence, kind="conflict")


def against_sorting(case: Case, papers: list[Naming], arrival: Arrival, by: User) -> list[Rule]:
    """Why the papers cannot become documents of the case on that arrival day. 22 § FL."""
    rows = [told.paper for told in papers]
    return [
        *against_papers(rows, by),
        *against_unscanned(rows),
        *_against_case(case, by),
        *_against_delivery(arrival),
        *against_arrival(arrival),
        *_against_later_than_here(rows, arrival),
        *(rule for told in papers for rule in _against_naming(case, told)),
    ]


def against_unscanned(papers: Iterable[Paper]) -> Iterator[Rule]:
    """What has not been found clean is in no case: nobody has been able to read it."""
    for paper in papers:
        if paper.is_infected:
            sentence = f"”{paper.file_name}” innehöll ett virus. Anteckna den som Hör inte hit."
            yield Rule("infected", sentence, kind="conflict")
        elif not paper.is_clean:
            sentence = f"”{paper.file_name}” är inte virussökt än. Sortera den när det är klart."
            yield Rule("quarantine", sentence, kind="conflict")


def _against_case(case: Case, by: User) -> Iterator[Rule]:
    """Who takes in documents in the case, and sees it: also where the person is protected."""
    for rule in document_rules.against_receiving(case, by):
        yield replace(rule, where="case")


def _against_delivery(arrival: Arrival) -> Iterator[Rule]:
    """The day of what comes electronically is a fact that is told, and never guessed."""
    if not arrival.delivery:
        yield Rule("delivery", "Ange hur handlingen kom in.", "22 § FL", where="delivery")
    elif arrival.delivery in ELECTRONIC and arrival.told_on is None:
        sentence = "Ange dagen då den nådde oss, också om det var en helgdag."
        yield Rule("told_on", sentence, "22 § FL", where="arrived_on")


def _against_later_than_here(papers: list[Paper], arrival: Arrival) -> Iterator[Rule]:
    """A paper that was put in yesterday did not come today."""
    first = min((paper.uploaded_on for paper in papers), default=None)
    if first is None or first == clock.today():
        return  # days to come are refused for their own sake
    for where, day in (("noticed_on", arrival.noticed_on), ("arrived_on", arrival.told_on)):
        if day and first < day <= clock.today():
            sentence = f"Dagen är efter {first}, då handlingen lades i inkorgen."
            yield Rule("later", sentence, "22 § FL", where=where)


def _against_naming(case: Case, told: Naming) -> Iterator[Rule]:
    field = f"title_{told.paper.pk}"
    if not told.title.strip():
        yield Rule("title", f"Ange titel på ”{told.paper.file_name}”.", where=field)
    for rule in document_rules.against_same(case, told.paper.sha256):
        yield replace(rule, where=field)


def against_setting_aside(papers: list[Paper], told: AsideData, by: User) -> list[Rule]:
    """Why the papers cannot be noted as not ours: where, how, when and why. 6–8 §§ FL."""
    return [*against_papers(papers, by), *_against_aside(told, papers)]


def _against_aside(told: AsideData, papers: list[Paper]) -> Iterator[Rule]:
    sent = told.outcome != Sorting.Outcome.MISTAKE
    if not told.outcome or told.outcome == Sorting.Outcome.CASE:
        yield Rule("outcome", "Ange vad som händer med handlingen.", where="outcome")
        return
    if told.outcome == Sorting.Outcome.FORWARDED and not told.authority.strip():
        yield Rule("authority", "Ange vilken myndighet.", "6 § FL", where="authority")
    if sent and not told.way:
        yield Rule("way", "Ange hur handlingen skickades.", where="way")
    if sent and told.sent_on is None:
        yield Rule("sent_on", "Ange vilken dag handlingen skickades.", where="sent_on")
    elif sent and told.sent_on and told.sent_on > clock.today():
        sentence = "Dagen kan inte ligga i framtiden. Anteckna när handlingen är skickad."
        yield Rule("future", sentence, where="sent_on")
    elif sent and told.sent_on and any(told.sent_on < paper.uploaded_on for paper in papers):
        sentence = "Handlingen lades i inkorgen efter den dagen."
        yield Rule("before", sentence, where="sent_on")
    if not told.reason.strip():
        yield Rule("reason", "Ange varför handlingen inte hör hit.", where="reason")
