"""Why the omprövning cannot be noted so: every reason at once. FL 38–39 §§."""

from appeals.models import Appeal, Review
from appeals.rules import TRIES, against_besvar, against_delegate, against_gone
from cases.models import Outcome
from decisions.models import Decision, Kind, Ruling
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User

Result = Review.Outcome


def changed_by(appeal: Appeal) -> Decision | None:
    """The latest decision that has changed the appealed one since the appeal came."""
    rows = Decision.objects.filter(
        application=appeal.decision.application,
        kind=Kind.CHANGE,
        decided_on__gte=appeal.arrived_on,
        pk__gt=appeal.decision_id,
    )
    return rows.prefetch_related("rulings").first()


def gives_all(decision: Decision) -> bool:
    """Whether it gives the whole right."""
    return any(
        row.basis == Ruling.Basis.RIGHT and row.outcome == Outcome.GRANTED
        for row in decision.rulings.all()
    )


def against_reviewing(appeal: Appeal, by: User) -> list[Rule]:
    """Why this person does not review now."""
    rules = [*against_besvar(appeal), *against_gone(appeal), *against_delegate(appeal, by, TRIES)]
    trial = getattr(appeal, "trial", None)
    if trial is None:
        sentence = "Pröva först om överklagandet kom in i rätt tid."
        rules.append(Rule("untried", sentence, "45 § FL", "conflict"))
    elif trial.is_late:
        rules.append(Rule("rejected", "Överklagandet är avvisat.", "45 § FL", "conflict"))
    if hasattr(appeal, "review"):
        rules.append(Rule("reviewed", "Omprövningen är redan gjord.", "38 § FL", "conflict"))
    return rules


def against_finding(appeal: Appeal, outcome: str, reasons: str) -> list[Rule]:
    """What is said to be changed has been changed by a decision; G8: partly changed goes on."""
    rules, made = [], changed_by(appeal)
    if outcome not in Result.values:
        rules.append(Rule("outcome", "Ange vad omprövningen har lett till.", where="outcome"))
    elif outcome == Result.UNCHANGED and made:
        sentence = f"Beslut {made.number} har ändrat det överklagade. Välj delvis eller helt."
        rules.append(Rule("changed", sentence, where="outcome"))
    elif outcome != Result.UNCHANGED and made is None:
        sentence = "Inget beslut har ändrat det överklagade beslutet. Ändra beslutet först."
        rules.append(Rule("unchanged", sentence, "38 § FL", where="outcome"))
    elif outcome == Result.WHOLLY and made and not gives_all(made):
        sentence = (
            "Rätten är inte beviljad helt. Då är beslutet ändrat delvis, och överklagandet lämnas "
            "över."
        )
        rules.append(Rule("not_wholly", sentence, "46 § FL", where="outcome"))
    if not reasons.strip():
        rules.append(Rule("reasons", "Skriv skälen.", where="reasons"))
    return rules
