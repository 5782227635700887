"""Did whom the issuer bound a token to sign what is shown, for this verifier?

Spec: https://www.rfc-editor.org/rfc/rfc9901#section-4.3 , https://www.rfc-editor.org/rfc/rfc9901#section-7.3 ,
https://www.rfc-editor.org/rfc/rfc7800#section-3
"""

from dataclasses import dataclass
from hmac import compare_digest

from openler.credentials.keys import BadKey, KeyResolver, PublicKey, Signer, parse_jwk
from openler.credentials.proofs.errors import BadProof
from openler.credentials.proofs.jose import algorithm_for, parse_compact_jws, sign_compact_jws, verify_compact_jws
from openler.credentials.proofs.sd_jwt.disclosures import digest_of, hash_of
from openler.credentials.proofs.sd_jwt.errors import KeyBindingBroken, NotBound
from openler.credentials.proofs.sd_jwt.serialization import SdJwt
from openler.credentials.proofs.token_claims import check_type, read_claims, stamp_of, to_payload
from openler.credentials.proofs.vp_jwt import AUTHENTICATION, audiences
from openler.foundation.errors import InvalidProof, MalformedInput
from openler.foundation.json_types import JsonObject

KEY_BINDING_TYPE = "kb+jwt"


@dataclass(frozen=True, slots=True)
class KeyBinding:
    """A holder's signature over what is shown; only a successful check makes one.

    Attributes:
        key: the key to which the issuer bound the token.
        nonce: the verifier's number that it answers.
        audiences: for whom it was made.
        issued: when it says it was made, as xsd:dateTimeStamp.
    """

    key: PublicKey
    nonce: str
    audiences: tuple[str, ...]
    issued: str


def create_key_binding(
    sd_jwt: SdJwt,
    payload: JsonObject,
    *,
    signer: Signer,
    challenge: str,
    domain: str,
    issued_at: int,
    algorithm: str | None = None,
) -> str:
    """Sign what is shown as the holder (RFC 9901, 4.3); gives the holder's token.

    Args:
        sd_jwt: the token with the disclosures that are shown.
        payload: what the issuer signed; its ``cnf`` names the holder's key.
        signer: the holder's key.
        challenge: the verifier's number (``nonce``).
        domain: who the verifier is (``aud``).
        issued_at: NumericDate.
        algorithm: as ``algorithm_for``.

    Raises:
        NotBound: the issuer bound the token to another key, or to none.
        CannotSign: the key does not sign with this algorithm.
    """
    confirmation = payload.get("cnf")
    jwk = confirmation.get("jwk") if isinstance(confirmation, dict) else None
    # A kid in cnf is a name that is not resolved here; the verifier will.
    if not isinstance(confirmation, dict) or (jwk is not None and parse_jwk(jwk) != signer.public_key):
        raise NotBound("The issuer did not bind this record to the key that is to sign for its holder.")
    header = {"alg": algorithm_for(signer.public_key.kind, algorithm), "typ": KEY_BINDING_TYPE}
    digest = digest_of(sd_jwt.shown, hash_of(payload))
    claims = {"iat": issued_at, "aud": domain, "nonce": challenge, "sd_hash": digest}
    return sign_compact_jws(header, to_payload(claims), signer)


def verify_key_binding(sd_jwt: SdJwt, payload: JsonObject, *, resolve_key: KeyResolver) -> KeyBinding | None:
    """Check the holder's token, if there is one (RFC 9901, 7.3, step 5); None if there is none.

    Args:
        sd_jwt: the token as it was shown.
        payload: what the issuer signed.
        resolve_key: finds the key that a ``kid`` in ``cnf`` names.

    Raises:
        KeyBindingBroken: it was not made by that key, over something else, or for another use.
        LerError: whatever the key resolver raises.
    """
    if sd_jwt.key_binding is None:
        return None
    key = _holder_key(payload, resolve_key)
    try:
        # Steps 5.2 to 5.4: type, algorithm and signature.
        jws = parse_compact_jws(sd_jwt.key_binding)
        check_type(jws.header, (KEY_BINDING_TYPE,), "a holder's own token")
        verify_compact_jws(jws, key)
        claims = read_claims(jws, texts=("nonce", "sd_hash"))
        found = audiences(claims)
        if not {"iat", "nonce", "sd_hash"} <= set(claims) or not found:
            raise BadProof("It lacks one of its claims iat, nonce, aud and sd_hash.")
        issued = stamp_of(_seconds(claims), "iat")
    except (MalformedInput, InvalidProof) as error:
        raise KeyBindingBroken(f"The holder's own signature does not hold. {error.message}") from None
    # Step 5.7: over this very token and these very disclosures, in this order.
    if not compare_digest(claims["sd_hash"].encode(), digest_of(sd_jwt.shown, hash_of(payload)).encode()):
        raise KeyBindingBroken("The holder signed something else than what is shown: sd_hash differs.")
    return KeyBinding(key, claims["nonce"], found, issued)


def _seconds(claims: JsonObject) -> float:
    value = claims["iat"]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadProof("The claim 'iat' of the token must be a number of seconds.")
    return value


def _holder_key(payload: JsonObject, resolve_key: KeyResolver) -> PublicKey:
    confirmation = payload.get("cnf")
    members = confirmation if isinstance(confirmation, dict) else {}
    if "jwk" in members:
        try:
            return parse_jwk(members["jwk"])
        except BadKey as error:
            raise KeyBindingBroken(f"The key to which the issuer bound the record is none. {error.message}") from None
    if isinstance(members.get("kid"), str):
        return resolve_key(members["kid"], AUTHENTICATION).key
    raise KeyBindingBroken("The issuer bound this record to no key, so nobody can sign as its holder.")
