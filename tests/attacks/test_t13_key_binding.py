"""T13: the holder's signature is stripped, carried over or made over something else, in each serialization."""

import json
import os
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.proofs import parse_compact_jws
from openler.credentials.proofs.sd_jwt import parse_sd_jwt
from openler.credentials.proofs.sd_jwt.disclosures import digest_of
from openler.testing.signing import did_key_of, fixed_signer, make_token, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
NOW = 1795608000
ISSUER, HOLDER, THIEF = fixed_signer(1), fixed_signer(2, "P-256"), fixed_signer(3, "P-256")
ASKED = {"expected_challenge": "n", "expected_domain": "https://v.example"}
CLAIMS = {"vct": "urn:x:badge", "given_name": "A", "family_name": "B", "grades": [1, 2]}
PLACES = ["/given_name", "/family_name", "/grades/0", "/grades/1"]
FORMS = ["compact", "flattened", "general"]


def issued(claims: Any = None, holder: Any = HOLDER) -> str:
    """Issue a record bound to the holder's key."""
    return openler.issue_sd_jwt(
        claims or CLAIMS,
        signer=ISSUER,
        verification_method=method_of(ISSUER),
        at=AT,
        chance=os.urandom,
        disclosable=PLACES,
        holder_key=holder.public_key if holder else None,
    )


def shown(token: str, disclose: Any = ("/given_name", "/grades/0")) -> str:
    """Show it to the verifier."""
    return openler.present_sd_jwt(
        token, disclose=disclose, signer=HOLDER, at=AT, challenge="n", domain="https://v.example"
    )


def written(form: str, compact: str, disclosures: list[str], binding: str | None) -> Any:
    """Write the parts in one of the three forms."""
    if form == "compact":
        return "~".join([compact, *disclosures, binding or ""])
    protected, payload, signature = compact.split(".")
    header = {"disclosures": disclosures, **({"kb_jwt": binding} if binding is not None else {})}
    first = {"protected": protected, "signature": signature, "header": header}
    return {"payload": payload, **(first if form == "flattened" else {"signatures": [first]})}


def judge(data: Any, **asked: str) -> openler.VerificationReport:
    """Judge it as the verifier who asked, as bytes if it is JSON."""
    return openler.verify(data if isinstance(data, str) else json.dumps(data).encode(), at=AT, **asked)


def refused(data: Any) -> None:
    """The verifier who asked never accepts it, and learns of no holder."""
    report = judge(data, **ASKED)
    assert not report.verified
    assert "presenter" not in {check.id for check in report.checks if check.outcome == "passed"}


def signed_binding(signer: Any, header: Any = None, **claims: Any) -> str:
    """Write a holder's token, whatever it says."""
    full = {"iat": NOW, "aud": "https://v.example", "nonce": "n", **claims}
    kept = {name: value for name, value in full.items() if value is not None}
    return make_token({"alg": "ES256", "typ": "kb+jwt", **(header or {})}, kept, signer)


@pytest.mark.parametrize("form", FORMS)
def test_what_the_holder_showed_is_accepted(form: str) -> None:
    """So that the refusals below refuse the attack and not the form."""
    compact, *disclosures, binding = shown(issued()).split("~")
    assert judge(written(form, compact, disclosures, binding), **ASKED).verified


@pytest.mark.parametrize("form", FORMS)
def test_a_stripped_signature_never_passes_where_one_was_asked(form: str) -> None:
    """The verifier's policy decides, never the presence; who asked nobody sees a bare copy as what it is."""
    compact, *disclosures, _ = shown(issued()).split("~")
    for binding in (None, ""):
        bare = written(form, compact, disclosures, binding)
        refused(bare)
        assert all(check.id != "presenter" for check in judge(bare).checks)


@pytest.mark.parametrize("form", FORMS)
def test_no_disclosure_is_dropped_added_or_moved_after_signing(form: str) -> None:
    """sd_hash covers each of them in its order, in every serialization, and whether or not anybody asked."""
    token = issued()
    compact, *disclosures, binding = shown(token).split("~")
    others = [text for text in parse_sd_jwt(token).disclosures if text not in disclosures]
    changed = [
        [],
        disclosures[1:],
        disclosures[:1],
        disclosures[::-1],
        [*disclosures, others[0]],
        [others[0], *disclosures],
    ]
    for kept in changed:
        data = written(form, compact, kept, binding)
        refused(data)
        assert judge(data).check("proof").outcome == "failed"


