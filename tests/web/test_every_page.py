"""Can everybody use every page there is? Each address of the demonstration in the looks that pages promise.

The addresses are those of the URL list, so that no new page is left out; each is opened by somebody who may.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from web.browser import DESKTOP_WIDTH, NARROW_WIDTH, ZOOMED_WIDTH, Look, axe_violations, open_page, sideways_scroll
from web.routes import ROUTES
from web.whole import Visit, Whole, make_whole

# So many tests share the pages, and so the processors.
PARTS = 3
# Part of a page that a script puts into another one, where the other one is looked at.
PIECES = {"batch_progress", "wallet_screens"}
# Files; each is asked for by name elsewhere.
FILES = {"achievement_picture", "achievement_own_picture", "applicant_file", "status_list", "wallet_item"}
# Addresses that only lead to another page, and where.
LEADS_ON = {
    # In the middle of signing in elsewhere, which nobody is here.
    "mfa_login_webauthn": "/sign-in/",
    "socialaccount_signup": "/sign-in/",
    # The link of the letter leads to the same form without its secret; the browser follows.
    "account_reset_password_from_key": "/sign-in/password/",
}
FOLLOWED = {"account_reset_password_from_key"}
# Pages whose work is done by the wallet, in the browser alone; they say so.
NEEDS_SCRIPT = {"wallet", "wallet_make_share", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"}

# What a page must say of itself: language, title, one heading of the first rank.
_OF_ITSELF = """() => ({
  lang: document.documentElement.lang,
  title: document.title.trim(),
  headings: [...document.querySelectorAll('h1')].map(one => one.textContent.replace(/\\s+/g, ' ').trim()),
})"""
# Forms that cannot be sent off: none of their elements submits.
_WITHOUT_SUBMIT = """() => [...document.forms]
  .filter(form => !form.closest('[hidden]'))
  .filter(form => ![...form.elements].some(one => one.type === 'submit' || one.type === 'image'))
  .map(form => form.outerHTML.slice(0, 120))"""
# After a press of Tab the browser shows the focus as it does to whoever uses the keyboard (WCAG 2.4.7, 2.4.11, 2.4.3).
_FOCUS = """() => {
  const faults = [];
  const named = one => one.outerHTML.slice(0, 120);
  // An outline or a shadow, of the thing itself or its label; in a drawing also a line.
  const lookOf = one => [one, ...(one.labels || []), ...(one.closest('svg') ? one.querySelectorAll('*') : [])]
    .map(part => getComputedStyle(part))
    .map(style => [
      style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && style.outline, style.boxShadow,
      one.closest('svg') && style.stroke + style.strokeWidth,
    ].join()).join();
  const reachable = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }));
  for (const one of reachable) {
    if (one.tabIndex > 0) faults.push('out of order: ' + named(one));
    document.activeElement.blur();
    const before = lookOf(one);
    one.focus();
    if (document.activeElement !== one) continue;
    if (lookOf(one) === before) faults.push('focus not visible: ' + named(one));
    const box = one.getBoundingClientRect();
    // What of it is within the window, which may be lower than the thing itself.
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const points = [.5, .1, .9].flatMap(x => [.5, .1, .9].map(y => [left + (right - left) * x, top + (bottom - top) * y]));
    const seen = points.some(([x, y]) => {
      const first = document.elementFromPoint(x, y);
      return first && [one, ...(one.labels || [])].some(part => part.contains(first) || first.contains(part));
    });
    if (!seen) faults.push('focus hidden: ' + named(one));
  }
  return faults;
}"""
# Whoever asks for less movement gets none (WCAG 2.3.3).
_MOVING = """() => document.getAnimations()
  .filter(one => one.effect && one.effect.getComputedTiming().duration > 1)
  .map(one => 'moves: ' + (one.effect.target ? one.effect.target.outerHTML.slice(0, 120) : ''))"""

# The spacing that a reader may set for themselves (WCAG 1.4.12), and what is cut off by it.
_SPACED = """() => {
  const cut = () => [...document.querySelectorAll('main *')].filter(one => {
    const { overflowX, overflowY } = getComputedStyle(one);
    return one.innerText && one.checkVisibility() && !one.closest('.hidden') &&
      ((overflowY === 'hidden' && one.scrollHeight > one.clientHeight + 1) ||
      (overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 1));
  });
  const before = new Set(cut());
  const sheet = new CSSStyleSheet();
  // Drawings are pictures: their words stand beside them.
  sheet.replaceSync(`:not(svg, svg *) { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return cut().filter(one => !before.has(one))
    .map(one => 'cut off when spaced: ' + one.outerHTML.slice(0, 120));
}"""


@pytest.fixture
def whole(live_server: LiveServer, settings: Any, tmp_path: Path) -> Whole:
    """Give the demonstration with something to show on every page."""
    settings.OPENLER_DEMO, settings.OPENLER_ONLINE, settings.OPENLER_HOME = True, False, tmp_path
    settings.EMAIL_BACKEND = "openler.platform.mail.backend.LoggingBackend"
    settings.OPENLER_PUBLIC_URL = live_server.url
    return make_whole()


def pages_of(whole: Whole) -> Iterator[Visit]:
    """Give the pages: what answers a look with a whole page of its own."""
    for route in ROUTES:
        if route.is_api or route.name in PIECES | FILES or (route.name in LEADS_ON and route.name not in FOLLOWED):
            continue
        for visit in whole.visits(route):
            answer = visit.client().get(visit.path)
            if answer.status_code != 405 and answer["Content-Type"].startswith("text/html"):
                yield visit


@pytest.mark.django_db(transaction=True)
def test_no_address_is_left_out(whole: Whole) -> None:
    """Each answers with its page, or is known as a file, a piece, an act, or a way to another page."""
    found = 0
    for route in ROUTES:
        for visit in () if route.is_api or route.name in FILES else whole.visits(route):
            answer = visit.client().get(visit.path)
            if answer.status_code == 405:
                continue
            if route.name in LEADS_ON:
                assert answer.status_code == 302, visit
                assert answer["Location"].startswith(LEADS_ON[route.name]), visit
                continue
            assert answer.status_code == visit.status, visit
            is_page = answer["Content-Type"].startswith("text/html") and b"<html" in answer.content
            assert (route.name in PIECES) == (answer["Content-Type"].startswith("text/html") and not is_page), visit
            found += is_page
    assert found > 100


def faults_of(page: Page, visit: Visit) -> list[str]:
    """Name whatever is wrong with the page that is open."""
    said = page.evaluate(_OF_ITSELF)
    faults = [f"says no {name}" for name in ("lang", "title") if not said[name]]
    faults += [f"headings {said['headings']}"] if len(said["headings"]) != 1 or not said["headings"][0] else []
    faults += axe_violations(page) + [f"reaches beyond the side: {name}" for name in sideways_scroll(page)]
    page.keyboard.press("Tab")
    faults += page.evaluate(_FOCUS) + page.evaluate(_MOVING) + page.evaluate(_SPACED)
    return faults + [f"reaches beyond the side when spaced: {name}" for name in sideways_scroll(page)]


def see(browser: Browser, server: str, whole: Whole, look: Look, part: int) -> list[str]:
    """Open each page of a part in one look, and again without script; OPENLER_PICTURES keeps a picture of each."""
    faults: list[str] = []
    complaints: list[str] = []
    bare = Look(width=look.width, scheme=look.scheme, script=False)
    with open_page(browser, f"{server}/healthz", look) as page, open_page(browser, f"{server}/healthz", bare) as plain:
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("console", lambda message: complaints.extend(_complaint(message, page)))
        for place, visit in enumerate(list(pages_of(whole))[part::PARTS]):
            complaints.clear()
            _visit(page, server, visit)
            found = faults_of(page, visit) + complaints
            heading = page.locator("h1").all_text_contents()
            _keep_picture(page, f"{place:03}-{visit.route.name}-{look.width}-{look.scheme}")
            _visit(plain, server, visit)
            if visit.route.name not in NEEDS_SCRIPT:
                found += (
                    [] if plain.locator("h1").all_text_contents() == heading else ["another heading without script"]
                )
                found += [f"cannot be sent without script: {form}" for form in plain.evaluate(_WITHOUT_SUBMIT)]
            faults += [f"{visit.path}: {fault}" for fault in found]
    return faults


def _visit(page: Page, server: str, visit: Visit) -> None:
    page.context.clear_cookies()
    name = django_settings.SESSION_COOKIE_NAME
    cookies = visit.client().cookies
    if name in cookies:
        page.context.add_cookies([{"name": name, "value": cookies[name].value, "url": server}])
    page.goto(server + visit.path)


def _complaint(message: ConsoleMessage, page: Page) -> list[str]:
    """Give what the browser complains of; that a page answers with a fault, or the wallet to nobody, is meant."""
    about = message.location.get("url", "")
    is_meant = "status of 4" in message.text and (about == page.url or about.endswith("/api/v1/wallet"))
    return [] if message.type != "error" or is_meant else [f"console: {message.text} {about}"]


def _keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("OPENLER_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("look", [Look(width=NARROW_WIDTH), Look(scheme="dark")], ids=str)
def test_everybody_can_use_every_page(
    browser: Browser, live_server: LiveServer, whole: Whole, look: Look, part: int
) -> None:
    """On a phone in the light, on a desk in the dark: axe, width, heading, focus, movement, and all of it bare."""
    faults = see(browser, live_server.url, whole, look, part)
    assert not faults, "\n".join(faults)


# Slow: every page again, in the looks that differ least from those above.
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(
    "look",
    [
        Look(width=NARROW_WIDTH, scheme="dark"),
        Look(width=DESKTOP_WIDTH),
        Look(width=ZOOMED_WIDTH),
        Look(width=ZOOMED_WIDTH, scheme="dark"),
    ],
    ids=str,
)
def test_everybody_can_use_every_page_in_every_other_look(
    browser: Browser, live_server: LiveServer, whole: Whole, look: Look, part: int
) -> None:
    """The other pairs of width and scheme, and 400 % zoom."""
    faults = see(browser, live_server.url, whole, look, part)
    assert not faults, "\n".join(faults)
