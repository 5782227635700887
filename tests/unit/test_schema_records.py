"""Schemas inside signed records (JsonSchemaCredential), versions of JSON Schema, and digests of schemas."""

import base64
import copy
import hashlib
import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest

import openler
from openler.credentials import schemas
from openler.credentials.contexts import ContextSet
from openler.credentials.issuance import NotIssuable
from openler.credentials.proofs import create_proof
from openler.credentials.schemas import BUNDLED_SCHEMAS, DIALECTS, BadSchema, validate_given

AT = datetime(2026, 11, 25, tzinfo=UTC)
ISSUER = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
OTHER = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
META = "https://www.w3.org/ns/credentials/json-schema/v2.json"
URL = "https://schemas.example/records/1"
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://schemas.example/mail.json",
    "properties": {"credentialSubject": {"properties": {"id": {"const": "did:example:learner"}}, "required": ["id"]}},
}


def _sri(data: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()


META_SRI = _sri((files(schemas) / "files" / BUNDLED_SCHEMAS[META][0]).read_bytes())
CLAIMS: dict[str, Any] = {
    "@context": [V2],
    "id": URL,
    "type": ["VerifiableCredential", "JsonSchemaCredential"],
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSchema": {"id": META, "type": "JsonSchema", "digestSRI": META_SRI},
    "credentialSubject": {"id": "https://schemas.example/mail.json", "type": "JsonSchema", "jsonSchema": SCHEMA},
}


def _sign(claims: dict[str, Any], key: openler.KeyFile = ISSUER) -> dict[str, Any]:
    return openler.issue(claims, signer=key.signer, verification_method=key.id, at=AT)


def _record(subject: str = "did:example:learner", **reference: Any) -> dict[str, Any]:
    return _sign(
        {
            "@context": [V2],
            "id": "urn:uuid:1f8c4c0e-5a0b-4a53-9d53-0b8a3f9d2c11",
            "type": ["VerifiableCredential"],
            "credentialSubject": {"id": subject},
            "credentialSchema": {"id": URL, "type": "JsonSchemaCredential", **reference},
        }
    )


def _check(record: dict[str, Any], schema: Any) -> openler.Check:
    data = schema if isinstance(schema, bytes) else json.dumps(schema).encode()
    return openler.verify(record, at=AT, documents=openler.GivenDocuments({URL: data})).check("schema")


def test_a_schema_in_a_signed_record_decides() -> None:
    """What fits passes, what does not fails at its place."""
    schema = _sign(CLAIMS)
    assert _check(_record(), schema).outcome == "passed"
    check = _check(_record("did:example:somebody-else"), schema)
    assert check.outcome == "failed"
    assert check.problems[0].pointer == "/credentialSubject/id"


def test_the_digest_of_the_record_around_a_schema_counts() -> None:
    """Bound bytes are the ones that are used, and no others."""
    data = json.dumps(_sign(CLAIMS)).encode()
    assert _check(_record(digestSRI=_sri(data)), data).outcome == "passed"
    assert _check(_record(digestSRI=_sri(data + b" ")), data).outcome == "undetermined"


def test_a_schema_that_somebody_else_signed_is_told() -> None:
    """Allowed, since schemas are shared; the name of whoever wrote it is said unless a digest binds it."""
    data = json.dumps(_sign(CLAIMS, OTHER)).encode()
    check = _check(_record(), data)
    assert (check.outcome, [problem.code for problem in check.problems]) == ("passed", ["schema_of_another"])
    assert _check(_record(digestSRI=_sri(data)), data).problems == ()


def _changed(**members: Any) -> dict[str, Any]:
    return {**copy.deepcopy(CLAIMS), **members}


def _altered() -> dict[str, Any]:
    record = _sign(CLAIMS)
    record["credentialSubject"]["jsonSchema"]["properties"] = {}
    return record


UNUSABLE = {
    "not signed": lambda: {**CLAIMS, "issuer": ISSUER.controller},
    "altered after signing": _altered,
    "expired": lambda: _sign(_changed(validUntil="2026-02-01T00:00:00Z")),
    "another record": lambda: _sign(_changed(id=URL + "2")),
    "no record at all": lambda: SCHEMA,
    "a record of another type": lambda: _sign(
        {"@context": [V2], "type": ["VerifiableCredential"], "credentialSubject": {"id": "did:example:learner"}}
    ),
    "a schema of an unknown version": lambda: _sign(
        _changed(credentialSubject={"type": "JsonSchema", "jsonSchema": {"$schema": "urn:own", "$id": "urn:a"}})
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_schema_record_that_does_not_hold_leaves_the_question_open(name: str) -> None:
    """Neither passed nor failed: a schema that nobody vouches for excuses and accuses nobody."""
    check = _check(_record(), UNUSABLE[name]())
    assert check.outcome == "undetermined", name
    assert check.problems[0].code == "schema_unavailable"
    assert len(check.problems[0].detail) > 80


@pytest.mark.parametrize(
    "members",
    [
        {"credentialSchema": {"id": META, "type": "JsonSchema", "digestSRI": _sri(b"other")}},
        {"credentialSchema": {"id": URL + "2", "type": "JsonSchemaCredential"}},
        {"credentialSubject": {"type": "JsonSchema", "jsonSchema": {"$id": "urn:a"}}},
    ],
)
def test_a_schema_record_keeps_its_own_rules(members: dict[str, Any]) -> None:
    """Its own schema is the W3C's, by its very bytes, and it names no further record."""
    record = create_proof(
        {**_changed(**members), "issuer": ISSUER.controller},
        signer=ISSUER.signer,
        verification_method=ISSUER.id,
        cryptosuite="eddsa-jcs-2022",
        created=AT,
        contexts=ContextSet(),
    )
    assert openler.verify(record, at=AT).outcome != "passed"


def test_a_schema_record_without_a_schema_is_not_issued() -> None:
    """The rule holds for whoever signs."""
    with pytest.raises(NotIssuable, match="jsonSchema"):
        _sign(_changed(credentialSubject={"type": "JsonSchema"}))


@pytest.mark.parametrize("dialect", [*sorted(DIALECTS), "http://json-schema.org/draft-07/schema#"])
def test_each_version_that_credentials_may_use_is_read(dialect: str) -> None:
    """2020-12 must be read, 2019-09 and draft-07 may be."""
    schema = json.dumps({"$schema": dialect, "$id": "urn:a", "required": ["name"]}).encode()
    assert validate_given({"name": "x"}, schema, "urn:a") == ()
    assert len(validate_given({}, schema, "urn:a")) == 1


@pytest.mark.parametrize(
    "head",
    [
        {},
        {"$id": "urn:a"},
        {"$schema": "https://json-schema.org/draft/2020-12/schema"},
        {"$schema": "http://json-schema.org/draft-04/schema#", "$id": "urn:a"},
        {"$schema": "https://json-schema.org/draft/next/schema", "$id": "urn:a"},
        {"$schema": 7, "$id": "urn:a"},
    ],
)
def test_a_schema_without_version_and_name_is_not_processed(head: dict[str, Any]) -> None:
    """VC JSON Schema asks for both, and knows three versions."""
    with pytest.raises(BadSchema):
        validate_given({}, json.dumps({**head, "required": ["name"]}).encode(), "urn:a")


def test_formats_count_in_a_schema_that_a_record_names() -> None:
    """The standard's own example refuses what is no mail address."""
    schema = {**SCHEMA, "properties": {"mail": {"format": "email"}}}
    data = json.dumps(schema).encode()
    assert validate_given({"mail": "ada@people.example"}, data, URL) == ()
    assert len(validate_given({"mail": "not an email"}, data, URL)) == 1


def test_the_digest_of_a_bundled_schema_counts() -> None:
    """A record bound to other bytes than the published ones is not excused by those that are at hand."""
    url = next(url for url in BUNDLED_SCHEMAS if url.endswith("ob_v3p0_endorsementcredential_schema.json"))
    right = (files(schemas) / "files" / BUNDLED_SCHEMAS[url][0]).read_bytes()
    outcomes = []
    for data in (right, right + b" "):
        endorsement = _sign(
            {
                "@context": [V2, OB, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
                "id": "urn:uuid:2",
                "type": ["VerifiableCredential", "EndorsementCredential"],
                "issuer": {"id": ISSUER.controller, "type": ["Profile"]},
                "name": "Endorsed",
                "validFrom": "2026-05-04T09:00:00Z",
                "credentialSubject": {"id": "urn:uuid:1", "type": ["EndorsementSubject"]},
                "credentialSchema": {"id": url, "type": "1EdTechJsonSchemaValidator2019", "digestSRI": _sri(data)},
            }
        )
        outcomes.append(openler.verify(endorsement, at=AT).check("schema").outcome)
    assert outcomes == ["passed", "undetermined"]
