"""How does a hostile client bend, strip, move or make the proofs of a record (T4, T18)?"""

from collections.abc import Iterator
from typing import Any

from openler.credentials.keys.public import CURVES
from openler.foundation.encodings import decode_multibase, encode_base58btc, encode_base64url, encode_multibase
from openler.foundation.json_types import JsonObject
from openler.testing.hostile.collection import make_specimens
from openler.testing.hostile.forged_rsa import rsa_signatures
from openler.testing.hostile.meaning import TWIN, turn_signature
from openler.testing.hostile.mutation import Mutation, with_data
from openler.testing.hostile.specimens import WEB, Specimen, sign_with
from openler.testing.rsa_signing import RsaSigner
from openler.testing.signing import did_key_of, fixed_signer, method_of

# The order of the group of Ed25519 (RFC 8032, 5.1).
ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493
STRANGER = fixed_signer(9)


def bend_proofs(specimen: Specimen) -> Iterator[Mutation]:
    """Give every change that is made of the proof alone."""
    document = specimen.data
    if isinstance(document, str):
        return
    proof = document["proof"]
    proofs: list[JsonObject] = proof if isinstance(proof, list) else [proof]
    yield from _stripped(specimen, document, proofs)
    for index, one in enumerate(proofs):
        for kind, detail, other in _other_values(specimen, one):
            reason = TWIN if kind == "ECDSA twin" and len(proofs) == 1 else ""
            changed = _with_proof(document, proofs, index, {**one, "proofValue": other})
            yield with_data(specimen, kind, detail, changed, means_the_same=reason)
        for member, other in _other_members(specimen):
            if one.get(member) != other:
                changed = _with_proof(document, proofs, index, {**one, member: other})
                yield with_data(specimen, "proof member", f"{member}: {str(other)[:60]}", changed)
    yield from _transplanted(specimen, document, proofs)
    yield from _signed_by_strangers(specimen, document)


def _with_proof(document: JsonObject, proofs: list[JsonObject], index: int, proof: Any) -> JsonObject:
    if not isinstance(document["proof"], list):
        return {**document, "proof": proof}
    return {**document, "proof": [*proofs[:index], proof, *proofs[index + 1 :]]}


def _stripped(specimen: Specimen, document: JsonObject, proofs: list[JsonObject]) -> Iterator[Mutation]:
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    yield with_data(specimen, "proof stripped", "no proof", unsigned)
    nothings: tuple[Any, ...] = (None, [], {}, "", 0, [None], [[]], [{}], proofs[0]["proofValue"])
    for value in nothings:
        yield with_data(specimen, "proof stripped", f"{value!r}"[:40], {**unsigned, "proof": value})
    for name in ("proofs", "Proof", "signature", "https://w3id.org/security#proof", "@proof"):
        yield with_data(specimen, "proof stripped", f"called {name}", {**unsigned, name: document["proof"]})
    for name in ("proof", "evidence", "credentialSubject"):
        yield with_data(specimen, "proof stripped", f"within {name}", {**unsigned, name: {"proof": document["proof"]}})
    yield with_data(specimen, "proof duplicated", "seventeen times", {**unsigned, "proof": proofs * 17})
    for bad in ({}, None, "x", {"type": "DataIntegrityProof"}, {**proofs[0], "proofValue": "z1"}):
        yield with_data(specimen, "proof duplicated", f"and {bad!r}"[:40], {**unsigned, "proof": [*proofs, bad]})
    for index, proof in enumerate(proofs):
        for member in proof:
            fewer = {name: value for name, value in proof.items() if name != member}
            yield with_data(specimen, "proof member", f"no {member}", _with_proof(document, proofs, index, fewer))


