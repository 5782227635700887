"""The stranger with a file: each kind of answer, on a desk and on a phone, in light and dark, as a reader meets it."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

import openler
from openler.foundation.documents import GivenDocuments
from openler.foundation.encodings import encode_base64url
from openler.platform.verifying import services
from web.browser import DESKTOP_WIDTH, NARROW_WIDTH, Look, axe_violations, follow, open_page, sideways_scroll

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
LIST = "https://status.kestrel-harbor.example/lists/7"
# File, the words that must stand in the sentence, and the outcomes of the first two lights.
FILES = {
    "good": ("jsonld-image-object/badge.json", "is valid", ("passed", "passed")),
    "altered": ("baking-png-altered/badge.png", "was changed after it was signed", ("failed", "undetermined")),
    "expired": ("status-list-unreachable-and-expired/badge.json", "no longer in force", ("passed", "failed")),
    "suspended": ("status-suspended/badge.json", "has suspended it", ("passed", "failed")),
    "unreachable": ("status-good/badge.json", "could not find out", ("passed", "undetermined")),
    "baked": ("baking-png-many-chunks/badge.png", "is valid", ("passed", "passed")),
    "stranger": (
        "proof-key-of-stranger/badge.json",
        "a key that its issuer does not control",
        ("failed", "undetermined"),
    ),
    "endorsed": ("endorsement-inside-expired/badge.json", "is valid", ("passed", "passed")),
    "transcript": ("clr-good/clr.json", "is valid", ("passed", "passed")),
}
LOOKS = [Look(width=width, scheme=scheme) for width in (DESKTOP_WIDTH, NARROW_WIDTH) for scheme in ("light", "dark")]


def _file(name: str) -> Path:
    path = CASES / FILES[name][0]
    return path if path.exists() else next((CASES / FILES[name][0].split("/")[0]).glob(f"*{path.suffix}"))


def _signed(claims: dict[str, Any], key: openler.KeyFile) -> bytes:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    context = ["https://www.w3.org/ns/credentials/v2"]
    record = {"@context": context, "validFrom": "2026-05-04T09:00:00Z", **claims}
    return json.dumps(openler.issue(record, signer=key.signer, verification_method=key.id, at=at)).encode()


def _revoked() -> tuple[bytes, GivenDocuments]:
    """A record of ours, and a list of its issuer in which its bit is set."""
    key = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "0",
        "statusListCredential": LIST,
    }
    record = {
        "id": "urn:uuid:6f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30",
        "type": ["VerifiableCredential"],
        "name": "A revoked record",
        "credentialSubject": {"id": "urn:uuid:7f1c0a52-0d5b-4a6e-9d53-7c5f8f1a2b30"},
        "credentialStatus": entry,
    }
    bits = "u" + encode_base64url(gzip.compress(b"\x80" + bytes(16_383)))
    subject = {"id": LIST + "#list", "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": bits}
    types = ["VerifiableCredential", "BitstringStatusListCredential"]
    list_ = {"id": LIST, "type": types, "credentialSubject": subject}
    return _signed(record, key), GivenDocuments({LIST: _signed(list_, key)})


def _give(page: Page, *files: Path) -> None:
    page.set_input_files("input[type=file]", [str(file) for file in files])
    follow(page, page.locator("button.main"))
    page.wait_for_selector(".answer")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.width}-{look.scheme}")
def test_every_kind_of_answer_reads_well_in_every_look(
    browser: Browser, live_server: LiveServer, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, four lights, every reason; axe finds nothing, and nothing reaches beyond the window."""
    given = {"suspended": GivenDocuments({LIST: (CASES / "status-suspended" / "list.json").read_bytes()})}
    with open_page(browser, f"{live_server.url}/verify/", look) as page:
        for name, (_, words, first_lights) in FILES.items():
            documents = given.get(name, GivenDocuments())
            monkeypatch.setattr(services, "_documents", lambda documents=documents: documents)
            page.goto(f"{live_server.url}/verify/")
            _give(page, _file(name))
            assert words in page.locator(".sentence").inner_text(), name
            shown = page.locator(".verdict .lights .light").evaluate_all("all => all.map(one => one.className)")
            assert len(shown) == 4
            for outcome, classes in zip(first_lights, shown, strict=False):
                assert outcome in classes, f"{name}: {shown}"
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert page.locator("details.checks tbody tr").count() == 10
            assert axe_violations(page) == [], name
            assert sideways_scroll(page) == [], name


