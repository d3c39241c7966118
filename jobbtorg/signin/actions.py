"""The official acts on accounts: connect, close, open, unlock; a second factor; a password."""

from jobbtorg import clock
from jobbtorg.acts import act, refuse
from jobbtorg.organisation.models import User
from jobbtorg.signin import factors, rules
from jobbtorg.signin.attempts import key_of
from jobbtorg.signin.models import Outcome, SecondFactor, SignInEvent, Way


def _lock(user: User) -> User:
    """One change of an account at a time, until the commit."""
    return User.objects.select_for_update().get(pk=user.pk)


def _told(user: User, by: User, outcome: Outcome) -> None:
    key = key_of(user.username)
    SignInEvent.objects.create(user=user, by=by, name_key=key, way=Way.KEEPER, outcome=outcome)


@act
def connect(user: User, subject: str, *, by: User) -> User:
    """Says who the account's person is at the city's identity provider. Raises RuleBroken."""
    user = _lock(user)
    refuse(rules.against_account(user, by), rules.against_subject(user, subject))
    user.city_subject = subject or None
    return _ended_everywhere(user)


@act
def set_active(user: User, active: bool, *, by: User) -> User:
    """Closes the account, at once and wherever it is signed in, or opens it. Raises RuleBroken."""
    user = _lock(user)
    refuse(rules.against_account(user, by))
    user.is_active = active
    return _ended_everywhere(user)


@act
def unlock(user: User, *, by: User) -> User:
    """Lets someone try again who has typed wrong too often. Raises RuleBroken."""
    user = _lock(user)
    refuse(rules.against_account(user, by))
    _told(user, by, Outcome.UNLOCKED)
    return user


@act
def reset_second_factor(user: User, *, by: User) -> User:
    """Takes away a device that is lost: the next sign-in asks for a new one. Raises RuleBroken."""
    user = _lock(user)
    refuse(rules.against_account(user, by))
    for factor in SecondFactor.objects.filter(user=user, ended_at=None):
        factor.ended_at = clock.now()
        factor.save()
    _told(user, by, Outcome.RESET)
    return _ended_everywhere(user)


@act
def add_second_factor(secret: str, *, by: User) -> tuple[SecondFactor, list[str]]:
    """The own device, and the recovery codes that are shown this once."""
    user = _lock(by)
    factor = SecondFactor.objects.create(user=user, sealed=factors.sealed(secret))
    return factor, factors.new_codes(factor)


@act
def sign_out_everywhere(*, by: User) -> User:
    """Ends every session of one's own."""
    return _ended_everywhere(_lock(by))


@act
def change_password(password: str, *, by: User) -> User:
    """A new password; every other session of the account ends."""
    user = _lock(by)
    user.set_password(password)
    return _ended_everywhere(user)


def _ended_everywhere(user: User) -> User:
    """The sessions that were begun before are no longer the account's."""
    user.sessions_version += 1
    user.save()
    return user
