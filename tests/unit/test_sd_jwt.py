"""Are tokens made of which a holder can leave parts out, and does every reader still see what the issuer signed?"""

import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import openler
from openler.credentials.issuance import NotIssuable, WrongSigner
from openler.credentials.keys import BadKey, KeyKind
from openler.credentials.presentations import NotPresentable
from openler.credentials.proofs import CannotSign, parse_compact_jws
from openler.credentials.proofs.errors import BadProof
from openler.credentials.proofs.sd_jwt import BadDisclosure, NotBound, WeakRandomness, parse_sd_jwt
from openler.credentials.proofs.sd_jwt.serialization import MAX_DISCLOSURES, MAX_SIGNATURES
from openler.foundation.documents import GivenDocuments
from openler.foundation.errors import ResolutionFailed
from openler.foundation.strict_json import TooLarge
from openler.testing.signing import did_key_of, fixed_signer, make_controller_document, make_token, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISSUER, HOLDER, OTHER = fixed_signer(1), fixed_signer(2, "P-256"), fixed_signer(3)
VCT = "https://credentials.example/badge"
V2, OB = "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
WEB = "https://school.example/issuers/7"
WELL_KNOWN = "https://school.example/.well-known/jwt-vc-issuer/issuers/7"
PLAIN = {
    "vct": VCT,
    "given_name": "Žofie",
    "grades": [1, 2, 3],
    "address": {"street": "Main St", "country": "US"},
    "exp": 1809423000,
}
BADGE = {
    "@context": [V2, OB],
    "id": "urn:uuid:5d2d1b2a-6f0e-4b6d-9a3e-1f6f0c7f2f11",
    "type": ["VerifiableCredential", "AchievementCredential"],
    "name": "Welding",
    "issuer": {"id": did_key_of(ISSUER), "type": ["Profile"], "name": "School"},
    "validFrom": "2026-05-04T09:30:00Z",
    "credentialSubject": {
        "id": "urn:uuid:7a1c8a43-4e0a-45cf-a2dd-1c4c1d0c6a4f",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1",
            "type": ["Achievement"],
            "name": "Welding",
            "description": "Can weld.",
            "criteria": {"narrative": "A test piece."},
        },
    },
}


def issued(claims: Any = None, *, signer: Any = ISSUER, **more: Any) -> str:
    """Issue claims as an SD-JWT VC."""
    settings = {"verification_method": method_of(signer), "at": AT, "chance": os.urandom, **more}
    return openler.issue_sd_jwt(claims or PLAIN, signer=signer, **settings)


def shown(token: str, disclose: Any = None, *, signer: Any = HOLDER, **more: Any) -> str:
    """Show a token to a verifier who asked."""
    asked = {"at": AT, "challenge": "n", "domain": "https://v.example", **more}
    return openler.present_sd_jwt(token, disclose=disclose, signer=signer, **asked)


def judge(data: Any, **more: Any) -> openler.VerificationReport:
    """Judge as the door does."""
    return openler.verify(data, at=AT, **more)


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384"])
def test_plain_claims_are_judged_by_what_they_have(kind: KeyKind) -> None:
    """All ten checks stand there; what such claims have nothing for does not apply."""
    signer = fixed_signer(1, kind)
    report = judge(issued(signer=signer, disclosable=["/given_name", "/grades/1", "/address", "/address/street"]))
    outcomes = {check.id: check.outcome for check in report.checks}
    assert report.verified and len(outcomes) == 10
    assert [name for name, outcome in outcomes.items() if outcome == "passed"] == [
        "parse",
        "model",
        "proof",
        "issuer_controls_key",
        "validity_period",
    ]
    assert report.verified_document == {**PLAIN, "iss": did_key_of(signer), "iat": 1795608000}
    assert (report.kind, report.media_type) == ("sd_jwt_vc", "application/dc+sd-jwt")
    accepted = openler.accept(report, openler.EveryCheckHolds())
    assert accepted.issuer_id == did_key_of(signer)


