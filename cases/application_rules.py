"""Why an application cannot be registered, or what is noted beside it not be noted."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from cases import personnummer
from cases.conflict_rules import against_barred
from cases.models import (
    Application,
    Case,
    CompletionAnswer,
    CompletionRequest,
    DecisionRequest,
    Person,
    Status,
    Withdrawal,
)
from cases.told import ApplicationData, PersonData
from cases.writer_rules import against_writer
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.arrivals import against_arrival
from jobbtorg.organisation.models import CHEFER, Function, Unit, User
from jobbtorg.organisation.namnder import beside
from jobbtorg.rulebook.models import setting

REGISTERS = (Function.COACH, *CHEFER, Function.REGISTRATOR)
UNDECIDED = (Status.AKTUALISERAD, Status.UTREDS, Status.VANTAR)
SHORTEST_TIME = 1  # days that a request for completion gives at least


def against_registering(
    person: PersonData, application: ApplicationData, unit: Unit, by: User, *, age_confirmed: bool
) -> list[Rule]:
    """Why this application cannot be registered. An oral one is one; SoL 14 kap. 2 §."""
    return [
        *_against_registrar(unit, by),
        *_against_channel(application),
        *against_arrival(application.arrival),
        *_against_birth(person),
        *_against_age(person, application.arrival.arrived_on, age_confirmed),
    ]


def _against_registrar(unit: Unit, by: User) -> Iterator[Rule]:
    if not by.holds(*REGISTERS):
        yield Rule("not_registrar", "Du registrerar inte ansökningar.", kind="forbidden")
    if not unit.investigates:
        yield Rule("unit", f"{unit} utreder inte ansökningar. Välj ett jobbtorg.", where="unit")
    elif not unit.is_open():
        sentence = f"{unit} stängde {unit.last_day}. Välj ett annat jobbtorg."
        yield Rule("unit_closed", sentence, where="unit")


def _against_channel(application: ApplicationData) -> Iterator[Rule]:
    """How it came is known of what is written; what is said came when it was said."""
    written = application.channel == Application.Channel.WRITTEN
    if written and not application.delivery:
        sentence = "Ange hur den skriftliga ansökan kom in."
        yield Rule("delivery", sentence, "22 § FL", where="delivery")


def _against_birth(person: PersonData) -> Iterator[Rule]:
    born = person.birth_date
    if born is None and person.personnummer:
        sentence = "Det tillfälliga numret finns inte. Kontrollera det."
        yield Rule("unknown_number", sentence, where="personnummer")
    elif born is None:
        sentence = "Ange födelsedagen för den som saknar personnummer."
        yield Rule("born", sentence, where="born")
    elif born > clock.today():
        yield Rule("unborn_yet", "Födelsedagen har inte varit än.", where="born")


def _against_age(person: PersonData, arrived_on: date, confirmed: bool) -> Iterator[Rule]:
    """A likely slip of the pen, asked about once; an application is never turned away for age."""
    born = person.birth_date
    if born is None or arrived_on > clock.today():
        return
    where = "personnummer" if person.personnummer else "born"
    if arrived_on < born:
        yield Rule("unborn", "Ankomstdagen är före personens födelsedag.", where="arrived_on")
        return
    years = personnummer.years_between(born, arrived_on)
    if confirmed:
        return
    youngest, oldest = setting("alder_fran"), setting("alder_till")
    if not youngest <= years <= oldest:
        yield Rule(
            "age",
            f"Personen är {years} år. Kontrollera personnumret. Stämmer det: kryssa i rutan om "
            "ålder och registrera igen.",
            where=where,
        )


def against_second_case(case: Case | None, unit: Unit, by: User, *, continued: bool) -> list[Rule]:
    """One open case per person; of another unit's case only the unit's name is told, and of another
    nämnd's only that it is there: the person is aktuell (SoL 15 kap. 8 §, OSL 8 kap. 1 §).

    While the insats runs the person may apply for more, in the same case, once that is confirmed.
    """
    if case is None:
        return []
    visible = case.is_seen_by(by)
    if case.status == Status.PAGAR and case.unit == unit and visible:
        if continued:
            return list(against_barred(case, by))
        sentence = (
            f"Personen har en pågående insats i ärende {case.number}. Gäller ansökan fortsatt "
            "insats: kryssa i rutan om fortsatt insats och registrera igen."
        )
        return [Rule("continued", sentence, where="personnummer")]
    where = "" if case.person.is_protected else f" på {case.unit}"
    if where and unit.pk not in beside([case.unit_id]):
        where = " hos en annan nämnd"
    number = f" ({case.number})" if visible else ""
    sentence = f"Personen har ett öppet ärende{where}{number}."
    return [Rule("open_case", sentence, kind="conflict", where="personnummer")]


def against_other_name(person: Person | None, first: str, last: str) -> list[Rule]:
    """The personnummer is known under another name, which is not shown."""
    same = person is None or (
        (person.first_name.casefold(), person.last_name.casefold())
        == (first.strip().casefold(), last.strip().casefold())
    )
    if same:
        return []
    sentence = (
        "Personnumret finns redan med ett annat namn. Kontrollera båda. Har personen bytt namn: "
        "kryssa i rutan om namn och registrera igen."
    )
    return [Rule("other_name", sentence, where="first_name")]


def against_same_name(person: PersonData) -> list[Rule]:
    """Who has no number may be here already, under a temporary one."""
    if person.personnummer:
        return []
    same = Person.objects.filter(
        personnummer__startswith="T",
        born=person.born,
        first_name__iexact=person.first_name.strip(),
        last_name__iexact=person.last_name.strip(),
    ).first()
    if same is None:
        return []
    sentence = (
        f"Det finns redan en person med samma namn och födelsedag: {same.formatted}. Är det samma "
        "person: skriv det numret som personnummer. Är det en annan: kryssa i rutan om namn."
    )
    return [Rule("same_name", sentence, where="personnummer")]


def against_noting(case: Case, by: User) -> list[Rule]:
    """Why nothing can be noted about the case's application by this user now."""
    rules = against_writer(case, by, "antecknar om ansökan")
    if case.status not in UNDECIDED:
        sentence = f"Ansökan är avgjord. Status: {case.get_status_display()}."
        rules.append(Rule("status", sentence, kind="conflict"))
    return rules


