"""Each command does what its help says, tells faults in one line, and ends with the promised number."""

import io
import json
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from openler.cli import entry, main
from openler.cli.commands import dids
from openler.testing.pictures import itxt, make_pdf, make_png, make_svg
from openler.testing.signing import did_key_of, fixed_signer, make_token

RECORD = '{"type": ["VerifiableCredential"], "name": "l’épreuve ®"}'.encode()
CLR = b'{"type": ["VerifiableCredential", "ClrCredential"]}'


@dataclass
class Ran:
    code: int
    out: str
    err: str


Terminal = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Terminal:
    """Run a command in an empty folder; whatever happens, no traceback is shown."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> Ran:
        code = main(words)
        shown = capfd.readouterr()
        assert "Traceback" not in shown.err
        return Ran(code, shown.out, shown.err)

    return call


@pytest.mark.parametrize(("kind", "prefix"), [("Ed25519", "z6Mk"), ("P-256", "zDn"), ("P-384", "z82")])
def test_key_create_writes_a_private_file_and_prints_the_did(run: Terminal, kind: str, prefix: str) -> None:
    """The identifier alone on standard output, so that it can be kept; the key only in the file."""
    ran = run("key", "create", "--type", kind, "-o", "key.json")
    assert ran.code == 0
    assert ran.out.startswith(f"did:key:{prefix}")
    assert ran.out.count("\n") == 1
    assert stat.S_IMODE(Path("key.json").stat().st_mode) == 0o600
    members = json.loads(Path("key.json").read_text())
    assert members["controller"] == ran.out.strip()
    assert members["secretKeyMultibase"] not in ran.out + ran.err


def test_key_create_makes_a_new_key_each_time_and_overwrites_none(run: Terminal) -> None:
    """Two calls, two keys; the same file twice is misuse."""
    first, second = run("key", "create", "-o", "a.json"), run("key", "create", "-o", "b.json")
    assert first.out != second.out
    again = run("key", "create", "-o", "a.json")
    assert (again.code, again.out) == (64, "")
    assert "exists already" in again.err
    assert json.loads(Path("a.json").read_text())["controller"] == first.out.strip()


def test_did_resolve_prints_the_document(run: Terminal) -> None:
    """A did:key carries its document; a did:web needs one, and without is undetermined."""
    did = did_key_of(fixed_signer(1))
    assert json.loads(run("did", "resolve", did).out)["id"] == did
    away = run("did", "resolve", "did:web:issuer.example")
    assert (away.code, away.out) == (2, "")
    assert "--document" in away.err
    Path("did.json").write_text('{"id": "did:web:issuer.example"}')
    given = run("did", "resolve", "did:web:issuer.example", "--document", "did:web:issuer.example=did.json")
    assert json.loads(given.out) == {"id": "did:web:issuer.example"}


@pytest.mark.parametrize(("did", "code"), [("did:unheard:of", 2), ("no did", 1), ("did:key:zBroken", 1)])
def test_did_resolve_tells_unknown_from_wrong(run: Terminal, did: str, code: int) -> None:
    """A method that is not known here is undetermined; what is no DID is rejected."""
    ran = run("did", "resolve", did)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("openler: ")


@pytest.mark.parametrize("picture", [make_png(), make_svg()])
@pytest.mark.parametrize(("record", "kind"), [(RECORD, "ob3"), (CLR, "clr")])
def test_bake_and_unbake_give_the_record_back(run: Terminal, picture: bytes, record: bytes, kind: str) -> None:
    """What goes in comes out, to a file or to standard output, and the kind is told from the record."""
    Path("picture").write_bytes(picture)
    Path("record.json").write_bytes(record)
    assert run("credential", "bake", "picture", "record.json", "-o", "badge").code == 0
    assert run("credential", "unbake", "badge", "-o", "out.json").code == 0
    assert Path("out.json").read_bytes() == record
    assert run("credential", "unbake", "badge").out.encode() == record
    mark = {"ob3": (b"openbadgecredential", b"ob/v3p0"), "clr": (b"clrcredential", b"clr/v2p0")}[kind]
    assert any(word in Path("badge").read_bytes() for word in mark)
    assert Path("picture").read_bytes() == picture


def test_bake_can_write_over_its_own_picture(run: Terminal) -> None:
    """The picture is read whole before it is replaced, and baked again it holds one record."""
    Path("badge.png").write_bytes(make_png())
    for record in (RECORD, RECORD.replace(b"preuve", b"PREUVE")):
        Path("record.json").write_bytes(record)
        assert run("credential", "bake", "badge.png", "record.json", "-o", "badge.png").code == 0
        assert run("credential", "unbake", "badge.png").out.encode() == record


def test_bake_takes_a_token_with_its_line_end(run: Terminal) -> None:
    """A JWT file ends with a line end that is not part of the token."""
    token = make_token({"alg": "EdDSA"}, {"type": ["VerifiableCredential"]}, fixed_signer(1))
    Path("badge.jwt").write_text(token + "\n")
    Path("picture.svg").write_bytes(make_svg())
    assert run("credential", "bake", "picture.svg", "badge.jwt", "-o", "badge.svg").code == 0
    assert run("credential", "unbake", "badge.svg").out == token


@pytest.mark.parametrize(
    ("picture", "record", "words"),
    [
        (make_png(), b"plain words", "no record"),
        (make_png(), b'{"a": 1}', "no record"),
        (make_png(), b"", "no record"),
        (make_png(), b'{"type": "VerifiableCredential", "a": 1, "a": 2}', "twice"),
        (make_png()[:50], RECORD, "cut short"),
        (b"\xff\xd8\xff", RECORD, "PNG or SVG"),
        (make_pdf(), RECORD, "PDF"),
    ],
)
def test_bake_writes_nothing_when_it_cannot(run: Terminal, picture: bytes, record: bytes, words: str) -> None:
    """No half-baked picture is left behind."""
    Path("picture").write_bytes(picture)
    Path("record").write_bytes(record)
    ran = run("credential", "bake", "picture", "record", "-o", "badge")
    assert ran.code == 1
    assert words in ran.err
    assert not Path("badge").exists()


def test_unbake_names_the_other_records(run: Terminal) -> None:
    """The provable one is taken; the others are named with the way to them."""
    Path("badge.png").write_bytes(
        make_png([itxt(b"openbadges", b"https://b.example/1"), itxt(b"openbadgecredential", RECORD)])
    )
    ran = run("credential", "unbake", "badge.png")
    assert ran.out.encode() == RECORD
    assert "--number 2" in ran.err
    assert run("credential", "unbake", "badge.png", "--number", "2").out == "https://b.example/1"
    assert run("credential", "unbake", "badge.png", "--number", "3").code == 64
    assert run("credential", "unbake", "badge.png", "--number", "0").code == 64


def test_unbake_says_when_nothing_is_inside(run: Terminal) -> None:
    """Readable but no record is 1; a file that is not there is 64."""
    Path("picture.png").write_bytes(make_png())
    ran = run("credential", "unbake", "picture.png", "-o", "out.json")
    assert ran.code == 1
    assert "no record" in ran.err
    assert not Path("out.json").exists()
    assert run("credential", "unbake", "nowhere.png").code == 64
    assert run("credential", "unbake", ".").code == 64


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("credential",),
        ("key",),
        ("frobnicate",),
        ("credential", "frobnicate"),
        ("credential", "verify"),
        ("credential", "verify", "--frobnicate", "x"),
        ("credential", "verify", "--js", "x"),
        ("credential", "verify", "--at", "yesterday", "x"),
        ("credential", "verify", "--at", "2026-05-04T09:30:00", "x"),
        ("credential", "verify", "--at", "0001-01-01T00:00:00+14:00", "x"),
        ("credential", "verify", "--document", "x", "y"),
        ("credential", "verify", "--allow-loopback", "y"),
        ("credential", "verify", "https://issuer.example/badge.json"),
        ("credential", "issue", "claims.json"),
        ("credential", "bake", "a", "b"),
        ("key", "create"),
        ("key", "create", "--type", "RSA", "-o", "key.json"),
        ("did", "resolve"),
    ],
)
def test_misuse_ends_with_64_and_writes_nothing(run: Terminal, words: tuple[str, ...]) -> None:
    """Unknown commands and options, missing arguments and values that are none: errors go to standard error."""
    ran = run(*words)
    assert (ran.code, ran.out) == (64, "")
    assert ran.err
    assert list(Path().iterdir()) == []


def test_a_fault_of_the_program_is_one_line(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks inside, the reader gets a line to quote and no traceback."""

    def broken(*_: object) -> int:
        raise KeyError("inside")

    monkeypatch.setattr(dids, "_run", broken)
    ran = run("did", "resolve", "did:key:z")
    assert ran.code == 64
    assert ran.err.count("\n") == 1
    assert "KeyError" in ran.err
    assert "report" in ran.err


