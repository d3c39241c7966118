"""What goes to the court: the appeal with all its papers, and the nämnd's yttrande. FL 46 §."""

from django.db import models
from django.db.models import Q

from appeals.models import triggers
from appeals.models.appeal import Appeal
from appeals.models.trial import ByDelegate
from jobbtorg.history import append_only
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import User


class Statement(ByDelegate, StoredLetter):
    """Yttrande to the court, as it was signed. Delegated by the memo of 2023, point 5."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="statements")
    text = models.TextField("yttrande")

    class Meta(StoredLetter.Meta):
        ordering = ["pk"]
        constraints = [
            *StoredLetter.Meta.constraints,
            models.CheckConstraint(name="statement_says_something", condition=Q(text__regex=r"\S")),
        ]
        triggers = [append_only(), triggers.stated_lawfully()]

    def __str__(self) -> str:
        return f"yttrande {self.decided_at:%Y-%m-%d}"


class Transfer(StoredLetter):
    """One bundle that has gone: its bytes, to whom, how and when."""

    class Kind(models.TextChoices):
        HANDOVER = "overlamnande", "Överlämnat till förvaltningsrätten"
        FORWARD = "vidarebefordran", "Vidarebefordrat till förvaltningsrätten"
        LATER = "efterat", "Kompletterat hos förvaltningsrätten"
        ELSEWHERE = "annan_myndighet", "Skickat till en annan myndighet"

    class How(models.TextChoices):
        DIGITAL = "digital", "Säker digital tjänst"
        COURIER = "bud", "Bud eller överlämnat personligen"
        POST = "post", "Post"

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="transfers")
    kind = models.CharField("vad", max_length=20, choices=Kind)
    how = models.CharField("sätt", max_length=12, choices=How)
    to = models.CharField("till", max_length=200)
    sent_on = models.DateField("skickat")
    note = models.TextField("anteckning", blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(StoredLetter.Meta):
        ordering = ["pk"]
        constraints = [
            *StoredLetter.Meta.constraints,
            models.CheckConstraint(
                name="transfer_is_of_a_known_kind",
                condition=Q(
                    kind__in=["overlamnande", "vidarebefordran", "efterat", "annan_myndighet"],
                    how__in=["digital", "bud", "post"],
                    to__regex=r"\S",
                ),
            ),
            models.UniqueConstraint(
                fields=["appeal", "kind"],
                condition=~Q(kind="efterat"),
                name="each_kind_of_transfer_once",
            ),
        ]
        triggers = [append_only(), triggers.sent_lawfully()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sent_on}"
