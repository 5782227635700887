"""Which record does this token carry, and who signed it?

Three forms are read: Open Badges 3.0 and VC-JOSE-COSE, where the record is the payload, and VCDM 1.1, where it stands
under ``vc``. The claims that repeat members of the record are compared with them; what a token leaves out, its claims
fill in as VCDM 1.1 says. The first two are made here.

Spec: https://www.imsglobal.org/spec/ob/v3p0/#json-web-token-proof-format , https://www.w3.org/TR/vc-jose-cose/ ,
https://www.w3.org/TR/vc-data-model-1.1/#json-web-token
"""

from dataclasses import dataclass
from typing import Literal

from openler.credentials.keys import KeyLister, KeyResolver, Signer
from openler.credentials.proofs.errors import BadProof, ClaimsDiffer, WrongTokenType
from openler.credentials.proofs.jose import (
    CompactJws,
    algorithm_for,
    check_signed,
    parse_compact_jws,
    sign_compact_jws,
    verify_compact_jws,
)
from openler.credentials.proofs.pipeline import ASSERTION, ProofResult
from openler.credentials.proofs.token_claims import (
    TOKEN_CLAIMS,
    check_type,
    date_members,
    differences,
    id_in,
    listed,
    numeric_date,
    read_claims,
    stamp_of,
    to_numeric_date,
    to_payload,
)
from openler.credentials.proofs.token_keys import find_signing_key
from openler.foundation.instants import Instant, parse_instant
from openler.foundation.json_types import JsonObject

# VC-JOSE-COSE, 3.1.3; Open Badges 3.0 says JWT or nothing; the last two are names of earlier drafts.
TOKEN_TYPES = frozenset({"", "jwt", "vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt"})
_VCDM_2 = "https://www.w3.org/ns/credentials/v2"
VcJwtForm = Literal["vc+jwt", "ob-jwt"]
# VC-JOSE-COSE, 3.1.1 and Open Badges 3.0, 8.2.3.
_HEADERS: dict[VcJwtForm, dict[str, str]] = {"vc+jwt": {"typ": "vc+jwt", "cty": "vc"}, "ob-jwt": {"typ": "JWT"}}


@dataclass(frozen=True, slots=True)
class VcJwt:
    """A token that carries a record or a presentation, read and not yet checked.

    Attributes:
        jws: the token in its parts.
        document: the record, with what only the claims say filled in.
        claims: the payload as received.
        issuer_id: the issuer, by the record or the claims; the holder of a presentation.
        not_before: from when the token says it holds.
        expires: until when the token says it holds.
        differences: each claim that contradicts the record, in words.
        purpose: why it must have been signed: "assertionMethod", or "authentication" for a presentation.
        created: when a presentation says it was signed, as xsd:dateTimeStamp.
        challenge: the verifier's number that a presentation answers (``nonce``).
        domains: for whom a presentation was made (``aud``).
        seal: "JWT", or "COSE" for a message of that kind.
    """

    jws: CompactJws
    document: JsonObject
    claims: JsonObject
    issuer_id: str | None
    not_before: Instant | None
    expires: Instant | None
    differences: tuple[str, ...]
    purpose: str = ASSERTION
    created: str | None = None
    challenge: str | None = None
    domains: tuple[str, ...] = ()
    seal: Literal["JWT", "COSE"] = "JWT"


def parse_vc_jwt(data: bytes | str | CompactJws) -> VcJwt:
    """Read a token that carries a record.

    Raises:
        BadProof: no compact token, no JSON object in it, or claims of the wrong type.
        WrongTokenType: a token made for something else.
        TooLarge, WrongEncoding, CriticalHeader: as ``parse_compact_jws``.
    """
    jws = data if isinstance(data, CompactJws) else parse_compact_jws(data)
    check_type(jws.header, TOKEN_TYPES, "a record")
    claims = read_claims(jws)
    not_before, expires = numeric_date(claims, "nbf"), numeric_date(claims, "exp")
    document = _document(claims)
    if "VerifiablePresentation" in listed(document.get("type")):
        raise WrongTokenType("The token holds a presentation, and its type is not that of one: vp+jwt.")
    issuer = id_in(document.get("issuer")) or claims.get("iss")
    return VcJwt(jws, document, claims, issuer, not_before, expires, tuple(differences(claims, document)))


