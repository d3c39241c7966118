"""The journal, which is law, and drafts, which are not yet anything."""

from collections.abc import Iterable
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.models.case import Case
from cases.models.conflict import not_by_the_barred
from cases.models.opening import readers_write_nothing
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User


def says_what_the_note_says() -> pgtrigger.Trigger:
    """An entry by hand is a note that was locked: its words, its writer, its moment of writing."""
    return pgtrigger.Trigger(
        name="says_what_the_note_says",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__kind="anteckning"),
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM cases_note n
                WHERE n.case_id = NEW.case_id AND n.author_id = NEW.author_id
                    AND n.entry_id IS NULL AND n.written_at = NEW.written_at
                    AND (n.event_on, n.title, n.source, n.text, n.author_title)
                        = (NEW.event_on, NEW.title, NEW.source, NEW.text, NEW.author_title)
            ) THEN
                RAISE EXCEPTION 'Anteckningen i journalen är inte den som skrevs.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def corrects_in_its_case() -> pgtrigger.Trigger:
    """What is corrected stands in the same case, and was written before."""
    return pgtrigger.Trigger(
        name="corrects_in_its_case",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__corrects__isnull=False),
        func="""
            IF NOT EXISTS (SELECT 1 FROM cases_journalentry
                WHERE id = NEW.corrects_id AND case_id = NEW.case_id
                    AND written_at <= NEW.written_at) THEN
                RAISE EXCEPTION 'Rättelsen hör till ett annat ärende eller en annan tid.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class JournalQuerySet(models.QuerySet["JournalEntry"]):
    """Entries, fetched with what a page shows of them."""

    def shown(self) -> Self:
        """With author, what they correct and what corrects them."""
        return self.select_related("author", "corrects", "correction__author")


class JournalEntry(models.Model):
    """What the authority did or saw: written once. SoL 14 kap. 3 §, SOSFS 2014:5."""

    class Kind(models.TextChoices):
        EVENT = "handelse", "Händelse"
        APPLICATION = "ansokan", "Ansökan"
        ASSIGNMENT = "fordelning", "Fördelning"
        DECISION = "beslut", "Beslut"
        LETTER = "brev", "Brev"
        DOCUMENT = "handling", "Handling"
        RETURN = "aterlamning", "Återlämning"
        CONFLICT = "jav", "Jäv"
        NOTE = "anteckning", "Anteckning"
        CORRECTION = "rattelse", "Rättelse"

        @classmethod
        def among(cls, used: Iterable[str]) -> list[tuple[str, str]]:
            """The kinds that are used, in their order, with their labels."""
            return [(value, label) for value, label in cls.choices if value in used]

    case = models.ForeignKey(Case, models.PROTECT, related_name="journal")
    kind = models.CharField("slag", max_length=20, choices=Kind)
    event_on = models.DateField("händelsedag")
    written_at = models.DateTimeField("skrivet")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    author_title = models.CharField("befattning", max_length=300)
    title = models.CharField("rubrik", max_length=200)
    text = models.TextField("text", blank=True)
    source = models.CharField("källa", max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction"
    )
    reason = models.TextField("skäl till rättelsen", blank=True)

    objects = JournalQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["case", "-written_at"])]
        constraints = [
            models.CheckConstraint(
                name="correction_says_of_what_and_why",
                condition=Q(kind="rattelse", corrects__isnull=False, reason__regex=r"\S")
                | (~Q(kind="rattelse") & Q(corrects__isnull=True, reason="")),
            )
        ]
        triggers = [
            append_only(),
            says_what_the_note_says(),
            corrects_in_its_case(),
            readers_write_nothing(),
            not_by_the_barred(
                "author_not_barred",
                "NEW.case_id",
                "author_id",
                "Den som är jävig skriver inte i journalen.",
                unless="NEW.kind = 'anteckning'",  # the note was written before: it locks as it is
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """What someone is writing in a form and has not yet saved: theirs alone, no official record."""

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="drafts")
    form = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "case", "form"], name="draft_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"utkast {self.form}"
