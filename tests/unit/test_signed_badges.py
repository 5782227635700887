"""Signed assertions of Open Badges 2.0: what the signature proves, whose key it was, and what stands on web pages."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import openler
from openler.foundation.encodings import encode_base64url

AT = datetime(2026, 11, 25, tzinfo=UTC)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SITE = "https://badges.example"
OB2 = "https://w3id.org/openbadges/v2"
ASSERTION: dict[str, Any] = {
    "@context": OB2,
    "id": "urn:uuid:1f8c4c0e-5a0b-4a53-9d53-0b8a3f9d2c11",
    "type": "Assertion",
    "recipient": {"type": "email", "hashed": False, "identity": "learner@example.com"},
    "badge": f"{SITE}/badges/knots",
    "issuedOn": "2020-05-04T09:00:00Z",
    "verification": {"type": "SignedBadge", "creator": f"{SITE}/key"},
}
Pages = dict[str, Any]


def _pem(key: rsa.RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _pages(**profile: Any) -> Pages:
    return {
        f"{SITE}/badges/knots": {
            "@context": OB2,
            "type": "BadgeClass",
            "id": f"{SITE}/badges/knots",
            "name": "Knots",
            "issuer": f"{SITE}/issuer",
        },
        f"{SITE}/issuer": {
            "@context": OB2,
            "type": "Profile",
            "id": f"{SITE}/issuer",
            "name": "College",
            "publicKey": f"{SITE}/key",
            "revocationList": f"{SITE}/revoked",
            **profile,
        },
        f"{SITE}/key": {
            "@context": OB2,
            "type": "CryptographicKey",
            "id": f"{SITE}/key",
            "owner": f"{SITE}/issuer",
            "publicKeyPem": _pem(KEY),
        },
        f"{SITE}/revoked": {"type": "RevocationList", "id": f"{SITE}/revoked", "issuer": f"{SITE}/issuer"}
        | {"revokedAssertions": []},
    }


def _token(claims: dict[str, Any], key: rsa.RSAPrivateKey = KEY, **header: Any) -> str:
    parts = [encode_base64url(json.dumps(part).encode()) for part in ({"alg": "RS256", **header}, claims)]
    signed = key.sign(".".join(parts).encode(), padding.PKCS1v15(), hashes.SHA256())
    return ".".join([*parts, encode_base64url(signed)])


def _report(token: str, pages: Pages) -> openler.VerificationReport:
    given = {url: page if isinstance(page, bytes) else json.dumps(page).encode() for url, page in pages.items()}
    return openler.verify(token, at=AT, documents=openler.GivenDocuments(given))


def _outcomes(report: openler.VerificationReport) -> dict[str, str]:
    return {check.id: check.outcome for check in report.checks}


def test_a_signed_assertion_is_proved_and_the_page_about_the_badge_is_not() -> None:
    """Signature, key, dates and revocations hold; what the badge stands for may change on its page."""
    report = _report(_token(ASSERTION), _pages())
    assert _outcomes(report) == {
        "parse": "passed",
        "model": "undetermined",
        "proof": "passed",
        "issuer_controls_key": "passed",
        "validity_period": "passed",
        "status": "passed",
    }
    assert not report.verified and report.outcome == "undetermined"
    assert report.signatory.proven_domain == "badges.example"
    assert "“Knots”" in report.check("model").problems[0].detail
    sentence = report.to_json()["sentence"]
    assert "signature holds" in sentence and "web page" in sentence


def test_a_badge_inside_the_token_is_covered_and_still_never_passes() -> None:
    """Version 2.0 is told apart: its own rules are not judged here."""
    report = _report(_token({**ASSERTION, "badge": _pages()[f"{SITE}/badges/knots"]}), _pages())
    assert report.check("proof").outcome == report.check("issuer_controls_key").outcome == "passed"
    assert "covers what it says" in report.check("model").problems[0].detail
    assert report.outcome == "undetermined"


def _without(*names: str) -> Callable[[], Pages]:
    return lambda: {url: page for url, page in _pages().items() if url.removeprefix(SITE + "/") not in names}


def _with(url: str, page: Any) -> Callable[[], Pages]:
    return lambda: _pages() | {f"{SITE}/{url}": page}


CASES: dict[str, tuple[Callable[[], Pages], tuple[str, str, str]]] = {
    "the key is not at hand": (_without("key"), ("undetermined", "undetermined", "passed")),
    "the issuer's page is not at hand": (_without("issuer"), ("passed", "undetermined", "undetermined")),
    "the badge's page is not at hand": (_without("badges/knots"), ("passed", "undetermined", "undetermined")),
    "the list is not at hand": (_without("revoked"), ("passed", "passed", "undetermined")),
    "the issuer lists another key": (
        lambda: _pages(publicKey=f"{SITE}/other-key"),
        ("passed", "failed", "passed"),
    ),
    "the issuer lists no key": (lambda: _pages(publicKey=[]), ("passed", "failed", "passed")),
    "the key is somebody else's": (
        _with("key", _pages()[f"{SITE}/key"] | {"owner": "https://other.example/issuer"}),
        ("passed", "failed", "passed"),
    ),
    "the key is another": (
        _with("key", _pages()[f"{SITE}/key"] | {"publicKeyPem": _pem(OTHER)}),
        ("failed", "undetermined", "passed"),
    ),
    "the key is broken": (
        _with("key", _pages()[f"{SITE}/key"] | {"publicKeyPem": "-----BEGIN PUBLIC KEY-----"}),
        ("failed", "undetermined", "passed"),
    ),
    "the key has another name": (
        _with("key", _pages()[f"{SITE}/key"] | {"id": f"{SITE}/other"}),
        ("undetermined", "undetermined", "passed"),
    ),
    "the issuer's page is another's": (
        _with("issuer", _pages()[f"{SITE}/issuer"] | {"id": "https://other.example/issuer"}),
        ("passed", "undetermined", "undetermined"),
    ),
    "the issuer's page is no JSON": (_with("issuer", b"<html>"), ("passed", "undetermined", "undetermined")),
    "there is no list": (
        _with("issuer", {k: v for k, v in _pages()[f"{SITE}/issuer"].items() if k != "revocationList"}),
        ("passed", "passed", "not_applicable"),
    ),
    "revoked by id": (
        _with("revoked", {"id": f"{SITE}/revoked", "revokedAssertions": [{"id": ASSERTION["id"]}]}),
        ("passed", "passed", "failed"),
    ),
    "revoked by bare id": (
        _with("revoked", {"id": f"{SITE}/revoked", "revokedAssertions": ["x", ASSERTION["id"]]}),
        ("passed", "passed", "failed"),
    ),
    "a list of somebody else": (
        _with(
            "revoked",
            {"id": f"{SITE}/revoked", "issuer": "https://other.example/issuer", "revokedAssertions": []},
        ),
        ("passed", "passed", "undetermined"),
    ),
    "a list that is none": (
        _with("revoked", {"id": f"{SITE}/revoked", "revokedAssertions": {}}),
        ("passed", "passed", "undetermined"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_page_answers_for_itself(name: str) -> None:
    """What is missing leaves its own question open, and what speaks against the badge fails its own check."""
    pages, wanted = CASES[name]
    report = _report(_token(ASSERTION), pages())
    outcomes = _outcomes(report)
    assert (outcomes["proof"], outcomes["issuer_controls_key"], outcomes["status"]) == wanted, name
    assert not report.verified
    for check in report.checks:
        assert check.outcome == "passed" or check.problems or check.id == "validity_period", check.id


def test_a_reason_for_a_revocation_is_told() -> None:
    """In the issuer's own words."""
    page = {"id": f"{SITE}/revoked", "revokedAssertions": [{"id": ASSERTION["id"], "revocationReason": "By mistake."}]}
    report = _report(_token(ASSERTION), _pages() | {f"{SITE}/revoked": page})
    assert "By mistake." in report.check("status").problems[0].detail


