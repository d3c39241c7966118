"""What has happened after the decisions of the demo city: one of each that a demo wants to show."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.db.models import QuerySet

from cases.rulings import RulingDraft, Rulings
from decisions import changing, namnd
from decisions.deciders import Minutes
from decisions.demo.days import Days
from decisions.demo.staff import Staff
from decisions.differences import days, rulings_of
from decisions.executing import note_execution
from decisions.later_rules import Why
from decisions.models import Decision, Kind, Referral
from decisions.serving import dispatch
from jobbtorg import clock
from jobbtorg.rulebook.entries import entries_of
from jobbtorg.rulebook.models import Proposal

UNIT = "Farsta"
SLIP = Why("I skälen stod att du söker arbete sedan 2023. Det rätta är 2024.")
MORE = Why("Du har lämnat ett intyg. Av det framgår att du har rätt till stödet.", "felaktigt")
SHOWS = "Intyget visar att behovet inte kan tillgodoses på annat sätt."
TEXT = "Vi har bestämt att du inte får det stöd som du har ansökt om. Här står varför."


def let_it_happen(staff: Staff) -> None:
    """A rättelse and an ändring by the nämnd, an insats that has begun, a proposal that waits."""
    with clock.at(_moment()):
        found = list(_running(staff))
        for old in found[-1:]:
            _begin(old, staff)
        changed = [old for old in found if rulings_of(old).right.outcome == "avslag"][:1]
        for old in changed:
            _change(old, staff)
        for old in [old for old in found if old not in changed][:1]:
            _correct(old, staff)
        _propose(staff)


def _running(staff: Staff) -> QuerySet[Decision]:
    """What a chef of the unit has decided before that day, and the insats runs."""
    return (
        Decision.objects.in_force()
        .filter(
            kind=Kind.INSATS,
            decided_by__isnull=False,
            unit=staff.unit(UNIT),
            application__case__status="pagar",
            application__case__person__protection="",
            decided_on__lt=clock.today(),
        )
        .order_by("pk")
    )


def _moment() -> datetime:
    """After all else on the last day on which the staff has worked."""
    counted = Days(clock.now())
    day = counted.day(0)
    return datetime.combine(day, time(9, 55) if day == counted.today else time(17), clock.STOCKHOLM)


def _correct(old: Decision, staff: Staff) -> None:
    rulings = rulings_of(old)
    right = replace(rulings.right, reasons=f"{rulings.right.reasons} Du söker arbete sedan 2024.")
    _by_namnd(old, changing.correction(replace(rulings, right=right), SLIP), staff, "14")


def _change(old: Decision, staff: Staff) -> None:
    right = RulingDraft("bifall", MORE.explanation, SHOWS, *days(rulings_of(old)))
    made = changing.change(old, Rulings(right, RulingDraft()), MORE)
    _by_namnd(old, made, staff, "15")


def _by_namnd(old: Decision, made: changing.Replacement, staff: Staff, paragraph: str) -> None:
    """Nobody has the delegation: a chef hands the question on, and the nämnd decides."""
    told = (Referral.Ground.NO_DELEGATE, "Ingen har delegation för den här beslutstypen.")
    asked = namnd.refer_later(old, made.kind, *told, by=staff["chef-farsta"])
    minutes = Minutes(clock.today(), f"AMF {clock.today().year}/512", paragraph)
    new = namnd.decide(asked, made, minutes, by=staff["namndsekreterare"])
    dispatch(new, "brev", clock.today(), by=staff["registrator"])


def _begin(old: Decision, staff: Staff) -> None:
    ruling = old.granted
    if ruling:
        coach = old.application.case.coach
        assert coach is not None
        note_execution(ruling, old.decided_on, by=coach)


def _propose(staff: Staff) -> None:
    """Another wording of the refusal, which waits for the one who is to read and publish it."""
    texts = entries_of(Proposal.Kind.BREVTEXT)
    latest = texts.versions("beslut_avslag").first()
    assert latest is not None
    Proposal.objects.create(
        kind=Proposal.Kind.BREVTEXT,
        key="beslut_avslag",
        content=texts.content(latest) | {"text": TEXT},
        valid_from=clock.today() + timedelta(days=30),
        reason="Rådgivarna hör att meningen läses som att ärendet inte är prövat.",
        proposed_by=staff["delegationsadmin"],
        proposed_at=clock.now(),
    )
