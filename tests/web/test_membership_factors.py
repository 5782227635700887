"""Do authenticator app and recovery codes work once each, and are their secrets sealed where they lie?"""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from openler.platform.accounts.models import User
from web.people import make_user, prove, signed_client

pytestmark = pytest.mark.django_db

PASSWORD = "a long walk by the river"


@pytest.fixture
def ada() -> User:
    """Give somebody with a password and a confirmed address."""
    user = make_user("ada")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


# A code is good for its own period alone, so that none can be used twice.
_PERIOD, _ENOUGH_SECONDS = 30, 5


def code_of(secret: str) -> str:
    """Give the code that an app shows now; one that is about to change is not used, as a person would not."""
    left = _PERIOD - time.time() % _PERIOD
    if left < _ENOUGH_SECONDS:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // _PERIOD))


def set_up_app(user: User) -> tuple[str, list[str]]:
    """Set an app up on its page; give its secret and the recovery codes."""
    client = signed_client(user)
    page = client.get("/account/security/app/").content.decode()
    secret = re.search(r'<code class="secret">(\w+)</code>', page)[1]  # type: ignore[index]
    assert client.post("/account/security/app/", {"code": code_of(secret)}).status_code == 302
    codes = re.findall(r"<li><code>(\d+)</code>", client.get("/account/security/codes/").content.decode())
    return secret, codes


def second_step(user: User) -> Client:
    """Give a client that has given the password and is asked for more."""
    client = Client()
    answer = client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"].startswith("/sign-in/second/")
    assert "_auth_user_id" not in client.session
    return client


def test_a_password_alone_does_not_open_a_protected_account(ada: User) -> None:
    """With an app the password leads to a second question; a wrong code opens nothing."""
    set_up_app(ada)
    client = second_step(ada)
    assert client.get("/home/").status_code == 302
    assert "was not accepted" in client.post("/sign-in/second/", {"code": "000000"}).content.decode()
    assert "_auth_user_id" not in client.session


def test_a_code_of_the_app_works_once(ada: User) -> None:
    """Whoever looks over a shoulder cannot use the same code a moment later."""
    secret, _codes = set_up_app(ada)
    code = code_of(secret)
    first, second = second_step(ada), second_step(ada)
    assert first.post("/sign-in/second/", {"code": code})["Location"] == "/home/"
    if code == code_of(secret):
        assert second.post("/sign-in/second/", {"code": code}).status_code == 200
        assert "_auth_user_id" not in second.session


def test_a_recovery_code_works_once(ada: User) -> None:
    """It opens the account beside the password, and is used up; the others stay."""
    _secret, codes = set_up_app(ada)
    assert len(codes) == 10
    assert second_step(ada).post("/sign-in/second/", {"code": codes[0]})["Location"] == "/home/"
    assert second_step(ada).post("/sign-in/second/", {"code": codes[0]}).status_code == 200
    assert second_step(ada).post("/sign-in/second/", {"code": codes[1]})["Location"] == "/home/"


def test_guessing_codes_is_stopped(ada: User) -> None:
    """After five wrong codes even the right one waits, in whatever browser."""
    secret, _codes = set_up_app(ada)
    for _try in range(5):
        second_step(ada).post("/sign-in/second/", {"code": "000000"})
    stopped = second_step(ada).post("/sign-in/second/", {"code": code_of(secret)})
    assert "Too many" in stopped.content.decode()


def test_the_secret_of_an_app_is_sealed(ada: User) -> None:
    """Whoever reads the database can make no codes with what lies there."""
    secret, codes = set_up_app(ada)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes)


@pytest.mark.django_db(transaction=True)
def test_a_new_factor_asks_for_the_password_and_is_told_by_mail(ada: User) -> None:
    """A borrowed session cannot add a key of its own, and the owner hears of each one that is added."""
    stale = prove(signed_client(ada), ada, "password", seconds_ago=3600)
    assert stale.get("/account/security/passkeys/add/")["Location"].startswith("/account/again/")
    set_up_app(ada)
    assert {letter.to[0] for letter in mail.outbox} == {ada.email}
    assert "set a new password and look at your passkeys now" in mail.outbox[0].body


def test_one_person_cannot_remove_the_passkey_of_another(ada: User) -> None:
    """The number of somebody else's passkey is not found (T32)."""
    other = Authenticator.objects.create(user=make_user("ben"), type="webauthn", data={"name": "Phone"})
    assert signed_client(ada).post(f"/account/security/passkeys/{other.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=other.pk).exists()
