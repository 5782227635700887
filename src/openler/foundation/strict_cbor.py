"""Is this CBOR that every reader reads alike, and written in the one shortest way?

Refused: tags, lengths left open, names that stand twice, more depth than asked for, longer ways to write a number or a
length, and bytes behind the value.

Spec: https://www.rfc-editor.org/rfc/rfc8949#section-4.2.1 (Core Deterministic Encoding, without its order of names)
"""

from typing import Any, NoReturn

import cbor2

from openler.foundation.encodings import BadEncoding


class _NoTags(dict[int, Any]):
    """Refuses every tag before its content is made into anything."""

    def __missing__(self, tag: int) -> NoReturn:
        raise ValueError(f"tag {tag}")


def parse_cbor(data: bytes, *, max_depth: int) -> Any:
    """Read one CBOR value, strictly; whoever calls bounds the bytes.

    Raises:
        BadEncoding: it is not CBOR of this kind.
    """
    try:
        value = cbor2.loads(
            data,
            semantic_decoders=_NoTags(),
            max_depth=max_depth,
            allow_indefinite=False,
            allow_duplicate_keys=False,
        )
        again = cbor2.dumps(value)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError):
        raise BadEncoding("It is not CBOR of the kind that is used here.") from None
    if again != data:
        raise BadEncoding("It is not written in the shortest form of CBOR, or something stands behind it.")
    return value
