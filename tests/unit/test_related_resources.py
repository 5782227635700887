"""Related resources: compared with what is at hand, never fetched, and never held against a record when they are not."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest

import openler
from openler.credentials import contexts, schemas
from openler.credentials.contexts import BUNDLED, VALIDATOR_COPY
from openler.credentials.schemas import BUNDLED_SCHEMAS
from openler.foundation.encodings import encode_multibase

AT = datetime(2026, 11, 25, tzinfo=UTC)
KEY = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
PICTURE = "https://college.example/picture.svg"
SCHEMA = next(iter(BUNDLED_SCHEMAS))


def _sri(data: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()


def _multibase(data: bytes) -> str:
    return encode_multibase(bytes((0x12, 32)) + hashlib.sha256(data).digest())


def _record(*resources: dict[str, Any]) -> dict[str, Any]:
    claims = {
        "@context": [V2],
        "id": "urn:uuid:1f8c4c0e-5a0b-4a53-9d53-0b8a3f9d2c11",
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": "did:example:learner"},
        "relatedResource": list(resources),
    }
    return openler.issue(claims, signer=KEY.signer, verification_method=KEY.id, at=AT)


def _model(record: dict[str, Any], **given: bytes) -> openler.Check:
    documents = openler.GivenDocuments({PICTURE: given["picture"]} if given else {})
    return openler.verify(record, at=AT, documents=documents).check("model")


def _context_file(name: str) -> bytes:
    return (files(contexts) / "files" / name).read_bytes()


def test_a_bundled_context_is_held_to_its_digest() -> None:
    """The bytes that came with the program are the ones that the record must mean."""
    right = _context_file(BUNDLED[V2].file)
    assert (
        _model(_record({"id": V2, "digestSRI": _sri(right), "digestMultibase": _multibase(right)})).outcome == "passed"
    )
    check = _model(_record({"id": V2, "digestSRI": _sri(right + b" ")}))
    assert check.outcome == "failed"
    (problem,) = check.problems
    assert (problem.code, problem.pointer) == ("related_resource_differs", "/relatedResource/0")


def test_either_published_content_of_one_address_will_do() -> None:
    """1EdTech serves two contents under the address of context 3.0.3; an issuer bound one of them."""
    for name in (BUNDLED[OB].file, VALIDATOR_COPY):
        assert _model(_record({"id": OB, "digestSRI": _sri(_context_file(name))})).outcome == "passed"


def test_a_bundled_schema_is_held_to_its_digest() -> None:
    """Contexts are not the only bytes at hand."""
    right = (files(schemas) / "files" / BUNDLED_SCHEMAS[SCHEMA][0]).read_bytes()
    assert _model(_record({"id": SCHEMA, "digestMultibase": _multibase(right)})).outcome == "passed"
    assert _model(_record({"id": SCHEMA, "digestMultibase": _multibase(b"")})).outcome == "failed"


@pytest.mark.parametrize(
    ("resource", "outcome"),
    [
        ({"digestSRI": _sri(b"<svg/>")}, "passed"),
        ({"digestSRI": _sri(b"other") + " " + _sri(b"<svg/>")}, "passed"),
        ({"digestSRI": [_sri(b"other"), _sri(b"<svg/>")]}, "passed"),
        ({"digestSRI": _sri(b"other")}, "failed"),
        ({"digestSRI": _sri(b"<svg/>"), "digestMultibase": _multibase(b"other")}, "failed"),
    ],
)
def test_what_the_caller_gave_is_compared(resource: dict[str, Any], outcome: str) -> None:
    """One of several digests of a member is enough; each member that is there must fit."""
    assert _model(_record({"id": PICTURE, **resource}), picture=b"<svg/>").outcome == outcome


def test_what_is_not_at_hand_is_not_held_against_a_record() -> None:
    """Nobody fetches a picture to decide about a record."""
    asked: list[tuple[str, str]] = []

    class Source:
        def get(self, url: str, *, purpose: str, max_bytes: int = 0) -> bytes:
            asked.append((url, purpose))
            return openler.GivenDocuments().get(url, purpose=purpose)

    report = openler.verify(_record({"id": PICTURE, "digestSRI": _sri(b"")}), at=AT, documents=Source())
    assert report.verified
    assert asked == [(PICTURE, "related")]


def test_ten_thousand_resources_are_not_all_compared() -> None:
    """The first are compared; that there are more is said and decides against the record."""
    many = [{"id": f"https://r.example/{number}", "digestSRI": _sri(b"")} for number in range(10_000)]
    check = _model(_record(*many))
    assert [problem.code for problem in check.problems] == ["too_many_related_resources"]
    assert check.outcome == "failed"


def test_a_resource_that_is_no_object_is_a_fault_and_no_crash() -> None:
    """Whatever stands in the list, the rule names it."""
    record = json.loads(json.dumps(_record({"id": PICTURE, "digestSRI": _sri(b"")})))
    for broken in (None, 7, "https://r.example", [], {}, {"id": []}):
        record["relatedResource"] = [broken]
        assert openler.verify(record, at=AT).check("model").outcome == "failed"
