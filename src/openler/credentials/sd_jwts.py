"""How are claims made into a token of which a holder can leave parts out, and how is one shown? No I/O.

Nothing is signed that a verifier would refuse, whatever the holder leaves out later: a record of the W3C data model is
judged by every rule of ``issue`` twice, whole and without all that may be left out.

Spec: https://www.rfc-editor.org/rfc/rfc9901#section-6 , https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from openler.credentials.issuance import NotIssuable, WrongSigner, prepare
from openler.credentials.keys import PublicKey, Signer, parse_jwk
from openler.credentials.presentations import NotPresentable, answers_of
from openler.credentials.proofs.sd_jwt import (
    NEVER_DISCLOSED,
    SdJwt,
    create_key_binding,
    create_sd_jwt_vc,
    parse_sd_jwt,
    select,
    show,
)
from openler.credentials.proofs.token_claims import read_claims, to_numeric_date
from openler.credentials.proofs.vc_jwt import copied_claims
from openler.credentials.tokens import refuse_token_claims
from openler.foundation.chance import Chance
from openler.foundation.errors import LerError
from openler.foundation.instants import Instant
from openler.foundation.jcs import canonicalize_json
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import resolve, split
from openler.foundation.problems import Problem
from openler.foundation.strict_json import parse_json_object

# VC-JOSE-COSE, 3.3: what tells readers how to read a record, who issued it and whether it is in force.
_RECORD_IN_THE_OPEN = (
    "@context",
    "type",
    "issuer",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "credentialStatus",
    "credentialSchema",
    "relatedResource",
    "termsOfUse",
)
_NUMBERS = ("iat", "nbf", "exp")
_OBJECTS = ("cnf", "status")


def issue_sd_jwt(
    claims: bytes | str | JsonObject,
    *,
    signer: Signer,
    verification_method: str,
    at: datetime,
    chance: Chance,
    disclosable: Sequence[str] = (),
    vct: str | None = None,
    holder_key: PublicKey | None = None,
    decoys: int = 0,
    algorithm: str | None = None,
    contexts: Mapping[str, bytes] | None = None,
) -> str:
    """Sign claims as an SD-JWT VC (``dc+sd-jwt``) and return it, with every disclosure, for its holder.

    Claims with an ``@context`` are a record of the W3C data model: they become claims of the token, beside ``iss``,
    ``vct`` and what repeats its members. Others are plain claims. Claims without an issuer get the key's owner as issuer.

    Args:
        claims: a credential without proof, or plain claims.
        signer: the issuer's key.
        verification_method: the key's name, a DID URL; what stands before ``#`` is its owner.
        at: time of issuing (``iat``), aware.
        chance: gives the salts, for example ``os.urandom``.
        disclosable: JSON pointers to the claims and array elements that the holder may leave out.
        vct: the type of the SD-JWT VC; for plain claims it may stand in them.
        holder_key: the key with which the holder will sign; the token is bound to it (``cnf``).
        decoys: so many digests of nothing beside those of each object and array with something to leave out.
        algorithm: "EdDSA" or its newer name "Ed25519" (RFC 9864), "ES256" or "ES384"; by the key if None.
        contexts: JSON-LD contexts that may be used beside the bundled ones, content by exact URL.

    Raises:
        NotIssuable: the claims break a rule, as a whole or without what may be left out; nothing was signed.
        WrongSigner: the claims name another issuer than the key's owner.
        WeakRandomness: the source of salts gives too few bytes or repeats itself.
        MalformedInput, Misuse: unreadable claims, an algorithm that is not the key's, or a pointer to nothing.
    """
    given = dict(claims) if isinstance(claims, dict) else parse_json_object(claims)
    told: JsonObject = {"iat": to_numeric_date(Instant.of(at))}
    if vct is not None:
        told["vct"] = vct
    if holder_key is not None:
        told["cnf"] = {"jwk": dict(holder_key.jwk)}
    if "@context" in given:
        payload = _record_claims(given, disclosable, verification_method, contexts)
    else:
        payload = _plain_claims(given, verification_method)
    for name in set(told) & set(payload) - {"iat"}:
        raise _not_issuable(f"The claims hold {name!r} already.", f"/{name}")
    payload = {**told, **payload}
    _refuse_faults(payload, disclosable)
    return create_sd_jwt_vc(
        payload,
        disclosable,
        signer=signer,
        verification_method=verification_method,
        chance=chance,
        decoys=decoys,
        algorithm=algorithm,
    )


def present_sd_jwt(
    token: bytes | str,
    *,
    disclose: Sequence[str] | None = None,
    signer: Signer | None = None,
    at: datetime | None = None,
    challenge: str | None = None,
    domain: str | None = None,
    algorithm: str | None = None,
) -> str:
    """Show a token with the disclosures that are chosen and, for a verifier who asks, with the holder's signature.

    Args:
        token: the token with its disclosures, as issued.
        disclose: JSON pointers to what is shown, with what is hidden around it; everything if None.
        signer: the holder's key, to which the issuer bound the token.
        at: when it is signed, aware.
        challenge: what the verifier asked to be signed (``nonce``).
        domain: who the verifier is (``aud``).
        algorithm: as for ``issue_sd_jwt``.

    Raises:
        NotPresentable: a token that cannot be read, or a challenge without domain, key or time.
        NotBound: the token is bound to another key, or to none.
        BadDisclosure: nothing that can be disclosed stands at a pointer.
        Misuse: an algorithm that is not the key's.
    """
    answers = answers_of(challenge=challenge, domain=domain)
    if len({signer is None, at is None, challenge is None, domain is None}) != 1:
        raise NotPresentable("The holder's signature needs a key, a time, the verifier's challenge and its domain.")
    try:
        whole = parse_sd_jwt(token)
        payload = read_claims(whole.jws)
        shown = show(payload, whole.disclosures)
    except LerError as error:
        raise NotPresentable(f"The record cannot be read. {error.message}") from None
    chosen = whole.disclosures if disclose is None else select(shown, disclose)
    kept = tuple(text for text in whole.disclosures if text in set(chosen))
    presented = SdJwt(whole.signatures, whole.compact, kept)
    if signer is None or at is None:
        return presented.serialize()
    binding = create_key_binding(
        presented,
        payload,
        signer=signer,
        issued_at=to_numeric_date(Instant.of(at)),
        algorithm=algorithm,
        **answers,
    )
    return SdJwt(whole.signatures, whole.compact, kept, binding).serialize()


def _record_claims(
    given: JsonObject, disclosable: Sequence[str], method: str, contexts: Mapping[str, bytes] | None
) -> JsonObject:
    document = prepare(given, verification_method=method, contexts=contexts)
    refuse_token_claims(document, NEVER_DISCLOSED)
    for pointer in disclosable:
        steps = split(pointer)
        # The issuer's name may be left out, its identifier not.
        if steps and steps[0] in _RECORD_IN_THE_OPEN and not (steps[0] == "issuer" and steps[1:2] not in ([], ["id"])):
            raise _not_issuable("What decides how a record is read stays in the open.", pointer)
    # Whoever is shown nothing must still be able to judge the rest.
    rest = _without(document, disclosable)
    try:
        prepare(rest, verification_method=method, contexts=contexts)
    except NotIssuable as error:
        words = f"Without what may be left out the record would break a rule. {error.problems[0].detail}"
        raise _not_issuable(words, error.problems[0].pointer) from None
    return {**copied_claims(rest), **document}


def _plain_claims(given: JsonObject, method: str) -> JsonObject:
    owner = method.partition("#")[0]
    if given.get("iss", owner) != owner:
        raise WrongSigner(f"The claims name the issuer {str(given['iss'])[:120]}, and the key belongs to {owner}.")
    return {"iss": owner, **given}


def _refuse_faults(payload: JsonObject, disclosable: Sequence[str]) -> None:
    # Numbers that readers do not agree on have no place under a signature (RFC 7493, 2.2).
    canonicalize_json(payload)
    problems = tuple(_faults(payload, disclosable))
    if problems:
        raise NotIssuable(problems)


def _faults(payload: JsonObject, disclosable: Sequence[str]) -> Iterator[Problem]:
    if not isinstance(payload.get("vct"), str) or not payload["vct"]:
        yield _problem("An SD-JWT VC says of which type it is: vct, a text.", "/vct")
    for name in _NUMBERS:
        value = payload.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int):
            yield _problem(f"The claim {name!r} must be a whole number of seconds.", f"/{name}")
    for name in _OBJECTS:
        if not isinstance(payload.get(name, {}), dict):
            yield _problem(f"The claim {name!r} must be an object.", f"/{name}")
    confirmation = payload.get("cnf")
    if isinstance(confirmation, dict) and "jwk" in confirmation:
        try:
            parse_jwk(confirmation["jwk"])
        except LerError as error:
            yield _problem(f"The holder's key is none that can sign. {error.message}", "/cnf/jwk")
    for pointer in disclosable:
        if not pointer or split(pointer)[0] in NEVER_DISCLOSED:
            yield _problem("What decides whether and for whom a record is in force stays in the open.", pointer)


def _without(document: JsonObject, pointers: Sequence[str]) -> JsonObject:
    """Leave out what stands at the pointers; the last elements of an array first, so that the others keep their place."""
    rest: JsonObject = json.loads(json.dumps(document))
    for pointer in sorted(pointers, key=lambda text: [step.zfill(9) for step in split(text)], reverse=True):
        around, _, step = pointer.rpartition("/")
        place = resolve(rest, around)
        if isinstance(place, dict):
            place.pop(step.replace("~1", "/").replace("~0", "~"), None)
        elif isinstance(place, list) and step.isdecimal() and int(step) < len(place):
            del place[int(step)]
    return rest


def _problem(detail: str, pointer: str | None) -> Problem:
    return Problem("sd_jwt_vc", "Not a proper SD-JWT VC", detail, pointer=pointer)


def _not_issuable(detail: str, pointer: str | None) -> NotIssuable:
    return NotIssuable((_problem(detail, pointer),))
