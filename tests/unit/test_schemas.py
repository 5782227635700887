"""JSON Schemas: the published ones, byte for byte, and those a caller gives, bound by the digest that a record names."""

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
from openler.credentials.model import read_credential
from openler.credentials.proofs import create_proof
from openler.credentials.rules import published_schema, validate_published
from openler.credentials.schemas import BUNDLED_SCHEMAS, BadSchema, DamagedSchema, check_bundled_digests, validate_given
from openler.foundation.encodings import encode_multibase

AT = datetime(2026, 11, 25, tzinfo=UTC)
KEY = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
URL = "https://schemas.example/name.json"
SCHEMA = json.dumps(
    {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": URL, "required": ["name"]}
).encode()
BADGE: dict[str, Any] = {
    "@context": [V2, OB],
    "id": "urn:uuid:2",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": KEY.controller, "type": ["Profile"]},
    "validFrom": "2026-05-04T09:00:00Z",
    "credentialSubject": {
        "id": "urn:uuid:3",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "urn:uuid:1",
            "type": ["Achievement"],
            "name": "Knots",
            "description": "Ties knots.",
            "criteria": {"narrative": "Tie each twice."},
        },
    },
}
# The W3C serves this schema at one address, and it calls itself by an older one.
OLD_NAMES = {
    "https://www.w3.org/ns/credentials/json-schema/v2.json": (
        "https://www.w3.org/2022/credentials/v2/json-schema-credential-schema.json"
    )
}
STATUS = {"type": "BitstringStatusListEntry", "id": "https://s.example/1#7"}


def _sri(data: bytes, name: str = "sha384") -> str:
    return f"{name}-{base64.b64encode(hashlib.new(name, data).digest()).decode()}"


