"""How do tests and pictures look at a page? Debian's Chromium, in the sizes, schemes and contrasts that pages promise."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Browser, Locator, Page, sync_playwright

DESKTOP_WIDTH = 1280
PHONE_WIDTH = 390
NARROW_WIDTH = 360
# A window of 1280 by 1024 at 400 %: what a page has left of it (WCAG 1.4.10).
ZOOMED_WIDTH = 320
_HEIGHT_OF_WIDTH = {DESKTOP_WIDTH: 900, PHONE_WIDTH: 844, NARROW_WIDTH: 740, ZOOMED_WIDTH: 256}
_AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One way of looking at a page.

    Attributes:
        width: of the window, CSS pixels.
        scheme: what the reader's system prefers.
        contrast: "more" asks for high contrast.
        forced_colors: whether the system replaces colours by its own.
        script: whether scripts run.
    """

    width: int = DESKTOP_WIDTH
    scheme: Literal["light", "dark"] = "light"
    contrast: Literal["no-preference", "more"] = "no-preference"
    forced_colors: Literal["none", "active"] = "none"
    script: bool = True


EVERY_LOOK = (
    Look(),
    Look(scheme="dark"),
    Look(width=NARROW_WIDTH),
    Look(width=NARROW_WIDTH, scheme="dark"),
    Look(contrast="more"),
    Look(contrast="more", scheme="dark"),
)
# For pages in states that only their own tests reach. Light and dark, wide and narrow, and more contrast are each met
# once; the other pairs are met for every page in test_every_page.py, the slowest of them in `make test-all`.
FEW_LOOKS = (Look(scheme="dark"), Look(width=NARROW_WIDTH), Look(contrast="more"))


def chromium_path() -> str:
    """Find the system's Chromium; OPENLER_CHROMIUM names another."""
    found = os.environ.get("OPENLER_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise RuntimeError("Chromium is missing; `make test` installs it, or set OPENLER_CHROMIUM to its path.")
    return found


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium without a window; as root it needs to run without its own sandbox."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(browser: Browser, url: str, look: Look | None = None) -> Iterator[Page]:
    """Open an address in one look and wait for its letters."""
    look = look or Look()
    context = browser.new_context(
        viewport={"width": look.width, "height": _HEIGHT_OF_WIDTH.get(look.width, 900)},
        color_scheme=look.scheme,
        contrast=look.contrast,
        forced_colors=look.forced_colors,
        reduced_motion="reduce",
        java_script_enabled=look.script,
        locale="en-US",
        timezone_id="UTC",
    )
    try:
        page = context.new_page()
        page.goto(url, wait_until="networkidle")
        if look.script:
            page.evaluate("document.fonts.ready.then(() => true)")
        yield page
    finally:
        context.close()


def follow(page: Page, target: Locator) -> None:
    """Press what leads to another page and wait until that page is there, whole: a press returns before it is."""
    with page.expect_navigation():
        target.click()


def axe_violations(page: Page, selector: str | None = None) -> list[str]:
    """Run axe on a page, or on a part of it, and give one line for each fault."""
    from axe_playwright_python.sync_playwright import Axe

    context: Any = {"include": [[selector]]} if selector else None
    options: Any = {
        "runOnly": {"type": "tag", "values": _AXE_TAGS},
        # Told as an experiment by axe, yet criterion 2.5.3.
        "rules": {"label-content-name-mismatch": {"enabled": True}},
        "resultTypes": ["violations"],
    }
    result = Axe().run(page, context=context, options=options)
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]


def sideways_scroll(page: Page) -> list[str]:
    """Name what reaches beyond the side of the window, so that the page would scroll sideways."""
    found = page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          return [...document.querySelectorAll('body *')]
            .filter(one => one.getBoundingClientRect().right > wide + 1 || one.getBoundingClientRect().left < -1)
            .slice(0, 8).map(one => one.tagName + '.' + (one.getAttribute('class') || ''));
        }"""
    )
    return [str(name) for name in found]
