"""Where a request stands, what is to be done, and by when. TF 2 kap. 15 §: skyndsamt."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from disclosure.models import Disclosure, Given, MaskedCopy, Release, Reply
from jobbtorg import clock


@dataclass(frozen=True)
class Standing:
    """A request, with all that has come of it."""

    disclosure: Disclosure

    @property
    def reply(self) -> Reply | None:
        """The employee's answer, where nothing was given."""
        return next(iter(self.disclosure.replies.all()), None)

    @property
    def copy(self) -> MaskedCopy | None:
        """The latest copy."""
        rows = list(self.disclosure.copies.all())
        return rows[-1] if rows else None

    @property
    def release(self) -> Release | None:
        """The decision on what is masked in the latest copy."""
        return getattr(self.copy, "release", None)

    @property
    def given(self) -> list[Given]:
        """What has been given, in order."""
        releases = (getattr(row, "release", None) for row in self.disclosure.copies.all())
        rows = (getattr(release, "given", None) for release in releases if release)
        return [row for row in rows if row]

    @property
    def demand(self) -> Any:
        """That the authority's decision is asked for, or None."""
        return getattr(self.disclosure, "demand", None)

    @property
    def refusal(self) -> Any:
        """The authority's decision, or None."""
        return getattr(self.disclosure, "refusal", None)

    @property
    def with_namnd(self) -> Any:
        """The hänskjutande that the nämnd has not answered, or None."""
        referral = getattr(self.disclosure, "referral", None)
        return referral if referral and referral.is_open else None

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can come of it: withdrawn, not there, or decided."""
        ended = self.reply and self.reply.outcome != Reply.Outcome.DENIED
        return bool(ended or self.refusal)

    @property
    def waits_for_decision(self) -> bool:
        """Whether the authority's decision is asked for and neither taken nor needed any more."""
        if self.demand is None or self.refusal:
            return False
        return not any(row.given_at > self.demand.noted_at for row in self.given)

    @property
    def is_waiting(self) -> bool:
        """Whether whoever asked waits for us."""
        return self.waits_for_decision or not (self.given or self.reply or self.refusal)

    @property
    def may_demand(self) -> bool:
        """Whether there is something that a decision can be asked about."""
        denied = self.reply and self.reply.outcome == Reply.Outcome.DENIED
        masked = any(row.release.copy.masks for row in self.given)
        return bool(denied or masked) and self.demand is None and not self.is_closed

    @property
    def due_on(self) -> date:
        """By when to answer: our own measure of skyndsamt, from the rulebook."""
        return self.disclosure.due_on

    @property
    def label(self) -> str:
        """Where it stands, in a few words."""
        if self.refusal:
            return "Avslaget"
        if self.waits_for_decision:
            return "Väntar på nämnden" if self.with_namnd else "Väntar på beslut"
        if self.reply:
            return self.reply.get_outcome_display()
        if self.release and not hasattr(self.release, "given"):
            return "Klar att lämna ut"
        if self.copy and not self.release:
            return "Kopian ska gås igenom"
        return "Utlämnat" if self.given else "Väntar på svar"

    @property
    def tone(self) -> str:
        """The colour of the label."""
        if not self.is_waiting:
            return "success" if self.given and not self.refusal else "quiet"
        return "danger" if self.is_late else "warning"

    @property
    def is_late(self) -> bool:
        """Whether the answer should have come before today."""
        return self.is_waiting and self.disclosure.is_overdue

    @property
    def pace(self) -> str:
        """By when, in words."""
        days = (self.due_on - clock.today()).days
        if days < 0:
            return f"{-days} {'dag' if days == -1 else 'dagar'} sen"
        return "i dag" if days == 0 else f"om {days} {'dag' if days == 1 else 'dagar'}"
