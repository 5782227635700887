"""ecdsa-sd-2023: each step of the published vectors, from the record to the base proof, the derived one and its check."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from openler.credentials.canonical import canonicalize, canonicalize_dataset, parse_nquads
from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory
from openler.credentials.keys import SoftwareSigner, parse_key_file
from openler.credentials.proofs import create_proof, derive_proof, verify_proof
from openler.credentials.proofs.pipeline import hash_configuration
from openler.credentials.proofs.selective import Statements, canonical_statements, part, select, signed_lines
from openler.credentials.proofs.selective.values import parse_base_value, parse_derived_value, proof_key_bytes
from openler.credentials.proofs.suites import ecdsa_sd_2023
from openler.foundation.encodings import decode_multibase, encode_multibase
from openler.foundation.pointers import resolve
from vectors.citizenship import GIVEN
from vectors.table import counted

FOLDER = Path(__file__).parent / "data-integrity" / "ecdsa"
TABLE = "W3C Data Integrity ecdsa-sd-2023 (steps)"
CONTEXTS = ContextSet(GIVEN)
KEYS = KeyDirectory()
CREATED = datetime(2023, 8, 15, 23, 36, 38, tzinfo=UTC)
SETS = {"prc": "prCred", "employ": "employ"}
EACH = pytest.mark.parametrize("name", SETS)
# The key of the proof, published as TestVectors/ecdsa-sd-2023/SDKeyMaterial.json of w3c/vc-di-ecdsa; for trials only.
PROOF_SECRET = "z42tqvNGyzyXRzotAYn43UhcFtzDUVdxJ7461fwrfhBPLmfY"
VALUE = "/proof/proofValue"


def step(name: str, file: str) -> Any:
    """Read one published step."""
    return json.loads((FOLDER / "ecdsa-sd-2023" / name / f"{file}.json").read_text("utf-8"))


def pointers(name: str, kind: str) -> list[str]:
    """Read the published pointers."""
    loaded: list[str] = json.loads((FOLDER / f"{SETS[name]}{kind}.json").read_text("utf-8"))
    return loaded


def signer() -> SoftwareSigner:
    """Read the issuer's published test key."""
    return parse_key_file((FOLDER / "p256KeyPair.json").read_bytes()).signer


def unsigned(name: str) -> dict[str, Any]:
    """Give the record as the steps have it; one input file has another description than every step after it."""
    return {member: value for member, value in step(name, "addSignedSDBase").items() if member != "proof"}


def hmac_key(name: str) -> bytes:
    """Read the published HMAC key."""
    return bytes.fromhex(step(name, "derivedRecoveredBaseData")["hmacKey"])


@cache
def statements(name: str) -> Statements:
    """Take the record apart."""
    return part(unsigned(name), contexts=CONTEXTS, relabel=ecdsa_sd_2023.hmac_labels(hmac_key(name)))


def chosen(name: str, kind: str) -> list[int]:
    """Give the positions of the statements that published pointers mean."""
    named = {"mandatory": ["Mandatory"], "selective": ["Selective"], "combined": ["Mandatory", "Selective"]}[kind]
    return sorted(statements(name).indexes_of([pointer for one in named for pointer in pointers(name, one)]))


def split(name: str, kind: str) -> tuple[list[list[Any]], list[list[Any]]]:
    """Give the numbered statements that pointers mean, and the others."""
    inside = set(chosen(name, kind))
    numbered = [[index, line] for index, line in enumerate(statements(name).lines)]
    return [entry for entry in numbered if entry[0] in inside], [entry for entry in numbered if entry[0] not in inside]


def configuration_hash(name: str) -> bytes:
    """Hash what the proof says about itself."""
    proof = step(name, "addSignedSDBase")["proof"]
    return hash_configuration(ecdsa_sd_2023.SUITE, unsigned(name), proof, kind="P-256", contexts=CONTEXTS)


def the_same(published: Any, ours: Any) -> None:
    """Compare one step, and count it."""
    with counted(TABLE):
        assert ours == published


@EACH
def test_the_inputs_are_those_of_the_steps(name: str) -> None:
    """The published claims are the signed ones; in one set the description was reworded after the steps were made."""
    file = {"prc": "prCredUnsigned", "employ": "employmentAuth"}[name]
    claims = json.loads((FOLDER / f"{file}.json").read_text("utf-8"))
    expected = unsigned(name)
    assert claims.keys() == expected.keys()
    assert {member for member in claims if claims[member] != expected[member]} <= {"description"}
    assert pointers(name, "Mandatory") == step(name, "addBaseTransform")["mandatoryPointers"]


