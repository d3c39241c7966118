"""An OpenID provider, in a process of its own: python -m tests.signin.provider.

Discovery, keys, authorization (whoever asks is signed in at once), token with PKCE, logout. What
it shall do wrong is told by a POST to /behave, and forgotten after the next ID token.
"""

import base64
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "jobbtorg", "delad hemlighet"
KEY = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
FORGERS = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
CODES: dict[str, dict[str, str]] = {}
WANTED: dict[str, object] = {}


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def id_token(issuer: str, nonce: str) -> str:
    """The token, true but for what is wanted wrong."""
    now = int(time.time())
    claims = {
        "iss": issuer, "aud": CLIENT, "sub": "anna-1", "nonce": nonce, "acr": "loa3",
        "iat": now, "exp": now + 300,
    } | WANTED.get("claims", {})  # fmt: skip
    claims = {name: value for name, value in claims.items() if value is not None}
    signed = WANTED.get("signed", "RS256")
    if signed == "none":
        return f"{encoded({'alg': 'none'})}.{encoded(claims)}."
    if signed == "forged":
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, FORGERS)
    if signed == "HS256":  # the public key taken for a shared secret
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(KEY.as_pem(private=False)))
    return jwt.encode({"alg": "RS256", "kid": "1"}, claims, KEY)


class Provider(BaseHTTPRequestHandler):
    """Each address is a method; the issuer is where it listens."""

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def log_message(self, *_: object) -> None:
        """Silent."""

    def answer(self, status: int, body: object = None, **headers: str) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def asked(self) -> dict[str, str]:
        length = int(self.headers.get("Content-Length", 0))
        text = self.rfile.read(length).decode() if length else urlsplit(self.path).query
        return {name: values[0] for name, values in parse_qs(text).items()}

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/.well-known/openid-configuration":
            self.answer(200, self.metadata())
        elif path == "/keys":
            self.answer(200, {"keys": [KEY.as_dict(private=False)]})
        elif path == "/authorize":
            self.authorize(self.asked())
        else:
            self.answer(404)

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        if path == "/behave":
            WANTED.clear()
            WANTED.update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.answer(200)
        elif path == "/token":
            self.token(self.asked())
        else:
            self.answer(404)

    def metadata(self) -> dict[str, object]:
        addresses = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "keys",
            "end_session_endpoint": "logout",
        }
        return {name: f"{self.issuer}/{path}" for name, path in addresses.items()} | {
            "issuer": self.issuer,
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    def authorize(self, asked: dict[str, str]) -> None:
        if WANTED.get("error"):
            told = {"error": WANTED["error"], "state": asked["state"]}
        else:
            code = secrets.token_urlsafe()
            CODES[code] = asked
            told = {"code": code, "state": asked["state"]}
        self.answer(302, Location=f"{asked['redirect_uri']}?{urlencode(told)}")

    def token(self, asked: dict[str, str]) -> None:
        begun = CODES.pop(asked.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        true = (
            begun is not None
            and self.headers.get("Authorization") == f"Basic {basic}"
            and begun["code_challenge_method"] == "S256"
            and create_s256_code_challenge(asked.get("code_verifier", ""))
            == begun["code_challenge"]
            and asked.get("redirect_uri") == begun["redirect_uri"]
        )
        if not true:
            self.answer(400, {"error": "invalid_grant"})
            return
        token = id_token(self.issuer, begun["nonce"])
        WANTED.clear()
        self.answer(200, {"access_token": "-", "token_type": "Bearer", "id_token": token})


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    print(server.server_address[1], flush=True)
    Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()  # ends with the tests, also when they are killed
