"""Are COSE messages made that verifiers take, and read as strictly as everything else?"""

import random
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import openler
from openler.credentials.issuance import NotIssuable
from openler.credentials.keys import KeyKind, SoftwareSigner
from openler.credentials.proofs import AlgorithmNotOffered, BadProof, CannotSign, parse_vc_cose
from openler.credentials.proofs.cose import parse_cose_sign1
from openler.credentials.proofs.errors import CriticalHeader, WrongTokenType
from openler.foundation.errors import LerError
from openler.foundation.strict_json import MAX_BYTES, TooLarge
from openler.testing.signing import did_key_of, fixed_signer, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISSUER, HOLDER = fixed_signer(1), fixed_signer(2)
V2 = "https://www.w3.org/ns/credentials/v2"
RECORD = {
    "@context": [V2],
    "type": ["VerifiableCredential"],
    "issuer": did_key_of(ISSUER),
    "name": "Žofie",
    "credentialSubject": {"id": did_key_of(HOLDER)},
}
HEADER = {1: -8, 3: "application/vc", 4: method_of(ISSUER).encode(), 16: "application/vc+cose"}
KINDS: list[tuple[KeyKind, str, int]] = [
    ("Ed25519", "EdDSA", -8),
    ("Ed25519", "Ed25519", -19),
    ("P-256", "ES256", -7),
    ("P-384", "ES384", -35),
]


def issued(signer: SoftwareSigner = ISSUER, claims: Any = None, **more: Any) -> bytes:
    """Sign claims as a message."""
    record = {**RECORD, "issuer": did_key_of(signer)} if claims is None else claims
    return openler.issue_cose(record, signer=signer, verification_method=method_of(signer), **more)


def message(header: Any = None, unprotected: Any = None, payload: bytes = b"{}", signer: Any = ISSUER) -> bytes:
    """Write a message, whatever it says."""
    protected = header if isinstance(header, bytes) else cbor2.dumps(HEADER if header is None else header)
    signature = signer.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    return b"\xd2" + cbor2.dumps([protected, unprotected or {}, payload, signature])


@pytest.mark.parametrize(("kind", "algorithm", "number"), KINDS)
def test_what_is_issued_verifies_in_every_check(kind: KeyKind, algorithm: str, number: int) -> None:
    """Each kind of key, both names of EdDSA; the record is the payload, to the letter."""
    signer = fixed_signer(1, kind)
    data = issued(signer, algorithm=algorithm)
    header = cbor2.loads(cbor2.loads(data).value[0])
    expected = {1: number, 3: "application/vc", 4: method_of(signer).encode(), 16: "application/vc+cose"}
    assert header == expected
    report = openler.verify(data, at=AT)
    assert report.verified and len(report.checks) == 10
    assert report.verified_document == {**RECORD, "issuer": did_key_of(signer)}
    assert report.media_type == "application/vc+cose"
    assert report.signatory.cryptosuite == f"COSE {algorithm}"


def test_the_signature_is_that_of_rfc_9052() -> None:
    """Computed anew with nothing of ours: Sig_structure, section 4.4."""
    tag = cbor2.loads(issued())
    protected, unprotected, payload, signature = tag.value
    assert (tag.tag, unprotected) == (18, {})
    covered = b"\x84\x6aSignature1" + cbor2.dumps(protected) + b"\x40" + cbor2.dumps(payload)
    Ed25519PublicKey.from_public_bytes(ISSUER.public_key.material).verify(signature, covered)


def test_the_fully_specified_algorithms_are_read() -> None:
    """RFC 9864: -9 is ES256 and -51 is ES384 of these very keys."""
    for kind, number in (("P-256", -9), ("P-384", -51)):
        signer = fixed_signer(1, kind)  # type: ignore[arg-type]
        header = {**HEADER, 1: number, 4: method_of(signer).encode()}
        payload = parse_vc_cose(issued(signer)).jws.payload
        assert openler.verify(message(header, payload=payload, signer=signer), at=AT).verified


