"""One-time codes: the secret sealed in the database, each code taken once, and recovery codes."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from jobbtorg import clock
from jobbtorg.organisation.models import User
from jobbtorg.signin.models import RecoveryCode, SecondFactor, SignInEvent

SECONDS = 30
CODES = 10  # recovery codes
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that can be taken for another


def _seals() -> MultiFernet:
    """The keys that secrets are sealed with: the newest first, the older ones still open."""

    def seal(key: str) -> Fernet:
        digest = hashlib.sha256(b"jobbtorg.signin.factors" + key.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(digest))

    return MultiFernet([seal(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def new_secret() -> str:
    """A secret for a device: 160 bits, as the device takes it."""
    return pyotp.random_base32()


def sealed(secret: str) -> str:
    """The secret as it lies in the database."""
    return _seals().encrypt(secret.encode()).decode()


def secret_of(factor: SecondFactor) -> str | None:
    """The secret, or None where the key it was sealed with is gone."""
    try:
        return _seals().decrypt(factor.sealed.encode()).decode()
    except InvalidToken:
        return None


def factor_of(user: User) -> SecondFactor | None:
    """The account's device in use."""
    return SecondFactor.objects.filter(user=user, ended_at=None).first()


def _near() -> Iterator[int]:
    """This half-minute's step, and those beside it: clocks differ."""
    now = int(clock.now().timestamp()) // SECONDS
    yield from (now, now - 1, now + 1)


def step_of(secret: str, code: str) -> int | None:
    """The step in time that the code belongs to, if it is right."""
    code = "".join(code.split())
    totp = pyotp.TOTP(secret)
    for step in _near():
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def is_used(factor: SecondFactor, step: int) -> bool:
    """Whether this code, or a later one, has been taken already."""
    return SignInEvent.objects.filter(factor=factor, step__gte=step).exists()


def picture(user: User, secret: str) -> str:
    """The QR code as an image address, for the app that shows codes."""
    address = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name="Jobbtorg")
    return segno.make(address, error="m").svg_data_uri(scale=5, border=2, light="white")


def in_groups(secret: str) -> str:
    """The secret as it can be read aloud."""
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


def new_codes(factor: SecondFactor) -> list[str]:
    """Makes the recovery codes; only now can they be read."""
    codes = ["-".join(_letters(5) for _ in range(5)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, hashed=_hashed(code)) for code in codes
    )
    return codes


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def _hashed(code: str) -> str:
    """So much chance, 123 bits, needs no slow hash; and the key is not in the database."""
    plain = "".join(c for c in code.lower() if c in LETTERS)
    return salted_hmac("jobbtorg.signin.recovery", plain, algorithm="sha256").hexdigest()


def recovery_of(factor: SecondFactor, code: str) -> RecoveryCode | None:
    """The unused recovery code that was typed."""
    return RecoveryCode.objects.filter(factor=factor, hashed=_hashed(code), used_in=None).first()
