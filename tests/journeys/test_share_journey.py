"""A reader with a link, and a verifier at a desk: each page as it is met, in every look, and by a scanner first."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from openler.platform.base.acts import now
from openler.platform.sharing.models import Opening, PresentationRequest
from openler.platform.sharing.services import stop_share
from web.browser import DESKTOP_WIDTH, NARROW_WIDTH, Look, axe_violations, open_page, sideways_scroll
from web.people import act, make_user, signed_client
from web.sharing import badge, presentation, shared

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

LOOKS = [Look(width=width, scheme=scheme) for width in (DESKTOP_WIDTH, NARROW_WIDTH) for scheme in ("light", "dark")]
AUDIENCE = "Harbor View (fictional)"


@pytest.fixture(autouse=True)
def _offline(settings: object, live_server: LiveServer) -> None:
    """Nothing is fetched, and links lead to the server of this test."""
    settings.OPENLER_ONLINE = False  # type: ignore[attr-defined]
    settings.OPENLER_PUBLIC_URL = live_server.url  # type: ignore[attr-defined]


def shared_link() -> tuple[str, object]:
    """Share two records of a fictional learner."""
    at = now()
    records = [badge("Fundamentals of Nursing", at=at), badge("Resident care", at=at)]
    return shared(make_user("ines"), presentation(records, at=at, domain=AUDIENCE), at=at, audience=AUDIENCE, records=2)


def _refuse_faults(page: Page) -> None:
    assert axe_violations(page) == []
    assert sideways_scroll(page) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_reader_opens_a_share_and_finds_it_ended_later(browser: Browser, live_server: LiveServer, look: Look) -> None:
    """Who and why, the button, the lights and records; after its owner stopped it, that it has ended."""
    token, share = shared_link()
    with open_page(browser, f"{live_server.url}/s/{token}/", look) as page:
        _refuse_faults(page)
        page.get_by_role("button", name="Open the records").click()
        page.get_by_role("heading", name="Fundamentals of Nursing").wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        _refuse_faults(page)
        owner = share.owner  # type: ignore[attr-defined]
        stop_share(act(owner, at=now()), owner_id=owner.pk, share_id=share.pk)  # type: ignore[attr-defined]
        page.goto(f"{live_server.url}/s/{token}/")
        page.get_by_role("heading", name="This share has ended.").wait_for()
        _refuse_faults(page)
    assert Opening.objects.count() == 1


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_an_owner_sees_each_opening_and_ends_a_share(browser: Browser, live_server: LiveServer, look: Look) -> None:
    """The list, one share with who looked, and the button that ends it."""
    token, share = shared_link()
    owner = share.owner  # type: ignore[attr-defined]
    with open_page(browser, f"{live_server.url}/s/{token}/", look) as page:
        page.get_by_role("button", name="Open the records").click()
        page.get_by_role("heading", name="Resident care").wait_for()
        for morsel in signed_client(owner).cookies.values():
            page.context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": live_server.url}])
        page.goto(f"{live_server.url}/wallet/shares/")
        _refuse_faults(page)
        page.get_by_role("link", name=AUDIENCE).click()
        page.get_by_text("Opened 1 time.").wait_for()
        _refuse_faults(page)
        page.get_by_role("button", name="End this share now").click()
        page.get_by_text("You ended it on").wait_for()
        _refuse_faults(page)
        page.goto(f"{live_server.url}/s/{token}/")
        page.get_by_role("heading", name="This share has ended.").wait_for()


@pytest.mark.parametrize("look", [LOOKS[0], LOOKS[3]], ids=str)
def test_a_verifier_asks_and_sees_who_signed(
    browser: Browser, live_server: LiveServer, look: Look, tmp_path: Path
) -> None:
    """Two people, two windows: the question, the signed file, the answer with its last light."""
    with open_page(browser, f"{live_server.url}/verify/ask/", look) as desk:
        _refuse_faults(desk)
        desk.get_by_label("Who asks").fill("Harbor View")
        desk.get_by_label("Why you ask").fill("First day, night shift")
        desk.get_by_role("button", name="Make the link").click()
        link = desk.get_by_role("textbox", name="The link for the person").input_value()
        _refuse_faults(desk)
        question = PresentationRequest.objects.get()
        at = now()
        occasion = {"challenge": question.challenge, "domain": live_server.url}
        file = tmp_path / "shown.json"
        file.write_bytes(presentation([badge("Resident care", at=at)], at=at, **occasion))
        with open_page(browser, link, look) as phone:
            phone.locator(".present-by-hand > summary").click()
            _refuse_faults(phone)
            phone.set_input_files("input[type=file]", str(file))
            phone.get_by_role("button", name="Present it").click()
            phone.get_by_role("heading", name="You have answered.").wait_for()
        desk.get_by_role("link", name="Is there an answer?").click()
        desk.get_by_role("button", name="Check and show it").click()
        desk.get_by_text("signed the presentation just now").wait_for()
        _refuse_faults(desk)
        assert desk.locator(".lights li").nth(3).inner_text().startswith("Presenter proven Passed")


def test_a_scanner_with_script_follows_every_link_first(browser: Browser, live_server: LiveServer) -> None:
    """A mail filter runs the page in a browser and opens all that it links to; the reader's opening is still the first."""
    token, _share = shared_link()
    with open_page(browser, f"{live_server.url}/s/{token}/") as page:
        links = page.evaluate("[...document.querySelectorAll('a[href]')].map(one => one.href)")
        for link in [link for link in links if link.startswith(live_server.url)]:
            page.goto(link)
        page.goto(f"{live_server.url}/s/{token}/")
        assert Opening.objects.count() == 0
        page.get_by_role("button", name="Open the records").click()
        page.get_by_role("heading", name="Resident care").wait_for()
    assert Opening.objects.count() == 1
