"""The journal, which is law, and drafts, which are not yet anything."""

from django.db import models

from cases.models.case import Case
from cases.models.conflict import not_by_the_barred
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User


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

    case = models.ForeignKey(Case, models.PROTECT, related_name="journal")
    kind = models.CharField("slag", max_length=20, choices=Kind)
    event_on = models.DateField("händelsedag")
    written_at = models.DateTimeField("skrivet")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    author_title = models.CharField("befattning", max_length=300)
    title = models.CharField("rubrik", max_length=200)
    text = models.TextField("text", blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["case", "-written_at"])]
        triggers = [
            append_only(),
            not_by_the_barred(
                "author_not_barred",
                "NEW.case_id",
                "author_id",
                "Den som är jävig skriver inte i journalen.",
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
