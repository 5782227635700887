"""Are tokens made that verifiers take, and is nothing signed that they would refuse?"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws as other_jws
from joserfc.jwk import ECKey, OKPKey

import openler
from openler.credentials.issuance import NotIssuable, WrongSigner
from openler.credentials.keys import KeyKind, PublicKey, SoftwareSigner
from openler.credentials.presentations import MAX_RECORDS, NotPresentable, WrongHolder
from openler.credentials.proofs import CannotSign, parse_compact_jws, parse_vp_jwt
from openler.credentials.proofs.errors import BadProof, WrongTokenType
from openler.foundation.documents import GivenDocuments
from openler.foundation.encodings import encode_base64url
from openler.testing.signing import did_key_of, fixed_signer, make_controller_document, make_token, method_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ISSUER, HOLDER = fixed_signer(1), fixed_signer(2)
V2, OB = "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
KINDS: list[tuple[KeyKind, str]] = [
    ("Ed25519", "EdDSA"),
    ("Ed25519", "Ed25519"),
    ("P-256", "ES256"),
    ("P-384", "ES384"),
]
BADGE = {
    "@context": [V2, OB],
    "id": "urn:uuid:5d2d1b2a-6f0e-4b6d-9a3e-1f6f0c7f2f11",
    "type": ["VerifiableCredential", "AchievementCredential"],
    "name": "Welding, level 2 – Žofie",
    "issuer": {"id": did_key_of(ISSUER), "type": ["Profile"], "name": "School"},
    "validFrom": "2026-05-04T09:30:00Z",
    "validUntil": "2027-05-04T11:30:00+02:00",
    "credentialSubject": {
        "id": did_key_of(HOLDER),
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


def badge(signer: SoftwareSigner = ISSUER, **members: Any) -> dict[str, Any]:
    """Give the claims of a badge, with members changed or, by None, left out."""
    issuer = {"id": did_key_of(signer), "type": ["Profile"], "name": "School"}
    full = {**BADGE, "issuer": issuer, **members}
    return {name: value for name, value in full.items() if value is not None}


def issued(claims: Any = None, signer: SoftwareSigner = ISSUER, **more: Any) -> str:
    """Sign claims as a token."""
    return openler.issue_token(claims or badge(signer), signer=signer, verification_method=method_of(signer), **more)


def presented(records: Any, **more: Any) -> str:
    """Present records as the holder, in a token."""
    return openler.present_token(
        records, signer=HOLDER, **{"verification_method": method_of(HOLDER), "at": AT, "challenge": "n", **more}
    )


def payload_of(token: str) -> dict[str, Any]:
    """Read the claims of a token."""
    claims: dict[str, Any] = json.loads(parse_compact_jws(token).payload)
    return claims


@pytest.mark.parametrize("form", ["vc+jwt", "ob-jwt"])
@pytest.mark.parametrize(("kind", "algorithm"), KINDS)
def test_what_is_issued_verifies_in_every_check(kind: KeyKind, algorithm: str, form: Any) -> None:
    """Both forms, every algorithm, both names of EdDSA; the record inside is what was signed, to the letter."""
    signer = fixed_signer(1, kind)
    token = issued(badge(signer), signer, form=form, algorithm=algorithm)
    assert parse_compact_jws(token).header["alg"] == algorithm
    report = openler.verify(token, at=AT)
    assert report.verified and len(report.checks) == 10
    assert report.verified_document == badge(signer)
    assert (report.kind, report.media_type) == ("achievement", "application/vc+jwt")
    assert report.signatory.cryptosuite == f"JWT {algorithm}"


def test_vc_jose_cose_names_type_key_and_issuer_and_holds_no_container() -> None:
    """VC-JOSE-COSE, 3.1: the record is the payload."""
    token = issued()
    header = {"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "vc+jwt", "cty": "vc"}
    assert parse_compact_jws(token).header == header
    assert payload_of(token) == {"iss": did_key_of(ISSUER), **badge()}


def test_open_badges_form_copies_the_claims() -> None:
    """Open Badges 3.0, 8.2.3: issuer, id, dates and subject stand twice and are equal."""
    token = issued(form="ob-jwt")
    assert parse_compact_jws(token).header == {"alg": "EdDSA", "kid": method_of(ISSUER), "typ": "JWT"}
    claims = payload_of(token)
    copied = {name: claims.pop(name) for name in ("iss", "jti", "nbf", "sub", "exp")}
    assert copied == {
        "iss": did_key_of(ISSUER),
        "jti": BADGE["id"],
        "nbf": 1777887000,
        "sub": did_key_of(HOLDER),
        "exp": 1809423000,
    }
    assert claims == badge()


def test_claims_that_the_record_has_nothing_for_are_left_out() -> None:
    """No end, no exp; two subjects, no sub."""
    assert "exp" not in payload_of(issued(badge(validUntil=None), form="ob-jwt"))
    two = [{"id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"}, {"id": did_key_of(HOLDER)}]
    plain = {"@context": [V2], "type": ["VerifiableCredential"], "credentialSubject": two}
    claims = payload_of(issued(plain, form="ob-jwt"))
    assert "sub" not in claims and claims["iss"] == did_key_of(ISSUER)


def test_an_issuer_that_is_left_out_is_the_key_s_owner() -> None:
    """As the VC API fills it in."""
    token = issued({"@context": [V2], "type": ["VerifiableCredential"], "credentialSubject": {"id": "urn:x:1"}})
    assert payload_of(token)["issuer"] == payload_of(token)["iss"] == did_key_of(ISSUER)


@pytest.mark.parametrize(
    ("claims", "error", "words"),
    [
        (badge(credentialSubject=None), NotIssuable, "credentialSubject"),
        (badge(undefinedWord="x"), NotIssuable, "undefinedWord"),
        (badge(iss="did:key:z6Mk"), NotIssuable, "iss"),
        (badge(vc={}), NotIssuable, "vc"),
        (badge(proof={}), NotIssuable, "proof"),
        (badge(validFrom="2026"), NotIssuable, "validFrom"),
        (badge(fixed_signer(9)), WrongSigner, "belongs to"),
    ],
    ids=["subject", "word", "iss", "vc", "proof", "date", "issuer"],
)
def test_nothing_is_signed_that_a_verifier_would_refuse(claims: Any, error: Any, words: str) -> None:
    """Every rule that embedded proofs are held to, and no member that reads as a claim of the token."""
    for form in ("vc+jwt", "ob-jwt"):
        with pytest.raises(error, match=words):
            issued(claims, form=form)


def test_a_1_1_record_is_no_payload_of_vc_jose_cose() -> None:
    """Open Badges 3.0 of that shape have their own form."""
    claims = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential"],
        "issuanceDate": "2026-05-04T09:30:00Z",
        "credentialSubject": {"id": "urn:x:1"},
    }
    with pytest.raises(NotIssuable, match=r"2\.0"):
        issued(claims)
    assert openler.verify(issued(claims, form="ob-jwt"), at=AT).verified


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "none", "HS256", ""])
def test_the_key_has_the_word_about_the_algorithm(algorithm: str) -> None:
    """No header is written that the key would not bear out."""
    for make in (issued, lambda **more: presented([], **more)):
        with pytest.raises(CannotSign):
            make(algorithm=algorithm)


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize(("kind", "algorithm"), KINDS)
def test_another_library_reads_ours_and_we_read_its(kind: KeyKind, algorithm: str) -> None:
    """joserfc, in both directions, over payloads with letters of every kind."""
    signer = fixed_signer(4, kind)
    secret = {**signer.public_key.jwk, "d": encode_base64url(signer.secret)}
    key: Any = OKPKey.import_key(secret) if kind == "Ed25519" else ECKey.import_key(secret)
    for number in range(20):
        claims = badge(signer, name=f'Name {number} \U0001f600 é \u0001 " \\ ' + "x" * number * 50)
        token = issued(claims, signer, algorithm=algorithm)
        read = other_jws.deserialize_compact(token, key, algorithms=[algorithm])
        assert json.loads(read.payload) == {"iss": did_key_of(signer), **claims}
        header = {"alg": algorithm, "kid": method_of(signer), "typ": "vc+jwt"}
        theirs = other_jws.serialize_compact(header, json.dumps(claims), key, algorithms=[algorithm])
        assert openler.verify(theirs, at=AT).verified_document == claims


def test_tokens_of_rsa_keys_are_read() -> None:
    """Open Badges 3.0, 8.2.2: RS256 must be; the key is the issuer's by its did:jwk, and another's is not."""
    private = rsa.generate_private_key(65537, 2048)
    key = PublicKey("RSA", private.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1))
    did = f"did:jwk:{encode_base64url(json.dumps(key.jwk).encode())}"
    header = {"alg": "RS256", "typ": "JWT", "kid": f"{did}#0"}
    parts = [encode_base64url(json.dumps(part).encode()) for part in (header, badge(issuer=did))]
    signature = private.sign(".".join(parts).encode(), padding.PKCS1v15(), hashes.SHA256())
    report = openler.verify(".".join([*parts, encode_base64url(signature)]), at=AT)
    assert report.verified and report.signatory.cryptosuite == "JWT RS256"
    other = rsa.generate_private_key(65537, 2048).sign(".".join(parts).encode(), padding.PKCS1v15(), hashes.SHA256())
    forged = openler.verify(".".join([*parts, encode_base64url(other)]), at=AT)
    assert forged.check("proof").outcome == "failed"


def test_a_presentation_answers_its_verifier() -> None:
    """nonce and aud are what an embedded proof calls challenge and domain."""
    record = issued()
    shown = presented([record, record], domain="https://v.example")
    jws = parse_compact_jws(shown)
    assert jws.header == {"alg": "EdDSA", "kid": method_of(HOLDER), "typ": "vp+jwt", "cty": "vp"}
    claims = payload_of(shown)
    assert (claims["nonce"], claims["aud"], claims["iat"]) == ("n", "https://v.example", 1795608000)
    assert "vp" not in claims and claims["iss"] == claims["holder"] == did_key_of(HOLDER)
    report = openler.verify(shown, at=AT, expected_challenge="n", expected_domain="https://v.example")
    assert report.verified and report.check("presenter").outcome == "passed"
    assert (report.kind, report.media_type) == ("presentation", "application/vp+jwt")
    assert [member.verified for member in report.check("members").members] == [True, True]


@pytest.mark.parametrize(
    ("asked", "more", "outcome"),
    [
        ({"expected_challenge": "other"}, {}, "failed"),
        ({"expected_challenge": "n", "expected_domain": "https://other.example"}, {"domain": "https://v.example"}, "failed"),
        ({"expected_challenge": "n", "expected_domain": "https://v.example"}, {}, "failed"),
        ({"expected_challenge": "n"}, {"challenge": None}, "failed"),
        ({"expected_challenge": "n"}, {"at": AT - timedelta(minutes=11)}, "failed"),
        ({"expected_challenge": "n"}, {"at": AT + timedelta(minutes=3)}, "failed"),
        ({"expected_challenge": "n"}, {}, "passed"),
    ],
    ids=range(7),
)  # fmt: skip
def test_a_copy_or_another_s_presentation_is_told(asked: Any, more: Any, outcome: str) -> None:
    """Another number, another verifier, nobody's, or another hour."""
    report = openler.verify(presented([issued()], **more), at=AT, **asked)
    assert report.check("presenter").outcome == outcome
    assert report.verified is (outcome == "passed")


