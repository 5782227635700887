"""Whose place does a record belong into, told by the words it says about itself?

Only asks where to put it or whether to hand it over; the strict reader judges it afterwards.
"""

import json

from openler.credentials.baking.carriers import CannotBake, RecordKind
from openler.credentials.baking.sniffing import sniff
from openler.foundation.encodings import BadEncoding, decode_base64url

_OB2_CONTEXT = "https://w3id.org/openbadges/v2"


def kind_of_record(payload: bytes) -> RecordKind:
    """Tell the kind of a record that is to be baked.

    Raises:
        CannotBake: it is no credential, or does not say of which kind it is.
    """
    kind: RecordKind | None = None
    match sniff(payload):
        case "json":
            kind = kind_of_json(payload)
        case "jwt":
            kind = _kind_of_jwt(payload)
        case "unknown" if payload.strip().startswith((b"https://", b"http://")):
            kind = "ob2"
    if kind is None:
        raise CannotBake("This file is no record: it is neither a credential as JSON or compact JWT nor an assertion.")
    return kind


def kind_of_json(content: bytes) -> RecordKind | None:
    """Tell the kind of a JSON record, None if it is none."""
    try:
        document = json.loads(content)
        records = document if isinstance(document, list) else [document]
        marks = json.dumps([[item.get("@context"), item.get("type")] for item in records if isinstance(item, dict)])
    except (ValueError, RecursionError):
        return None
    if "ClrCredential" in marks:
        return "clr"
    if "VerifiableCredential" in marks or "VerifiablePresentation" in marks:
        return "ob3"
    return "ob2" if _OB2_CONTEXT in marks else None


def _kind_of_jwt(token: bytes) -> RecordKind | None:
    parts = token.strip().split(b".")
    try:
        payload = decode_base64url(parts[1].decode("ascii"))
    except (BadEncoding, UnicodeDecodeError, IndexError):
        return None
    # A token of Data Model 1.1 holds the credential under "vc", so its words are searched for wherever they stand.
    if b"VerifiableCredential" not in payload and b"VerifiablePresentation" not in payload:
        return "ob2" if _OB2_CONTEXT.encode() in payload else None
    return "clr" if b"ClrCredential" in payload else "ob3"
