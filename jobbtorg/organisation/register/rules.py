"""Why the delegation register cannot be changed so: every reason at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.ending import DAY, latest_decision_by
from jobbtorg.organisation.models import (
    CHEFER,
    Delegation,
    Function,
    NamndDecision,
    Power,
    Unit,
    User,
)
from jobbtorg.organisation.models.row import RegisterRow

GAP = timedelta(days=3)  # so near the earlier row, a gap is likely a slip of the pen
LARGEST = 20 * 1024 * 1024  # bytes of a document


@dataclass(frozen=True)
class NamndData:
    """What the nämnd decided, as its protocol says it."""

    dnr: str
    decided_on: date
    paragraph: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Point:
    """One point of the nämnd's decision: what is delegated, and to whom it may be passed on."""

    power: Power
    point: str
    lagrum: str
    may_pass_on_to: tuple[str, ...]


@dataclass(frozen=True)
class PassedOn:
    """What the förvaltningschef passes on, to which function, where and when."""

    function: str
    unit: Unit
    point: str
    valid_from: date
    valid_to: date | None


def against_keeping(by: User) -> Iterator[Rule]:
    """Only the delegationsadministratör changes the register."""
    if not by.holds(Function.DELEGATIONSADMIN):
        sentence = "Bara delegationsadministratören ändrar registret."
        yield Rule("not_keeper", sentence, kind="forbidden")


def against_days(valid_from: date, valid_to: date | None) -> Iterator[Rule]:
    """The last day before the first."""
    if valid_to and valid_to < valid_from:
        sentence = f"Till och med {valid_to} är före från och med {valid_from}."
        yield Rule("days", sentence, where="valid_to")


def _against_backwards(valid_from: date) -> Iterator[Rule]:
    if valid_from < clock.today():
        sentence = "En delegation ger ingen rätt bakåt i tiden. Börja i dag eller senare."
        yield Rule("backwards", sentence, where="valid_from")


def against_stale(row: RegisterRow, seen: int) -> Iterator[Rule]:
    """Another administrator has changed the row since it was shown."""
    latest = row.history.latest("history_id")  # type: ignore[attr-defined]
    if latest.history_id != seen:
        when = latest.history_date.astimezone(clock.STOCKHOLM)
        sentence = (
            f"{latest.history_user or 'Någon annan'} ändrade raden {when:%Y-%m-%d %H:%M}. "
            "Läs den som den är nu och försök igen."
        )
        yield Rule("stale", sentence, kind="conflict")


def against_namnd_decision(
    data: NamndData, points: Iterable[Point], document: bytes, by: User, *, replace: bool = False
) -> list[Rule]:
    """Why the nämnd's decision cannot be recorded. KL 6 kap. 37–39 §§, 7 kap. 5 §."""
    rules = [*against_keeping(by), *against_days(data.valid_from, data.valid_to)]
    rules += _against_backwards(data.valid_from)
    rules += against_document(document)
    if data.decided_on > clock.today():
        sentence = "Nämndens beslut kan inte ligga i framtiden."
        rules.append(Rule("future", sentence, where="decided_on"))
    if data.valid_from < data.decided_on:
        sentence = f"Delegationen kan börja tidigast på beslutsdagen {data.decided_on}."
        rules.append(Rule("before_decision", sentence, "7 kap. 5 § KL", where="valid_from"))
    known = NamndDecision.objects.filter(
        dnr=data.dnr, decided_on=data.decided_on, paragraph=data.paragraph
    )
    if known.exists():
        sentence = "Nämndbeslutet finns redan i registret."
        rules.append(Rule("known", sentence, kind="conflict", where="dnr"))
    points = list(points)
    if not points:
        rules.append(Rule("points", "Välj minst en beslutstyp som nämnden har delegerat."))
    for point in points:
        rules += _against_point(point, data, replace)
    return rules


def against_document(document: bytes) -> Iterator[Rule]:
    """The document is a PDF of a size that can be kept."""
    if document and not document.startswith(b"%PDF-"):
        yield Rule("pdf", "Filen är inte en pdf. Spara beslutet som pdf.", where="document")
    if len(document) > LARGEST:
        yield Rule("size", "Filen är större än 20 MB. Spara den mindre.", where="document")


def _against_point(point: Point, data: NamndData, replace: bool) -> Iterator[Rule]:
    if not point.power.delegable:
        sentence = f"”{point.power}” får inte delegeras: nämnden beslutar själv."
        yield Rule("not_delegable", sentence, "6 kap. 38 § KL")
    if not set(point.may_pass_on_to) <= set(CHEFER):
        yield Rule("not_chefer", "Vidaredelegation kan bara medges till chefer.")
    top = Unit.objects.get(kind=Unit.Kind.FORVALTNING)
    days = (data.valid_from, data.valid_to)
    for row in overlapping(point.power, Function.FORVALTNINGSCHEF, top, *days):
        yield from _against_overlap(row, *days, replace=replace)


def against_passing_on(
    data: PassedOn,
    powers: Iterable[Power],
    by: User,
    *,
    replace: bool = False,
    confirmed: bool = False,
) -> list[Rule]:
    """Why the förvaltningschef's delegation cannot be passed on so. KL 7 kap. 6 §."""
    rules = [*against_keeping(by), *against_days(data.valid_from, data.valid_to)]
    rules += _against_backwards(data.valid_from)
    rules += against_unit(data.unit, data.valid_to)
    if data.unit.kind not in (Unit.Kind.JOBBTORG, Unit.Kind.OMRADE):
        sentence = f"Nämnden har bara medgett jobbtorgen. {data.unit} fattar inte de här besluten."
        rules.append(Rule("unit", sentence, "7 kap. 6 § KL", where="unit"))
    for power in powers:
        rules += _against_power(power, data)
        rules += _against_earlier_rows(power, data, replace, confirmed)
    return _once(rules)


