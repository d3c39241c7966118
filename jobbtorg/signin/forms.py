"""The forms of signing in. Whatever was wrong, a name or a password, the sentence is the same."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.db import transaction

from jobbtorg.acts import RuleBroken, refuse
from jobbtorg.audit.middleware import address_of
from jobbtorg.organisation.models import User
from jobbtorg.signin import attempts, factors
from jobbtorg.signin.models import Outcome, SecondFactor, SignInEvent, Way
from jobbtorg.signin.rules import against_coming_in
from jobbtorg.ui.forms import Form

UNTRUE = (
    "Användarnamnet eller lösenordet stämmer inte, eller så är inloggningen låst en stund efter "
    "för många försök. Försök igen om en kvart, eller be din administratör låsa upp."
)
WRONG_CODE = (
    "Koden stämmer inte, är redan använd eller så är inloggningen låst en stund efter för många "
    "försök. Vänta på nästa kod och försök igen."
)


class DemoForm(Form):
    """In the demo: one of its many accounts, by its user name."""

    username = forms.CharField(label="Användarnamn", max_length=150)

    def clean_username(self) -> str:
        """As the account has it; `user` is whose it is."""
        username: str = self.cleaned_data["username"]
        self.user = User.objects.filter(username=username, is_active=True).first()
        if self.user is None:
            raise forms.ValidationError(
                f"Inget öppet konto har användarnamnet {username}. Kontrollera hur det stavas."
            )
        return username


class SignInForm(AuthenticationForm):
    """User name and password; each try is counted and written, one at a time for each name."""

    def clean(self) -> dict[str, Any]:
        """The user whom name and password belong to."""
        username, password = (self.cleaned_data.get(n) for n in ("username", "password"))
        if username and password:
            self.user_cache = self._tried(username, password)
            if self.user_cache is None:
                raise forms.ValidationError(UNTRUE, code="invalid_login")
            self._let_in(self.user_cache)
        return self.cleaned_data

    def _tried(self, username: str, password: str) -> Any:
        key, address = attempts.key_of(username), address_of(self.request)
        with transaction.atomic():
            attempts.one_at_a_time(key)
            if attempts.is_locked(key, address):
                attempts.note(self.request, Way.PASSWORD, Outcome.LOCKED, name_key=key)
                return None
            user = authenticate(self.request, username=username, password=password)
            if user is None:
                attempts.note(self.request, Way.PASSWORD, Outcome.WRONG, name_key=key)
            return user

    def _let_in(self, user: User) -> None:
        try:
            refuse(against_coming_in(user))
        except RuleBroken as broken:
            code = broken.rules[0].code
            attempts.note(self.request, Way.PASSWORD, Outcome.REFUSED, user, reason=code)
            raise forms.ValidationError(str(broken), code=code) from broken


def code_field(label: str, *, first: bool) -> forms.CharField:
    """A code that is typed from a device or from paper; first on its page, or after a picture."""
    attrs = {"autocomplete": "one-time-code", "autofocus": first, "spellcheck": "false"}
    return forms.CharField(label=label, max_length=40, widget=forms.TextInput(attrs=attrs))


class CodeForm(Form):
    """The code from the device, or a recovery code: each is taken once."""

    code = code_field("Kod", first=True)

    def __init__(self, *args: Any, request: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean(self) -> dict[str, Any]:
        """Whether the code is right and unused."""
        cleaned = super().clean()
        if cleaned.get("code") and not self._taken(cleaned["code"]):
            self.add_error("code", WRONG_CODE)
        return cleaned

    def _taken(self, code: str) -> bool:
        key, address = attempts.key_of(self.user.username), address_of(self.request)
        with transaction.atomic():
            attempts.one_at_a_time(key)
            factor = factors.factor_of(self.user)
            if factor is None or attempts.is_locked(key, address):
                attempts.note(self.request, Way.CODE, Outcome.LOCKED, self.user)
                return False
            return self._used(factor, code)

    def _used(self, factor: SecondFactor, code: str) -> bool:
        secret = factors.secret_of(factor)
        step = factors.step_of(secret, code) if secret else None
        told: dict[str, Any] = {}
        way = Way.CODE
        if step is not None and not factors.is_used(factor, step):
            told = {"factor": factor, "step": step}
        elif recovery := factors.recovery_of(factor, code):
            way, told = Way.RECOVERY, {"recovery": recovery}
        outcome = Outcome.IN if told else Outcome.WRONG
        self.event: SignInEvent = attempts.note(self.request, way, outcome, self.user, **told)
        return bool(told)


class EnrolForm(Form):
    """The first code of a new device, which shows that it has the secret."""

    code = code_field("Kod", first=False)

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        """The device and we agree."""
        code: str = self.cleaned_data["code"]
        if factors.step_of(self.secret, code) is None:
            raise forms.ValidationError(
                "Koden stämmer inte. Kontrollera att telefonens klocka går rätt och ange den kod "
                "som appen visar nu."
            )
        return code


class PasswordForm(Form):
    """The old password and a new one."""

    old = forms.CharField(
        label="Nuvarande lösenord",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="Nytt lösenord",
        strip=False,
        help_text="Minst 12 tecken. En hel mening går bra. Inte ett lösenord som många använder.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def _cleaned(self, data: Any) -> Any:
        """A password is taken as it was typed."""
        return data

    def clean_old(self) -> str:
        """Who sits at the keyboard is the account's owner."""
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError("Det nuvarande lösenordet stämmer inte.")
        return old

    def clean_new(self) -> str:
        """Long enough, and not among the common ones."""
        new: str = self.cleaned_data["new"]
        password_validation.validate_password(new, self.user)
        return new


class SubjectForm(Form):
    """Who the account's person is at the city's identity provider."""

    subject = forms.CharField(
        label="Identitet hos staden",
        max_length=200,
        required=False,
        help_text="Så som stadens inloggning lämnar den. Lämna tomt för att ta bort kopplingen.",
    )
