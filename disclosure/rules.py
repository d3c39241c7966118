"""Why a request is not registered, prepared, given or refused: every reason at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import get_text_list

from cases.conflict_rules import against_barred
from cases.models import Case, Representative
from decisions.deciders import Minutes
from decisions.models import Referral
from decisions.rules import against_minutes_since
from disclosure.models import Disclosure, Given, MaskedCopy, Refusal, Release, Reply
from disclosure.standing import Standing
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.delegation import deciders, why_not
from jobbtorg.organisation.models import CHEFER, Function, Power, Unit, User
from jobbtorg.organisation.namnder import acts_for
from jobbtorg.rulebook.models import Code

REFUSES = "avsla_utlamnande"
AGAINST_PARTY = ("osl-10-3", "osl-26-5")  # all that stands against a party. OSL 12:1, FL 10 §
Asker = Disclosure.Asker


@dataclass(frozen=True)
class Asked:
    """What is told of a request."""

    asker: str
    came_on: date
    how: str
    asks: str
    representative: Representative | None = None
    name: str = ""


@dataclass(frozen=True)
class Handed:
    """What is told of the giving."""

    how: str
    to: str
    given_on: date
    note: str = ""


@dataclass(frozen=True)
class Told:
    """What a decision says, and how it is sent."""

    outcome: str
    reasons: str
    codes: Sequence[str]
    how: str


def against_handling(case: Case, by: User) -> list[Rule]:
    """Why this person does not handle what is asked of the case."""
    rules = list(against_barred(case, by))
    if not (by.holds(*CHEFER, unit=case.unit) or acts_for(by, case.unit, Function.REGISTRATOR)):
        sentence = f"Bara chefer på {case.unit} och registratorn hanterar utlämnande."
        rules.append(Rule("handler", sentence, kind="forbidden"))
    return rules


def against_asked(case: Case, told: Asked) -> Iterator[Rule]:
    """What is wrong with what is told of a request."""
    if told.asker not in Asker.values:
        yield Rule("asker", "Ange vem som begär uppgifterna.", where="asker")
    if told.how not in Disclosure.How.values:
        yield Rule("how", "Ange hur begäran kom in.", where="how")
    if told.came_on > clock.today():
        yield Rule("came_on", "Ange en dag som inte ligger i framtiden.", where="came_on")
    if not told.asks.strip():
        yield Rule("asks", "Skriv vad som begärs, med personens egna ord.", where="asks")
    if told.asker == Asker.REPRESENTATIVE and not told.representative:
        sentence = "Välj företrädaren. Saknas den i listan: lägg till ombudet under Personen."
        yield Rule("representative", sentence, where="representative")
    if told.asker == Asker.AUTHORITY and not told.name.strip():
        yield Rule("name", "Ange vilken myndighet det är.", where="name")


def against_open(found: Disclosure) -> Iterator[Rule]:
    """Nothing more comes of what is withdrawn, not there, or decided."""
    if Standing(found).is_closed:
        yield Rule("closed", "Begäran är avslutad.", kind="conflict")


def against_preparing(found: Disclosure, by: User) -> list[Rule]:
    """Why this person prepares nothing to be given."""
    return [*against_handling(found.case, by), *against_open(found)]


def against_grounds(
    found: Disclosure, codes: Sequence[str], where: str = "ground"
) -> Iterator[Rule]:
    """A ground of the rulebook's; against a party only what OSL 10 kap. 3 § leaves."""
    known = set(Code.objects.on().filter(list=Code.List.SECRECY).values_list("code", flat=True))
    if set(codes) - known:
        yield Rule("ground", "Ange stödet för att maska.", where=where)
    elif found.is_partys and set(codes) - set(AGAINST_PARTY):
        sentence = (
            "Den som är part får se allt i sitt ärende. Bara 10 kap. 3 § och 26 kap. 5 § OSL kan "
            "hindra det."
        )
        yield Rule("ground_against_party", sentence, "10 § FL, 12 kap. 1 § OSL", where=where)


def against_releasing(copy: MaskedCopy, sha256: str, reasons: str, by: User) -> list[Rule]:
    """Why these bytes are not let out: not the latest, not looked through, or without reasons."""
    rules = against_preparing(copy.disclosure, by)
    if Standing(copy.disclosure).copy != copy:
        rules.append(Rule("newer", "Det finns en nyare kopia. Gå igenom den.", kind="conflict"))
    if hasattr(copy, "release"):
        rules.append(Rule("released", "Kopian är redan godkänd.", kind="conflict"))
    if sha256 != copy.sha256 or not copy.looks.filter(by=by, sha256=copy.sha256).exists():
        sentence = "Öppna kopian och gå igenom den först. Bara den filen lämnas ut."
        rules.append(Rule("unseen", sentence, kind="conflict"))
    if copy.masks and not reasons.strip():
        rules.append(Rule("reasons", "Skriv varför det maskade inte lämnas ut.", where="reasons"))
    return rules


