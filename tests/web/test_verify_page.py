"""Does the page that checks a record answer whatever is given to it, without script, cookie or trace?"""

import hashlib
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import openler
from openler.platform.base import acts
from openler.platform.base.acts import now
from openler.platform.portals.public import records
from openler.platform.portals.public.lookalikes import oddness_of
from openler.platform.portals.public.views import MAX_FILES
from openler.platform.verifying import services
from openler.platform.verifying.models import VerificationTally
from openler.platform.verifying.queries import counts_this_month
from openler.testing.signing import fixed_signer, method_of

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
GOOD = CASES / "proof-jcs" / "badge.json"
ALTERED = CASES / "dates-expired-and-altered" / "badge.json"
UNREACHABLE = CASES / "status-good" / "badge.json"
TRANSCRIPT = CASES / "clr-good" / "clr.json"
BAKED = CASES / "baking-png-many-chunks"


@pytest.fixture(autouse=True)
def _offline(settings: object) -> None:
    """No test of this page fetches anything, however the run was started."""
    settings.OPENLER_ONLINE = False  # type: ignore[attr-defined]


def upload(path: Path) -> SimpleUploadedFile:
    """Make an upload of a file."""
    return SimpleUploadedFile(path.name, path.read_bytes())


def words_of(html: bytes) -> str:
    """Give a page's words, without marks and double spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


def test_a_file_is_answered_without_script(client: Client) -> None:
    """A plain form post gives the sentence, the four lights, each check and the record itself."""
    response = client.post("/verify/", {"file": upload(GOOD)})
    words = words_of(response.content)
    assert response.status_code == 200
    assert "This record is valid" in words
    assert "we do not know who" in words
    assert [words.count(name) > 0 for name in ("Intact", "In force", "Issuer recognized", "Presenter proven")] == [
        True
    ] * 4
    assert "All 10 checks" in words
    assert "Boat Wiring, Level 1" in words
    assert "Technical view" in words


def test_the_proven_key_stands_above_the_name_that_anybody_can_choose(client: Client) -> None:
    """First what was proved, then what the record says of itself."""
    html = client.post("/verify/", {"file": upload(GOOD)}).content.decode()
    signed = html[html.index("Who signed") :]
    assert signed.index("A bare key, tied to no domain") < signed.index("It calls itself")
    verdict = html[html.index('<section class="verdict') : html.index("Who signed")]
    assert "<img" not in verdict


def test_a_reason_says_what_happened_who_mends_it_and_what_to_do(client: Client) -> None:
    """An altered record is refused, in red words, with a way on."""
    words = words_of(client.post("/verify/", {"file": upload(ALTERED)}).content)
    assert "was changed after it was signed" in words
    for term in ("What happened", "Who can mend it", "What to do", "Nothing proves it"):
        assert term in words


def test_a_status_that_cannot_be_asked_is_told_and_never_guessed(client: Client) -> None:
    """Offline, the record is intact and its force unknown; the page does not ask for an option of the terminal."""
    words = words_of(client.post("/verify/", {"file": upload(UNREACHABLE)}).content)
    assert "could not find out whether it is still in force" in words
    assert "This record is valid" not in words
    assert "Try again later" in words
    assert "--document URL=FILE" not in words
    assert "A bare key, tied to no domain" in words


def test_an_answer_that_is_short_of_a_record_counts_one_check(client: Client) -> None:
    """An unreadable file: the headline is short, and what happened stands beside it, once."""
    words = words_of(client.post("/verify/", {"record": "[" * 200}).content)
    assert "1 check: 1 failed" in words
    # Beside the headline, and in the table of checks.
    assert words.count("nests deeper than") == 2


def test_several_files_are_answered_in_their_order(client: Client) -> None:
    """Each file has its own sentence under its own name; only the first is the page's heading."""
    response = client.post("/verify/", {"file": [upload(GOOD), upload(ALTERED), upload(TRANSCRIPT)]})
    html = response.content.decode()
    assert html.count('<article class="answer"') == 3
    assert html.index("is valid") < html.index("was changed after it was signed")
    assert html.count("<h1") == 1
    labels = re.findall(r'aria-labelledby="(sentence-\d)"', html)
    assert all(html.count(f'id="{label}"') == 1 for label in labels)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_the_same_file_given_twice_makes_no_double_identifiers(client: Client) -> None:
    """The rosette of one record may be drawn twice on a page; its parts must not be mixed up."""
    html = client.post("/verify/", {"file": [upload(GOOD), upload(GOOD)]}).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_pasted_json_is_judged(client: Client) -> None:
    """The record itself, pasted."""
    words = words_of(client.post("/verify/", {"record": GOOD.read_text("utf-8")}).content)
    assert "What you pasted" in words
    assert "This record is valid" in words