@EACH
def test_the_mandatory_pointers_name_the_published_values(name: str) -> None:
    """Each pointer with the value at its place."""
    values = [{"pointer": one, "value": resolve(unsigned(name), one)} for one in pointers(name, "Mandatory")]
    the_same(step(name, "addPointerValues"), values)


@EACH
def test_the_record_has_the_published_canonical_forms(name: str) -> None:
    """With canonical labels, and with those of the HMAC."""
    text = canonicalize(unsigned(name), contexts=CONTEXTS).decode()
    the_same(step(name, "addBaseDocCanon"), text.splitlines(keepends=True))
    the_same(step(name, "addBaseDocHMACCanon"), list(statements(name).lines))


@EACH
def test_the_statements_are_grouped_as_published(name: str) -> None:
    """Which statements are mandatory, and which are signed one by one."""
    published = step(name, "addBaseTransform")
    mandatory, others = split(name, "mandatory")
    the_same((published["mandatory"]["value"], published["nonMandatory"]["value"]), (mandatory, others))


@EACH
def test_the_proof_s_configuration_and_both_hashes_are_the_published_ones(name: str) -> None:
    """Canonical configuration, its hash, and that of the mandatory statements."""
    signed = step(name, "addSignedSDBase")
    config = {"@context": signed["@context"], **{k: v for k, v in signed["proof"].items() if k != "proofValue"}}
    the_same(step(name, "addProofConfig"), config)
    published = (FOLDER / "ecdsa-sd-2023" / name / "addProofConfigCanon.txt").read_text("utf-8")
    the_same(published, canonicalize(config, contexts=CONTEXTS).decode())
    mandatory = "".join(line for _, line in split(name, "mandatory")[0])
    hashes = {
        "proofHash": configuration_hash(name).hex(),
        "mandatoryHash": hashlib.sha256(mandatory.encode()).hexdigest(),
    }
    the_same(step(name, "addHashData"), hashes)


@EACH
def test_signing_gives_the_published_base_proof(name: str) -> None:
    """Deterministic signatures: with the published keys every signature and the whole record are the published ones."""
    secret = decode_multibase(PROOF_SECRET)[2:]
    draws = iter([hmac_key(name), secret])
    signed = create_proof(
        unsigned(name),
        signer=signer(),
        verification_method=step(name, "addProofConfig")["verificationMethod"],
        cryptosuite="ecdsa-sd-2023",
        created=CREATED,
        contexts=CONTEXTS,
        mandatory=pointers(name, "Mandatory"),
        chance=lambda _count: next(draws),
    )
    value = parse_base_value(signed["proof"]["proofValue"], pointer=VALUE)
    raw = {
        "baseSignature": value.signature.hex(),
        "publicKey": encode_multibase(value.public_key),
        "signatures": [signature.hex() for signature in value.signatures],
        "mandatoryPointers": list(value.mandatory),
    }
    assert value.public_key == proof_key_bytes(SoftwareSigner.from_secret("P-256", secret).public_key)
    the_same(step(name, "addRawBaseSignatureInfo"), raw)
    the_same(step(name, "addSignedSDBase"), signed)


@EACH
def test_the_base_proof_is_read_as_published(name: str) -> None:
    """All five parts of its value."""
    value = parse_base_value(step(name, "addSignedSDBase")["proof"]["proofValue"], pointer=VALUE)
    recovered = {
        "baseSignature": value.signature.hex(),
        "proofPublicKey": encode_multibase(value.public_key),
        "hmacKey": value.hmac_key.hex(),
        "signatures": [signature.hex() for signature in value.signatures],
        "mandatoryPointers": list(value.mandatory),
    }
    the_same(step(name, "derivedRecoveredBaseData"), recovered)


@EACH
def test_a_choice_means_the_published_statements(name: str) -> None:
    """Mandatory, selective and both together; other labels for the same blank nodes, and no other statement."""
    indexes = {f"{kind}Indexes": chosen(name, kind) for kind in ("combined", "mandatory", "selective")}
    indexes["nonMandatoryIndexes"] = [index for index, _ in split(name, "mandatory")[1]]
    the_same(step(name, "derivedGroupIndexes"), indexes)
    published = step(name, "derivedAllGroupData")
    with counted(TABLE):
        for kind, group in published["groups"].items():
            inside, outside = split(name, kind)
            assert (inside, outside) == (group["matching"]["value"], group["nonMatching"]["value"])
            quads = (statements(name).quads[index] for index, _ in inside)
            theirs = parse_nquads("".join(group["deskolemizedNQuads"]))
            assert canonicalize_dataset(quads).nquads == canonicalize_dataset(theirs).nquads
        assert published["nquads"] == list(statements(name).lines)
        assert {label for _, label in published["labelMap"]["value"]} == set(statements(name).labels.values())


