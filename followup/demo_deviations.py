"""Avvikelser in the demo city: one at each point of its way, the oldest closed."""

from contextlib import AbstractContextManager
from datetime import datetime, time
from typing import Any

from cases.models import Case
from decisions.demo.days import Days
from decisions.demo.staff import Staff
from followup import deviation_deciding as deciding
from followup import deviation_handling as handling
from followup import deviation_reporting as reporting
from followup.deviation_rules import POWER, Report
from followup.models import Deviation
from jobbtorg import clock
from jobbtorg.deadlines import DAY
from jobbtorg.organisation.delegation import deciders
from jobbtorg.organisation.models import Unit, User
from jobbtorg.rulebook.models import Code

INQUIRY = deciding.Inquiry(
    happened="Ett brev med ett beslut skickades till en adress där personen inte längre bor. "
    "Den som bor där nu öppnade brevet.",
    noticed="Den som fick brevet ringde oss dagen efter.",
    causes="Adressen ändrades i ärendet, men brevet var redan utskrivet.",
    consequences="En utomstående har läst att personen får stöd av socialtjänsten.",
    before="En gång förra året, på en annan enhet.",
    done="Brevet är hämtat. Personen har fått en ursäkt och ett nytt brev.",
    prevention="Brev skrivs ut samma dag som de skickas, och adressen jämförs med ärendet.",
    views="Personen blev ledsen, men är nöjd med att få veta vad som hände.",
)


def load_deviations(staff: Staff, days: Days) -> None:
    """Reported in the order of time, so that the numbers follow it."""
    _closed(staff, days)
    _sent_to_ivo(staff, days)
    _with_a_late_measure(staff, days)
    _under_investigation(staff, days)
    _unanswered(staff, days)
    _unreceived(staff, days)


def _at(days: Days, back: int, hour: int = 9) -> AbstractContextManager[None]:
    """That working day, in the morning."""
    return clock.at(datetime.combine(days.day(back), time(hour), clock.STOCKHOLM))


def _report(by: User, unit: Unit, kind: str, what: str, **told: Any) -> Deviation:
    given = {"told_by": "personal", "done_at_once": "Enhetschefen fick veta det samma dag."}
    report = Report(kind=kind, what=what, happened_on=clock.today(), unit=unit, **(given | told))
    return reporting.report(report, by=by)


def _cause(code: str) -> Code:
    return Code.objects.on().get(list=Code.List.DEVIATION_CAUSE, code=code)


def _closed(staff: Staff, days: Days) -> None:
    """An avvikelse of City's: received, put right and closed."""
    chef = staff["chef-city"]
    with _at(days, 40):
        what = "Två deltagare bokades in på samma tid, och den ena fick gå hem igen."
        row = _report(staff["coach-city"], staff.unit("City"), "avvikelse", what)
    with _at(days, 39):
        handling.receive(row, "avvikelse", "Bokningen brast.", "Ny tid samma vecka.", by=chef)
        due_on = clock.today() + 7 * DAY
        measure = handling.add_measure(
            row, "En bokningslista för hela enheten.", chef, due_on, by=chef
        )
    with _at(days, 33):
        handling.note_done(measure, chef, clock.today(), "Listan används.", by=chef)
        handling.close(row, "Bokningarna görs nu på ett ställe.", _cause("rutin_saknas"), by=chef)


def _sent_to_ivo(staff: Staff, days: Days) -> None:
    """Farsta's: investigated by the biträdande, decided as serious and sent the same day."""
    unit, chef, bitr = staff.unit("Farsta"), staff["chef-farsta"], staff["bitr-farsta"]
    cases = Case.objects.filter(unit=unit, person__protection="").order_by("pk")
    with _at(days, 28):
        what = "Ett beslut skickades till fel adress, och en utomstående läste det."
        told = {"told_by": "deltagare", "case": cases.first()}
        row = _report(staff["coach-farsta"], unit, "missforhallande", what, **told)
    with _at(days, 28, 14):
        handling.receive(row, "lex_sarah", "Uppgifterna är känsliga.", "Brevet hämtades.", by=chef)
        handling.appoint(row, bitr, by=chef)
    with _at(days, 22):
        handling.note_informed(row, clock.today(), "Coachen ringde personen.", by=chef)
        deciding.investigate(row, INQUIRY, _cause("rutin_foljs_inte"), by=bitr)
    with _at(days, 20):
        if chef not in deciders(POWER, unit):
            return
        deciding.decide(row, "allvarligt", "Uppgifterna gällde personens hälsa.", by=chef)
        dnr = f"AMF {clock.today().year}/590"
        deciding.send_to_ivo(row, dnr, "digital", clock.today(), by=chef)
        due_on = clock.today() + 60 * DAY
        handling.add_measure(row, "Ny rutin för utskick.", bitr, due_on, by=chef)


def _with_a_late_measure(staff: Staff, days: Days) -> None:
    unit, chef = staff.unit("Farsta"), staff["chef-farsta"]
    with _at(days, 18):
        what = "Väntrummets dörr till kontoren stod olåst under lunchen."
        row = _report(staff["coach2-farsta"], unit, "avvikelse", what)
    with _at(days, 17):
        handling.receive(row, "avvikelse", "Ingen obehörig har gått in.", "Dörren låstes.", by=chef)
        due_on = clock.today() + 5 * DAY
        handling.add_measure(row, "Dörrstängare som låser.", chef, due_on, by=chef)


def _under_investigation(staff: Staff, days: Days) -> None:
    unit, chef = staff.unit("Farsta"), staff["chef-farsta"]
    with _at(days, 13):
        what = "En deltagare fick vänta sju veckor på svar om en plats. Platsen gick till en annan."
        told = {"told_by": "narstaende"}
        row = _report(staff["coach3-farsta"], unit, "risk", what, **told)
    with _at(days, 12):
        handling.receive(
            row, "lex_sarah", "Det kan hända igen.", "Alla väntande rings upp.", by=chef
        )
        handling.appoint(row, staff["bitr-farsta"], by=chef)


def _unanswered(staff: Staff, days: Days) -> None:
    unit = staff.unit("Farsta")
    with _at(days, 7):
        what = "Jag fick tre olika besked om när mötet skulle vara, och blev arg i receptionen."
        row = _report(staff["coach-farsta"], unit, "klagomal", what, told_by="deltagare")
    with _at(days, 6):
        told = ("klagomal", "Vi har varit otydliga.", "Coachen ringde och bad om ursäkt.")
        handling.receive(row, *told, by=staff["bitr-farsta"])


def _unreceived(staff: Staff, days: Days) -> None:
    with _at(days, 2):
        what = "En praktikplats visade sig sakna introduktion i säkerhet."
        _report(staff["coach-insatser"], staff.unit("Kista"), "risk", what)
    with _at(days, 1):
        what = "Det vore bra med längre telefontider."
        _report(staff["coach-farsta"], staff.unit("Farsta"), "synpunkt", what, told_by="anonym")