def against_unit(unit: Unit, valid_to: date | None) -> Iterator[Rule]:
    """The unit is closed, or will be before the row ends."""
    if unit.last_day is None or (valid_to and valid_to <= unit.last_day):
        return
    closed = "stängde" if unit.last_day < clock.today() else "stänger"
    sentence = f"{unit} {closed} {unit.last_day}. Ange en sista dag senast då."
    yield Rule("closed", sentence, where="valid_to")


def ground_for(power: Power, on: date) -> Delegation | None:
    """The nämnd's own delegation of the power that holds on the day."""
    return Delegation.objects.on(on).filter(power=power, ground=None).with_chain().first()


def _against_power(power: Power, data: PassedOn) -> Iterator[Rule]:
    """The nämnd has delegated it, lets it be passed on, to this function, for these days."""
    top = ground_for(power, data.valid_from)
    if top is None:
        sentence = f"Nämnden har inte delegerat ”{power}” den {data.valid_from}."
        yield Rule("no_ground", sentence, "7 kap. 6 § KL", where="powers")
        return
    if not top.may_pass_on_to:
        sentence = f"”{power}” får inte vidaredelegeras: nämnden har inte medgett det."
        yield Rule("not_passed_on", sentence, "7 kap. 6 § KL", where="powers")
    elif data.function not in top.may_pass_on_to:
        only = "chefer" if set(top.may_pass_on_to) == set(CHEFER) else _named(top.may_pass_on_to)
        yield Rule(
            "function", f"Nämnden har bara medgett {only}.", "7 kap. 6 § KL", where="function"
        )
    if top.valid_to and (data.valid_to is None or data.valid_to > top.valid_to):
        sentence = (
            f"Nämndens delegation av ”{power}” gäller till och med {top.valid_to}. "
            "Ange en sista dag senast då."
        )
        yield Rule("outside", sentence, where="valid_to")


def _named(functions: Iterable[str]) -> str:
    return " och ".join(Function(function).label.lower() for function in functions)


def _against_earlier_rows(
    power: Power, data: PassedOn, replace: bool, confirmed: bool
) -> Iterator[Rule]:
    days = (data.valid_from, data.valid_to)
    for row in overlapping(power, data.function, data.unit, *days):
        yield from _against_overlap(row, *days, replace=replace)
    if not confirmed:
        yield from _about_gap(power, data)


def overlapping(
    power: Power, function: str, unit: Unit, valid_from: date, valid_to: date | None
) -> list[Delegation]:
    """The rows that give the same to the same function on one of the days, at whatever level."""
    same = Delegation.objects.filter(power=power, function=function, withdrawn_on=None)
    near = Q(unit=unit) | Q(unit__part_of=unit) | Q(unit=unit.part_of)
    if unit.kind == Unit.Kind.FORVALTNING:
        near = Q(unit=unit)
    ends_after = Q(valid_to=None) | Q(valid_to__gte=valid_from)
    found = same.filter(near & ends_after).order_by("valid_from")
    return list(found if valid_to is None else found.filter(valid_from__lte=valid_to))


def _against_overlap(
    row: Delegation, valid_from: date, valid_to: date | None, *, replace: bool
) -> Iterator[Rule]:
    first = max(row.valid_from, valid_from)
    last = min((day for day in (row.valid_to, valid_to) if day), default=None)
    days = span(first, last) if last else f"från och med {first}"
    if not replace:
        below = row.passed_on.on(first).count()
        resting = f" {below} vidaredelegationer vilar på den." if below else ""
        sentence = f"Överlappar {days}.{resting} Ändra datum eller ersätt."
        yield Rule("overlap", sentence, where="replace")
    elif row.valid_from == valid_from and row.valid_from <= clock.today():
        sentence = f"Raden som ersätts började {row.valid_from}. Den nya kan börja dagen efter."
        yield Rule("replaces_today", sentence, where="valid_from")
    else:
        latest = latest_decision_by(row)
        if latest and latest >= valid_from:
            sentence = (
                f"Beslut har fattats {latest} med stöd av raden som ersätts. Börja dagen efter."
            )
            yield Rule("replaces_decided", sentence, where="valid_from")


def _about_gap(power: Power, data: PassedOn) -> Iterator[Rule]:
    """A day or some between two rows where nobody has the delegation: asked about once."""
    before = Delegation.objects.filter(
        power=power, function=data.function, unit=data.unit, valid_to__lt=data.valid_from - DAY,
        valid_to__gte=data.valid_from - GAP, withdrawn_on=None,
    ).order_by("-valid_to").first()  # fmt: skip
    if before is None or before.valid_to is None:
        return
    if overlapping(power, data.function, data.unit, before.valid_to + DAY, data.valid_from - DAY):
        return
    first, last = before.valid_to + DAY, data.valid_from - DAY
    sentence = (
        f"Ingen har delegationen {span(first, last)}, mellan den förra raden och den nya. "
        "Är det så det ska vara, kryssa i rutan."
    )
    yield Rule("gap", sentence, where="confirmed")


def span(first: date, last: date) -> str:
    """The days in words: one, or from and to."""
    return str(first) if first == last else f"{first}–{last}"


def _once(rules: Iterable[Rule]) -> list[Rule]:
    """Each sentence once: two kinds of decision may be refused for the same reason."""
    return list({rule.sentence: rule for rule in rules}.values())
