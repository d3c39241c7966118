"""The city's identity provider, by OpenID Connect: what is asked of it, and what is believed.

Code flow with PKCE, state and nonce, by Authlib. Of the answer only this is believed: an ID token
signed by the provider's own key for us, fresh, for this very sign-in, at a demanded level of
assurance. It says who comes, and may say as what; it never gives an appointment or a delegation.
"""

from functools import cache
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from joserfc.errors import JoseError
from requests.exceptions import RequestException

from jobbtorg.acts import Rule, RuleBroken
from jobbtorg.organisation.models import User
from jobbtorg.signin.rules import against_coming_in

ALGORITHMS = {"RS256", "PS256", "ES256", "ES384", "EdDSA"}  # signatures by keys that only they have
SLACK = 60  # seconds that clocks may differ
TIMEOUT = 10  # seconds that the provider has for an answer


def is_on() -> bool:
    """Whether the city's identity provider is configured."""
    return bool(settings.OIDC["issuer"])


@cache
def _client(issuer: str, client_id: str, client_secret: str) -> Any:
    return OAuth().register(
        "city",
        client_id=client_id,
        client_secret=client_secret or None,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": settings.OIDC["scope"],
            "code_challenge_method": "S256",
            "timeout": TIMEOUT,
            "token_endpoint_auth_method": "client_secret_basic" if client_secret else "none",
        },
    )


def client() -> Any:
    """Authlib's client, with only the algorithms that we believe, and of the right issuer."""
    wanted = settings.OIDC
    found = _client(wanted["issuer"], wanted["client_id"], wanted["client_secret"])
    try:
        metadata = found.load_server_metadata()
    except (RequestException, ValueError) as error:
        raise unreachable() from error
    if metadata.get("issuer") != wanted["issuer"]:
        raise unreachable()
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [a for a in offered if a in ALGORITHMS]
    return found


def unreachable() -> RuleBroken:
    """What is said when the provider does not answer as it should."""
    sentence = "Stadens inloggning svarar inte som den ska just nu. Försök igen om en stund."
    return RuleBroken([Rule("provider", sentence, kind="conflict")])


def _untrue(code: str) -> RuleBroken:
    """What is said of an answer that is not believed; `code` says why, for the log."""
    sentence = "Svaret från stadens inloggning gick inte att lita på. Börja om från inloggningen."
    return RuleBroken([Rule(code, sentence, kind="forbidden")])


def begin(request: Any, back: str) -> Any:
    """Sends the browser to the provider; state, nonce and verifier stay in the session."""
    levels = settings.OIDC["levels"]
    asked = (
        {"acr_values": " ".join(levels)} if levels and settings.OIDC["level_claim"] == "acr" else {}
    )
    return client().authorize_redirect(request, back, **asked)


def answered(request: Any) -> tuple[dict[str, Any], str]:
    """The claims of the ID token once all is checked, and the token itself. Raises RuleBroken."""
    exact = {
        "iss": {"essential": True, "value": settings.OIDC["issuer"]},
        "aud": {"essential": True, "value": settings.OIDC["client_id"]},
    }
    provider = client()
    try:
        token = provider.authorize_access_token(request, claims_options=exact, leeway=SLACK)
    except OAuthError as error:
        raise _untrue(str(error.error or "svar")[:60]) from error
    except JoseError as error:
        raise _untrue(type(error).__name__) from error
    except (RequestException, ValueError, KeyError, TypeError) as error:
        raise _untrue("olasligt") from error
    claims = token.get("userinfo")
    if not claims or not claims.get("nonce"):
        raise _untrue("id_token")
    return dict(claims), token["id_token"]


def _values(claims: dict[str, Any], name: str) -> list[str]:
    """A claim's values, whether it is one or a list."""
    value = claims.get(name) or []
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def against_level(claims: dict[str, Any]) -> list[Rule]:
    """The sign-in was weaker than what is demanded."""
    found = _values(claims, settings.OIDC["level_claim"])
    if set(found) & set(settings.OIDC["levels"]):
        return []
    sentence = (
        "Du har loggat in på ett sätt som inte är säkert nog för Jobbtorg. Logga in med "
        "din e-tjänstelegitimation."
    )
    return [Rule("level", sentence, kind="forbidden")]


def against_groups(claims: dict[str, Any], user: User) -> list[Rule]:
    """The provider's groups must name a function that the account is appointed to.

    They narrow and never widen: what somebody may do follows from the appointment alone.
    """
    functions = settings.OIDC["groups"]
    if not functions:
        return []
    named = {functions.get(group) for group in _values(claims, settings.OIDC["groups_claim"])}
    if named & {appointment.function for appointment in user.roles()}:
        return []
    sentence = (
        "Dina grupper hos staden stämmer inte med ditt förordnande här. Hör av dig till din "
        "administratör."
    )
    return [Rule("groups", sentence, kind="forbidden")]


def user_of(claims: dict[str, Any]) -> User | None:
    """The account that is connected with the person."""
    subject = _values(claims, settings.OIDC["subject_claim"])
    return User.objects.filter(city_subject=subject[0]).first() if subject else None


def against_claims(claims: dict[str, Any], user: User | None) -> list[Rule]:
    """Why the person does not come in."""
    rules = [*against_level(claims), *against_coming_in(user)]
    if not rules and user is not None:
        rules += against_groups(claims, user)
    return rules


def end_session(request: Any, token: str, back: str) -> str | None:
    """Where the browser goes to sign out at the provider too, where it can."""
    try:
        provider = client()
    except RuleBroken:
        return None
    if not provider.server_metadata.get("end_session_endpoint"):
        return None
    found = provider.create_logout_url(
        post_logout_redirect_uri=back, id_token_hint=token, client_id=provider.client_id
    )
    return str(found["url"])
