"""Can everybody use the pages of sign-in and membership, in every look, and does a passkey open an account?"""

import os
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from openler.platform.accounts.models import User
from openler.platform.mail.models import DemoLetter
from openler.platform.organizations import memberships
from openler.platform.organizations.domains import ask_for_proof
from openler.platform.organizations.models import Invitation, Membership
from web.browser import FEW_LOOKS, Look, axe_violations, follow, open_page, sideways_scroll
from web.people import act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db

PASSWORD = "a long walk by the river"
OPEN_PAGES = ("sign-in/", "sign-up/", "sign-up/confirm/", "sign-in/password/", "sign-in/organization/")
OWN_PAGES = (
    "home/",
    "organizations/new/",
    "account/mail/",
    "account/security/",
    "account/security/app/",
    "account/security/passkeys/add/",
    "o/college/",
    "o/college/members/",
    "o/college/members/invite/",
    "o/college/domain/",
    "o/college/sign-in/",
    "o/college/keeping/",
    "o/college/leave/",
    "invitation/known/",
    "demo/mailbox/",
)


@pytest.fixture
def owner(settings: Any) -> User:
    """An owner of a college with a second member, an open invitation and a domain to prove; all fictional."""
    settings.OPENLER_DEMO = True
    user = make_user("olga")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    college = make_organization("college", members={user: ["owner"], make_user("jonah"): ["reviewer", "viewer"]})
    given = {"address": "bea@people.example", "roles": ["issuer"], "title": "registrar"}
    memberships.invite(act(user, college), organization=college, **given)  # type: ignore[arg-type]
    later = act(user).at.replace(year=2100)
    Invitation.objects.update(token_digest=memberships._digest("known"), expires_at=later)
    ask_for_proof(act(user, college), organization=college, domain="college.edu")
    DemoLetter.objects.create(to="bea@people.example", subject="Invitation to College", body="Open the page.")
    return user


def visit(page: Page, live_server: LiveServer, user: User | None, path: str) -> None:
    """Open an address as somebody who just proved who they are, or as nobody."""
    if user is not None:
        cookie = signed_client(user).cookies[django_settings.SESSION_COOKIE_NAME].value
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/{path}")


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_every_page_in_every_look(look: Look, owner: User, browser: Browser, live_server: LiveServer) -> None:
    """Axe finds nothing, and nothing scrolls sideways."""
    folder = os.environ.get("OPENLER_SHOTS")
    with open_page(browser, live_server.url + "/healthz", look) as page:
        for path in [*OPEN_PAGES, *OWN_PAGES]:
            visit(page, live_server, owner if path in OWN_PAGES else None, path)
            assert page.locator("h1").count() == 1, path
            assert axe_violations(page) == [], path
            assert sideways_scroll(page) == [], path
            if folder:
                name = path.strip("/").replace("/", "-")
                page.screenshot(path=Path(folder) / f"{name}-{look.width}-{look.scheme}.png", full_page=True)


def test_a_passkey_is_added_opens_the_account_and_is_replaced_when_lost(
    owner: User, browser: Browser, live_server: LiveServer
) -> None:
    """Add, sign in with it, lose it, come back with password and recovery code, remove it."""
    with open_page(browser, live_server.url + "/sign-in/") as page:
        chrome = page.context.new_cdp_session(page)
        chrome.send("WebAuthn.enable")
        device = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        key = chrome.send("WebAuthn.addVirtualAuthenticator", {"options": device})["authenticatorId"]
        _sign_in_by_password(page)
        page.wait_for_url("**/home/")
        page.goto(live_server.url + "/account/security/passkeys/add/")
        if "/account/again/" in page.url:
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Go on").click()
        page.get_by_label("Name of this passkey").fill("Laptop")
        page.get_by_role("button", name="Make the passkey").click()
        page.wait_for_url("**/codes/")
        codes = page.locator(".codes li").all_inner_texts()
        follow(page, page.get_by_role("button", name="Sign out"))
        page.goto(live_server.url + "/sign-in/")
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url("**/home/")
        page.goto(live_server.url + "/o/college/members/invite/")
        assert page.locator("h1").inner_text() == "Invite somebody"
        follow(page, page.get_by_role("button", name="Sign out"))
        chrome.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
        page.goto(live_server.url + "/sign-in/")
        _sign_in_by_password(page)
        page.wait_for_url("**/sign-in/second/")
        page.get_by_label("Code").fill(codes[0])
        page.locator("form", has=page.get_by_label("Code")).get_by_role("button").click()
        page.wait_for_url("**/home/")
        page.goto(f"{live_server.url}/account/security/passkeys/{_passkey().pk}/remove/")
        if "/account/again/" in page.url:
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Remove the passkey").click()
        page.wait_for_url("**/passkeys/")
    assert not Authenticator.objects.filter(type="webauthn").exists()
    assert Membership.objects.filter(user=owner).exists()


def _sign_in_by_password(page: Page) -> None:
    page.get_by_label("Email").fill("olga@people.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in with password").click()


def _passkey() -> Authenticator:
    return Authenticator.objects.get(type="webauthn")
