"""Do wallet and server mean the same bytes? Canonical JSON, seals, links, secrets, drawings: made on one side, held to the other."""

import base64
import json
import re
from typing import Any

import pytest
import segno
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from openler.credentials.keys import parse_multikey
from openler.foundation.jcs import canonicalize_json
from openler.platform.design.rosette import draw_rosette
from openler.platform.keystore.sealing import derive_key, open_sealed, seal
from openler.platform.sharing.tokens import share_id_of, share_key_of
from web.browser import open_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

# Exactly as many bytes as each of the ten versions holds: what encoders add beyond the text differs between them.
FILLED = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213)
VALUES: list[Any] = [
    {"b": [1, -0.0, 1e-7, 0.1, 333333333.33333329, 9007199254740991], "a": {"€": '\u0007"\\/', "\r": None}},
    {"\u20ac": 1, "\U0001f600": 2, "\ufb33": 3, "1": 4, "": True, "ö": "e\u0301"},
    [[], {}, "", "\u2028\u2029\u007f", [1, [2, [3]]]],
]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Any:
    """Open a page of the server, on which the wallet's module can be loaded."""
    with open_page(browser, f"{live_server.url}/wallet/") as opened:
        yield opened


def _run(page: Page, body: str, given: Any = None) -> Any:
    load = f"const w = await import('/static/holding/wallet.js'); {body}"
    return page.evaluate(f"async given => {{ {load} }}", given)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_canonical_json_is_the_same_text(page: Page) -> None:
    """Order, numbers and escapes; and both sides refuse what readers do not agree on."""
    for value in VALUES:
        made = _run(page, "return w.canonicalJson(JSON.parse(given))", json.dumps(value))
        assert made.encode() == canonicalize_json(value)
    refused = "try { w.canonicalJson(JSON.parse(given)); return 'taken' } catch { return 'refused' }"
    for text in ("9007199254740993", '"\\ud800"', '{"\\udc00": 1}'):
        assert _run(page, refused, text) == "refused", text


def test_what_one_side_seals_the_other_opens(page: Page) -> None:
    """Both ways, under a key derived from the same secret, with the same name beside it; and padding comes off again."""
    secret, name, words = bytes(range(32)), b"item", "Wörter".encode()
    key = derive_key(secret, "a test")
    take = "const key = await w.deriveKey(w.fromBase64url(given[0]), 'a test'); "
    made = _run(
        page, take + "return w.toBase64url(await w.seal(key, w.utf8('Wörter'), w.utf8('item')))", [_text(secret)]
    )
    assert open_sealed(key, base64.urlsafe_b64decode(made + "=="), name) == words
    opened = take + "return w.textOf(await w.openSealed(key, w.fromBase64url(given[1]), w.utf8('item')))"
    assert _run(page, opened, [_text(secret), _text(seal(key, words, name))]) == "Wörter"
    sizes = "return [0, 1, 4092, 4093, 900000].map(n => { const p = w.pad(w.random(n % 65536)); return [p.length, w.unpad(p).length] })"
    assert _run(page, sizes)[:4] == [[4096, 0], [4096, 1], [4096, 4092], [8192, 4093]]


def test_a_link_means_the_same_on_both_sides(page: Page) -> None:
    """The id that is sent and the key that opens are those that the server makes from the link's token."""
    share = _run(page, "const s = await w.sealShare('{}'); return [s.path, s.id, w.toBase64url(s.sealed)]")
    token = re.fullmatch(r"/s/([A-Za-z0-9_-]{43})/", share[0])
    assert token is not None
    assert share_id_of(token[1]) == share[1]
    assert open_sealed(share_key_of(token[1]), base64.urlsafe_b64decode(share[2] + "==")) == b"{}"


def test_the_holder_s_name_is_a_key_of_its_kind(page: Page) -> None:
    """A did:key of Ed25519 and of P-256, and a private half that no page can take out again."""
    make = """
      const { key } = await w.createKey(given);
      const out = await crypto.subtle.exportKey('pkcs8', key.privateKey).catch(error => error.name);
      return [key.did, out];
    """
    for kind in ("Ed25519", "P-256"):
        did, exported = _run(page, make, kind)
        assert parse_multikey(did.removeprefix("did:key:")).kind == kind
        assert exported == "InvalidAccessError"


def test_a_secret_survives_a_pen(page: Page) -> None:
    """Written in any case, with gaps, O for 0 and I for 1, it is the same; one wrong sign is found out."""
    secret = _run(page, "return w.writeSecret(w.fromBase64url(given))", _text(bytes(range(16))))
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", secret)
    read = "try { return w.toBase64url(await w.readSecret(given)) } catch (error) { return error.reason }"
    sloppy = secret.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert _run(page, read, sloppy) == _text(bytes(range(16)))
    for wrong in (secret[:-1], "Z" + secret[1:], secret.replace("0", "U", 1), ""):
        assert _run(page, read, wrong) == "secret"


def test_qr_codes_are_those_of_another_maker(page: Page) -> None:
    """Square by square as segno draws them, in each of the ten sizes, with the same mask."""
    for length in FILLED:
        text = "http://127.0.0.1/s/".ljust(length, "b")[:length]
        squares = _run(page, "return w.qrSquares(given).map(row => row.map(Number))", text)
        version = (len(squares) - 17) // 4
        drawn = (
            segno.make(
                text.encode(), version=version, error="m", mode="byte", mask=mask, boost_error=False, micro=False
            )
            for mask in range(8)
        )
        assert squares in [[list(row) for row in code.matrix] for code in drawn], length
    assert _run(page, "try { w.qrSquares('b'.repeat(214)) } catch { return 'refused' }") == "refused"


def test_a_record_has_one_rosette(page: Page) -> None:
    """The wallet draws the curves that the server draws, in the same hue."""
    draw = """
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      w.drawRosette(svg, given);
      return [svg.getAttribute('class'), [...svg.querySelectorAll('g')].map(one => one.firstChild.getAttribute('d')),
        [...svg.querySelectorAll('[transform]')].map(one => one.getAttribute('transform'))];
    """
    for digest in (bytes(32), bytes(range(32)), bytes(range(255, 223, -1))):
        expected = draw_rosette(digest, key="k")
        hue, paths, transforms = _run(page, draw, digest.hex())
        assert hue == f"hue-{expected.hue}"
        assert [len(path) for path in paths] == [len(path) for path in re.findall(r' d="([^"]+)"', expected.drawing)]
        assert len(transforms) == expected.drawing.count("<use ")


def test_mail_programs_are_known_and_browsers_are_not_taken_for_them(page: Page) -> None:
    """By what each says of itself."""
    inside = [
        "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Version/4.0 Chrome/124.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1 [FBAN/FBIOS;FBAV/1]",
    ]
    outside = [
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 CriOS/124.0 Mobile/15E148",
        "Mozilla/5.0 (Android 14; Mobile; rv:125.0) Gecko/125.0 Firefox/125.0",
    ]
    assert _run(page, "return given.map(w.isInApp)", inside + outside) == [True] * 3 + [False] * 4
