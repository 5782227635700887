"""Do the reference implementation of SD-JWT and ours issue, show and read the same, in both directions?"""

import json
import random
from typing import Any

import pytest
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from openler.credentials.proofs.jose import sign_compact_jws, verify_compact_jws
from openler.credentials.proofs.sd_jwt import (
    SdJwt,
    create_key_binding,
    hide,
    parse_sd_jwt,
    select,
    show,
    verify_key_binding,
)
from openler.credentials.proofs.sd_jwt.showing import to_pointer
from openler.credentials.proofs.token_claims import read_claims, to_payload
from openler.foundation.encodings import encode_base64url
from openler.foundation.pointers import join
from openler.testing.signing import fixed_signer

ISSUER, HOLDER = fixed_signer(1, "P-256"), fixed_signer(2, "P-256")
ROUNDS = 150
NAMES = ["a", "b", "name", "é", "x/y", "t~", "0", "", "sd", "with space", "\U0001f600"]


def jwk_of(signer: Any, *, private: bool) -> JWK:
    """Give a key as the other library wants it."""
    secret = {"d": encode_base64url(signer.secret)} if private else {}
    return JWK.from_json(json.dumps({**signer.public_key.jwk, **secret}))


def generated(chance: random.Random, pointer: str, hidden: list[str], depth: int = 0) -> tuple[Any, Any]:
    """Make claims: once plain, and once with the other library's marks."""
    kind = chance.choice(["object", "array", "text", "number", "null"]) if 0 < depth < 4 else "object"
    if depth >= 4:
        kind = "text"
    if kind == "object":
        plain, marked = {}, {}
        for name in chance.sample(NAMES, chance.randint(1, 5)):
            here = join(pointer, name)
            value, other = generated(chance, here, hidden, depth + 1)
            plain[name] = value
            if chance.random() < 0.5:
                hidden.append(here)
                marked[SDObj(name)] = other
            else:
                marked[name] = other
        return plain, marked
    if kind == "array":
        items, others = [], []
        for index in range(chance.randint(0, 4)):
            here = join(pointer, index)
            value, other = generated(chance, here, hidden, depth + 1)
            items.append(value)
            if chance.random() < 0.5:
                hidden.append(here)
                other = SDObj(other)
            others.append(other)
        return items, others
    leaf: Any = {"text": 'Žofie \u2028 " \\ ' * chance.randint(0, 3), "number": chance.randint(-9, 9), "null": None}[
        kind
    ]
    return leaf, leaf


def verified_by_other(presentation: str, nonce: str | None = None, audience: str | None = None) -> Any:
    """Read a token with the other library."""
    found = SDJWTVerifier(presentation, lambda issuer, header: jwk_of(ISSUER, private=False), audience, nonce)
    return found.get_verified_payload()


@pytest.mark.parametrize("number", range(ROUNDS))
def test_what_one_issues_the_other_reads(number: int) -> None:
    """Generated claims with objects, arrays and hidden parts inside hidden parts; a random choice is shown."""
    chance = random.Random(number)
    places: list[str] = []
    claims, marked = generated(chance, "", places)
    chosen = [place for place in places if chance.random() < 0.5]

    # Ours, read by the other.
    bound = {**claims, "cnf": {"jwk": dict(HOLDER.public_key.jwk)}}
    payload, disclosures = hide(bound, places, chance=chance.randbytes, decoys=chance.randint(0, 2))
    compact = sign_compact_jws({"alg": "ES256", "typ": "example+sd-jwt"}, to_payload(payload), ISSUER)
    whole = parse_sd_jwt("~".join([compact, *(item.text for item in disclosures), ""]))
    shown = SdJwt(whole.signatures, compact, select(show(payload, whole.disclosures), chosen))
    binding = create_key_binding(shown, payload, signer=HOLDER, challenge="n", domain="v", issued_at=1)
    shown = SdJwt(whole.signatures, compact, shown.disclosures, binding)
    ours = show(payload, shown.disclosures).claims
    assert verified_by_other(shown.serialize(), "n", "v") == ours
    if set(chosen) == set(places):
        assert ours == bound

    # The other's, read by us; the holder shows everything, then nothing.
    theirs = SDJWTIssuer(marked, jwk_of(ISSUER, private=True), jwk_of(HOLDER, private=True), add_decoy_claims=True)
    read = parse_sd_jwt(theirs.sd_jwt_issuance)
    verify_compact_jws(read.jws, ISSUER.public_key)
    all_shown = show(read_claims(read.jws), read.disclosures)
    assert all_shown.claims == bound
    assert {to_pointer(path) for path in all_shown.places} == set(places)
    holder = SDJWTHolder(theirs.sd_jwt_issuance)
    holder.create_presentation({}, "n", "v", jwk_of(HOLDER, private=True))
    presented = parse_sd_jwt(holder.sd_jwt_presentation)
    found = verify_key_binding(presented, read_claims(presented.jws), resolve_key=_nobody)
    assert found is not None and (found.nonce, found.audiences) == ("n", ("v",))
    assert show(read_claims(presented.jws), presented.disclosures).claims == verified_by_other(presented.serialize())


def _nobody(method: str, purpose: str) -> Any:
    raise AssertionError(f"{method} was asked for {purpose}")
