"""Do verifier instances of the VC API refuse whatever Data Integrity and the data model forbid, and nothing else?

The cases are those that the W3C's suites send: a proof that is missing, odd, for something else, run out or built on
another that is not there. Every suite's own records are tried, over HTTP; 200 is good, 400 and 422 are refusals.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from openler.credentials.contexts import ContextSet
from openler.credentials.keys import KeyKind
from openler.credentials.proofs import SUITES
from openler.credentials.proofs.pipeline import hash_data
from openler.foundation.encodings import encode_multibase
from openler.foundation.json_types import JsonObject
from openler.platform.doors.vc_api.services import with_suite_context
from openler.testing.signing import did_key_of, fixed_signer, method_of
from web.vc_api import EXAMPLE, KINDS, V2, VERSIONS, Door, Mutation, credential_2, drop, mutated, post, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vc_api_open")]

EVERY = pytest.mark.parametrize(("suite", "kind"), KINDS, ids=lambda value: value)
MODELS = pytest.mark.parametrize("version", sorted(VERSIONS))
# Whose proofs are made by hand below; a suite for disclosure has tests of its own.
BY_HAND = [(suite, kind) for suite, kind in KINDS if "-sd-" not in suite]
BY_HAND_EACH = pytest.mark.parametrize(("suite", "kind"), BY_HAND, ids=lambda value: value)
CONTEXTS = ContextSet(allows_inline=True)
NOW = datetime.now(UTC)


def stamp(**ahead: float) -> str:
    """Give a time that far from now."""
    return (NOW + timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M:%SZ")


def sign(
    document: dict[str, Any], suite: str, kind: KeyKind, *, number: int = 7, earlier: Any = (), **members: Any
) -> dict[str, Any]:
    """Sign a document by hand, so that the proof may say anything; ``None`` leaves a member out.

    Args:
        number: of the trial key.
        earlier: proofs that this one is built on; they stand before it.
    """
    signer = fixed_signer(number, kind)
    found = next(one for one in SUITES.values() if one.name == suite)
    document = with_suite_context({"issuer": did_key_of(signer), **document}, suite)
    options: dict[str, Any] = {"type": found.proof_type}
    if found.cryptosuite:
        options["cryptosuite"] = found.cryptosuite
    options |= {
        "created": stamp(),
        "verificationMethod": method_of(signer),
        "proofPurpose": "assertionMethod",
        **members,
    }
    proof: JsonObject = {name: value for name, value in options.items() if value is not None}
    if found.names_contexts:
        proof = {"@context": document["@context"], **proof}
    covered = {**document, "proof": list(earlier)} if members.get("previousProof") else document
    _, data = hash_data(found, covered, proof, hash_name=found.hashes[kind], contexts=CONTEXTS)
    proof["proofValue"] = encode_multibase(signer.sign(data.signed))
    return {**document, "proof": [*earlier, proof] if earlier else proof}


# Done to a signed record; each must be refused by a check of the proof alone.
SPOILED: dict[str, Mutation] = {
    "no proof": drop("proof"),
    "proof is null": put("proof", value=None),
    "proof is a text": put("proof", value="z3"),
    "proof is an empty list": put("proof", value=[]),
    "proof is a list of texts": put("proof", value=["z3"]),
    "no proof type": drop("proof", "type"),
    "another proof type": put("proof", "type", value="UnknownProofType"),
    "proof type is a list": put("proof", "type", value=["DataIntegrityProof"]),
    "another suite": put("proof", "cryptosuite", value="UnknownCryptosuite"),
    "suite is empty": put("proof", "cryptosuite", value=""),
    "suite is a number": put("proof", "cryptosuite", value=2022),
    "no key named": drop("proof", "verificationMethod"),
    "key name is no DID": put("proof", "verificationMethod", value="did:key:invalidVm"),
    "key name is an object": put("proof", "verificationMethod", value={"id": "did:key:z6Mk"}),
    "key of somebody else": put("proof", "verificationMethod", value=method_of(fixed_signer(99))),
    "key name in another encoding": lambda document: document["proof"].update(
        {"verificationMethod": document["proof"]["verificationMethod"].replace("#z", "#u")}
    ),
    "no purpose": drop("proof", "proofPurpose"),
    "another purpose": put("proof", "proofPurpose", value="invalidPurpose"),
    "purpose of presentations": put("proof", "proofPurpose", value="authentication"),
    "purpose is a list": put("proof", "proofPurpose", value=["assertionMethod"]),
    "no value": drop("proof", "proofValue"),
    "value is null": put("proof", "proofValue", value=None),
    "value is a number": put("proof", "proofValue", value=12390),
    "value is empty": put("proof", "proofValue", value=""),
    "value without multibase": lambda document: document["proof"].update(
        {"proofValue": document["proof"]["proofValue"][1:]}
    ),
    "value in another base": lambda document: document["proof"].update(
        {
            "proofValue": ("m" if document["proof"]["proofValue"][0] == "u" else "u")
            + document["proof"]["proofValue"][1:]
        }
    ),
    "value is too short": lambda document: document["proof"].update(
        {"proofValue": document["proof"]["proofValue"][:-3]}
    ),
    "value is of another record": put("proof", "proofValue", value="z5nmMBw2u9TGKd9NxxHJtyZKgjN2Eh"),
    "value holds letters that base58 lacks": put("proof", "proofValue", value="z0OIl" + "1" * 80),
    "value is very long": put("proof", "proofValue", value="z" + "2" * 100_000),
    "created is no time": put("proof", "created", value="invalidDate"),
    "created without a zone": put("proof", "created", value="2026-01-02T03:04:05"),
    "created is a number": put("proof", "created", value=1767323045),
    "created is another time": put("proof", "created", value="2001-01-02T03:04:05Z"),
    "expires was added": put("proof", "expires", value="2090-01-02T03:04:05Z"),
    "challenge was added": put("proof", "challenge", value="c7"),
    "builds on a proof that is not there": put("proof", "previousProof", value="urn:uuid:missing"),
    "builds on several that are not there": put("proof", "previousProof", value=["urn:uuid:a", "urn:uuid:b"]),
    "builds on a number": put("proof", "previousProof", value=7),
    "another claim": put("credentialSubject", "name", value="Milo"),
    "a claim more": put("credentialSubject", "description", value="Best of her year"),
    "a claim less": drop("credentialSubject", "name"),
    "another subject": put("credentialSubject", "id", value="did:example:another"),
    "another id": put("id", value="urn:uuid:2d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"),
    "no context": drop("@context"),
    "another base context": put("@context", 0, value="https://www.w3.org/ns/credentials/v3"),
    "a context of nobody more": lambda document: document["@context"].append("https://unknown.example/1"),
    "a context redefines words": lambda document: document["@context"].append({"credentialSubject": EXAMPLE + "s"}),
    "a context is a number": lambda document: document["@context"].append(7),
    "no type": drop("type"),
    "no issuer": drop("issuer"),
    "issuer is null": put("issuer", value=None),
    "no subject": drop("credentialSubject"),
    "is a list": lambda document: [document],
    "is a text": lambda document: json.dumps(document),
    "is null": lambda document: {"nothing": None}["nothing"] or 0,
}


@EVERY
@MODELS
def test_a_spoiled_record_is_refused(suite: str, kind: str, version: str) -> None:
    """Every change of a signed record or its proof is refused with a body that says why; the record itself holds."""
    door = Door(suite, kind)
    signed = door.provable(door.issued(VERSIONS[version]()))
    wrong = []
    for name, change in SPOILED.items():
        status, answer = door.verify(mutated(signed, change))
        if status not in (400, 422) or answer["verified"] is not False or not answer["errors"]:
            wrong.append((name, status, answer))
    assert not wrong
    status, answer = door.verify(signed)
    assert (status, answer["verified"], answer["checks"]) == (200, True, ["proof"])


# Made by a key that signs whatever it is asked: how the proof is made, and what the verifier is asked.
BADLY_MADE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "for another purpose": ({"proofPurpose": "authentication"}, {}),
    "for calling something": ({"proofPurpose": "capabilityInvocation"}, {}),
    "not for the purpose that is expected": ({}, {"expectedProofPurpose": "authentication"}),
    "for another domain": ({"domain": "a.example", "challenge": "c7"}, {"domain": "b.example"}),
    "for no domain": ({}, {"domain": "b.example"}),
    "for another challenge": ({"domain": "a.example", "challenge": "c7"}, {"domain": "a.example", "challenge": "c8"}),
    "for no challenge": ({"domain": "a.example"}, {"domain": "a.example", "challenge": "c8"}),
    "run out": ({"expires": stamp(minutes=-1)}, {}),
    "runs out at no time": ({"expires": "invalidDate"}, {}),
    "runs out without a zone": ({"expires": "2090-01-02T03:04:05"}, {}),
    "made at no time": ({"created": "invalidDate"}, {}),
    "made without a zone": ({"created": "2026-01-02T03:04:05"}, {}),
    "by a key that is none": ({"verificationMethod": "did:key:invalidVm"}, {}),
}
WELL_MADE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "plain": ({}, {}),
    "a year ago": ({"created": stamp(days=-365)}, {}),
    "runs out later": ({"expires": stamp(days=365)}, {}),
    "with an id": ({"id": "urn:uuid:3d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"}, {}),
    "with a nonce": ({"nonce": "u8vZ"}, {}),
    "for the domain": ({"domain": "a.example", "challenge": "c7"}, {"domain": "a.example", "challenge": "c7"}),
    "for one of the domains": ({"domain": ["b.example", "a.example"]}, {"domain": "a.example"}),
    "for a domain that nobody asks": ({"domain": "a.example"}, {}),
    "for the purpose that is expected": (
        {"proofPurpose": "authentication"},
        {"expectedProofPurpose": "authentication"},
    ),
    "in another zone": ({"created": "2026-01-02T03:04:05+02:00"}, {}),
}


@BY_HAND_EACH
def test_a_proof_that_is_made_wrong_is_refused(suite: str, kind: KeyKind) -> None:
    """The signature holds over every one of them, and still none passes; well made ones do."""
    wrong = []
    for good, table in ((False, BADLY_MADE), (True, WELL_MADE)):
        for name, (members, options) in table.items():
            record = sign(credential_2(), suite, kind, **members)
            status, answer = post(
                "/vc-api/credentials/verify",
                {"verifiableCredential": record, "options": {"checks": ["proof"], **options}},
            )
            if (status, answer["verified"]) != ((200, True) if good else (400, False)):
                wrong.append((name, status, answer))
    assert not wrong


@BY_HAND_EACH
def test_a_proof_may_leave_out_when_it_was_made_where_its_suite_lets_it(suite: str, kind: KeyKind) -> None:
    """Data Integrity makes the time optional; the older suite of 2020 asks for it."""
    status, _answer = check(sign(credential_2(), suite, kind, created=None))
    assert status == (400 if suite == "Ed25519Signature2020" else 200)


@BY_HAND_EACH
def test_sets_and_chains_of_proofs_hold_only_whole(suite: str, kind: KeyKind) -> None:
    """Two proofs side by side, and one built on the other by a text or a list; any broken link breaks them all."""
    first_id = "urn:uuid:4d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"
    base = credential_2(issuer=did_key_of(fixed_signer(7, kind)))
    first = sign(base, suite, kind, id=first_id)["proof"]
    second = sign(base, suite, kind, number=8)["proof"]
    document = with_suite_context(base, suite)
    assert check({**document, "proof": [first, second]})[0] == 200
    assert check({**document, "proof": [first, {**second, "proofValue": first["proofValue"]}]})[0] == 400
    if suite == "Ed25519Signature2020":
        # Its words know no earlier proof.
        return
    for named in (first_id, [first_id]):
        chained = sign(base, suite, kind, number=8, earlier=[first], previousProof=named)
        assert check(chained)[0] == 200
        assert check({**chained, "proof": [chained["proof"][1]]})[0] == 400
        spoiled = {**first, "proofValue": second["proofValue"]}
        assert check({**chained, "proof": [spoiled, chained["proof"][1]]})[0] == 400
        other = {**first, "created": stamp(days=-1)}
        assert check({**chained, "proof": [other, chained["proof"][1]]})[0] == 400
    missing = sign(base, suite, kind, number=8, earlier=[first], previousProof=["urn:uuid:missing"])
    assert check(missing)[0] == 400


def test_words_in_no_context_are_refused_where_the_proof_covers_meaning() -> None:
    """A record that another signer signed without seeing the word is no record of that word."""
    signed = sign(credential_2(), "eddsa-rdfc-2022", "Ed25519")
    for change in (
        put("credentialSubject", "undefinedTerm", value="undefinedTerm"),
        lambda document: document["type"].append("UndefinedCredential"),
    ):
        status, answer = check(mutated(signed, change))
        assert status == 400
        assert any(problem["code"] == "undefined_term" for problem in answer["problemDetails"])


def check(record: Any, path: str = "/vc-api/credentials/verify", **options: Any) -> tuple[int, dict[str, Any]]:
    """Check the proof of a record."""
    return post(path, {"verifiableCredential": record, "options": {"checks": ["proof"], **options}})


NO_BODIES: dict[str, Any] = {
    "empty": "",
    "no JSON": "<html>",
    "a list": "[]",
    "null": "null",
    "names twice": '{"verifiableCredential": {}, "verifiableCredential": {}}',
    "not UTF-8": b'{"verifiableCredential": "\xff"}',
    "too deep": '{"verifiableCredential": ' + "[" * 10_000 + "]" * 10_000 + "}",
    "no record": {},
    "record is a number": {"verifiableCredential": 7},
    "record is a list": {"verifiableCredential": []},
    "record is empty": {"verifiableCredential": {}},
    "record is a text": {"verifiableCredential": "record"},
    "record is JSON as text": {"verifiableCredential": json.dumps(credential_2())},
    "record as a presentation": {"verifiablePresentation": credential_2()},
    "checks is a text": {"verifiableCredential": credential_2(), "options": {"checks": "proof"}},
    "checks of numbers": {"verifiableCredential": credential_2(), "options": {"checks": [7]}},
    "options is a text": {"verifiableCredential": credential_2(), "options": "none"},
    "domain is a number": {"verifiableCredential": credential_2(), "options": {"domain": 7}},
    "challenge is very long": {"verifiableCredential": credential_2(), "options": {"challenge": "c" * 5000}},
    "another option": {"verifiableCredential": credential_2(), "options": {"trusted": True}},
    "another member": {"verifiableCredential": credential_2(), "verified": True},
    "returnResults is a text": {"verifiableCredential": credential_2(), "options": {"returnResults": "yes"}},
}


@pytest.mark.parametrize("body", NO_BODIES.values(), ids=NO_BODIES)
def test_a_body_that_is_no_request_gets_the_shape_of_a_refusal(body: Any) -> None:
    """400 or 422, verified false, errors and problem details: what a runner reads, whatever was sent."""
    status, answer = post("/vc-api/credentials/verify", body)
    assert status in (400, 422), answer
    assert answer["verified"] is False
    assert answer["errors"]
    assert answer["problemDetails"][0]["type"].startswith("https://www.w3.org/TR/vc-data-model#")


def test_another_media_type_is_refused() -> None:
    """A form or plain text is what a page of another site could send unseen; both are told in JSON."""
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = Client().generic("POST", "/vc-api/credentials/verify", "{}", content_type=media_type)
        assert answer.status_code == 400
        assert json.loads(answer.content)["verified"] is False


ENVELOPES: dict[str, Mutation] = {
    "no context": put("@context", value=[]),
    "another context": put("@context", value="https://www.w3.org/ns/credentials/examples/v2"),
    "no data: URL": lambda envelope: envelope.update({"id": envelope["id"].partition(",")[2]}),
    "no type": drop("type"),
    "another type": put("type", value="VerifiableCredential"),
    "spoiled token": lambda envelope: envelope.update({"id": envelope["id"][:-4] + "AAAA"}),
}


def test_an_enveloped_record_is_taken_as_one() -> None:
    """A token in a data: URL holds; one whose envelope lacks a mark of the data model does not."""
    from openler.testing.signing import make_token

    signer = fixed_signer(7)
    payload = credential_2(issuer=did_key_of(signer))
    token = make_token({"alg": "EdDSA", "typ": "vc+jwt", "kid": method_of(signer)}, payload, signer)
    envelope = {"@context": [V2], "id": f"data:application/vc+jwt,{token}", "type": "EnvelopedVerifiableCredential"}
    for asked in ({"checks": ["proof"]}, {}):
        status, answer = post("/vc-api/credentials/verify", {"verifiableCredential": envelope, "options": asked})
        assert (status, answer["verified"]) == (200, True), answer
    assert post("/vc-api/credentials/verify", {"verifiableCredential": token})[0] == 200
    for name, change in ENVELOPES.items():
        status, answer = check(mutated(envelope, change))
        assert (status, answer["verified"]) == (400, False), name
    # A token has no proof of its own that could answer.
    for asked in ({"challenge": "c7"}, {"domain": "a.example"}, {"expectedProofPurpose": "authentication"}):
        assert check(envelope, **asked)[0] == check(token, **asked)[0] == 400
    assert check(envelope, expectedProofPurpose="assertionMethod")[0] == 200
