"""How do tests speak to the VC API? As the W3C's suites do: JSON in, a status and JSON out, by way of HTTP."""

import copy
import json
from collections.abc import Callable
from typing import Any

from django.test import Client

from openler.platform.base.acts import Act, now
from openler.platform.doors.vc_api.instances import create_instance, did_of, suites
from openler.platform.doors.vc_api.models import Instance

V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
EXAMPLE = "https://example.org/words#"
# Every instance that the contract names: each suite with each kind of key that it takes.
KINDS = [(suite, kind) for suite, kinds in suites().items() for kind in kinds]
Mutation = Callable[[dict[str, Any]], Any]


class Door:
    """One instance, asked as a program on this machine asks it."""

    def __init__(self, suite: str, kind: str, **settings: Any) -> None:
        """Make the instance, open to programs on this machine."""
        slug = f"{suite}-{kind}".lower()
        self.instance: Instance = create_instance(
            Act(None, None, now()), slug, suite=suite, key=kind, is_open=True, **settings
        )
        self.did = did_of(self.instance)
        self.base = f"/vc-api/instances/{slug}"

    def post(self, path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
        """Send a body to an address of the instance; give status and answer."""
        return post(self.base + path, body, **headers)

    def issue(self, credential: Any, **options: Any) -> tuple[int, dict[str, Any]]:
        """Ask for a credential."""
        return self.post("/credentials/issue", {"credential": credential, "options": options})

    def issued(self, credential: Any, **options: Any) -> dict[str, Any]:
        """Give a credential that must have been issued."""
        status, answer = self.issue(credential, **options)
        assert status == 201, answer
        return answer

    def provable(self, signed: dict[str, Any]) -> dict[str, Any]:
        """Give a record as a verifier gets it: of a suite for disclosure, everything derived."""
        if "-sd-" not in self.instance.suite:
            return signed
        pointers = [f"/{name}" for name in signed if name not in ("@context", "proof")]
        status, answer = self.derive(signed, pointers)
        assert status == 201, answer
        return answer

    def derive(self, signed: Any, pointers: Any) -> tuple[int, dict[str, Any]]:
        """Ask for a part of a record."""
        body = {"verifiableCredential": signed, "options": {"selectivePointers": pointers}}
        return self.post("/credentials/derive", body)

    def verify(self, credential: Any, **options: Any) -> tuple[int, dict[str, Any]]:
        """Ask for a check of the proof, as the suites do; other checks by option."""
        asked = {"checks": ["proof"], **options}
        return self.post("/credentials/verify", {"verifiableCredential": credential, "options": asked})

    def present(self, *records: Any, challenge: str | None = "c7", domain: str | None = "verifier.example") -> Any:
        """Give a presentation that must have been signed."""
        presentation: dict[str, Any] = {"@context": [V2], "type": ["VerifiablePresentation"]}
        if records:
            presentation["verifiableCredential"] = list(records)
        options = {name: text for name, text in (("challenge", challenge), ("domain", domain)) if text}
        status, answer = self.post("/presentations", {"presentation": presentation, "options": options})
        assert status == 201, answer
        return answer

    def verify_presentation(self, presentation: Any, **options: Any) -> tuple[int, dict[str, Any]]:
        """Ask for a full check of a presentation."""
        return self.post("/presentations/verify", {"verifiablePresentation": presentation, "options": options})


def post(path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    """Send a body, text as it is and all else as JSON; the answer must be JSON, whatever it says."""
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    answer = Client().post(path, data, content_type="application/json", headers=headers)
    assert "json" in answer["Content-Type"], answer["Content-Type"]
    told = json.loads(answer.content)
    assert isinstance(told, dict)
    assert not answer.cookies
    return answer.status_code, told


def credential_2(**members: Any) -> dict[str, Any]:
    """Give a credential of data model 2.0 without issuer."""
    return {
        "@context": [V2],
        "id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1",
        "type": ["VerifiableCredential"],
        "validFrom": "2026-01-02T03:04:05Z",
        "credentialSubject": {"id": "did:example:subject", "name": "Mira"},
        **members,
    }


def credential_1(**members: Any) -> dict[str, Any]:
    """Give a credential of data model 1.1 without issuer."""
    return {
        "@context": [V1, {"name": "https://schema.org/name"}],
        "id": "urn:uuid:1d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1",
        "type": ["VerifiableCredential"],
        "issuanceDate": "2026-01-02T03:04:05Z",
        "credentialSubject": {"id": "did:example:subject", "name": "Mira"},
        **members,
    }


VERSIONS = {"2.0": credential_2, "1.1": credential_1}


def mutated(document: dict[str, Any], change: Mutation) -> Any:
    """Give a copy of a document with one change; a change may give another value altogether."""
    copied = copy.deepcopy(document)
    given = change(copied)
    return copied if given is None else given


def put(*path: Any, value: Any) -> Mutation:
    """Set a member, however deep."""

    def change(document: dict[str, Any]) -> None:
        here: Any = document
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = value

    return change


def drop(*path: Any) -> Mutation:
    """Take a member out, however deep."""

    def change(document: dict[str, Any]) -> None:
        here: Any = document
        for step in path[:-1]:
            here = here[step]
        del here[path[-1]]

    return change