def test_a_holder_leaves_out_what_may_be_left_out() -> None:
    """What is hidden around a claim is shown with it, what is hidden beside or inside it is not."""
    token = issued(disclosable=["/given_name", "/grades/1", "/address", "/address/street"], decoys=2)
    always = {"iss": did_key_of(ISSUER), "iat": 1795608000, "vct": VCT, "exp": 1809423000}
    cases: list[tuple[list[str], dict[str, Any]]] = [
        ([], {"grades": [1, 3]}),
        (["/grades/1"], {"grades": [1, 2, 3]}),
        (["/address"], {"grades": [1, 3], "address": {"country": "US"}}),
        (["/address/street"], {"grades": [1, 3], "address": {"street": "Main St", "country": "US"}}),
        (["/given_name"], {"grades": [1, 3], "given_name": "Žofie"}),
    ]
    for disclose, left in cases:
        report = judge(openler.present_sd_jwt(token, disclose=disclose))
        assert report.verified and report.verified_document == {**always, **left}
    assert "Main St" not in openler.present_sd_jwt(token, disclose=["/given_name"])
    with pytest.raises(BadDisclosure, match="Nothing that can be disclosed") as caught:
        openler.present_sd_jwt(token, disclose=["/exp"])
    assert caught.value.pointer == "/exp"


def test_a_record_keeps_its_model_schema_and_rules() -> None:
    """A badge in such a token is a badge, and is judged by what is shown of it."""
    token = issued(BADGE, vct=VCT, disclosable=["/issuer/name", "/name"], holder_key=HOLDER.public_key)
    report = judge(token)
    assert report.verified and report.verified_document == BADGE
    assert report.kind == "achievement"
    assert {report.check(name).outcome for name in ("model", "schema", "rules")} == {"passed"}
    less = judge(openler.present_sd_jwt(token, disclose=["/name"]))
    assert less.verified and less.document is not None and "name" not in less.document["issuer"]
    payload = json.loads(parse_compact_jws(token.split("~")[0]).payload)
    assert (payload["vct"], payload["iss"], payload["jti"]) == (VCT, did_key_of(ISSUER), BADGE["id"])
    assert payload["cnf"] == {"jwk": HOLDER.public_key.jwk}


def test_the_header_names_type_and_key() -> None:
    """Only the newer type is written, and both names of EdDSA can be."""
    header = parse_compact_jws(issued(algorithm="Ed25519").split("~")[0]).header
    assert header == {"alg": "Ed25519", "kid": method_of(ISSUER), "typ": "dc+sd-jwt"}


@pytest.mark.parametrize(
    ("claims", "more", "error", "words"),
    [
        ({"given_name": "x"}, {}, NotIssuable, "vct"),
        ({**PLAIN, "vct": 7}, {}, NotIssuable, "vct"),
        ({**PLAIN, "exp": "2027"}, {}, NotIssuable, "exp"),
        ({**PLAIN, "nbf": 1.5}, {}, NotIssuable, "nbf"),
        ({**PLAIN, "status": []}, {}, NotIssuable, "status"),
        (PLAIN, {"vct": "other"}, NotIssuable, "already"),
        ({**PLAIN, "cnf": {}}, {"holder_key": HOLDER.public_key}, NotIssuable, "already"),
        ({**PLAIN, "iss": did_key_of(OTHER)}, {}, WrongSigner, "belongs to"),
        (PLAIN, {"disclosable": ["/exp"]}, NotIssuable, "open"),
        ({**PLAIN, "status": {"a": 1}}, {"disclosable": ["/status/a"]}, NotIssuable, "open"),
        (PLAIN, {"disclosable": [""]}, NotIssuable, "open"),
        (PLAIN, {"disclosable": ["/nothing"]}, CannotSign, "nothing"),
        ({**PLAIN, "_sd": []}, {}, CannotSign, "reserved"),
        ({**PLAIN, "a": [{"...": 1}]}, {}, CannotSign, "reserved"),
        (PLAIN, {"decoys": -1}, CannotSign, "decoys"),
        (PLAIN, {"algorithm": "ES256"}, CannotSign, "ES256"),
        ({**BADGE, "undefinedWord": 1}, {"vct": VCT}, NotIssuable, "undefinedWord"),
        ({**BADGE, "vct": VCT}, {"vct": VCT}, NotIssuable, "vct"),
        (BADGE, {}, NotIssuable, "vct"),
        (BADGE, {"vct": VCT, "disclosable": ["/type"]}, NotIssuable, "open"),
        (BADGE, {"vct": VCT, "disclosable": ["/issuer"]}, NotIssuable, "open"),
        (BADGE, {"vct": VCT, "disclosable": ["/issuer/id"]}, NotIssuable, "open"),
        (BADGE, {"vct": VCT, "disclosable": ["/validFrom"]}, NotIssuable, "open"),
        (BADGE, {"vct": VCT, "disclosable": ["/credentialSubject"]}, NotIssuable, "left out"),
        (BADGE, {"vct": VCT, "disclosable": ["/credentialSubject/achievement/criteria/narrative"]}, NotIssuable, "left out"),
    ],
    ids=range(25),
)  # fmt: skip
def test_nothing_is_signed_that_a_verifier_would_refuse(claims: Any, more: Any, error: Any, words: str) -> None:
    """As a whole, or once a holder has left out all that may be left out."""
    with pytest.raises(error, match=words):
        issued(claims, **more)


