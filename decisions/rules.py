"""Why a decision may not be taken now: every reason at once."""

from collections.abc import Iterator
from datetime import date

from cases.conflict_rules import against_barred, is_barred
from cases.models import Application, Case, Investigation, Status
from cases.models.case import own
from cases.rules import against_uncommunicated, time_to_reply, took_part
from cases.rulings import Rulings, against_rulings
from decisions.deciders import POWERS, Minutes, powers_of
from decisions.models import Kind, Referral, ReferralAnswer
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.delegation import why_not
from jobbtorg.organisation.models import CHEFER, Function, Power, User
from jobbtorg.organisation.namnder import acts_for


def against_deciding(case: Case, by: User) -> list[Rule]:
    """Why this person cannot decide this case now, whatever the decision says."""
    return [
        *_against_status(case),
        *_against_time_to_reply(case),
        *against_referral(case.application),
        *against_decider(case, by),
        *against_presenter(case),
    ]


def against_decider(case: Case, by: User, kind: str = Kind.INSATS) -> list[Rule]:
    """Why this person is not the one to decide: no delegation, jävig, or part in the proposal."""
    return [
        *_against_delegation(case, by, kind),
        *_against_own_proposal(case, by),
        *against_barred(case, by),
    ]


def _against_status(case: Case) -> Iterator[Rule]:
    if case.status != Status.VANTAR:
        sentence = f"Ärendet väntar inte på beslut. Status: {case.get_status_display()}."
        yield Rule("status", sentence, kind="conflict")


def _against_time_to_reply(case: Case) -> Iterator[Rule]:
    """Still under investigation since it is the person's turn: until when."""
    if case.awaits_until:
        yield Rule("reply_time", time_to_reply(case.awaits_until), "25 § FL", "conflict")


def against_referral(application: Application, *kinds: str) -> Iterator[Rule]:
    """While the nämnd has a question of the application no delegate decides. KL 6 kap. 38 §."""
    asked = {"kind__in": kinds} if kinds else {}
    referral = Referral.objects.open().filter(application=application, **asked).first()
    if referral:
        sentence = f"Ärendet är hänskjutet till nämnden {referral.referred_on}. Nämnden beslutar."
        yield Rule("referred", sentence, kind="conflict")


def _against_delegation(case: Case, by: User, kind: str) -> Iterator[Rule]:
    """KL 7 kap. 5–6 §§: the register is asked for each ruling that a decision may hold."""
    for power in powers_of(kind):
        if not by.may(power, case.unit):
            sentence = why_not(by, power, case.unit)
            if kind != Kind.INSATS:
                sentence += f" Det gäller beslutstypen ”{Power.objects.get(code=power)}”."
            yield Rule("delegation", sentence, "7 kap. 5–6 §§ KL", "forbidden")
            return


def _against_own_proposal(case: Case, by: User) -> Iterator[Rule]:
    """Who investigated or proposed hands over: the decision has a föredragande. FL 31 §."""
    if took_part(case, by):
        sentence = "Du har utrett ärendet. Någon annan med delegation behöver besluta."
        yield Rule("own_case", sentence, kind="forbidden")


def against_presenter(case: Case) -> Iterator[Rule]:
    """Who prepared the matter was not jävig: else another coach goes through it. KL 7 kap. 4 §."""
    found = Investigation.objects.filter(application__case=case).last()
    presenter = found and (found.proposed_by or found.investigator)
    if case.status == Status.VANTAR and presenter and is_barred(case, presenter):
        sentence = (
            f"{presenter}, som lämnade ärendet till beslut, är jävig. Återlämna ärendet och "
            "fördela det till en annan coach, som går igenom utredningen och lämnar den på nytt."
        )
        yield Rule("barred_presenter", sentence, "7 kap. 4 § KL", "conflict")


def against_content(investigation: Investigation, rulings: Rulings, day: date) -> list[Rule]:
    """Why these rulings cannot be decided on the day: order, reasons, period, kommunicering."""
    return [
        *against_rulings(rulings, investigation.riktlinje, day),
        *against_bar(investigation, rulings),
        *([] if rulings.gives_all else against_uncommunicated(investigation, day)),
        *_against_unmet_reply(investigation, rulings),
    ]


def _against_unmet_reply(investigation: Investigation, rulings: Rulings) -> Iterator[Rule]:
    """What the person has replied is met in the reasons of a refusal. FL 25 and 32 §§."""
    if investigation.replies and not rulings.gives_all and not rulings.reply_met:
        sentence = "Bemöt den sökandes svar i skälen och kryssa i ”Bemött sökandens svar”."
        yield Rule("reply_unmet", sentence, "32 § FL", where="reply_met")


