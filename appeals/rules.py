"""What every act on an appeal asks: whether it is still open, and whose it is to do."""

from collections.abc import Iterator

from appeals.models import Appeal, Transfer
from cases.conflict_rules import against_barred, against_unsigned
from cases.writer_rules import against_writer
from jobbtorg.acts import Rule
from jobbtorg.organisation.delegation import why_not
from jobbtorg.organisation.models import Power, User

TRIES, STATES = "rattidsprovning", "yttrande"
Kind = Transfer.Kind


def against_current(appeal: Appeal) -> Iterator[Rule]:
    """What was registered anew goes on under the new registration."""
    if appeal.is_void:
        sentence = f"Överklagandet är registrerat på nytt: {appeal.replaced_by.dnr}."
        yield Rule("replaced", sentence, kind="conflict")


def against_gone(appeal: Appeal) -> Iterator[Rule]:
    """What has been handed over is the court's; what was another authority's is theirs."""
    yield from against_current(appeal)
    for kind, sentence in (
        (Kind.HANDOVER, "Överklagandet är överlämnat till {} {}."),
        (Kind.ELSEWHERE, "Överklagandet är skickat till {} {}."),
    ):
        gone = appeal.sent(kind)
        if gone:
            yield Rule("gone", sentence.format(gone.to, gone.sent_on), "46 § FL", "conflict")


def against_besvar(appeal: Appeal) -> Iterator[Rule]:
    """Time, omprövning and överlämnande are the nämnd's only for förvaltningsbesvär. KL 13 kap."""
    if not appeal.is_besvar:
        sentence = (
            "Överklagandet gäller bara laglighetsprövning. Det prövar domstolen själv: "
            "vidarebefordra det."
        )
        yield Rule("legality", sentence, "13 kap. 6 § KL", "conflict")


def against_delegate(appeal: Appeal, by: User, power: str) -> list[Rule]:
    """Why this person is not the one to find it: no delegation, or jävig. KL 7 kap. 4–6 §§."""
    rules = list(against_barred(appeal.case, by))
    if not by.may(power, appeal.case.unit):
        told = f"{why_not(by, power, appeal.case.unit)} Det gäller beslutstypen "
        sentence = f"{told}”{Power.objects.get(code=power)}”."
        rules.append(Rule("delegation", sentence, "7 kap. 5–6 §§ KL", "forbidden"))
    return rules


def against_unanswered(appeal: Appeal, by: User) -> Iterator[Rule]:
    """Who finds it has answered about jäv in person."""
    yield from against_unsigned(appeal.case, by)


def against_handler(appeal: Appeal, by: User) -> list[Rule]:
    """Why the user neither registers nor sends: the unit does, and the registrator."""
    return against_writer(appeal.case, by, "registrerar och skickar överklaganden")
