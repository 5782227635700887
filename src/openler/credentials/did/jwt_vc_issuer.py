"""Which keys does an https issuer of SD-JWT credentials publish?

Spec: https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/ (JWT VC Issuer Metadata),
https://www.rfc-editor.org/rfc/rfc7517#section-5 (JWK Set)
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from openler.credentials.did.errors import BadDid, BadDocument
from openler.credentials.keys import BadKey, KeyNotOffered, VerificationMethod, parse_jwk
from openler.foundation.json_types import JsonObject

WELL_KNOWN = "/.well-known/jwt-vc-issuer"
# An issuer has some keys at once, old and new; each costs a parse.
MAX_KEYS = 64
# Takes a URL; gives the JSON object behind it, or raises ResolutionFailed.
ReadObject = Callable[[str], JsonObject]


def metadata_url(issuer_id: str) -> str:
    """Give where an issuer's metadata stands: the well-known name between its host and its path.

    Raises:
        BadDid: no https URL with a host and without query and fragment.
    """
    try:
        parts = urlsplit(issuer_id)
        is_web = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        is_web = False
    if not is_web or "?" in issuer_id or "#" in issuer_id:
        raise BadDid(f"The issuer {issuer_id[:120]!r} is no https URL without query and fragment.")
    return f"https://{parts.netloc}{WELL_KNOWN}{parts.path.removesuffix('/')}"


def metadata_keys(issuer_id: str, kid: str | None, read: ReadObject) -> tuple[VerificationMethod, ...]:
    """Give the keys that an issuer's own metadata lists, or those of one name.

    Args:
        issuer_id: the issuer, an https URL.
        kid: the name of a key, None for all.
        read: reads a document.

    Raises:
        BadDid: the issuer is no https URL.
        BadDocument: the metadata is another issuer's, lists no keys or keys twice, or does not list this one.
        ResolutionFailed: a document is not at hand.
    """
    metadata = read(metadata_url(issuer_id))
    if metadata.get("issuer") != issuer_id:
        raise BadDocument(f"The metadata found for {issuer_id[:120]} is another issuer's.", pointer="/issuer")
    keys = _key_set(metadata, issuer_id, read).get("keys")
    if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys) or len(keys) > MAX_KEYS:
        raise BadDocument(f"The metadata of {issuer_id[:120]} holds no list of at most {MAX_KEYS} keys.")
    named = [key for key in keys if kid is None or key.get("kid") == kid]
    if kid is not None and len(named) != 1:
        found = "no key" if not named else "several keys"
        raise BadDocument(f"The metadata of {issuer_id[:120]} lists {found} with the name {kid[:80]!r}.")
    methods = []
    for jwk in named:
        try:
            key = parse_jwk(jwk)
        except (BadKey, KeyNotOffered):
            # Keys for other uses stand in the same set.
            continue
        name = jwk["kid"] if isinstance(jwk.get("kid"), str) else key.thumbprint
        methods.append(VerificationMethod(f"{issuer_id}#{name}", "JsonWebKey", issuer_id, key, "document"))
    if not methods:
        raise BadDocument(f"The metadata of {issuer_id[:120]} lists no key that can be used here.")
    return tuple(methods)


def _key_set(metadata: JsonObject, issuer_id: str, read: ReadObject) -> JsonObject:
    # Either by value or by reference, and not both.
    value, url = metadata.get("jwks"), metadata.get("jwks_uri")
    if isinstance(value, dict) and url is None:
        return value
    if isinstance(url, str) and url.startswith("https://") and value is None:
        return read(url)
    raise BadDocument(f"The metadata of {issuer_id[:120]} must hold either its keys or one https URL of them.")