@pytest.mark.parametrize("source", [lambda size: b"\0" * size, lambda size: b"short", lambda size: b""])
def test_salts_that_repeat_or_are_short_are_refused(source: Any) -> None:
    """A broken source of randomness must not go unseen."""
    with pytest.raises(WeakRandomness):
        issued(disclosable=["/given_name", "/address"], chance=source)


def test_a_holder_signs_for_one_verifier() -> None:
    """The issuer bound the token to the holder's key; the verifier's policy asks for the signature."""
    token = issued(holder_key=HOLDER.public_key, disclosable=["/given_name"])
    asked = {"expected_challenge": "n", "expected_domain": "https://v.example"}
    assert judge(shown(token), **asked).verified
    assert judge(shown(token, []), **asked).verified
    # Who does not ask takes the record as it is.
    assert judge(shown(token)).verified and judge(token).verified
    # Nobody signed: that is no word against the record, and never a pass.
    report = judge(token, **asked)
    assert report.check("presenter").outcome == "undetermined" and not report.verified


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ({"challenge": "other"}, {}),
        ({"domain": "https://other.example"}, {}),
        ({"at": AT - timedelta(minutes=11)}, {}),
        ({"at": AT + timedelta(minutes=3)}, {}),
        ({}, {"expected_challenge": "other"}),
    ],
    ids=range(5),
)
def test_a_copy_or_another_s_answer_fails(more: Any, asked: Any) -> None:
    """Another number, another verifier, another hour."""
    expected = {"expected_challenge": "n", "expected_domain": "https://v.example", **asked}
    report = judge(shown(issued(holder_key=HOLDER.public_key), **more), **expected)
    assert report.check("presenter").outcome == "failed" and not report.verified


def test_only_the_bound_key_signs() -> None:
    """Another key, or a token bound to none."""
    for token in (issued(), issued(holder_key=OTHER.public_key)):
        with pytest.raises(NotBound):
            shown(token)
    for missing in ({"challenge": None}, {"domain": None}, {"at": None}):
        with pytest.raises(NotPresentable):
            shown(issued(holder_key=HOLDER.public_key), **missing)
    with pytest.raises(NotPresentable):
        openler.present_sd_jwt("no token")


def test_a_key_may_be_bound_by_name() -> None:
    """RFC 7800: cnf holds a kid, and the name is a DID URL of the holder."""
    token = issued({**PLAIN, "cnf": {"kid": method_of(HOLDER)}})
    report = judge(shown(token), expected_challenge="n", expected_domain="https://v.example")
    assert report.verified
    other = issued({**PLAIN, "cnf": {"kid": method_of(OTHER)}})
    assert judge(shown(other)).check("proof").outcome == "failed"


def test_the_json_forms_are_read() -> None:
    """Flattened and general; every signature must hold."""
    token = shown(issued(holder_key=HOLDER.public_key, disclosable=["/given_name"]))
    compact, disclosure, binding = token.split("~")
    protected, payload, signature = compact.split(".")
    header = {"disclosures": [disclosure], "kb_jwt": binding}
    first = {"protected": protected, "signature": signature, "header": header}
    asked = {"expected_challenge": "n", "expected_domain": "https://v.example"}
    flat: dict[str, Any] = {"payload": payload, **first}
    general: dict[str, Any] = {"payload": payload, "signatures": [first]}
    again = make_token({"alg": "EdDSA", "typ": "dc+sd-jwt"}, parse_compact_jws(compact).payload, ISSUER).split(".")
    second = {"protected": again[0], "signature": again[2]}
    for form in (flat, general, {**general, "signatures": [first, second]}):
        assert judge(form, **asked).verified and judge(json.dumps(form), **asked).verified
    broken = {**general, "signatures": [first, {**second, "signature": signature}]}
    assert judge(broken).check("proof").outcome == "failed"


