"""Why a decision may not be corrected, changed or ended early: every reason at once.

FL 36–39 §§, SoL 14 kap. 9 §, G12 and G17.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cases.conflict_rules import is_barred
from cases.rulings import Rulings, against_rulings
from decisions.differences import days, gives_otherwise, rulings_of, worse
from decisions.models import ADVERSE, FORMAL, GROUNDS, Decision, Ground, Hearing, Kind
from decisions.rules import against_bar, against_decider, against_referral, against_referrer
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User
from jobbtorg.rulebook.models import Riktlinje

FL_37 = "37 § FL"


@dataclass(frozen=True)
class Why:
    """On which ground a decision takes the place of another, and in which words it is told.

    `ground_on` is the day of the person's own request; `adverse` says that some part is to the
    person's detriment, and `reply_met` that what the person replied is met.
    """

    explanation: str
    ground: str = ""
    ground_on: date | None = None
    adverse: bool = False
    reply_met: bool = False


def hearing_for(decision: Decision, ground: str) -> Hearing | None:
    """The latest underlag that the person has got before a change on this ground."""
    return decision.hearings.filter(ground=ground).first() if ground in ADVERSE else None


def against_replacing(decision: Decision, kind: str, by: User) -> list[Rule]:
    """Why this person cannot put another decision in the place of this one, whatever it says."""
    return [
        *against_decider(decision.application.case, by, kind),
        *against_what_does_not_hold(decision),
        *against_referral(decision.application),
        *(_against_the_namnds_own(decision) if kind != Kind.ENDING else []),
    ]


def against_asking_the_namnd(
    decision: Decision, kind: str, by: User, ground: str, reasons: str
) -> list[Rule]:
    """Why the question is not handed to the nämnd: nothing to decide, or not by this person."""
    rules = list(against_what_does_not_hold(decision))
    if kind == Kind.ENDING and decision.granted is None and not rules:
        rules.append(Rule("over", "Beslutet ger ingen insats.", kind="conflict"))
    rules += against_referral(decision.application)
    return [*rules, *against_referrer(decision.application.case, by, ground, reasons)]


def is_the_namnds(decision: Decision) -> bool:
    """Whether the nämnd itself has decided, here or in what this decision took the place of."""
    line = Decision.objects.filter(application=decision.application, decided_by=None)
    return line.exclude(kind__in=FORMAL).exists()


def _against_the_namnds_own(decision: Decision, where: str = "") -> Iterator[Rule]:
    """What the nämnd has decided is not changed by its delegates. KL 6 kap. 37 §."""
    if is_the_namnds(decision):
        sentence = (
            "Nämnden har själv fattat beslutet. Bara nämnden ändrar det. Hänskjut frågan till "
            "nämnden."
        )
        yield Rule("the_namnds", sentence, "6 kap. 37 § KL", "forbidden", where)


def against_delegate(decision: Decision, kind: str, why: Why, by: User) -> list[Rule]:
    """Why this delegate does not decide on this ground, though they may decide the kind."""
    if kind == Kind.CORRECTION:
        return []
    rules = list(_against_deciding_own_hearing(decision, why, by))
    if kind == Kind.ENDING and why.ground in ADVERSE:
        rules += _against_the_namnds_own(decision, "ground")
    return rules


def against_what_does_not_hold(decision: Decision) -> Iterator[Rule]:
    """What rules on no insats, or has been replaced, is not corrected, changed or ended."""
    later = Decision.objects.filter(changes=decision).first()
    if decision.is_formal:
        yield Rule("formal", "Beslutet prövar ingen insats.", kind="conflict")
    if later:
        sentence = f"Beslut {decision.number} gäller inte längre. Beslut {later.number} gäller."
        yield Rule("replaced", sentence, kind="conflict")


def against_appealed(decision: Decision, why: Why) -> Iterator[Rule]:
    """Under appeal it is changed only where FL 38 § demands it, until handed over: FL 39 §."""
    if why.ground == Ground.REQUEST:
        return
    for row in Decision.objects.filter(application=decision.application, appeals__isnull=False):
        appeals = row.appeals.binding().exclude(concerns="formellt")
        appeal = appeals.handed_over().first()
        if appeal:
            sentence = f"Beslutet är överklagat ({appeal.dnr}) och överlämnat till domstolen."
            yield Rule("at_court", sentence, "39 § FL", "conflict")
            return
        appeal = appeals.first()
        if appeal and why.ground != Ground.OBVIOUS:
            sentence = (
                f"Beslutet är överklagat ({appeal.dnr}). Då ändras det bara om det är uppenbart "
                "felaktigt och inte till nackdel för personen."
            )
            yield Rule("appealed", sentence, "38–39 §§ FL", where="ground")
            return


def against_correction(decision: Decision, new: Rulings, why: Why, day: date) -> list[Rule]:
    """A rättelse puts an evident slip right; it changes no outcome and makes nothing worse."""
    old = rulings_of(decision)
    rules = [*_against_explanation(why, "Skriv vad som har blivit fel och vad som är rätt.")]
    for name in ("right", "may"):
        if getattr(old, name).outcome != getattr(new, name).outcome:
            sentence = "En rättelse ändrar inte utfallet. Välj Ändra beslutet i stället."
            rules.append(Rule("outcome", sentence, "36 § FL", where=f"{name}_outcome"))
    for sentence in worse(old, new):
        told = f"{sentence} Det är ingen rättelse: välj Ändra beslutet eller Avsluta i förtid."
        rules.append(Rule("worse", told, "36 § FL", where="period_to"))
    rules += _against_days(decision, old, new)
    return [*rules, *against_rulings(new, riktlinje_of(decision), day, days(old)[0])]


def against_change(decision: Decision, new: Rulings, why: Why, day: date) -> list[Rule]:
    """An ändring gives something else; what is worse has its ground in FL 37 § second paragraph."""
    old = rulings_of(decision)
    rules = [
        *_against_ground(Kind.CHANGE, why),
        *_against_explanation(why, "Skriv vad som har kommit fram och varför beslutet ändras."),
        *_against_nothing_changed(old, new),
        *_against_prolonging(old, new),
        *_against_detriment(decision, why, worse(old, new), day),
        *against_bar(decision.application.investigation, new),
    ]
    return [*rules, *against_rulings(new, riktlinje_of(decision), day, _begun(old, day))]


def against_ending(decision: Decision, ends_on: date, why: Why, day: date) -> list[Rule]:
    """An insats is ended early at the person's request, or by FL 37 § second paragraph."""
    first, last = days(rulings_of(decision))
    rules = [
        *_against_ground(Kind.ENDING, why),
        *_against_explanation(why, "Skriv varför insatsen avslutas i förtid."),
        *_against_request_day(decision, why),
    ]
    if first is None or last is None or last < day:
        rules.append(Rule("over", "Ingen insats pågår enligt beslutet.", kind="conflict"))
    elif not max(first, day) <= ends_on < last:
        sentence = f"Ange en sista dag från {max(first, day)} och före {last}."
        rules.append(Rule("ends_on", sentence, where="ends_on"))
    if why.ground in ADVERSE:
        rules += _against_unheard(decision, why, day)
    return rules