def test_a_pasted_token_is_judged(client: Client) -> None:
    """A compact JWT, pasted with blanks around it."""
    token = next((CASES / "jwt-plain").iterdir()).read_text("utf-8")
    words = words_of(client.post("/verify/", {"record": f"  {token}\n"}).content)
    assert "signature" in words
    assert "JWT" in words


def test_a_part_of_a_record_says_that_more_may_have_been_signed(client: Client) -> None:
    """In the sentence, in the light and as a note beside the signature, which stays passed."""
    issuer = fixed_signer(1)
    named: dict[str, Any] = {"signer": issuer, "verification_method": method_of(issuer), "at": now()}
    claims = {"vct": "urn:example:badge", "given_name": "Mira", "family_name": "Sand"}
    token = openler.issue_sd_jwt(claims, **named, chance=os.urandom, disclosable=["/given_name", "/family_name"])
    part = openler.present_sd_jwt(token, disclose=["/given_name"])
    words = words_of(client.post("/verify/", {"record": part}).content)
    assert "is valid" in words and "The holder may have left out parts that were signed too." in words
    assert "Not one letter of what is shown changed since it was signed; parts may have been left out." in words
    assert re.search(r"Signature Passed .{0,80}Note: Nothing that is shown here was changed", words, re.IGNORECASE)
    assert "Note:" not in words_of(client.post("/verify/", {"record": token}).content)


def test_a_picture_with_a_record_is_judged(client: Client) -> None:
    """The record is taken out of the PNG; the picture itself is not shown."""
    response = client.post("/verify/", {"file": upload(next(BAKED.glob("*.png")))})
    assert "is valid" in words_of(response.content)
    assert b"data:image" not in response.content


def test_a_transcript_is_shown_as_a_tree(client: Client) -> None:
    """Every record inside with its own outcome."""
    html = client.post("/verify/", {"file": upload(TRANSCRIPT)}).content.decode()
    tree = html[html.index('<ol class="tree">') :]
    assert [name for name in ("Ropes", "Engines", "Tides") if name in tree] == ["Ropes", "Engines", "Tides"]


def test_nothing_given_is_said_beside_the_form(client: Client) -> None:
    """422, in words that say what to do, tied to the field for screen readers."""
    response = client.post("/verify/", {"record": "  "})
    assert response.status_code == 422
    assert "Choose a file, or paste a link or the record itself." in words_of(response.content)
    assert b'aria-describedby="verify-fault"' in response.content


def test_too_many_files_are_refused_and_the_words_are_kept(client: Client) -> None:
    """What was typed is not lost by a fault."""
    files = [upload(GOOD) for _ in range(MAX_FILES + 1)]
    response = client.post("/verify/", {"file": files, "record": "my words"})
    assert response.status_code == 422
    assert f"At most {MAX_FILES} files" in words_of(response.content)
    assert ">my words</textarea>" in response.content.decode()
    assert not VerificationTally.objects.exists()


