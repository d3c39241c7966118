"""Appeals in the demo city: one that has just come, one that has lain, and one at the court."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time
from io import BytesIO
from typing import cast

from weasyprint import HTML

from appeals import registering, reviewing, telling, transferring, trying
from appeals.court_papers import Out
from appeals.models import Appeal, PartyLetter, Transfer
from appeals.registering import Papers
from appeals.registering_rules import AppealData
from cases import scanning
from cases.conflicts import declare
from cases.models import Document
from decisions.demo.days import Days
from decisions.demo.staff import Staff
from decisions.legal_force import right_appealable_until
from decisions.models import Decision, governing
from jobbtorg import clock
from jobbtorg.arrivals import Arrival, Delivery
from jobbtorg.organisation.delegation import deciders

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
BACK = (6, 4, 1)  # how many working days ago each of them came; the oldest is at the court


def let_them_come(staff: Staff, days: Days) -> None:
    """Each against a refusal of its own; the oldest has gone the whole way to the court."""
    left = _refusals()
    for back, why in zip(BACK, WHYS, strict=True):
        decision = next((row for row in left if _may_be_appealed(row, days.day(back))), None)
        if decision is None:
            continue
        left.remove(decision)
        with _at(days, back, time(9)):
            appeal = _register(decision, why, staff)
        if back == BACK[0]:
            with _at(days, back - 1, time(9, 30)):
                _bring_to_court(appeal, staff)


def _may_be_appealed(decision: Decision, day: date) -> bool:
    """Sent before the day, and the time to appeal has not run out on it."""
    served = governing(list(decision.services.all()))
    in_time = served is None or day <= right_appealable_until(served.received_on)
    return decision.letter.dispatch.sent_on < day and in_time


def _at(days: Days, back: int, moment: time) -> AbstractContextManager[None]:
    return clock.at(datetime.combine(days.day(back), moment, clock.STOCKHOLM))


def _refusals() -> list[Decision]:
    """Whole refusals by a delegate; never the one that the letter in the inbox is about."""
    rows = Decision.objects.filter(
        kind="insats",
        rulings__basis="befogenhet",
        rulings__outcome="avslag",
        letter__dispatches__isnull=False,
        decided_by__isnull=False,
        changed_by=None,
        application__case__person__protection="",
    )
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
    chef = deciders("rattidsprovning", appeal.decision.unit)[0]
    declare(appeal.case, chef, by=chef)
    trying.let_on(appeal, by=chef)
    reviewing.review(_fresh(appeal), "andras_inte", REASONS, by=chef)
    transferring.state(_fresh(appeal), STATED, by=chef)
    out = Out(Transfer.Kind.HANDOVER, Transfer.How.DIGITAL, clock.today())
    transferring.prepare(_fresh(appeal), out, by=staff["registrator"])
    sent = transferring.hand_over(_fresh(appeal), out, by=staff["registrator"])
    telling.tell_party(sent, PartyLetter.How[0][0], clock.today(), by=staff["registrator"])


def _fresh(appeal: Appeal) -> Appeal:
    return Appeal.objects.whole().get(pk=appeal.pk)
