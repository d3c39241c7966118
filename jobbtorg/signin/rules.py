"""Why something cannot be done with an account, and why somebody cannot come in."""

from collections.abc import Iterator

from jobbtorg.acts import Rule
from jobbtorg.organisation.models import User
from jobbtorg.organisation.register.rules import against_keeping


def against_account(user: User, by: User) -> Iterator[Rule]:
    """An administrator sees to accounts, and never to the own."""
    yield from against_keeping(by)
    if user == by:
        sentence = "Du kan inte ändra ditt eget konto. Be en annan administratör."
        yield Rule("self", sentence, kind="forbidden")


def against_subject(user: User, subject: str) -> Iterator[Rule]:
    """One person at the city's identity provider has one account."""
    if subject and User.objects.filter(city_subject=subject).exclude(pk=user.pk).exists():
        sentence = "Ett annat konto är redan kopplat till den identiteten."
        yield Rule("taken", sentence, kind="conflict", where="subject")


def against_coming_in(user: User | None) -> Iterator[Rule]:
    """Who has left, or has not begun, does not come in."""
    if user is None or not user.is_active:
        sentence = "Det finns inget konto här för dig. Hör av dig till din administratör."
        yield Rule("no_account", sentence, kind="forbidden")
    elif not user.appointments.on().exists():
        sentence = (
            "Du har inget förordnande som gäller i dag, och då finns det inget konto för dig. "
            "Hör av dig till din administratör."
        )
        yield Rule("no_appointment", sentence, kind="forbidden")
