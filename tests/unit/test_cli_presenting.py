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


WORDS = ["--challenge", "7f3a", "--domain", "https://home.example"]
NOW = ["--at", "2026-11-25T12:00:00Z"]


def create(*words: str, output: str = "shown.json") -> int:
    """Sign a presentation by its own verb."""
    return main(["presentation", "create", "--key", "key.json", *NOW, *words, "-o", output])


def check(*words: str) -> int:
    """Check one by its own verb."""
    return main(["presentation", "verify", *NOW, *words])


def test_a_presentation_is_created_and_verified_by_verbs_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """The answer that was asked for is valid; another challenge, another domain or none at all are rejected."""
    assert create(*WORDS, "record.json") == 0
    assert check(*WORDS, "shown.json") == check("shown.json") == 0
    assert check("--challenge", "7f3b", "shown.json") == 1
    assert check("--domain", "https://away.example", "shown.json") == 1
    assert create("record.json", output="bare.json") == 0
    assert check(*WORDS, "bare.json") == 1
    assert check(*WORDS, "--presenter", "shown.json") == 0
    assert main(["presentation", "verify", "--at", "2026-11-25T13:00:00Z", *WORDS, "shown.json"]) == 0
    assert main(["presentation", "verify", "--at", "2026-11-25T13:00:00Z", *WORDS, "--presenter", "shown.json"]) == 1
    capsys.readouterr()
    assert check(*WORDS, "--json", "--proof-only", "shown.json", "bare.json") == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["kind"], first["proof_only"], first["outcome"], second["outcome"]) == (
        "presentation",
        True,
        "passed",
        "failed",
    )


def test_standard_input_and_output_stand_for_files(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record comes in, its presentation goes out, and is checked as it comes in again."""
    import io
    import sys

    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    give(Path("record.json").read_bytes())
    assert create(*WORDS, "-", output="-") == 0
    shown = capsysbinary.readouterr().out
    give(shown)
    assert check(*WORDS, "-") == 0


def test_a_record_is_no_presentation(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither that nor a question that cannot be answered passes for one."""
    assert check("record.json") == 1
    assert "no presentation" in capsys.readouterr().err
    assert check("--presenter", "record.json") == 64
