"""How are claims made into a signed token, and records into a presentation that is one? No I/O.

What ``issue`` and ``present`` refuse is refused here too, before anything is signed; only the seal is another: the
signature lies around the record instead of inside it.

Spec: https://www.w3.org/TR/vc-jose-cose/ , https://www.imsglobal.org/spec/ob/v3p0/#json-web-token-proof-format
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from openler.credentials.issuance import NotIssuable, prepare
from openler.credentials.keys import Signer
from openler.credentials.model.shape import VCDM_2, listed
from openler.credentials.presentations import answers_of, assemble
from openler.credentials.proofs import create_vc_cose, create_vc_jwt, create_vp_jwt
from openler.credentials.proofs.token_claims import TOKEN_CLAIMS, to_numeric_date
from openler.credentials.proofs.vc_jwt import VcJwtForm
from openler.foundation.instants import Instant
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem


def issue_token(
    claims: bytes | str | JsonObject,
    *,
    signer: Signer,
    verification_method: str,
    form: VcJwtForm = "vc+jwt",
    algorithm: str | None = None,
    contexts: Mapping[str, bytes] | None = None,
) -> str:
    """Sign claims as a compact token (VC-JWT) and return it; every member stays as it was.

    Claims without an issuer get the key's owner as issuer. A token does not say when it was signed.

    Args:
        claims: a credential without proof.
        signer: the issuer's key.
        verification_method: the key's name, a DID URL; what stands before ``#`` is its owner.
        form: "vc+jwt" (VC-JOSE-COSE, data model 2.0) or "ob-jwt" (Open Badges 3.0 and CLR 2.0, whose verifiers expect
            the claims ``iss``, ``jti``, ``nbf``, ``sub`` and ``exp``).
        algorithm: "EdDSA" or its newer name "Ed25519" (RFC 9864), "ES256" or "ES384"; by the key if None.
        contexts: JSON-LD contexts that may be used beside the bundled ones, content by exact URL.

    Raises:
        NotIssuable: the claims break a rule, with the place of each fault; nothing was signed.
        WrongSigner: the claims name another issuer than the key's owner.
        MalformedInput, Misuse: unreadable claims, or an algorithm that is not the key's.
    """
    document = prepare(claims, verification_method=verification_method, contexts=contexts)
    refuse_token_claims(document)
    if form == "vc+jwt":
        _refuse_old_model(document)
    return create_vc_jwt(
        document, signer=signer, verification_method=verification_method, form=form, algorithm=algorithm
    )


def issue_cose(
    claims: bytes | str | JsonObject,
    *,
    signer: Signer,
    verification_method: str,
    algorithm: str | None = None,
    contexts: Mapping[str, bytes] | None = None,
) -> bytes:
    """Sign claims as a COSE message (``vc+cose``, data model 2.0) and return its bytes; see ``issue_token``.

    Raises:
        NotIssuable, WrongSigner, MalformedInput, Misuse: as ``issue_token``.
    """
    document = prepare(claims, verification_method=verification_method, contexts=contexts)
    _refuse_old_model(document)
    return create_vc_cose(document, signer=signer, verification_method=verification_method, algorithm=algorithm)


def present_token(
    credentials: Sequence[bytes | str | JsonObject],
    *,
    signer: Signer,
    verification_method: str,
    at: datetime,
    holder: str | None = None,
    challenge: str | None = None,
    domain: str | None = None,
    algorithm: str | None = None,
) -> str:
    """Sign a presentation of records as a compact token (``vp+jwt``) and return it.

    Args:
        credentials: each record as a JSON object, its bytes or text, or a token.
        signer: the holder's key.
        verification_method: the key's name, a DID URL; what stands before ``#`` is its owner.
        at: when it is signed, aware.
        holder: the holder's DID; the key's owner if None.
        challenge: what the verifier asked to be signed (``nonce``), so that it is no copy of an earlier one.
        domain: for whom the presentation is made (``aud``).
        algorithm: "EdDSA" or its newer name "Ed25519" (RFC 9864), "ES256" or "ES384"; by the key if None.

    Raises:
        NotPresentable: a record that cannot be read, too many, or an empty or overlong challenge or domain.
        WrongHolder: the holder is another than the key's owner.
        Misuse: an algorithm that is not the key's.
    """
    answers = answers_of(challenge=challenge, domain=domain)
    return create_vp_jwt(
        assemble(credentials, verification_method=verification_method, holder=holder),
        signer=signer,
        verification_method=verification_method,
        issued_at=to_numeric_date(Instant.of(at)),
        algorithm=algorithm,
        **answers,
    )


def refuse_token_claims(document: JsonObject, more: frozenset[str] = frozenset()) -> None:
    """Refuse members of a record that readers would take for claims of the token around it.

    Raises:
        NotIssuable: there is one.
    """
    for name in sorted((TOKEN_CLAIMS | more) & set(document)):
        detail = f"The member {name!r} would be read as a claim of the token, not as part of the record."
        raise NotIssuable((Problem("token_claim", "Claim of a token", detail, pointer=f"/{name}"),))


def _refuse_old_model(document: JsonObject) -> None:
    if VCDM_2 not in listed(document.get("@context")):
        detail = "Tokens of VC-JOSE-COSE hold records of data model 2.0 only."
        step = f"Use the context {VCDM_2}, or the form ob-jwt."
        raise NotIssuable((Problem("wrong_version", "Wrong version", detail, pointer="/@context", next_step=step),))
