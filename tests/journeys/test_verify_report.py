"""The answer on paper and under strain: a printed report is whole, and no long word pushes a page out of its window."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from openler.foundation.documents import NO_DOCUMENTS
from openler.platform.verifying import services
from web.browser import (
    DESKTOP_WIDTH,
    NARROW_WIDTH,
    PHONE_WIDTH,
    Look,
    axe_violations,
    follow,
    open_page,
    sideways_scroll,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
STRANGERS_KEY = CASES / "clr-member-wrong-signer" / "clr.json"
WIDTHS = (DESKTOP_WIDTH, PHONE_WIDTH, NARROW_WIDTH)


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No document is fetched."""
    monkeypatch.setattr(services, "_documents", lambda: NO_DOCUMENTS)


def _give(page: Page, file: Path) -> None:
    page.set_input_files("input[type=file]", str(file))
    follow(page, page.locator("button.main"))
    page.wait_for_selector(".answer")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_printed_report_shows_every_check_and_no_form(
    browser: Browser, live_server: LiveServer, script: bool
) -> None:
    """What was closed on the screen stands open on paper, the form and the buttons do not stand there at all."""
    with open_page(browser, f"{live_server.url}/verify/", Look(script=script)) as page:
        _give(page, STRANGERS_KEY)
        page.emulate_media(media="print")
        assert page.locator("form.slot").is_hidden()
        assert page.locator("[data-print]").is_hidden()
        table = page.locator("details.checks table").bounding_box()
        assert table is not None
        assert table["height"] > 200
        rows = page.locator("details.checks tbody tr")
        assert [rows.nth(number).is_visible() for number in range(rows.count())] == [True] * 10


@pytest.mark.parametrize("width", WIDTHS)
def test_long_keys_stay_within_the_window(browser: Browser, live_server: LiveServer, width: int) -> None:
    """Two keys of fifty letters in a reason: broken where they must, in every width, with the checks open."""
    with open_page(browser, f"{live_server.url}/verify/", Look(width=width)) as page:
        _give(page, STRANGERS_KEY)
        page.locator("details.checks summary").click()
        assert sideways_scroll(page) == []
        assert axe_violations(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_names_without_a_blank_stay_within_the_window(
    browser: Browser, live_server: LiveServer, width: int, tmp_path: Path
) -> None:
    """Every text of the record as one word of 300 letters, and a file name as long as the system allows."""
    record = json.loads((CASES / "proof-jcs" / "badge.json").read_text("utf-8"))
    word = "Wirbelschleppenmessgerät" * 12
    record["issuer"]["name"] = record["name"] = word
    achievement = record["credentialSubject"]["achievement"]
    achievement["name"] = achievement["description"] = achievement["criteria"]["narrative"] = word
    file = tmp_path / f"{'n' * 200}.json"
    file.write_text(json.dumps(record), "utf-8")
    with open_page(browser, f"{live_server.url}/verify/", Look(width=width)) as page:
        _give(page, file)
        page.locator("details.raw summary").click()
        assert sideways_scroll(page) == []


def test_names_of_checks_are_never_broken_inside_a_word(browser: Browser, live_server: LiveServer) -> None:
    """On a desk each name of a check keeps its words whole beside its reason."""
    with open_page(browser, f"{live_server.url}/verify/") as page:
        _give(page, STRANGERS_KEY)
        page.locator("details.checks summary").click()
        heads = page.locator("details.checks tbody th")
        wide = heads.evaluate_all("all => all.map(one => one.scrollWidth <= one.clientWidth && one.clientWidth > 120)")
        assert wide == [True] * 10


def test_a_dropped_file_is_checked_at_once(browser: Browser, live_server: LiveServer) -> None:
    """Dropping is all it takes; the answer names the file."""
    text = (CASES / "proof-jcs" / "badge.json").read_text("utf-8")
    with open_page(browser, f"{live_server.url}/verify/") as page:
        page.evaluate(
            """text => {
              const data = new DataTransfer();
              data.items.add(new File([text], "dropped.json", {type: "application/json"}));
              const form = document.querySelector("form[data-drop]");
              for (const kind of ["dragenter", "dragover", "drop"])
                form.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
            }""",
            text,
        )
        page.wait_for_selector(".answer")
        assert page.locator(".answer .what").inner_text() == "dropped.json"
        assert "is valid" in page.locator(".sentence").inner_text()
