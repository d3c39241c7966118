"""A note in the journal while it is its author's to edit: until it is signed, or locks itself."""

import uuid
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from cases.models.case import Case
from cases.models.conflict import not_by_the_barred
from cases.models.journal import JournalEntry
from jobbtorg import clock
from jobbtorg.history import Audited, audited
from jobbtorg.organisation.models import User
from jobbtorg.organisation.models.triggers import day_of

TOLD = "event_on, title, source, text, author_title"


def _row(name: str, columns: str) -> str:
    return ", ".join(f"{name}.{column.strip()}" for column in columns.split(","))


def locks() -> pgtrigger.Trigger:
    """Changed only before it locks, and never once it is signed; its times never change: G13."""
    fixed = "case_id, author_id, written_at, locks_at"
    return pgtrigger.Trigger(
        name="locks",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.entry_id IS NOT NULL THEN
                RAISE EXCEPTION 'Anteckningen är signerad.' USING ERRCODE = 'check_violation';
            END IF;
            IF ROW({_row("NEW", fixed)}) IS DISTINCT FROM ROW({_row("OLD", fixed)}) THEN
                RAISE EXCEPTION 'En anteckning byter inte ärende, författare eller tid.'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF ROW({_row("NEW", TOLD)}) IS DISTINCT FROM ROW({_row("OLD", TOLD)})
                AND NEW.saved_at <= OLD.saved_at THEN
                RAISE EXCEPTION 'En ändrad anteckning har en ny tid.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def signed_as_it_stands() -> pgtrigger.Trigger:
    """The entry that a note becomes says what the note says."""
    return pgtrigger.Trigger(
        name="signed_as_it_stands",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        condition=pgtrigger.Q(new__entry__isnull=False),
        func=f"""
            IF NOT EXISTS (SELECT 1 FROM cases_journalentry j WHERE j.id = NEW.entry_id
                AND j.kind = 'anteckning' AND j.case_id = NEW.case_id
                AND j.author_id = NEW.author_id AND j.written_at = NEW.written_at
                AND ({_row("j", TOLD)}) = ({_row("NEW", TOLD)})) THEN
                RAISE EXCEPTION 'Anteckningen i journalen är inte den som skrevs.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def never_of_the_future() -> pgtrigger.Trigger:
    """What is noted had happened when it was written: G14."""
    return pgtrigger.Trigger(
        name="never_of_the_future",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NEW.event_on > {day_of("NEW.written_at")} THEN
                RAISE EXCEPTION 'Händelsen ligger efter anteckningen om den.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes, of which those that are not signed are still to become part of the journal."""

    def unsigned(self) -> Self:
        """Not yet in the journal; past their time they are only waiting to be put there."""
        return self.filter(entry=None)

    def open(self) -> Self:
        """Those that their author may still change: what is past its time is locked."""
        return self.unsigned().filter(locks_at__gt=clock.now())

    def overdue(self) -> Self:
        """Those that have locked themselves and are to be signed."""
        return self.unsigned().filter(locks_at__lte=clock.now())


class Note(Audited):
    """What someone writes in the journal by hand. SoL 14 kap. 3 §, FL 27 §."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes", verbose_name="ärende")
    author = models.ForeignKey(User, models.PROTECT, related_name="notes", verbose_name="av")
    author_title = models.CharField("befattning", max_length=300)
    event_on = models.DateField("händelsedatum")
    title = models.CharField("rubrik", max_length=200)
    source = models.CharField("källa", max_length=300, blank=True)
    text = models.TextField("text")
    written_at = models.DateTimeField("skriven")
    saved_at = models.DateTimeField("sparad")
    locks_at = models.DateTimeField("låses")
    signed_at = models.DateTimeField("signerad", null=True, blank=True)
    entry = models.OneToOneField(
        JournalEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="note",
        editable=False,
        verbose_name="i journalen",
    )
    version = models.PositiveIntegerField("version", default=1)
    request_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = audited()

    objects = NoteQuerySet.as_manager()

    class Meta(Audited.Meta):
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["locks_at"], condition=Q(entry=None), name="note_to_be_signed")
        ]
        constraints = [
            models.CheckConstraint(
                name="note_saved_before_it_locked",
                condition=Q(saved_at__gte=F("written_at"), saved_at__lt=F("locks_at")),
            ),
            models.CheckConstraint(
                name="note_says_something",
                condition=Q(title__regex=r"\S") & Q(text__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="note_is_signed_by_its_entry",
                condition=Q(entry=None, signed_at=None)
                | Q(
                    entry__isnull=False,
                    signed_at__gte=F("saved_at"),
                    signed_at__lte=F("locks_at"),
                ),
            ),
        ]
        triggers = [
            *Audited.Meta.triggers,
            locks(),
            signed_as_it_stands(),
            never_of_the_future(),
            not_by_the_barred(
                "writer_not_barred",
                "NEW.case_id",
                "author_id",
                "Den som är jävig skriver inte i journalen.",
                at="saved_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_locked(self) -> bool:
        """Whether nobody may change it, signed or past its time."""
        return self.entry_id is not None or clock.now() >= self.locks_at

    @property
    def form(self) -> str:
        """What its draft is called."""
        return f"anteckning-{self.pk}"