@pytest.mark.parametrize(
    "form",
    [
        {"payload": "e30", "signatures": []},
        {"payload": "e30", "signatures": [7]},
        {"payload": "e30", "signatures": [{}] * (MAX_SIGNATURES + 1)},
        {"payload": "e30", "signatures": [{"protected": "e30"}]},
        {"payload": 7, "protected": "e30", "signature": ""},
        {"payload": "e30", "protected": "eyJhbGciOiJFZERTQSJ9", "signature": "AA", "header": []},
        {"payload": "e30", "protected": "eyJhbGciOiJFZERTQSJ9", "signature": "AA", "header": {"alg": "none"}},
        {"payload": "e30", "protected": "eyJhbGciOiJFZERTQSJ9", "signature": "AA", "header": {"crit": ["x"]}},
        {"payload": "e30", "protected": "eyJhbGciOiJFZERTQSJ9", "signature": "AA", "header": {"disclosures": "x"}},
        {"payload": "e30", "protected": "eyJhbGciOiJFZERTQSJ9", "signature": "AA", "header": {"disclosures": [""]}},
        {"payload": "e30", "protected": "eyJhbGciOiJFZERTQSJ9", "signature": "AA", "header": {"kb_jwt": 7}},
        {"payload": "e30", "protected": "e30.e30", "signature": "AA"},
        {"payload": "e30", "signatures": [{"protected": "eyJhbGciOiJFZERTQSJ9", "signature": "AA"}], "header": {}},
        {
            "payload": "e30",
            "signatures": [
                {"protected": "eyJhbGciOiJFZERTQSJ9", "signature": "AA"},
                {"protected": "eyJhbGciOiJFZERTQSJ9", "signature": "AA", "header": {"disclosures": []}},
            ],
        },
    ],
    ids=range(14),
)
def test_what_is_no_token_is_refused(form: Any) -> None:
    """Each part has its type, and stands once."""
    with pytest.raises(BadProof):
        parse_sd_jwt(form)


def test_limits_of_size_and_number() -> None:
    """A token of fifty megabytes, and one of more disclosures than any record has."""
    with pytest.raises(TooLarge):
        parse_sd_jwt("a~" * (25 << 20))
    with pytest.raises(BadProof, match="limit"):
        parse_sd_jwt("eyJhbGciOiJFZERTQSJ9.e30.AA~" + "a~" * (MAX_DISCLOSURES + 1))
    with pytest.raises(BadProof, match="no '~'"):
        parse_sd_jwt("eyJhbGciOiJFZERTQSJ9.e30.AA")


def web_documents(**metadata: Any) -> GivenDocuments:
    """Give the metadata of an https issuer."""
    return GivenDocuments({WELL_KNOWN: json.dumps({"issuer": WEB, **metadata}).encode()})


def test_an_https_issuer_is_known_by_its_metadata() -> None:
    """SD-JWT VC: keys by value or by reference, at the well-known name between host and path."""
    token = issued(verification_method=f"{WEB}#key-1")
    assert parse_compact_jws(token.split("~")[0]).header["kid"] == "key-1"
    key, other = {**ISSUER.public_key.jwk, "kid": "key-1"}, {**OTHER.public_key.jwk, "kid": "key-2"}
    report = judge(token, documents=web_documents(jwks={"keys": [other, key]}))
    assert report.verified and report.signatory.proven_domain == "school.example"
    url = "https://school.example/keys"
    both = {
        WELL_KNOWN: json.dumps({"issuer": WEB, "jwks_uri": url}).encode(),
        url: json.dumps({"keys": [key]}).encode(),
    }
    assert judge(token, documents=GivenDocuments(both)).verified
    nameless = make_token({"alg": "EdDSA", "typ": "dc+sd-jwt"}, {"iss": WEB, "vct": VCT}, ISSUER) + "~"
    assert judge(nameless, documents=web_documents(jwks={"keys": [other, key]})).verified


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        {"issuer": "https://other.example", "jwks": {"keys": [{**ISSUER.public_key.jwk, "kid": "key-1"}]}},
        {"jwks": {"keys": []}},
        {"jwks": {"keys": "x"}},
        {"jwks": {"keys": [{**OTHER.public_key.jwk, "kid": "key-2"}]}},
        {"jwks": {"keys": [{**ISSUER.public_key.jwk, "kid": "key-1"}] * 2}},
        {"jwks": {"keys": [{"kty": "oct", "kid": "key-1"}]}},
        {"jwks": {"keys": [{**ISSUER.public_key.jwk, "kid": "key-1"}]}, "jwks_uri": "https://school.example/keys"},
        {"jwks_uri": "http://school.example/keys"},
        {"jwks_uri": "https://school.example/keys"},
        {},
    ],
    ids=range(11),
)
def test_metadata_that_does_not_show_the_key_leaves_the_question_open(metadata: Any) -> None:
    """Not at hand, another's, or without this very key: cannot tell, and never a pass."""
    documents = GivenDocuments() if metadata is None else web_documents(**metadata)
    report = judge(issued(verification_method=f"{WEB}#key-1"), documents=documents)
    assert report.outcome == "undetermined" and report.check("proof").outcome == "undetermined"


