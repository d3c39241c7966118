"""Why the time cannot be tried now, or not so: every reason at once. FL 45 §, G6."""

from appeals.models import Appeal, Trial
from appeals.rules import TRIES, against_besvar, against_delegate, against_gone
from appeals.timeliness import Timeliness
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import setting

UNPROVEN = (
    "Kan inte avvisas – delfåendedagen är okänd. Ni behöver kunna visa vilken dag personen fick "
    "del av beslutet. Överklagandet ska lämnas över."
)


def against_trying(appeal: Appeal, by: User) -> list[Rule]:
    """Why this person does not try the time now."""
    rules = [*against_besvar(appeal), *against_gone(appeal), *against_delegate(appeal, by, TRIES)]
    if hasattr(appeal, "trial"):
        rules.append(Rule("tried", "Tiden är redan prövad.", "45 § FL", "conflict"))
    return rules


def against_letting_on(found: Timeliness) -> list[Rule]:
    """What came too late is turned away: nobody lets it on. FL 45 §."""
    if not found.is_late:
        return []
    sentence = (
        f"Överklagandet kom in efter sista dagen {found.last_day}. Det ska avvisas, om inte "
        "förseningen beror på er underrättelse."
    )
    return [Rule("late", sentence, "45 § FL", where="notice_fault")]


def against_rejecting(found: Timeliness, reasons: str) -> list[Rule]:
    """Only what is proven late is turned away, and with reasons of its own. G6, FL 32 and 45 §§."""
    rules = []
    if found.ground == Trial.Ground.UNKNOWN:
        rules.append(Rule("unproven", UNPROVEN, "45 § FL", "conflict"))
    elif not found.is_late:
        sentence = "Överklagandet kom in i rätt tid och kan inte avvisas."
        rules.append(Rule("in_time", sentence, "45 § FL", "conflict"))
    length, least = len(reasons.strip()), int(setting("egen_motivering_minst")) // 4
    if length < least:
        sentence = f"Skriv skälen till att det avvisas, minst {least} tecken."
        rules.append(Rule("reasons", sentence, "32 § FL", where="reasons"))
    return rules
