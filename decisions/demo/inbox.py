"""What lies in the demo city's inbox: a letter that reads like an appeal, an intyg, a wrong one."""

from datetime import datetime, time
from io import BytesIO
from typing import cast

from weasyprint import HTML

from cases import scanning
from cases.inbox import put_in
from decisions.demo.days import Days
from decisions.demo.staff import Staff
from decisions.models import Decision
from jobbtorg import clock

APPEAL = """
<html lang="sv"><title>Överklagande</title><body style="font: 12pt/1.5 sans-serif">
<p>Till arbetsmarknadsnämnden</p>
<h1 style="font-size: 15pt">Överklagande</h1>
<p>Jag överklagar ert beslut {decision} i ärende {case}. Jag vill att ni ändrar det.</p>
<p>Ni skriver att jag kan söka arbete på egen hand. Det har jag försökt i två år. Jag behöver hjälp
av en coach för att komma vidare.</p>
<p>{name}</p></body></html>
"""
CERTIFICATE = "Intyg om praktik\n\n{name}, {number}, gjorde praktik hos oss i fyra veckor.\n"
WRONG = "Till Försäkringskassan\n\nHej! Här kommer min ansökan om sjukpenning.\n"


def let_it_come(staff: Staff, days: Days) -> None:
    """One paper has waited since the working day before; the others came this morning."""
    decision = _appealable()
    if decision is None:
        return
    case = decision.application.case
    told = {
        "decision": decision.number,
        "case": case.number,
        "name": case.person.name,
        "number": case.person.formatted,
    }
    appeal = cast(bytes, HTML(string=APPEAL.format(**told)).write_pdf())
    _put_in(staff, days, 1, "Skannat brev.pdf", appeal)
    _put_in(staff, days, 0, "Praktikintyg.txt", CERTIFICATE.format(**told).encode())
    _put_in(staff, days, 0, "E-post 1.txt", WRONG.encode())


def _appealable() -> Decision | None:
    """The latest refusal whose person has no protection: an appeal that someone could write."""
    refused = Decision.objects.filter(
        rulings__outcome="avslag",
        letter__dispatches__isnull=False,
        application__case__person__protection="",
    )
    return refused.select_related("application__case__person").order_by("pk").last()


def _put_in(staff: Staff, days: Days, back: int, name: str, content: bytes) -> None:
    """The registrator puts it in, and it is found clean."""
    with clock.at(datetime.combine(days.day(back), time(9), clock.STOCKHOLM)):
        scanning.scan(put_in(BytesIO(content), name, by=staff["registrator"]))