def riktlinje_of(decision: Decision) -> Riktlinje:
    """The riktlinje that an insats was tried by; a decision on a matter of form has none."""
    assert decision.riktlinje is not None
    return decision.riktlinje


def _begun(old: Rulings, day: date) -> date | None:
    """The first day of what runs already, from which the new period may be told."""
    first, last = days(old)
    return first if last and last >= day else None


def _against_explanation(why: Why, sentence: str) -> Iterator[Rule]:
    if not why.explanation.strip():
        yield Rule("explanation", sentence, "32 § FL", where="explanation")


def _against_ground(kind: str, why: Why) -> Iterator[Rule]:
    if why.ground not in GROUNDS[kind]:
        yield Rule("ground", "Ange grunden.", FL_37, where="ground")


def _against_request_day(decision: Decision, why: Why) -> Iterator[Rule]:
    if why.ground != Ground.REQUEST:
        return
    if why.ground_on is None:
        yield Rule("ground_on", "Ange vilken dag personen bad om det.", where="ground_on")
    elif not decision.decided_on <= why.ground_on <= clock.today():
        sentence = f"Ange en dag från beslutet {decision.decided_on} till i dag."
        yield Rule("ground_on", sentence, where="ground_on")


def _against_days(decision: Decision, old: Rulings, new: Rulings) -> Iterator[Rule]:
    """Another period than the one that was proposed is not a slip of the pen."""
    if days(old) == days(new):
        return
    investigation = getattr(decision.application, "investigation", None)
    summary = getattr(investigation, "summary", None)
    proposed = (summary.period_from, summary.period_to) if summary else (None, None)
    if days(new) != proposed:
        sentence = (
            "Perioden rättas bara till den som stod i förslaget till beslut. En insats förlängs "
            "efter en ny ansökan."
        )
        yield Rule("proposed_days", sentence, "36 § FL", where="period_to")


