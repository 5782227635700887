"""``openler credential verify`` and ``issue``: the number, the sentence, and every file told, whatever its neighbours are."""

import hashlib
import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from openler.cli import main
from openler.cli.commands import verifying

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
GOOD = CASES / "bytes-arabic" / "badge.json"
ALTERED = CASES / "baking-png-altered" / "badge.png"
REVOCABLE = CASES / "status-good" / "badge.json"
DID_WEB = CASES / "did-web-port" / "badge.json"


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def reports(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Terminal = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Terminal:
    """Run a command in an empty folder; whatever happens, no traceback is shown."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object) -> Ran:
        code = main([str(word) for word in words])
        shown = capfd.readouterr()
        assert "Traceback" not in shown.err
        return Ran(code, shown.out, shown.err)

    return call


def test_a_valid_record_is_called_valid_and_never_trusted(run: Terminal) -> None:
    """The sentence comes first, then each check; the word is valid."""
    ran = run("credential", "verify", GOOD)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert "is valid" in lines[1]
    assert any("proof" in line and "passed" in line for line in lines[2:])
    assert "trusted" not in ran.out
    assert "\x1b" not in ran.out


def test_one_report_stands_on_each_line(run: Terminal) -> None:
    """With --json a script reads line by line, each with its file's name and the whole report."""
    ran = run("credential", "verify", "--json", GOOD, ALTERED, GOOD)
    assert ran.code == 1
    assert [(report["file"], report["verified"]) for report in ran.reports] == [
        (str(GOOD), True),
        (str(ALTERED), False),
        (str(GOOD), True),
    ]
    assert [check["id"] for check in ran.reports[0]["checks"]][:3] == ["parse", "model", "proof"]


def test_a_missing_file_is_misuse_and_the_others_are_still_told(run: Terminal, tmp_path: Path) -> None:
    """64 outranks all, and hides nothing."""
    ran = run("credential", "verify", "--json", "nowhere.json", ALTERED, tmp_path, GOOD)
    assert ran.code == 64
    assert len(ran.reports) == 2
    assert "nowhere.json: There is no file" in ran.err
    assert "folder" in ran.err


def test_undetermined_is_neither_valid_nor_rejected(run: Terminal) -> None:
    """What could not be had is named with what to do, and the exit code is 2."""
    ran = run("credential", "verify", DID_WEB)
    assert ran.code == 2
    assert "undetermined" in ran.out
    assert "did:web" in ran.out
    assert "--document" in ran.out
    assert run("credential", "verify", DID_WEB, GOOD).code == 2
    assert run("credential", "verify", DID_WEB, ALTERED).code == 1


def test_a_given_document_settles_what_was_open(run: Terminal) -> None:
    """The DID document is given under the DID, or under its URL."""
    file = DID_WEB.with_name("did.json")
    for id in (
        "did:web:badges.kestrel-harbor.example%3A8443",
        "https://badges.kestrel-harbor.example:8443/.well-known/did.json",
    ):
        assert run("credential", "verify", "--document", f"{id}={file}", DID_WEB).code == 0


def test_the_time_can_be_told(run: Terminal) -> None:
    """As of a time before it begins, the same record is not yet in force."""
    ran = run("credential", "verify", "--json", "--at", "1999-12-31T23:59:59+01:00", GOOD)
    assert ran.code == 1
    assert ran.reports[0]["at"].startswith("1999-12-31T22:59:59")


def test_proof_only_is_never_called_valid(run: Terminal) -> None:
    """The proof alone says nothing of issuer, time or status."""
    ran = run("credential", "verify", "--proof-only", CASES / "dates-expired-proof-only" / "badge.json")
    assert ran.code == 0
    assert "is valid" not in ran.out
    assert "proof holds" in ran.out


def test_standard_input_is_judged_like_a_file(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hyphen reads a pipe, text or picture alike."""
    for file, code in ((GOOD, 0), (ALTERED, 1)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
        ran = run("credential", "verify", "--json", "-")
        assert ran.code == code
        assert ran.reports[0]["file"] == "standard input"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><title>Sign in</title>", "web page"),
        ("{}".encode("utf-16"), "UTF-8"),
        (b"\x1f\x8b\x08\0compressed", "compressed"),
        (b"\xff\xd8\xff\xe0 photograph", "anew"),
        (b"[" * 10_000, "deep"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b"not a record at all", "not JSON"),
        (b"\0" * (33 << 20), "limit"),
    ],
    ids=["empty", "html", "utf16", "gzip", "jpeg", "deep", "duplicate", "words", "huge"],
)
def test_a_readable_file_that_is_no_record_is_rejected(run: Terminal, data: bytes, words: str) -> None:
    """1, or 2 where it may be one in a form that is not read; a report all the same, with what is wrong."""
    Path("file").write_bytes(data)
    ran = run("credential", "verify", "--json", "file")
    assert ran.code == (2 if words == "compressed" else 1)
    assert ran.reports[0]["verified"] is False
    assert words in ran.out


def test_a_fault_of_ours_in_one_file_does_not_hide_the_others(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """What we failed to judge is undetermined, in one line; the rest is judged."""
    import openler.credentials.verification as door

    real = door.verify

    def breaks_once(data: bytes, **options: Any) -> object:
        if data == b"{}":
            raise ZeroDivisionError
        return real(data, **options)

    monkeypatch.setattr(door, "verify", breaks_once)
    Path("file").write_bytes(b"{}")
    ran = run("credential", "verify", "--json", "file", GOOD)
    assert ran.code == 2
    assert len(ran.reports) == 1
    assert "ZeroDivisionError" in ran.err


def test_a_clock_that_cannot_be_right_is_named(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that thinks it is 1970 would call every record not yet valid; the reader is told why."""
    import datetime

    class Stopped(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> "Stopped":
            return cls(1970, 1, 1, tzinfo=tz)

    monkeypatch.setattr(verifying, "datetime", Stopped)
    ran = run("credential", "verify", GOOD)
    assert ran.code == 1
    assert "clock" in ran.err
    assert "clock" not in run("credential", "verify", "--at", "2026-11-25T12:00:00Z", GOOD).err


def claims_for(did: str, case: str = "issue-many-scripts") -> bytes:
    return (CASES / case / "claims.json").read_bytes().replace(b"@@DID@@", did.encode())


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384"])
def test_what_is_issued_here_verifies_here(run: Terminal, kind: str) -> None:
    """Key, claims, record, verdict: the claims come out as they went in, with a proof beside them."""
    did = run("key", "create", "--type", kind, "-o", "key.json").out.strip()
    Path("claims.json").write_bytes(claims_for(did))
    ran = run("credential", "issue", "--key", "key.json", "claims.json", "-o", "signed.json")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    signed = json.loads(Path("signed.json").read_text(encoding="utf-8"))
    proof = signed.pop("proof")
    assert signed == json.loads(claims_for(did))
    assert proof["verificationMethod"].startswith(did)
    assert run("credential", "verify", "signed.json").code == 0
    Path("picture.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert run("credential", "bake", "picture.svg", "signed.json", "-o", "badge.svg").code == 0
    assert run("credential", "verify", "badge.svg").code == 0


def test_a_suite_can_be_chosen_and_an_unknown_one_is_refused(run: Terminal) -> None:
    """The JCS suite on request; a name that is none writes nothing."""
    did = run("key", "create", "-o", "key.json").out.strip()
    Path("claims.json").write_bytes(claims_for(did))
    issue = ("credential", "issue", "--key", "key.json", "claims.json", "-o", "signed.json", "--suite")
    assert run(*issue, "eddsa-jcs-2022").code == 0
    assert json.loads(Path("signed.json").read_text())["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert run("credential", "verify", "signed.json").code == 0
    Path("signed.json").unlink()
    for name in ("ecdsa-rdfc-2019", "no-such-suite"):
        ran = run(*issue, name)
        assert ran.code in (1, 64)
        assert ran.err
        assert not Path("signed.json").exists()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.replace(b"@@DID@@", b"did:key:z6MkikSjTgjxwojwAmrPtQhfTr7s4TwoeMqyzY4xnRoBTA8a"), "issuer"),
        (lambda text: text.replace(b'"validFrom"', b'"validFrum"'), "validFrum"),
        (lambda text: text[:-20], "JSON"),
        (lambda text: b"[]", "object"),
        (lambda text: text.replace(b"{", b'{"id": "urn:uuid:1", "id": "urn:uuid:2", ', 1), "twice"),
    ],
    ids=["other issuer", "unknown word", "cut", "list", "duplicate"],
)
def test_what_verifiers_would_refuse_is_not_signed(run: Terminal, spoil: Callable[[bytes], bytes], words: str) -> None:
    """Nothing is written, the place is named, and the exit code is not 0."""
    did = run("key", "create", "-o", "key.json").out.strip()
    Path("claims.json").write_bytes(
        spoil((CASES / "issue-many-scripts" / "claims.json").read_bytes()).replace(b"@@DID@@", did.encode())
    )
    ran = run("credential", "issue", "--key", "key.json", "claims.json", "-o", "signed.json")
    assert ran.code in (1, 2, 64)
    assert words in ran.err
    assert not Path("signed.json").exists()


@pytest.mark.parametrize("content", [b"", b"{}", b"not a key", GOOD.read_bytes()[:200]])
def test_a_file_that_is_no_key_signs_nothing(run: Terminal, content: bytes) -> None:
    """The fault names the key file, not the claims."""
    Path("key.json").write_bytes(content)
    shutil.copy(CASES / "issue-many-scripts" / "claims.json", "claims.json")
    ran = run("credential", "issue", "--key", "key.json", "claims.json", "-o", "signed.json")
    assert ran.code in (1, 64)
    assert "key file" in ran.err
    assert not Path("signed.json").exists()


def test_an_unknown_context_is_named_and_a_given_one_shows_its_digest(run: Terminal) -> None:
    """Without the context the proof is undetermined; with it the record is valid and the reader sees which bytes counted."""
    url = "https://words.kestrel-harbor.example/v1"
    context = b'{"@context": {"harbour": "https://words.kestrel-harbor.example/harbour"}}'
    Path("context.json").write_bytes(context)
    did = run("key", "create", "-o", "key.json").out.strip()
    claims = json.loads(claims_for(did))
    claims["@context"].append(url)
    claims["harbour"] = "North"
    Path("claims.json").write_text(json.dumps(claims))
    issue = ("credential", "issue", "--key", "key.json", "claims.json", "-o", "signed.json")
    assert run(*issue).code != 0
    assert not Path("signed.json").exists()
    assert run(*issue, "--document", f"{url}=context.json").code == 0
    away = run("credential", "verify", "signed.json")
    assert away.code == 2
    assert url in away.out
    ran = run("credential", "verify", "--document", f"{url}=context.json", "signed.json")
    assert ran.code == 0
    assert f"{url} has SHA-256 {hashlib.sha256(context).hexdigest()}" in ran.out
    told = run("credential", "verify", "--json", "--document", f"{url}=context.json", "signed.json").reports[0]
    assert told["given_documents"] == {url: hashlib.sha256(context).hexdigest()}
    Path("context.json").write_bytes(context.replace(b"/harbour", b"/port"))
    assert run("credential", "verify", "--document", f"{url}=context.json", "signed.json").code == 1
