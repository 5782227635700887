"""Is this the very content that a record's digest names?

Spec: https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources , https://www.w3.org/TR/SRI/
"""

import base64
import hashlib
from collections.abc import Iterator

from openler.foundation.encodings import BadEncoding, decode_multibase
from openler.foundation.json_types import JsonObject

# What SRI offers; a weaker hash binds nothing.
_HASHES = ("sha256", "sha384", "sha512")
# Multihash codes of the same, with their lengths in bytes.
_MULTIHASH = {bytes((0x12, 32)): "sha256", bytes((0x20, 48)): "sha384", bytes((0x13, 64)): "sha512"}


def differs_from_digest(content: bytes, resource: JsonObject) -> bool:
    """Tell whether a resource names a digest that the content does not have; one without digest differs from nothing.

    Args:
        content: the bytes at hand.
        resource: the object that may hold ``digestSRI`` or ``digestMultibase``.
    """
    sri, multibase = resource.get("digestSRI"), resource.get("digestMultibase")
    if sri is not None and not (isinstance(sri, str) and _is_one_of(content, _from_sri(sri))):
        return True
    return multibase is not None and not (
        isinstance(multibase, str) and _is_one_of(content, _from_multibase(multibase))
    )


def _is_one_of(content: bytes, digests: Iterator[tuple[str, bytes]]) -> bool:
    return any(hashlib.new(name, content).digest() == digest for name, digest in digests)


def _from_sri(text: str) -> Iterator[tuple[str, bytes]]:
    # SRI 3.3: several digests stand side by side, each with its algorithm in front; options follow behind a "?".
    for item in text.split()[:8]:
        name, _, value = item.partition("?")[0].partition("-")
        if name in _HASHES:
            try:
                yield name, base64.b64decode(value, validate=True)
            except ValueError:
                continue


def _from_multibase(text: str) -> Iterator[tuple[str, bytes]]:
    try:
        value = decode_multibase(text)
    except BadEncoding:
        return
    name = _MULTIHASH.get(value[:2])
    if name:
        yield name, value[2:]
