"""Is this a compact token, and did this key sign it?

The algorithm follows from the kind of the key; the header is only held to it. Nothing that a header points to is ever
fetched, and a key inside a header proves nothing about who holds it.

Spec: https://www.rfc-editor.org/rfc/rfc7515#section-7.1 , https://www.rfc-editor.org/rfc/rfc8725 (best practices)
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from openler.credentials.keys import ALGORITHMS, KeyKind, PublicKey, Signer
from openler.credentials.proofs.errors import (
    AlgorithmMismatch,
    AlgorithmNotOffered,
    BadProof,
    CannotSign,
    CriticalHeader,
    Unsigned,
)
from openler.foundation.encodings import BadEncoding, decode_base64url, encode_base64url
from openler.foundation.errors import MalformedInput
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import MAX_BYTES, TooLarge, decode_text, parse_json_object

# A header holds a few names and at most one RSA key.
MAX_HEADER_BYTES = 16 << 10
# The largest record that is read, in base64url, with header and signature.
MAX_TOKEN_LETTERS = MAX_BYTES * 4 // 3 + 2 * MAX_HEADER_BYTES
# What a header may say here (Open Badges 3.0, 8.2.3; RFC 7515, 4.1); everything else is passed over unless critical.
READ_HEADERS = frozenset({"alg", "kid", "jwk", "typ", "cty"})
# Headers by which a token tells readers where to find or believe a key; none is followed.
KEY_POINTERS = ("jku", "x5u", "x5c", "x5t", "x5t#S256")
_OFFERED = frozenset(name for names in ALGORITHMS.values() for name in names)
# What is written for each kind of key, unless asked otherwise. RFC 9864 renames EdDSA to Ed25519; both are read here,
# and the older name is the one that the software of others reads.
WRITTEN_ALGORITHMS: dict[KeyKind, str] = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384"}
# An issuer's header is the same in each of its tokens, so the last ones are kept; longer ones are rare.
_KEPT_HEADERS = 256
_MAX_KEPT_LETTERS = 1024


@dataclass(frozen=True, slots=True)
class CompactJws:
    """A compact JWS in its parts, not yet checked.

    Attributes:
        header: the protected header.
        payload: the payload's bytes, as received.
        signature: the signature's bytes; empty if there is none.
        signing_input: the very bytes that the signature covers.
    """

    header: JsonObject
    payload: bytes
    signature: bytes
    signing_input: bytes

    @property
    def algorithm(self) -> str:
        """The algorithm that the header names."""
        return str(self.header["alg"])

    @property
    def passed_over(self) -> tuple[str, ...]:
        """The names in the header that have no meaning here."""
        return tuple(sorted(name[:40] for name in self.header if name not in READ_HEADERS))


def parse_compact_jws(data: bytes | str) -> CompactJws:
    """Read a compact JWS; blanks, line ends and a byte order mark around it do not matter.

    Raises:
        TooLarge, WrongEncoding: as named.
        BadProof: not three parts of base64url, or a header that is no JSON object with an algorithm.
        CriticalHeader: the header demands something that is not understood here.
    """
    if len(data) > MAX_TOKEN_LETTERS:
        raise TooLarge(f"The token has {len(data):,} letters; the limit is {MAX_TOKEN_LETTERS:,}.")
    text = (decode_text(data) if isinstance(data, bytes) else data.removeprefix("\ufeff")).strip(" \t\r\n")
    if text.count(".") != 2:
        raise BadProof(f"A compact token has three parts; this has {min(text.count('.'), 999) + 1}.")
    header_text, payload_text, signature_text = text.split(".")
    if len(header_text) > MAX_HEADER_BYTES:
        raise BadProof(f"The token's header has {len(header_text):,} letters; the limit is {MAX_HEADER_BYTES:,}.")
    kept = _kept_header if len(header_text) <= _MAX_KEPT_LETTERS else _read_header
    return CompactJws(
        # A copy, so that nobody can change what the next token of this header says.
        header=dict(kept(header_text)),
        payload=_part(payload_text, "payload"),
        signature=_part(signature_text, "signature"),
        signing_input=f"{header_text}.{payload_text}".encode("ascii"),
    )


def algorithm_for(kind: KeyKind, asked: str | None = None) -> str:
    """Name the algorithm that a token made with this kind of key says.

    Raises:
        CannotSign: no token is made with this kind of key, or the algorithm asked for is not one of it.
    """
    written = WRITTEN_ALGORITHMS.get(kind)
    if written is None:
        raise CannotSign(f"No tokens are made here with keys of the kind {kind}.")
    if asked is not None and asked not in ALGORITHMS[kind]:
        offered = " or ".join(ALGORITHMS[kind])
        raise CannotSign(f"A key of the kind {kind} signs with {offered}, not with {asked[:40]!r}.")
    return asked or written


def sign_compact_jws(header: Mapping[str, str], payload: bytes, signer: Signer) -> str:
    """Write a compact JWS (RFC 7515, 7.1): the header is made to name the algorithm before it comes here."""
    signing_input = f"{_written_header(tuple(header.items()))}.{encode_base64url(payload)}"
    return f"{signing_input}.{encode_base64url(signer.sign(signing_input.encode('ascii')))}"


@lru_cache(maxsize=_KEPT_HEADERS)
def _written_header(entries: tuple[tuple[str, str], ...]) -> str:
    return encode_base64url(json.dumps(dict(entries), separators=(",", ":")).encode())


def check_signed(jws: CompactJws) -> None:
    """Refuse tokens that no key could make good, before any key is looked for.

    Raises:
        Unsigned: the algorithm is "none", however it is written, or rests on a shared secret.
        AlgorithmNotOffered: the algorithm is not checked here.
    """
    name = jws.algorithm
    if name.lower() == "none" or not jws.signature:
        raise Unsigned("Nobody signed this token.")
    if name.upper().startswith("HS"):
        raise Unsigned("The token is sealed with a shared secret, so everybody who can check it can also make it.")
    if name not in _OFFERED:
        raise AlgorithmNotOffered(f"Tokens signed with the algorithm {name[:40]!r} are not checked here.")


def verify_compact_jws(jws: CompactJws, key: PublicKey) -> None:
    """Check that this key signed these very bytes (RFC 7515, 5.2).

    Raises:
        Unsigned, AlgorithmNotOffered: as ``check_signed``.
        AlgorithmMismatch: the header's algorithm is not one of this kind of key.
        BadSignature: the key did not sign these bytes.
    """
    check_signed(jws)
    if jws.algorithm not in ALGORITHMS[key.kind]:
        raise AlgorithmMismatch(f"The token says {jws.algorithm}, and its key is of the kind {key.kind}.")
    key.verify(jws.signature, jws.signing_input)


def _part(text: str, name: str) -> bytes:
    try:
        return decode_base64url(text)
    except BadEncoding as error:
        raise BadProof(f"The token's {name} is wrong. {error.message}") from None


def _read_header(text: str) -> JsonObject:
    return _header(_part(text, "header"))


_kept_header = lru_cache(maxsize=_KEPT_HEADERS)(_read_header)


def _header(data: bytes) -> JsonObject:
    try:
        header = parse_json_object(data, max_bytes=MAX_HEADER_BYTES)
    except MalformedInput as error:
        raise BadProof(f"The token's header cannot be read. {error.message}") from None
    if not isinstance(header.get("alg"), str):
        raise BadProof("The token's header does not name an algorithm.")
    for name in ("kid", "typ", "cty"):
        if name in header and not isinstance(header[name], str):
            raise BadProof(f"The member {name!r} of the token's header must be text.")
    # RFC 7515, 4.1.11: a reader that does not understand a critical member must refuse; none is understood here.
    if "crit" in header:
        raise CriticalHeader("The token's header marks something as critical that is not understood here.")
    # RFC 7797: an unencoded payload; without "crit" it is not even allowed.
    if header.get("b64", True) is not True:
        raise CriticalHeader("The token's payload is not encoded as records are.")
    return header
