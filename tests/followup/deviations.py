"""Short ways to bring an avvikelse to any point."""

from datetime import date, datetime, time, timedelta
from typing import Any

from followup import deviation_deciding as deciding
from followup import deviation_handling as handling
from followup import deviation_reporting as reporting
from followup.deviation_deciding import Inquiry
from followup.deviation_rules import POWER, Meeting, Report
from followup.models import Deviation
from jobbtorg import clock
from jobbtorg.organisation.models import (
    CHEFER,
    Delegation,
    Function,
    NamndDecision,
    Power,
    Unit,
    User,
)
from jobbtorg.rulebook.models import Code
from tests.world import World

WHAT = "Ett brev med uppgifter om en deltagare skickades till fel adress."
INQUIRY = Inquiry(
    happened="Brevet gick till en granne.",
    noticed="Grannen ringde samma dag.",
    causes="Adressen var gammal.",
    consequences="Grannen fick veta att personen får stöd.",
    before="Nej, inte vad vi vet.",
    done="Brevet är hämtat.",
    prevention="Adressen läses upp vid varje samtal.",
    views="Personen är ledsen och vill att det inte händer igen.",
)


def fresh(deviation: Deviation) -> Deviation:
    """As it now stands."""
    return Deviation.objects.whole().get(pk=deviation.pk)


def reported(world: World, kind: str = "missforhallande", by: Any = None, **told: Any) -> Deviation:
    """Reported by the coach, at Farsta, of today."""
    report = {
        "what": WHAT,
        "happened_on": clock.today(),
        "unit": world.unit(),
        "told_by": "personal",
        "done_at_once": "Vi ringde mottagaren.",
    }
    return fresh(reporting.report(Report(kind=kind, **(report | told)), by=by or world.coach))


def received(
    world: World, kind: str = "missforhallande", track: str = "", **told: Any
) -> Deviation:
    """Received by the unit's chef."""
    tracks = {"klagomal": "klagomal", "synpunkt": "klagomal", "avvikelse": "avvikelse"}
    row = reported(world, kind, **told)
    handling.receive(
        row, track or tracks.get(kind, "lex_sarah"), "Allvarligt.", "Hämtat.", by=world.chef
    )
    return fresh(row)


def appointed(world: World, by: Any = None, **told: Any) -> Deviation:
    """The biträdande investigates, unless told."""
    row = received(world, **told)
    handling.appoint(row, by or world.bitr, by=world.chef)
    return fresh(row)


def investigated(world: World, **told: Any) -> Deviation:
    """Handed over for decision by the biträdande."""
    row = appointed(world, **told)
    deciding.investigate(row, INQUIRY, cause(), by=world.bitr)
    return fresh(row)


def decided(world: World, outcome: str = "allvarligt", **told: Any) -> Deviation:
    """Decided by the chef, who has the delegation."""
    delegate(world)
    row = investigated(world, **told)
    deciding.decide(row, outcome, "Uppgifterna var känsliga.", by=world.chef)
    return fresh(row)


def sent(world: World, **told: Any) -> Deviation:
    """Serious, and anmäld to IVO."""
    row = decided(world, **told)
    deciding.send_to_ivo(row, "AMF 2026/77", "digital", clock.today(), by=world.chef)
    return fresh(row)


def measured(world: World, row: Deviation, days: int = 7) -> Deviation:
    """With an åtgärd of the coach's."""
    due_on = clock.today() + timedelta(days=days)
    handling.add_measure(row, "Gå igenom rutinen.", world.coach, due_on, by=world.chef)
    return fresh(row)


def closed(world: World, row: Deviation, **told: Any) -> Deviation:
    """Closed by the chef."""
    given = {"cause": None if row.inquiry else cause(), "no_measures": "Engångshändelse."} | told
    handling.close(row, "Åtgärdat.", by=told.pop("by", world.chef), **given)
    return fresh(row)


def cause(code: str = "rutin_foljs_inte") -> Code:
    """A cause of the rulebook's list."""
    return Code.objects.on().get(list=Code.List.DEVIATION_CAUSE, code=code)


def delegate(world: World, since: date = date(2023, 1, 1)) -> None:
    """The nämnd lets the chefer of Farsta decide lex Sarah-ärenden."""
    if Delegation.objects.filter(power__code=POWER).exists():
        return
    with clock.at(datetime.combine(since, time(), clock.STOCKHOLM)):
        namnd = NamndDecision.objects.create(dnr="AMF 2023/9", decided_on=since, paragraph="9")
        told = {"power": Power.objects.get(code=POWER), "point": "9", "valid_from": since}
        top = Delegation.objects.create(
            function=Function.FORVALTNINGSCHEF,
            unit=Unit.objects.get(kind=Unit.Kind.FORVALTNING),
            namnd_decision=namnd,
            may_pass_on_to=list(CHEFER),
            **told,
        )
        for function in CHEFER:
            Delegation.objects.create(function=function, unit=world.unit(), ground=top, **told)


def named(row: Deviation, *users: User, by: User) -> Deviation:
    """The report is about these."""
    reporting.name_staff(row, users, by=by)
    return fresh(row)


def everyone_named(world: World, row: Deviation) -> Deviation:
    """The report names all who could handle it."""
    return named(row, world.chef, world.bitr, world.forvaltningschef, by=world.coach)


def handed_to(world: World, row: Deviation | None = None, to: User | None = None) -> Deviation:
    """Nobody at Farsta could handle it: the nämnd appointed the chef at City."""
    row = everyone_named(world, row or reported(world))
    told = Meeting(clock.today(), "AMF 2026/9", "§ 12")
    handling.hand_to(row, to or world.chef_city, told, by=world.sekreterare)
    return fresh(row)
