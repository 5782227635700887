"""Tokens: three forms are read, the key decides the algorithm, and claims must say what the record says."""

import json
from typing import Any

import pytest

from openler.credentials.did import IssuerNotProven, KeyDirectory, NotTheIssuersKey
from openler.credentials.keys import BadKey, BadSignature, KeyKind
from openler.credentials.proofs import (
    AlgorithmNotOffered,
    BadProof,
    ClaimsDiffer,
    NoKeyNamed,
    ProofResult,
    Unsigned,
    parse_compact_jws,
    parse_vc_jwt,
    verify_vc_jwt,
)
from openler.credentials.proofs.errors import AlgorithmMismatch, KeysDiffer, WrongTokenType
from openler.foundation.documents import GivenDocuments
from openler.foundation.errors import LerError, ResolutionFailed
from openler.foundation.instants import Instant
from openler.testing.signing import did_key_of, fixed_signer, make_controller_document, make_token, method_of

SIGNER, OTHER = fixed_signer(1), fixed_signer(2)
DID, KID = did_key_of(SIGNER), method_of(SIGNER)
ISSUER = "https://school.example/issuers/7"
SUBJECT = "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"
HEADER = {"alg": "EdDSA", "kid": KID, "typ": "JWT"}


def record(**members: Any) -> dict[str, Any]:
    """Make the record of a token."""
    full = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:5d2d1b2a-6f0e-4b6d-9a3e-1f6f0c7f2f11",
        "type": ["VerifiableCredential"],
        "issuer": {"id": DID, "type": ["Profile"]},
        "validFrom": "2026-05-04T09:30:00Z",
        "validUntil": "2027-05-04T11:30:00+02:00",
        "credentialSubject": {"id": SUBJECT},
        **members,
    }
    return {name: value for name, value in full.items() if value is not None}


CLAIMS = {
    "iss": DID,
    "jti": "urn:uuid:5d2d1b2a-6f0e-4b6d-9a3e-1f6f0c7f2f11",
    "nbf": 1777887000,
    "exp": 1809423000,
    "sub": SUBJECT,
}


def check(token: str, keys: KeyDirectory | None = None) -> ProofResult:
    """Check a token."""
    directory = keys or KeyDirectory()
    return verify_vc_jwt(token, resolve_key=directory.resolve_key, list_keys=directory.list_keys)


@pytest.mark.parametrize(
    ("kind", "algorithm"), [("Ed25519", "EdDSA"), ("Ed25519", "Ed25519"), ("P-256", "ES256"), ("P-384", "ES384")]
)
def test_each_algorithm_goes_with_its_kind_of_key(kind: KeyKind, algorithm: str) -> None:
    """The two names of Ed25519 are one."""
    signer = fixed_signer(1, kind)
    header = {"alg": algorithm, "kid": method_of(signer)}
    result = check(make_token(header, record(issuer=did_key_of(signer)), signer))
    assert (result.cryptosuite, result.key) == (f"JWT {algorithm}", signer.public_key)
    assert result.pointer == ""


@pytest.mark.parametrize("typ", [None, "JWT", "jwt", "vc+jwt", "application/vc+jwt", "vc+ld+jwt"])
def test_the_open_badges_form_gives_the_record_without_the_claims(typ: str | None) -> None:
    """The record is what a page draws; the claims only repeat it."""
    header = {name: value for name, value in {**HEADER, "typ": typ}.items() if value}
    token = parse_vc_jwt(make_token(header, {**record(), **CLAIMS, "iat": 1777887000, "aud": "x"}, SIGNER))
    assert token.document == record()
    assert token.issuer_id == DID
    assert (token.not_before, token.expires) == (
        Instant.of_unix_seconds(1777887000),
        Instant.of_unix_seconds(1809423000),
    )
    assert check(make_token(header, {**record(), **CLAIMS}, SIGNER)).document == record()


