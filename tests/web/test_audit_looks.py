"""Can everybody use the audit log and the page of who looked, in every look, at 360 px and without a sideways scroll?"""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from openler.platform.audit.models import AuditEntry
from openler.platform.base.acts import now
from openler.platform.issuing.models import Seat
from web.browser import FEW_LOOKS, Look, axe_violations, open_page, sideways_scroll
from web.issuing import College
from web.people import make_user, signed_client

pytestmark = pytest.mark.django_db
CLASS = "Name,Email,Student ID,Awarded on\nAda Fictional,ada@people.example,S-1,2026-08-01\n"
# Words as long as German ones must not widen the page.
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_axe_finds_nothing_on_any_page_of_the_audit_in_any_look(
    browser: Browser, live_server: LiveServer, settings: Any, look: Look
) -> None:
    """Log, one person's log with a fault, a broken chain, and who looked; OPENLER_PICTURES keeps a picture of each."""
    settings.OPENLER_ONLINE = False
    college = College(name=LONG)
    college.issue(CLASS)
    college.organization.name = LONG
    college.organization.save()
    ada = make_user("ada")
    Seat.objects.update(holder_id=ada.pk, claimed_at=now())
    owner = signed_client(college.issuer)
    for _look in range(55):
        owner.get(f"/o/college/records/{Seat.objects.get().pk}/")
    owner.get("/o/college/records/export.csv")
    name, log = django_settings.SESSION_COOKIE_NAME, "o/college/audit/"
    pages = (
        ("log", owner, log),
        ("person", owner, f"{log}?person=S-1&since=x"),
        ("broken", owner, f"{log}?page=2"),
        ("who", signed_client(ada), "account/who-looked/"),
        ("nobody", signed_client(make_user("bo")), "account/who-looked/"),
    )
    pictures = os.environ.get("OPENLER_PICTURES")
    faults: list[str] = []
    with open_page(browser, f"{live_server.url}/healthz", look) as page:
        for title, client, path in pages:
            if title == "broken":
                AuditEntry.objects.filter(verb="key.created").update(outcome="refused")
            page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
            page.goto(f"{live_server.url}/{path}")
            if pictures:
                page.screenshot(path=Path(pictures) / f"audit-{title}-{look.width}-{look.scheme}.png", full_page=True)
            faults += [f"{title}: {fault}" for fault in axe_violations(page) + sideways_scroll(page)]
            small = page.eval_on_selector_all(
                "main a, main button, main input, main select",
                "all => all.filter(one => one.getBoundingClientRect().height < 24).map(one => one.outerHTML)",
            )
            faults += [f"{title}: smaller than 24 px: {html}" for html in small]
    assert faults == []
