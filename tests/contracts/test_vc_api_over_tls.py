"""Does the VC API answer over TLS, from a real server, for instances that an operator made by command?"""

import http.client
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from contracts.test_serve_command import environment, free_port
from contracts.test_serve_over_tls import believing, serving
from openler.foundation.errors import Misuse
from openler.platform.doors.vc_api import terminal
from web.vc_api import V1, V2, credential_1, credential_2

_COMMAND = "import sys; from openler.cli import main; sys.exit(main())"


def operate(home: Path, *words: str) -> tuple[int, str, str]:
    """Run `openler vc-api` as whoever operates the installation of a folder would."""
    import sys

    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, "vc-api", *words],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


class Client:
    """A program that believes the server's certificate, and checks it."""

    def __init__(self, home: Path, port: int) -> None:
        self._port, self._trust = port, believing(home)

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        """Send JSON, and give status and answer; no cookie comes with it."""
        connection = http.client.HTTPSConnection("127.0.0.1", self._port, timeout=30, context=self._trust)
        try:
            connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            assert answer.headers["Set-Cookie"] is None
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


# A command each; the demonstration below has them all.
BY_COMMAND = [("eddsa-rdfc-2022", "Ed25519"), ("ecdsa-jcs-2019", "P-384"), ("ecdsa-sd-2023", "P-256")]
INSTANCES = [
    ("eddsa-rdfc-2022", "Ed25519"),
    ("eddsa-jcs-2022", "Ed25519"),
    ("ecdsa-rdfc-2019", "P-256"),
    ("ecdsa-rdfc-2019", "P-384"),
    ("ecdsa-jcs-2019", "P-256"),
    ("ecdsa-jcs-2019", "P-384"),
    ("ecdsa-sd-2023", "P-256"),
    ("Ed25519Signature2020", "Ed25519"),
]


def test_instances_that_are_made_by_command_issue_and_verify_over_tls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made by command while the server runs; asked over TLS in both data models; an ended one signs nothing."""
    monkeypatch.setenv("OPENLER_VC_API", "1")
    home, port = tmp_path / "var", free_port()
    kept = os.environ["OPENLER_VC_API"]
    monkeypatch.setattr(
        "contracts.test_serve_over_tls.environment", lambda home: environment(home, OPENLER_VC_API=kept)
    )
    with serving(home, port):
        client = Client(home, port)
        for suite, kind in BY_COMMAND:
            slug = f"{suite}-{kind}".lower()
            code, told, fault = operate(
                home, "instance", "create", slug, "--open-on-loopback", "--suite", suite, "--key", kind
            )
            assert code == 0, fault
            base, did = (line.strip() for line in told.splitlines()[:2])
            assert base == f"https://127.0.0.1:{port}/vc-api/instances/{slug}"
            path = base.removeprefix(f"https://127.0.0.1:{port}")
            for credential in (credential_1(), credential_2()):
                status, signed = client.post(f"{path}/credentials/issue", {"credential": credential})
                assert (status, signed["issuer"]) == (201, did), signed
                if "-sd-" in suite:
                    body = {"verifiableCredential": signed, "options": {"selectivePointers": ["/credentialSubject"]}}
                    status, signed = client.post(f"{path}/credentials/derive", body)
                    assert status == 201, signed
                for options in ({"checks": ["proof"]}, {}):
                    asked = {"verifiableCredential": signed, "options": options}
                    status, answer = client.post(f"{path}/credentials/verify", asked)
                    assert (status, answer["verified"]) == (200, True), answer
                signed["credentialSubject"]["name"] = "Milo"
                status, answer = client.post(f"{path}/credentials/verify", {"verifiableCredential": signed})
                assert (status, answer["verified"]) == (400, False)
            presentation = {"@context": [V2], "type": ["VerifiablePresentation"]}
            options = {"challenge": "c7", "domain": "verifier.example"}
            status, shown = client.post(f"{path}/presentations", {"presentation": presentation, "options": options})
            assert status == 201
            asked = {"verifiablePresentation": shown, "options": options}
            assert client.post(f"{path}/presentations/verify", asked)[0] == 200
        assert operate(home, "instance", "close", slug)[0] == 0
        assert client.post(f"{path}/credentials/issue", {"credential": credential_2()})[0] == 401
        listed = operate(home, "instance", "list")[1]
        assert listed.count("did:key:") == len(BY_COMMAND) - 1
        assert "ended" in listed
        assert V1 in credential_1()["@context"]


def test_a_command_that_cannot_work_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Misuse ends with 64, in words; nothing is made in an installation that was never started."""
    code, _told, fault = operate(tmp_path / "var", "instance", "list")
    assert code == 64
    assert "never started" in fault
    for words in (["instance"], ["instance", "create", "one"], ["nothing"]):
        with pytest.raises(SystemExit) as ended:
            terminal.main(words)
        assert ended.value.code == 64
    assert "--suite" in capsys.readouterr().err
    assert issubclass(terminal.Misuse, Misuse)


def test_a_demonstration_has_the_door_open_and_an_instance_for_every_suite(tmp_path: Path) -> None:
    """Started as a demonstration, each suite and kind of key can be asked at once."""
    home, port = tmp_path / "var", free_port()
    with serving(home, port, "--demo"):
        client = Client(home, port)
        for suite, kind in INSTANCES:
            path = f"/vc-api/instances/demo-{suite}{'-p-384' if kind == 'P-384' else ''}".lower()
            status, signed = client.post(f"{path}/credentials/issue", {"credential": credential_2()})
            assert status == 201, (suite, signed)
            assert signed["proof"].get("cryptosuite", suite) == suite
            if "-sd-" not in suite:
                assert client.post("/vc-api/credentials/verify", {"verifiableCredential": signed})[0] == 200
        status, signed = client.post("/vc-api/instances/demo-status/credentials/issue", {"credential": credential_2()})
        assert status == 201
        body = {"verifiableCredential": signed}
        assert client.post("/vc-api/credentials/verify", body)[0] == 200
        change = {
            "credentialId": signed["id"],
            "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
            "status": True,
        }
        assert client.post("/vc-api/instances/demo-status/credentials/status", change)[0] == 200
        assert client.post("/vc-api/credentials/verify", body)[0] == 400
