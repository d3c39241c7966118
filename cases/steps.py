"""What comes next in a case, for whom: shown on every list and on the case page."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cases.models import Case, Status
from jobbtorg import clock
from jobbtorg.organisation.models import CHEFER, Function, User

TONES = {
    Status.AKTUALISERAD: "info",
    Status.UTREDS: "accent",
    Status.VANTAR: "warning",
    Status.BESLUTAD: "accent",
    Status.PAGAR: "success",
    Status.AVSLUTAD: "quiet",
}

PROCESS = ("Aktualisera", "Utreda", "Besluta", "Utforma uppdrag", "Genomföra", "Följa upp")
REACHED = {
    Status.AKTUALISERAD: 0,
    Status.UTREDS: 1,
    Status.VANTAR: 2,
    Status.BESLUTAD: 2,
    Status.PAGAR: 3,
}


WITHDRAWN = (Status.PAGAR, Status.AVSLUTAD)  # where a withdrawal leaves the case


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next: what it is called, where, and whose it is."""

    label: str
    url: str
    who: str
    mine: bool


def is_chef_at(user: User, case: Case) -> bool:
    """Whether the user is a chef at the case's unit today."""
    return any(r.function in CHEFER and r.unit_id == case.unit_id for r in user.roles())


def shares_out(user: User, case: Case) -> bool:
    """Whether the unit's work is the user's to share out: a chef's, or who stands in for one."""
    held = [*user.roles(), *user.stood_in_for()]
    return any(r.function in CHEFER and r.unit_id == case.unit_id for r in held)


def decides(user: User, case: Case) -> bool:
    """Whether decisions in the case are this user's, who sees it, to take."""
    top = any(role.function == Function.FORVALTNINGSCHEF for role in user.roles())
    return top or is_chef_at(user, case)


def next_step(case: Case, user: User) -> NextStep:
    """The case's next step, and whether it is this user's to take."""
    registrator = any(role.function == Function.REGISTRATOR for role in user.roles())
    url = case.get_absolute_url()
    chefer = f"Chefer, {case.unit}"
    own = case.coach_id == user.pk or user.stands_in_for(case.coach)
    beside = _step_beside(case, user)
    if beside:
        return beside
    match case.status:
        case Status.AKTUALISERAD | Status.UTREDS | Status.PAGAR if not case.is_handled:
            return NextStep("Fördela ärendet", f"{url}#fordela", chefer, shares_out(user, case))
        case Status.AKTUALISERAD:
            return NextStep("Inled utredning", f"{url}#inled", str(case.coach), own)
        case Status.UTREDS:
            return _investigators_step(case, own)
        case Status.VANTAR if case.is_referred:
            return NextStep("Nämnden beslutar", url, "Nämnden", False)
        case Status.VANTAR:
            where = reverse("decide", args=[case.slug])
            who = "Förvaltningschefen" if case.is_for_top else chefer
            return NextStep("Fatta beslut", where, who, decides(user, case))
        case Status.BESLUTAD:
            where = reverse("decision", args=[case.slug])
            return NextStep(
                "Skicka brevet",
                where,
                f"Registrator eller chef, {case.unit}",
                registrator or decides(user, case),
            )
        case Status.PAGAR:
            return _performers_step(case, own)
    return NextStep("Inget mer att göra", url, "", False)


def _step_beside(case: Case, user: User) -> NextStep | None:
    """What the nämnd or a chef is to do whoever has the case."""
    chefer = f"Chefer, {case.unit}"
    secretary = any(role.function == Function.NAMNDSEKRETERARE for role in user.roles())
    if secretary and case.is_referred:
        where = reverse("namnd_decision", args=[case.slug])
        return NextStep("Registrera nämndens beslut", where, "Nämndsekreteraren", True)
    if case.status in WITHDRAWN and is_chef_at(user, case) and case.is_to_discontinue:
        where = reverse("formal_decision", args=[case.slug, "avskriv"])
        return NextStep("Avskriv ansökan", where, chefer, True)
    if case.insats_stage == Case.Stage.GIVE:
        return NextStep("Ge uppdrag", _assignment(case), chefer, is_chef_at(user, case))
    if case.insats_stage == Case.Stage.OVER:
        return _closers_step(case, user)
    return None


def _closers_step(case: Case, user: User) -> NextStep:
    """What is over is closed by the coach, or by a chef: it stands with both until it is done."""
    handled = [str(case.coach)] if case.is_handled else []
    who = " eller ".join([*handled, f"chefer, {case.unit}"])
    own = case.coach_id == user.pk or user.stands_in_for(case.coach)
    where = reverse("close_insats", args=[case.slug])
    mine = own and case.is_handled or is_chef_at(user, case)
    return NextStep("Avsluta insats", where, f"{who[0].upper()}{who[1:]}", mine)


def _investigators_step(case: Case, own: bool) -> NextStep:
    """What is under investigation waits for the coach, or for the person's reply."""
    coach, communication = str(case.coach), reverse("communication", args=[case.slug])
    if case.awaits_until:
        return NextStep("Vänta på svar", communication, coach, False)
    if not case.is_answered:
        return NextStep("Svara på frågan om jäv", f"{case.get_absolute_url()}#jav", coach, own)
    if case.has_unmet_reply:
        return NextStep("Bemöt svaret", communication, coach, own)
    label = "Åtgärda återlämnat ärende" if case.returned else "Utred ärendet"
    return NextStep(label, reverse("investigation", args=[case.slug]), coach, own)


def _assignment(case: Case) -> str:
    """The page of the uppdrag; its address is that of an app above."""
    return reverse("assignment", args=[case.slug])


def _performers_step(case: Case, own: bool) -> NextStep:
    """What the insats asks of the coach who carries it out."""
    coach, where = str(case.coach), _assignment(case)
    match case.insats_stage:
        case Case.Stage.TAKE:
            return NextStep("Ta emot uppdrag", where, coach, own)
        case Case.Stage.PLAN:
            where = reverse("job_plan", args=[case.slug]) if own else where
            return NextStep("Gör jobbplan", where, coach, own)
    where = reverse("follow_ups", args=[case.slug])
    if case.insats_stage == Case.Stage.ENDING and case.last_day:
        days = (case.last_day - clock.today()).days
        ends = "i dag" if days == 0 else f"om {days} {'dag' if days == 1 else 'dagar'}"
        return NextStep(f"Insats slutar {ends} – uppföljning/ny ansökan", where, coach, own)
    return NextStep("Följ upp insatsen", where, coach, own)


def process(case: Case) -> list[dict[str, Any]]:
    """The six steps of Socialstyrelsen's model, with where the case stands among them."""
    reached = REACHED.get(Status(case.status), len(PROCESS))
    states = ("done", "current", "todo")
    if case.status == Status.AVSLUTAD:  # refused: it ended with the decision
        return [
            {"label": label, "state": "done" if n <= 2 else "todo"}
            for n, label in enumerate(PROCESS)
        ]
    return [
        {"label": label, "state": states[(n >= reached) + (n > reached)]}
        for n, label in enumerate(PROCESS)
    ]


def is_late(case: Case) -> bool:
    """Whether the deadline has passed."""
    return case.deadline is not None and case.deadline < clock.today()


def due_in_words(case: Case) -> str:
    """The deadline beside today: "i dag", "om 2 dagar", "3 dagar sen"."""
    if case.deadline is None:
        return ""
    days = (case.deadline - clock.today()).days
    if days == 0:
        return "i dag"
    count = f"{abs(days)} {'dag' if abs(days) == 1 else 'dagar'}"
    return f"om {count}" if days > 0 else f"{count} sen"
