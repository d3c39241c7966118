"""Words that belong to the work and are guessed first. OWASP ASVS 5.0, 6.1.2 and 6.2.11."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

WORDS = {
    "jobbtorg", "jobbtorget", "arbetsmarknad", "arbetsmarknadsnämnden", "socialtjänst",
    "socialtjänsten", "stockholm", "stockholms", "stad", "staden", "coach", "chef", "lösenord",
    "password", "sommar", "vinter", "höst", "vår",
}  # fmt: skip
LEFT = 8  # characters that a password has beside such words
SENTENCE = (
    "Lösenordet består mest av ord som hör till arbetet, till ditt namn eller till årstiden. "
    "Välj något som ingen kan gissa."
)


class NotOurWords:
    """Refuses what is little more than words that everyone here would try."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError where too little is left when the words are taken out."""
        left = password.casefold()
        for word in sorted(_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", left)) < LEFT:
            raise ValidationError(SENTENCE, code="our_words")

    def get_help_text(self) -> str:
        """What Django shows beside a field."""
        return SENTENCE


def _words(user: Any) -> set[str]:
    """The work's words, the authority's name, and the user's own names."""
    told = [settings.AUTHORITY["name"], settings.AUTHORITY["city"]]
    if user is not None:
        told += [user.username, user.first_name, user.last_name]
    named = {word for text in told for word in re.findall(r"\w{3,}", text.casefold())}
    return WORDS | named