@pytest.mark.parametrize(
    "public_key",
    [
        f"{SITE}/key",
        [f"{SITE}/old-key", f"{SITE}/key"],
        [{"id": f"{SITE}/old", "publicKeyPem": "broken"}, {"id": f"{SITE}/new", "publicKeyPem": _pem(KEY)}],
        {"id": f"{SITE}/new", "owner": f"{SITE}/issuer", "publicKeyPem": _pem(KEY)},
    ],
)
def test_without_a_named_key_those_that_the_issuer_lists_are_tried(public_key: Any) -> None:
    """One of several, by address or written out; a broken one beside it does no harm."""
    claims = {**ASSERTION, "verification": {"type": "SignedBadge"}}
    report = _report(_token(claims), _pages(publicKey=public_key))
    assert report.check("proof").outcome == report.check("issuer_controls_key").outcome == "passed"


def test_a_badge_of_version_1_names_its_key_as_text() -> None:
    """The address gives the PEM text itself."""
    claims = {name: value for name, value in ASSERTION.items() if name not in ("@context", "verification")}
    claims["verify"] = {"type": "signed", "url": f"{SITE}/key.pem"}
    pages = _pages(publicKey=f"{SITE}/key.pem") | {f"{SITE}/key.pem": _pem(KEY).encode()}
    report = _report(_token(claims), pages)
    assert report.check("proof").outcome == report.check("issuer_controls_key").outcome == "passed"