def test_a_record_about_somebody_else_is_not_the_presenter_s() -> None:
    """Anybody who has a copy could show it."""
    about = {"id": did_key_of(fixed_signer(7)), **{k: v for k, v in BADGE["credentialSubject"].items() if k != "id"}}
    report = openler.verify(presented([issued(badge(credentialSubject=about))]), at=AT, expected_challenge="n")
    assert report.check("presenter").outcome == "undetermined"


def test_a_presentation_is_signed_with_a_key_for_authentication() -> None:
    """A key that its holder lists for issuing only presents nothing, and the other way round."""
    did = "did:web:holder.example"
    claims = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": did}
    shown = make_token({"alg": "EdDSA", "kid": f"{did}#1", "typ": "vp+jwt"}, claims, HOLDER)
    record = {**badge(), "issuer": did}
    token = make_token({"alg": "EdDSA", "kid": f"{did}#1", "typ": "vc+jwt"}, record, HOLDER)
    for purpose, passing in (("authentication", shown), ("assertionMethod", token)):
        document = make_controller_document(did, {"1": HOLDER.public_key}, purposes=(purpose,))
        for data in (shown, token):
            report = openler.verify(data, at=AT, documents=GivenDocuments({did: document}))
            assert report.check("proof").outcome == ("passed" if data == passing else "failed")


