"""Which record does this token carry, and who signed it?

Three forms are read: Open Badges 3.0 and VC-JOSE-COSE, where the record is the payload, and VCDM 1.1, where it stands
under ``vc``. The claims that repeat members of the record are compared with them; what a token leaves out, its claims
fill in as VCDM 1.1 says.

Spec: https://www.imsglobal.org/spec/ob/v3p0/#json-web-token-proof-format , https://www.w3.org/TR/vc-jose-cose/ ,
https://www.w3.org/TR/vc-data-model-1.1/#json-web-token
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from openler.credentials.keys import (
    ALGORITHMS,
    BadSignature,
    KeyLister,
    KeyResolver,
    VerificationMethod,
    parse_jwk,
)
from openler.credentials.proofs.errors import (
    AlgorithmMismatch,
    BadProof,
    ClaimsDiffer,
    KeysDiffer,
    NoKeyNamed,
    WrongTokenType,
)
from openler.credentials.proofs.jose import (
    KEY_POINTERS,
    CompactJws,
    check_signed,
    parse_compact_jws,
    verify_compact_jws,
)
from openler.credentials.proofs.pipeline import ASSERTION, ProofResult
from openler.foundation.errors import MalformedInput, ResolutionFailed
from openler.foundation.instants import Instant, parse_instant
from openler.foundation.json_types import JsonObject
from openler.foundation.strict_json import parse_json_object

# RFC 7519, 4.1, RFC 7800 and the two containers of VCDM 1.1: about the token, not members of the record.
TOKEN_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "vc", "vp"})
# VC-JOSE-COSE, 3.1.3; Open Badges 3.0 says JWT; the last two are names of earlier drafts.
TOKEN_TYPES = frozenset({"jwt", "vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt"})
# How many of an issuer's keys are tried for a token that names none.
MAX_TRIED_KEYS = 8
_VCDM_2 = "https://www.w3.org/ns/credentials/v2"


@dataclass(frozen=True, slots=True)
class VcJwt:
    """A token that carries a record, read and not yet checked.

    Attributes:
        jws: the token in its parts.
        document: the record, with what only the claims say filled in.
        claims: the payload as received.
        issuer_id: the issuer, by the record or the claims.
        not_before: from when the token says it holds.
        expires: until when the token says it holds.
        differences: each claim that contradicts the record, in words.
    """

    jws: CompactJws
    document: JsonObject
    claims: JsonObject
    issuer_id: str | None
    not_before: Instant | None
    expires: Instant | None
    differences: tuple[str, ...]


def parse_vc_jwt(data: bytes | str) -> VcJwt:
    """Read a token that carries a record.

    Raises:
        BadProof: no compact token, no JSON object in it, or claims of the wrong type.
        WrongTokenType: a token made for something else.
        TooLarge, WrongEncoding, CriticalHeader: as ``parse_compact_jws``.
    """
    jws = parse_compact_jws(data)
    _check_type(jws.header)
    try:
        claims = parse_json_object(jws.payload)
    except MalformedInput as error:
        raise BadProof(f"The token's payload cannot be read. {error.message}", pointer=error.pointer) from None
    for name in ("iss", "sub", "jti"):
        if name in claims and not isinstance(claims[name], str):
            raise BadProof(f"The claim {name!r} of the token must be text.")
    not_before, expires = _numeric_date(claims, "nbf"), _numeric_date(claims, "exp")
    document = _document(claims)
    differences = tuple(_differences(claims, document))
    issuer = _id_of(document.get("issuer"))
    return VcJwt(jws, document, claims, issuer or claims.get("iss"), not_before, expires, differences)


def verify_vc_jwt(token: VcJwt | bytes | str, *, resolve_key: KeyResolver, list_keys: KeyLister) -> ProofResult:
    """Check a token's signature over the bytes received, and its claims against the record.

    Args:
        token: the token, read or not.
        resolve_key: finds the key that ``kid`` names.
        list_keys: gives the keys of an issuer, for tokens that name none.

    Raises:
        Unsigned, AlgorithmMismatch, KeysDiffer, BadSignature, ClaimsDiffer: it does not hold.
        AlgorithmNotOffered, NoKeyNamed: cannot be told.
        LerError: whatever parsing and the key resolver raise.
    """
    token = token if isinstance(token, VcJwt) else parse_vc_jwt(token)
    check_signed(token.jws)
    method = _find_key(token, resolve_key, list_keys)
    verify_compact_jws(token.jws, method.key)
    if token.differences:
        raise ClaimsDiffer(f"The token contradicts the record inside it: {'; '.join(token.differences)}.")
    return ProofResult(
        pointer="",
        cryptosuite=f"JWT {token.jws.algorithm}",
        verification_method=str(token.jws.header.get("kid") or method.id),
        method=method,
        purpose=ASSERTION,
        created=None,
        expires=None,
        document=token.document,
    )


def _find_key(token: VcJwt, resolve_key: KeyResolver, list_keys: KeyLister) -> VerificationMethod:
    header, issuer = token.jws.header, token.issuer_id
    brought = _brought_key(header)
    name = _absolute_kid(header.get("kid"), issuer)
    if name is None:
        return brought or _only_key(token, list_keys)
    try:
        method = resolve_key(name, ASSERTION)
    except ResolutionFailed:
        # The signature can still be computed; whose key it is stays open.
        if brought is None:
            raise
        return brought
    if brought is not None and brought.key != method.key:
        raise KeysDiffer("The token's header brings another key than the one it names.")
    return method


def _brought_key(header: JsonObject) -> VerificationMethod | None:
    if "jwk" not in header:
        return None
    key = parse_jwk(header["jwk"])
    # RFC 9278: a key without a name is named by its thumbprint.
    name = f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{key.thumbprint}"
    return VerificationMethod(name, "JsonWebKey", None, key, "header")


def _absolute_kid(kid: str | None, issuer: str | None) -> str | None:
    if not kid:
        return None
    if ":" in kid:
        return kid
    # A relative name is one of the issuer's own keys, if the issuer is a DID (VC-JOSE-COSE, 4.1.1).
    return f"{issuer}#{kid.removeprefix('#')}" if issuer and issuer.startswith("did:") else None


def _only_key(token: VcJwt, list_keys: KeyLister) -> VerificationMethod:
    """Find the key among those of the issuer's own document: a token that names none can only be signed by one."""
    followed = [name for name in KEY_POINTERS if name in token.jws.header]
    how = f"names its key by {followed[0]!r} only, which is not followed" if followed else "names no key"
    if token.issuer_id is None:
        raise NoKeyNamed(f"The token {how}, and no issuer.")
    try:
        listed = list_keys(token.issuer_id, ASSERTION)
    except ResolutionFailed as error:
        raise NoKeyNamed(f"The token {how}. {error.message}") from None
    if not listed:
        raise NoKeyNamed(f"The token {how}, and neither does its issuer's document.")
    fitting = [method for method in listed if token.jws.algorithm in ALGORITHMS[method.key.kind]][:MAX_TRIED_KEYS]
    if not fitting:
        raise AlgorithmMismatch(f"The token says {token.jws.algorithm}, and its issuer has no such key.")
    for method in fitting:
        try:
            verify_compact_jws(token.jws, method.key)
        except BadSignature:
            continue
        return method
    return fitting[0]