def test_metadata_with_another_key_of_that_name_is_a_forgery() -> None:
    """The issuer's key of that name did not sign."""
    key = {**OTHER.public_key.jwk, "kid": "key-1"}
    report = judge(issued(verification_method=f"{WEB}#key-1"), documents=web_documents(jwks={"keys": [key]}))
    assert report.check("proof").outcome == "failed"


@pytest.mark.parametrize("issuer", ["http://a.example", "https://a.example/?x", "https://a.example/#x", "https://u@a.example"])  # fmt: skip
def test_only_plain_https_issuers_have_metadata(issuer: str) -> None:
    """No query, no fragment, no user; nothing is asked for."""
    token = make_token({"alg": "EdDSA", "typ": "dc+sd-jwt"}, {"iss": issuer, "vct": VCT}, ISSUER) + "~"
    assert judge(token).check("proof").outcome != "passed"


def test_an_https_issuer_may_be_known_by_its_own_document_too() -> None:
    """A key named by its whole address, listed in the document of the issuer."""
    header = {"alg": "EdDSA", "typ": "dc+sd-jwt", "kid": f"{WEB}#key-1"}
    token = make_token(header, {"iss": WEB, "vct": VCT}, ISSUER) + "~"
    document = make_controller_document(WEB, {"key-1": ISSUER.public_key})
    assert judge(token, documents=GivenDocuments({WEB: document})).verified


def test_certificates_in_the_header_name_nobody() -> None:
    """x5c without an anchor proves nothing, and a key that comes with the token proves no issuer."""
    claims = {"vct": VCT}
    for header, more in (({"x5c": ["MIIB"]}, {}), ({"x5c": ["MIIB"]}, {"iss": WEB})):
        token = make_token({"alg": "EdDSA", "typ": "dc+sd-jwt", **header}, {**claims, **more}, ISSUER) + "~"
        report = judge(token)
        assert report.check("proof").outcome == "undetermined"
    brought = {"alg": "EdDSA", "typ": "dc+sd-jwt", "jwk": ISSUER.public_key.jwk}
    report = judge(make_token(brought, {**claims, "iss": WEB}, ISSUER) + "~")
    assert report.check("proof").outcome == "passed"
    assert report.check("issuer_controls_key").outcome == "undetermined" and not report.verified


