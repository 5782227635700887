"""Do issuer instances of the VC API sign exactly what the data models allow?

The cases are those that the W3C's suites for the data model and for the cryptosuites send: each statement that binds
issuers has one that must be refused, and its neighbour that must be signed. Every instance is asked, over HTTP.
"""

from typing import Any

import pytest

from web.vc_api import EXAMPLE, KINDS, V1, V2, VERSIONS, Door, Mutation, credential_1, credential_2, drop, mutated, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vc_api_open")]

STATUS = {"id": "https://status.example/7#3", "type": "UnheardStatus"}
SCHEMA = {"id": "https://schemas.example/7.json", "type": "UnheardSchema"}
INLINE = {word: EXAMPLE + word for word in ("UnheardStatus", "UnheardSchema", "Trial", "TrialTerms", "TrialRefresh")}
WORDS = [V2, INLINE]

# Refused in both versions.
BAD: dict[str, Mutation] = {
    "no context": drop("@context"),
    "empty context": put("@context", value=[]),
    "base context not first": put("@context", value=["https://w3id.org/security/data-integrity/v2", V2]),
    "context is a number": lambda document: document["@context"].append(123192875),
    "context is no URL": lambda document: document["@context"].append("https ://not-a-url/contexts/example/v1"),
    "context of nobody": lambda document: document["@context"].append("https://unknown.example/context.json"),
    "context redefines a term": lambda document: document["@context"].append({"issuer": EXAMPLE + "issuer"}),
    "context redefines the type": lambda document: document["@context"].append(
        {"VerifiableCredential": EXAMPLE + "VerifiableCredential"}
    ),
    "context sets a vocabulary": lambda document: document["@context"].append({"@vocab": EXAMPLE}),
    "context sets a base": lambda document: document["@context"].append({"@base": EXAMPLE}),
    "context imports": lambda document: document["@context"].append({"@import": V2}),
    "context takes terms away": lambda document: document["@context"].append(None),
    "context takes a term away": lambda document: document["@context"].append({"credentialSubject": None}),
    "context makes a scheme a prefix": lambda document: document["@context"].append({"did": EXAMPLE}),
    "id is null": put("id", value=None),
    "id is no URL": put("id", value="not a url"),
    "id is a number": put("id", value=7),
    "several ids": put("id", value=["urn:uuid:1", "urn:uuid:2"]),
    "no type": drop("type"),
    "type is another": put("type", value=["VerifiablePresentation"]),
    "type lacks the base": put("type", value=["AlumniCredential"]),
    "type is in no context": put("type", value=["VerifiableCredential", "UnmappedCredential"]),
    "type maps to no URL": lambda document: document.update(
        {"type": ["VerifiableCredential", "Odd"], "@context": [*document["@context"], {"Odd": "odd"}]}
    ),
    "issuer is null": put("issuer", value=None),
    "issuer is a number": put("issuer", value=7),
    "issuer is no URL": put("issuer", value="not a url"),
    "several issuers": put("issuer", value=["did:example:a", "did:example:b"]),
    "issuer id is null": put("issuer", value={"id": None}),
    "issuer id is no URL": put("issuer", value={"id": "not a url"}),
    "issuer is another": put("issuer", value="did:key:z6MkpJySvETLnxhQG9DzEdmKJtysBDjuuTeDfUj1uNNCUqcj"),
    "issuer object is another": put("issuer", value={"id": "did:key:z6MkpJySvETLnxhQG9DzEdmKJtysBDjuuTeDfUj1uNNCUqcj"}),
    "no subject": drop("credentialSubject"),
    "subject is empty": put("credentialSubject", value={}),
    "no subject in the list": put("credentialSubject", value=[]),
    "one of the subjects is empty": put("credentialSubject", value=[{"id": "did:example:a"}, {}]),
    "subject is a text": put("credentialSubject", value="did:example:subject"),
    "subject is null": put("credentialSubject", value=None),
    "subject id is no URL": put("credentialSubject", "id", value="not a url"),
    "several subject ids": put("credentialSubject", "id", value=["did:example:a", "did:example:b"]),
    "claim in no context": put("credentialSubject", "unheardClaim", value="Yes"),
    "status without type": put("credentialStatus", value={"id": STATUS["id"]}),
    "status type is in no context": put("credentialStatus", value={"type": "NobodysStatus"}),
    "status id is no URL": put("credentialStatus", value={**STATUS, "id": "not a url"}),
    "several status ids": put("credentialStatus", value={**STATUS, "id": ["urn:a:1", "urn:a:2"]}),
    "status is a text": put("credentialStatus", value="https://status.example/7"),
    "schema without type": put("credentialSchema", value={"id": SCHEMA["id"]}),
    "schema without id": put("credentialSchema", value={"type": "UnheardSchema"}),
    "schema id is no URL": put("credentialSchema", value={**SCHEMA, "id": "not a url"}),
    "one of the schemas has no id": put("credentialSchema", value=[SCHEMA, {"type": "UnheardSchema"}]),
    "terms of use without type": put("termsOfUse", value={"id": "https://terms.example/7"}),
    "evidence without type": put("evidence", value={"id": "https://evidence.example/7"}),
    "refresh service without type": put("refreshService", value={"id": "https://refresh.example/7"}),
    "refresh service id is no URL": put("refreshService", value={"type": "TrialRefresh", "id": "not a url"}),
    "signed already": put("proof", value={"type": "DataIntegrityProof"}),
    "number that readers differ on": put("credentialSubject", "name", value=9007199254740993),
    "half a character": put("credentialSubject", "name", value="\ud800"),
}
# The words of its date members differ, and so do the rules for names.
BAD_2: dict[str, Mutation] = {
    "start without a zone": put("validFrom", value="2026-01-02T03:04:05"),
    "start is a day": put("validFrom", value="2026-01-02"),
    "start on a day that is none": put("validFrom", value="2026-02-30T00:00:00Z"),
    "start is null": put("validFrom", value=None),
    "start is a number": put("validFrom", value=1767323045),
    "start is empty": put("validFrom", value=""),
    "end without a zone": put("validUntil", value="2030-01-02T03:04:05"),
    "end is no time": put("validUntil", value="never"),
    "end before start": put("validUntil", value="2020-01-02T03:04:05Z"),
    "word of the older model": put("issuanceDate", value="2026-01-02T03:04:05Z"),
    "end in the word of the older model": put("expirationDate", value="2030-01-02T03:04:05Z"),
    "name is a number": put("name", value=7),
    "name with more than a language": put("name", value={"@value": "Award", "@language": "en", "url": "urn:a:1"}),
    "description is a list of numbers": put("description", value=[1, 2]),
    "related resource without digest": put("relatedResource", value=[{"id": "https://a.example/1"}]),
    "related resource twice": put(
        "relatedResource",
        value=[{"id": "https://a.example/1", "digestSRI": "sha256-" + "A" * 43 + "="}] * 2,
    ),
}
BAD_1: dict[str, Mutation] = {
    "issued without a zone": put("issuanceDate", value="2026-01-02T03:04:05"),
    "issued on a day": put("issuanceDate", value="2026-01-02"),
    "issued is null": put("issuanceDate", value=None),
    "issued at no time": put("issuanceDate", value="yesterday"),
    "end is no time": put("expirationDate", value="never"),
    "end before issuance": put("expirationDate", value="2020-01-02T03:04:05Z"),
}
# Signed, as it stands.
GOOD_2: dict[str, Mutation] = {
    "minimal": lambda document: None,
    "without id": drop("id"),
    "without start": drop("validFrom"),
    "with end": put("validUntil", value="2035-01-02T03:04:05+02:00"),
    "in force later": put("validFrom", value="2090-01-02T03:04:05Z"),
    "two subjects": put("credentialSubject", value=[{"id": "did:example:a"}, {"id": "did:example:b"}]),
    "subject without id": put("credentialSubject", value={"name": "Mira"}),
    "issuer object without id": put("issuer", value={"name": "Kestrel Harbor School"}),
    "examples context": put("@context", value=[V2, "https://www.w3.org/ns/credentials/examples/v2"]),
    "own context that adds a type": lambda document: document.update(
        {"@context": WORDS, "type": ["VerifiableCredential", "Trial"]}
    ),
    "scoped words": lambda document: document.update(
        {
            "@context": [
                V2,
                {
                    "@protected": True,
                    "Regatta": {
                        "@id": "urn:example:Regatta",
                        "@context": {"@protected": True, "id": "@id", "type": "@type", "sail": "urn:example:sail"},
                    },
                    "won": {"@id": "urn:example:won", "@type": "@id"},
                },
            ],
            "credentialSubject": {"won": [{"type": "Regatta", "sail": 5.5}, {"type": "Regatta", "sail": 7.0}]},
        }
    ),
    "unheard status": lambda document: document.update({"@context": WORDS, "credentialStatus": STATUS}),
    "status without id": lambda document: document.update(
        {"@context": WORDS, "credentialStatus": {"type": "UnheardStatus"}}
    ),
    "unheard schema": lambda document: document.update({"@context": WORDS, "credentialSchema": SCHEMA}),
    "two schemas": lambda document: document.update(
        {"@context": WORDS, "credentialSchema": [SCHEMA, {**SCHEMA, "id": "https://schemas.example/8.json"}]}
    ),
    "terms of use": lambda document: document.update(
        {"@context": WORDS, "termsOfUse": [{"type": "TrialTerms"}, {"type": "TrialTerms", "id": "https://t.example/1"}]}
    ),
    "evidence": lambda document: document.update({"@context": WORDS, "evidence": [{"type": "Trial"}]}),
    "refresh service": lambda document: document.update(
        {"@context": WORDS, "refreshService": {"type": "TrialRefresh", "id": "https://refresh.example/7"}}
    ),
    "name in two languages": put(
        "name", value=[{"@value": "Award", "@language": "en"}, {"@value": "Preis", "@language": "de"}]
    ),
    "description with a direction": put(
        "description", value={"@value": "Award", "@language": "en", "@direction": "ltr"}
    ),
    "issuer with a name": put("issuer", value={"name": {"@value": "School", "@language": "en"}}),
    "related resource": put(
        "relatedResource", value=[{"id": "https://a.example/1", "digestSRI": "sha256-" + "A" * 43 + "="}]
    ),
}
GOOD_1: dict[str, Mutation] = {
    "minimal": lambda document: None,
    "without id": drop("id"),
    "issued now": drop("issuanceDate"),
    "with end": put("expirationDate", value="2035-01-02T03:04:05Z"),
    "own context that adds a type": lambda document: document.update(
        {"@context": [*document["@context"], INLINE], "type": ["VerifiableCredential", "Trial"]}
    ),
    "issuer object": put("issuer", value={}),
}
CASES = {"2.0": {**BAD, **BAD_2}, "1.1": {**BAD, **BAD_1}}
GOOD = {"2.0": GOOD_2, "1.1": GOOD_1}
EVERY = pytest.mark.parametrize(("suite", "kind"), KINDS, ids=lambda value: value)
MODELS = pytest.mark.parametrize("version", sorted(VERSIONS))