def test_an_interrupt_ends_quietly(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control-C is not an error to explain."""

    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(entry, "_run", interrupted)
    assert run("did", "resolve", "did:key:z") == Ran(130, "", "")


def test_version_is_told(run: Terminal) -> None:
    """One line with the name and the number."""
    assert run("--version").out.startswith("openler 0.")


def test_inspect_shows_a_record_without_judging_it(run: Terminal) -> None:
    """What carries it, who it says issued it, how it is signed; and that nothing was checked."""
    document = {
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:key:z6Mk", "name": "Harbor\x1b[2J School"},
        "credentialSubject": {"id": "did:key:zLearner", "achievement": {"name": "Boat Wiring"}},
        "validFrom": "2026-02-01T09:00:00Z",
        "proof": {"cryptosuite": "eddsa-rdfc-2022", "verificationMethod": "did:key:z6Mk#z6Mk"},
        "credentialStatus": {"id": "https://issuer.example/list#7", "type": "BitstringStatusListEntry"},
    }
    Path("badge.png").write_bytes(make_png([itxt(b"openbadgecredential", json.dumps(document).encode())]))
    ran = run("credential", "inspect", "badge.png")
    assert ran.code == 0
    for words in ("PNG", "Harbor\\u001b[2J School", "Boat Wiring", "eddsa-rdfc-2022", "list#7", "Nothing was checked"):
        assert words in ran.out
    told = json.loads(run("credential", "inspect", "--json", "badge.png").out)
    assert told["checked"] is False
    assert told["records"][0]["document"] == document


def test_inspect_decodes_a_token_and_names_an_address(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token's header and content are shown; a badge baked by address names the address."""
    token = make_token(
        {"alg": "EdDSA", "kid": "did:key:z#z"}, {"type": ["VerifiableCredential"], "name": "Boat"}, fixed_signer(1)
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(token.encode())))
    shown = run("credential", "inspect", "-").out
    assert "EdDSA" in shown
    assert "Boat" in shown
    Path("old.png").write_bytes(make_png([itxt(b"openbadges", b"https://b.example/1")]))
    assert "https://b.example/1" in run("credential", "inspect", "old.png").out
