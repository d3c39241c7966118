"""Appeals in the demo city: one that has just come, one that has lain, and one at the court."""

from contextlib import AbstractContextManager
from datetime import datetime, time
from io import BytesIO
from typing import cast

from weasyprint import HTML

from appeals import registering, reviewing, transferring, trying
from appeals.court_papers import Out
from appeals.models import Appeal, Transfer
from appeals.registering import Papers
from appeals.registering_rules import AppealData
from cases import scanning
from cases.conflicts import declare
from cases.models import Document
from decisions.demo.days import Days
from decisions.demo.staff import Staff
from decisions.models import Decision
from jobbtorg import clock
from jobbtorg.arrivals import Arrival, Delivery

PAPER = """
<html lang="sv"><title>Överklagande</title><body style="font: 12pt/1.5 sans-serif">
<p>Förvaltningsrätten i Stockholm<br>Skickas till arbetsmarknadsnämnden</p>
<h1 style="font-size: 15pt">Överklagande</h1>
<p>Jag överklagar beslut {decision} i ärende {case}. {asks}</p><p>{why}</p><p>{name}</p>
</body></html>
"""
ASKS = "Jag vill att ni ger mig stödet."
WHYS = (
    "Ni skriver att jag klarar mig själv. Det har jag försökt länge, och det går inte.",
    "Det ni skriver om mina studier stämmer inte. Jag slutade redan i våras.",
    "Jag har inte fått berätta hur det är. Jag behöver någon som hjälper mig att komma i gång.",
)
REASONS = "Det som skrivs i överklagandet var känt när vi beslutade, och ändrar inte bedömningen."
STATED = "Vi vidhåller beslutet. Skälen står i beslutet. Inget nytt har kommit fram."
UNITS = {"Farsta": "chef-farsta", "City": "chef-city"}
BACK = (1, 4, 9)  # how many working days ago each of them came


def let_them_come(staff: Staff, days: Days) -> None:
    """Each against a refusal of its own; the oldest has gone the whole way to the court."""
    for back, decision, why in zip(BACK, _refusals(staff, days), WHYS, strict=False):
        with _at(days, back, time(9)):
            appeal = _register(decision, why, staff)
        if back == BACK[-1]:
            with _at(days, back - 1, time(9, 30)):
                _bring_to_court(appeal, staff)


def _at(days: Days, back: int, moment: time) -> AbstractContextManager[None]:
    return clock.at(datetime.combine(days.day(back), moment, clock.STOCKHOLM))


def _refusals(staff: Staff, days: Days) -> list[Decision]:
    """Sent before the oldest appeal came; never the one that the letter in the inbox is about."""
    rows = Decision.objects.filter(
        kind="insats",
        rulings__basis="ratt",
        rulings__outcome="avslag",
        unit__in=[staff.unit(name) for name in UNITS],
        letter__dispatches__sent_on__lt=days.day(BACK[-1]),
        decided_by__isnull=False,
        changed_by=None,
        application__case__person__protection="",
    ).exclude(rulings__outcome="bifall")
    return list(rows.select_related("application__case__person", "unit").order_by("pk"))[:-1]


def _register(decision: Decision, why: str, staff: Staff) -> Appeal:
    case, today = decision.application.case, clock.today()
    text = PAPER.format(
        decision=decision.number, case=case.number, asks=ASKS, why=why, name=case.person.name
    )
    paper = BytesIO(cast(bytes, HTML(string=text).write_pdf()))
    told = AppealData(
        concerns="ratt",
        dnr=f"AMF {today.year}/{600 + decision.pk % 100}",
        arrival=Arrival(today, Delivery.EMAIL, today),
        asks=ASKS,
    )
    papers = Papers(files=[(paper, "Överklagande.pdf")])
    appeal = registering.register(decision, told, papers, by=staff["registrator"])
    for document in Document.objects.unscanned().filter(case=case):
        scanning.scan(document)
    return appeal


def _bring_to_court(appeal: Appeal, staff: Staff) -> None:
    """Tried, reviewed, answered and handed over the day after it came."""
    name = next(name for name in UNITS if staff.unit(name) == appeal.decision.unit)
    chef = staff[UNITS[name]]
    declare(appeal.case, chef, by=chef)
    trying.let_on(appeal, by=chef)
    reviewing.review(_fresh(appeal), "andras_inte", REASONS, by=chef)
    transferring.state(_fresh(appeal), STATED, by=chef)
    out = Out(Transfer.Kind.HANDOVER, Transfer.How.DIGITAL, clock.today())
    transferring.hand_over(_fresh(appeal), out, by=staff["registrator"])


def _fresh(appeal: Appeal) -> Appeal:
    return Appeal.objects.whole().get(pk=appeal.pk)
