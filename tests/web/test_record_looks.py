"""Can everybody use the pages of issued records, in every look, at 360 px and without a sideways scroll?"""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from openler.platform.issuing import changes
from openler.platform.issuing.models import Seat
from web.browser import FEW_LOOKS, Look, axe_violations, follow, open_page, sideways_scroll
from web.issuing import College
from web.people import act, make_user, signed_client

pytestmark = pytest.mark.django_db
CLASS = (
    "Name,Email,Awarded on\nAda Fictional,ada@people.example,2026-08-01\nBo Fictional,bo@people.example,2026-08-01\n"
)


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_axe_finds_nothing_on_any_page_of_records_in_any_look(
    browser: Browser, live_server: LiveServer, settings: Any, look: Look
) -> None:
    """List, record and confirmation; OPENLER_PICTURES keeps a picture of each."""
    settings.OPENLER_ONLINE = False
    college = College()
    college.issue(CLASS)
    one = Seat.objects.get(name="Ada Fictional")
    changes.object_to(act(make_user("ada")), one, about="name", text="I am Ada B.")

    name = django_settings.SESSION_COOKIE_NAME
    cookie = signed_client(college.issuer).cookies[name].value
    seat = Seat.objects.get(name="Ada Fictional")
    places = {"list": "", "record": f"{seat.pk}/", "correct": f"{seat.pk}/correct/"}
    pictures = os.environ.get("OPENLER_PICTURES")
    faults: list[str] = []
    with open_page(browser, f"{live_server.url}/healthz", look) as page:
        page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        for title in ("list", "record", "correct", "leaving", "confirmation"):
            if title == "leaving":
                page.goto(f"{live_server.url}/o/college/leaving/")
            elif title == "confirmation":
                page.goto(f"{live_server.url}/o/college/records/{seat.pk}/")
                page.fill("#reason", "Issued by mistake")
                follow(page, page.get_by_role("button", name="Go on: see what it does"))
            else:
                page.goto(f"{live_server.url}/o/college/records/" + places[title])
            if pictures:
                page.screenshot(path=Path(pictures) / f"records-{title}-{look.width}-{look.scheme}.png", full_page=True)
            faults += [f"{title}: {fault}" for fault in axe_violations(page) + sideways_scroll(page)]
    assert faults == []
