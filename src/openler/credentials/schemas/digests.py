"""Is this the very content that a record's digest names?

Spec: https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources , https://www.w3.org/TR/SRI/ ,
https://www.w3.org/TR/vc-data-integrity/#resource-integrity
"""

import base64
import hashlib
from collections.abc import Iterator

from openler.foundation.encodings import BadEncoding, decode_multibase
from openler.foundation.json_types import JsonObject

# What SRI offers, with the lengths in bytes; a weaker hash binds nothing.
_HASHES = {"sha256": 32, "sha384": 48, "sha512": 64}
# Multihash codes of the same, with their lengths in bytes.
_MULTIHASH = {bytes((0x12, 32)): "sha256", bytes((0x20, 48)): "sha384", bytes((0x13, 64)): "sha512"}
# Several digests of one content, by several hashes; more than this is noise.
_MOST_DIGESTS = 8
DIGEST_MEMBERS = ("digestSRI", "digestMultibase")

Digest = tuple[str, bytes]


def differs_from_digest(content: bytes, resource: JsonObject) -> bool:
    """Tell whether a resource names a digest that the content does not have; one without digest differs from nothing.

    Of several digests in one member, one that fits is enough, as in SRI; each member that is there must fit.

    Args:
        content: the bytes at hand.
        resource: the object that may hold ``digestSRI`` or ``digestMultibase``.
    """
    return any(
        resource.get(member) is not None
        and not any(hashlib.new(name, content).digest() == digest for name, digest in _digests(resource, member))
        for member in DIGEST_MEMBERS
    )


def unreadable_digests(resource: JsonObject) -> Iterator[str]:
    """Give the name of each digest member that is there and holds no digest that can be compared."""
    for member in DIGEST_MEMBERS:
        if member in resource and not _digests(resource, member):
            yield member


def _digests(resource: JsonObject, member: str) -> list[Digest]:
    value = resource[member]
    texts = value if isinstance(value, list) else [value]
    read = _from_sri if member == "digestSRI" else _from_multibase
    return [digest for text in texts[:_MOST_DIGESTS] if isinstance(text, str) for digest in read(text)]


def _from_sri(text: str) -> Iterator[Digest]:
    # SRI 3.3: several digests stand side by side, each with its algorithm in front; options follow behind a "?".
    for item in text.split()[:_MOST_DIGESTS]:
        name, _, value = item.partition("?")[0].partition("-")
        digest = _base64(value)
        if _HASHES.get(name) == len(digest):
            yield name, digest


def _base64(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        return b""


def _from_multibase(text: str) -> Iterator[Digest]:
    try:
        value = decode_multibase(text)
    except BadEncoding:
        return
    name = _MULTIHASH.get(value[:2])
    if name and len(value) == 2 + _HASHES[name]:
        yield name, value[2:]
