"""Gathers from the rows what the letters say of a matter of form, or of a later decision."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from cases.letters.parties import coach_of, common, contact_at, provision_text
from cases.models import Application, Case, Investigation
from cases.rulings import Rulings
from decisions.content import delegation, ruling_content
from decisions.deciders import Decider
from decisions.differences import days, differences, gives_otherwise, rulings_of
from decisions.formal_rules import Formal
from decisions.later_rules import hearing_for
from decisions.letters.content import Route
from decisions.letters.later import (
    Changed,
    HearingContent,
    LaterContent,
    hearing_manuscript,
    later_manuscript,
)
from decisions.models import Decision, Ground, Kind
from jobbtorg.letters import Manuscript
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Provision, setting

if TYPE_CHECKING:
    from decisions.changing import Replacement


def formal_letter(
    application: Application, made: Formal, decider: Decider, **more: Any
) -> Manuscript:
    """The letter of a decision on a matter of form; `more` tells of the appeal turned away."""
    told = _common(application, decider) | more
    if made.ground == Ground.DECEASED:
        estate = f"Dödsboet efter {told['recipient'].name}"
        told["recipient"] = replace(told["recipient"], name=estate)
    rows = _in_force(decider.day)
    keys = [made.kind, "motivering", *delegation(decider)]
    return later_manuscript(
        LaterContent(
            **told,
            kind=made.kind,
            explanation=made.reasons.strip(),
            provisions=tuple(provision_text(rows[key]) for key in keys),
            routes=_formal_routes(made.kind, decider.day),
            ground=made.ground,
            ground_on=made.ground_on,
        )
    )


def _formal_routes(kind: str, day: date) -> tuple[Route, ...]:
    """To förvaltningsrätten; for what was withdrawn, where the rulebook says so."""
    if kind == Kind.DISCONTINUANCE and not setting("hanvisning_vid_avskrivning", day):
        return ()
    return (Route.ADMINISTRATIVE,)


def later_letter(decision: Decision, made: Replacement, decider: Decider) -> Manuscript:
    """The letter of a rättelse, an ändring or an avslut i förtid."""
    old, why = rulings_of(decision), made.why
    rows = _in_force(decider.day)
    right = ruling_content(made.rulings.right, rows["ratt"])
    may = ruling_content(made.rulings.may, rows["befogenhet"])
    keys = [*_own_provisions(made), "motivering", *delegation(decider)]
    first, last = days(made.rulings)
    hearing = hearing_for(decision, why.ground) if why.adverse else None
    reply = hearing.reply if hearing else None
    return later_manuscript(
        LaterContent(
            **_common(decision.application, decider),
            kind=made.kind,
            explanation=why.explanation.strip(),
            provisions=tuple(provision_text(rows[key]) for key in keys),
            routes=later_routes(old, made.rulings, adverse=why.adverse),
            ground=why.ground,
            ground_on=why.ground_on,
            earlier_on=decision.decided_on,
            changed=_changed(made, old),
            right=right,
            may=may,
            period=(first, last) if first and last else None,
            reply=reply.text if reply else "",
        )
    )


def _own_provisions(made: Replacement) -> list[str]:
    """What the decision rests on: of a rättelse FL 36 §, of an ändring also what it tries anew."""
    if made.kind == Kind.CORRECTION:
        return ["rattelse"]
    tried = ["ratt", *(["befogenhet"] if made.rulings.may.outcome else [])]
    if made.why.ground == Ground.REQUEST:
        return ["ratt"] if made.rulings.right.grants else ["befogenhet"]
    heard = ["kommunikation"] if made.why.adverse else []
    return [*(tried if made.kind == Kind.CHANGE else []), "andring", *heard]


def _changed(made: Replacement, old: Rulings) -> tuple[Changed, ...]:
    """What a rättelse puts right, each as it stood and as it stands; an ändring is told whole."""
    if made.kind != Kind.CORRECTION:
        return ()
    return tuple(Changed(**asdict(row)) for row in differences(old, made.rulings))


def later_routes(old: Rulings, new: Rulings, *, adverse: bool) -> tuple[Route, ...]:
    """How what is ruled anew is appealed: a ruling that stands as it stood has had its time."""
    found = []
    if gives_otherwise(old.right, new.right) and (adverse or new.right.outcome != "bifall"):
        found.append(Route.ADMINISTRATIVE)
    if new.may.outcome and gives_otherwise(old.may, new.may):
        found.append(Route.LEGALITY)
    return tuple(found)


def hearing_letter(
    decision: Decision, told: dict[str, Any], sent_on: date, reply_by: date, by: User
) -> Manuscript:
    """Underlag inför ändring; `told` is the ground, the facts and the plan."""
    case = decision.application.case
    rows = {key: provision_text(row) for key, row in _in_force(sent_on).items()}
    return hearing_manuscript(
        HearingContent(
            **common(case, sent_on),
            **told,
            sent_on=sent_on,
            reply_by=reply_by,
            earlier_on=decision.decided_on,
            coach=coach_of(case.coach or by, case),
            oral_right=rows["foretrade"],
            provisions=(rows["andring"], rows["kommunikation"], rows["foretrade"]),
        )
    )


def _common(application: Application, decider: Decider) -> dict[str, Any]:
    """What every decision's letter says of the case and of who decided."""
    case = application.case
    hidden = bool(unnamed_in(case))
    begun = Investigation.objects.filter(application=application).first()
    return {
        **common(case, decider.day),
        "decided_on": decider.day,
        "applied_on": application.arrived_on,
        "applied_for": begun.riktlinje.insats if begun else "",
        "coach": coach_of(case.coach, case) if case.coach and not hidden else contact_at(case),
        "unnamed": hidden,
        "decider": decider.in_letter(),
    }


def unnamed_in(case: Case) -> str:
    """Why the latest letter that left out the names did so; no later one tells them. FL 33 §."""
    found = Decision.objects.of(case).exclude(unnamed="").first()
    return found.unnamed if found else ""


def _in_force(day: date) -> dict[str, Provision]:
    """The provisions of the day, by key."""
    return {row.key: row for row in Provision.objects.on(day)}