def _against_nothing_changed(old: Rulings, new: Rulings) -> Iterator[Rule]:
    changed = (gives_otherwise(getattr(old, n), getattr(new, n)) for n in ("right", "may"))
    if not any(changed):
        sentence = "Ändringen ger samma sak som förut. Är det ett skrivfel: välj Rätta beslutet."
        yield Rule("unchanged", sentence, where="right_outcome")


def _against_prolonging(old: Rulings, new: Rulings) -> Iterator[Rule]:
    """G17: more of an insats is a new application."""
    (_, last), (_, ends) = days(old), days(new)
    if last and ends and ends > last:
        sentence = f"Insatsen slutar {last}. Den förlängs bara efter en ny ansökan."
        yield Rule("prolonged", sentence, where="period_to")


def _against_detriment(decision: Decision, why: Why, found: list[str], day: date) -> Iterator[Rule]:
    """What is worse for the person has its ground in law, and the person has been heard."""
    adverse = why.adverse or bool(found)
    if adverse and why.ground not in ADVERSE:
        told = " ".join(found) or "Ändringen är till nackdel för personen."
        sentence = (
            f"{told} Det kräver ett förbehåll, tvingande säkerhetsskäl eller att personen har "
            "lämnat oriktiga eller vilseledande uppgifter."
        )
        yield Rule("detriment", sentence, FL_37, where="ground")
    elif adverse:
        yield from _against_unheard(decision, why, day)


def _against_unheard(decision: Decision, why: Why, day: date) -> Iterator[Rule]:
    """The person has had the basis and time to reply, and what was replied is met. FL 25 §."""
    hearing = hearing_for(decision, why.ground)
    if hearing is None:
        sentence = "Personen ska få ta del av underlaget för ändringen först. Skicka underlaget."
        yield Rule("unheard", sentence, "25 § FL", where="ground")
    elif is_barred(decision.application.case, hearing.sent_by):
        sentence = (
            f"{hearing.sent_by}, som skickade underlaget, är jävig. Någon annan behöver gå igenom "
            "frågan och skicka underlaget på nytt."
        )
        yield Rule("barred_hearer", sentence, "7 kap. 4 § KL", where="ground")
    elif hearing.reply is None and day <= hearing.reply_by:
        yield Rule("reply_time", f"Svarsfristen går ut {hearing.reply_by}.", "25 § FL")
    elif hearing.reply is not None and not why.reply_met:
        sentence = "Bemöt det som personen har svarat och kryssa i ”Bemött personens svar”."
        yield Rule("reply_unmet", sentence, "32 § FL", where="reply_met")


def _against_deciding_own_hearing(decision: Decision, why: Why, by: User) -> Iterator[Rule]:
    """G22: who prepared the change hands over."""
    hearing = hearing_for(decision, why.ground)
    if hearing and hearing.sent_by_id == by.pk:
        sentence = "Du har skickat underlaget. Någon annan med delegation behöver besluta."
        yield Rule("own_hearing", sentence, kind="forbidden")
