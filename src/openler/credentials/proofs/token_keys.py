"""Which key signed this token: the one that its header names, the one that it brings, or one of its issuer's own?

Spec: https://www.rfc-editor.org/rfc/rfc7515#section-4.1.4 , https://www.w3.org/TR/vc-jose-cose/#kid ,
https://www.imsglobal.org/spec/ob/v3p0/#json-web-token-proof-format
"""

from collections.abc import Sequence

from openler.credentials.keys import (
    ALGORITHMS,
    BadSignature,
    KeyLister,
    KeyResolver,
    VerificationMethod,
    parse_jwk,
)
from openler.credentials.proofs.errors import AlgorithmMismatch, KeysDiffer, NoKeyNamed
from openler.credentials.proofs.jose import KEY_POINTERS, CompactJws, verify_compact_jws
from openler.foundation.errors import ResolutionFailed
from openler.foundation.json_types import JsonObject

# How many of an issuer's keys are tried for a token that names none.
MAX_TRIED_KEYS = 8


def find_signing_key(
    jws: CompactJws, issuer_id: str | None, *, purpose: str, resolve_key: KeyResolver, list_keys: KeyLister
) -> VerificationMethod:
    """Find the key of a token.

    Args:
        jws: the token.
        issuer_id: who is said to have signed it, None if nobody is named.
        purpose: why it was signed, such as "assertionMethod".
        resolve_key: finds the key that ``kid`` names.
        list_keys: gives the keys of an issuer, for tokens that name none.

    Raises:
        NoKeyNamed: the token does not say which key signed it, and its issuer's document neither.
        AlgorithmMismatch: the issuer has no key of the token's algorithm.
        KeysDiffer: the header brings another key than the one it names.
        LerError: whatever the resolver and a brought key raise.
    """
    header = jws.header
    brought = _brought_key(header)
    name = _absolute_kid(header.get("kid"), issuer_id)
    if name is None:
        return brought or _only_key(jws, issuer_id, purpose, list_keys)
    try:
        method = resolve_key(name, purpose)
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


def _only_key(jws: CompactJws, issuer_id: str | None, purpose: str, list_keys: KeyLister) -> VerificationMethod:
    """Find the key among those of the issuer's own document: a token that names none can only be signed by one."""
    followed = [name for name in KEY_POINTERS if name in jws.header]
    how = f"names its key by {followed[0]!r} only, which is not followed" if followed else "names no key"
    if issuer_id is None:
        raise NoKeyNamed(f"The token {how}, and no issuer.")
    try:
        listed = list_keys(issuer_id, purpose)
    except ResolutionFailed as error:
        raise NoKeyNamed(f"The token {how}. {error.message}") from None
    if not listed:
        raise NoKeyNamed(f"The token {how}, and neither does its issuer's document.")
    return choose_key(jws, listed)


def choose_key(jws: CompactJws, listed: Sequence[VerificationMethod]) -> VerificationMethod:
    """Find among an issuer's own keys the one that signed; the first that could have, if none did.

    Raises:
        AlgorithmMismatch: none is of the token's algorithm.
    """
    fitting = [method for method in listed if jws.algorithm in ALGORITHMS[method.key.kind]][:MAX_TRIED_KEYS]
    if not fitting:
        raise AlgorithmMismatch(f"The token says {jws.algorithm}, and its issuer has no such key.")
    for method in fitting:
        try:
            verify_compact_jws(jws, method.key)
        except BadSignature:
            continue
        return method
    return fitting[0]
