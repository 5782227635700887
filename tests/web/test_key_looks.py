"""Can everybody use the page of keys, in every state and every look, at 360 px and without a sideways scroll?"""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from openler.platform.accounts.models import User
from openler.platform.base.acts import now
from openler.platform.organizations import key_changes
from openler.platform.organizations.models import Organization
from openler.platform.organizations.services import join
from web.browser import FEW_LOOKS, NARROW_WIDTH, Look, axe_violations, follow, open_page, sideways_scroll
from web.people import act, make_organization, make_user, signed_client

pytestmark = pytest.mark.django_db
LONG_REASON = "Our partner's wallet reads nothing else than P-256, and most of our students use it. " * 2


def visit(page: Page, live_server: LiveServer, user: User) -> None:
    """Open the page as somebody who proved who they are just now."""
    name = django_settings.SESSION_COOKIE_NAME
    cookie = signed_client(user).cookies[name].value
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/o/college/keys/")


@pytest.mark.parametrize("look", FEW_LOOKS, ids=str)
def test_axe_finds_nothing_on_the_page_of_keys_in_any_state_or_look(
    browser: Browser, live_server: LiveServer, settings: Any, tmp_path: Path, look: Look
) -> None:
    """Without a key, with two and one that waits, as asker and as approver, refused; OPENLER_PICTURES keeps a picture."""
    settings.OPENLER_ONLINE, settings.OPENLER_HOME = False, tmp_path
    olga, rita = make_user("olga"), make_user("rita")
    college = make_organization("college", members={olga: ["owner"]})
    faults: list[str] = []

    def see(title: str) -> None:
        faults.extend(f"{title}: {fault}" for fault in axe_violations(page) + sideways_scroll(page))
        if pictures := os.environ.get("OPENLER_PICTURES"):
            page.screenshot(path=Path(pictures) / f"keys-{title}-{look.width}-{look.scheme}.png", full_page=True)

    with open_page(browser, f"{live_server.url}/healthz", look) as page:
        visit(page, live_server, olga)
        see("none")
        follow(page, page.get_by_role("button", name="Make the key"))
        see("first")
        key_changes.ask(act(olga, college, now()), college, kind="rotate", algorithm="Ed25519", expected_key=1)
        page.reload()
        page.get_by_text("The key may be lost or stolen").click()
        see("alone")
        _ask_beside_a_second_owner(college, olga, rita)
        visit(page, live_server, olga)
        see("own")
        visit(page, live_server, rita)
        see("decide")
        follow(page, page.get_by_role("button", name="Refuse"))
        see("refused")
    assert faults == []


def _ask_beside_a_second_owner(college: Organization, olga: User, rita: User) -> None:
    join(act(), organization=college, user=rita, roles=["owner"])
    given = {"kind": "rotate", "algorithm": "P-256", "reason": LONG_REASON, "expected_key": 2}
    key_changes.ask(act(olga, college, now()), college, **given)  # type: ignore[arg-type]


def test_a_key_is_made_and_approved_without_script_on_a_phone(
    browser: Browser, live_server: LiveServer, settings: Any, tmp_path: Path
) -> None:
    """Two people, two browsers, no script: one asks, the other approves."""
    settings.OPENLER_ONLINE, settings.OPENLER_HOME = False, tmp_path
    olga, rita = make_user("olga"), make_user("rita")
    make_organization("college", members={olga: ["owner"], rita: ["reviewer"]})
    look = Look(width=NARROW_WIDTH, script=False)
    with open_page(browser, f"{live_server.url}/healthz", look) as page:
        visit(page, live_server, olga)
        page.get_by_label("P-256").check()
        page.get_by_label("Why").fill("A partner reads nothing else.")
        follow(page, page.get_by_role("button", name="Ask for the key"))
        assert page.get_by_text("Nothing is changed before somebody else approves it.").count() == 1
        visit(page, live_server, rita)
        follow(page, page.get_by_role("button", name="Approve: make the key"))
        assert page.get_by_text("The new key signs from now on.").count() == 1
        assert page.locator(".to-copy", has_text="zDn").count() == 1
