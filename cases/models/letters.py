"""The letter that someone looks at before it is sent."""

from django.db import models

from cases.models.case import Application
from jobbtorg.organisation.models import User


class LetterPreview(models.Model):
    """The bytes that someone looked at: kept until the letter is sent, found by what they say."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="previews")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    content_hash = models.CharField(max_length=64)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user", "content_hash"], name="letter_previewed_once"
            )
        ]

    def __str__(self) -> str:
        return f"förhandsgranskning {self.sha256[:8]}"
