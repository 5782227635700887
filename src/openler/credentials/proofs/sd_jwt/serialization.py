"""How is a token with disclosures written: parts joined by ``~``, or a JSON object?

The compact form is read and written, the two JSON forms of RFC 9901, section 8, are read. All end in the same object,
so that no check depends on the form.

Spec: https://www.rfc-editor.org/rfc/rfc9901#section-4 , https://www.rfc-editor.org/rfc/rfc9901#section-8
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openler.credentials.proofs.errors import BadProof
from openler.credentials.proofs.jose import MAX_TOKEN_LETTERS, CompactJws, parse_compact_jws
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import TooLarge, decode_text, parse_json_object

# A transcript of 500 achievements with ten disclosable members each; every one costs a hash and a small parse.
MAX_DISCLOSURES = 5000
# Issuers that change their key sign with the old and the new one; each signature costs a check.
MAX_SIGNATURES = 4
_DISCLOSURES, _KEY_BINDING = "disclosures", "kb_jwt"


@dataclass(frozen=True, slots=True)
class SdJwt:
    """A token with disclosures in its parts, not yet checked.

    Attributes:
        signatures: what the issuer signed; one, except in the general JSON form.
        compact: the first of them as it is written in the compact form.
        disclosures: those that are shown, as received and in their order.
        key_binding: the holder's own token (KB-JWT), None if there is none.
    """

    signatures: tuple[CompactJws, ...]
    compact: str
    disclosures: tuple[str, ...]
    key_binding: str | None = None

    @property
    def jws(self) -> CompactJws:
        """What the issuer signed."""
        return self.signatures[0]

    @property
    def shown(self) -> str:
        """What the holder's signature covers: the token and the disclosures shown (RFC 9901, 4.3.1 and 8.1)."""
        return "~".join([self.compact, *self.disclosures, ""])

    def serialize(self) -> str:
        """Write the compact form."""
        return self.shown + (self.key_binding or "")


def parse_sd_jwt(data: bytes | str | JsonObject) -> SdJwt:
    """Read a token with disclosures in any of its three forms.

    Raises:
        TooLarge, WrongEncoding: as named.
        BadProof, CriticalHeader: no such token, too many parts, or a part that is none.
    """
    if isinstance(data, dict):
        return _from_object(data)
    if len(data) > MAX_TOKEN_LETTERS:
        raise TooLarge(f"The token has {len(data):,} letters; the limit is {MAX_TOKEN_LETTERS:,}.")
    text = (decode_text(data) if isinstance(data, bytes) else data.removeprefix("\ufeff")).strip(" \t\r\n")
    if text[:1] == "{":
        return _from_object(parse_json_object(text, max_bytes=MAX_TOKEN_LETTERS))
    compact, *disclosures = text.split("~")
    if not disclosures:
        raise BadProof("The token is not one with disclosures: it has no '~'.")
    key_binding = disclosures.pop()
    return _checked((parse_compact_jws(compact),), compact, disclosures, key_binding or None)


def is_sd_jwt_object(value: JsonObject) -> bool:
    """Tell whether a JSON object is a JWS that brings disclosures with it."""
    signatures = value.get("signatures")
    places = signatures if isinstance(signatures, list) else [value]
    return "payload" in value and any(
        isinstance(place, dict) and isinstance(place.get("header"), dict) and _DISCLOSURES in place["header"]
        for place in places
    )


def _from_object(value: JsonObject) -> SdJwt:
    # RFC 7515, 7.2: general with "signatures", flattened without.
    is_general = "signatures" in value
    places: Any = value["signatures"] if is_general else [value]
    if not isinstance(places, list) or not places or not all(isinstance(place, dict) for place in places):
        raise BadProof("The token's signatures must be a list of objects.", pointer="/signatures")
    if len(places) > MAX_SIGNATURES:
        raise BadProof(f"The token has {len(places)} signatures; the limit is {MAX_SIGNATURES}.", pointer="/signatures")
    if is_general and ({"signature", "protected", "header"} & set(value)):
        raise BadProof("The token mixes the two JSON forms, so readers may see two tokens.")
    compacts = [_compact(value.get("payload"), place) for place in places]
    signatures = tuple(parse_compact_jws(compact) for compact in compacts)
    headers = [place.get("header", {}) for place in places]
    for jws, header in zip(signatures, headers, strict=True):
        if not isinstance(header, dict) or set(header) & (set(jws.header) | {"crit"}):
            # RFC 7515, 7.2.1: the two headers have no name in common.
            raise BadProof("The token's unprotected header is no object, or repeats what the protected one says.")
    # RFC 9901, 8.1: disclosures and the holder's token stand with the first signature only.
    if any({_DISCLOSURES, _KEY_BINDING} & set(header) for header in headers[1:]):
        raise BadProof("Disclosures stand with another signature than the first.", pointer="/signatures")
    disclosures, key_binding = headers[0].get(_DISCLOSURES, []), headers[0].get(_KEY_BINDING)
    if not isinstance(disclosures, list) or not all(isinstance(item, str) for item in disclosures):
        raise BadProof("The token's disclosures must be a list of texts.")
    if key_binding is not None and not isinstance(key_binding, str):
        raise BadProof("The holder's own token must be text.")
    return _checked(signatures, compacts[0], disclosures, key_binding)


def _compact(payload: Any, place: JsonObject) -> str:
    given = (place.get("protected"), payload, place.get("signature"))
    parts = [part for part in given if isinstance(part, str) and "." not in part]
    if len(parts) != len(given):
        raise BadProof("The token lacks its protected header, its payload or its signature.")
    return ".".join(parts)


def _checked(
    signatures: tuple[CompactJws, ...], compact: str, disclosures: Sequence[str], key_binding: str | None
) -> SdJwt:
    if len(disclosures) > MAX_DISCLOSURES:
        raise BadProof(f"The token has {len(disclosures):,} disclosures; the limit is {MAX_DISCLOSURES:,}.")
    if not all(disclosures) or any("~" in text for text in disclosures):
        raise BadProof("A disclosure of the token is empty.")
    return SdJwt(signatures, compact, tuple(disclosures), key_binding)