def test_every_bundled_schema_is_the_published_one_and_names_itself() -> None:
    """The digest is checked whenever a schema is loaded, and its $id is the URL it is found by."""
    check_bundled_digests()
    folder = files(schemas) / "files"
    for url, (name, digest) in BUNDLED_SCHEMAS.items():
        data = (folder / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest
        assert json.loads(data)["$id"] == OLD_NAMES.get(url, url)


def test_a_schema_that_was_changed_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever changes a file of the installation is noticed."""
    url = next(iter(BUNDLED_SCHEMAS))
    monkeypatch.setitem(BUNDLED_SCHEMAS, url, (BUNDLED_SCHEMAS[url][0], "0" * 64))
    schemas._bundled.cache_clear()
    with pytest.raises(DamagedSchema, match="changed"):
        schemas.validate_bundled(BADGE, url)
    schemas._bundled.cache_clear()


@pytest.mark.parametrize(
    ("member", "value", "pointer"),
    [
        ("validFrom", ..., ""),
        ("id", ..., ""),
        ("issuer", {"type": ["Profile"]}, "/issuer"),
        (
            "issuer",
            {"id": "https://a.example", "type": "Profile", "address": {"type": ["School"]}},
            "/issuer/address/type",
        ),
        ("evidence", [{"type": ["Evidence"]}, {"name": "Film"}], "/evidence/1"),
        ("proof", 7, "/proof"),
        ("credentialStatus", [{**STATUS}, {"id": "https://s.example/2"}], "/credentialStatus"),
        ("name", 7, "/name"),
    ],
)
def test_a_record_that_does_not_fit_is_told_where(member: str, value: Any, pointer: str) -> None:
    """The place and a plain sentence; of several status entries, each is held to the schema."""
    document = copy.deepcopy(BADGE)
    if value is ...:
        del document[member]
    else:
        document[member] = value
    shape = read_credential(document)
    url = published_schema(shape)
    assert url is not None
    problems = [problem for problem in validate_published(shape, url) if problem.severity == "error"]
    assert [problem.pointer for problem in problems] == [pointer]
    assert len(problems[0].detail) < 250


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("credentialSubject", [BADGE["credentialSubject"]], "list_of_one"),
        ("credentialStatus", [STATUS], "list_of_one"),
        ("credentialStatus", [STATUS, {**STATUS, "id": "https://s.example/1#8"}], "several_status_entries"),
        ("name", {"@value": "Nœuds", "@language": "fr"}, "text_with_language"),
        (
            "name",
            [{"@value": "Nœuds", "@language": "fr"}, {"@value": "Knoten", "@language": "de"}],
            "text_with_language",
        ),
    ],
)
def test_what_data_model_2_allows_beyond_the_schema_is_only_noted(member: str, value: Any, code: str) -> None:
    """A list of one says the same as the value; languages and second entries are the data model's own."""
    shape = read_credential({**BADGE, member: value})
    url = published_schema(shape)
    assert url is not None
    assert [(problem.code, problem.severity) for problem in validate_published(shape, url)] == [(code, "warning")]


def test_a_record_of_data_model_1_is_held_to_the_schema_that_knows_it() -> None:
    """The schema at the usual address describes 2.0 only."""
    old = {name: value for name, value in BADGE.items() if name != "validFrom"}
    old |= {
        "@context": ["https://www.w3.org/2018/credentials/v1", OB],
        "name": "Knots",
        "issuanceDate": "2026-05-04T09:00:00Z",
    }
    url = next(url for url in BUNDLED_SCHEMAS if url.endswith("ob_v3p0_achievementcredential_schema.json"))
    assert validate_published(read_credential(old), url) == ()
    own = published_schema(read_credential(old))
    assert own is not None and own.endswith("ob_v3p0_anyachievementcredential_schema.json")
    without = {**old, "credentialSubject": {"id": "urn:uuid:3", "type": ["AchievementSubject"]}}
    assert [problem.pointer for problem in validate_published(read_credential(without), own)] == ["/credentialSubject"]
    draft = {**old, "@context": [old["@context"][0], "https://drafts.example/context.json"]}
    assert published_schema(read_credential(draft)) is None
    with pytest.raises(BadSchema, match=r"2\.0 only"):
        validate_published(read_credential({**old, "type": ["VerifiableCredential", "ClrCredential"]}), url)


@pytest.mark.parametrize(
    "reference",
    [
        {},
        {"digestSRI": _sri(SCHEMA)},
        {"digestSRI": f"sha512-AAAA {_sri(SCHEMA, 'sha256')}?ct=json"},
        {"digestMultibase": encode_multibase(bytes((0x12, 32)) + hashlib.sha256(SCHEMA).digest())},
    ],
)
def test_a_schema_that_has_the_digest_is_used(reference: dict[str, Any]) -> None:
    """SRI and multihash, one of several, or none at all."""
    assert validate_given({"name": "x"}, SCHEMA, URL, reference=reference) == ()
    (problem,) = validate_given({}, SCHEMA, URL, reference=reference)
    assert problem.code == "schema_mismatch"


@pytest.mark.parametrize(
    "reference",
    [
        {"digestSRI": _sri(SCHEMA + b" ")},
        {"digestSRI": "md5-" + base64.b64encode(hashlib.md5(SCHEMA).digest()).decode()},
        {"digestSRI": "sha256-!!!"},
        {"digestSRI": "sha256-é"},
        {"digestSRI": ""},
        {"digestSRI": 7},
        {"digestMultibase": "u"},
        {"digestMultibase": "!"},
        {"digestMultibase": []},
        {"digestSRI": _sri(SCHEMA), "digestMultibase": "uEiA"},
    ],
)
def test_a_schema_with_another_digest_is_not_used(reference: dict[str, Any]) -> None:
    """The record is neither held to it nor excused by it."""
    with pytest.raises(BadSchema, match="digest"):
        validate_given({"name": "x"}, SCHEMA, URL, reference=reference)


@pytest.mark.parametrize(
    ("schema", "given", "outcome"),
    [
        ({"type": "JsonSchema", "id": URL}, True, "passed"),
        ({"type": ["JsonSchema"], "id": URL}, True, "passed"),
        ({"type": "JsonSchema", "id": URL}, False, "undetermined"),
        ({"type": "JsonSchema", "id": URL, "digestSRI": "sha256-AA"}, True, "undetermined"),
        ({"type": "JsonSchemaCredential", "id": URL}, True, "undetermined"),
        ([{"type": "JsonSchema", "id": URL}, {"type": "Other", "id": URL}], True, "undetermined"),
    ],
)
def test_the_schema_that_a_record_names_decides_only_if_it_is_at_hand(schema: Any, given: bool, outcome: str) -> None:
    """Not at hand, not the right one, not a kind that is read: undetermined, naming it."""
    claims = {**BADGE, "type": ["VerifiableCredential"], "name": "Knots", "credentialSchema": schema}
    record = create_proof(
        claims,
        signer=KEY.signer,
        verification_method=KEY.id,
        cryptosuite="eddsa-jcs-2022",
        created=AT,
        contexts=ContextSet(),
    )
    documents = openler.GivenDocuments({URL: SCHEMA} if given else {})
    check = openler.verify(record, at=AT, documents=documents).check("schema")
    assert check.outcome == outcome
    assert all(problem.next_step for problem in check.problems)