def against_day(application: Application, day: date, where: str) -> Iterator[Rule]:
    """What happens to an application happens from its arrival until today."""
    if day > clock.today():
        yield Rule(where, "Dagen kan inte ligga i framtiden.", where=where)
    elif day < application.arrived_on:
        sentence = f"Ansökan kom in {application.arrived_on}. Ange den dagen eller en senare."
        yield Rule(where, sentence, where=where)


def against_text(text: str, sentence: str, where: str) -> Iterator[Rule]:
    """A text that must say something."""
    if not text.strip():
        yield Rule(where, sentence, where=where)


def against_reply_by(asked_on: date, reply_by: date) -> Iterator[Rule]:
    """The person has time to answer, also from today on."""
    if (reply_by - asked_on).days < SHORTEST_TIME:
        sentence = f"Svarsdagen behöver ligga efter {asked_on}."
        yield Rule("reply_by", sentence, "20 § FL", where="reply_by")


def against_answering_completion(
    request: CompletionRequest, came_on: date, text: str
) -> Iterator[Rule]:
    """Why this answer to the request cannot be noted."""
    if CompletionAnswer.objects.filter(request=request).exists():
        yield Rule("answered", "Kompletteringen är redan antecknad.", kind="conflict")
    if came_on < request.asked_on or came_on > clock.today():
        sentence = f"Ange en dag från {request.asked_on}, då ni frågade, till i dag."
        yield Rule("came_on", sentence, where="came_on")
    yield from against_text(text, "Skriv vad som kom in.", "text")


