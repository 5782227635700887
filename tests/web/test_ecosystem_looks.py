"""Can everybody use the map and the pages beside it: by keyboard, without script, in every look and direction?"""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from openler.platform.ecosystem.content import ecosystem
from openler.platform.ecosystem.drawing import PLACES_ON_MAP
from web.browser import EVERY_LOOK, NARROW_WIDTH, Look, axe_violations, follow, open_page, sideways_scroll
from web.touching import touching

pytestmark = pytest.mark.django_db

PAGES = ("/", "/?phase=using", "/stakeholders/employers/", "/story/5/", "/explained/", "/glossary/")


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_axe_finds_nothing_on_any_page_in_any_look(browser: Browser, live_server: LiveServer, look: Look) -> None:
    """WCAG 2.2 AA and best practice, desktop and 360 px, light, dark, high contrast; nothing scrolls sideways."""
    for path in PAGES:
        with open_page(browser, live_server.url + path, look) as page:
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert axe_violations(page) == [], path
            assert sideways_scroll(page) == [], path


def test_the_map_is_played_by_keyboard_along_the_way(browser: Browser, live_server: LiveServer) -> None:
    """Tab goes from place to place in the order of a record's way; Enter opens a place and shows its acts."""
    with open_page(browser, f"{live_server.url}/") as page:
        page.locator(".phases a").last.focus()
        names = []
        for _ in PLACES_ON_MAP:
            page.keyboard.press("Tab")
            names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        content = ecosystem()
        assert names == [
            f"{one.name}. {one.purpose}" for one in (content.stakeholder(place.key) for place in PLACES_ON_MAP)
        ]
        page.keyboard.press("Enter")
        page.wait_for_url("**/?at=hr-systems#chosen")
        panel = page.locator("#chosen")
        assert panel.get_by_role("heading", level=2).inner_text() == "HR Systems"
        assert panel.locator("ul:not(.here) li").count() == len(content.stakeholder("hr_systems").acts)
        panel.get_by_role("link", name="Open the page").press("Enter")
        page.wait_for_url("**/stakeholders/hr-systems/")


def test_the_story_is_told_to_its_end_without_script(browser: Browser, live_server: LiveServer) -> None:
    """Nine steps on the map's plaque, nine on pages of their own, links alone."""
    titles = [step.title for step in ecosystem().story]
    with open_page(browser, f"{live_server.url}/?step=1", Look(script=False)) as page:
        seen = [page.locator("#story h3").inner_text()]
        while page.locator("#story .go", has_text="Next step").count():
            follow(page, page.locator("#story .go"))
            seen.append(page.locator("#story h3").inner_text())
        assert seen == titles
        follow(page, page.locator("#story h3 a"))
        assert page.get_by_role("heading", level=1).inner_text() == titles[-1]
        page.goto(f"{live_server.url}/story/1/")
        told = [page.get_by_role("heading", level=1).inner_text()]
        while page.locator("a[rel=next]").count():
            follow(page, page.locator("a[rel=next]"))
            told.append(page.get_by_role("heading", level=1).inner_text())
        assert told == titles


def test_a_phone_shows_the_list_and_a_desk_the_drawing(browser: Browser, live_server: LiveServer) -> None:
    """Below 1088 px the list stands for the drawing; each reader meets exactly one of them."""
    for width, drawing, listed in ((1280, True, False), (390, False, True)):
        with open_page(browser, f"{live_server.url}/", Look(width=width, script=False)) as page:
            assert page.locator(".node").first.is_visible() is drawing
            assert page.locator(".twin summary").first.is_visible() is listed
    with open_page(browser, f"{live_server.url}/?at=governance", Look(width=390, script=False)) as page:
        chosen = page.locator(".twin details[open]")
        assert chosen.count() == 1
        assert "Governance" in chosen.locator("summary").inner_text()


def test_the_map_is_mirrored_for_readers_from_the_right(browser: Browser, live_server: LiveServer) -> None:
    """Each place stands as far from the other side; its name still reads forward; nothing scrolls sideways."""
    middles: dict[str, list[float]] = {}
    for direction in ("ltr", "rtl"):
        with open_page(browser, f"{live_server.url}/?dir={direction}") as page:
            assert page.locator("html").get_attribute("dir") == direction
            frame = page.locator("svg.map").bounding_box()
            assert frame is not None
            for place in PLACES_ON_MAP:
                box = page.locator(f".node.who-{place.icon} .disc").bounding_box()
                assert box is not None
                middles.setdefault(place.icon, []).append(box["x"] + box["width"] / 2 - frame["x"])
            assert sideways_scroll(page) == []
            assert axe_violations(page) == []
    width = frame["width"]
    for icon, (left, right) in middles.items():
        assert left + right == pytest.approx(width, abs=2), icon


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_on_any_drawing_touches_anything(browser: Browser, live_server: LiveServer, direction: str) -> None:
    """Whatever is chosen, in both directions, names and words keep clear of each other, of discs, stones and lines."""
    content = ecosystem()
    slugs = [one.slug for one in content.stakeholders]
    paths = [f"/?at={slug}&dir={direction}" for slug in slugs]
    paths += [f"/?step={step.step}&dir={direction}" for step in content.story]
    paths += [f"/story/{step.step}/?dir={direction}" for step in content.story]
    paths += [f"/stakeholders/{slug}/?dir={direction}" for slug in slugs]
    with open_page(browser, live_server.url) as page:
        found = {}
        for path in paths:
            page.goto(live_server.url + path)
            page.evaluate("document.fonts.ready.then(() => true)")
            found[path] = touching(page)
        assert {path: pairs for path, pairs in found.items() if pairs} == {}


def test_what_touches_is_found(browser: Browser, live_server: LiveServer) -> None:
    """The judge of drawings can fail: a name moved onto another place is reported."""
    with open_page(browser, f"{live_server.url}/?at=employers") as page:
        moved = "document.querySelector('.node.who-funders').setAttribute('transform', 'translate(436 340)')"
        page.evaluate(moved)
        assert any("Funders" in pair for pair in touching(page))


def test_a_phone_shows_who_does_what_in_a_phase(browser: Browser, live_server: LiveServer) -> None:
    """The filter is reached from the list, stands in its place, and leads back to it."""
    with open_page(browser, f"{live_server.url}/", Look(width=NARROW_WIDTH, script=False)) as page:
        follow(page, page.locator(".twin h2 a", has_text="Using"))
        page.wait_for_url("**/?phase=using#chosen")
        assert page.locator("#chosen").is_visible()
        assert page.locator("#chosen h3").count() == len(PLACES_ON_MAP)
        assert not page.locator(".twin summary").first.is_visible()
        follow(page, page.get_by_role("link", name="Show all phases"))
        assert page.locator(".twin summary").first.is_visible()


def test_the_way_back_from_a_stakeholder_opens_its_place(browser: Browser, live_server: LiveServer) -> None:
    """On a phone the map opens where the reader came from, not at its top."""
    with open_page(browser, f"{live_server.url}/stakeholders/funders/", Look(width=390)) as page:
        follow(page, page.get_by_role("link", name="The map", exact=True))
        page.wait_for_url("**/?at=funders#place-funders")
        assert page.locator("#place-funders").get_attribute("open") is not None
        box = page.locator("#place-funders summary").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 844
