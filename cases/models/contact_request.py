"""Begäran om kontakt: what another unit, to which the person turned, asks of the open case."""

from django.db import models

from cases.models.case import Case
from cases.models.conflict import not_by_the_barred
from jobbtorg.history import append_only
from jobbtorg.organisation.models import User


class ContactRequest(models.Model):
    """That the person came to another unit, when and with what; its asker sees nothing of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="contact_requests")
    came_on = models.DateField("personen hörde av sig")
    text = models.TextField("vad personen ville")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_as = models.CharField("befattning", max_length=300)
    asked_at = models.DateTimeField("begärt")

    class Meta:
        ordering = ["pk"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"begäran om kontakt {self.came_on}"


class ContactAnswer(models.Model):
    """What was done about it, by whoever works with the case."""

    request = models.OneToOneField(ContactRequest, models.PROTECT, related_name="answer")
    text = models.TextField("vad som gjordes")
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("besvarat")

    class Meta:
        triggers = [
            append_only(),
            not_by_the_barred(
                "answerer_not_barred",
                "(SELECT case_id FROM cases_contactrequest WHERE id = NEW.request_id)",
                "answered_by_id",
                "Den som är jävig svarar inte i ärendet.",
            ),
        ]

    def __str__(self) -> str:
        return f"svar {self.answered_at:%Y-%m-%d}"
