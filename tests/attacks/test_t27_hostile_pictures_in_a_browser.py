"""T27: a picture that could run or call home does neither in Chromium, on the public page or in the editor's preview."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from attacks.test_t26_script_in_achievements import left_the_site
from attacks.test_t27_hostile_achievement_pictures import HOSTILE
from openler.platform.accounts.models import User
from openler.platform.achievements import services
from openler.platform.achievements.models import Picture, Version
from web.browser import follow, open_page
from web.issuing import College, draft
from web.walleting import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@dataclass
class Seen:
    """What the browser did beside showing the page."""

    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@contextmanager
def _watched(browser: Browser, own: str, user: User | None = None) -> Iterator[tuple[Page, Seen]]:
    """Open the site, signed in or not; what leaves it is noted and goes no further."""
    seen = Seen()
    with open_page(browser, own) as page:
        if user is not None:
            sign_in(page.context, user, own)
        page.route("https://evil.example/**", lambda route: route.abort())
        for event in ("requestfinished", "requestfailed"):
            page.on(event, lambda one: seen.requests.extend(left_the_site(one, own)))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        yield page, seen


def _past_the_checks(college: College, name: str, version: Version) -> Version:
    """Keep a picture as if no check of uploads had seen it."""
    data = HOSTILE[name]
    version.picture = Picture.objects.create(
        tenant_id=college.organization.pk,
        media_type="image/svg+xml" if data.startswith(b"<") else "image/png",
        content=data,
        width=10,
        height=10,
    )
    version.save(update_fields=["picture"])
    return version


def test_a_hostile_picture_does_nothing_where_it_is_shown(browser: Browser, live_server: LiveServer) -> None:
    """Even past the checks of uploads: on the public page, in the editor, and opened by its own address."""
    college = College(code="FIRST")
    own = f"{live_server.url}/o/college/achievements"
    with _watched(browser, live_server.url, college.issuer) as (page, seen):
        for number, name in enumerate(HOSTILE):
            published = _past_the_checks(college, name, college.publish(code=f"P-{number}"))
            written = services.define(college.act(college.issuer), college.organization, draft(code=f"D-{number}"))
            written = _past_the_checks(college, name, written)
            public = f"{live_server.url}/achievements/{published.pk}/"
            # The editor shows it twice: beside its field, and in the preview.
            for address, times in ((public, 1), (f"{own}/{written.pk}/", 2)):
                page.goto(address)
                assert page.locator("main img").count() == times, address
            # What was begun and is cut off by the next page counts as well.
            for address in (f"{public}picture", f"{own}/pictures/{written.picture.pk}/"):  # type: ignore[union-attr]
                page.goto(address)
        page.goto(live_server.url, wait_until="networkidle")
    assert (seen.requests, seen.dialogs) == ([], [])


def test_a_hostile_picture_is_refused_in_the_editor(browser: Browser, live_server: LiveServer) -> None:
    """Chosen for the preview, each is told beside its field; nothing is shown, and nothing is kept."""
    college = College()
    with _watched(browser, live_server.url, college.issuer) as (page, seen):
        page.goto(f"{live_server.url}/o/college/achievements/new/")
        for name, data in HOSTILE.items():
            file = {"name": f"{name}.svg", "mimeType": "image/svg+xml", "buffer": data}
            page.get_by_label("Picture").set_input_files(file)
            follow(page, page.get_by_role("button", name="Show what I typed"))
            assert page.locator("#picture_file-fault").inner_text(), name
            assert page.locator("main img").count() == 0
    assert (seen.requests, seen.dialogs) == ([], [])
    assert not Picture.objects.exists()


def test_the_browser_would_be_caught_at_it(browser: Browser, live_server: LiveServer) -> None:
    """Inside a page without a policy, the same drawings do run and do call home; this is what is watched for."""
    with _watched(browser, live_server.url) as (page, seen):
        page.goto("about:blank")
        for name in ("script", "external image"):
            page.set_content(HOSTILE[name].decode(), wait_until="networkidle")
    assert seen.dialogs == ["1"]
    assert [one.partition(" ")[0] for one in seen.requests] == ["https://evil.example/a.png"]