def test_the_name_of_the_key_may_stand_outside_the_signature() -> None:
    """RFC 9052, 3.1: kid is a hint; the key decides."""
    header = {label: value for label, value in HEADER.items() if label != 4}
    payload = parse_vc_cose(issued()).jws.payload
    assert openler.verify(message(header, {4: method_of(ISSUER).encode()}, payload), at=AT).verified
    other = openler.verify(message(header, {4: method_of(HOLDER).encode()}, payload), at=AT)
    assert other.check("proof").outcome == "failed"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", BadProof),
        (b"\xd2", BadProof),
        (b"\xd2\x80", BadProof),
        (b"\xd2" + cbor2.dumps([b"", {}, None, b""]), BadProof),
        (b"\xd2" + cbor2.dumps([b"", {}, b"{}", b""]), BadProof),
        (b"\xd2" + cbor2.dumps([cbor2.dumps([]), {}, b"{}", b""]), BadProof),
        (message() + b"\x00", BadProof),
        (message()[:-1], BadProof),
        (message()[1:], BadProof),
        (b"\xd2\x9f" + b"\x40\xa0\x40\x40\xff", BadProof),
        (b"\xd2\xd2" + message()[1:], BadProof),
        (message(b"\xa2\x01\x27\x01\x26"), BadProof),
        (message({**HEADER, 1: "EdDSA"}), BadProof),
        (message({label: value for label, value in HEADER.items() if label != 1}), BadProof),
        (message({label: value for label, value in HEADER.items() if label != 1}, {1: -8}), BadProof),
        (message(None, {16: "application/vc+cose"}), BadProof),
        (message({**HEADER, 4: "text"}), BadProof),
        (message({**HEADER, 4: b"\xff"}), BadProof),
        (message({**HEADER, 16: 7}), BadProof),
        (message({**HEADER, 99: cbor2.CBORTag(1, 5)}), BadProof),
        (message({**HEADER, 2: [1]}), CriticalHeader),
        (message(None, {2: [1]}), CriticalHeader),
        (message({**HEADER, 1: -65535}), AlgorithmNotOffered),
        (message({**HEADER, 1: 5}), AlgorithmNotOffered),
        (message({**HEADER, 16: "application/vp+cose"}), WrongTokenType),
        (message({1: -8}), WrongTokenType),
        (message(payload=b'{"type": "VerifiablePresentation"}'), WrongTokenType),
        (message(payload=b"[]"), BadProof),
        (message(payload=b'{"a":1,"a":2}'), BadProof),
        (message({**HEADER, 98: b"x" * (17 << 10)}), BadProof),
        (b"\xd2" + b"\x00" * (MAX_BYTES + (33 << 10)), TooLarge),
    ],
    ids=range(31),
)
def test_what_is_no_such_message_is_refused(data: bytes, error: type[LerError]) -> None:
    """One signer, two headers that do not repeat each other, definite lengths, no tags, no name twice."""
    with pytest.raises(error):
        parse_vc_cose(data)
    report = openler.verify(data, at=AT)
    assert not report.verified and report.verified_document is None


def test_a_header_without_a_type_says_what_is_inside() -> None:
    """RFC 9596 recommends typ; the content type is enough."""
    header = {label: value for label, value in HEADER.items() if label != 16}
    assert openler.verify(message(header, payload=parse_vc_cose(issued()).jws.payload), at=AT).verified


def test_any_changed_byte_fails() -> None:
    """Anywhere in the message; never a crash."""
    data, chance = issued(), random.Random(1)
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        assert not openler.verify(bytes(changed), at=AT).verified
    for _ in range(300):
        noise = b"\xd2" + chance.randbytes(chance.randrange(60))
        with pytest.raises(LerError):
            parse_cose_sign1(noise)


def test_nothing_is_signed_that_a_verifier_would_refuse() -> None:
    """The rules of every other form."""
    for claims in (
        {**RECORD, "undefinedWord": 1},
        {"@context": [V2]},
        {**RECORD, "@context": ["https://www.w3.org/2018/credentials/v1"]},
    ):
        with pytest.raises(NotIssuable):
            issued(claims=claims)
    with pytest.raises(CannotSign):
        issued(algorithm="ES256")


def test_a_message_stands_in_an_envelope() -> None:
    """VCDM 2.0, 4.13.1: as base64, in a presentation and by itself; what is no base64 is told."""
    shown = openler.present([issued()], signer=HOLDER, verification_method=method_of(HOLDER), at=AT, challenge="n")
    url = shown["verifiableCredential"][0]["id"]
    assert url == f"data:application/vc+cose;base64,{b64encode(issued()).decode()}"
    assert openler.verify(shown, at=AT, expected_challenge="n").verified
    envelope = {"@context": [V2], "type": "EnvelopedVerifiableCredential", "id": url}
    assert openler.verify(envelope, at=AT).verified
    for broken in (url[:-2] + "!!", url + "=", "data:application/vc+cose;base64,"):
        assert openler.verify({**envelope, "id": broken}, at=AT).outcome == "failed"