def test_the_1_1_form_of_a_presentation_is_read() -> None:
    """VCDM 1.1: under vp, its holder by iss, its records as bare tokens."""
    vp = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [issued()],
    }
    claims = {"iss": did_key_of(HOLDER), "nonce": "n", "aud": ["https://v.example"], "iat": 1795608000, "vp": vp}
    for typ in ({"typ": "JWT"}, {}):
        token = make_token({"alg": "EdDSA", "kid": method_of(HOLDER), **typ}, claims, HOLDER)
        report = openler.verify(token, at=AT, expected_challenge="n", expected_domain="https://v.example")
        assert report.verified and report.check("presenter").outcome == "passed"


def test_an_enveloped_presentation_is_read_and_its_type_must_be_the_envelope_s() -> None:
    """VCDM 2.0, 4.13.2: a vp+jwt in a data: URL; a record's token in it is refused."""
    for media_type, token, verified in (("vp+jwt", presented([issued()]), True), ("vp+jwt", issued(), False)):
        envelope = {
            "@context": [V2],
            "type": "EnvelopedVerifiablePresentation",
            "id": f"data:application/{media_type},{token}",
        }
        assert openler.verify(envelope, at=AT).verified is verified


@pytest.mark.parametrize(
    ("header", "claims", "error"),
    [
        ({"typ": "vp+jwt"}, {"vp": {"type": "VerifiablePresentation"}}, WrongTokenType),
        ({"typ": "vp+jwt"}, {"type": "VerifiableCredential"}, WrongTokenType),
        ({"typ": "JWT"}, {"type": "VerifiablePresentation"}, WrongTokenType),
        ({"typ": "JWT"}, {"vp": []}, BadProof),
        ({"typ": "JWT"}, {"vp": {"type": "VerifiablePresentation"}, "verifiableCredential": []}, BadProof),
        ({"typ": "vp+jwt"}, {"type": "VerifiablePresentation", "nonce": 7}, BadProof),
        ({"typ": "vp+jwt"}, {"type": "VerifiablePresentation", "aud": [7]}, BadProof),
        ({"typ": "vp+jwt"}, {"type": "VerifiablePresentation", "iat": "now"}, BadProof),
        ({"typ": "vp+jwt"}, {"type": "VerifiablePresentation", "iat": 1e300}, BadProof),
    ],
    ids=range(9),
)
def test_a_token_that_holds_no_presentation_is_none(header: Any, claims: Any, error: Any) -> None:
    """The type and what stands inside belong together."""
    with pytest.raises(error):
        parse_vp_jwt(make_token({"alg": "EdDSA", **header}, claims, HOLDER))


def test_a_presentation_whose_issuer_is_not_its_holder_is_refused() -> None:
    """Two readers would see two holders."""
    claims = {
        "@context": [V2],
        "type": "VerifiablePresentation",
        "holder": did_key_of(HOLDER),
        "iss": did_key_of(ISSUER),
    }
    token = make_token({"alg": "EdDSA", "kid": method_of(HOLDER), "typ": "vp+jwt"}, claims, HOLDER)
    report = openler.verify(token, at=AT)
    assert report.check("proof").outcome == "failed"
    assert report.check("proof").problems[0].code == "claims_differ"


def test_nothing_is_presented_that_cannot_be_shown() -> None:
    """As with embedded proofs."""
    for records in ([b"no record"], [{}] * (MAX_RECORDS + 1)):
        with pytest.raises(NotPresentable):
            presented(records)
    with pytest.raises(NotPresentable):
        presented([], challenge=" ")
    with pytest.raises(WrongHolder):
        presented([], holder=did_key_of(ISSUER))