@EVERY
@MODELS
def test_what_a_must_forbids_is_not_signed(suite: str, kind: str, version: str) -> None:
    """Each case is refused with 400 or 422 in JSON, and says why; the unchanged record is signed before and after."""
    door = Door(suite, kind)
    door.issued(VERSIONS[version]())
    wrong = []
    for name, change in CASES[version].items():
        status, answer = door.issue(mutated(VERSIONS[version](), change))
        if status not in (400, 422) or not answer.get("detail") or "proof" in answer:
            wrong.append((name, status, answer))
    assert not wrong
    door.issued(VERSIONS[version]())


@EVERY
@MODELS
def test_what_the_models_allow_is_signed_and_holds(suite: str, kind: str, version: str) -> None:
    """Each case is signed with 201, bare; every member is as it was sent; the proof holds at the same door."""
    door = Door(suite, kind)
    for name, change in GOOD[version].items():
        sent = mutated(VERSIONS[version](), change)
        signed = door.issued(sent)
        assert signed["@context"][: len(sent["@context"])] == sent["@context"], name
        assert signed["issuer"] == door.did or signed["issuer"]["id"] == door.did, name
        kept = set(sent) - {"@context", "issuer"}
        assert {member: signed[member] for member in kept} == {member: sent[member] for member in kept}, name
        status, answer = door.verify(door.provable(signed))
        assert (status, answer["verified"]) == (200, True), (name, answer)
        assert not answer.get("errors")


