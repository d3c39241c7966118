"""Begäran om utlämnande in the demo city: one is new, one should be answered by now."""

from datetime import datetime, time

from cases.models import Case
from decisions.demo.days import Days
from decisions.demo.staff import Staff
from disclosure.actions import register
from disclosure.rules import Asked
from jobbtorg import clock

PARTY, OTHER = "part", "annan"
ASKED = (
    (3, OTHER, "epost", "Jag vill se alla handlingar i ärendet. Skicka dem med e-post."),
    (0, PARTY, "besok", "Jag vill läsa allt som ni har skrivit om mig."),
)


def let_them_ask(staff: Staff, days: Days) -> None:
    """At Farsta, in the first cases that have been decided, by the registrator."""
    decided = Case.objects.filter(
        unit=staff.unit("Farsta"), person__protection="", applications__decisions__isnull=False
    )
    for case, (back, asker, how, asks) in zip(
        decided.distinct().order_by("pk"), ASKED, strict=False
    ):
        with clock.at(datetime.combine(days.day(back), time(9, 57), clock.STOCKHOLM)):
            told = Asked(asker, clock.today(), how, asks)
            register(case, told, by=staff["registrator"])
