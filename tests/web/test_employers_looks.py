"""Can everybody use the pages of employers and applicants, in every look, at 360 px and without a sideways scroll?"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from openler.platform.base.acts import now
from openler.platform.opportunities import services
from openler.platform.opportunities.services import GivenAnswer
from web.applying import CARE, PRIVACY, VITALS, Home, act_in, apply, forged, make_draft, make_home, record
from web.browser import FEW_LOOKS, Look, axe_violations, open_page, sideways_scroll
from web.people import make_user, signed_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(settings: Any) -> Iterator[dict[str, Any]]:
    """A nursing home with a posting, a draft, an applicant in review and one who withdrew; all fictional."""
    settings.OPENLER_ONLINE = False
    at = now()
    home = make_home(at)
    home.organization.is_fictional = True
    home.organization.save()
    ines, max_ = make_user("ines"), make_user("max")
    records = [
        record(PRIVACY, at=at, title="Fundamentals of Nursing I & II", level="Proficient"),
        record(VITALS, at=at, title="160 hours of resident care"),
        forged(record(CARE, at=at)),
    ]
    said = [GivenAnswer(CARE, "I cared for a neighbour for two years.")]
    application = apply(home, ines, records, at=at, answers=said)
    withdrawn = apply(home, max_, records, at=at)
    services.withdraw(act_in(max_, None, at), withdrawn.pk)
    recruiter = act_in(home.recruiter, home.organization, at)
    services.move_to(recruiter, application, "interview", message="Come and see the ward, and meet the night shift.")
    services.open_application(recruiter, application)
    owner = act_in(home.owner, home.organization, at)
    services.name_keeper(owner, home.owner.pk)
    yield {
        "home": home,
        "ines": ines,
        "application": application,
        "withdrawn": withdrawn,
        "draft": make_draft(home.organization, home.owner, at),
    }


def visit(page: Page, live_server: LiveServer, user: Any, path: str) -> None:
    """Open an address as somebody."""
    client = signed_client(user)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + path)


def pages(scene: dict[str, Any]) -> list[tuple[str, Any, str]]:
    """List the pages with who looks at them."""
    home: Home = scene["home"]
    team = "/o/harbor-view"
    return [
        ("postings", home.owner, f"{team}/postings/"),
        ("posting-new", home.owner, f"{team}/postings/new/"),
        ("posting-edit", home.owner, f"{team}/postings/{scene['draft'].pk}/"),
        ("posting-team", home.owner, f"{team}/postings/{home.posting.pk}/"),
        ("applicants", home.owner, f"{team}/postings/{home.posting.pk}/applicants/"),
        ("applicant", home.owner, f"{team}/applicants/{scene['application'].pk}/"),
        ("applicant-ended", home.owner, f"{team}/applicants/{scene['withdrawn'].pk}/"),
        ("retention", home.owner, f"{team}/postings/retention/"),
        ("openings", scene["ines"], "/postings/"),
        ("posting", home.viewer, f"/postings/{home.posting.pk}/"),
        ("apply", home.viewer, f"/postings/{home.posting.pk}/apply/"),
        ("applications", scene["ines"], "/applications/"),
        ("application", scene["ines"], f"/applications/{scene['application'].pk}/"),
    ]


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_axe_finds_nothing_on_any_page_of_employers_in_any_look(
    browser: Browser, live_server: LiveServer, scene: dict[str, Any], look: Look
) -> None:
    """WCAG 2.2 AA and best practice with everything unfolded; OPENLER_PICTURES keeps a picture of each page."""
    pictures = os.environ.get("OPENLER_PICTURES")
    faults: list[str] = []
    with open_page(browser, f"{live_server.url}/postings/", look) as page:
        for name, user, path in pages(scene):
            visit(page, live_server, user, path)
            if pictures:
                page.screenshot(path=Path(pictures) / f"{name}-{look.width}-{look.scheme}.png", full_page=True)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            faults += [f"{name}: {fault}" for fault in axe_violations(page) + sideways_scroll(page)]
    assert faults == []
