"""What a ruling must hold, asked alike of the coach's proposal and of the manager's decision."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from cases.models import Outcome, PhraseVersion
from jobbtorg import clock
from jobbtorg.acts import Rule
from jobbtorg.deadlines import last_day_of_grant
from jobbtorg.once import once
from jobbtorg.rulebook.models import Provision, Riktlinje, setting


@dataclass(frozen=True)
class RulingDraft:
    """An outcome with its decisive circumstances, reasons and, for a grant, its period.

    `scope` says what a partial grant gives of what was asked for.
    """

    outcome: str = ""
    circumstances: str = ""
    reasons: str = ""
    period_from: date | None = None
    period_to: date | None = None
    scope: str = ""

    @property
    def grants(self) -> bool:
        """Gives the insats, wholly or partly."""
        return self.outcome in (Outcome.GRANTED, Outcome.PARTLY)

    def as_ruled(self) -> "RulingDraft":
        """Texts trimmed, a scope only for a partial grant, a period only where it grants."""
        return replace(
            self,
            circumstances=self.circumstances.strip(),
            reasons=self.reasons.strip(),
            scope=self.scope.strip() if self.outcome == Outcome.PARTLY else "",
            period_from=self.period_from if self.grants else None,
            period_to=self.period_to if self.grants else None,
        )

    @property
    def length(self) -> int:
        """How many characters of reasons there are, blanks at the ends not counted."""
        return len(self.circumstances.strip()) + len(self.reasons.strip())

    def in_own_words(self, phrases: Iterable[str]) -> "RulingDraft":
        """The reasons without what is word for word a phrase; give the longest phrase first."""
        circumstances, reasons = self.circumstances, self.reasons
        for phrase in phrases:
            circumstances = circumstances.replace(phrase, "")
            reasons = reasons.replace(phrase, "")
        return replace(self, circumstances=circumstances, reasons=reasons)

    @property
    def says_something(self) -> bool:
        """Whether there is a letter or a figure in the reasons."""
        return any(sign.isalnum() for sign in self.circumstances + self.reasons)


@dataclass(frozen=True)
class Rulings:
    """The right first; the may-insats for what the right does not give. law.md §5.7.

    `reply_met` says that the reasons meet what the person has replied to the basis; `unnamed` says
    why the letter leaves out who decided and who prepared the matter (FL 33 §, Lag 2025:582).
    """

    right: RulingDraft
    may: RulingDraft
    reply_met: bool = False
    unnamed: str = ""

    @property
    def granting(self) -> RulingDraft | None:
        """The ruling that gives the insats, if any does."""
        return next((r for r in (self.right, self.may) if r.grants), None)

    @property
    def gives_all(self) -> bool:
        """Whether the person gets all that was asked for."""
        return Outcome.GRANTED in (self.right.outcome, self.may.outcome)


def against_rulings(
    rulings: Rulings, riktlinje: Riktlinje, day: date, begun: date | None = None
) -> list[Rule]:
    """Every reason why these rulings cannot be proposed or decided on the day.

    `begun` is the first day of the insats, where they change what runs already.
    """
    phrases = phrases_in(rulings)
    return [
        *_against_order(rulings, day),
        *_against_reasons("right", rulings.right, phrases, day),
        *_against_reasons("may", rulings.may, phrases, day),
        *_against_period(rulings, riktlinje, day, begun),
    ]


def phrases_in(rulings: Rulings) -> list[str]:
    """The phrases, of whatever version, that stand in the reasons; the longest first."""
    both = (rulings.right, rulings.may)
    texts = (text for ruling in both for text in (ruling.circumstances, ruling.reasons))
    return list(PhraseVersion.objects.standing_in(*texts).values_list("text", flat=True))


def name_of(basis: str, day: date) -> str:
    """The provision as it is called on the day, such as "11 kap. 1 § SoL"."""
    named = once(
        ("provisions", day), lambda: {row.key: str(row) for row in Provision.objects.on(day)}
    )
    return named[basis]


def _against_order(rulings: Rulings, day: date) -> Iterator[Rule]:
    right, may = name_of("ratt", day), name_of("befogenhet", day)
    if not rulings.right.outcome:
        yield Rule(
            "right_first",
            f"Rätten enligt {right} ska prövas först. Ange ett utfall.",
            where="right_outcome",
        )
    elif rulings.right.outcome == Outcome.GRANTED and rulings.may.outcome:
        yield Rule(
            "may_not_needed",
            f"Bifall enligt {right} ger allt som söktes. Då prövas inte {may}.",
            where="may_outcome",
        )
    elif rulings.right.outcome != Outcome.GRANTED and not rulings.may.outcome:
        yield Rule(
            "may_missing",
            f"Det som rätten inte ger ska prövas enligt {may}. Ange ett utfall.",
            where="may_outcome",
        )


def _against_reasons(
    prefix: str, ruling: RulingDraft, phrases: list[str], day: date
) -> Iterator[Rule]:
    """FL 32 §: the decisive circumstances and why they lead here, in own words."""
    if not ruling.outcome:
        return
    if ruling.outcome == Outcome.PARTLY and not ruling.scope.strip():
        sentence = "Skriv vad som beviljas av det som söktes."
        yield Rule("scope", sentence, "31 § FL", where=f"{prefix}_scope")
    if not ruling.reasons.strip():
        yield Rule("reasons", "Skriv skälen.", "32 § FL", where=f"{prefix}_reasons")
    if ruling.outcome == Outcome.GRANTED:
        return
    if not ruling.circumstances.strip():
        yield Rule(
            "circumstances",
            "Skriv vad som har varit avgörande i det här ärendet.",
            "32 § FL",
            where=f"{prefix}_circumstances",
        )
    if ruling.circumstances.strip() and ruling.reasons.strip():
        yield from _against_others_words(f"{prefix}_reasons", ruling, phrases, day)


def _against_others_words(
    where: str, ruling: RulingDraft, phrases: list[str], day: date
) -> Iterator[Rule]:
    """Reasons of this very case, beyond what has been inserted."""
    own = ruling.in_own_words(phrases)
    least = int(setting("egen_motivering_minst", day))
    if not own.says_something and own != ruling:
        yield Rule(
            "only_phrases",
            "Motiveringen består bara av en fras. Skriv vad som varit avgörande i det här ärendet.",
            "32 § FL",
            where=where,
        )
    elif own.length < least:
        inserted = ", när infogade fraser inte räknas" if own != ruling else ""
        yield Rule(
            "own_reasons",
            f"Motiveringen är {own.length} tecken{inserted}. Skriv minst {least} tecken med egna "
            "ord om det som varit avgörande och varför det leder till avslag.",
            "32 § FL",
            where=where,
        )


def _against_period(
    rulings: Rulings, riktlinje: Riktlinje, day: date, begun: date | None
) -> Iterator[Rule]:
    granting = rulings.granting
    if granting is None:
        return
    if granting.period_from is None or granting.period_to is None:
        yield Rule("period", "Ange från och med och till och med.", where="period_from")
        return
    if granting.period_from < (begun or day):
        start = "i dag" if not begun and day == clock.today() else f"beslutsdagen {day}"
        start = f"insatsens första dag {begun}" if begun else start
        yield Rule("period_past", f"Perioden kan inte börja före {start}.", where="period_from")
    if granting.period_to < granting.period_from:
        yield Rule("period_order", "Perioden slutar före sin början.", where="period_to")
    longest = last_day_of_grant(granting.period_from, months=riktlinje.longest_months)
    if granting.period_to > longest:
        yield Rule(
            "period_long",
            f"Perioden får vara högst {riktlinje.longest_months} månader: till och med {longest}.",
            where="period_to",
        )
