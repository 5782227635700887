"""Which presentation does this token carry, whom does it answer, and how is one made?

Two forms are read: VC-JOSE-COSE, where the presentation is the payload, and VCDM 1.1, where it stands under ``vp``. The
first is made here. ``nonce`` and ``aud`` answer the verifier, as ``challenge`` and ``domain`` do in an embedded proof.

Spec: https://www.w3.org/TR/vc-jose-cose/#securing-vps-with-jose , https://www.w3.org/TR/vc-data-model-1.1/#jwt-encoding
"""

from openler.credentials.keys import Signer
from openler.credentials.proofs.errors import BadProof, WrongTokenType
from openler.credentials.proofs.jose import CompactJws, algorithm_for, parse_compact_jws, sign_compact_jws
from openler.credentials.proofs.token_claims import (
    TOKEN_CLAIMS,
    check_type,
    id_in,
    listed,
    numeric_date,
    read_claims,
    stamp_of,
    to_payload,
    token_type,
)
from openler.credentials.proofs.vc_jwt import VcJwt, parse_vc_jwt
from openler.foundation.json_types import JsonObject

AUTHENTICATION = "authentication"
# VC-JOSE-COSE, 3.1.2; VCDM 1.1 says JWT or nothing, and puts the presentation under "vp".
_TYPES = frozenset({"vp+jwt"})
_OLD_TYPES = frozenset({"", "jwt"})
# What the token says about itself; RFC 7519, and nonce of OpenID Connect.
_CLAIMS = TOKEN_CLAIMS | {"nonce"}


def parse_token(data: bytes | str) -> VcJwt:
    """Read a token that carries a record or a presentation, by its type.

    Raises:
        LerError: as ``parse_vc_jwt`` and ``parse_vp_jwt``.
    """
    jws = parse_compact_jws(data)
    name = token_type(jws.header)
    if name in _TYPES or (name in _OLD_TYPES and "vp" in read_claims(jws)):
        return parse_vp_jwt(jws)
    return parse_vc_jwt(jws)


def parse_vp_jwt(data: bytes | str | CompactJws) -> VcJwt:
    """Read a token that carries a presentation.

    Raises:
        BadProof: no compact token, no presentation in it, or claims of the wrong type.
        WrongTokenType: a token made for something else.
        TooLarge, WrongEncoding, CriticalHeader: as ``parse_compact_jws``.
    """
    jws = data if isinstance(data, CompactJws) else parse_compact_jws(data)
    check_type(jws.header, _TYPES | _OLD_TYPES, "a presentation")
    claims = read_claims(jws, texts=("iss", "sub", "jti", "nonce"))
    document = _document(claims, is_old=token_type(jws.header) in _OLD_TYPES)
    holder = id_in(document.get("holder"))
    issued = numeric_date(claims, "iat")
    return VcJwt(
        jws=jws,
        document=document,
        claims=claims,
        issuer_id=holder,
        not_before=numeric_date(claims, "nbf"),
        expires=numeric_date(claims, "exp"),
        differences=("'iss' is not its holder",) if claims.get("iss", holder) != holder else (),
        purpose=AUTHENTICATION,
        created=None if issued is None else stamp_of(claims["iat"], "iat"),
        challenge=claims.get("nonce"),
        domains=audiences(claims),
    )


def create_vp_jwt(
    document: JsonObject,
    *,
    signer: Signer,
    verification_method: str,
    issued_at: int,
    challenge: str | None = None,
    domain: str | None = None,
    algorithm: str | None = None,
) -> str:
    """Sign a presentation as a token (VC-JOSE-COSE, 3.1.2).

    Args:
        document: the presentation, judged already.
        signer: the holder's key.
        verification_method: the key's name, a DID URL; the token's ``kid``.
        issued_at: when it is signed, NumericDate.
        challenge, domain: what the verifier asked to be signed, and for whom; ``nonce`` and ``aud``.
        algorithm: "EdDSA" or "Ed25519" (RFC 9864), "ES256", "ES384"; by the key if None.

    Raises:
        CannotSign: the key does not sign with this algorithm.
    """
    name = algorithm_for(signer.public_key.kind, algorithm)
    header = {"alg": name, "kid": verification_method, "typ": "vp+jwt", "cty": "vp"}
    claims = {"iss": id_in(document.get("holder")), "iat": issued_at, "nonce": challenge, "aud": domain}
    told = {name: value for name, value in claims.items() if value is not None}
    return sign_compact_jws(header, to_payload({**told, **document}), signer)


def audiences(claims: JsonObject) -> tuple[str, ...]:
    """Give for whom a token was made: ``aud``, one text or several (RFC 7519, 4.1.3).

    Raises:
        BadProof: it is neither.
    """
    found = listed(claims.get("aud", []))
    if not all(isinstance(item, str) for item in found):
        raise BadProof("The claim 'aud' of the token must be text or a list of texts.")
    return tuple(found)


def _document(claims: JsonObject, *, is_old: bool) -> JsonObject:
    # VC-JOSE-COSE, 3.1.3: a token of the newer type holds neither container.
    if is_old != ("vp" in claims) or "vc" in claims:
        raise WrongTokenType("The token's type and what it holds do not belong together.")
    if not is_old:
        document = {name: value for name, value in claims.items() if name not in _CLAIMS}
    elif not isinstance(claims["vp"], dict) or "@context" in claims or "verifiableCredential" in claims:
        raise BadProof("The claim 'vp' of the token must be its only presentation.", pointer="/vp")
    else:
        document = dict(claims["vp"])
        if "jti" in claims:
            document.setdefault("id", claims["jti"])
    if "iss" in claims:
        # VCDM 1.1, 6.3.1: who issued such a token is the holder.
        document.setdefault("holder", claims["iss"])
    if "VerifiablePresentation" not in listed(document.get("type")):
        raise WrongTokenType("The token is of the type of a presentation, and holds none.")
    return document
