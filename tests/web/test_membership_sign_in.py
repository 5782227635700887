"""Do people get in who have an account, and does nobody else learn whether there is one?"""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from openler.platform.accounts.models import User
from openler.platform.audit.models import AuditEntry
from web.people import prove

pytestmark = pytest.mark.django_db

PASSWORD = "a long walk by the river"
NEW = {"name": "Ada Example", "email": "ada@people.example", "password1": PASSWORD}


def link_in(text: str) -> str:
    """Give the first address in a mail, without its host."""
    return re.search(r"https?://[^/\s]+(/\S+)", text)[1]  # type: ignore[index]


def confirmed_user(address: str = "ada@people.example") -> User:
    """Make an account whose address is confirmed."""
    user = User.objects.create_user(username=address, email=address, password=PASSWORD, name="Ada Example")
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


def test_an_account_begins_when_its_mail_is_confirmed_by_a_button(client: Client) -> None:
    """Opening the link changes nothing, whoever opens it first; the button confirms, and then one signs in."""
    assert client.post("/sign-up/", NEW).status_code == 302
    link = link_in(mail.outbox[0].body)
    for _time in range(3):
        assert Client().get(link).status_code == 200
        assert Client().head(link).status_code == 200
    assert not EmailAddress.objects.get().verified
    before = client.post("/sign-in/", {"login": NEW["email"], "password": PASSWORD})
    assert before["Location"] == "/sign-up/confirm/"
    assert Client().post(link).status_code == 302
    assert EmailAddress.objects.get().verified
    assert client.post("/sign-in/", {"login": NEW["email"], "password": PASSWORD})["Location"] == "/home/"
    assert "Ada Example" in client.get("/home/").content.decode()
    user = User.objects.get()
    assert user.name == "Ada Example"
    assert user.password.startswith("argon2")


def test_sign_up_says_the_same_for_an_address_that_has_an_account(client: Client) -> None:
    """The answer to a stranger is the same; only the owner of the mailbox is told."""
    confirmed_user()
    taken, free = client.post("/sign-up/", NEW), Client().post("/sign-up/", NEW | {"email": "new@people.example"})
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    assert User.objects.filter(email__iexact=NEW["email"]).count() == 1


def test_a_reset_says_the_same_for_an_address_without_an_account(client: Client) -> None:
    """Nobody learns from the form who has an account, and a stranger's mailbox stays empty."""
    confirmed_user()
    known = client.post("/sign-in/password/", {"email": "ada@people.example"})
    unknown = client.post("/sign-in/password/", {"email": "nobody@people.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in mail.outbox] == [["ada@people.example"]]


def test_a_password_is_reset_by_its_link_once(client: Client) -> None:
    """The link opens a form; the form sets the password; the link is dead then."""
    confirmed_user()
    client.post("/sign-in/password/", {"email": "ada@people.example"})
    link = link_in(mail.outbox[0].body)
    form = client.get(link, follow=True)
    action = form.redirect_chain[-1][0]
    new = "another walk by the sea"
    assert client.post(action, {"password1": new, "password2": new}).status_code == 302
    assert Client().post("/sign-in/", {"login": "ada@people.example", "password": new})["Location"] == "/home/"
    assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_wrong_password_and_unknown_address_are_told_in_the_same_words(client: Client) -> None:
    """A guesser learns nothing, and what was typed as the address is kept."""
    confirmed_user()
    wrong = client.post("/sign-in/", {"login": "ada@people.example", "password": "no"}).content.decode()
    unknown = client.post("/sign-in/", {"login": "bob@people.example", "password": "no"}).content.decode()
    told = "Mail address and password do not belong together"
    assert told in wrong
    assert told in unknown
    assert "ada@people.example" in wrong


def test_guessing_one_password_is_stopped_whatever_address_the_guesser_has(client: Client) -> None:
    """After five wrong ones even the right one waits; counted in the database, where all processes see it."""
    confirmed_user()
    for number in range(5):
        client.post("/sign-in/", {"login": "ada@people.example", "password": "no"}, REMOTE_ADDR=f"192.0.2.{number}")
    stopped = client.post("/sign-in/", {"login": "ada@people.example", "password": PASSWORD}, REMOTE_ADDR="192.0.2.9")
    assert "Too many wrong passwords" in stopped.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_button(client: Client) -> None:
    """A link that somebody else made does not sign anybody out."""
    client.force_login(confirmed_user())
    assert "Sign out?" in client.get("/sign-out/").content.decode()
    assert "_auth_user_id" in client.session
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session


def test_a_short_or_common_password_is_refused_and_the_rest_is_kept(client: Client) -> None:
    """Twelve letters at least, and none of the lists that guessers begin with."""
    answer = client.post("/sign-up/", NEW | {"password1": "password1234"})
    assert User.objects.count() == 0
    assert "Ada Example" in answer.content.decode()


def test_nobody_is_led_elsewhere_after_signing_in(client: Client) -> None:
    """A link to our sign-in cannot carry a visitor to another site."""
    confirmed_user()
    answer = client.post("/sign-in/?next=https://evil.example/", {"login": "ada@people.example", "password": PASSWORD})
    assert answer["Location"] == "/home/"


def test_what_people_do_to_their_accounts_is_written_down(client: Client) -> None:
    """Sign-up, confirmation and sign-in leave a line each, without name and address."""
    client.post("/sign-up/", NEW)
    client.post(link_in(mail.outbox[0].body))
    client.post("/sign-in/", {"login": NEW["email"], "password": PASSWORD})
    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    for verb in ("account.created", "account.mail_address_confirmed", "account.signed_in"):
        assert verb in verbs
    assert not any("ada" in str(entry.detail).lower() for entry in AuditEntry.objects.all())


@pytest.mark.parametrize(
    "path",
    ["/sign-in/", "/sign-up/", "/sign-in/password/", "/sign-in/password/sent/", "/sign-in/organization/",
     "/sign-up/confirm/", "/sign-in/failed/", "/sign-in/cancelled/", "/sign-in/inactive/", "/sign-out/"],
)  # fmt: skip
def test_pages_before_signing_in_open(path: str, client: Client) -> None:
    """Each page stands in our design, without a script or style of its own."""
    answer = client.get(path, follow=True)
    html = answer.content.decode()
    assert answer.status_code == (401 if path == "/sign-in/failed/" else 200)
    assert '<link rel="stylesheet" href="/static/design/design.css">' in html
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", html)


@pytest.mark.parametrize(
    "path",
    ["/home/", "/account/mail/", "/account/security/", "/account/security/passkeys/", "/account/security/passkeys/add/",
     "/account/security/app/", "/account/password/", "/account/providers/", "/account/again/", "/organizations/new/"],
)  # fmt: skip
def test_pages_of_an_account_open(path: str) -> None:
    """Each page of an account opens for its owner, and sends anybody else to sign in."""

    user = confirmed_user()
    anonymous = Client().get(path)
    assert (anonymous.status_code, anonymous["Location"].partition("?")[0]) == (302, "/sign-in/")
    client = Client()
    client.force_login(user)
    prove(client, user, "password")
    html = client.get(path).content.decode()
    assert "<h1" in html
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", html)