def against_giving(release: Release | None, found: Disclosure, by: User) -> list[Rule]:
    """Why nothing is given: nobody has decided what is masked, or it is given already."""
    rules = against_preparing(found, by)
    if release is None:
        sentence = "Ingen har beslutat vad som ska vara maskat. Gå igenom kopian först."
        rules.append(Rule("undecided", sentence, "6 kap. 3 § OSL", "conflict"))
    elif hasattr(release, "given"):
        rules.append(Rule("given", "Kopian är redan utlämnad.", kind="conflict"))
    elif Standing(found).copy != release.copy:
        rules.append(Rule("newer", "Det finns en nyare kopia.", kind="conflict"))
    return rules


def against_handed(release: Release, sha256: str, told: Handed) -> Iterator[Rule]:
    """These very bytes, to someone, in a way that is safe for them."""
    found = release.copy.disclosure
    if sha256 != release.sha256:
        sentence = "Det är en annan fil än den som har gåtts igenom. Ladda om sidan."
        yield Rule("other_bytes", sentence, kind="conflict")
    if told.how not in Given.How.values:
        yield Rule("how", "Ange hur kopian lämnas ut.", where="how")
    if told.how == Given.How.EMAIL and found.asker != Asker.OTHER:
        sentence = (
            "Kopian innehåller uppgifter som är hemliga för andra. Skicka den inte med e-post."
        )
        yield Rule("email", sentence, "26 kap. 1 § OSL", where="how")
    if found.is_partys and found.case.person.is_protected and told.how == Given.How.POST:
        sentence = (
            "Personen har skyddade personuppgifter: skicka genom Skatteverkets förmedling "
            "eller lämna över kopian personligen."
        )
        yield Rule("protected", sentence, where="how")
    if not told.to.strip():
        sentence = "Ange vem som fick kopian. Vill personen inte säga det: skriv ”okänd besökare”."
        yield Rule("to", sentence, where="to")
    first = clock.day_of(release.decided_at)
    if not first <= told.given_on <= clock.today():
        sentence = f"Ange en dag från {first}, när kopian godkändes, till i dag."
        yield Rule("given_on", sentence, where="given_on")


def against_replying(found: Disclosure, by: User) -> list[Rule]:
    """Why this person does not answer that nothing is given."""
    rules = against_preparing(found, by)
    standing = Standing(found)
    if standing.given or standing.reply:
        rules.append(Rule("answered", "Begäran är redan besvarad.", kind="conflict"))
    return rules


def against_reply(
    found: Disclosure, outcome: str, reasons: str, told: bool, replied_on: date
) -> Iterator[Rule]:
    """What is wrong with the answer."""
    if outcome not in Reply.Outcome.values:
        yield Rule("outcome", "Ange svaret.", where="outcome")
    if not reasons.strip():
        yield Rule("reasons", "Skriv skälen, som de sades.", where="reasons")
    if outcome == Reply.Outcome.DENIED and not told:
        sentence = "Berätta att personen kan begära myndighetens skriftliga beslut, och kryssa i."
        yield Rule("told", sentence, "6 kap. 3 § OSL", where="told")
    if not found.came_on <= replied_on <= clock.today():
        sentence = f"Ange en dag från {found.came_on}, när begäran kom in, till i dag."
        yield Rule("replied_on", sentence, where="replied_on")


def against_demanding(found: Disclosure, by: User) -> list[Rule]:
    """Why no decision is asked for: nothing is refused, or it is asked for already."""
    rules = against_preparing(found, by)
    if Standing(found).demand:
        rules.append(Rule("demanded", "Beslut är redan begärt.", kind="conflict"))
    elif not Standing(found).may_demand:
        sentence = "Inget är nekat eller maskat. Då finns inget att begära beslut om."
        rules.append(Rule("nothing", sentence, "6 kap. 3 § OSL", "conflict"))
    return rules


def against_day(found: Disclosure, day: date, where: str) -> Iterator[Rule]:
    """A day since the request came, and not ahead."""
    if not found.came_on <= day <= clock.today():
        sentence = f"Ange en dag från {found.came_on}, när begäran kom in, till i dag."
        yield Rule(where, sentence, where=where)


def who_decides(unit: Unit) -> str:
    """Who may take the decision today, in a sentence: by delegation, else the nämnd itself."""
    names = [str(user) for user in deciders(REFUSES, unit)]
    if not names:
        return f"Ingen har den delegationen för {unit}. Då är det nämnden som beslutar."
    return f"{get_text_list(names, 'eller')} får fatta beslutet."


