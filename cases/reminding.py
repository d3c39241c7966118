"""Reminds each of what is theirs to do: on the worklist, and by a mail that names nobody.

Every day is computed anew from the cases, so that a run after days when nothing ran catches up; and
the row that says that somebody has been reminded can stand but once, so that two runs are as one.
"""

import logging
from collections.abc import Collection
from typing import Any

from django.core.mail import send_mail
from django.db import transaction

from cases.models import Case, Reminder
from cases.models.reminder import Stage, stage_on
from cases.upcoming import Due, upcoming
from jobbtorg import clock
from jobbtorg.acts import act
from jobbtorg.deadlines import is_working_day
from jobbtorg.organisation.models import Absence, Appointment, User

logger = logging.getLogger(__name__)

SUBJECT = "Frister i Jobbtorg"


def remind_all() -> None:
    """Everyone who works today; on a day when nobody does, nobody."""
    if not is_working_day(clock.today()):
        return
    away = Absence.objects.on().values("user")
    at_work = User.objects.filter(is_active=True, pk__in=Appointment.objects.on().values("user"))
    for user in at_work.exclude(pk__in=away).order_by("pk"):
        remind(user)
        mail(user)


def own(user: User, cases: Collection[int] | None = None) -> list[tuple[Due, Stage]]:
    """What is the user's own to do, and late or due by the end of the next working day."""
    seen = Case.objects.visible_to(user)
    found = upcoming(user, seen if cases is None else seen.filter(pk__in=cases))
    staged = ((due, stage_on(due.day)) for due in found if due.mine)
    return [(due, stage) for due, stage in staged if stage]


def remind(user: User) -> None:
    """A row of each that there is none of yet."""
    rows = [
        Reminder(user=user, case=due.case, kind=due.kind, day=due.day, stage=stage)
        for due, stage in own(user)
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def mail(user: User) -> None:
    """One mail about all that no mail has told of. It is taken back where none could be sent."""
    with transaction.atomic():  # whoever comes at the same time finds nothing left
        taken = list(Reminder.objects.to_mail(user).select_for_update(skip_locked=True))
        these = Reminder.objects.filter(pk__in=[row.pk for row in taken])
        these.update(mailed_at=clock.now())
    if not (taken and user.email and user.mail_reminders):
        return
    try:
        send_mail(SUBJECT, text_of(taken), None, [user.email])
    except OSError:
        logger.warning("En påminnelse gick inte att skicka. Den skickas vid nästa körning.")
        these.update(mailed_at=None)


def text_of(rows: list[Reminder]) -> str:
    """What the mail says: how many, and where they stand. No case, no person, no link."""
    told = in_words(sum(row.stage == Stage.LATE for row in rows), len(rows))
    frist = "frist" if len(rows) == 1 else "frister"
    return (
        f"Hej!\n\nDu har {len(rows)} {frist} att se på: {told}.\n"
        "Logga in i Jobbtorg som du brukar. De står överst på Min arbetslista.\n\n"
        "Brevet är automatiskt och går inte att svara på. "
        "Du kan stänga av det under Ditt konto.\n"
    )


def in_words(late: int, of: int) -> str:
    """How many of them have run out, and how many are about to."""
    told = [f"{late} har gått ut"] * bool(late)
    return " och ".join(told + [f"{of - late} går ut senast nästa arbetsdag"] * (late < of))


def to_show(user: User) -> dict[str, Any]:
    """What the user has been reminded of, not seen, and still has to do; and the latest row."""
    rows = list(Reminder.objects.unseen(user))
    if not rows:
        return {"reminded": []}
    told = {(row.case_id, row.kind, row.day) for row in rows}
    cases = {row.case_id for row in rows if row.case_id}
    left = [due for due, _ in own(user, cases)]
    due = [due for due in left if (due.case and due.case.pk, due.kind, due.day) in told]
    counted = in_words(sum(row.is_late for row in due), len(due))
    return {"reminded": due, "told": counted, "until": max(row.pk for row in rows)}


@act
def see(until: int, *, by: User) -> None:
    """That the user has seen what they had been reminded of, up to the row that was shown."""
    Reminder.objects.unseen(by).filter(pk__lte=until).update(seen_at=clock.now())
