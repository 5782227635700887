"""T26: whatever a record's texts hold, the page that shows it runs nothing of it and asks no other site for anything."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Request
from pytest_django.live_server_helper import LiveServer

import openler
from web.browser import follow, open_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

AT = datetime(2026, 11, 25, tzinfo=UTC)
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
KEY = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
HIT = "window.__hit=1"
ELSEWHERE = "https://evil.example/x"

# Twenty shapes of an attack; each is written in ten ways, which makes two hundred.
SHAPES = (
    f"<script>{HIT}</script>",
    f"<img src=x onerror={HIT}>",
    f"<svg onload={HIT}>",
    f"<svg><script>{HIT}</script></svg>",
    f"<iframe srcdoc='<script>parent.{HIT}</script>'></iframe>",
    f"<body onload={HIT}>",
    f"<details open ontoggle={HIT}>",
    f"<input autofocus onfocus={HIT}>",
    f"<video><source onerror={HIT}></video>",
    f"<math><mtext><style><img src=x onerror={HIT}></style></mtext></math>",
    f"[click](javascript:{HIT})",
    f"![x]({ELSEWHERE})",
    f"<img src={ELSEWHERE}>",
    f"<link rel=stylesheet href={ELSEWHERE}>",
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}'>",
    f"<object data={ELSEWHERE}></object>",
    f"<style>@import '{ELSEWHERE}'</style>",
    f"{{{{ {HIT} }}}}{{% include '{ELSEWHERE}' %}}",
    f"<base href={ELSEWHERE}>",
    f"<form action={ELSEWHERE}><button autofocus>x</button></form>",
)
WAYS = ("{}", '">{}', "'>{}", "</title>{}", "</textarea>{}", "</pre>{}", "</code>{}", "-->{}", "]]>{}", "</script>{}")
PAYLOADS = [way.format(shape) if way != "{}" else shape for shape in SHAPES for way in WAYS]


def _badge(number: int, text: str) -> dict[str, Any]:
    claims = {
        "@context": [V2, OB],
        "id": f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": text,
        "description": text,
        "issuer": {"id": KEY.controller, "type": ["Profile"], "name": text},
        "validFrom": "2026-05-04T09:00:00Z",
        "evidence": [{"type": ["Evidence"], "name": text, "narrative": text}],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": text, "identityType": "name"},
            ],
            "result": [{"type": ["Result"], "resultDescription": "urn:uuid:r", "value": text}],
            "achievement": {
                "id": f"urn:uuid:00000000-0000-4000-9000-{number:012d}",
                "type": ["Achievement"],
                "achievementType": "Course",
                "name": text,
                "description": text,
                "criteria": {"narrative": text},
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": text,
                        "targetFramework": text,
                        "targetUrl": "https://skills.example/1",
                    }
                ],
                "resultDescription": [
                    {"id": "urn:uuid:r", "type": ["ResultDescription"], "name": text, "resultType": "Result"}
                ],
            },
        },
    }
    return openler.issue(claims, signer=KEY.signer, verification_method=KEY.id, at=AT)


def test_there_are_two_hundred_payloads() -> None:
    """As many as the list of attacks asks for, no two alike."""
    assert len(set(PAYLOADS)) == 200


@pytest.mark.parametrize("part", range(5))
def test_no_text_of_a_record_runs_or_reaches_out(
    browser: Browser, live_server: LiveServer, tmp_path: Path, part: int
) -> None:
    """Forty signed records on one page, every text a payload: no script, no dialog, no request elsewhere."""
    payloads = PAYLOADS[part * 40 : part * 40 + 40]
    members = [_badge(part * 40 + number, text) for number, text in enumerate(payloads)]
    presentation = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": members}
    file = tmp_path / "<img src=x onerror=window.__hit=1>.json"
    file.write_text(json.dumps(presentation), "utf-8")
    foreign: list[str] = []
    dialogs: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            foreign.append(request.url)

    with open_page(browser, f"{live_server.url}/verify/") as page:
        page.on("request", note)
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.set_input_files("input[type=file]", str(file))
        follow(page, page.locator("button.main"))
        page.wait_for_selector(".answer")
        assert page.evaluate("window.__hit") is None
        assert page.locator(".tree details").count() == 40
        for opened in page.locator("details").all():
            opened.evaluate("one => { one.open = true; }")
        page.wait_for_timeout(300)
        assert page.evaluate("window.__hit") is None
        # The payload is there to be read, as text.
        assert payloads[0] in page.locator(".tree .desc").first.inner_text()
        strange = page.evaluate(
            "document.querySelectorAll('main script, main iframe, main object, main base, main link, main style,"
            " main video, main math, main meta, main img').length"
        )
    assert strange == 0
    assert foreign == [] and dialogs == []