def _other_values(specimen: Specimen, proof: JsonObject) -> Iterator[tuple[str, str, Any]]:
    value = str(proof["proofValue"])
    signature, base = decode_multibase(value), value[0]
    # What is derived holds several signatures and more in CBOR; there, every bit is flipped and nothing is computed.
    for name, other in other_signatures(specimen, signature) if base == "z" else ():
        yield name, "", encode_multibase(other)
    for bit in range(len(signature) * 8):
        flipped = bytearray(signature)
        flipped[bit >> 3] ^= 1 << (bit & 7)
        yield "bit of a signature", str(bit), encode_multibase(bytes(flipped), base=base)
    body = value[1:]
    spellings = {
        "a leading zero": "z1" + encode_base58btc(signature),
        "two leading zeros": "z11" + encode_base58btc(signature),
        "no prefix": body,
        "prefix u over base58": "u" + body,
        "another base": encode_multibase(signature, base="z" if value[0] == "u" else "u"),
        "base64url padded": "u" + encode_base64url(signature) + "==",
        "hexadecimal": "f" + signature.hex(),
        "upper hexadecimal": "F" + signature.hex().upper(),
        "upper prefix": "Z" + body,
        "a blank behind": value + " ",
        "a line end behind": value + "\n",
        "a letter that base58 has not": value[:-1] + "0",
        "full width": value[:-1] + chr(ord(value[-1]) + 0xFEE0),
        "cut short": value[:-1],
        "longer": value + "1",
        "turned round": value[0] + body[::-1],
        "other case": value.swapcase(),
        "very long": value + "1" * 5000,
    }
    yield from (("multibase", detail, other) for detail, other in spellings.items())


def other_signatures(specimen: Specimen, signature: bytes) -> Iterator[tuple[str, bytes]]:
    """Give signatures that careless mathematics takes for this one, and one that every reader of ECDSA takes for it."""
    half = len(signature) // 2
    r, s = signature[:half], signature[half:]
    curve = CURVES.get(specimen.signer.public_key.kind)
    if isinstance(specimen.signer, RsaSigner):
        yield from (("malleable signature", other) for other in rsa_signatures(specimen.signer, signature))
    elif curve is None:
        yield from _ed25519_signatures(signature)
    else:
        yield "ECDSA twin", turn_signature(signature, curve.width, curve.order)
        for first, second in ((0, 0), (0, 1), (1, 0), (1, 1), (curve.order, curve.order), (curve.order - 1, 1)):
            yield "malleable signature", first.to_bytes(curve.width) + second.to_bytes(curve.width)
        turned = (curve.order - int.from_bytes(r)).to_bytes(curve.width)
        yield "malleable signature", turned + s
        for number in (int.from_bytes(r), int.from_bytes(s)):
            if number + curve.order < 1 << (8 * curve.width):
                more = (number + curve.order).to_bytes(curve.width)
                yield "malleable signature", (more + s) if number == int.from_bytes(r) else (r + more)
    yield "malleable signature", s + r
    for other in (bytes(len(signature)), b"\xff" * len(signature), signature + b"\0", b"\0" + signature, b"", r):
        yield "malleable signature", other


def _ed25519_signatures(signature: bytes) -> Iterator[tuple[str, bytes]]:
    number = int.from_bytes(signature[32:], "little")
    for multiple in range(1, 16):
        more = number + multiple * ED25519_ORDER
        if more < 1 << 256:
            yield "malleable signature", signature[:32] + more.to_bytes(32, "little")
    yield "malleable signature", signature[:32] + (ED25519_ORDER - number).to_bytes(32, "little")
    flipped = bytearray(signature)
    flipped[31] ^= 0x80
    yield "malleable signature", bytes(flipped)
    for point in (b"\1" + bytes(31), bytes(32), b"\xec" + b"\xff" * 30 + b"\x7f"):
        yield "malleable signature", point + bytes(32)


