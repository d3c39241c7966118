"""Why the person is not told now that a court has the appeal: every reason at once. FL 6 §."""

from collections.abc import Iterator
from datetime import date

from appeals.mal import Mal
from appeals.models import Appeal, PartyLetter, Transfer, Way
from appeals.rules import against_current, against_handler
from cases.models import Sending
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User

TO_COURT = (Transfer.Kind.HANDOVER, Transfer.Kind.FORWARD)
THE_PARTYS = (Appeal.By.PARTY, Appeal.By.REPRESENTATIVE)


def is_to_be_told(transfer: Transfer) -> bool:
    """Whether the person's own appeal went to the court with it, and no letter has told so."""
    told = hasattr(transfer, "party_letter") or _is_judged(transfer)
    return transfer.kind in TO_COURT and transfer.appeal.by in THE_PARTYS and not told


def _is_judged(transfer: Transfer) -> bool:
    """Whether a court has judged what was sent: then its own letter has told more."""
    forwarded = transfer.kind == Transfer.Kind.FORWARD
    return bool(Mal(transfer.appeal, Way.LEGALITY if forwarded else Way.BESVAR).judgments)


def against_telling(transfer: Transfer, by: User) -> list[Rule]:
    """Why this person does not write, or there is nothing to tell."""
    appeal = transfer.appeal
    rules = [*against_handler(appeal, by), *against_current(appeal)]
    if transfer.kind not in TO_COURT:
        sentence = "Brevet skrivs när överklagandet har gått till rätten."
        rules.append(Rule("not_to_court", sentence, kind="conflict"))
    if appeal.by not in THE_PARTYS:
        sentence = (
            "Den som har överklagat är inte den sökande. Brevet innehåller uppgifter om ärendet. "
            "Svara i stället för sig, utan sådana uppgifter."
        )
        rules.append(Rule("not_party", sentence, "26 kap. 1 § OSL", "conflict"))
    if _is_judged(transfer):
        rules.append(Rule("judged", "Domstolen har redan dömt.", kind="conflict"))
    if hasattr(transfer, "party_letter"):
        day = transfer.party_letter.sent_on
        rules.append(Rule("told", f"Brevet är redan skickat {day}.", kind="conflict"))
    return rules


def against_sending(transfer: Transfer, how: str, sent_on: date) -> Iterator[Rule]:
    """How and when: nothing goes to an address that the authority may not know. law.md §9.4."""
    if how not in dict(PartyLetter.How):
        yield Rule("how", "Ange hur brevet skickas.", where="how")
    if transfer.appeal.case.person.is_protected and how in Sending.BY_POST:
        sentence = (
            "Personen har skyddade personuppgifter: skicka genom Skatteverkets förmedling "
            "eller lämna över brevet personligen."
        )
        yield Rule("protected", sentence, where="how")
    if not transfer.sent_on <= sent_on <= clock.today():
        sentence = f"Ange en dag från {transfer.sent_on}, när det gick till rätten, till i dag."
        yield Rule("sent_on", sentence, where="sent_on")