def against_withdrawing(application: Application, by_whom: str) -> Iterator[Rule]:
    """Why this withdrawal cannot be noted, beside its day and the user."""
    if Withdrawal.objects.filter(application=application).exists():
        yield Rule("withdrawn", "Ansökan är redan återkallad.", kind="conflict")
    yield from against_text(by_whom, "Skriv vem som återkallade ansökan.", "by_whom")


def against_hastening(application: Application, arrived_on: date, written: bool) -> Iterator[Rule]:
    """Why this is no begäran om avgörande with four weeks. FL 12 §."""
    if DecisionRequest.objects.filter(application=application).exists():
        sentence = (
            "Den sökande har redan begärt avgörande i ärendet. Det går en gång. Svara den sökande "
            "och skriv en anteckning i journalen."
        )
        yield Rule("once", sentence, "12 § FL", "conflict")
    if arrived_on < application.may_be_hastened_from:
        sentence = (
            f"Ansökan kom in {application.arrived_on}. Avgörande kan begäras först från "
            f"{application.may_be_hastened_from}. Svara den sökande ändå (6 § FL) och skriv en "
            "anteckning i journalen."
        )
        yield Rule("too_early", sentence, "12 § FL", where="arrived_on")
    if not written:
        sentence = (
            "Begäran ska vara skriftlig för att ge fyra veckor. Hjälp den sökande att skriva den."
        )
        yield Rule("written", sentence, "12 § FL", where="written")


def against_expecting(expected_on: date) -> Iterator[Rule]:
    """The day when the decision is expected lies ahead."""
    if expected_on <= clock.today():
        yield Rule("expected_on", "Ange en dag efter i dag.", where="expected_on")


def warnings_of(application: Application, *, lacks: bool = True) -> list[Rule]:
    """What pages warn of while the application is undecided: time, and what has not come in.

    lacks: false where it is known that all has come.
    """
    if application.case.status not in UNDECIDED:
        return []
    return [*_against_delay(application), *(_uncompleted(application) if lacks else ())]


def uncompleted() -> Q:
    """Whether what was asked for has not come in time."""
    return Q(answer=None, reply_by__lt=clock.today())


def _uncompleted(application: Application) -> Iterator[Rule]:
    """What was asked for and has not come in time, with what follows. FL 20 §."""
    late = application.completionrequests.filter(uncompleted())
    for request in late:
        follows = (
            "Går ansökan inte att pröva ska den avvisas genom ett beslut."
            if request.binding
            else "Pröva ansökan som den är."
        )
        sentence = f"Kompletteringen skulle ha kommit senast {request.reply_by}. {follows}"
        yield Rule("uncompleted", sentence, "20 § FL")


def _against_delay(application: Application) -> list[Rule]:
    """What stands about the time since the application came. FL 12 §."""
    request = getattr(application, "decision_request", None)
    if request:
        sentence = (
            f"Den sökande har begärt avgörande. Besluta senast {request.due_on}, eller avslå "
            "begäran genom ett särskilt beslut."
        )
        return [Rule("hastened", sentence, "12 § FL")]
    if clock.today() >= application.may_be_hastened_from:
        sentence = (
            f"Ansökan kom in för mer än sex månader sedan, {application.arrived_on}. Den sökande "
            "kan nu begära att ni avgör ärendet inom fyra veckor."
        )
        return [Rule("six_months", sentence, "12 § FL")]
    if (application.six_months_on - clock.today()).days <= setting("varna_fore_sex_manader"):
        sentence = (
            f"Sex månader har gått {application.six_months_on}. Beslutar ni inte till dess kan den "
            "sökande begära avgörande. Dröjer det: underrätta den sökande (11 § FL)."
        )
        return [Rule("soon_six_months", sentence, "12 § FL")]
    return []