def _check_type(header: JsonObject) -> None:
    # RFC 8725, 3.11: a token made for one use is refused for every other. RFC 7515, 4.1.9 drops "application/".
    name = str(header.get("typ", "JWT")).lower().removeprefix("application/")
    if name not in TOKEN_TYPES:
        raise WrongTokenType(f"The token's type is {name[:40]!r}, which is not that of a record.")


def _numeric_date(claims: JsonObject, name: str) -> Instant | None:
    value = claims.get(name)
    if name not in claims:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadProof(f"The claim {name!r} of the token must be a number of seconds.")
    return Instant.of_unix_seconds(value)


def _document(claims: JsonObject) -> JsonObject:
    if "vc" not in claims:
        return {name: value for name, value in claims.items() if name not in TOKEN_CLAIMS}
    if not isinstance(claims["vc"], dict):
        raise BadProof("The claim 'vc' of the token must be a record.", pointer="/vc")
    if "credentialSubject" in claims or "@context" in claims:
        # Two readers would see two records.
        raise BadProof("The token holds one record under 'vc' and another around it.", pointer="/vc")
    document = dict(claims["vc"])
    is_v2 = _VCDM_2 in _listed(document.get("@context"))
    starts, ends = ("validFrom", "validUntil") if is_v2 else ("issuanceDate", "expirationDate")
    # VCDM 1.1, 6.3.1, JWT decoding: the claims stand for members that the record leaves out.
    for member, claim in (("id", "jti"), ("issuer", "iss")):
        if claim in claims:
            document.setdefault(member, claims[claim])
    for member, claim in ((starts, "nbf"), (ends, "exp")):
        if claim in claims and not _date_members(document, claim):
            document[member] = _stamp(claims[claim], claim)
    subject = document.get("credentialSubject")
    if "sub" in claims and isinstance(subject, dict):
        document["credentialSubject"] = {"id": claims["sub"], **subject}
    return document


def _differences(claims: JsonObject, document: JsonObject) -> list[str]:
    """Name each claim that contradicts the record (Open Badges 3.0, 8.2.4, steps 4 to 9)."""
    found = []
    subjects = [_id_of(item) for item in _listed(document.get("credentialSubject"))]
    pairs: list[tuple[str, str, list[Any]]] = [
        ("iss", "issuer", [_id_of(document.get("issuer"))]),
        ("jti", "id", [document.get("id")]),
        ("sub", "credentialSubject.id", subjects),
    ]
    for claim, member, values in pairs:
        said = [value for value in values if isinstance(value, str)]
        if claim in claims and said and claims[claim] not in said:
            found.append(f"{claim!r} is not its {member}")
    for claim in ("nbf", "exp"):
        # VCDM 1.1 records may carry both names, and the claim stands for the older one.
        members = _date_members(document, claim)
        if claim in claims and members and not any(_same_second(claims[claim], document[name]) for name in members):
            found.append(f"{claim!r} is not its {members[0]}")
    return found


def _date_members(document: JsonObject, claim: str) -> list[str]:
    names = ("validFrom", "issuanceDate") if claim == "nbf" else ("validUntil", "expirationDate")
    return [name for name in names if name in document]


def _same_second(seconds: float, text: object) -> bool:
    try:
        instant = parse_instant(text)
    except MalformedInput:
        # A date that is none is the model's matter, not a contradiction.
        return True
    return -1 < Instant.of_unix_seconds(seconds).seconds - instant.seconds < 1


def _stamp(seconds: float, claim: str) -> str:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        raise BadProof(f"The claim {claim!r} of the token is no date.") from None


def _id_of(value: object) -> str | None:
    id = value.get("id") if isinstance(value, Mapping) else value
    return id if isinstance(id, str) else None


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
