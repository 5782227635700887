"""Which record does a token with disclosures carry, who issued it, and does everything that is shown hold?

Three kinds are read: SD-JWT VC (``dc+sd-jwt``) with plain claims and a type (``vct``); SD-JWT VC whose claims are a
record of the W3C data model; and the older ``vc+sd-jwt``, which VC-JOSE-COSE uses for such records too. Only
``dc+sd-jwt`` is made. The type's own document and the certificates of ``x5c`` are not followed.

Spec: https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/ , https://www.w3.org/TR/vc-jose-cose/#securing-vcs-with-sd-jwt
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openler.credentials.keys import KeyLister, KeyResolver, Signer, VerificationMethod
from openler.credentials.proofs.errors import BadProof, ClaimsDiffer, WrongTokenType
from openler.credentials.proofs.jose import (
    CompactJws,
    algorithm_for,
    check_signed,
    sign_compact_jws,
    verify_compact_jws,
)
from openler.credentials.proofs.pipeline import ASSERTION, ProofResult
from openler.credentials.proofs.sd_jwt.errors import BadDisclosure
from openler.credentials.proofs.sd_jwt.hiding import hide
from openler.credentials.proofs.sd_jwt.key_binding import KeyBinding, verify_key_binding
from openler.credentials.proofs.sd_jwt.serialization import SdJwt, parse_sd_jwt
from openler.credentials.proofs.sd_jwt.showing import Path, show, to_pointer
from openler.credentials.proofs.token_claims import (
    TOKEN_CLAIMS,
    check_type,
    differences,
    id_in,
    listed,
    numeric_date,
    read_claims,
    to_payload,
)
from openler.credentials.proofs.token_keys import choose_key, find_signing_key
from openler.foundation.chance import Chance
from openler.foundation.errors import ResolutionFailed
from openler.foundation.instants import Instant
from openler.foundation.json_types import JsonObject

# The second is the name that the drafts used until 2024, and that VC-JOSE-COSE uses; it is never written here.
SD_JWT_TYPES = ("dc+sd-jwt", "vc+sd-jwt")
# SD-JWT VC, 2.2.2.2: what decides whether and for whom a record is in force is always in the open.
NEVER_DISCLOSED = frozenset({"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"})
# What stands around a record of the W3C data model in such a token.
CREDENTIAL_CLAIMS = TOKEN_CLAIMS | {"vct", "vct#integrity", "status"}
# Takes an https issuer and the name of a key, if the token gives one; gives the keys of the issuer's own metadata.
MetadataKeys = Callable[[str, str | None], tuple[VerificationMethod, ...]]


@dataclass(frozen=True, slots=True)
class SdJwtVc:
    """A record in a token with disclosures, read and not yet checked.

    Attributes:
        sd_jwt: the token in its parts.
        payload: what the issuer signed, with its digests.
        claims: the payload with what is disclosed in its place.
        document: the record: the claims without what is about the token, or all claims of a plain SD-JWT VC.
        is_record: the claims are a record of the W3C data model.
        issuer_id: the issuer, by the record or the claims.
        not_before, expires: from and until when the token says it holds.
        differences: each claim that contradicts the record, in words.
        places: the paths of what is disclosed.
        is_partial: as ``Shown``.
    """

    sd_jwt: SdJwt
    payload: JsonObject
    claims: JsonObject
    document: JsonObject
    is_record: bool
    issuer_id: str | None
    not_before: Instant | None
    expires: Instant | None
    differences: tuple[str, ...]
    places: tuple[Path, ...] = ()
    is_partial: bool = False


def parse_sd_jwt_vc(data: bytes | str | JsonObject | SdJwt) -> SdJwtVc:
    """Read a record in a token with disclosures.

    Raises:
        BadProof, CriticalHeader, TooLarge, WrongEncoding: no such token, or claims of the wrong type.
        WrongTokenType: a token made for something else.
        BadDisclosure: a disclosure that is malformed, that nobody signed, or that hides what must be in the open.
    """
    sd_jwt = data if isinstance(data, SdJwt) else parse_sd_jwt(data)
    for jws in sd_jwt.signatures:
        check_type(jws.header, SD_JWT_TYPES, "a record with disclosures")
    payload = read_claims(sd_jwt.jws)
    shown = show(payload, sd_jwt.disclosures)
    for path in shown.places:
        if path[0] in NEVER_DISCLOSED:
            name = f"The claim {path[0]!r} is disclosed selectively, so a holder could leave it out."
            raise BadDisclosure(name, pointer=to_pointer(path), mender="issuer")
    claims = shown.claims
    is_record = "@context" in claims
    containers = sorted({"vc", "vp"} & set(claims)) if is_record else []
    if containers:
        # VC-JOSE-COSE, 3.1.3: they would be left out of the record here, and read instead of it elsewhere.
        words = f"The token holds one record in its claims and another under {containers[0]!r}."
        raise BadProof(words, pointer=f"/{containers[0]}")
    document = {name: value for name, value in claims.items() if name not in CREDENTIAL_CLAIMS} if is_record else claims
    if is_record and "VerifiablePresentation" in listed(document.get("type")):
        raise WrongTokenType("The token holds a presentation, and its type is that of a record.")
    return SdJwtVc(
        sd_jwt=sd_jwt,
        payload=payload,
        claims=claims,
        document=document,
        is_record=is_record,
        issuer_id=(id_in(document.get("issuer")) if is_record else None) or claims.get("iss"),
        not_before=numeric_date(claims, "nbf"),
        expires=numeric_date(claims, "exp"),
        differences=tuple(differences(claims, document)) if is_record else (),
        places=tuple(shown.places),
        is_partial=shown.is_partial,
    )


def create_sd_jwt_vc(
    claims: JsonObject,
    pointers: Sequence[str],
    *,
    signer: Signer,
    verification_method: str,
    chance: Chance,
    decoys: int = 0,
    algorithm: str | None = None,
) -> str:
    """Sign claims as ``dc+sd-jwt`` with every disclosure behind it.

    Args:
        claims: the claims, judged already.
        pointers: JSON pointers to what a holder may leave out.
        signer: the issuer's key.
        verification_method: the key's name; the token's ``kid``, of an https issuer what stands behind ``#``.
        chance: gives the salts.
        decoys: so many digests of nothing beside those of each object and array.
        algorithm: as ``algorithm_for``.

    Raises:
        CannotSign: an algorithm that is not the key's, a pointer to nothing, or to what must be in the open.
        WeakRandomness: the source of salts gives too few bytes or repeats itself.
    """
    # SD-JWT VC, 3.2: an https issuer's key set knows its keys by short names.
    name = verification_method.partition("#")[2] or verification_method
    header = {
        "alg": algorithm_for(signer.public_key.kind, algorithm),
        "kid": verification_method if verification_method.startswith("did:") else name,
        "typ": SD_JWT_TYPES[0],
    }
    payload, disclosures = hide(claims, pointers, chance=chance, decoys=decoys)
    compact = sign_compact_jws(header, to_payload(payload), signer)
    return "~".join([compact, *(disclosure.text for disclosure in disclosures), ""])


def verify_sd_jwt_vc(
    token: SdJwtVc, *, resolve_key: KeyResolver, list_keys: KeyLister, metadata_keys: MetadataKeys
) -> tuple[ProofResult, KeyBinding | None]:
    """Check the issuer's signature, and the holder's if there is one; parsing has checked the disclosures.

    Args:
        token: the token, read.
        resolve_key: finds the key that ``kid`` names.
        list_keys: gives the keys of an issuer, for tokens that name none.
        metadata_keys: gives the keys of an https issuer's ``/.well-known/jwt-vc-issuer``.

    Raises:
        Unsigned, AlgorithmMismatch, KeysDiffer, BadSignature, ClaimsDiffer, KeyBindingBroken: it does not hold.
        AlgorithmNotOffered, NoKeyNamed: cannot be told.
        LerError: whatever the key resolvers raise.
    """
    methods = []
    for jws in token.sd_jwt.signatures:
        check_signed(jws)
        method = _find_key(jws, token.issuer_id, resolve_key, list_keys, metadata_keys)
        verify_compact_jws(jws, method.key)
        methods.append(method)
    if token.differences:
        raise ClaimsDiffer(f"The token contradicts the record inside it: {'; '.join(token.differences)}.")
    binding = verify_key_binding(token.sd_jwt, token.payload, resolve_key=resolve_key)
    result = ProofResult(
        pointer="",
        cryptosuite=f"SD-JWT {token.sd_jwt.jws.algorithm}",
        verification_method=str(token.sd_jwt.jws.header.get("kid") or methods[0].id),
        method=methods[0],
        purpose=ASSERTION,
        created=None,
        expires=None,
        document=token.document,
        is_partial=token.is_partial,
    )
    return result, binding


def _find_key(
    jws: CompactJws,
    issuer_id: str | None,
    resolve_key: KeyResolver,
    list_keys: KeyLister,
    metadata_keys: MetadataKeys,
) -> VerificationMethod:
    kid = jws.header.get("kid")
    # SD-JWT VC, 2.5: an https issuer publishes its keys; a DID names its own.
    if issuer_id is not None and issuer_id.startswith("https://") and not str(kid).startswith("did:"):
        try:
            listed = metadata_keys(issuer_id, kid)
        except ResolutionFailed:
            if kid is None and "jwk" not in jws.header:
                raise
        else:
            return choose_key(jws, listed)
    return find_signing_key(jws, issuer_id, purpose=ASSERTION, resolve_key=resolve_key, list_keys=list_keys)
