"""Frastext: words that are used again, whose they are, and every version of them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length, StrIndex

from jobbtorg import clock
from jobbtorg.dated import Dated, DatedQuerySet, never_overlapping, ordered_days
from jobbtorg.history import append_only, audited
from jobbtorg.organisation.models import Unit, User
from jobbtorg.organisation.models.triggers import holds

LEAST_COUNTED = 20  # characters: what is shorter anybody may happen to write


class PhraseQuerySet(models.QuerySet["Phrase"]):
    """Phrases, of which each sees their own, their units' and the common ones."""

    def visible_to(self, user: User) -> Self:
        """Those that the user may insert."""
        units = user.appointments.on().values("unit")
        common = Q(owner=None, unit=None)
        return self.filter(Q(owner=user) | Q(unit__in=units) | common)


class Phrase(models.Model):
    """Whose a phrase is, for good: someone's own, a unit's, or everybody's."""

    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="phrases", verbose_name="ägare"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="phrases", verbose_name="enhet"
    )

    objects = PhraseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="phrase_has_one_owner_at_most", condition=Q(owner=None) | Q(unit=None)
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.whose

    @property
    def whose(self) -> str:
        """Under which heading it stands."""
        if self.owner_id:
            return "Mina"
        return str(self.unit) if self.unit_id else "Gemensamma"


class VersionQuerySet(DatedQuerySet):
    """Versions of phrases."""

    def in_use(self, on: date | None = None) -> Self:
        """Those that can be inserted on the day."""
        return self.filter(withdrawn_on=None).on(on)

    def standing_in(self, *texts: str) -> Self:
        """Every version that was ever in use and stands word for word in the texts."""
        whole = "\n\n".join(texts)
        if len(whole) < LEAST_COUNTED:
            return self.none()
        longest = self.annotate(length=Length("text"), at=StrIndex(Value(whole), F("text")))
        return longest.filter(length__gte=LEAST_COUNTED, at__gt=0).order_by("-length", "pk")


def words_never_change() -> pgtrigger.Trigger:
    """A change is a new version; an old one is only put out of use, once."""
    fixed = "phrase_id, title, text, valid_from, made_by_id"
    new, old = (", ".join(f"{row}.{c.strip()}" for c in fixed.split(",")) for row in ("NEW", "OLD"))
    return pgtrigger.Trigger(
        name="words_never_change",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF ROW({new}) IS DISTINCT FROM ROW({old})
                OR OLD.valid_to IS NOT NULL AND NEW.valid_to IS DISTINCT FROM OLD.valid_to
                OR OLD.withdrawn_on IS NOT NULL
                    AND NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on THEN
                RAISE EXCEPTION 'En fras ändras genom en ny version.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def made_by_its_owner() -> pgtrigger.Trigger:
    """One's own by oneself, the unit's by its chefer, the common by the administratör."""
    chef = "p.unit_id = f.unit_id AND p.function IN ('enhetschef', 'bitradande_enhetschef')"
    admin = "p.function = 'delegationsadministrator'"
    return pgtrigger.Trigger(
        name="made_by_its_owner",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("f", "record")],
        func=f"""
            SELECT owner_id, unit_id INTO f FROM cases_phrase WHERE id = NEW.phrase_id;
            IF (CASE WHEN f.owner_id IS NOT NULL THEN f.owner_id = NEW.made_by_id
                WHEN f.unit_id IS NOT NULL THEN {holds("NEW.made_by_id", chef, "NEW.valid_from")}
                ELSE {holds("NEW.made_by_id", admin, "NEW.valid_from")} END) IS NOT TRUE THEN
                RAISE EXCEPTION 'Frasen är någon annans.' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class PhraseVersion(Dated):
    """What a phrase says from one day to another; never edited, so that it is known again."""

    phrase = models.ForeignKey(Phrase, models.PROTECT, related_name="versions")
    title = models.CharField("namn", max_length=100)
    text = models.TextField("text")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="skriven av")
    withdrawn_on = models.DateField("ur bruk samma dag", null=True, blank=True, editable=False)
    history = audited()

    objects = VersionQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Dated.Meta):
        ordering = ["title", "pk"]
        constraints = [
            ordered_days("phrase_days_in_order"),
            never_overlapping(
                "phrase_one_version_at_a_time", "phrase", condition=Q(withdrawn_on=None)
            ),
            models.CheckConstraint(
                name="phrase_says_something",
                condition=Q(title__regex=r"\S") & Q(text__regex=r"\S"),
            ),
        ]
        triggers = [*Dated.Meta.triggers, words_never_change(), made_by_its_owner()]

    def __str__(self) -> str:
        return self.title

    @property
    def is_counted(self) -> bool:
        """Whether it is long enough to be known again in a text."""
        return len(self.text) >= LEAST_COUNTED

    def put_out_of_use(self) -> None:
        """Ended yesterday; or withdrawn, when it began today."""
        today = clock.today()
        if self.valid_from < today:
            self.valid_to = today - timedelta(days=1)
        else:
            self.withdrawn_on = today
        self.save()


def longest_in(text: str, versions: Iterable[PhraseVersion]) -> list[PhraseVersion]:
    """The versions that stand in the text, without those that are part of a longer one."""
    found: list[PhraseVersion] = []
    for version in sorted(versions, key=lambda v: -len(v.text)):
        within = any(version.text in longer.text for longer in found)
        if version.text in text and not within:
            found.append(version)
    return found
