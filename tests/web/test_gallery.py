"""Does the gallery show every component, readable in every way in which somebody may look at it?"""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

import openler.platform.design
from openler.platform.design.gallery import component_names
from web.browser import EVERY_LOOK, Look, axe_violations, follow, open_page, sideways_scroll

COMPONENTS = Path(openler.platform.design.__file__).parent / "components"


@pytest.mark.parametrize("name", component_names())
def test_every_component_is_shown_and_explains_itself(client: Client, name: str) -> None:
    """A component has an example in the gallery and a README that says when to use it and how it is read aloud."""
    assert f'id="component-{name}"' in client.get("/design/").content.decode()
    readme = (COMPONENTS / name / "README.md").read_text("utf-8")
    for part in ("## When", "## How", "## Read aloud"):
        assert part in readme, f"{name} says nothing under {part}"


@pytest.mark.django_db
@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_axe_finds_nothing_in_any_look(browser: Browser, live_server: LiveServer, look: Look) -> None:
    """Every component, WCAG 2.2 AA and best practice: desktop and 360 px, light, dark, high contrast; no side scroll."""
    with open_page(browser, f"{live_server.url}/design/", look) as page:
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        shown = page.locator("[id^=component-]").evaluate_all("found => found.map(one => one.id.slice(10))")
        assert set(component_names()) <= set(shown)
        assert axe_violations(page) == []
        assert sideways_scroll(page) == []


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chosen_dark_page_keeps_its_contrast_whatever_the_system_prefers(
    browser: Browser, live_server: LiveServer, scheme: str
) -> None:
    """The button, no script, wins over the system; more contrast is honoured on top of it."""
    for contrast in ("no-preference", "more"):
        look = Look(scheme=scheme, contrast=contrast, script=True)  # type: ignore[arg-type]
        with open_page(browser, f"{live_server.url}/design/", look) as page:
            follow(page, page.get_by_role("button", name="Dark"))
            assert page.url == f"{live_server.url}/design/"
            assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
            assert axe_violations(page) == []


@pytest.mark.django_db
def test_right_to_left_mirrors_the_page_without_breaking_it(browser: Browser, live_server: LiveServer) -> None:
    """The same page in the other direction: the brand stands at the right, nothing scrolls sideways."""
    for width in (1280, 360):
        with open_page(browser, f"{live_server.url}/design/?dir=rtl", Look(width=width)) as page:
            box = page.locator(".brand").bounding_box()
            assert box is not None
            assert box["x"] + box["width"] > width - 60
            assert sideways_scroll(page) == []
            assert axe_violations(page) == []


@pytest.mark.django_db
def test_pages_ask_nobody_else_and_run_no_inline_code(browser: Browser, live_server: LiveServer) -> None:
    """Every request goes to this server, and the policy has nothing to complain about."""
    asked: list[str] = []
    said: list[str] = []
    with open_page(browser, "about:blank") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{live_server.url}/design/", wait_until="networkidle")
    assert asked
    assert [url for url in asked if not url.startswith(f"{live_server.url}/")] == []
    assert said == []


@pytest.mark.django_db
def test_the_keyboard_reaches_the_content_first(browser: Browser, live_server: LiveServer) -> None:
    """The first stop is the way past the navigation, and it leads into the page."""
    with open_page(browser, f"{live_server.url}/design/") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.url.endswith("#content")


@pytest.mark.django_db
def test_the_page_prints_without_its_surroundings(browser: Browser, live_server: LiveServer) -> None:
    """On paper there is neither navigation nor footer."""
    with open_page(browser, f"{live_server.url}/design/") as page:
        page.emulate_media(media="print")
        assert not page.locator("header.top").is_visible()
        assert not page.locator("footer.foot").is_visible()
        assert page.locator("h1").is_visible()
