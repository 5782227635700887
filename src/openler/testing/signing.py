"""How are records and tokens signed for a trial, with keys that anybody can make again?

The keys follow from small numbers, so they protect nothing and serve trials only.
"""

import hashlib
import json
from typing import Any

from openler.credentials.keys import KeyFile, KeyKind, PublicKey, Signer, SoftwareSigner
from openler.foundation.encodings import encode_base64url
from openler.foundation.json_types import JsonObject

_SECRET_BYTES = {"Ed25519": 32, "P-256": 32, "P-384": 48}
# The first bits of a NIST number are cleared so that it lies below the order of its curve.
_SAFE_TOP = 0x7F


def fixed_signer(number: int, kind: KeyKind = "Ed25519") -> SoftwareSigner:
    """Return the trial key of this number; the same number gives the same key."""
    stream = hashlib.shake_256(f"openler trial key {kind} {number}".encode()).digest(_SECRET_BYTES[kind])
    secret = stream if kind == "Ed25519" else bytes([stream[0] & _SAFE_TOP]) + stream[1:]
    return SoftwareSigner.from_secret(kind, secret)


def did_key_of(signer: Signer) -> str:
    """Return the did:key of a signer."""
    return f"did:key:{signer.public_key.multikey}"


def method_of(signer: Signer) -> str:
    """Return the verification method of a signer's did:key."""
    return f"{did_key_of(signer)}#{signer.public_key.multikey}"


def key_file_of(signer: SoftwareSigner) -> str:
    """Return the text of a signer's key file."""
    return KeyFile.of(signer).serialize()


def make_token(header: JsonObject, payload: JsonObject | bytes, signer: Signer | None) -> str:
    """Write a compact token, whatever its header says; without a signer its last part is empty."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    signing_input = f"{encode_base64url(json.dumps(header).encode())}.{encode_base64url(body)}"
    signature = b"" if signer is None else signer.sign(signing_input.encode())
    return f"{signing_input}.{encode_base64url(signature)}"


def make_controller_document(
    id: str, keys: dict[str, PublicKey], *, purposes: tuple[str, ...] = ("assertionMethod",), **members: Any
) -> bytes:
    """Write the document of a DID or of an issuer's URL that lists keys by fragment."""
    document = {
        "@context": ["https://www.w3.org/ns/cid/v1"],
        "id": id,
        "verificationMethod": [
            {"id": f"{id}#{name}", "type": "Multikey", "controller": id, "publicKeyMultibase": key.multikey}
            for name, key in keys.items()
        ],
        **{purpose: [f"{id}#{name}" for name in keys] for purpose in purposes},
        **members,
    }
    return json.dumps(document).encode()
