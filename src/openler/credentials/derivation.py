"""How does a holder show a part of a record, so that it still verifies?

Works on records that their issuer signed for it (``ecdsa-sd-2023``). What the issuer made mandatory is always shown. The
record that comes out can be checked by anybody; the one that went in is for its holder alone. No I/O.

Spec: https://www.w3.org/TR/vc-di-ecdsa/#add-derived-proof-ecdsa-sd-2023
"""

from collections.abc import Mapping, Sequence

from openler.credentials.contexts import ContextSet
from openler.credentials.proofs import derive_proof
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import parse_json_object


def derive(
    record: bytes | str | JsonObject, *, selective: Sequence[str], contexts: Mapping[str, bytes] | None = None
) -> JsonObject:
    """Return the part of a record that is to be shown, with a proof of its own.

    Objects on the way to what a pointer names are shown with their identifiers and types. A list that keeps its order
    (such as ``allowedValue``) is shown whole.

    Args:
        record: a record that was signed with "ecdsa-sd-2023", as its issuer gave it.
        selective: JSON pointers to what is shown beside what the issuer made mandatory.
        contexts: JSON-LD contexts that may be used beside the bundled ones, content by exact URL.

    Raises:
        CannotDerive: the record has no such proof, was derived already, or was changed since it was signed.
        BadPointer: a pointer names nothing, or a part of a list.
        MalformedInput: an unreadable record or proof.
    """
    document = record if isinstance(record, dict) else parse_json_object(record)
    return derive_proof(document, selective=selective, contexts=ContextSet(contexts))
