"""What the tests of jäv share."""

from cases.models import Declaration

OTHER = "annan_omstandighet"
KIN = "part_eller_narstaende"
PRIVATE = "Hennes mamma är min granne sedan tjugo år."
UNANSWERED = "Svara först på frågan om du är jävig."


def url(case, rest=""):
    """The case's pages about jäv."""
    return f"{case.get_absolute_url()}jav/{rest}"


def is_barred(case, user):
    return Declaration.objects.barring().filter(case=case, user=user).exists()
