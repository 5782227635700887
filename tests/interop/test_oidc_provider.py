"""Somebody signs in through a provider that is not ours: `oidc-provider` for Node, in a real browser.

Its version is pinned in ``package.json``; npm installs it into a temporary folder.
"""

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from interop.libraries import HERE, INSTALL, INSTALL_SECONDS
from openler.platform.accounts.models import User
from web.browser import open_page
from web.people import make_organization, make_user, signed_client

# Slow: installs other software through npm.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SECRET = "a secret of the test alone"


@pytest.fixture(scope="module")
def software(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the provider into a folder of its own."""
    folder = tmp_path_factory.mktemp("provider")
    for name in ("package.json", "package-lock.json", "provider.mjs"):
        shutil.copy(HERE / name, folder)
    done = subprocess.run(INSTALL, check=False, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def provider(software: Path, live_server: LiveServer, settings: Any) -> Iterator[str]:
    """Run the provider on a free port of this machine, the one host that may be asked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.OPENLER_SIGN_IN_LOOPBACK = (f"127.0.0.1:{port}",)
    back = f"{live_server.url}/sign-in/provider/college/return/"
    words = ["node", "provider.mjs", str(port), back]
    with subprocess.Popen(words, cwd=software, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
        running.terminate()


def test_somebody_signs_in_through_a_provider_that_is_not_ours(
    provider: str, browser: Browser, live_server: LiveServer
) -> None:
    """An owner sets the provider; a person goes there, comes back, confirms the mail address, and is signed in."""
    owner = make_user("olga")
    make_organization("college", members={owner: ["owner"]})
    given = {"server_url": provider, "client_id": "openler", "client_secret": SECRET}
    assert signed_client(owner).post("/o/college/sign-in/", given).status_code == 302
    with open_page(browser, live_server.url + "/sign-in/organization/college/") as page:
        _go_through(page, provider)
        page.wait_for_url("**/sign-up/confirm/")
        link = re.search(r"https?://\S+/sign-up/confirm/\S+", mail.outbox[-1].body)
        assert link is not None
        page.goto(link[0])
        page.get_by_role("button", name="Yes, confirm it").click()
        page.goto(live_server.url + "/sign-in/organization/college/")
        page.get_by_role("button", name="Go there").click()
        page.wait_for_url("**/home/")
        assert page.locator("h1").inner_text() == "Ada Example"
    assert User.objects.get(email="ada@people.example").name == "Ada Example"


def _go_through(page: Page, provider: str) -> None:
    page.get_by_role("button", name="Go there").click()
    page.wait_for_url(f"{provider}/interaction/**")
    page.locator("input[name=login]").fill("ada")
    page.locator("input[name=password]").fill("anything")
    page.locator("button[type=submit]").click()
    page.locator("button[autofocus], button[type=submit]").first.click()
