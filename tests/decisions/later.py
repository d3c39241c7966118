"""What the tests of the other kinds of decision share."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from cases import noting
from cases.models import Case
from cases.rulings import RulingDraft, Rulings
from decisions.deciders import delegate_for
from decisions.differences import rulings_of
from decisions.hearing import hear
from decisions.hearing_rules import Heard
from decisions.later_rules import Why
from decisions.models import Amendment, Decision, Letter, Ruling
from jobbtorg import clock
from jobbtorg.rulebook.models import Provision
from tests.cases.helpers import in_days
from tests.world import LONG

NOTHING = RulingDraft()
FALSE = "oriktiga_uppgifter"
SLIP = Why("I skälen stod fel årtal. Det rätta är 2024.")


def ordered(world, *, days=20, **told):
    """A case begun so many days ago; its application was then ordered completed within nine."""
    with in_days(-days):
        case = world.started(**told)
        lack = noting.Lack(
            clock.today(), "brev", "Vad du söker.", clock.today() + timedelta(days=9), True
        )
        noting.ask_for_completion(case, lack, by=case.coach)
    world.clear(case, world.chef)
    return Case.objects.get(pk=case.pk)


def withdrawn(world, **told):
    """A case whose application was withdrawn today."""
    case = world.started(**told)
    noting.withdraw(case, clock.today(), "telefon", "den sökande", by=case.coach)
    world.clear(case, world.chef)
    return Case.objects.get(pk=case.pk)


def hastened(world, **told):
    """A case in which the person asks for a decision today, after seven months."""
    with in_days(-220):
        case = world.started(**told)
    noting.hasten(case, clock.today(), True, by=case.coach)
    world.clear(case, world.chef)
    return Case.objects.get(pk=case.pk)


def shorter(decision, days=60):
    """The decision's rulings, with an earlier last day."""
    return with_last_day(decision, lambda last: last - timedelta(days=days))


def with_last_day(decision, moved):
    """The decision's rulings, with another last day where they grant."""
    old = rulings_of(decision)

    def ruling(row):
        if not row.period_to:
            return row
        return RulingDraft(
            row.outcome,
            row.circumstances,
            row.reasons,
            row.period_from,
            moved(row.period_to),
            row.scope,
        )

    return Rulings(ruling(old.right), ruling(old.may), old.reply_met)


def by_right(decision):
    """All by the right, in the days that the decision gives by the may-insats."""
    old = rulings_of(decision)
    days = (old.may.period_from, old.may.period_to)
    return Rulings(RulingDraft("bifall", LONG, LONG, *days), NOTHING)


def heard(world, decision, *, by=None, ago=12, ground=FALSE, **told):
    """Underlag inför ändring, sent some days ago, with the days to reply behind it."""
    sender = by or world.coach
    with in_days(-ago):
        day = clock.today()
        data = Heard(
            ground,
            "Du har berättat att du har haft ett arbete hela tiden.",
            "Vi tänker besluta att stödet slutar.",
            told.get("how", "overlamnat"),
            day,
            day + timedelta(days=told.get("days", 10)),
        )
        return hear(decision, data, by=sender)


def put_right(decision, words=" Du har sökt arbete sedan 2024."):
    """The decision's rulings, with more in the reasons for the right."""
    old = rulings_of(decision)
    return replace(old, right=replace(old.right, reasons=old.right.reasons + words))


def url(decision, name):
    """Where the decision is corrected, changed or ended."""
    case = decision.application.case
    return reverse("later_decision", args=[case.slug, decision.pk, name])


def raw(world, application, kind, *, rulings=(), amended=None, letter=True, **changed):
    """A decision straight into the tables, past every rule in Python."""
    case = Case.objects.get(pk=application.case_id)
    decider = delegate_for(case, world.chef, kind)
    values = {
        "number": "2026:999",
        "kind": kind,
        "application": application,
        "unit": case.unit,
        "decided_on": clock.today(),
        "decided_at": clock.now(),
        **decider.columns(),
    }
    with transaction.atomic():
        row = Decision.objects.create(**(values | changed))
        for basis, key, ruling in rulings:
            provision = Provision.objects.on(row.decided_on).get(key=key)
            Ruling.objects.create(
                decision=row, basis=basis, provision=provision, lagrum=provision.cited, **ruling
            )
        if amended is not None:
            told = {"explanation": "Så blev det.", "adverse": False} | amended
            Amendment.objects.create(decision=row, **told)
        if letter:
            copied = Letter.objects.earliest("pk")
            Letter.objects.create(
                decision=row,
                title=copied.title,
                pdf=bytes(copied.pdf),
                sha256=copied.sha256,
                content_hash=copied.content_hash,
                pages=copied.pages,
                made_at=clock.now(),
            )
        return row


def restated(decision, **changed):
    """The decision's rulings as rows for `raw`; `right` and `may` change them."""
    found = []
    for row in decision.rulings.all():
        name = "right" if row.basis == "ratt" else "may"
        told = {
            "outcome": row.outcome,
            "scope": row.scope,
            "circumstances": row.circumstances,
            "reasons": row.reasons,
            "period_from": row.period_from,
            "period_to": row.period_to,
        }
        found.append((row.basis, row.basis, told | changed.get(name, {})))
    return found