def test_the_1_1_form_keeps_the_record_under_vc_and_fills_it_from_the_claims() -> None:
    """VCDM 1.1, 6.3.1: what the record leaves out, the claims say."""
    bare = {"@context": ["https://www.w3.org/2018/credentials/v1"], "type": ["VerifiableCredential"]}
    token = parse_vc_jwt(make_token(HEADER, {**CLAIMS, "vc": {**bare, "credentialSubject": {"name": "x"}}}, SIGNER))
    assert token.document == {
        **bare,
        "credentialSubject": {"id": SUBJECT, "name": "x"},
        "id": CLAIMS["jti"],
        "issuer": DID,
        "issuanceDate": "2026-05-04T09:30:00Z",
        "expirationDate": "2027-05-04T09:30:00Z",
    }
    whole = record()
    assert parse_vc_jwt(make_token(HEADER, {**CLAIMS, "vc": whole}, SIGNER)).document == whole


def test_two_records_in_one_token_are_refused() -> None:
    """Two readers would see two records."""
    with pytest.raises(BadProof, match="another around it"):
        parse_vc_jwt(make_token(HEADER, {**record(), "vc": record()}, SIGNER))


@pytest.mark.parametrize(
    ("claim", "value", "words"),
    [
        ("iss", did_key_of(OTHER), "'iss' is not its issuer"),
        ("jti", "urn:uuid:other", "'jti' is not its id"),
        ("sub", "urn:uuid:other", "'sub' is not its credentialSubject.id"),
        ("nbf", 1777887001, "'nbf' is not its validFrom"),
        ("exp", 1809423060, "'exp' is not its validUntil"),
    ],
)
def test_a_claim_that_contradicts_the_record_is_named(claim: str, value: object, words: str) -> None:
    """In each form, and all of them at once."""
    for payload in ({**record(), **CLAIMS, claim: value}, {**CLAIMS, claim: value, "vc": record()}):
        with pytest.raises(ClaimsDiffer, match=words):
            check(make_token(HEADER, payload, SIGNER))
    other = {"iss": did_key_of(OTHER), "jti": "x", "sub": "x", "nbf": 0, "exp": 0}
    assert len(parse_vc_jwt(make_token(HEADER, {**record(), **other}, SIGNER)).differences) == 5


def test_a_fraction_of_a_second_is_no_contradiction() -> None:
    """Many issuers cut it when they write a number."""
    payload = {**record(validFrom="2026-05-04T09:30:00.750Z"), **CLAIMS}
    assert parse_vc_jwt(make_token(HEADER, payload, SIGNER)).differences == ()


def test_claims_that_are_left_out_contradict_nothing() -> None:
    """VC-JOSE-COSE asks for none of them; an end that only the token has is told."""
    assert check(make_token(HEADER, record(), SIGNER)).document == record()
    token = parse_vc_jwt(make_token(HEADER, {**record(validUntil=None), "exp": 1735689600}, SIGNER))
    assert token.differences == () and token.expires == Instant.of_unix_seconds(1735689600)


def test_one_of_several_subjects_may_be_the_claim_s() -> None:
    """Some records have two."""
    subjects = [{"id": "urn:uuid:other"}, {"id": SUBJECT}]
    payload = {**record(credentialSubject=subjects), "sub": SUBJECT}
    assert parse_vc_jwt(make_token(HEADER, payload, SIGNER)).differences == ()


@pytest.mark.parametrize(
    ("claim", "value"),
    [("iss", 7), ("sub", ["x"]), ("jti", None), ("nbf", "2026"), ("nbf", True), ("exp", None), ("exp", [1])],
)
def test_a_claim_of_the_wrong_type_is_malformed(claim: str, value: object) -> None:
    """RFC 7519: text and numbers."""
    with pytest.raises(BadProof, match=f"claim '{claim}'"):
        parse_vc_jwt(make_token(HEADER, {**record(), claim: value}, SIGNER))