def test_a_fault_on_the_way_loses_no_answer_before_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files, and a limit after the first: its answer stands there, and the rest is told beside the form."""
    from openler.platform.verifying import api

    monkeypatch.setattr(api, "CHECKS_PER_MINUTE", 1)
    response = client.post("/verify/", {"file": [upload(GOOD), upload(ALTERED)]})
    html = response.content.decode()
    assert response.status_code == 422
    assert html.count('<article class="answer"') == 1
    assert "Try again in" in words_of(response.content)


def test_what_was_pasted_is_kept_whole_when_it_could_not_be_checked(client: Client) -> None:
    """However long it is; nothing typed is lost by a fault."""
    typed = "https://badges.example/" + "a" * 5000
    html = client.post("/verify/", {"record": typed}).content.decode()
    assert f"{typed}</textarea>" in html


def test_several_records_in_one_file_are_each_shown(client: Client) -> None:
    """One sentence for the file, and under it every record with its own sentence, lights and words."""
    record = json.loads(GOOD.read_text("utf-8"))
    words = words_of(client.post("/verify/", {"record": json.dumps([record, record])}).content)
    assert "All 2 records in this file are valid" in words
    assert words.count("Wires a twelve volt circuit") >= 2
    assert "Nobody signed the collection as a whole" in words


def test_a_strangers_signature_does_not_make_its_words_the_issuers(client: Client) -> None:
    """The seal holds, but by somebody else's key: what follows is marked, and bears no flourish."""
    file = CASES / "proof-key-of-stranger" / "badge.json"
    html = client.post("/verify/", {"file": upload(file)}).content.decode()
    assert "Nothing proves that the issuer said it" in html
    assert 'class="flourish"' not in html
    assert 'class="object loose' in html
    good = client.post("/verify/", {"file": upload(GOOD)}).content.decode()
    assert 'class="flourish"' in good and 'class="object loose' not in good


def test_evidence_is_a_link_only_where_the_record_is_proved(client: Client) -> None:
    """An https address of a proved record, with its host in sight; never another kind of address."""
    key = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
    addresses = ["https://works.example/1", "javascript:alert(1)", "https://bank.example@evil.example/", "http://[::1"]
    record = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:1f8c4c0e-5a0b-4a53-9d53-0b8a3f9d2c12",
        "type": ["VerifiableCredential"],
        "validFrom": "2026-05-04T09:00:00Z",
        "credentialSubject": {"id": "urn:uuid:2f8c4c0e-5a0b-4a53-9d53-0b8a3f9d2c12"},
        "evidence": [{"id": address, "type": ["Evidence"], "name": "Work"} for address in addresses[:1]],
    }
    signed = openler.issue(record, signer=key.signer, verification_method=key.id, at=now())
    html = client.post("/verify/", {"record": json.dumps(signed)}).content.decode()
    assert 'href="https://works.example/1" rel="noreferrer nofollow"' in html
    assert "works.example</span>" in html
    signed["name"] = "altered"
    html = client.post("/verify/", {"record": json.dumps(signed)}).content.decode()
    assert 'href="https://works.example/1"' not in html
    assert [records._evidence("Work", address)["url"] for address in addresses] == [addresses[0], "", "", ""]


def test_a_report_says_when_and_about_which_bytes(client: Client) -> None:
    """A reader whose clock, or ours, is wrong sees it; a printed report names its file by its SHA-256."""
    words = words_of(client.post("/verify/", {"file": upload(GOOD)}).content)
    assert re.search(r"Checked on \d{1,2} [A-Z][a-z]+ \d{4} at \d\d:\d\d UTC\.", words)
    digest = hashlib.sha256(GOOD.read_bytes()).hexdigest()
    assert digest in words.replace(" ", "")


@pytest.mark.parametrize(
    ("year", "words"), [(1999, "it starts on 1 February 2026"), (2038, "Checked on 19 January 2038")]
)
def test_a_clock_that_is_wrong_shows_in_the_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch, year: int, words: str
) -> None:
    """A machine that lives in another year answers by its clock, and says which day it takes it to be."""
    monkeypatch.setattr(acts, "now", lambda: datetime(year, 1, 19, tzinfo=UTC))
    told = words_of(client.post("/verify/", {"file": upload(GOOD)}).content)
    assert words in told
    assert f"January {year}" in told


def test_an_address_is_not_fetched_offline_and_the_page_says_so(client: Client) -> None:
    """422, why, and what to do instead; the address is kept."""
    response = client.post("/verify/", {"record": "https://badges.example/1.json"})
    words = words_of(response.content)
    assert response.status_code == 422
    assert "fetches nothing" in words
    assert "save the record" in words
    assert "https://badges.example/1.json</textarea>" in response.content.decode()