@EVERY
@MODELS
def test_the_proof_is_what_its_suite_asks_for(suite: str, kind: str, version: str) -> None:
    """Type, suite, purpose, key name, time in UTC, multibase header; and the contexts that define its words."""
    door = Door(suite, kind)
    signed = door.issued(VERSIONS[version]())
    proof = signed["proof"]
    is_old = suite == "Ed25519Signature2020"
    assert proof["type"] == ("Ed25519Signature2020" if is_old else "DataIntegrityProof")
    assert proof.get("cryptosuite") == (None if is_old else suite)
    assert proof["proofPurpose"] == "assertionMethod"
    assert proof["created"].endswith("Z")
    assert proof["verificationMethod"] == f"{door.did}#{door.did.removeprefix('did:key:')}"
    assert proof["proofValue"][0] == ("u" if "-sd-" in suite else "z")
    assert door.did.startswith({"Ed25519": "did:key:z6Mk", "P-256": "did:key:zDna", "P-384": "did:key:z82L"}[kind])
    defines = "https://w3id.org/security/suites/ed25519-2020/v1" if is_old else V2
    assert {defines, "https://w3id.org/security/data-integrity/v2"} & {str(one) for one in signed["@context"]}


NO_BODIES: dict[str, Any] = {
    "empty": "",
    "no JSON": "{",
    "a list": "[]",
    "a text": '"credential"',
    "null": "null",
    "a number": "7",
    "names twice": '{"credential": {}, "credential": {}}',
    "not UTF-8": b'{"credential": "\xff"}',
    "NaN": '{"credential": NaN}',
    "an overflowing number": '{"credential": 1e999}',
    "too deep": '{"credential": ' + "[" * 10_000 + "]" * 10_000 + "}",
    "no credential": {},
    "credential is null": {"credential": None},
    "credential is a text": {"credential": "https://a.example/1"},
    "credential is a list": {"credential": [credential_2()]},
    "credential is empty": {"credential": {}},
    "options are a list": {"credential": credential_2(), "options": []},
    "pointers are a text": {"credential": credential_2(), "options": {"mandatoryPointers": "/issuer"}},
    "pointers of numbers": {"credential": credential_2(), "options": {"mandatoryPointers": [7]}},
    "credentialId is a number": {"credential": credential_2(), "options": {"credentialId": 7}},
    "another option": {"credential": credential_2(), "options": {"issuerKey": "z6Mk"}},
    "another member": {"credential": credential_2(), "status_index": 7},
}


