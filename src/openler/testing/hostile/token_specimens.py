"""Which tokens does a hostile client start from? One of every algorithm and form, with disclosures and without.

Each holds as it stands; whatever is changed in it afterwards is refused because of the change.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from openler.credentials.keys import KeyKind, Signer
from openler.credentials.sd_jwts import issue_sd_jwt, present_sd_jwt
from openler.foundation.encodings import encode_base64url
from openler.foundation.jcs import canonicalize_json
from openler.testing.chance import Draws
from openler.testing.hostile.specimens import (
    ALGORITHMS,
    AT,
    CHALLENGE,
    DOMAIN,
    HOLDER,
    V1,
    Specimen,
    claims_of_1_1,
    plain_claims,
    seal_token,
)
from openler.testing.rsa_signing import fixed_rsa_signer
from openler.testing.signing import did_key_of, fixed_signer, method_of

SCHOOL = "https://school.example"
KEY_URL = "https://school.example/keys/1"
METADATA = "https://school.example/.well-known/jwt-vc-issuer"
VCT = "https://school.example/types/welder"
BEGUN, ENDS = 1777887000, 1809423000
# The holder of the token whose issuer is a website; the other is the holder of the records.
P256_HOLDER = fixed_signer(4, "P-256")
ASKED: Mapping[str, Any] = {"at": AT, "challenge": CHALLENGE, "domain": DOMAIN}
# Numbers of the draws of salts: those of the specimens, and others, by which the same claims make another token.
SALTS, OTHER_SALTS = (21, 22, 23), 30


def token_specimens() -> Iterator[Specimen]:
    """Make every token; the same bytes each time."""
    yield from _tokens()
    yield _rsa_token_of_a_website()
    yield _rsa_token_with_its_key()
    yield Specimen("SD-JWT VC EdDSA", plain_sd_jwt(SALTS[0]), fixed_signer(1), True)
    signer = fixed_signer(1, "P-256")
    name = "badge as SD-JWT VC ES256, key binding"
    yield Specimen(name, badge_sd_jwt(SALTS[1]), signer, True, presented=True, holder=HOLDER)
    school = fixed_signer(1)
    documents = {METADATA: {"issuer": SCHOOL, "jwks": {"keys": [{**school.public_key.jwk, "kid": "key-1"}]}}}
    yield Specimen(
        "SD-JWT VC EdDSA of a website, key binding",
        website_sd_jwt(SALTS[2]),
        school,
        True,
        documents,
        presented=True,
        method=f"{SCHOOL}#key-1",
        holder=P256_HOLDER,
    )


def plain_sd_jwt(draw: int) -> str:
    """Issue plain claims with disclosures in objects, in arrays and in each other, and with decoys."""
    school = fixed_signer(1)
    claims = {
        "vct": VCT,
        "nbf": BEGUN,
        "exp": ENDS,
        "given_name": "Mira",
        "honours": True,
        "address": {"street": "Quay 4", "place": {"town": "Kestrel Harbor", "country": "US"}},
        "grades": ["A", {"course": "Welding", "points": 12}, "C"],
    }
    hidden = ("/given_name", "/honours", "/address", "/address/street", "/address/place", "/address/place/town")
    return issue_sd_jwt(
        claims,
        signer=school,
        verification_method=method_of(school),
        at=AT,
        chance=Draws(draw),
        disclosable=[*hidden, "/grades/1", "/grades/1/points", "/grades/2"],
        decoys=1,
    )


def badge_sd_jwt(draw: int) -> str:
    """Issue an Open Badge with disclosures, and show all of it as its holder."""
    signer = fixed_signer(1, "P-256")
    claims = plain_claims(did_key_of(signer), number=70)
    claims["description"] = "Given for welding"
    claims["credentialSubject"]["achievement"]["tag"] = ["welding", "metal"]
    token = issue_sd_jwt(
        claims,
        signer=signer,
        verification_method=method_of(signer),
        at=AT,
        chance=Draws(draw),
        disclosable=["/description", "/issuer/name", "/credentialSubject/achievement/tag/0"],
        vct=VCT,
        holder_key=HOLDER.public_key,
    )
    return present_sd_jwt(token, signer=HOLDER, **ASKED)


def website_sd_jwt(draw: int) -> str:
    """Issue plain claims as an https issuer, and show a part of them as their holder."""
    token = issue_sd_jwt(
        {"vct": VCT, "nbf": BEGUN, "exp": ENDS, "given_name": "Mira", "family_name": "Sand", "grades": ["A", "B"]},
        signer=fixed_signer(1),
        verification_method=f"{SCHOOL}#key-1",
        at=AT,
        chance=Draws(draw),
        disclosable=["/given_name", "/family_name", "/grades/0", "/grades/1"],
        holder_key=P256_HOLDER.public_key,
    )
    return present_sd_jwt(token, disclose=["/given_name", "/grades/1"], signer=P256_HOLDER, **ASKED)


def did_jwk_of(signer: Signer) -> str:
    """Return the did:jwk of a signer."""
    return f"did:jwk:{encode_base64url(canonicalize_json(signer.public_key.jwk))}"


def _tokens() -> Iterator[Specimen]:
    kinds: tuple[KeyKind, ...] = ("Ed25519", "P-256", "P-384")
    for kind in kinds:
        signer = fixed_signer(1, kind)
        claims = plain_claims(did_key_of(signer), number=48)
        registered = {"iss": did_key_of(signer), "jti": claims["id"], "sub": did_key_of(HOLDER)}
        yield Specimen(f"VC-JWT {ALGORITHMS[kind]}", seal_token({**registered, **claims}, signer), signer, True)
    school = fixed_signer(1)
    older = claims_of_1_1(did_key_of(school))
    older["@context"] = [V1]
    payload = {"iss": older.pop("issuer"), "jti": older.pop("id"), "nbf": BEGUN, "exp": ENDS, "vc": older}
    del older["issuanceDate"], older["expirationDate"]
    yield Specimen("VC-JWT EdDSA, VCDM 1.1", seal_token(payload, school, typ="JWT"), school, True)


def _rsa_token_of_a_website() -> Specimen:
    """An Open Badge whose key stands at an address of its own; its issuer's document names that address."""
    signer = fixed_rsa_signer(1)
    issuer = {"id": SCHOOL, "type": "Profile", "assertionMethod": [KEY_URL]}
    token = seal_token(_badge_claims(SCHOOL, 71), signer, typ="JWT", kid=KEY_URL)
    documents = {SCHOOL: issuer, KEY_URL: signer.public_key.jwk}
    return Specimen("Open Badge JWT RS256", token, signer, True, documents, method=KEY_URL)


def _rsa_token_with_its_key() -> Specimen:
    """An Open Badge that brings its key; whose key it is shows by its issuer's did:jwk."""
    signer = fixed_rsa_signer(1)
    issuer = did_jwk_of(signer)
    token = seal_token(_badge_claims(issuer, 72), signer, typ="JWT", kid=None, jwk=signer.public_key.jwk)
    return Specimen("Open Badge JWT RS256, key in the header", token, signer, True, method=f"{issuer}#0")


def _badge_claims(issuer: str, number: int) -> dict[str, Any]:
    claims = plain_claims(issuer, number=number)
    dates = {"nbf": BEGUN, "exp": ENDS}
    return {"iss": issuer, "jti": claims["id"], "sub": did_key_of(HOLDER), **dates, **claims}