def test_an_address_is_fetched_through_the_guarded_client_only(
    client: Client, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installation that may fetch reads the address once, for this purpose, and judges what came."""
    asked: list[tuple[str, str]] = []

    class Client_:
        """A client that holds one record."""

        def get(self, url: str, *, purpose: str, max_bytes: int) -> bytes:
            asked.append((url, purpose))
            return GOOD.read_bytes()

    settings.OPENLER_ONLINE = True  # type: ignore[attr-defined]
    monkeypatch.setattr(services, "_client_for_a_record", Client_)
    words = words_of(client.post("/verify/", {"record": "https://badges.example/1.json"}).content)
    assert "This record is valid" in words
    assert asked == [("https://badges.example/1.json", "record")]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "https://127.0.0.1/x", "https://[::1]/x", "https://localhost/"]
)
def test_an_address_of_this_machine_is_refused(client: Client, settings: object, url: str) -> None:
    """A stranger cannot make this server read its own neighbours."""
    settings.OPENLER_ONLINE = True  # type: ignore[attr-defined]
    response = client.post("/verify/", {"record": url})
    assert response.status_code == 422
    assert not VerificationTally.objects.exists()


def test_no_answer_gives_a_cookie_or_may_be_kept(client: Client) -> None:
    """Nobody is told from another, and no cache keeps what a record says."""
    for response in (client.get("/verify/"), client.post("/verify/", {"file": upload(GOOD)})):
        assert not response.cookies
    assert "no-store" in response.headers["Cache-Control"]


def test_the_form_of_another_site_is_refused(client: Client) -> None:
    """No other page can send records in a visitor's name."""
    response = client.post("/verify/", {"record": "{}"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403


def test_only_outcomes_are_counted(client: Client) -> None:
    """Three answers leave three counts and nothing of any record."""
    for path in (GOOD, ALTERED, UNREACHABLE, GOOD):
        client.post("/verify/", {"file": upload(path)})
    assert counts_this_month(now()) == {"passed": 2, "failed": 1, "undetermined": 1}
    kept = [field.name for field in VerificationTally._meta.get_fields()]
    assert sorted(kept) == ["count", "id", "month", "outcome"]


def test_counts_start_at_nothing() -> None:
    """A month without a record shows zeros, not gaps."""
    assert counts_this_month(now()) == {"passed": 0, "failed": 0, "undetermined": 0}


def test_a_visitor_who_asks_too_often_is_told_when_to_come_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """429 with Retry-After, on a page in words."""
    from openler.platform.verifying import api

    monkeypatch.setattr(api, "CHECKS_PER_MINUTE", 1)
    client.post("/verify/", {"file": upload(GOOD)})
    response = client.post("/verify/", {"file": upload(GOOD)})
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert b"<html" in response.content


def test_the_raw_view_is_text_and_no_markup(client: Client) -> None:
    """What a record says in angle brackets stands there as letters."""
    record = json.loads(GOOD.read_text("utf-8"))
    record["name"] = "</pre><b id=broken>"
    html = client.post("/verify/", {"record": json.dumps(record)}).content.decode()
    assert "id=broken>" not in html
    assert "&lt;b id=broken&gt;" in html


def test_every_word_of_the_answer_has_its_light(client: Client) -> None:
    """Colour is never alone: each outcome stands as a word beside its shape."""
    html = client.post("/verify/", {"file": upload(ALTERED)}).content.decode()
    for word in ("Passed", "Failed", "Undetermined", "Not applicable"):
        assert word in html


@pytest.mark.parametrize(
    ("name", "oddness"),
    [
        ("Kestrel Harbor Polytechnic", None),
        ("Universität Zürich", None),
        ("Московский университет MGU", None),
        ("東京大学 Tokyo", None),
        ("Nº 4, 1ª School", None),
        ("دانشگاه می\u200cخواهم", None),
        ("\u200fجامعة MIT", None),
        ("Hаrvard", "mixed"),  # a Cyrillic a
        ("Οxford", "mixed"),  # a Greek O
        ("ОАЅІЅ College", "mixed"),  # a whole Cyrillic word that reads as a Latin one
        ("Har\u200bvard", "hidden"),
        ("\u202edravraH", "hidden"),
        ("Har\u00advard", "hidden"),
        ("Har\u200dvard", "hidden"),
        ("𝐇arvard", "styled"),
        ("Ｈarvard", "styled"),
    ],
)
def test_a_name_that_may_be_a_look_alike_is_noticed(name: str, oddness: str | None) -> None:
    """Two alphabets in one word, signs that cannot be seen, signs that only look like letters; honest names pass."""
    assert oddness_of(name) == oddness
