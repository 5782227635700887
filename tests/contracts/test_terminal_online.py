"""With --online the terminal asks the world through the guarded client, and only as far as it was told."""

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from openler.cli import main
from openler.testing.servers import ScriptedServer, answer
from openler.testing.signing import fixed_signer, key_file_of, make_controller_document

CASES = Path(__file__).parents[1] / "vectors" / "field-cases"
CLAIMS = (CASES / "issue-many-scripts" / "claims.json").read_bytes()


@dataclass
class Site:
    """A web site on this machine that publishes what is put into it."""

    server: ScriptedServer
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def did(self) -> str:
        return f"did:web:localhost%3A{self.server.port}"

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server.port}"

    @property
    def asked(self) -> list[str]:
        return [request.split(b" ")[1].decode() for request in self.server.requests]


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with the DID document of an issuer."""
    files: dict[str, bytes] = {}

    def play(connection: socket.socket, request: bytes) -> None:
        path = request.split(b" ")[1].decode()
        connection.sendall(answer(200, files[path]) if path in files else answer(404, b"<h1>Not found</h1>"))

    with ScriptedServer(play) as server:
        made = Site(server, files)
        keys = {"key-1": fixed_signer(1).public_key}
        files["/.well-known/did.json"] = make_controller_document(made.did, keys)
        yield made


Sign = Callable[..., Path]


@pytest.fixture
def sign(site: Site, tmp_path: Path) -> Sign:
    """Sign claims in the name of the site, with further members."""

    def make(**members: object) -> Path:
        secret = json.loads(key_file_of(fixed_signer(1)))
        key = {"id": f"{site.did}#key-1", "controller": site.did, "secretKeyMultibase": secret["secretKeyMultibase"]}
        (tmp_path / "key.json").write_text(json.dumps(key))
        claims = {**json.loads(CLAIMS.replace(b"@@DID@@", site.did.encode())), **members}
        (tmp_path / "claims.json").write_text(json.dumps(claims))
        signed = tmp_path / "signed.json"
        words = ["credential", "issue", "--key", tmp_path / "key.json", tmp_path / "claims.json", "-o", signed]
        assert main([str(word) for word in words]) == 0
        return signed

    return make


def verify(*words: object) -> int:
    return main(["credential", "verify", *[str(word) for word in words]])


def test_a_record_of_a_web_issuer_is_settled_by_asking(
    site: Site, sign: Sign, capfd: pytest.CaptureFixture[str]
) -> None:
    """Offline and without leave to ask this machine it stays open; with leave it is valid, for one request."""
    record = sign()
    assert verify(record) == 2
    assert verify("--online", record) == 2
    assert site.asked == []
    assert "localhost" in capfd.readouterr().out
    assert verify("--online", "--allow-loopback", record) == 0
    assert site.asked == ["/.well-known/did.json"]


def test_an_address_is_fetched_and_judged_like_a_file(
    site: Site, sign: Sign, capfd: pytest.CaptureFixture[str]
) -> None:
    """A URL in place of a file; one that leads nowhere is undetermined."""
    site.files["/badge.json"] = sign().read_bytes()
    assert verify("--online", "--allow-loopback", f"{site.address}/badge.json") == 0
    capfd.readouterr()
    assert verify("--online", "--allow-loopback", f"{site.address}/gone.json") == 2
    assert "404" in capfd.readouterr().err
    assert verify("--online", f"{site.address}/badge.json") == 2
    assert verify(f"{site.address}/badge.json") == 64


def test_a_status_list_that_points_inside_is_never_asked(
    site: Site, sign: Sign, capfd: pytest.CaptureFixture[str]
) -> None:
    """A record that names a private address as its list stays undetermined, and nobody was asked."""
    with ScriptedServer(lambda connection, _: connection.sendall(answer())) as canary:
        status = {
            "id": f"https://127.0.0.1:{canary.port}/list#1",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "1",
            "statusListCredential": f"https://127.0.0.1:{canary.port}/list",
        }
        record = sign(credentialStatus=status)
        did = f"{site.did}={record.with_name('did.json')}"
        record.with_name("did.json").write_bytes(site.files["/.well-known/did.json"])
        assert verify("--online", "--json", "--document", did, record) == 2
        assert canary.connections == 0
    report = json.loads(capfd.readouterr().out)
    outcomes = {check["id"]: check["outcome"] for check in report["checks"]}
    assert (outcomes["proof"], outcomes["status"]) == ("passed", "undetermined")


def test_a_web_page_in_place_of_a_document_leaves_the_question_open(site: Site, sign: Sign) -> None:
    """A sign-in page where the DID document should be is not the issuer's word."""
    record = sign()
    site.files["/.well-known/did.json"] = b"<!DOCTYPE html><title>Sign in</title>"
    assert verify("--online", "--allow-loopback", record) == 2


def test_did_resolve_asks_too(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    """The same options, the same client."""
    assert main(["did", "resolve", "--online", "--allow-loopback", site.did]) == 0
    assert json.loads(capfd.readouterr().out)["id"] == site.did
