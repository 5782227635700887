"""What do the claims of a token say, and do they say what the record inside says?

Spec: https://www.rfc-editor.org/rfc/rfc7519#section-4.1 , https://www.w3.org/TR/vc-data-model-1.1/#jwt-encoding ,
https://www.imsglobal.org/spec/ob/v3p0/#json-web-token-proof-format
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from openler.credentials.proofs.errors import BadProof, WrongTokenType
from openler.credentials.proofs.jose import CompactJws
from openler.foundation.errors import MalformedInput
from openler.foundation.instants import Instant, parse_instant
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import parse_json_object

# RFC 7519, 4.1, RFC 7800 and the two containers of VCDM 1.1: about the token, not members of the record.
TOKEN_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "vc", "vp"})
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_UNIX_START = Instant.of_unix_seconds(0).seconds


def token_type(header: JsonObject) -> str:
    """Give the header's ``typ`` in lower case and without "application/" (RFC 7515, 4.1.9); "" if there is none."""
    return str(header.get("typ", "")).lower().removeprefix("application/")


def check_type(header: JsonObject, allowed: Iterable[str], what: str) -> None:
    """Refuse a token that was made for another use (RFC 8725, 3.11).

    Raises:
        WrongTokenType: the header's ``typ`` is none of ``allowed``, or stands there and says nothing.
    """
    name = token_type(header)
    if name not in allowed or (not name and "typ" in header):
        told = f"{name[:40]!r}, which is not that of {what}" if name else f"not named; {what} names it"
        raise WrongTokenType(f"The token's type is {told}.")


def read_claims(jws: CompactJws, *, texts: Iterable[str] = ("iss", "sub", "jti")) -> JsonObject:
    """Read the payload of a token as its claims.

    Raises:
        BadProof: no JSON object, or one of the claims ``texts`` is no text.
    """
    try:
        claims = parse_json_object(jws.payload)
    except MalformedInput as error:
        raise BadProof(f"The token's payload cannot be read. {error.message}", pointer=error.pointer) from None
    for name in texts:
        if name in claims and not isinstance(claims[name], str):
            raise BadProof(f"The claim {name!r} of the token must be text.")
    return claims


def numeric_date(claims: JsonObject, name: str) -> Instant | None:
    """Read a claim that is a NumericDate (RFC 7519, 2); None if it is not there.

    Raises:
        BadProof: it is no number.
    """
    value = claims.get(name)
    if name not in claims:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadProof(f"The claim {name!r} of the token must be a number of seconds.")
    return Instant.of_unix_seconds(value)


def to_numeric_date(instant: Instant) -> int:
    """Write a point in time as a NumericDate, in whole seconds."""
    return int((instant.seconds - _UNIX_START) // 1)


def stamp_of(seconds: float, claim: str) -> str:
    """Write a NumericDate as an xsd:dateTimeStamp.

    Raises:
        BadProof: it lies outside the years that have four digits.
    """
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        raise BadProof(f"The claim {claim!r} of the token is no date.") from None


def to_payload(claims: JsonObject) -> bytes:
    """Write claims as the payload of a token."""
    return _ENCODER.encode(claims).encode()


def differences(claims: JsonObject, document: JsonObject) -> Iterator[str]:
    """Name each claim that contradicts the record (Open Badges 3.0, 8.2.4, steps 4 to 9)."""
    if "iss" in claims and not _is_one_of(claims["iss"], [id_in(document.get("issuer"))]):
        yield "'iss' is not its issuer"
    if "jti" in claims and not _is_one_of(claims["jti"], [document.get("id")]):
        yield "'jti' is not its id"
    if "sub" in claims and not _is_one_of(claims["sub"], map(id_in, listed(document.get("credentialSubject")))):
        yield "'sub' is not its credentialSubject.id"
    for claim in ("nbf", "exp"):
        if claim not in claims:
            continue
        # VCDM 1.1 records may carry both names, and the claim stands for the older one.
        members = date_members(document, claim)
        if members and not any(_same_second(claims[claim], document[name]) for name in members):
            yield f"{claim!r} is not its {members[0]}"


def _is_one_of(claim: object, members: Iterable[object]) -> bool:
    said = [member for member in members if isinstance(member, str)]
    return not said or claim in said


def date_members(document: JsonObject, claim: str) -> list[str]:
    """Name the members of a record that ``nbf`` or ``exp`` stands for, as far as it has them."""
    names = ("validFrom", "issuanceDate") if claim == "nbf" else ("validUntil", "expirationDate")
    return [name for name in names if name in document]


def id_in(value: object) -> str | None:
    """Give the id of an object or of a plain identifier."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def listed(value: object) -> list[Any]:
    """Give one value as a list of it."""
    return value if isinstance(value, list) else [value]


def _same_second(seconds: float, text: object) -> bool:
    try:
        instant = parse_instant(text)
    except MalformedInput:
        # A date that is none is the model's matter, not a contradiction.
        return True
    return -1 < Instant.of_unix_seconds(seconds).seconds - instant.seconds < 1
