"""Does each page that takes personal data say who, what for, by what right, how long, which rights, and whom to ask?"""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.formats import date_format

from openler.platform.base.acts import now
from openler.platform.issuing import claims
from openler.platform.organizations.keeping import set_contact, set_days
from openler.platform.organizations.notices import KINDS, Notice, notice_for
from openler.platform.sharing.requests import ask_for_presentation
from web.applying import make_home
from web.issuing import College
from web.people import act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db

FACTS = {"ends_at": "1 May 2027", "law": "29 CFR 1602.14", "looked_until": "1 March 2027", "kept_until": "1 June 2028"}
TERMS = ("Who is responsible", "What for", "By what right", "How long", "Your rights", "Whom to ask")


def said_on(client: Client, path: str, notice: Notice) -> None:
    """Make sure that a page shows a notice whole, once."""
    page = unescape(client.get(path).content.decode())
    assert page.count('<details class="notice">') == 1
    shown = page.partition('<details class="notice">')[2].partition("</details>")[0]
    for term in TERMS:
        assert f"<dt>{term}</dt>" in shown
    for words in (notice.controller, notice.purpose, notice.basis, notice.period, notice.rights, notice.contact):
        assert words
        assert words in shown


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("account", "/sign-up/"),
        ("account", "/account/mail/"),
        ("wallet", "/wallet/"),
        ("share", "/wallet/share/"),
        ("ask", "/verify/ask/"),
        ("verify", "/verify/"),
    ],
)
def test_pages_of_the_installation_name_whoever_runs_it(kind: str, path: str, settings: Any) -> None:
    """The operator's own words where they gave some, and the host where not."""
    client = Client() if path in ("/sign-up/", "/verify/", "/verify/ask/") else signed_client(make_user("ines"))
    said_on(client, path, notice_for(kind))
    assert "Whoever runs this installation (127.0.0.1:8000)" in notice_for(kind).contact
    settings.OPENLER_OPERATOR = "Lakeside College, privacy@lakeside.example"
    assert notice_for(kind).contact == "Lakeside College, privacy@lakeside.example"
    said_on(client, path, notice_for(kind))


def test_whoever_answers_a_question_is_told_that_nobody_checked_who_asks(client: Client) -> None:
    """The answer is kept for them for a day."""
    asked = ask_for_presentation(act(at=now()), asker="Board", purpose="To see")
    said_on(client, f"/present/{asked.present_token}/", notice_for("present"))


def test_an_invitation_names_the_organization_and_its_own_period() -> None:
    """The days are the ones that the sweep goes by, and the contact is the organization's."""
    user = make_user("olga")
    college = make_organization("college", members={user: ["owner"]})
    set_days(act(user, college), college, "invitation", 77)
    set_contact(act(user, college), college, "Registrar, registrar@college.example")
    notice = notice_for("invitation", college)
    assert "77 days" in notice.period
    assert (notice.controller, notice.contact) == ("College", "Registrar, registrar@college.example")
    said_on(signed_client(user), "/o/college/members/invite/", notice)


def test_a_claim_names_the_issuer_and_the_day_of_the_link(client: Client) -> None:
    """Before the check and behind it, where an objection can be typed."""
    college = College()
    college.issue("name,email\nInés Valdés,ines@people.example\n", at=now())
    link = college.version.seats.get().links.get()
    ends_at = f"{link.ends_at:%-d %B %Y}"
    path = f"/claim/{claims.token_of(link)}/"
    said_on(client, path, notice_for("claim", college.organization, ends_at=ends_at))
    client.post(f"{path}check/", {"code": claims.code_of(link)})
    said_on(client, path, notice_for("claim", college.organization, ends_at=ends_at))


def test_an_application_names_employer_law_and_both_ends() -> None:
    """What the page tells above stands in the notice too."""
    home = make_home(now() - timedelta(days=1))
    page = unescape(signed_client(make_user("ines")).get(f"/postings/{home.posting.pk}/apply/").content.decode())
    shown = page.partition('<details class="notice">')[2].partition("</details>")[0]
    assert home.organization.name in shown
    assert "29 CFR 1602.14" in shown
    assert f"until {date_format(home.posting.access_ends_at)}" in shown


@pytest.mark.parametrize("kind", KINDS)
def test_every_notice_is_whole(kind: str) -> None:
    """No part of any is empty, nor was a value forgotten in it."""
    notice = notice_for(kind, make_organization("college"), **FACTS)
    for part in (notice.controller, notice.purpose, notice.basis, notice.period, notice.rights, notice.contact):
        assert part.strip()
        assert "%" not in part


@pytest.mark.parametrize("kind", ["upload", "record"])
def test_who_uploads_is_told_the_organizations_own_period(kind: str) -> None:
    """A changed period changes the words."""
    college = make_organization("college")
    set_days(act(organization=college), college, "upload", 77)
    assert "77 days" in notice_for(kind, college).period
    with pytest.raises(ValueError, match="needs the organization"):
        notice_for(kind)
