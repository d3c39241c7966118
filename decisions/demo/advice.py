"""Råd och stöd in the demo city: some contacts a day at each unit, a few of them left waiting."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from cases.advice import note_contact, note_decline
from cases.advice_rules import ContactData
from cases.models import AdviceContact
from decisions.demo.days import Days
from decisions.demo.staff import Staff
from jobbtorg import clock
from jobbtorg.organisation.models import Unit, User
from jobbtorg.rulebook.models import Code

KINDS = ["samtal", "samtal", "samtal", "telefon", "telefon", "uppsokande", "grupptraff", "e-post"]
GENDERS = ["kvinna", "kvinna", "kvinna", "man", "man", "uppgift_saknas"]
BACK = 30  # working days
WAITING = [("coach-farsta", "ja", 2), ("coach2-farsta", "osakert", 1), ("coach-insatser", "ja", 1)]


def let_it_happen(staff: Staff, days: Days, rng: Random, cases: int) -> None:
    """The latest weeks' contacts, day by day, each noted by who had it; few in a small city."""
    kinds = {code.code: code for code in Code.objects.on().filter(list=Code.List.CONTACT_KIND)}
    for back in range(min(BACK, 3 + cases // 10), 0, -1):
        day = days.day(back)
        moment = datetime.combine(day, datetime.min.time(), clock.STOCKHOLM)
        for user, unit in staff.who_reach(days.day(BACK)):
            with clock.at(moment + timedelta(hours=9, minutes=rng.randint(0, 400))):
                for _ in range(rng.choice([0, 0, 1, 1, 2])):
                    kind = kinds[rng.choice(KINDS)]
                    wants = "nej" if rng.random() < 0.95 else rng.choice(["ja", "osakert"])
                    contact = _note(user, unit, kind, wants, rng)
                    if wants != "nej":
                        how = rng.choice(["mote", "telefon"])
                        note_decline(contact, day, how, by=user, asked=True)
        _leave_waiting(staff, back, moment, kinds["samtal"], rng)


def _leave_waiting(staff: Staff, back: int, moment: datetime, kind: Code, rng: Random) -> None:
    """The few that have no application yet."""
    for username, wants, when in WAITING:
        if when == back:
            user = staff[username]
            with clock.at(moment + timedelta(hours=15)):
                _note(user, user.roles()[0].unit, kind, wants, rng)


def _note(user: User, unit: Unit, kind: Code, wants: str, rng: Random) -> AdviceContact:
    told = ContactData(
        held_on=clock.today(),
        unit=unit,
        kind=kind,
        gender=rng.choice(GENDERS),
        informed=rng.random() < 0.9,
        wants=wants,
    )
    request_id = UUID(int=rng.getrandbits(128), version=4)
    return note_contact(told, by=user, request_id=request_id)
