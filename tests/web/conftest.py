"""Which browser do the tests of pages look through?"""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from web.browser import open_browser

# Playwright keeps an event loop in the thread of the test; the test's own use of the database is synchronous anyway.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; each page opens in a context of its own."""
    with open_browser() as opened:
        yield opened
