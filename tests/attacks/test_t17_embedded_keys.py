"""T17: the attacker brings the key along, in the header or behind a URL. It proves nothing, and nothing is fetched."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.did import KeyDirectory, NotTheIssuersKey
from openler.credentials.proofs import NoKeyNamed, verify_vc_jwt
from openler.foundation.errors import InvalidProof, LerError, ResolutionFailed
from openler.testing.signing import did_key_of, fixed_signer, make_controller_document, make_token, method_of

SCHOOL, ATTACKER = fixed_signer(1), fixed_signer(2)
ISSUER = "https://school.example/issuers/7"
CANARY = "https://attacker.example/keys"


class Canary:
    """A documents port that remembers every question and has only what it was given."""

    def __init__(self, given: dict[str, bytes] | None = None) -> None:
        self.asked: list[str] = []
        self._given = given or {}

    def get(self, url: str, *, purpose: str, max_bytes: int = 0) -> bytes:
        """Note the question."""
        self.asked.append(url)
        if url in self._given:
            return self._given[url]
        raise ResolutionFailed(f"{url} is not at hand.")


def judge(header: dict[str, Any], issuer: str, canary: Canary) -> None:
    """Sign as the attacker and ask both questions, as the door does."""
    token = make_token({"alg": "EdDSA", **header}, {"issuer": issuer}, ATTACKER)
    keys = KeyDirectory(canary)
    result = verify_vc_jwt(token, resolve_key=keys.resolve_key, list_keys=keys.list_keys)
    keys.check_issuer_control(issuer, result.method)


def test_a_brought_key_is_not_a_did_s_own() -> None:
    """The issuer is a DID that holds its own key."""
    with pytest.raises(NotTheIssuersKey):
        judge({"jwk": ATTACKER.public_key.jwk}, did_key_of(SCHOOL), Canary())


@pytest.mark.parametrize("issuer", [ISSUER, "did:web:school.example"])
def test_a_brought_key_is_not_a_domain_s_own(issuer: str) -> None:
    """Without the issuer's document the question stays open; with it, the attacker is told off."""
    with pytest.raises(ResolutionFailed):
        judge({"jwk": ATTACKER.public_key.jwk}, issuer, Canary())
    listed = {issuer: make_controller_document(issuer, {"key-1": SCHOOL.public_key})}
    with pytest.raises(NotTheIssuersKey):
        judge({"jwk": ATTACKER.public_key.jwk}, issuer, Canary(listed))


@pytest.mark.parametrize("name", ["jku", "x5u"])
@pytest.mark.parametrize("issuer", [did_key_of(SCHOOL), ISSUER, "did:web:school.example"])
@pytest.mark.parametrize("kid", [None, "1", method_of(SCHOOL), f"{ISSUER}#1"])
def test_no_header_makes_us_fetch_a_key(name: str, issuer: str, kid: str | None) -> None:
    """The canary hears nothing, whatever else the header says."""
    canary = Canary()
    with pytest.raises(LerError):
        judge({name: CANARY, **({"kid": kid} if kid else {})}, issuer, canary)
    assert not [url for url in canary.asked if "attacker" in url]


@pytest.mark.parametrize("header", [{"x5c": ["MIIB"]}, {"x5t": "AA"}, {"jku": CANARY}, {"x5u": CANARY}], ids=str)
def test_certificates_and_key_urls_name_no_key(header: dict[str, Any]) -> None:
    """A token that names its key in no other way leaves an https issuer's question open, and says why."""
    with pytest.raises(NoKeyNamed, match="not followed"):
        judge(header, ISSUER, Canary())


def test_a_brought_private_key_is_refused() -> None:
    """Everybody who saw the token could sign the next."""
    with pytest.raises(LerError, match="private member"):
        judge({"jwk": {**ATTACKER.public_key.jwk, "d": "AA"}}, ISSUER, Canary())


def test_a_brought_key_does_not_replace_the_named_one() -> None:
    """kid names the school's key, jwk brings the attacker's."""
    with pytest.raises(InvalidProof):
        judge({"kid": method_of(SCHOOL), "jwk": ATTACKER.public_key.jwk}, did_key_of(SCHOOL), Canary())


def test_a_kid_at_the_attacker_s_own_url_is_not_the_school_s() -> None:
    """The key is found there, and the school's document does not list it."""
    given = {CANARY: json.dumps(ATTACKER.public_key.jwk).encode()}
    with pytest.raises(ResolutionFailed):
        judge({"kid": CANARY}, ISSUER, Canary(given))
    given[ISSUER] = make_controller_document(ISSUER, {"key-1": SCHOOL.public_key})
    with pytest.raises(NotTheIssuersKey):
        judge({"kid": CANARY}, ISSUER, Canary(given))


BROUGHT: list[dict[str, Any]] = [
    {"jwk": ATTACKER.public_key.jwk},
    {"jku": CANARY},
    {"x5u": CANARY},
    {"x5c": ["MIIB"]},
    {"x5t": "AA"},
    {"jwk": ATTACKER.public_key.jwk, "jku": CANARY, "x5u": CANARY, "x5c": ["MIIB"]},
]


@pytest.mark.parametrize("kid", [None, "key-1", f"{ISSUER}#key-1", method_of(SCHOOL)])
@pytest.mark.parametrize("issuer", [did_key_of(SCHOOL), ISSUER, "did:web:school.example"])
@pytest.mark.parametrize("header", BROUGHT, ids=str)
def test_no_header_makes_a_presentation_or_an_sd_jwt_somebody_s(
    header: dict[str, Any], issuer: str, kid: str | None
) -> None:
    """The attacker signs in the school's name, with and without its documents at hand; nothing of the attacker's is asked."""
    full = {"alg": "EdDSA", **header, **({"kid": kid} if kid else {})}
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": "VerifiablePresentation",
        "holder": issuer,
    }
    tokens = [
        make_token({**full, "typ": "vp+jwt"}, presentation, ATTACKER),
        make_token({**full, "typ": "dc+sd-jwt"}, {"iss": issuer, "vct": "urn:x:1"}, ATTACKER) + "~",
    ]
    metadata = {"issuer": ISSUER, "jwks": {"keys": [{**SCHOOL.public_key.jwk, "kid": "key-1"}]}}
    purposes = ("assertionMethod", "authentication")
    given = {
        id: make_controller_document(id, {"key-1": SCHOOL.public_key}, purposes=purposes)
        for id in (ISSUER, "did:web:school.example")
    }
    given["https://school.example/.well-known/jwt-vc-issuer/issuers/7"] = json.dumps(metadata).encode()
    for token in tokens:
        for documents in ({}, given):
            canary = Canary(documents)
            report = openler.verify(token, at=datetime(2026, 11, 25, 12, tzinfo=UTC), documents=canary)
            assert not report.verified
            assert "passed" not in {check.outcome for check in report.checks if check.id == "issuer_controls_key"}
            assert not [url for url in canary.asked if "attacker" in url]