@pytest.mark.parametrize("form", FORMS)
def test_a_signature_does_not_go_with_another_token(form: str) -> None:
    """Of the same issuer, the same holder and the same claims; only the salts differ."""
    one, other = shown(issued()), shown(issued())
    compact, *disclosures, _ = one.split("~")
    refused(written(form, compact, disclosures, other.split("~")[-1]))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("signer", "header", "claims"),
    [
        (THIEF, {}, {}),
        (HOLDER, {"typ": "JWT"}, {}),
        (HOLDER, {"typ": "dc+sd-jwt"}, {}),
        (HOLDER, {"typ": ""}, {}),
        (HOLDER, {"alg": "none"}, {}),
        (HOLDER, {"alg": "HS256"}, {}),
        (HOLDER, {"alg": "EdDSA"}, {}),
        (HOLDER, {"crit": ["x"]}, {}),
        (THIEF, {"jwk": THIEF.public_key.jwk}, {}),
        (THIEF, {"kid": method_of(THIEF)}, {}),
        (HOLDER, {}, {"sd_hash": None}),
        (HOLDER, {}, {"sd_hash": ""}),
        (HOLDER, {}, {"sd_hash": 7}),
        (HOLDER, {}, {"sd_hash": "é"}),
        (HOLDER, {}, {"iat": None}),
        (HOLDER, {}, {"iat": True}),
        (HOLDER, {}, {"nonce": None}),
        (HOLDER, {}, {"nonce": ["n"]}),
        (HOLDER, {}, {"aud": None}),
        (HOLDER, {}, {"aud": []}),
        (HOLDER, {}, {"nonce": "N"}),
        (HOLDER, {}, {"aud": "https://v.example/"}),
        (HOLDER, {}, {"iat": NOW - 601}),
        (HOLDER, {}, {"iat": NOW + 121}),
    ],
    ids=range(24),
)
def test_only_the_holder_s_own_signature_over_this_counts(form: str, signer: Any, header: Any, claims: Any) -> None:
    """Another key, another type, a key that is brought along, a missing or foreign claim."""
    compact, *disclosures, _ = shown(issued()).split("~")
    digest = digest_of("~".join([compact, *disclosures, ""]), "sha-256")
    good = signed_binding(HOLDER, sd_hash=digest)
    assert judge(written(form, compact, disclosures, good), **ASKED).verified
    refused(written(form, compact, disclosures, signed_binding(signer, header, **{"sd_hash": digest, **claims})))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("confirmation", [None, {}, {"jwk": {}}, {"jkt": "AA"}, {"kid": 7}, "key"], ids=str)
def test_a_record_that_is_bound_to_nobody_has_no_holder(form: str, confirmation: Any) -> None:
    """Whoever signs beside it shows only that they have a key."""
    payload = {"iss": did_key_of(ISSUER), "vct": "urn:x:badge", **({"cnf": confirmation} if confirmation else {})}
    compact = make_token({"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "dc+sd-jwt"}, payload, ISSUER)
    digest = digest_of(compact + "~", "sha-256")
    refused(written(form, compact, [], signed_binding(THIEF, sd_hash=digest)))


def test_the_digest_is_made_with_the_token_s_own_hash() -> None:
    """RFC 9901, 4.3.1: sd_hash is made with _sd_alg, not with whatever fits."""
    payload = {
        "iss": did_key_of(ISSUER),
        "vct": "urn:x:badge",
        "_sd_alg": "sha-512",
        "cnf": {"jwk": HOLDER.public_key.jwk},
    }
    compact = make_token({"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "dc+sd-jwt"}, payload, ISSUER)
    for name, accepted in (("sha-512", True), ("sha-256", False)):
        binding = signed_binding(HOLDER, sd_hash=digest_of(compact + "~", name))
        assert judge(f"{compact}~{binding}", **ASKED).verified is accepted


def test_a_second_signature_cannot_be_put_in_front() -> None:
    """In the general form the first signature counts; disclosures beside another are refused."""
    compact, *disclosures, binding = shown(issued()).split("~")
    protected, payload, signature = compact.split(".")
    forged = make_token({"alg": "ES256", "typ": "dc+sd-jwt"}, parse_compact_jws(compact).payload, THIEF).split(".")
    first = {"protected": protected, "signature": signature, "header": {"disclosures": disclosures, "kb_jwt": binding}}
    for signatures in (
        [{"protected": forged[0], "signature": forged[2]}, first],
        [first, {"protected": forged[0], "signature": forged[2]}],
    ):
        refused({"payload": payload, "signatures": signatures})
