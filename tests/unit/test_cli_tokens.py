"""Can tokens be issued, shown, inspected and verified in a terminal?"""

import json
from pathlib import Path

import pytest

from openler.cli import main
from openler.testing.signing import did_key_of, fixed_signer, key_file_of

ISSUER, HOLDER = fixed_signer(1), fixed_signer(2)
AT = ["--at", "2026-11-25T12:00:00Z"]
ISSUE = ["credential", "issue", "--key", "issuer.json", *AT]
PRESENT = ["credential", "present", "--key", "holder.json", *AT]
CLAIMS = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "name": "Welding",
    "credentialSubject": {"id": did_key_of(HOLDER)},
}
PLAIN = {"vct": "urn:x:badge", "given_name": "Žofie", "family_name": "B"}


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with both keys and two kinds of claims."""
    monkeypatch.chdir(tmp_path)
    Path("issuer.json").write_text(key_file_of(ISSUER), "utf-8")
    Path("holder.json").write_text(key_file_of(HOLDER), "utf-8")
    Path("claims.json").write_text(json.dumps(CLAIMS), "utf-8")
    Path("plain.json").write_text(json.dumps(PLAIN), "utf-8")


def verified(name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """Judge a file as the terminal does; gives the report."""
    capsys.readouterr()
    assert main(["credential", "verify", "--json", *AT, name]) == 0
    report: dict[str, object] = json.loads(capsys.readouterr().out)
    return report


@pytest.mark.parametrize("form", ["vc+jwt", "ob-jwt", "dc+sd-jwt"])
def test_each_format_is_issued_and_verifies(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line of text in the file, which the terminal itself takes."""
    more = ["--vct", "urn:x:badge", "--disclosable", "/name"] if form == "dc+sd-jwt" else ["--algorithm", "Ed25519"]
    assert main([*ISSUE, "--format", form, *more, "claims.json", "-o", "token.txt"]) == 0
    assert Path("token.txt").read_text("ascii").count("\n") == 1
    report = verified("token.txt", capsys)
    assert report["media_type"] == ("application/dc+sd-jwt" if form == "dc+sd-jwt" else "application/vc+jwt")
    assert main(["credential", "inspect", "token.txt"]) == 0
    assert "Welding" in capsys.readouterr().out


def test_a_cose_message_is_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    """The terminal writes it, judges it, and shows what it says."""
    assert main([*ISSUE, "--format", "vc+cose", "claims.json", "-o", "record.cose"]) == 0
    assert Path("record.cose").read_bytes()[:1] == b"\xd2"
    assert verified("record.cose", capsys)["media_type"] == "application/vc+cose"
    assert main(["credential", "inspect", "record.cose"]) == 0
    assert "COSE" in capsys.readouterr().out


def test_a_presentation_is_a_token_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Records in whatever form are in it."""
    assert main([*ISSUE, "--format", "vc+jwt", "claims.json", "-o", "a.jwt"]) == 0
    assert main([*ISSUE, "claims.json", "-o", "b.json"]) == 0
    words = ["--format", "vp+jwt", "--challenge", "7f3a", "a.jwt", "b.json"]
    assert main([*PRESENT, *words, "-o", "shown.jwt"]) == 0
    assert verified("shown.jwt", capsys)["media_type"] == "application/vp+jwt"
    assert main(["credential", "inspect", "shown.jwt"]) == 0


def test_a_holder_shows_a_part(capsys: pytest.CaptureFixture[str]) -> None:
    """Everything, one claim, or nothing that could be left out."""
    words = ["--disclosable", "/given_name", "--disclosable", "/family_name", "--holder", did_key_of(HOLDER)]
    assert main([*ISSUE, "--format", "dc+sd-jwt", *words, "plain.json", "-o", "mine.txt"]) == 0
    for disclose, seen in (
        ([], {"given_name", "family_name"}),
        (["--disclose", "/given_name"], {"given_name"}),
        (["--disclose", ""], set()),
    ):
        asked = ["--challenge", "7f3a", "--domain", "https://v.example"] if disclose else []
        assert main([*PRESENT, "--format", "dc+sd-jwt", *disclose, *asked, "mine.txt", "-o", "shown.txt"]) == 0
        verified("shown.txt", capsys)
        assert main(["credential", "inspect", "--json", "shown.txt"]) == 0
        record = json.loads(capsys.readouterr().out)["records"][0]
        assert {name for name in record["document"] if name.endswith("_name")} == seen
        assert set(record["disclosed"]) == {f"/{name}" for name in seen}
    assert main(["credential", "inspect", "mine.txt"]) == 0
    assert "urn:x:badge" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["issue", "--key", "issuer.json", "--format", "vc+jwt", "--suite", "x", "claims.json"], 64, "--suite"),
        (["issue", "--key", "issuer.json", "--vct", "x", "claims.json"], 64, "--vct"),
        (["issue", "--key", "issuer.json", "--algorithm", "EdDSA", "claims.json"], 64, "--algorithm"),
        (["issue", "--key", "issuer.json", "--format", "vc+jwt", "--disclosable", "/name", "claims.json"], 64, "--disclosable"),
        (["issue", "--key", "issuer.json", "--format", "vc+jwt", "--algorithm", "ES256", "claims.json"], 64, "ES256"),
        (["issue", "--key", "issuer.json", "--format", "dc+sd-jwt", "claims.json"], 1, "vct"),
        (["issue", "--key", "issuer.json", "--format", "dc+sd-jwt", "--disclosable", "/x", "plain.json"], 64, "nothing"),
        (["issue", "--key", "issuer.json", "--format", "dc+sd-jwt", "--holder", "did:web:a.example", "plain.json"], 64, "holder"),
        (["issue", "--key", "issuer.json", "--format", "vc+jwt", "plain.json"], 1, "@context"),
        (["present", "--key", "holder.json", "--format", "dc+sd-jwt"], 64, "exactly one"),
        (["present", "--key", "holder.json", "--format", "dc+sd-jwt", "claims.json"], 1, "cannot be read"),
        (["present", "--key", "holder.json", "--disclose", "/x", "claims.json"], 64, "--disclose"),
        (["present", "--key", "holder.json", "--format", "vp+jwt", "--challenge", " "], 1, "letters"),
    ],
    ids=range(13),
)  # fmt: skip
def test_what_cannot_work_is_told_and_nothing_is_written(
    words: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Options that do not go together, claims that a verifier would refuse, files that are no such record."""
    assert main(["credential", *words, "-o", "out.txt"]) == code
    assert told in capsys.readouterr().err
    assert not Path("out.txt").exists()
