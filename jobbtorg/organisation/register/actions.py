"""The official acts on the delegation register: record, pass on, end, withdraw.

Nothing is edited and nothing is deleted: a change is a new row, an end is a date.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation import ending
from jobbtorg.organisation.models import (
    Delegation,
    Function,
    NamndDecision,
    NamndDocument,
    Power,
    Unit,
    User,
)
from jobbtorg.organisation.register import rules
from jobbtorg.organisation.register.rules import DAY, NamndData, PassedOn, Point


@act
def record_namnd_decision(
    data: NamndData,
    points: Sequence[Point],
    document: tuple[str, bytes] | None,
    *,
    by: User,
    replace: bool = False,
) -> NamndDecision:
    """Records what the nämnd has delegated to the förvaltningschef. KL 7 kap. 5 §.

    Raises RuleBroken. With `replace` an earlier delegation of the same ends the day before.
    """
    _lock_register()
    content = document[1] if document else b""
    refuse(rules.against_namnd_decision(data, points, content, by, replace=replace))
    decision = NamndDecision.objects.create(
        dnr=data.dnr, decided_on=data.decided_on, paragraph=data.paragraph
    )
    if document:
        _add_document(decision, *document, by=by)
    top = Unit.objects.get(kind=Unit.Kind.FORVALTNING)
    for point in points:
        given = Delegation(
            power=point.power,
            function=Function.FORVALTNINGSCHEF,
            unit=top,
            namnd_decision=decision,
            point=point.point,
            lagrum=point.lagrum,
            may_pass_on_to=list(point.may_pass_on_to),
            valid_from=data.valid_from,
            valid_to=data.valid_to,
        )
        _write(given)
    return decision


@act
def add_document(decision: NamndDecision, name: str, content: bytes, *, by: User) -> NamndDocument:
    """Adds the document of a nämnd decision recorded without one. Raises RuleBroken."""
    refuse(rules.against_keeping(by), rules.against_document(content))
    return _add_document(decision, name, content, by=by)


def _add_document(decision: NamndDecision, name: str, content: bytes, *, by: User) -> NamndDocument:
    return NamndDocument.objects.create(
        namnd_decision=decision,
        name=name,
        pdf=content,
        sha256=hashlib.sha256(content).hexdigest(),
        added_at=clock.now(),
        added_by=by,
    )


@act
def pass_on(
    data: PassedOn,
    powers: Iterable[Power],
    *,
    by: User,
    replace: bool = False,
    confirmed: bool = False,
) -> list[Delegation]:
    """Vidaredelegation: the förvaltningschef's delegation, one step on. KL 7 kap. 6 §.

    Raises RuleBroken. With `replace` what overlaps ends the day before.
    """
    _lock_register()
    powers = list(powers)
    refuse(
        rules.against_passing_on(data, powers, by, replace=replace, confirmed=confirmed),
    )
    return [_pass_on(data, power) for power in powers]


def _pass_on(data: PassedOn, power: Power) -> Delegation:
    top = rules.ground_for(power, data.valid_from)
    assert top is not None  # the rules have just asked
    told = {name: getattr(data, name) for name in PassedOn.__dataclass_fields__}
    return _write(Delegation(power=power, ground=top, lagrum=top.lagrum, **told))


def _write(row: Delegation) -> Delegation:
    """Saves the row; what it overlaps is ended the day before, or withdrawn if not yet begun."""
    before = rules.overlapping(row.power, row.function, row.unit, row.valid_from, row.valid_to)
    for old in before:
        if old.valid_from < row.valid_from:
            old.valid_to = row.valid_from - DAY
        else:
            old.withdrawn_on = clock.today()
        old.save()
    row.replaces = before[0] if len(before) == 1 else None
    row.save()
    return row


@act
def end(
    row: Delegation, last_day: date, *, by: User, seen: int, confirmed: bool = False
) -> Delegation:
    """Ends a row on its last day; decisions already taken stand. Raises RuleBroken."""
    _lock_register()
    row = Delegation.objects.with_chain().get(pk=row.pk)
    refuse(
        rules.against_keeping(by),
        rules.against_stale(row, seen),
        ending.against_last_day(row, last_day),
        ending.against_decided(last_day, ending.latest_decision_by(row)),
        [] if confirmed else ending.about_ending_delegation(row, last_day),
    )
    row.valid_to = last_day
    row.save()
    return row


@act
def withdraw(row: Delegation, *, by: User, seen: int) -> Delegation:
    """Takes back a row that has not begun to hold. Raises RuleBroken."""
    _lock_register()
    row = Delegation.objects.get(pk=row.pk)
    refuse(
        rules.against_keeping(by),
        rules.against_stale(row, seen),
        ending.against_withdrawing(row),
    )
    row.withdrawn_on = clock.today()
    row.save()
    return row


def _lock_register() -> None:
    """One change of the register at a time, until the commit."""
    list(Power.objects.select_for_update().values_list("pk", flat=True))