@pytest.mark.parametrize("body", NO_BODIES.values(), ids=NO_BODIES)
def test_a_body_that_is_no_request_is_told_so_in_json(body: Any) -> None:
    """Every body gets 400 or 422, never a page and never a fault of ours."""
    status, answer = Door("eddsa-rdfc-2022", "Ed25519").post("/credentials/issue", body)
    assert status in (400, 422), answer
    assert answer["detail"]


def test_every_reason_is_told_at_once() -> None:
    """The problem names each fault with its pointer, so that a record is mended in one go."""
    bad = credential_2(id="no url", validFrom="never")
    status, answer = Door("eddsa-rdfc-2022", "Ed25519").issue(bad)
    assert status == 400
    assert {"/id", "/validFrom"} <= {problem["pointer"] for problem in answer["problemDetails"]}


def test_a_suite_that_discloses_nothing_takes_no_mandatory_pointers() -> None:
    """Asked for something that the suite cannot do, the door says so instead of passing it over."""
    status, _answer = Door("eddsa-rdfc-2022", "Ed25519").issue(credential_2(), mandatoryPointers=["/issuer"])
    assert status == 400


def test_a_context_within_a_context_is_no_context() -> None:
    """JSON-LD has no such form: what some loaders unwrap in silence is refused."""
    status, _answer = Door("eddsa-rdfc-2022", "Ed25519").issue(
        credential_1(**{"@context": [V1, {"@context": {"name": "https://schema.org/name"}}]})
    )
    assert status == 400