@pytest.mark.parametrize("seconds", [1e300, -1e300, 10**15])
def test_a_date_beyond_all_calendars_is_malformed(seconds: float) -> None:
    """It is never shown as some other date."""
    with pytest.raises(BadProof, match="no date"):
        parse_vc_jwt(make_token(HEADER, {"nbf": seconds, "vc": record(validFrom=None)}, SIGNER))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a.b",
        "a.b.c.d",
        "..",
        "e30.e30.",
        "e30=.e30.AA",
        "eyJhbGciOiJFZERTQSJ9.e 30.AA",
        "eyJhbGciOiJFZERTQSJ9.e30.A",
        "eyJhbGciOjd9.e30.AA",
        "W10.e30.AA",
        "eyJhbGciOiJFZERTQSIsImFsZyI6Im5vbmUifQ.e30.AA",
        "é.e30.AA",
    ],
)
def test_what_is_no_compact_token_is_malformed(text: str) -> None:
    """Three parts of base64url without padding, and a header with an algorithm, each name once."""
    with pytest.raises(BadProof):
        parse_compact_jws(text)


@pytest.mark.parametrize("wrap", ["{}", " {} ", "\r\n{}\r\n", "\t{}\n\n", "\ufeff{}", "\ufeff {}\r\n"], ids=repr)
def test_blanks_around_a_token_do_not_matter(wrap: str) -> None:
    """Copied from a mail, saved by an editor: the bytes signed are inside."""
    text = wrap.format(make_token(HEADER, record(), SIGNER))
    assert check(text).key == SIGNER.public_key
    assert parse_compact_jws(text.encode()).algorithm == "EdDSA"


def test_the_bytes_received_are_what_is_checked() -> None:
    """A payload with blanks and line ends is never written anew."""
    pretty = json.dumps(record(), indent=4).encode()
    assert check(make_token(HEADER, pretty, SIGNER)).document == record()


def test_any_changed_letter_fails() -> None:
    """Header, payload or signature."""
    token = make_token(HEADER, record(), SIGNER)
    for place in range(0, len(token), 7):
        if token[place] == ".":
            continue
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(LerError):
            check(changed)


@pytest.mark.parametrize(
    ("payload", "words"), [(b"", "empty"), (b"text", "not JSON"), (b"[]", "object"), (b'{"vc": 7}', "'vc'")]
)
def test_a_token_without_a_record_says_so(payload: bytes, words: str) -> None:
    """Whatever its signature is."""
    with pytest.raises(BadProof, match=words):
        parse_vc_jwt(make_token(HEADER, payload, SIGNER))


@pytest.mark.parametrize("typ", ["kb+jwt", "dpop+jwt", "openid4vci-proof+jwt", "vp+jwt", "statuslist+jwt", "x"])
def test_a_token_made_for_another_use_is_refused(typ: str) -> None:
    """RFC 8725, 3.11: no token of one kind passes for one of another."""
    with pytest.raises(WrongTokenType):
        parse_vc_jwt(make_token({**HEADER, "typ": typ}, record(), SIGNER))


@pytest.mark.parametrize("kid", [None, "", f"#{SIGNER.public_key.multikey}", SIGNER.public_key.multikey])
def test_a_token_of_a_did_may_name_its_key_shortly_or_not_at_all(kid: str | None) -> None:
    """The issuer's own keys are tried; the key found is the issuer's by its own document."""
    header = {name: value for name, value in {**HEADER, "kid": kid}.items() if value is not None}
    result = check(make_token(header, record(), SIGNER))
    assert KeyDirectory().check_issuer_control(DID, result.method).issuer_id == DID
    with pytest.raises(BadSignature):
        check(make_token(header, record(), OTHER))


def test_the_right_one_of_several_keys_is_found() -> None:
    """A token that names none was signed by one of those that its issuer lists."""
    did = "did:web:school.example"
    keys = {"a": OTHER.public_key, "b": fixed_signer(1, "P-256").public_key, "c": SIGNER.public_key}
    directory = KeyDirectory(GivenDocuments({did: make_controller_document(did, keys)}))
    result = check(make_token({"alg": "EdDSA"}, record(issuer=did), SIGNER), directory)
    assert result.method.id == f"{did}#c"


