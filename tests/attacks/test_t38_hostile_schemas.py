"""T38: a schema that a record names can reach nothing, and cannot hold the program up."""

import base64
import hashlib
import json
from datetime import UTC, datetime

import pytest

import openler
from openler.credentials.schemas import BadSchema, bundled_schema, validate_given
from openler.credentials.status import pack_list

URL = "https://schemas.example/s.json"
AT = datetime(2026, 11, 25, tzinfo=UTC)
_META = bundled_schema("https://www.w3.org/ns/credentials/json-schema/v2.json")
META_SRI = "sha256-" + base64.b64encode(hashlib.sha256(_META).digest()).decode()
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _schema(**members: object) -> bytes:
    return json.dumps({"$schema": DIALECT, "$id": URL, **members}).encode()


@pytest.mark.parametrize(
    "reference",
    ["https://elsewhere.example/s.json", "http://127.0.0.1/", "file:///etc/passwd", "//host/s.json", "other.json"],
)
def test_nothing_that_a_schema_refers_to_is_fetched(reference: str) -> None:
    """A reference outside the schema is refused, naming it; no retriever exists that could follow it."""
    with pytest.raises(BadSchema, match="cannot be used"):
        validate_given({"a": 1}, _schema(properties={"a": {"$ref": reference}}), URL)


def test_a_pattern_that_explodes_runs_in_linear_time() -> None:
    """Nested repetition over a text that almost fits: the engine does not backtrack, so the answer comes at once."""
    problems = validate_given({"a": "a" * 50_000 + "!"}, _schema(properties={"a": {"pattern": "^(a+)+$"}}), URL)
    assert [problem.pointer for problem in problems] == ["/a"]


@pytest.mark.parametrize("pattern", [r"(a)\1", "(?=a)b", "(?<!a)b", "[", "(" * 2000])
def test_a_pattern_outside_linear_time_is_refused(pattern: str) -> None:
    """Back-references and look-around need backtracking; such a schema cannot be used here."""
    with pytest.raises(BadSchema):
        validate_given({"a": "ab"}, _schema(properties={"a": {"pattern": pattern}}), URL)


def test_a_huge_list_of_values_is_read_and_not_repeated() -> None:
    """Fifty thousand allowed values: the fault names the place, and does not print them."""
    values = [f"value {number}" for number in range(50_000)]
    (problem,) = validate_given({"a": "x"}, _schema(properties={"a": {"enum": values}}), URL)
    assert problem.pointer == "/a"
    assert len(problem.detail) < 300


def test_a_schema_that_refers_to_itself_ends() -> None:
    """Recursion goes as deep as the record, and the record's depth is limited."""
    document: dict[str, object] = {}
    for _ in range(100):
        document = {"a": document}
    assert validate_given(document, _schema(properties={"a": {"$ref": "#"}}), URL) == ()


@pytest.mark.parametrize("schema", [b"", b"[]", b"7", b'{"type": 7}', b'{"$ref": "#/nowhere"}', b"<html>", b"{" * 500])
def test_what_is_no_schema_is_told_as_that(schema: bytes) -> None:
    """The record is undetermined, never rejected, for a schema that cannot be used."""
    with pytest.raises(BadSchema):
        validate_given({}, schema, URL)


def test_a_thousand_faults_are_not_all_told() -> None:
    """The list of faults is bounded."""
    problems = validate_given({"a": list(range(1000))}, _schema(properties={"a": {"items": {"type": "string"}}}), URL)
    assert 0 < len(problems) <= 20


def test_schemas_and_lists_that_name_each_other_end() -> None:
    """A status list names a schema record, whose status is in the list: each is looked up a few times, and that is all."""
    key = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
    schema_url, list_url = "https://s.example/schema", "https://s.example/list"
    status = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": list_url,
    }
    common = {"@context": ["https://www.w3.org/ns/credentials/v2"], "validFrom": "2026-01-01T00:00:00Z"}
    named = {"id": schema_url, "type": "JsonSchemaCredential"}
    meta = {"id": "https://www.w3.org/ns/credentials/json-schema/v2.json", "type": "JsonSchema"}

    def sign(**members: object) -> bytes:
        signed = openler.issue(common | members, signer=key.signer, verification_method=key.id, at=AT)
        return json.dumps(signed).encode()

    packed = {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": pack_list([])}
    asked: list[str] = []
    given = {
        schema_url: sign(
            id=schema_url,
            type=["VerifiableCredential", "JsonSchemaCredential"],
            credentialSubject={"type": "JsonSchema", "jsonSchema": {"$schema": DIALECT, "$id": URL}},
            credentialSchema=meta | {"digestSRI": META_SRI},
            credentialStatus=status,
        ),
        list_url: sign(
            id=list_url,
            type=["VerifiableCredential", "BitstringStatusListCredential"],
            credentialSubject=packed,
            credentialSchema=named,
        ),
    }

    class Source:
        def get(self, url: str, *, purpose: str, max_bytes: int = 0) -> bytes:
            asked.append(url)
            return openler.GivenDocuments(given).get(url, purpose=purpose)

    record = sign(
        id="urn:uuid:1f8c4c0e-5a0b-4a53-9d53-0b8a3f9d2c11",
        type=["VerifiableCredential"],
        credentialSubject={"id": "did:example:learner"},
        credentialSchema=named,
        credentialStatus=status,
    )
    report = openler.verify(record, at=AT, documents=Source())
    assert report.outcome == "undetermined"
    assert len(asked) < 10


def test_a_thousand_schemas_are_not_all_fetched() -> None:
    """The first are looked at; that there are more leaves the question open."""
    key = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
    claims = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": "did:example:learner"},
        "credentialSchema": [{"id": f"https://s.example/{number}", "type": "JsonSchema"} for number in range(1000)],
    }
    record = openler.issue(claims, signer=key.signer, verification_method=key.id, at=AT)
    asked: list[str] = []

    class Source:
        def get(self, url: str, *, purpose: str, max_bytes: int = 0) -> bytes:
            asked.append(url)
            return json.dumps({"$schema": DIALECT, "$id": url}).encode()

    check = openler.verify(record, at=AT, documents=Source()).check("schema")
    assert check.outcome == "undetermined"
    assert "1000" in check.problems[0].detail
    assert len(asked) == 16
