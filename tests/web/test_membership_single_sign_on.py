"""Does the sign-in of an organization open an account of its own, through the guarded client, and no other's?"""

import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.core import mail
from django.test import Client

from openler.platform.accounts.models import SignInProvider, User
from openler.platform.egress.session import GuardedSession, SessionFailed
from web.people import make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db


class Provider:
    """A provider of this test: what it says of the person, and what it was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.person: dict[str, Any] = {
            "sub": "s-1",
            "email": "ada@people.example",
            "email_verified": True,
            "name": "Ada",
        }
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.issuer = url

    def answer(self, path: str) -> dict[str, Any] | None:
        """Give what an address answers."""
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.url}/auth",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/me",
                "jwks_uri": f"{self.url}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        if path == "/token":
            claims = {"iss": self.issuer, "aud": "openler", "exp": time.time() + 60, **self.person}
            token = jwt.encode(claims, "x" * 32, algorithm="HS256")
            return {"access_token": "at", "token_type": "Bearer", "id_token": token}
        return self.person if path == "/me" else None


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """Run a provider on this machine, which is the one host that may be asked."""
    found: list[Provider] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            found[0].asked.append((self.path, dict(self.headers), self.rfile.read(length).decode()))
            answer = found[0].answer(self.path)
            body = json.dumps(answer).encode()
            self.send_response(200 if answer is not None else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.append(Provider(f"http://127.0.0.1:{server.server_port}"))
    settings.OPENLER_SIGN_IN_LOOPBACK = (f"127.0.0.1:{server.server_port}",)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found[0]
    server.shutdown()
    server.server_close()


@pytest.fixture
def college(provider: Provider) -> User:
    """Give the owner of a college that has set its provider on its page."""
    owner = make_user("olga")
    make_organization("college", members={owner: ["owner"]})
    given = {"server_url": provider.url, "client_id": "openler", "client_secret": "s3cret"}
    assert signed_client(owner).post("/o/college/sign-in/", given).status_code == 302
    return owner


def go(client: Client) -> dict[str, list[str]]:
    """Press the button and give what the provider is told."""
    sent = client.post("/sign-in/provider/college/?process=login")
    assert sent.status_code == 302
    return parse_qs(urlsplit(sent["Location"]).query)


def come_back(client: Client, told: dict[str, list[str]]) -> Any:
    """Come back from the provider with a code."""
    return client.get("/sign-in/provider/college/return/", {"code": "c", "state": told["state"][0]})


def test_somebody_signs_in_through_their_organization(provider: Provider, college: User) -> None:
    """An account is made; its mail address is confirmed by our own mail, whatever the provider says of it."""
    client = Client()
    told = go(client)
    assert told["client_id"] == ["openler"]
    assert told["code_challenge_method"] == ["S256"]
    assert come_back(client, told)["Location"] == "/sign-up/confirm/"
    assert "_auth_user_id" not in client.session
    link = re.search(r"https?://[^/\s]+(/sign-up/confirm/\S+)", mail.outbox[-1].body)[1]  # type: ignore[index]
    client.post(link)
    assert come_back(client, go(client))["Location"] == "/home/"
    user = User.objects.get(pk=client.session["_auth_user_id"])
    assert (user.name, user.email) == ("Ada", "ada@people.example")
    assert SocialAccount.objects.get().provider == "college"
    token = next(asked for asked in provider.asked if asked[0] == "/token")
    assert token[1]["Authorization"].startswith("Basic ")
    assert "code_verifier=" in token[2]


def test_a_provider_cannot_open_an_account_by_its_mail_address(provider: Provider, college: User) -> None:
    """Whoever runs a provider can write any address into it; an account that exists stays its owner's."""
    ada = make_user("ada")
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    client = Client()
    assert come_back(client, go(client))["Location"] == "/sign-up/confirm/"
    assert "_auth_user_id" not in client.session
    assert SocialAccount.objects.count() == 0


def test_a_return_that_began_in_another_browser_is_refused(provider: Provider, college: User) -> None:
    """Nobody is signed in as somebody else by a link with a code in it."""
    told = go(Client())
    victim = Client()
    answer = come_back(victim, told)
    assert "did not let you in" in answer.content.decode()
    assert "_auth_user_id" not in victim.session
    assert User.objects.count() == 1


def test_the_way_there_is_a_button_on_a_page_that_names_the_provider_alone(provider: Provider, college: User) -> None:
    """The page's policy lets its form lead to this provider; no other page's does, and a link goes nowhere."""
    page = Client().get("/sign-in/organization/college/")
    assert f"form-action 'self' {provider.url};" in page["Content-Security-Policy"]
    assert provider.url not in Client().get("/sign-in/")["Content-Security-Policy"]
    assert Client().get("/sign-in/provider/college/").status_code == 200
    assert Client().get("/sign-in/organization/", {"slug": "college"})["Location"] == "/sign-in/organization/college/"
    assert Client().get("/sign-in/organization/", {"slug": "nowhere"}).status_code == 422
    assert Client().get("/sign-in/organization/nowhere/").status_code == 404
    assert Client().get("/sign-in/provider/nowhere/").status_code == 404


def test_secrets_and_tokens_of_a_provider_are_not_stored_in_plain(provider: Provider, college: User) -> None:
    """The client secret is sealed, and what the provider gives is not kept."""
    come_back(client := Client(), go(client))
    assert b"s3cret" not in bytes(SignInProvider.objects.get().sealed_secret)
    assert (SocialApp.objects.count(), SocialToken.objects.count()) == (0, 0)
    assert "s3cret" not in signed_client(college).get("/o/college/sign-in/").content.decode()


def test_only_public_addresses_become_a_provider(college: User, settings: Any) -> None:
    """A page of an owner leads the server to nothing inside its own network."""
    for url in ("http://127.0.0.1:1/", "https://169.254.169.254/", "https://localhost/", "http://10.0.0.1/"):
        given = {"server_url": url, "client_id": "x", "client_secret": "y"}
        assert signed_client(college).post("/o/college/sign-in/", given).status_code == 422, url
    assert SignInProvider.objects.get().client_id == "openler"


def test_a_discovery_document_of_another_issuer_is_refused(provider: Provider, college: User) -> None:
    """Mix-up: the document must name the issuer that was asked."""
    provider.issuer = "https://elsewhere.example.org"
    SignInProvider.objects.all().delete()
    given = {"server_url": provider.url, "client_id": "x", "client_secret": "y"}
    answer = signed_client(college).post("/o/college/sign-in/", given)
    assert "another issuer" in answer.content.decode()


def test_a_stopped_provider_lets_nobody_in(provider: Provider, college: User) -> None:
    """From the moment the owner stops it."""
    told = go(client := Client())
    signed_client(college).post("/o/college/sign-in/", {"act": "stop"})
    assert come_back(client, told).status_code == 404
    assert Client().get("/sign-in/organization/college/").status_code == 404


def test_a_provider_that_is_down_is_told(provider: Provider, college: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person reads that the sign-in could not be reached; nothing breaks."""
    told = go(client := Client())

    def fail(*_args: Any, **_options: Any) -> None:
        raise SessionFailed("down")

    monkeypatch.setattr(GuardedSession, "request", fail)
    answer = client.get(come_back(client, told)["Location"])
    assert answer.status_code < 500
    assert "did not let you in" in answer.content.decode()