@EACH
def test_what_is_shown_is_the_published_document_with_the_published_proof(name: str) -> None:
    """The part without proof, the parts of the proof's value, and the whole record that is shown."""
    base = step(name, "addSignedSDBase")
    shown = derive_proof(base, selective=pointers(name, "Selective"), contexts=CONTEXTS)
    value = parse_derived_value(shown["proof"]["proofValue"], pointer=VALUE)
    both = [*pointers(name, "Mandatory"), *pointers(name, "Selective")]
    the_same(step(name, "derivedUnsignedReveal"), select(unsigned(name), both))
    the_same(step(name, "derivedAdjMandatoryIndexes")["adjMandatoryIndexes"], list(value.mandatory_indexes))
    signatures = [signature.hex() for signature in value.signatures]
    published = step(name, "derivedAdjSignatures")
    optional = [index for index, _ in split(name, "mandatory")[1]]
    places = [place for place, index in enumerate(optional) if index in chosen(name, "combined")]
    the_same((published["adjSignatureIndexes"], published["filteredSignatures"]), (places, signatures))
    disclosure = {
        "baseSignature": value.signature.hex(),
        "publicKey": encode_multibase(value.public_key),
        "signatures": signatures,
        "labelMap": {"dataType": "Map", "value": [[key, label] for key, label in value.labels.items()]},
        "mandatoryIndexes": list(value.mandatory_indexes),
    }
    the_same(step(name, "derivedDisclosureData"), disclosure)
    the_same(step(name, "derivedRevealDocument"), shown)


def _derived_value(name: str) -> Any:
    return parse_derived_value(step(name, "derivedRevealDocument")["proof"]["proofValue"], pointer=VALUE)


def _read_value(name: str) -> Any:
    value = _derived_value(name)
    return {
        "baseSignature": value.signature.hex(),
        "publicKey": encode_multibase(value.public_key),
        "signatures": [signature.hex() for signature in value.signatures],
        "labelMap": [[key, label] for key, label in value.labels.items()],
        "mandatoryIndexes": list(value.mandatory_indexes),
    }


def _shown_lines(name: str) -> list[str]:
    shown = step(name, "derivedRevealDocument")
    document = {member: value for member, value in shown.items() if member != "proof"}
    quads, canonical = canonical_statements(document, contexts=CONTEXTS)
    known = _derived_value(name).labels
    return signed_lines(quads, {label: known[reader] for label, reader in canonical.labels.items()})


def _to_verify(name: str) -> Any:
    value, lines = _derived_value(name), _shown_lines(name)
    mandatory = "".join(lines[index] for index in value.mandatory_indexes)
    return {
        "baseSignature": value.signature.hex(),
        "proofHash": configuration_hash(name).hex(),
        "publicKey": encode_multibase(value.public_key),
        "signatures": [signature.hex() for signature in value.signatures],
        "nonMandatory": [line for index, line in enumerate(lines) if index not in value.mandatory_indexes],
        "mandatoryHash": hashlib.sha256(mandatory.encode()).hexdigest(),
    }


@EACH
@pytest.mark.parametrize(
    ("file", "ours"),
    [
        ("verifyDerivedProofValue", _read_value),
        ("verifyNQuads", _shown_lines),
        ("verifyCreateVerifyData", _to_verify),
    ],
)
def test_a_verifier_computes_the_published_steps(name: str, file: str, ours: Callable[[str], Any]) -> None:
    """What the proof's value holds, the statements of what is shown, and what is put to the keys."""
    the_same(step(name, file), ours(name))


@EACH
def test_the_published_derived_proof_holds(name: str) -> None:
    """The document that the answer covers is what is shown."""
    shown = step(name, "derivedRevealDocument")
    with counted(TABLE):
        result = verify_proof(shown, shown["proof"], suite_contexts=CONTEXTS, resolve_key=KEYS.resolve_key)
        assert result.key == signer().public_key
        assert result.document == {member: value for member, value in shown.items() if member != "proof"}