def against_deciding(found: Disclosure, by: User) -> list[Rule]:
    """Why this person takes no decision for the authority: no delegation, or nobody asked."""
    rules = [*against_barred(found.case, by), *against_open(found)]
    if not by.may(REFUSES, found.case.unit):
        told = f"{why_not(by, REFUSES, found.case.unit)} Det gäller beslutstypen "
        sentence = f"{told}”{Power.objects.get(code=REFUSES)}”. {who_decides(found.case.unit)}"
        rules.append(Rule("delegation", sentence, "6 kap. 3 § OSL, 7 kap. 5–6 §§ KL", "forbidden"))
    if Standing(found).with_namnd:
        sentence = "Frågan är hänskjuten till nämnden. Då beslutar nämnden själv."
        rules.append(Rule("with_namnd", sentence, "6 kap. 38 § KL", "conflict"))
    return [*rules, *_against_undemanded(found)]


def _against_undemanded(found: Disclosure) -> Iterator[Rule]:
    if Standing(found).demand is None:
        sentence = "Ingen har begärt myndighetens beslut. Anteckna först att det är begärt."
        yield Rule("not_asked", sentence, "6 kap. 3 § OSL", "conflict")


def against_referring(found: Disclosure, by: User) -> list[Rule]:
    """Why this person does not hand the decision to the nämnd. KL 6 kap. 38 §."""
    rules = [*against_preparing(found, by), *_against_undemanded(found)]
    if hasattr(found, "referral"):
        rules.append(Rule("referred", "Frågan har redan varit hos nämnden.", kind="conflict"))
    return rules


def against_ground_of_referral(ground: str, reasons: str) -> Iterator[Rule]:
    """Why it is the nämnd's is told."""
    if ground not in Referral.Ground.values:
        yield Rule("ground", "Ange varför nämnden ska besluta.", where="ground")
    if not reasons.strip():
        yield Rule("reasons", "Skriv skälen till att nämnden ska besluta.", where="reasons")


def against_answering(found: Disclosure, by: User) -> list[Rule]:
    """Why this person does not register what the nämnd has said of the request."""
    rules = [*against_barred(found.case, by), *against_open(found)]
    if not acts_for(by, found.case.unit, Function.NAMNDSEKRETERARE):
        sentence = "Bara nämndsekreteraren registrerar vad nämnden har beslutat."
        rules.append(Rule("not_secretary", sentence, kind="forbidden"))
    if not Standing(found).with_namnd:
        rules.append(Rule("not_referred", "Frågan är inte hos nämnden.", kind="conflict"))
    return rules


def against_note(note: str) -> Iterator[Rule]:
    """What goes back to the unit tells what the nämnd has said."""
    if not note.strip():
        yield Rule("note", "Skriv vad nämnden har sagt.", where="note")


def against_meeting(found: Disclosure, minutes: Minutes) -> Iterator[Rule]:
    """The meeting was since the question was handed to the nämnd."""
    first = found.referral.referred_on
    return against_minutes_since(minutes, first, "när frågan hänsköts")


def against_decision(
    found: Disclosure, outcome: str, reasons: str, codes: Sequence[str], how: str
) -> Iterator[Rule]:
    """What is wrong with the decision."""
    if outcome not in Refusal.Outcome.values:
        yield Rule("outcome", "Ange vad beslutet är.", where="outcome")
    elif outcome == Refusal.Outcome.PARTLY and not Standing(found).given:
        sentence = "Ingen maskad kopia är utlämnad. Då avslås hela begäran."
        yield Rule("nothing_given", sentence, where="outcome")
    if not reasons.strip():
        yield Rule("reasons", "Skriv skälen.", "32 § FL", where="reasons")
    if not codes:
        yield Rule("ground", "Ange minst ett stöd.", where="codes")
    yield from against_grounds(found, codes, "codes")
    if how not in Refusal.How.values:
        yield Rule("how", "Ange hur beslutet skickas.", where="how")
    if (
        found.asker == Asker.PARTY
        and found.case.person.is_protected
        and how in (Refusal.How.LETTER, Refusal.How.DIGITAL)
    ):
        sentence = "Personen har skyddade personuppgifter: skicka genom Skatteverkets förmedling."
        yield Rule("protected", sentence, where="how")


def against_appealed(refusal: Refusal, arrived_on: date, forwarded_on: date) -> Iterator[Rule]:
    """Since the decision, and sent on since it came."""
    decided = refusal.decided_on
    if not decided <= arrived_on <= clock.today():
        sentence = f"Ange en dag från beslutet {decided} till i dag."
        yield Rule("arrived_on", sentence, where="arrived_on")
    if not arrived_on <= forwarded_on <= clock.today():
        sentence = f"Ange en dag från {arrived_on}, när överklagandet kom in, till i dag."
        yield Rule("forwarded_on", sentence, where="forwarded_on")


def against_noting_appeal(refusal: Refusal | None, case: Case, by: User) -> list[Rule]:
    """Why no appeal of the decision is noted."""
    rules = against_handling(case, by)
    if refusal is None:
        rules.append(Rule("no_decision", "Det finns inget beslut att överklaga.", kind="conflict"))
    elif hasattr(refusal, "appeal"):
        rules.append(Rule("appealed", "Överklagandet är redan antecknat.", kind="conflict"))
    return rules