def _other_members(specimen: Specimen) -> Iterator[tuple[str, Any]]:
    own = specimen.verification_method
    fragment = own.partition("#")[2]
    methods = [
        method_of(STRANGER),
        f"{specimen.owner}#{STRANGER.public_key.multikey}",
        f"{did_key_of(STRANGER)}#{fragment}",
        f"{WEB}#key-9",
        specimen.owner,
        f"#{fragment}",
        f"{own}#",
        f"{own}?x=1",
        own.upper(),
        f"{own} ",
        own.replace("did:", "DID:"),
        own.replace("did:key:z", "did:key:1.1:z"),
        "https://evil.example/key",
        {"id": own, "type": "Multikey", "controller": specimen.owner, "publicKeyMultibase": fragment},
        [own],
    ]
    yield from (("verificationMethod", method) for method in methods)
    purposes = ("authentication", "assertionMethod", "keyAgreement", "capabilityInvocation", "AssertionMethod", "", "x")
    for purpose in (*purposes, ["assertionMethod", "authentication"], "https://w3id.org/security#assertionMethod"):
        yield "proofPurpose", purpose
    suites = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023", "bbs-2023")
    for suite in (*suites, "EDDSA-RDFC-2022", "eddsa-2022", "none", "", None, ["eddsa-rdfc-2022"]):
        yield "cryptosuite", suite
    for type_ in ("Ed25519Signature2018", "Ed25519Signature2020", "JsonWebSignature2020", "Proof", ["Proof"], "", None):
        yield "type", type_
    for created in ("2026-11-25T12:00:01Z", "2025-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "now", 1, None):
        yield "created", created
    for expires in ("2026-11-25T11:59:59Z", "2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "never", 1, None):
        yield "expires", expires
    for name in ("challenge", "domain", "nonce", "id", "previousProof"):
        yield from ((name, value) for value in ("x", "", 1, None, [], ["x"], {"x": 1}))
    for name in ("jws", "proofHash", "controller", "creator", "capability", "salary"):
        yield name, "x"
    contexts: tuple[Any, ...] = ("https://www.w3.org/ns/credentials/v2", [], None, {"@vocab": "https://evil.example/"})
    for context in contexts:
        yield "@context", context


def _transplanted(specimen: Specimen, document: JsonObject, proofs: list[JsonObject]) -> Iterator[Mutation]:
    for other in make_specimens():
        if other is specimen or isinstance(other.data, str):
            continue
        foreign = other.data["proof"]
        one = foreign[0] if isinstance(foreign, list) else foreign
        yield with_data(specimen, "proof of another record", other.name, {**document, "proof": foreign})
        value = {**proofs[0], "proofValue": one["proofValue"]}
        yield with_data(specimen, "proof of another record", f"value of {other.name}", {**document, "proof": value})
        for member in ("issuer", "credentialSubject", "holder", "type", "id", "@context"):
            if member in other.data and other.data[member] != document.get(member):
                changed = {**document, member: other.data[member]}
                yield with_data(specimen, "part of another record", f"{member} of {other.name}", changed)


def _signed_by_strangers(specimen: Specimen, document: JsonObject) -> Iterator[Mutation]:
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    wanted = "authentication" if specimen.presented else "assertionMethod"
    answers = {"challenge": "c5b6e0c1f0a94d1b", "domain": "https://work.example"} if specimen.presented else {}
    strangers = [
        (STRANGER, "eddsa-rdfc-2022"),
        (STRANGER, "eddsa-jcs-2022"),
        (fixed_signer(9, "P-256"), "ecdsa-jcs-2019"),
    ]
    for signer, suite in strangers:
        names = (method_of(signer), specimen.verification_method, f"{specimen.owner}#{signer.public_key.multikey}")
        for method in names:
            for purpose in (wanted, "authentication", "assertionMethod", "capabilityDelegation"):
                more = {**answers, "verificationMethod": method, "proofPurpose": purpose}
                forged = sign_with(unsigned, signer, suite, more=more)
                yield with_data(specimen, "signed by a stranger", f"{suite} as {method[:30]} for {purpose}", forged)
    if not specimen.method:
        suite = _suite_of(document)
        for purpose in ("authentication", "assertionMethod", "keyAgreement", "capabilityInvocation"):
            if purpose != wanted:
                more = {**answers, "proofPurpose": purpose}
                forged = sign_with(unsigned, specimen.signer, suite, more=more)
                yield with_data(specimen, "signed for another purpose", purpose, forged)
        for expires in ("2026-11-25T11:59:59Z", "2000-01-01T00:00:00Z"):
            forged = sign_with(
                unsigned, specimen.signer, suite, more={**answers, "proofPurpose": wanted, "expires": expires}
            )
            yield with_data(specimen, "date game", f"the proof ended {expires}", forged)


def _suite_of(document: JsonObject) -> str:
    proof = document["proof"]
    one = proof[-1] if isinstance(proof, list) else proof
    name = str(one.get("cryptosuite") or one["type"])
    # Whoever shows a part cannot make a proof of that kind; the issuer's own key signs the part as a whole.
    return "ecdsa-rdfc-2019" if name == "ecdsa-sd-2023" else name