def test_a_revoked_record_says_so_and_what_to_do(
    browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Genuine, and taken back: the second light is red, and the reader learns whom to ask."""
    record, documents = _revoked()
    monkeypatch.setattr(services, "_documents", lambda: documents)
    with open_page(browser, f"{live_server.url}/verify/", Look(width=NARROW_WIDTH)) as page:
        page.fill("#record", record.decode())
        follow(page, page.locator("button.main"))
        page.wait_for_selector(".answer")
        assert "has revoked it" in page.locator(".sentence").inner_text()
        assert "newer record" in page.locator(".why").inner_text()
        assert axe_violations(page) == []


@pytest.mark.parametrize("look", LOOKS[::3], ids=lambda look: f"{look.width}-{look.scheme}")
def test_a_file_of_several_records_and_the_api_page_read_well(
    browser: Browser, live_server: LiveServer, look: Look, tmp_path: Path
) -> None:
    """Headings in order without a sheet of the file's own; the page for programs passes the same tests."""
    record = json.loads((CASES / "proof-jcs" / "badge.json").read_text("utf-8"))
    file = tmp_path / "several.json"
    file.write_text(json.dumps([record, record]), "utf-8")
    with open_page(browser, f"{live_server.url}/verify/", look) as page:
        _give(page, file)
        assert page.locator(".tree > li").count() == 2
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert axe_violations(page) == []
        assert sideways_scroll(page) == []
        page.goto(f"{live_server.url}/verify/")
        follow(page, page.get_by_role("link", name="Check records by program"))
        assert page.url == f"{live_server.url}/api/"
        assert axe_violations(page) == []
        assert sideways_scroll(page) == []


def test_a_transcript_is_a_tree_that_opens_by_keyboard(browser: Browser, live_server: LiveServer) -> None:
    """Three records inside, each with its own sentence and lights, reached and opened without a mouse."""
    with open_page(browser, f"{live_server.url}/verify/") as page:
        _give(page, _file("transcript"))
        assert page.locator(".tree > li").count() == 3
        summary = page.locator(".tree summary").first
        summary.focus()
        page.keyboard.press("Enter")
        assert page.locator(".tree details[open] .four li").count() == 4


def test_several_files_are_answered_one_under_another_without_script(browser: Browser, live_server: LiveServer) -> None:
    """The form is a form: no script, two files, two answers, and the next record can be given at once."""
    with open_page(browser, f"{live_server.url}/verify/", Look(script=False)) as page:
        _give(page, _file("good"), _file("altered"))
        sentences = page.locator(".sentence").all_inner_texts()
        assert "is valid" in sentences[0] and "was changed" in sentences[1]
        assert page.locator("form.slot").count() == 1


def test_a_pasted_record_and_a_pasted_token_are_judged(browser: Browser, live_server: LiveServer) -> None:
    """What is pasted counts like a file; nothing given is told in words, and what was typed is kept."""
    with open_page(browser, f"{live_server.url}/verify/") as page:
        follow(page, page.locator("button.main"))
        assert "Choose a file" in page.locator("#verify-fault").inner_text()
        page.fill("#record", (CASES / "jsonld-image-object" / "badge.json").read_text("utf-8"))
        follow(page, page.locator("button.main"))
        assert "is valid" in page.locator(".sentence").inner_text()
        token = next((CASES / "jwt-plain").iterdir()).read_text("utf-8")
        page.fill("#record", token)
        follow(page, page.locator("button.main"))
        assert "is valid" in page.locator(".sentence").inner_text()
