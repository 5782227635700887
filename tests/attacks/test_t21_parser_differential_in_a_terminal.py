"""T21: text that two readers could read as two records is refused before anything else is asked, signed or not."""

import json
from pathlib import Path

import pytest

from openler.cli import main

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
GOOD = (CASES / "bytes-arabic" / "badge.json").read_bytes()


def with_first(member: bytes) -> bytes:
    return GOOD.replace(b"{", b"{" + member + b", ", 1)


MEMBERS = {
    "issuer twice": b'"issuer": {"id": "did:key:z6MkikSjTgjxwojwAmrPtQhfTr7s4TwoeMqyzY4xnRoBTA8a"}',
    "issuer twice, once escaped": b'"\\u0069ssuer": "did:key:zOther"',
    "context twice": b'"@context": []',
    "nan": b'"x": NaN',
    "infinity": b'"x": -Infinity',
    "overflow": b'"x": 1e999',
    "long number": b'"x": ' + b"9" * 5000,
    "half a pair": b'"x": "\\ud800"',
    "ten thousand levels": b'"x": ' + b"[" * 10_000 + b"]" * 10_000,
    "single quotes": b"'x': 1",
    "leading zero": b'"x": 01',
    "control letter": b'"x": "a\x01"',
    "overlong utf-8": b'"x": "\xc0\xaf"',
    "latin-1": '"x": "Prüfung"'.encode("latin-1"),
}
FORGERIES = {
    **{name: with_first(member) for name, member in MEMBERS.items()},
    "proof twice": with_first(b'"proof": []'),
    "comment": b"// a comment\n" + GOOD,
    "trailing comma": GOOD.rstrip().removesuffix(b"}") + b",}",
    "second record behind": GOOD + GOOD,
    "utf-16": GOOD.decode().encode("utf-16"),
    "zero byte": GOOD + b"\0",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_an_ambiguous_text_is_rejected_with_its_place(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, the parse check failed, nothing after it was decided, and nobody saw a traceback."""
    file = tmp_path / "badge.json"
    file.write_bytes(FORGERIES[name])
    assert main(["credential", "verify", "--json", str(file)]) == 1
    shown = capfd.readouterr()
    assert "Traceback" not in shown.err
    report = json.loads(shown.out)
    assert report["verified"] is False
    outcomes = {check["id"]: check["outcome"] for check in report["checks"]}
    assert outcomes["parse"] == "failed"
    assert "passed" not in outcomes.values()
    problem = report["checks"][0]["problems"][0]
    assert problem["detail"]
    assert problem["next_step"]


@pytest.mark.parametrize(
    "harmless", [b"\xef\xbb\xbf" + GOOD, GOOD.replace(b"\n", b"\r\n"), b"\r\n " + GOOD + b"\r\n\t"]
)
def test_a_byte_order_mark_and_line_ends_change_nothing(harmless: bytes, tmp_path: Path) -> None:
    """What every reader reads alike stays valid."""
    file = tmp_path / "badge.json"
    file.write_bytes(harmless)
    assert main(["credential", "verify", str(file)]) == 0


@pytest.mark.parametrize("name", MEMBERS)
def test_an_ambiguous_text_is_never_signed(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Claims in such a form are refused and no file is written."""
    key, claims, signed = tmp_path / "key.json", tmp_path / "claims.json", tmp_path / "signed.json"
    assert main(["key", "create", "-o", str(key)]) == 0
    did = capfd.readouterr().out.strip()
    claims_text = (CASES / "issue-many-scripts" / "claims.json").read_bytes().replace(b"@@DID@@", did.encode())
    claims.write_bytes(claims_text.replace(b"{", b"{" + MEMBERS[name] + b", ", 1))
    assert main(["credential", "issue", "--key", str(key), str(claims), "-o", str(signed)]) == 1
    assert not signed.exists()
    assert "Traceback" not in capfd.readouterr().err
