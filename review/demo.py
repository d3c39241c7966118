"""Logguppföljning in the demo: what to find in Farsta's last month; the one before is done."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from cases.access import log_case
from cases.models import Case
from decisions.demo.staff import Staff
from jobbtorg import clock
from jobbtorg.audit.models import AccessLog
from jobbtorg.deadlines import add_months, next_working_day
from jobbtorg.organisation.models import User
from review import actions
from review.models import Judgement

OFTEN, MANY = 20, 130
READ = AccessLog.Action.READ


def let_them_read(staff: Staff) -> None:
    """One opened a case that was not theirs twenty times, one 130 persons, one a relative's."""
    last = add_months(clock.today().replace(day=1), -1)
    farsta = Case.objects.filter(unit=staff.unit("Farsta"), person__protection="").order_by("pk")
    ordinary(staff, farsta, add_months(last, -1))
    ordinary(staff, farsta, last)
    colleague = farsta.exclude(coach=staff["coach3-farsta"]).first()
    if colleague is None:
        return
    _read(staff["coach3-farsta"], [colleague] * OFTEN, last.replace(day=12))
    everyone = Case.objects.filter(person__protection="").order_by("pk")[:MANY]
    _read(staff["coach2-farsta"], everyone, last.replace(day=19))
    _relative(staff, farsta, last)
    _done(staff, add_months(last, -1))


def ordinary(staff: Staff, cases: Iterable[Case], month: date) -> None:
    """What is as it should be: each coach opens some of their own."""
    for case in list(cases)[:40]:
        if case.coach and case.coach != staff["coach2-farsta"]:
            _read(case.coach, [case, case], month.replace(day=1 + case.pk % 27))


def _read(user: User, cases: Iterable[Case], day: date) -> None:
    """Opened one after the other from ten o'clock that day, or the next when people work."""
    begins = datetime.combine(next_working_day(day), time(10), clock.STOCKHOLM)
    for minute, case in enumerate(cases):
        with clock.at(begins + timedelta(minutes=minute * 2)):
            log_case(user, READ, "Ärendets översikt", case)


def _relative(staff: Staff, cases: Iterable[Case], month: date) -> None:
    """A coach opened the case of someone who lives where the coach lives."""
    coach = staff["coach-farsta"]
    for case in cases:
        person = case.person
        if person.street and case.coach != coach:
            told = {"street": person.street, "postcode": person.postcode.replace(" ", "")}
            actions.note_facts(coach, {"personnummer": "", **told}, by=staff["granskare"])
            _read(coach, [case], month.replace(day=8))
            return


def _done(staff: Staff, month: date) -> None:
    """The month before is followed up and signed."""
    moment = datetime.combine(add_months(month, 1).replace(day=4), time(14), clock.STOCKHOLM)
    with clock.at(moment):
        review = actions.start_review(staff.unit("Farsta"), month, by=staff["granskare"])
        findings = list(review.findings.select_related("review__unit"))
        actions.judge(findings, Judgement.Outcome.AUTHORISED, by=staff["granskare"])
        actions.sign(review, by=staff["granskare"])