def test_a_status_list_that_is_not_read_leaves_the_question_open() -> None:
    """Never passed; for a record its own status still counts."""
    status = {"status_list": {"idx": 3, "uri": "https://school.example/status/1"}}
    report = judge(issued({**PLAIN, "status": status}))
    assert report.check("status").outcome == "undetermined" and not report.verified
    assert report.check("status").problems[0].code == "status_type_unknown"
    header = {"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "dc+sd-jwt"}
    record = make_token(header, {**BADGE, "vct": VCT, "status": status}, ISSUER) + "~"
    assert judge(record).check("status").outcome == "undetermined"


@pytest.mark.parametrize(
    ("claims", "check", "outcome"),
    [
        ({"vct": None}, "model", "failed"),
        ({"vct": ""}, "model", "failed"),
        ({"cnf": "key"}, "model", "failed"),
        ({"status": []}, "model", "failed"),
        ({"exp": 1}, "validity_period", "failed"),
        ({"nbf": 9999999999}, "validity_period", "failed"),
        ({"exp": "x"}, "parse", "failed"),
        ({"vct": "urn:x", "iss": None}, "parse", "failed"),
    ],
    ids=str,
)
def test_claims_that_decide_are_held_to_their_form(claims: Any, check: str, outcome: str) -> None:
    """Type, holder's key, status and dates."""
    payload = {"iss": did_key_of(ISSUER), "vct": VCT, **claims}
    token = make_token({"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "dc+sd-jwt"}, payload, ISSUER) + "~"
    assert judge(token).check(check).outcome == outcome


def test_an_issuer_who_does_not_sign_with_its_own_key_is_told() -> None:
    """iss names the school, the key is another's."""
    payload = {"iss": did_key_of(ISSUER), "vct": VCT}
    token = make_token({"alg": "EdDSA", "kid": method_of(OTHER), "typ": "dc+sd-jwt"}, payload, OTHER) + "~"
    assert judge(token).check("issuer_controls_key").outcome == "failed"
    nobody = make_token({"alg": "EdDSA", "kid": method_of(OTHER), "typ": "dc+sd-jwt"}, {"vct": VCT}, OTHER) + "~"
    assert judge(nobody).check("issuer_controls_key").outcome == "undetermined"


def test_claims_that_contradict_the_record_are_refused() -> None:
    """iss, sub and dates stand twice, and must be equal."""
    for claim in ({"iss": did_key_of(OTHER)}, {"sub": "urn:x:1"}, {"nbf": 1}):
        header = {"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "dc+sd-jwt"}
        token = make_token(header, {**BADGE, "vct": VCT, **claim}, ISSUER) + "~"
        assert judge(token).check("proof").problems[0].code == "claims_differ"


def test_the_older_type_is_read_and_never_written() -> None:
    """vc+sd-jwt: plain claims with a type, and records of VC-JOSE-COSE without one."""
    header = {"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "vc+sd-jwt"}
    for claims in ({"iss": did_key_of(ISSUER), "vct": VCT}, BADGE):
        report = judge(make_token(header, claims, ISSUER) + "~")
        assert report.verified and report.media_type == "application/vc+sd-jwt"
    newer = make_token({**header, "typ": "dc+sd-jwt"}, BADGE, ISSUER) + "~"
    assert judge(newer).check("model").outcome == "failed"


def test_a_presentation_carries_such_tokens_in_an_envelope() -> None:
    """In both kinds of presentation, and inside each other's lists."""
    about = {**BADGE, "credentialSubject": {**BADGE["credentialSubject"], "id": did_key_of(HOLDER)}}  # type: ignore[dict-item]
    record = openler.present_sd_jwt(issued(about, vct=VCT, disclosable=["/name"]))
    settings: Any = {"signer": HOLDER, "verification_method": method_of(HOLDER), "at": AT, "challenge": "n"}
    for presented in (openler.present([record], **settings), openler.present_token([record], **settings)):
        report = judge(presented, expected_challenge="n")
        assert report.verified and report.check("presenter").outcome == "passed"
        assert report.check("members").members[0].media_type == "application/dc+sd-jwt"
    assert len(judge(json.dumps([record, record])).check("members").members) == 2


def test_proof_alone_accepts_nothing() -> None:
    """The short answer has three checks."""
    report = judge(issued(), proof_only=True)
    assert [check.id for check in report.checks] == ["parse", "model", "proof"] and not report.verified


def test_a_holder_s_key_that_is_none_is_told_before_signing() -> None:
    """cnf brings a shared secret."""
    confirmation = {"jwk": {"kty": "oct", "k": "AA"}}
    with pytest.raises(NotIssuable, match="holder's key"):
        issued({**PLAIN, "cnf": confirmation})
    payload = {"iss": did_key_of(ISSUER), "vct": VCT, "cnf": confirmation}
    token = make_token({"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "dc+sd-jwt"}, payload, ISSUER) + "~"
    with pytest.raises(BadKey):
        shown(token)


def test_no_question_is_asked_of_the_world_for_a_did_key() -> None:
    """The documents port hears nothing."""

    class Deaf:
        def get(self, url: str, *, purpose: str, max_bytes: int = 0) -> bytes:
            raise AssertionError(url)

    assert judge(issued(), documents=Deaf()).verified
    with pytest.raises(ResolutionFailed):
        GivenDocuments().get(WELL_KNOWN, purpose="issuer")
