"""Can an issuer in a terminal sign a record whose holder shows a part of it, in a terminal too?"""

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import openler
from openler.cli import main
from openler.testing.signing import did_key_of, fixed_signer, key_file_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
TIME = ["--at", "2026-11-25T12:00:00Z"]
SIGNER = fixed_signer(1, "P-256")
CLAIMS: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "name": "Welding, Level 2",
    "description": "Passed at the second attempt.",
    "credentialSubject": {"id": "did:example:learner"},
}
SD = ["credential", "issue", "--key", "key.json", "--suite", "ecdsa-sd-2023", *TIME]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a key and claims."""
    monkeypatch.chdir(tmp_path)
    Path("key.json").write_text(key_file_of(SIGNER), "utf-8")
    Path("claims.json").write_text(json.dumps(CLAIMS), "utf-8")


def read(name: str) -> dict[str, Any]:
    """Read a file that was written."""
    loaded: dict[str, Any] = json.loads(Path(name).read_text("utf-8"))
    return loaded


@pytest.mark.parametrize(
    "words",
    [
        ["--mandatory", "/credentialSubject", "--", "claims.json", "-o", "mine.json"],
        ["--mandatory", "/credentialSubject", "claims.json", "-o", "mine.json"],
        ["claims.json", "--mandatory", "/credentialSubject", "-o", "mine.json"],
        ["-o", "mine.json", "claims.json", "--mandatory", "/credentialSubject"],
        ["--mandatory", "/credentialSubject", "--mandatory", "/type", "-o", "mine.json", "claims.json"],
        ["--mandatory", "/credentialSubject", "/type", "claims.json", "-o", "mine.json"],
    ],
    ids=" ".join,
)
def test_what_is_issued_is_derived_and_verifies(words: list[str]) -> None:
    """Wherever the file stands among the pointers."""
    if "--" in words:
        words = [*words[:2], "-o", "mine.json", "--", "claims.json"]
    assert main([*SD, *words]) == 0
    assert main(["credential", "derive", "--selective", "/name", "/type", "mine.json", "-o", "shown.json"]) == 0
    shown = read("shown.json")
    assert "name" in shown and "description" not in shown
    assert openler.verify(shown, at=AT).verified
    assert main(["credential", "verify", *TIME, "shown.json"]) == 0


def test_the_record_of_the_holder_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1, and the command that mends it."""
    main([*SD, "--mandatory", "/credentialSubject", "-o", "mine.json", "claims.json"])
    assert main(["credential", "verify", *TIME, "mine.json"]) == 1
    assert "openler credential derive" in capsys.readouterr().out


def test_both_commands_read_and_write_streams(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A dash is standard input, and standard output."""

    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    give(json.dumps(CLAIMS).encode())
    assert main([*SD, "--mandatory", "/credentialSubject", "-o", "-", "-"]) == 0
    give(capfdbinary.readouterr().out)
    assert main(["credential", "derive", "--selective", "/name", "-", "-o", "-"]) == 0
    assert openler.verify(capfdbinary.readouterr().out, at=AT).verified


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--selective", "/nothing", "mine.json"], "nothing at /nothing"),
        (["--selective", "/name", "claims.json"], "ecdsa-sd-2023"),
        (["--selective", "/name", "missing.json"], "no file missing.json"),
        ([], "No file is named"),
        (["--selective", "/name"], "no file /name"),
    ],
    ids=str,
)
def test_what_cannot_be_shown_is_said_in_one_line(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Misuse, 64, and nothing is written."""
    main([*SD, "--mandatory", "/credentialSubject", "-o", "mine.json", "claims.json"])
    assert main(["credential", "derive", *words, "-o", "shown.json"]) == 64
    told = capsys.readouterr().err
    assert said in told and told.count("\n") == 1
    assert not Path("shown.json").exists()


def test_a_second_proof_is_added_and_one_that_covers_the_first() -> None:
    """The first gets a name of its own when it is made."""
    base = ["credential", "issue", "--key", "key.json", *TIME]
    assert main([*base, "--proof-id", "-o", "one.json", "claims.json"]) == 0
    name = read("one.json")["proof"]["id"]
    assert name.startswith("urn:uuid:")
    assert main([*base, "-o", "no.json", "one.json"]) == 1 and not Path("no.json").exists()
    assert main([*base, "--add", "--proof-id", "urn:uuid:1", "-o", "two.json", "one.json"]) == 0
    assert main([*base, "--previous", name, "--previous", "urn:uuid:1", "-o", "three.json", "two.json"]) == 0
    proofs = read("three.json")["proof"]
    assert [proof.get("previousProof") for proof in proofs] == [None, None, [name, "urn:uuid:1"]]
    assert read("three.json")["issuer"] == did_key_of(SIGNER)
    assert openler.verify(read("three.json"), at=AT).verified