def test_a_token_that_was_altered_or_signed_by_another_fails() -> None:
    """The signature decides, and nothing after it is called good."""
    head, payload, seal = _token(ASSERTION).split(".")
    other = encode_base64url(json.dumps({**ASSERTION, "issuedOn": "2021-05-04T09:00:00Z"}).encode())
    for token in (f"{head}.{other}.{seal}", _token(ASSERTION, OTHER)):
        report = _report(token, _pages())
        assert report.check("proof").outcome == "failed"
        assert report.outcome == "failed"
    assert payload


@pytest.mark.parametrize(
    "header", [{"jwk": {"kty": "RSA"}}, {"jku": f"{SITE}/keys"}, {"x5u": f"{SITE}/keys"}, {"kid": f"{SITE}/other"}]
)
def test_keys_that_the_header_names_count_for_nothing(header: dict[str, Any]) -> None:
    """A stranger's key, named by the stranger's header, opens no door."""
    report = _report(_token(ASSERTION, OTHER, **header), _pages())
    assert report.check("proof").outcome == "failed"


@pytest.mark.parametrize("alg", ["none", "HS256", "RS512"])
def test_other_algorithms_prove_nothing(alg: str) -> None:
    """Not signed, sealed with the public key as a secret, or not read."""
    assert _report(_token(ASSERTION, alg=alg), _pages()).check("proof").outcome in ("failed", "undetermined")


def test_a_stranger_cannot_sign_for_an_issuer_by_a_badge_page_of_its_own() -> None:
    """The badge's page may name any issuer; the issuer's page does not list the stranger's key."""
    evil = "https://evil.example"
    pages = _pages() | {
        f"{evil}/badge": {"type": "BadgeClass", "id": f"{evil}/badge", "name": "Knots", "issuer": f"{SITE}/issuer"},
        f"{evil}/key": {"id": f"{evil}/key", "owner": f"{SITE}/issuer", "publicKeyPem": _pem(OTHER)},
    }
    claims = {**ASSERTION, "badge": f"{evil}/badge", "verification": {"type": "SignedBadge", "creator": f"{evil}/key"}}
    report = _report(_token(claims, OTHER), pages)
    assert (report.check("proof").outcome, report.check("issuer_controls_key").outcome) == ("passed", "failed")
    assert report.signatory.proven_domain is None


def test_what_a_signed_badge_says_against_itself_counts() -> None:
    """Over is over, and only the proof is asked where only that was wanted."""
    report = _report(_token({**ASSERTION, "expires": "2021-05-04T09:00:00Z"}), _pages())
    assert report.check("validity_period").outcome == "failed"
    only = openler.verify(_token(ASSERTION), at=AT, proof_only=True)
    assert [check.id for check in only.checks] == ["parse", "model", "proof"]


@pytest.mark.parametrize(
    "value", [None, 7, [], {}, "http://badges.example/x", "javascript:alert(1)", "did:web:a.example"]
)
@pytest.mark.parametrize("member", ["badge", "verification", "id"])
def test_nonsense_in_a_signed_badge_is_an_answer_and_no_crash(member: str, value: Any) -> None:
    """Never passed, never an exception."""
    assert not _report(_token({**ASSERTION, member: value}), _pages()).verified