def test_a_token_that_names_no_key_leaves_the_question_open() -> None:
    """An https issuer without a document at hand, and a token without an issuer."""
    for issuer in (ISSUER, "did:zz:1", None):
        with pytest.raises(NoKeyNamed, match="names no key"):
            check(make_token({"alg": "EdDSA"}, record(issuer=issuer), SIGNER))


def test_a_key_in_the_header_holds_the_token_together_and_proves_no_issuer() -> None:
    """The signature is computed; whose key it is, only the issuer can say."""
    header = {"alg": "EdDSA", "jwk": SIGNER.public_key.jwk}
    result = check(make_token(header, record(issuer=ISSUER), SIGNER))
    assert (result.method.source, result.method.controller) == ("header", None)
    assert result.verification_method.startswith("urn:ietf:params:oauth:jwk-thumbprint:sha-256:")
    with pytest.raises(IssuerNotProven):
        KeyDirectory().check_issuer_control(ISSUER, result.method)
    with pytest.raises(NotTheIssuersKey):
        KeyDirectory().check_issuer_control(did_key_of(OTHER), result.method)


def test_a_named_key_outranks_the_one_in_the_header() -> None:
    """They must be one; where the name cannot be followed, the question of whose key it is stays open."""
    both = {**HEADER, "jwk": SIGNER.public_key.jwk}
    assert check(make_token(both, record(), SIGNER)).method.vouched
    with pytest.raises(KeysDiffer):
        check(make_token({**both, "jwk": OTHER.public_key.jwk}, record(), OTHER))
    far = {**both, "kid": "https://school.example/keys/1"}
    assert check(make_token(far, record(issuer=ISSUER), SIGNER)).method.source == "header"
    with pytest.raises(ResolutionFailed):
        check(make_token({**HEADER, "kid": "https://school.example/keys/1"}, record(issuer=ISSUER), SIGNER))


def test_a_key_at_a_url_is_read_from_the_documents_given() -> None:
    """Open Badges 3.0: kid is the URL of a JWK."""
    url = "https://school.example/keys/1"
    directory = KeyDirectory(GivenDocuments({url: json.dumps(SIGNER.public_key.jwk).encode()}))
    token = make_token({"alg": "EdDSA", "kid": url}, record(issuer=ISSUER), SIGNER)
    assert check(token, directory).method.source == "url"


@pytest.mark.parametrize(
    ("header", "error"),
    [
        ({"alg": "ES256"}, AlgorithmMismatch),
        ({"alg": "RS256"}, AlgorithmMismatch),
        ({"alg": "none"}, Unsigned),
        ({"alg": "nOnE"}, Unsigned),
        ({"alg": "HS256"}, Unsigned),
        ({"alg": "hs512"}, Unsigned),
        ({"alg": "PS256"}, AlgorithmNotOffered),
        ({"alg": "ES256K"}, AlgorithmNotOffered),
        ({"alg": "eddsa"}, AlgorithmNotOffered),
        ({"kid": 7}, BadProof),
        ({"typ": 7}, BadProof),
        ({"jwk": "key"}, BadKey),
        ({"jwk": {**SIGNER.public_key.jwk, "d": "AA"}}, BadKey),
    ],
    ids=str,
)
def test_the_header_never_chooses(header: dict[str, Any], error: type[LerError]) -> None:
    """The algorithm is the key's; what is not checked here is named, not called forged."""
    with pytest.raises(error):
        check(make_token({**HEADER, **header}, record(), SIGNER))


def test_headers_without_a_meaning_are_passed_over_and_told() -> None:
    """RFC 7515, 4: what is not understood is ignored, unless it is marked critical."""
    token = make_token({**HEADER, "x5t": "AA", "zz": 1}, record(), SIGNER)
    assert parse_compact_jws(token).passed_over == ("x5t", "zz")
    assert check(token).key == SIGNER.public_key
