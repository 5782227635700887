"""Can everybody use the pages of frameworks, in every look, at 360 px and without a sideways scroll?"""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from openler.platform.frameworks.models import FrameworkItem
from openler.platform.frameworks.services import import_framework
from web.browser import FEW_LOOKS, Look, axe_violations, open_page, sideways_scroll
from web.people import act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db
SHEET = (
    b"uri,code,parent,label,statement,altLabels\n"
    b"https://source.example/a-very-long-address-without-any-blank-in-it-that-goes-on-and-on-and-on-and-on,1,,Wound care,,\n"
    b",1.1,1,Dressing wounds,Changes a dressing cleanly.,bandaging|bandages\n,1.2,1,Skin care,,\n,2,9,Charting,,\n,2,1,Twice,,\n"
)


@pytest.fixture
def scene(live_server: LiveServer, settings: Any) -> tuple[list[str], dict[str, str]]:
    """Give the addresses of all pages, and the cookie of an owner."""
    settings.OPENLER_PUBLIC_URL = live_server.url
    mei = make_user("mei")
    council = make_organization("council", kinds=("data_standards_bodies",), members={mei: ["owner"]})
    outcome = import_framework(
        act(), tenant_id=council.pk, data=SHEET, title="Ward skills", attribution="By the council."
    )
    framework, item = outcome.framework.pk, FrameworkItem.objects.get(code="1.1")
    paths = [
        "/frameworks/?q=wounds",
        f"/frameworks/{framework}/",
        f"/frameworks/items/{item.pk}/",
        "/o/council/frameworks/",
        f"/o/council/frameworks/{framework}/",
    ]
    name = django_settings.SESSION_COOKIE_NAME
    return paths, {"name": name, "value": signed_client(mei).cookies[name].value, "url": live_server.url}


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_axe_finds_nothing_on_any_page_of_frameworks_in_any_look(
    scene: tuple[list[str], dict[str, str]], live_server: LiveServer, browser: Browser, look: Look
) -> None:
    """Each page passes axe with its disclosures open and fits its width; OPENLER_PICTURES keeps a picture of each."""
    pictures = os.environ.get("OPENLER_PICTURES")
    paths, cookie = scene
    with open_page(browser, live_server.url + "/frameworks/", look) as page:
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        for number, path in enumerate(paths):
            answer = page.goto(live_server.url + path)
            assert answer is not None
            assert answer.status == 200, path
            for summary in page.locator("details:not([open]) > summary").all():
                summary.click()
            if pictures:
                picture = Path(pictures) / f"framework-{number}-{look.width}-{look.scheme}.png"
                page.screenshot(path=picture, full_page=True)
            assert axe_violations(page) + sideways_scroll(page) == [], path
