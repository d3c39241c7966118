"""What goes to the court: the appeal with all its papers, and the nämnd's yttrande. FL 46 §."""

from django.db import models
from django.db.models import Q

from appeals.models import triggers
from appeals.models.appeal import Appeal
from appeals.models.trial import OfDelegateOrNamnd, of_delegate_or_namnd
from cases.models import Sending
from jobbtorg.history import append_only
from jobbtorg.letters.stored import StoredLetter
from jobbtorg.organisation.models import User


class Statement(OfDelegateOrNamnd, StoredLetter):
    """Yttrande to the court, as it was signed. Delegated by the memo of 2023, point 5.

    Over the nämnd's own decision the nämnd speaks itself, at a meeting (KL 6 kap. 38 §).
    """

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="statements")
    text = models.TextField("yttrande")

    class Meta(StoredLetter.Meta):
        ordering = ["pk"]
        constraints = [
            *StoredLetter.Meta.constraints,
            models.CheckConstraint(name="statement_says_something", condition=Q(text__regex=r"\S")),
            of_delegate_or_namnd("statement_of_delegate_or_namnd"),
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


class PartyLetter(StoredLetter):
    """The letter that told the person that the appeal is with the court, as it was sent."""

    # as the underlag goes, but never only in words: it is a letter
    How = [row for row in Sending.How.choices if row[0] != Sending.How.ORAL]

    transfer = models.OneToOneField(Transfer, models.PROTECT, related_name="party_letter")
    how = models.CharField("sätt", max_length=20, choices=How)
    sent_on = models.DateField("skickat eller överlämnat")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(StoredLetter.Meta):
        constraints = [
            *StoredLetter.Meta.constraints,
            models.CheckConstraint(
                name="party_letter_is_sent_somehow",
                condition=Q(how__in=["brev", "overlamnat", "digital_post", "formedling"]),
            ),
        ]
        triggers = [append_only(), triggers.party_told_lawfully()]

    def __str__(self) -> str:
        return f"brev till personen {self.sent_on}"
