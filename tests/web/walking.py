"""How do several people walk through one demonstration, each on a device of their own, by clicking alone?"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from openler.platform.base.acts import now
from openler.platform.jobs.services import run_all
from web.browser import Look, axe_violations, follow, sideways_scroll

_HEIGHT = 740
# What may be smaller than 24 px by WCAG 2.5.8: what stands in a line of text, and what the browser itself draws.
_SMALL_TARGETS = """() => [...document.querySelectorAll('main a[href], main button, main summary, main select, main input')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.hidden') && one.type !== 'hidden')
  .filter(one => !one.classList.contains('hidden'))
  .filter(one => {
    const box = one.getBoundingClientRect();
    const inText = one.matches('a') && one.parentElement.closest('p, li, dd, td, th, span, small, blockquote');
    return !inText && (box.width < 24 || box.height < 24) && !(one.labels && [...one.labels].some(label => {
      const around = label.getBoundingClientRect();
      return around.width >= 24 && around.height >= 24;
    }));
  })
  .map(one => `${one.tagName} ${one.textContent.trim().slice(0, 30)} ${one.getBoundingClientRect().height}`)"""


class Walk:
    """The people of a demonstration, each with a browser of their own."""

    def __init__(self, browser: Browser, url: str, look: Look) -> None:
        self._browser, self.url, self._look = browser, url, look
        self._contexts: dict[str, BrowserContext] = {}
        self._pages: dict[str, Page] = {}
        self.faults: list[str] = []

    def page_of(self, person: str) -> Page:
        """Give somebody's page: an empty name is a stranger's, who is signed in nowhere."""
        if person not in self._pages:
            context = self._browser.new_context(
                viewport={"width": self._look.width, "height": _HEIGHT if self._look.width < 500 else 900},
                color_scheme=self._look.scheme,
                reduced_motion="reduce",
                locale="en-US",
                timezone_id="UTC",
                accept_downloads=True,
            )
            page = context.new_page()
            page.set_default_timeout(20_000)
            page.on("pageerror", lambda error: self.faults.append(f"{person}: {error}"))
            self._contexts[person], self._pages[person] = context, page
            if person:
                self.open(page, "/demo/")
                follow(page, page.locator(f"button[value={person}]"))
        return self._pages[person]

    def open(self, page: Page, path: str) -> None:
        """Type an address."""
        page.goto(path if path.startswith("http") else self.url + path)

    def go(self, page: Page, *names: str) -> None:
        """Follow links by their words, one after the other."""
        for name in names:
            follow(page, page.get_by_role("link", name=name, exact=True).first)

    def press(self, page: Page, name: str) -> None:
        """Press a button that leads to a page."""
        follow(page, page.get_by_role("button", name=name).first)

    def work(self) -> None:
        """Let the worker do what waits."""
        run_all(now())

    def letter(self, page: Page, address: str, subject: str) -> str:
        """Open the newest letter of somebody in the mailbox of the demonstration, and give its words."""
        self.open(page, f"/demo/mailbox/?q={address}")
        follow(page, page.locator("ul.lines a", has_text=subject).first)
        return page.locator(".letter").inner_text()

    def look(self, page: Page, name: str) -> None:
        """Keep a picture where OPENLER_PICTURES says, and note what a person would stumble over."""
        folder = os.environ.get("OPENLER_PICTURES")
        if folder:
            page.screenshot(path=Path(folder) / f"walk-{name}-{self._look.width}.png", full_page=True)
        found = axe_violations(page) + sideways_scroll(page) + page.evaluate(_SMALL_TARGETS)
        self.faults += [f"{name}: {fault}" for fault in found]

    def close(self) -> None:
        """Close every browser, with a last picture of each where pictures are kept."""
        folder = os.environ.get("OPENLER_PICTURES")
        for person, page in self._pages.items() if folder else ():
            page.screenshot(path=Path(str(folder)) / f"walk-last-{person}-{self._look.width}.png", full_page=True)
        for context in self._contexts.values():
            context.close()


@contextmanager
def walking(browser: Browser, url: str, look: Look) -> Iterator[Walk]:
    """Begin a walk, and end it with no fault noted."""
    walk = Walk(browser, url, look)
    try:
        yield walk
        assert not walk.faults, "\n".join(walk.faults)
    finally:
        walk.close()


def code_in(text: str) -> str:
    """Find a claim code in a letter."""
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
    assert found is not None, text
    return found[0]


def link_in(text: str) -> str:
    """Find a claim link in a letter."""
    found = re.search(r"https?://\S+/claim/\S+", text)
    assert found is not None, text
    return found[0]
