"""What does one disclosure say, and which digest stands for it in the token?

Spec: https://www.rfc-editor.org/rfc/rfc9901#section-4.2
"""

import hashlib
import json
from dataclasses import dataclass

from openler.credentials.proofs.sd_jwt.errors import BadDisclosure
from openler.foundation.encodings import BadEncoding, decode_base64url, encode_base64url
from openler.foundation.errors import MalformedInput
from openler.foundation.json_types import JsonObject, JsonValue
from openler.foundation.strict_json import parse_json

DIGESTS, ELEMENT, ALGORITHM = "_sd", "...", "_sd_alg"
# RFC 9901, 4.2.1 forbids the first two; the third is the token's own word about its digests.
RESERVED = frozenset({DIGESTS, ELEMENT, ALGORITHM})
# The hashes of the IANA registry "Named Information" that still resist collisions and that holders use.
HASHES = ("sha-256", "sha-384", "sha-512")
DEFAULT_HASH = "sha-256"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A claim or an array element that a holder may show or leave out.

    Attributes:
        text: as it stands in the token, base64url.
        digest: what stands for it in the payload, base64url.
        salt: keeps the digest from being guessed.
        name: the claim's name, None for an element of an array.
        value: the claim's value; digests may stand inside.
    """

    text: str
    digest: str
    salt: str
    name: str | None
    value: JsonValue


def make_disclosure(salt: str, name: str | None, value: JsonValue) -> Disclosure:
    """Write a disclosure (RFC 9901, 4.2.1 and 4.2.2)."""
    members = [salt, value] if name is None else [salt, name, value]
    text = encode_base64url(json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode())
    return Disclosure(text, digest_of(text, DEFAULT_HASH), salt, name, value)


def parse_disclosure(text: str, *, hash_name: str = DEFAULT_HASH) -> Disclosure:
    """Read a disclosure.

    Raises:
        BadDisclosure: no base64url of a JSON array of two or three members, or a name that is reserved.
    """
    try:
        members = parse_json(decode_base64url(text))
    except (BadEncoding, MalformedInput) as error:
        raise BadDisclosure(f"A disclosure cannot be read. {error.message}") from None
    if not isinstance(members, list) or len(members) not in (2, 3) or not isinstance(members[0], str):
        raise BadDisclosure("A disclosure is not a list of salt, name and value, or of salt and value.")
    name = None if len(members) == 2 else members[1]
    if len(members) == 3 and not isinstance(name, str):
        raise BadDisclosure("The name in a disclosure is no text.")
    if name in RESERVED:
        raise BadDisclosure(f"A disclosure has the name {name!r}, which is reserved.")
    return Disclosure(text, digest_of(text, hash_name), members[0], name, members[-1])


def digest_of(text: str, hash_name: str) -> str:
    """Give the digest of a text, base64url (RFC 9901, 4.2.3)."""
    return encode_base64url(hashlib.new(hash_name.replace("-", ""), text.encode("ascii")).digest())


def hash_of(payload: JsonObject) -> str:
    """Name the hash of a token's digests (RFC 9901, 4.1.1).

    Raises:
        BadDisclosure: one that is not used here.
    """
    name = payload.get(ALGORITHM, DEFAULT_HASH)
    if name not in HASHES:
        raise BadDisclosure(
            f"The token's digests are made with {str(name)[:40]!r}; {', '.join(HASHES)} are read.",
            pointer=f"/{ALGORITHM}",
            mender="issuer",
        )
    return str(name)