def against_unread_reply(investigation: Investigation, seen: int | None) -> Iterator[Rule]:
    """A reply has come since the page was fetched: read it first."""
    if seen is not None and seen != len(investigation.replies):
        sentence = (
            "Den sökande har svarat sedan du öppnade sidan. Läs svaret innan du beslutar. "
            "Det du har skrivit är kvar."
        )
        yield Rule("unread", sentence, kind="conflict")


def against_bar(investigation: Investigation, rulings: Rulings) -> Iterator[Rule]:
    """The criteria bind the may-insats only: the right is tried by the statute. law.md §14."""
    if not rulings.may.grants:
        return
    for answer in investigation.criteria:
        if answer.bars_grant:
            yield Rule(answer.criterion.code, answer.criterion.bar_sentence, where="may_outcome")


def against_returning(case: Case, by: User, comment: str) -> list[Rule]:
    """Why the case cannot go back to the coach."""
    rules = [*_against_status(case), *against_barred(case, by)]
    rules += against_referral(case.application, Kind.INSATS)
    if not by.holds(*CHEFER, unit=case.unit) and not by.may(POWERS["ratt"], case.unit):
        sentence = f"Bara chefer på {case.unit} återlämnar ärenden."
        rules.append(Rule("returner", sentence, kind="forbidden"))
    if not comment.strip():
        sentence = "Skriv vad coachen behöver ändra eller lägga till."
        rules.append(Rule("comment", sentence, where="comment"))
    return rules


def refers(case: Case, by: User) -> bool:
    """Whether the user is one who hänskjuter: the function is asked for, and no delegation."""
    top = acts_for(by, case.unit, Function.FORVALTNINGSCHEF)
    named = top and case.pk in own(by).named
    return named or by.holds(*CHEFER, unit=case.unit)


def against_referring(case: Case, by: User, ground: str, reasons: str) -> list[Rule]:
    """Why the insats cannot be handed to the nämnd. KL 6 kap. 38 §."""
    return [
        *_against_status(case),
        *against_referral(case.application),
        *against_referrer(case, by, ground, reasons),
    ]


def against_referrer(case: Case, by: User, ground: str, reasons: str) -> list[Rule]:
    """Why this person hands nothing to the nämnd, or not on these reasons."""
    rules = list(against_barred(case, by))
    if not refers(case, by):
        sentence = f"Bara chefer på {case.unit} hänskjuter ärenden till nämnden."
        rules.append(Rule("referrer", sentence, kind="forbidden"))
    if ground not in Referral.Ground.values:
        rules.append(Rule("ground", "Ange varför nämnden ska besluta.", where="ground"))
    if not reasons.strip():
        rules.append(Rule("reasons", "Skriv skälen till att nämnden ska besluta.", where="reasons"))
    return rules


def against_answering(referral: Referral, by: User) -> list[Rule]:
    """Why this person cannot register what the nämnd has said."""
    case = referral.application.case
    rules = list(against_barred(case, by))
    if not acts_for(by, case.unit, Function.NAMNDSEKRETERARE):
        sentence = "Bara nämndsekreteraren registrerar vad nämnden har beslutat."
        rules.append(Rule("not_secretary", sentence, kind="forbidden"))
    if ReferralAnswer.objects.filter(referral=referral).exists():
        sentence = "Det är redan registrerat vad nämnden har beslutat."
        rules.append(Rule("answered", sentence, kind="conflict"))
    return rules


def against_minutes(referral: Referral, minutes: Minutes) -> list[Rule]:
    """What the reference to the nämnd's minutes lacks."""
    return [
        *_against_meeting_day(referral, minutes.meeting_on),
        *_against_reference(minutes),
    ]


def against_minutes_since(minutes: Minutes, first: date, when: str) -> Iterator[Rule]:
    """The meeting was since that day, which `when` tells of, and its minutes can be found."""
    day = minutes.meeting_on
    if day is None or not first <= day <= clock.today():
        sentence = f"Ange ett sammanträde från {first}, {when}, till i dag."
        yield Rule("meeting_on", sentence, where="meeting_on")
    yield from _against_reference(minutes)


def _against_reference(minutes: Minutes) -> Iterator[Rule]:
    """Where in the minutes it stands."""
    if not minutes.dnr:
        yield Rule("dnr", "Ange diarienumret.", where="dnr")
    if not minutes.paragraph:
        yield Rule("paragraph", "Ange paragrafen i protokollet.", where="paragraph")


def _against_meeting_day(referral: Referral, day: date | None) -> Iterator[Rule]:
    """From the hänskjutande to today: what is decided must have been before the nämnd."""
    if day is None:
        sentence = "Ange dagen för sammanträdet."
    elif day < referral.referred_on:
        sentence = f"Ärendet hänsköts {referral.referred_on}. Ange ett sammanträde efter det."
    elif day > clock.today():
        sentence = "Sammanträdet kan inte ligga i framtiden."
    else:
        return
    yield Rule("meeting_on", sentence, where="meeting_on")