def create_vc_jwt(
    document: JsonObject,
    *,
    signer: Signer,
    verification_method: str,
    form: VcJwtForm = "vc+jwt",
    algorithm: str | None = None,
) -> str:
    """Sign a record as a token; the record is the payload, beside the claims that repeat its members.

    Args:
        document: the record, judged already.
        signer: the issuer's key.
        verification_method: the key's name, a DID URL; the token's ``kid``.
        form: "vc+jwt" as VC-JOSE-COSE has it, with ``iss``; "ob-jwt" as Open Badges 3.0 has it, with ``iss``, ``jti``,
            ``nbf``, ``sub`` and ``exp`` as far as the record has what they repeat.
        algorithm: "EdDSA" or "Ed25519" (RFC 9864), "ES256", "ES384"; by the key if None.

    Raises:
        CannotSign: the key does not sign with this algorithm.
    """
    name = algorithm_for(signer.public_key.kind, algorithm)
    header = {"alg": name, "kid": verification_method, **_HEADERS[form]}
    claims = copied_claims(document) if form == "ob-jwt" else {"iss": id_in(document.get("issuer"))}
    return sign_compact_jws(header, to_payload({**claims, **document}), signer)


def copied_claims(document: JsonObject) -> JsonObject:
    """Give the claims that repeat members of a record (Open Badges 3.0, 8.2.3)."""
    subjects = listed(document.get("credentialSubject"))
    claims: JsonObject = {
        "iss": id_in(document.get("issuer")),
        "jti": id_in(document.get("id")),
        # A token is about one subject; of several none is singled out.
        "sub": id_in(subjects[0]) if len(subjects) == 1 else None,
    }
    for claim in ("nbf", "exp"):
        for name in date_members(document, claim)[:1]:
            claims[claim] = to_numeric_date(parse_instant(document[name]))
    return {name: value for name, value in claims.items() if value is not None}


def verify_vc_jwt(token: VcJwt | bytes | str, *, resolve_key: KeyResolver, list_keys: KeyLister) -> ProofResult:
    """Check a token's signature over the bytes received, and its claims against the record.

    Args:
        token: the token, read or not; a presentation comes as ``parse_vp_jwt`` read it.
        resolve_key: finds the key that ``kid`` names.
        list_keys: gives the keys of an issuer, for tokens that name none.

    Raises:
        Unsigned, AlgorithmMismatch, KeysDiffer, BadSignature, ClaimsDiffer: it does not hold.
        AlgorithmNotOffered, NoKeyNamed: cannot be told.
        LerError: whatever parsing and the key resolver raise.
    """
    token = token if isinstance(token, VcJwt) else parse_vc_jwt(token)
    check_signed(token.jws)
    method = find_signing_key(
        token.jws, token.issuer_id, purpose=token.purpose, resolve_key=resolve_key, list_keys=list_keys
    )
    verify_compact_jws(token.jws, method.key)
    if token.differences:
        raise ClaimsDiffer(f"The token contradicts the record inside it: {'; '.join(token.differences)}.")
    return ProofResult(
        pointer="",
        cryptosuite=f"{token.seal} {token.jws.algorithm}",
        verification_method=str(token.jws.header.get("kid") or method.id),
        method=method,
        purpose=token.purpose,
        created=token.created,
        expires=None,
        document=token.document,
        challenge=token.challenge,
        domains=token.domains,
    )


def _document(claims: JsonObject) -> JsonObject:
    if "vp" in claims:
        # VC-JOSE-COSE, 3.1.3: readers of VCDM 1.1 would see a presentation where others see a record.
        raise BadProof("The token holds a presentation under 'vp' and a record beside it.", pointer="/vp")
    if "vc" not in claims:
        return {name: value for name, value in claims.items() if name not in TOKEN_CLAIMS}
    if not isinstance(claims["vc"], dict):
        raise BadProof("The claim 'vc' of the token must be a record.", pointer="/vc")
    if "credentialSubject" in claims or "@context" in claims:
        # Two readers would see two records.
        raise BadProof("The token holds one record under 'vc' and another around it.", pointer="/vc")
    document = dict(claims["vc"])
    is_v2 = _VCDM_2 in listed(document.get("@context"))
    starts, ends = ("validFrom", "validUntil") if is_v2 else ("issuanceDate", "expirationDate")
    # VCDM 1.1, 6.3.1, JWT decoding: the claims stand for members that the record leaves out.
    for member, claim in (("id", "jti"), ("issuer", "iss")):
        if claim in claims:
            document.setdefault(member, claims[claim])
    for member, claim in ((starts, "nbf"), (ends, "exp")):
        if claim in claims and not date_members(document, claim):
            document[member] = stamp_of(claims[claim], claim)
    subject = document.get("credentialSubject")
    if "sub" in claims and isinstance(subject, dict):
        document["credentialSubject"] = {"id": claims["sub"], **subject}
    return document
