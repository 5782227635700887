"""Can a holder sign in a terminal for a verifier who asked?"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import openler
from openler.cli import main
from openler.testing.signing import did_key_of, fixed_signer, key_file_of, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISSUER, HOLDER = fixed_signer(1), fixed_signer(2)


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with the holder's key and a record about the holder."""
    monkeypatch.chdir(tmp_path)
    claims = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": did_key_of(HOLDER)},
    }
    record = openler.issue(claims, signer=ISSUER, verification_method=method_of(ISSUER), at=AT)
    Path("record.json").write_text(json.dumps(record), "utf-8")
    Path("key.json").write_text(key_file_of(HOLDER), "utf-8")


def test_what_the_terminal_presents_answers_the_verifier() -> None:
    """Challenge, domain and time are those that were given; the record is in it."""
    words = ["--challenge", "7f3a", "--domain", "https://home.example", "--at", "2026-11-25T12:00:00Z"]
    assert main(["credential", "present", "--key", "key.json", *words, "record.json", "-o", "shown.json"]) == 0
    report = openler.verify(
        Path("shown.json").read_bytes(), at=AT, expected_challenge="7f3a", expected_domain="https://home.example"
    )
    assert report.verified and report.check("presenter").outcome == "passed"


def test_what_cannot_be_presented_is_told_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no record ends with 1, as a bad record does elsewhere."""
    Path("junk.json").write_text("junk", "utf-8")
    assert main(["credential", "present", "--key", "key.json", "junk.json", "-o", "shown.json"]) == 1
    assert "Record 1 cannot be read" in capsys.readouterr().err
    assert not Path("shown.json").exists()
